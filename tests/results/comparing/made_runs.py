"""Runs made by hand, of which one knows what a comparison must say; and golden files of what it prints.

`python tests/results/comparing/made_runs.py` writes the golden files anew.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.gold.verdicts import FactVerdict
from harness.results.comparing.compare import Terms
from harness.results.comparing.show import compare_runs
from harness.results.disk import to_json
from harness.results.models import (
    ArticleRecord,
    BackendRecord,
    Manifest,
    PromptRecord,
    SampleRecord,
    ScoreRow,
    ScorerRecord,
    TaskRecord,
    Volatile,
)

GOLDEN = Path(__file__).parent / "golden"
BACKEND = "made/one"
KINDS = ("count", "date", "attribution", "statement")
WORDS = {"s": "supported", "c": "contradicted", "o": "omitted"}


@dataclass(frozen=True)
class Made:
    """A run: of each sample the verdicts on its facts, a letter each, or why there are none; one string per epoch."""

    verdicts: Mapping[str, str | Sequence[str]]
    events: Mapping[str, str] = field(default_factory=dict)
    signature: str | Mapping[str, str] = "facts|v:1"
    backend: str = BACKEND
    version: int = 1
    prompt: str = "plain"
    epochs: int = 1
    texts: Mapping[str, str] = field(default_factory=dict)
    gold: str = "g"
    task: str = "rivers"
    parameters: Mapping[str, Any] = field(default_factory=dict)


def write_run(folder: Path, *sides: Made) -> Path:
    """Write a run of one or several backends; all sides have the samples of the first."""
    folder.mkdir(parents=True)
    made = sides[0]
    manifest = Manifest(
        run=folder.name,
        harness="0",
        python="3",
        seed=0,
        epochs=made.epochs,
        limit=None,
        tasks=(_task(made),),
        articles=tuple(_article(made, name) for name in made.verdicts),
        backends=tuple(BackendRecord(name=side.backend, parameters=side.parameters) for side in sides),
        planned=len(made.verdicts) * made.epochs * len(sides),
        plan="0" * 64,
        volatile=Volatile(started="", platform=""),
    )
    (folder / "manifest.json").write_text(to_json(manifest), encoding="utf-8")
    rows = [to_json(row) for side in sides for row in rows_of(side)]
    (folder / "scores.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def _task(made: Made) -> TaskRecord:
    return TaskRecord(
        name=made.task,
        version=made.version,
        samples=tuple(SampleRecord(id=f"{made.task}/{name}", articles=(name,)) for name in made.verdicts),
        gold={"rivers": made.gold},
        prompt=PromptRecord(name="plain", version=1, sha256=hashlib.sha256(made.prompt.encode()).hexdigest()),
        words=50,
        scorers=(ScorerRecord(name="facts", signatures=("facts|v:1",)),),
    )


def _article(made: Made, name: str) -> ArticleRecord:
    text = made.texts.get(name, name)
    return ArticleRecord(
        id=name, sha256=hashlib.sha256(text.encode()).hexdigest(), event=made.events.get(name, f"event-{name}")
    )


def rows_of(made: Made) -> Iterable[ScoreRow]:
    """Yield the scores of a run."""
    for name, given in made.verdicts.items():
        for epoch, verdicts in enumerate([given] if isinstance(given, str) else given, 1):
            signature = made.signature if isinstance(made.signature, str) else made.signature[name]
            head: dict[str, Any] = {
                "id": f"{name}-{made.backend}-{epoch}",
                "task": made.task,
                "sample": f"{made.task}/{name}",
                "backend": made.backend,
                "epoch": epoch,
            }
            if verdicts in ("unscored", "no answer"):
                yield ScoreRow(
                    **head, scorer="facts", signature=signature, outcome=verdicts, reason=f"It is {verdicts}."
                )
                continue
            facts = tuple(fact_of(number, letter) for number, letter in enumerate(verdicts))
            yield ScoreRow(
                **head,
                scorer="facts",
                signature=signature,
                outcome="score",
                reason="Read.",
                values=values_of(facts),
                facts=facts,
            )


def fact_of(number: int, letter: str) -> FactVerdict:
    """Return the verdict on a fact; the first is a key fact."""
    return FactVerdict.model_validate(
        {
            "id": f"fact-{number}",
            "kind": KINDS[number % 4],
            "importance": ("key", "supporting", "detail")[min(number, 2)],
            "verdict": WORDS[letter],
            "summary_span": None if letter == "o" else (0, 5),
            "reason": f"It is {WORDS[letter]}.",
        }
    )


def values_of(facts: Sequence[FactVerdict]) -> dict[str, float | None]:
    """Return what the scorer of facts makes of verdicts, each of weight 1."""
    numbers = {word: sum(fact.verdict == word for fact in facts) for word in WORDS.values()}
    stated = numbers["supported"] + numbers["contradicted"]
    values: dict[str, float | None] = {
        "recall": numbers["supported"] / len(facts) if facts else None,
        "accuracy": numbers["supported"] / stated if stated else None,
        **{word: float(number) for word, number in numbers.items()},
        "unsupported": 0.0,
        "disputes_touched": 0.0,
        "disputes_fair": 0.0,
    }
    for kind in KINDS:
        for word in WORDS.values():
            values[f"{word}_{kind}"] = float(sum(fact.kind == kind and fact.verdict == word for fact in facts))
    return values


def samples(*verdicts: str) -> dict[str, str]:
    """Return samples called a, b, … with these verdicts."""
    return {chr(ord("a") + number): one for number, one in enumerate(verdicts)}


NO_DIFFERENCE = (
    Made(samples(*["sssso", "sssoo", "ssooo", "sooo" + "o", "sssso", "ssooo"] * 2)),
    Made(samples(*["sssoo", "sssso", "sooo" + "o", "ssooo", "ssooo", "sssso"] * 2)),
)
DIFFERENCE = (
    Made(samples(*["ssooo"] * 6, *["sooo" + "o"] * 6)),
    Made(samples(*["sssoo"] * 6, *["ssooo"] * 5, "sssoo")),
)
LOST_AND_GAINED = (
    Made(samples(*["ssooo"] * 5, "ssooo")),
    Made(samples(*["ssooo"] * 5, "osoos")),
)
UNSCORED = (
    Made(samples(*["ssooo"] * 8, "sssss", "no answer")),
    Made(samples(*["sssoo"] * 8, "unscored", "sssss")),
)
_V1, _V2 = "facts|v:1|gold:aa", "facts|v:2|gold:aa"
SIGNATURES = (
    Made(samples("ssooo", "ssooo", "ssooo"), signature={"a": _V1, "b": _V1, "c": _V1}),
    Made(samples("sssoo", "ssooo", "sssss"), signature={"a": _V1, "b": _V1, "c": _V2}),
)
ONE_EVENT = (
    Made(samples("ssooo", "ssooo", "sooo" + "o"), events=dict.fromkeys("abc", "flood")),
    Made(samples("sssoo", "sssoo", "ssooc"), events=dict.fromkeys("abc", "flood")),
)
EQUAL = (Made(samples("ssooo", "sc" + "ooo")), Made(samples("ssooo", "sc" + "ooo")))

CASES = {
    "no_difference": NO_DIFFERENCE,
    "difference": DIFFERENCE,
    "lost_and_gained": LOST_AND_GAINED,
    "unscored": UNSCORED,
    "signatures": SIGNATURES,
    "one_event": ONE_EVENT,
    "equal": EQUAL,
}
FORMS = {"table": "txt", "markdown": "md", "json": "json"}


def printed(name: str, form: str, folder: Path) -> str:
    """Return what is printed of a case."""
    for run, made in zip("AB", CASES[name], strict=True):
        if not (folder / run).exists():
            write_run(folder / run, made)
    return compare_runs(["A", "B"], folder, Terms(), form)


def golden_file(name: str, form: str) -> Path:
    """Return the golden file of a case."""
    return GOLDEN / f"{name}.{FORMS[form]}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for case in CASES:
        with tempfile.TemporaryDirectory() as given:
            for how in FORMS if case == "difference" else ("table",):
                text = printed(case, how, Path(given))
                golden_file(case, how).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"Written to {GOLDEN}.\n")
