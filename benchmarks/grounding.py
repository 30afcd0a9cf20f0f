"""How good and how fast the grounding scorer is, check by check.

    python benchmarks/grounding.py [FOLDER] [--part tune|count|all] [--only quality|checks|speed]

Without FOLDER, the labelled suite of the gold facts is read, whose gold is not used: errors found and false alarms, on
the parts that rules were tuned on and on the one that was not. With FOLDER, which holds data that `harness metaeval`
reads, the table of the checks follows: on how many inconsistent and consistent summaries each fires, the balanced
accuracy of its verdict alone, and of all others without it. `--part` takes 60% of each file's documents, the other 40%,
or all, as `harness metaeval --split 0.6` divides them; its figures are the rest of what there is to know.
Last comes the speed: summaries a second on one core, each with an article that was never read before; milliseconds by
the length of the article and of the summary; and seconds for articles of a million characters of nothing but one thing.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from suite import PARTS, SUITE, article_of, read_lines, share

from harness.articles import Article
from harness.grounding import Grounder
from harness.grounding.checks import CHECKS
from harness.metaeval.labelled import LabelledSummary, load_labelled, split_groups
from harness.text.undress import undress

ROUNDS = 5
LIMIT = 5.0
MILLION = 1_000_000
KINDS = ("quantity", "date", "quotation", "name")
"""The checks that `grounding` shares with `facts`, by the type of their claims."""

HOSTILE = {
    "one word": "killed ",
    "names": "Tolm and Varde said ",
    "quotations": '"hello" he said, ',
    "denials": "it is not true that ships sank ",
    "stops": ". ",
    "lines": "a\n",
    "hyphens": "a-b-",
    "letters": "a",
}


FIGURES = (
    "The rest, 5 of 12, fell by 3 points to 9. ",
    "Sales were 487 million, up 9% from 450 million. ",
    "It will cost 17 million, 9 hours longer than 3 hours. ",
    "H. Kowal had 9 of the 17.6 million, at most 497. ",
    "On the 9th of June 47 were dead, said Anna Kowal, 9 fewer than on the 7th. ",
)
"""Sentences that an article and a summary may hold over and over."""


def bare(documents: Sequence[str]) -> list[Article]:
    """Return documents as articles."""
    return [Article(id=str(i), title="", event="e", text=text) for i, text in enumerate(documents, 1)]


@cache
def grounder_of(documents: tuple[str, ...]) -> Grounder:
    """Return the grounder of some documents."""
    return Grounder(bare(documents))


@cache
def suite_grounder(article: str) -> Grounder:
    """Return the grounder of an article of the suite."""
    return Grounder([article_of(article)])


def print_suite() -> None:
    """Print errors found and false alarms on the suite, its gold unused."""
    for part in PARTS:
        rows = [row for row in read_lines(SUITE / f"{part}.jsonl") if "article" in row]
        found = [(row, suite_grounder(row["article"]).ground(row["text"]).violations) for row in rows]
        wrong = [(row, violations) for row, violations in found if not row["consistent"]]
        right = [violations for row, violations in found if row["consistent"]]
        flagged = [(row, violations) for row, violations in wrong if violations]
        at = sum(any(_overlaps(v[0].span, (e["start"], e["end"])) for e in row["errors"]) for row, v in flagged)
        print(f"\n== suite, {PARTS[part]}: {len(rows)} summaries")
        print(f"  errors found              {share(len(flagged), len(wrong))}")
        print(f"  false alarms              {share(sum(map(bool, right)), len(right))}")
        print(f"  first violation at error  {share(at, len(flagged))}")
        by_class: dict[str, Counter[bool]] = {}
        for row, violations in wrong:
            by_class.setdefault(row["class"], Counter())[bool(violations)] += 1
        told = (f"{name} {n[True]}/{n.total()}" for name, n in sorted(by_class.items()))
        print(f"  found by class            {', '.join(told)}")


def _overlaps(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def fired(row: LabelledSummary) -> frozenset[str]:
    """Return the checks that find a violation in a summary."""
    page = grounder_of(row.documents).read(undress(row.summary).text)
    kinds = {claim.type for claim in page.claims if claim.is_violation}
    return frozenset(kinds | {c.name for c in CHECKS if any(claim.is_violation for claim in c.find(page))})


def print_checks(rows: Sequence[LabelledSummary]) -> None:
    """Print for each dataset and check on what it fires, and what it brings."""
    for dataset in dict.fromkeys(row.dataset for row in rows):
        told = [(fired(row), row.label) for row in rows if row.dataset == dataset and row.label is not None]
        wrong = [checks for checks, label in told if label == 0]
        right = [checks for checks, label in told if label == 1]
        whole = _balanced(map(bool, wrong), map(bool, right))
        print(f"\n== {dataset}: {len(wrong)} inconsistent, {len(right)} consistent; all checks {whole:.3f}")
        print(f"  {'check':14}{'fires on inc.':>16}{'fires on cons.':>16}{'alone':>8}{'removed':>9}")
        for name in (*KINDS, *(check.name for check in CHECKS)):
            own = sum(name in c for c in wrong), sum(name in c for c in right)
            alone = _balanced((name in c for c in wrong), (name in c for c in right))
            others = _balanced((bool(c - {name}) for c in wrong), (bool(c - {name}) for c in right))
            cells = [f"{n} ({n / len(group):.1%})" for n, group in zip(own, (wrong, right), strict=True)]
            print(f"  {name:14}{cells[0]:>16}{cells[1]:>16}{alone - 0.5:>+8.3f}{others - whole:>+9.3f}")


def _balanced(wrong: Iterable[bool], right: Iterable[bool]) -> float:
    found, alarms = list(wrong), list(right)
    return (statistics.fmean(found) + 1 - statistics.fmean(alarms)) / 2


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor time of some work, in seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


def ground_cold(document: str, summary: str) -> object:
    """Ground a summary of a document that is read for it."""
    return Grounder(bare([document])).ground(summary)


def print_speed() -> None:
    """Print the rate, the growth and the times of hostile articles."""
    pairs = _pairs_of_500_words()
    rounds = [len(pairs) / seconds_of(lambda: [ground_cold(*pair) for pair in pairs]) for _ in range(ROUNDS + 1)]
    print("\n== speed, on one core")
    print(f"  {statistics.median(rounds[1:]):.0f} summaries a second, each with an article of 500 words read anew")
    document, summary = pairs[0]
    print("  words of the article    ms a summary   ms a thousand words")
    for times in (1, 4, 16, 64):
        _print_growth(500 * times, lambda t=times: ground_cold(_shuffled(document, t), summary))  # type: ignore[misc]
    print("  words of the summary    ms a summary   ms a thousand words")
    for times in (1, 4, 16, 64):
        _print_growth(50 * times, lambda t=times: ground_cold(document, _shuffled(summary, t)))  # type: ignore[misc]
    print("  a million characters of, seconds")
    long = _shuffled(document, MILLION // len(document) + 1)[:MILLION]
    for name, text in {"news": long, **{n: (t * MILLION)[:MILLION] for n, t in HOSTILE.items()}}.items():
        spent = seconds_of(lambda t=text: ground_cold(t, summary))  # type: ignore[misc]
        print(f"  {name:14}{spent:8.2f}{'  over the limit' if spent > LIMIT else ''}", flush=True)
    print("  one sentence of figures over and over, seconds at 50,000, 200,000 and 800,000 characters")
    print("  (the summary is an eighth of the article, its figures are others)")
    for unit in FIGURES:
        taken = [seconds_of(lambda s=size, u=unit: _ground_repeated(u, s)) for size in (50_000, 200_000, 800_000)]  # type: ignore[misc]
        print(f"  {unit[:40]:40}" + "".join(f"{spent:8.2f}" for spent in taken), flush=True)


def _ground_repeated(unit: str, size: int) -> object:
    """Ground a summary of a sentence repeated, with other figures, in an article of nothing else."""
    other = unit.translate(str.maketrans("79", "68"))
    return ground_cold(unit * (size // len(unit)), other * (size // 8 // len(other)))


def _pairs_of_500_words() -> list[tuple[str, str]]:
    """Return articles of the suite put together to 500 words, each with a summary of its first one."""
    rows: dict[str, dict[str, Any]] = {}
    for row in read_lines(SUITE / "more.jsonl"):
        rows.setdefault(row["article"], row)
    names = list(rows)
    found = []
    for i, name in enumerate(names):
        text = "\n\n".join(article_of(names[(i + k) % len(names)]).text for k in range(3))
        found.append((" ".join(text.split()[:500]), rows[name]["text"]))
    return found


def _shuffled(text: str, times: int) -> str:
    """Return a text so many times, its sentences in another order each time."""
    drawn = random.Random(3)
    sentences = text.split(". ")
    return ". ".join(". ".join(drawn.sample(sentences, len(sentences))) for _ in range(times))


def _print_growth(words: int, work: Callable[[], object]) -> None:
    spent = 1000 * statistics.median(seconds_of(work) for _ in range(3))
    print(f"  {words:20,}{spent:16.1f}{1000 * spent / words:22.1f}")


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--part", choices=("tune", "count", "all"), default="all")
    parser.add_argument("--only", choices=("quality", "checks", "speed"))
    chosen = parser.parse_args()
    if chosen.only in (None, "quality"):
        print_suite()
    if chosen.folder and chosen.only in (None, "checks"):
        rows = load_labelled([chosen.folder])
        parts = dict(zip(("tune", "count"), split_groups(rows, 0.6), strict=True))
        print_checks(parts.get(chosen.part, rows))
    if chosen.only in (None, "speed"):
        print_speed()


if __name__ == "__main__":
    main()
