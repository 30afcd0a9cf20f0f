"""How much of hand-written gold the candidates of `harness task new` hold, and how many of them are in it.

    python benchmarks/candidates.py [--project DIR] [--without ARTICLE ...] [--show]

Default: the built-in gold and its articles. A candidate and a gold fact match where

- both are of one kind, and the candidate's own words (the number, the time, the source with its verb of saying) have a
  character of the article in common with the fact's evidence, and
- a count: the typed amounts relate as *same* (`compare_amounts`, which takes *about* and *exact* of one number for the
  same, and tells *at least* from *at most*); the unit and the predicate are not compared;
- a date: the periods, or the lengths of time, relate as *same* (`compare_periods`, `compare_durations`);
- an attribution: a source of the one is spelt as a source of the other, articles and possessives apart, or its words
  are all among the other's; how firmly it speaks and what it says are not compared.

A gold fact is **held** where a candidate matches it, a candidate is **right** where it matches a gold fact: one date
may be that of two facts, and one fact may be told twice. *One to one* counts each candidate and each fact once. Recall
is held / gold facts, precision right / candidates.

The rules were written with the built-in gold in view. Gold that was not looked at: `--project tests/data/suite`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.articles.load import load_article
from harness.authoring.candidates import Candidate, Found, find_candidates
from harness.authoring.names import Named
from harness.files.project import Project
from harness.files.yaml import parse_yaml
from harness.gold.compare import Value, compare_amounts, compare_durations, compare_periods
from harness.gold.gold import Gold, GoldFact
from harness.gold.load import load_gold
from harness.gold.models import NameEntry
from harness.text.dates import parse_period
from harness.text.words import as_phrase, word_set

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("count", "date", "attribution")
_EMPTY = word_set("the a an of in its their his her 's for and")


@dataclass(frozen=True)
class Tally:
    """Of one kind: gold facts and those held, candidates and those right, and pairs where each counts once."""

    facts: int = 0
    held: int = 0
    candidates: int = 0
    right: int = 0
    pairs: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the counts of both."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__dataclass_fields__))

    @property
    def recall(self) -> float:
        """Held facts of all, 0 to 1; 0 where there is none."""
        return self.held / self.facts if self.facts else 0.0

    @property
    def precision(self) -> float:
        """Right candidates of all, 0 to 1; 0 where there is none."""
        return self.right / self.candidates if self.candidates else 0.0


def matches(candidate: Candidate, fact: GoldFact, found: Found, names: Mapping[str, NameEntry]) -> bool:
    """Whether a candidate is a gold fact, as this module's docstring says."""
    start, end = candidate.span
    if candidate.fact.kind != fact.kind or not any(start < e.end and e.start < end for e in fact.evidence):
        return False
    ours, theirs = candidate.fact, fact.fact
    if ours.count and theirs.count:
        amounts = (Value(one.amount, one.bound) for one in (theirs.count, ours.count))
        return compare_amounts(*amounts) == "same"
    if ours.date and theirs.date and ours.date.when and theirs.date.when:
        return compare_periods(parse_period(theirs.date.when), parse_period(ours.date.when)) == "same"
    if ours.date and theirs.date and (a := theirs.date.duration) and (b := ours.date.duration):
        bounds = {"bound": theirs.date.bound, "found_bound": ours.date.bound}
        return compare_durations(a, b, is_vague=b.is_vague, **bounds) == "same"
    return bool(ours.says and theirs.says) and _is_same_source(candidate, fact, found.named, names)


def _is_same_source(
    candidate: Candidate, fact: GoldFact, named: Sequence[Named], names: Mapping[str, NameEntry]
) -> bool:
    if candidate.fact.says is None or fact.fact.says is None:
        return False
    ours = {one.key: one.entry for one in named}
    mine = list(_spelt(candidate.fact.says.who.keys, ours))
    gold = list(_spelt(fact.fact.says.who.keys, names))
    return any(a <= b or b <= a for a in mine for b in gold if a and b)


def _spelt(keys: Collection[str], names: Mapping[str, NameEntry]) -> Iterator[frozenset[str]]:
    for key in keys:
        for one in (names[key], *(names[member] for member in names[key].all)):
            yield from (frozenset(as_phrase(text)) - _EMPTY for text in (one.name, *one.also) if text)


def tally(gold: Gold, found: Found, kind: str) -> tuple[Tally, list[GoldFact], list[Candidate]]:
    """Return the counts of one kind, the facts that no candidate holds, and the candidates that are no fact."""
    facts = [fact for fact in gold.facts if fact.kind == kind]
    ours = [candidate for candidate in found.candidates if candidate.fact.kind == kind]
    names = gold.names_of(gold.articles[0])
    fits = [[i for i, one in enumerate(ours) if matches(one, fact, found, names)] for fact in facts]
    right = {i for row in fits for i in row}
    missed = [fact for fact, row in zip(facts, fits, strict=True) if not row]
    wrong = [one for i, one in enumerate(ours) if i not in right]
    held = len(facts) - len(missed)
    return Tally(len(facts), held, len(ours), len(right), _most_pairs(fits)), missed, wrong


def _most_pairs(fits: Sequence[Sequence[int]]) -> int:
    """Return how many facts and candidates can be paired, each once (augmenting paths, after Kuhn 1955)."""
    owner: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for one in fits[row]:
            if one not in seen:
                seen.add(one)
                if one not in owner or place(owner[one], seen):
                    owner[one] = row
                    return True
        return False

    return sum(place(row, set()) for row in range(len(fits)))


def read_golds(project: Project, without: Collection[str] = ()) -> Iterator[tuple[Gold, Found]]:
    """Yield the gold of each article of a project with the article's candidates."""
    for name in project.known("gold"):
        path = project.path("gold", name)
        article_id = parse_yaml(project.read(path)).at(("article",))
        if not isinstance(article_id, str) or article_id in without:
            continue
        article = load_article(project, project.path("article", article_id))
        yield load_gold(project, path, {article.id: article}), find_candidates(article)


def measure(project: Project, without: Collection[str] = (), *, is_shown: bool = False) -> dict[str, Tally]:
    """Return the counts of each kind over a project's gold; with `is_shown` print what does not match."""
    tallies = dict.fromkeys(KINDS, Tally())
    for gold, found in read_golds(project, without):
        for kind in KINDS:
            counts, missed, wrong = tally(gold, found, kind)
            tallies[kind] += counts
            for fact in missed if is_shown else ():
                print(f"missed {gold.name}/{fact.id}: {fact.fact.statement}")
            for one in wrong if is_shown else ():
                print(f"no gold {gold.name}/{one.fact.id}: {one.fact.statement}")
    return tallies


def show(tallies: Mapping[str, Tally]) -> str:
    """Return a Markdown table of counts, with one row for counts and dates together."""
    rows = {**tallies, "counts and dates": tallies["count"] + tallies["date"]}
    head = (
        "| kind | gold facts | held | recall | candidates | right | precision | one to one |\n" + "| --- " * 8 + "|\n"
    )
    return head + "".join(
        f"| {kind} | {row.facts} | {row.held} | {row.recall:.1%} "
        f"| {row.candidates} | {row.right} | {row.precision:.1%} | {row.pairs} |\n"
        for kind, row in rows.items()
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="Compare candidates with hand-written gold.")
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--without", nargs="*", default=[], metavar="ARTICLE")
    parser.add_argument("--show", action="store_true", help="print what does not match")
    arguments = parser.parse_args()
    sys.stdout.write(show(measure(Project(arguments.project), arguments.without, is_shown=arguments.show)))


if __name__ == "__main__":
    main()
