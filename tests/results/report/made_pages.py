"""Runs made by hand, of which one knows what the page must show. `{name|words}` in a text marks a span."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.backends.base import Answer
from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.results.aggregate import aggregate
from harness.results.disk import to_json
from harness.results.models import (
    AnswerError,
    AnswerRecord,
    ArticleRecord,
    BackendRecord,
    Manifest,
    PromptRecord,
    SampleRecord,
    ScoreRow,
    ScorerRecord,
    StoredArticle,
    TaskRecord,
    Volatile,
)
from harness.results.store import ANSWERS, SCORES, RunFolder, create_run, write_summary

RUN = "20310514-091500-3fa9"
KINDS = ("count", "date", "attribution", "statement")
SIGNATURES = {"facts": "facts|v:1", "shape": "shape|v:1", "rouge": "rouge|v:1"}
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and where what they mark stands, in code points."""

    text: str
    spans: Mapping[str, Span]

    @classmethod
    def read(cls, marked: str) -> Marked:
        text, spans, end = "", {}, 0
        for match in _MARK.finditer(marked):
            text += marked[end : match.start()]
            spans[match[1]] = (len(text), len(text) + len(match[2]))
            text += match[2]
            end = match.end()
        return cls(text + marked[end:], spans)


FLOOD = Marked.read(
    "\U0001f30a The Oder \U0001f30a rose by {rise|3 metres} on Monday. {left|About 1,200 people \U0001f3c3 left their "
    "homes} in Lebus, {mayor|the mayor said}. Two bridges were closed."
)
BRIDGES = Marked.read(
    "{two|Two bridges} over the Oder were closed on Monday. A third stayed open, {police|the police said}."
)
ARTICLES = {"flood": FLOOD, "bridges": BRIDGES}

FACTS = {
    "left": ("count", "key", "flood"),
    "rise": ("count", "supporting", "flood"),
    "mayor": ("attribution", "detail", "flood"),
    "two": ("statement", "key", "bridges"),
    "police": ("attribution", "detail", "bridges"),
}


@dataclass(frozen=True)
class Told:
    """A summary with its verdicts: of facts by id (`s`, `c`; others are omitted), of claims by mark, of disputes."""

    marked: str
    facts: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)
    disputes: Mapping[str, str] = field(default_factory=dict)
    cost: float | None = None

    def verdicts(self) -> dict[str, str]:
        """Return the verdicts on facts by id, as in `left:s rise:c`."""
        return dict(part.split(":") for part in self.facts.split())


LONG = {"s": "supported", "c": "contradicted", "o": "omitted"}

A = {
    "flood/flood": Told(
        "\U0001f600 {left|About 1,200 people} \U0001f600 fled when the Oder rose {rise|three metres}, NATO said.",
        "left:s rise:s",
    ),
    "flood/set": Told(
        "{left|About 1,200 people} fled. {two|Two bridges} were closed.", "left:s two:s", {}, {"shut": "one-sided"}
    ),
}
B = {
    "flood/flood": Told(
        "{left|About 2,000 people} fled, {mayor|the mayor} told {nato|NATO}.",
        "left:c mayor:s",
        {"nato": "unsupported"},
        cost=0.002,
    ),
    "flood/set": Told(
        "{two|Two bridges} were shut, {police|the police said}.", "two:s police:s", {}, {"shut": "fair"}, 0.004
    ),
}
SAMPLES = {"flood/flood": ("flood",), "flood/set": ("flood", "bridges")}


def data_of(page: str) -> Any:
    """Return what a page holds, unpacked."""
    packed = page.partition('id="data">')[2].partition("<")[0]
    return json.loads(zlib.decompress(base64.b64decode(json.loads(packed)["deflate"])))


def facts_of(told: Told, articles: Sequence[str]) -> tuple[FactVerdict, ...]:
    """Return a verdict on each fact of these articles."""
    marked, verdicts = Marked.read(told.marked), told.verdicts()
    return tuple(
        FactVerdict.model_validate(
            {
                "id": name,
                "kind": kind,
                "importance": importance,
                "verdict": LONG[verdicts.get(name, "o")],
                "summary_span": marked.spans.get(name),
                "evidence": (
                    Evidence(
                        article=article, start=ARTICLES[article].spans[name][0], end=ARTICLES[article].spans[name][1]
                    ),
                ),
                "expected": f"expected {name}" if name in verdicts else "",
                "found": f"found {name}" if name in verdicts else "",
                "reason": f"Reason of {name}: {LONG[verdicts.get(name, 'o')]}.",
            }
        )
        for name, (kind, importance, article) in FACTS.items()
        if article in articles
    )


def rows_of(told: Told, sample: str, backend: str, epoch: int, articles: Sequence[str]) -> Iterable[ScoreRow]:
    """Yield the scores of a summary."""
    facts = facts_of(told, articles)
    marked = Marked.read(told.marked)
    claims = tuple(
        Claim.model_validate(
            {
                "span": marked.spans[name],
                "type": "name",
                "verdict": verdict,
                "severity": "hard",
                "reason": f"{name} is in no article.",
            }
        )
        for name, verdict in told.claims.items()
    )
    disputes = tuple(
        DisputeVerdict.model_validate(
            {
                "id": name,
                "verdict": verdict,
                "spans": (),
                "values": (f"version of {backend}",),
                "reason": f"Told {verdict}.",
            }
        )
        for name, verdict in told.disputes.items()
    )
    number = {word: float(sum(fact.verdict == word for fact in facts)) for word in LONG.values()}
    values: dict[str, float | None] = {
        "recall": number["supported"] / len(facts) if facts else None,
        "accuracy": number["supported"] / (number["supported"] + number["contradicted"] or 1),
        **number,
        "unsupported": float(len(claims)),
        "disputes_touched": float(len(disputes)),
        "disputes_fair": float(sum(one.verdict == "fair" for one in disputes)),
    }
    for kind in KINDS:
        for word in LONG.values():
            values[f"{word}_{kind}"] = float(sum(fact.kind == kind and fact.verdict == word for fact in facts))
    head: dict[str, Any] = {
        "id": f"{sample} {backend} {epoch}",
        "task": "flood",
        "sample": sample,
        "backend": backend,
        "epoch": epoch,
        "outcome": "score",
        "reason": "Read.",
    }
    yield ScoreRow(
        **head,
        scorer="facts",
        signature=SIGNATURES["facts"],
        values=values,
        facts=facts,
        claims=claims,
        disputes=disputes,
    )
    yield ScoreRow(
        **head,
        scorer="shape",
        signature=SIGNATURES["shape"],
        values={"words": float(len(marked.text.split())), "over_limit": 0.0},
    )
    yield ScoreRow(**head, scorer="rouge", signature=SIGNATURES["rouge"], values={"rouge1": 0.5, "rougeL": 0.25})


def write_page_run(
    results: Path,
    told: Mapping[str, Mapping[str, Told]],
    *,
    run: str = RUN,
    samples: Mapping[str, tuple[str, ...]] = SAMPLES,
    articles: Mapping[str, tuple[str, str]] | None = None,
    errors: Sequence[tuple[str, str]] = (),
) -> RunFolder:
    """Write a run: of each backend the summaries by sample. `articles` are titles and texts; `errors` had no answer."""
    texts = articles or {name: (f"The {name}", marked.text) for name, marked in ARTICLES.items()}
    stored = [
        StoredArticle(sha256=f"{number:064x}", title=title, text=text)
        for number, (title, text) in enumerate(texts.values())
    ]
    manifest = Manifest(
        run=run,
        harness="0",
        python="3",
        seed=0,
        epochs=1,
        limit=None,
        tasks=(
            TaskRecord(
                name="flood",
                version=1,
                samples=tuple(SampleRecord(id=name, articles=parts) for name, parts in samples.items()),
                gold={},
                prompt=PromptRecord(name="plain", version=1, sha256="0" * 64),
                words=50,
                scorers=tuple(ScorerRecord(name=name, signatures=(one,)) for name, one in SIGNATURES.items()),
            ),
        ),
        articles=tuple(
            ArticleRecord(id=name, sha256=f"{number:064x}", event="oder", outlet="Oder Gazette")
            for number, name in enumerate(texts)
        ),
        backends=tuple(BackendRecord(name=name, parameters={}) for name in told),
        planned=len(samples) * len(told),
        plan="0" * 64,
        volatile=Volatile(started="2031-05-14T09:15:00Z", platform=""),
    )
    folder = create_run(results, manifest, stored)
    answers: list[AnswerRecord] = []
    rows: list[ScoreRow] = []
    for backend, summaries in told.items():
        for sample, one in summaries.items():
            record = {"id": f"{sample} {backend} 1", "sample": sample, "backend": backend, "epoch": 1, "at": ""}
            if (sample, backend) in errors:
                answers.append(
                    AnswerRecord(
                        **record, answer=None, error=AnswerError(what="refused by <the> server", retryable=False)
                    )
                )
                continue
            answer = Answer(text=Marked.read(one.marked).text, finish="stop")
            answers.append(AnswerRecord(**record, answer=answer, error=None, cost=one.cost))
            rows.extend(rows_of(one, sample, backend, 1, samples[sample]))
    (folder.path / ANSWERS).write_text("".join(f"{to_json(one)}\n" for one in answers), encoding="utf-8")
    (folder.path / SCORES).write_text("".join(f"{to_json(one)}\n" for one in rows), encoding="utf-8")
    write_summary(folder, aggregate(manifest, answers, rows))
    return folder
