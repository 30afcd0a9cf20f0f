"""How well the matcher reads summaries that people of letters would call hard: the labelled suite.

    python benchmarks/suite.py                   # both parts: tuned on, held out
    python benchmarks/suite.py --part dev --misses

The suite and how it was made: tests/data/suite/README.md. Each figure has its count and an interval of 95%: Wilson's
for shares (Wilson 1927), the percentile bootstrap over summaries, 1,000 seeded draws, for F1. Summaries of one article
are not independent, so the intervals are narrower than the truth; the table by article shows how much articles differ.
The rows of the held-out part are never shown, only counted.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from harness.articles import Article, load_article
from harness.files.project import Project, builtin_project
from harness.gold.gold import Gold
from harness.gold.load import load_gold
from harness.gold.matching import Matcher
from harness.gold.matching.matcher import Matching
from harness.grounding import MeaningChecks
from harness.scorers.facts import is_consistent
from harness.scorers.readable import LANGUAGES

SUITE = Path(__file__).parent.parent / "tests" / "data" / "suite"
PARTS = {
    "dev": "tuned on",
    "single": "tuned on, labelled once",
    "more": "tuned on, verdicts of facts not labelled",
    "heldout": "held out",
}
VERDICTS = ("supported", "contradicted", "omitted")
VALUES = ("count", "date", "attribution")
Z = 1.959964


@dataclass(frozen=True)
class Row:
    """One labelled summary with what the matcher makes of it."""

    id: str
    article: str
    text: str
    error: str
    twin: str | None
    supported: frozenset[str]
    contradicted: frozenset[str]
    spans: tuple[tuple[int, int], ...]
    consistent: bool
    matching: Matching
    gold: Gold = field(repr=False)

    def label(self, fact: str) -> str:
        """Return the labelled verdict of a fact."""
        return "supported" if fact in self.supported else "contradicted" if fact in self.contradicted else "omitted"

    @property
    def faults(self) -> list[tuple[tuple[int, int] | None, str]]:
        """What the matcher finds wrong: the span, where it has one, and the reason."""
        found = [(v.summary_span, f"{v.id}: {v.reason}") for v in self.matching.facts if v.verdict == "contradicted"]
        bad = ("contradicted", "unsupported")
        found += [(c.span, c.reason) for c in self.matching.claims if c.severity == "hard" and c.verdict in bad]
        return found

    @property
    def typed_faults(self) -> list[tuple[str, tuple[int, int] | None]]:
        """The kind and span of everything that the matcher finds wrong."""
        found = [(f"fact: {v.kind}", v.summary_span) for v in self.matching.facts if v.verdict == "contradicted"]
        bad = ("contradicted", "unsupported")
        claims = (c for c in self.matching.claims if c.severity == "hard" and c.verdict in bad)
        found += [(f"claim: {claim.type}", claim.span) for claim in claims]
        wrong = ("misattributed", "blended", "fabricated")
        found += [("dispute", d.spans[0] if d.spans else None) for d in self.matching.disputes if d.verdict in wrong]
        return found

    @property
    def is_flagged(self) -> bool:
        """Whether the matcher finds the summary inconsistent."""
        return is_consistent(self.matching) is False

    @property
    def rank(self) -> tuple[int, float]:
        """What twins are compared by: fewer faults, then more weight of supported facts."""
        weight = {fact.id: fact.fact.weight for fact in self.gold.facts}
        return -len(self.faults), sum(weight[v.id] for v in self.matching.facts if v.verdict == "supported")


@cache
def project_of(article: str) -> Project:
    """Return the project that holds an article: the suite's own or the built-in one."""
    return Project(SUITE) if (SUITE / "seeds" / f"{article}.md").exists() else builtin_project()


@cache
def article_of(name: str) -> Article:
    """Return an article by its id."""
    project = project_of(name)
    return load_article(project, project.root / "seeds" / f"{name}.md")


@cache
def gold_of(name: str) -> tuple[Gold, list[Article]]:
    """Return the gold of an article or a set with its articles."""
    project = Project(SUITE) if (SUITE / "gold" / f"{name}.yaml").exists() else builtin_project()
    articles = {path.stem: load_article(project, path) for path in sorted((project.root / "seeds").glob("*.md"))
                if path.stem != "README"}  # fmt: skip
    gold = load_gold(project, project.root / "gold" / f"{name}.yaml", articles)
    return gold, [articles[article] for article in gold.articles]


@cache
def matcher_of(name: str) -> tuple[Matcher, Gold]:
    """Return the matcher of an article or a set."""
    gold, articles = gold_of(name)
    return Matcher(gold, articles, MeaningChecks), gold


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def load_rows(part: str) -> list[Row]:
    """Return the summaries of single articles of a part."""
    rows = []
    for raw in read_lines(SUITE / f"{part}.jsonl"):
        matcher, gold = matcher_of(raw["article"])
        rows.append(
            Row(
                id=raw["id"],
                article=raw["article"],
                text=raw["text"],
                error=raw["class"],
                twin=raw.get("twin"),
                supported=frozenset(raw.get("supported", ())),
                contradicted=frozenset(raw.get("contradicted", ())),
                spans=tuple((error["start"], error["end"]) for error in raw["errors"]),
                consistent=raw["consistent"],
                matching=matcher.match(raw["text"]),
                gold=gold,
            )
        )
    return rows


# Figures


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the interval of a share (Wilson 1927, without continuity correction)."""
    if not total:
        return 0.0, 1.0
    p, n = hits / total, total
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(hits: int, total: int) -> str:
    """Return a share with its counts and interval."""
    if not total:
        return "none"
    low, high = wilson(hits, total)
    return f"{hits / total:.3f} ({hits}/{total}; {low:.3f} to {high:.3f})"


Table = Counter[tuple[str, str]]
"""Pairs of (labelled, found) verdicts, counted."""


def table_of(row: Row, kinds: Iterable[str]) -> Table:
    """Return how the facts of some kinds come out in a summary."""
    wanted = set(kinds)
    return Counter((row.label(v.id), v.verdict) for v in row.matching.facts if v.kind in wanted)


def f1(table: Table, verdict: str) -> float:
    """Return the F1 of a verdict."""
    hits = table[verdict, verdict]
    total = sum(n * ((a == verdict) + (b == verdict)) for (a, b), n in table.items())
    return 2 * hits / total if total else 1.0


def macro(table: Table) -> float:
    """Return the mean F1 of the three verdicts."""
    return sum(f1(table, verdict) for verdict in VERDICTS) / len(VERDICTS)


def total_of(tables: Iterable[Table]) -> Table:
    """Return the sum of tables."""
    whole: Table = Counter()
    for table in tables:
        whole.update(table)
    return whole


def interval(tables: Sequence[Table], draws: int = 1000) -> tuple[float, float]:
    """Return the percentile interval of macro-F1, summaries drawn with replacement."""
    source = random.Random(20250201)
    found = sorted(macro(total_of(source.choices(tables, k=len(tables)))) for _ in range(draws))
    return found[int(0.025 * draws)], found[int(0.975 * draws) - 1]


def print_verdicts(rows: list[Row]) -> None:
    """Print F1 by kind of fact."""
    heads = f"{'macro-F1':24} {'supported':>10} {'contradicted':>13} {'omitted':>8}   labelled s/c/o"
    print(f"\nverdicts of facts      {heads}")
    for name, kinds in (("counts, dates, sources", VALUES), *((kind, (kind,)) for kind in (*VALUES, "statement"))):
        tables = [table_of(row, kinds) for row in rows]
        table = total_of(tables)
        low, high = interval(tables)
        counts = "/".join(str(sum(table[verdict, found] for found in VERDICTS)) for verdict in VERDICTS)
        parts = [f1(table, verdict) for verdict in VERDICTS]
        figures = f"{parts[0]:12.3f} {parts[1]:13.3f} {parts[2]:8.3f}   {counts}"
        print(f"  {name:22}{macro(table):.3f} ({low:.3f} to {high:.3f}) {figures}")


def print_consistency(rows: list[Row]) -> None:
    """Print how well faithful summaries are told from others."""
    faithful = [row for row in rows if row.consistent]
    wrong = [row for row in rows if not row.consistent]
    found = sum(row.is_flagged for row in wrong)
    alarms = sum(row.is_flagged for row in faithful)
    if faithful and wrong:
        print(f"\nbalanced accuracy      {(found / len(wrong) + 1 - alarms / len(faithful)) / 2:.3f}")
    print(f"  errors found         {share(found, len(wrong))}")
    print(f"  false alarms         {share(alarms, len(faithful))}")
    hits = total = covered = 0
    for row in wrong:
        spans = [span for span, _ in row.faults if span]
        if row.is_flagged:
            total += 1
            hits += any(overlap(a, b) for a in spans for b in row.spans)
        covered += any(overlap(a, b) for a in spans for b in row.spans)
    print(f"  found at the error   {share(hits, total)}  of those found")
    print(f"  error overlapped     {share(covered, len(wrong))}  of all")


def print_faults(rows: list[Row]) -> None:
    """Print what kinds of faults are found: at the error, elsewhere in a wrong summary, in a faithful one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for kind, span in row.typed_faults:
            hit = span is not None and any(overlap(span, other) for other in row.spans)
            counts[kind]["faithful" if row.consistent else "at the error" if hit else "elsewhere"] += 1
    print(f"\n{'faults found':24} {'at the error':>12} {'elsewhere':>12} {'in faithful ones':>18}")
    for kind, found in sorted(counts.items()):
        print(f"  {kind:22} {found['at the error']:12} {found['elsewhere']:12} {found['faithful']:18}")


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def twins(rows: list[Row]) -> list[tuple[Row, Row]]:
    """Return the pairs (faithful, with one error)."""
    by_id = {row.id: row for row in rows}
    return [(by_id[row.twin], row) for row in rows if row.twin and row.twin in by_id]


def print_twins(rows: list[Row]) -> None:
    """Print how often the faithful one of twins scores higher."""
    pairs = twins(rows)
    in_gold = [(a, b) for a, b in pairs if (a.supported, a.contradicted) != (b.supported, b.contradicted)]
    for name, listed in (("in a gold fact", in_gold), ("in anything", pairs)):
        higher = sum(a.rank > b.rank for a, b in listed)
        ties = sum(a.rank == b.rank for a, b in listed)
        print(f"  twins differ {name:15} the faithful one higher {share(higher, len(listed))}, ties {ties}")


def print_by(rows: list[Row], title: str, key: str) -> None:
    """Print what is found by error class or article."""
    print(f"\n{title:24} {'found':>12} {'false alarms':>14} {'macro-F1':>10}")
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    for name, listed in sorted(groups.items()):
        wrong = [row for row in listed if not row.consistent]
        right = [row for row in listed if row.consistent]
        found = f"{sum(row.is_flagged for row in wrong)}/{len(wrong)}" if wrong else ""
        alarms = f"{sum(row.is_flagged for row in right)}/{len(right)}" if right else ""
        table = total_of(table_of(row, VALUES) for row in listed)
        score = f"{macro(table):10.3f}" if any(row.supported for row in listed) else ""
        print(f"  {name:22} {found:>12} {alarms:>14} {score}")


def print_misses(rows: list[Row], part: str) -> None:
    """Print each row of the tuned part that is read otherwise than labelled."""
    for row in rows:
        differ = [(v.id, row.label(v.id), v) for v in row.matching.facts if row.label(v.id) != v.verdict]
        if part == "more":
            differ = []
        if not differ and row.is_flagged != row.consistent:
            continue
        state = f"{'consistent' if row.consistent else 'WRONG'} {'flagged' if row.is_flagged else ''}"
        print(f"\n{row.id} [{row.error}] {state}")
        print(f"  {row.text!r}")
        print("  errors:", [row.text[a:b] for a, b in row.spans])
        for name, label, verdict in differ:
            print(f"  {name}: labelled {label}, found {verdict.verdict} -- {verdict.reason}")
        for span, reason in row.faults:
            hit = span and any(overlap(span, other) for other in row.spans)
            print(f"  {'+' if hit else '!'} {reason}")


# Summaries of several articles


def print_disputes(part: str, *, misses: bool = False) -> None:
    """Print how the disputes of several articles are judged."""
    table: Counter[tuple[str, str]] = Counter()
    touched = right = flagged = wrong = alarms = fine = 0
    rows = read_lines(SUITE / f"sets-{part}.jsonl")
    for raw in rows:
        matcher, _ = matcher_of(raw["gold"])
        matching = matcher.match(raw["text"])
        for found in matching.disputes:
            label = raw["disputes"].get(found.id, "omitted")
            table[label, found.verdict] += 1
            touched += label != "omitted"
            right += label != "omitted" and label == found.verdict
            if misses and label != found.verdict:
                print(f"\n{raw['id']} {found.id}: labelled {label}, found {found.verdict} -- {found.reason}")
                print(f"  {raw['text']!r}")
        bad = is_consistent(matching) is False
        flagged += bad and not raw["consistent"]
        wrong += not raw["consistent"]
        alarms += bad and raw["consistent"]
        fine += raw["consistent"]
    every = sum(table.values())
    hits = sum(n for (a, b), n in table.items() if a == b)
    print(f"\ndisputes ({len(rows)} summaries of several articles)")
    print(f"  verdict right        {share(right, touched)}  of those touched")
    print(f"  verdict right        {share(hits, every)}  of all, untouched included")
    print(f"  errors found         {share(flagged, wrong)}")
    print(f"  false alarms         {share(alarms, fine)}")
    for label in sorted({a for a, _ in table}):
        row = {b: n for (a, b), n in sorted(table.items()) if a == label}
        print(f"    {label:14} read as {', '.join(f'{b} {n}' for b, n in row.items())}")


def kappa(pairs: Counter[tuple[str, str]]) -> float:
    """Return Cohen's kappa of pairs of labels (Cohen 1960)."""
    total = sum(pairs.values())
    labels = {label for pair in pairs for label in pair}
    observed = sum(pairs[label, label] for label in labels) / total
    one = {label: sum(n for (a, _), n in pairs.items() if a == label) / total for label in labels}
    two = {label: sum(n for (_, b), n in pairs.items() if b == label) / total for label in labels}
    expected = sum(one[label] * two[label] for label in labels)
    return (observed - expected) / (1 - expected)


def print_agreement() -> None:
    """Print how far the two blind annotations agree."""
    first, second = (read_lines(SUITE / "labels" / f"{name}.jsonl") for name in ("first", "second"))
    facts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for a, b in zip(first, second, strict=True):
        for fact in gold_of(a["id"].split("/")[0])[0].facts:
            facts[fact.kind][_labelled(a, fact.id), _labelled(b, fact.id)] += 1
    print("\nagreement of the two blind annotations")
    whole = Counter[tuple[str, str]]()
    for kind, pairs in sorted(facts.items()):
        whole.update(pairs)
        print(f"  {kind:14} kappa {kappa(pairs):.3f} ({sum(pairs.values())} verdicts, {_same(pairs)} alike)")
    print(f"  {'all facts':14} kappa {kappa(whole):.3f} ({sum(whole.values())} verdicts, {_same(whole)} alike)")
    agree = sum(a["consistent"] == b["consistent"] for a, b in zip(first, second, strict=True))
    print(f"  consistent or not: alike in {agree} of {len(first)}")
    first, second = (read_lines(SUITE / "labels" / f"sets-{name}.jsonl") for name in ("first", "second"))
    pairs = Counter[tuple[str, str]]()
    for a, b in zip(first, second, strict=True):
        groups = [group.id for group in gold_of(a["id"].split("/")[0])[0].groups if group.is_dispute]
        pairs.update((a["disputes"].get(g, "omitted"), b["disputes"].get(g, "omitted")) for g in groups)
    print(f"  {'disputes':14} kappa {kappa(pairs):.3f} ({sum(pairs.values())} verdicts, {_same(pairs)} alike)")


def _labelled(row: dict[str, Any], fact: str) -> str:
    return next((verdict for verdict in VERDICTS[:2] if fact in row[verdict]), "omitted")


def _same(pairs: Counter[tuple[str, str]]) -> int:
    return sum(n for (a, b), n in pairs.items() if a == b)


def main() -> None:
    """Print everything that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=sorted(PARTS), action="append", help="one part only")
    parser.add_argument("--misses", action="store_true", help="list what is read otherwise than labelled (dev only)")
    chosen = parser.parse_args()
    if chosen.misses and chosen.part not in (["dev"], ["more"]):
        parser.error("misses are shown of a tuned part only: --part dev --misses")
    for part in chosen.part or PARTS:
        rows = load_rows(part)
        if chosen.misses:
            print_misses(rows, part)
            if part == "dev":
                print_disputes(part, misses=True)
        articles = len({row.article for row in rows})
        print(f"\n== {PARTS[part]}: {len(rows)} summaries of {articles} articles, {', '.join(sorted(LANGUAGES))}")
        has_verdicts = part != "more"
        if has_verdicts:
            print_verdicts(rows)
        print_consistency(rows)
        if has_verdicts:
            print_twins(rows)
        print_faults(rows)
        print_by(rows, "by error class", "error")
        print_by(rows, "by article", "article")
        if (SUITE / f"sets-{part}.jsonl").exists():
            print_disputes(part)
    if not chosen.part:
        print_agreement()


if __name__ == "__main__":
    main()
