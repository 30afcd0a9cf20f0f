"""How the matcher reads the test sentences that the built-in gold files hold, and how fast it is.

    python benchmarks/matcher.py

`accepts` should be read as supporting their fact, `rejects` as not; the examples of disputes should get their verdict.
The rules were tried on these sentences while they were written: this is a check, not a measure.
"""

from __future__ import annotations

import time
from collections import Counter

from harness.files.project import builtin_project
from harness.gold.gold import GoldFact
from harness.gold.matching import Matcher
from harness.tasks import Sample, load_tasks, samples_of


def verdict_of(matcher: Matcher, fact: GoldFact, text: str) -> str:
    """Return the verdict on one fact in a text."""
    return next(v.verdict for v in matcher.match(text).facts if v.id == fact.id)


def check_sentences(samples: list[tuple[Sample, Matcher]]) -> None:
    """Print how the accepts and rejects of every single-article sample are read, by kind."""
    read: Counter[tuple[str, str, str]] = Counter()
    for sample, matcher in samples:
        for fact in sample.gold.facts if sample.gold and not sample.gold.is_set else ():
            read.update(("accepts", fact.kind, verdict_of(matcher, fact, text)) for text in fact.fact.accepts)
            read.update(("rejects", fact.kind, verdict_of(matcher, fact, text)) for text in fact.fact.rejects)
    print(f"{'':8} {'kind':12} {'supported':>9} {'contradicted':>12} {'omitted':>8}")
    for group, kind in sorted({key[:2] for key in read}):
        row = [read[group, kind, verdict] for verdict in ("supported", "contradicted", "omitted")]
        print(f"{group:8} {kind:12} {row[0]:9} {row[1]:12} {row[2]:8}")


def check_disputes(samples: list[tuple[Sample, Matcher]]) -> None:
    """Print how many examples of disputes get their verdict."""
    right = total = 0
    for sample, matcher in samples:
        for group in sample.gold.groups if sample.gold else ():
            for example in group.group.examples:
                found = next((d.verdict for d in matcher.match(example.text).disputes if d.id == group.id), None)
                right += found == example.verdict
                total += 1
    print(f"\ndispute examples: {right} of {total} get their verdict")


def measure_speed(samples: list[tuple[Sample, Matcher]], rounds: int = 5) -> None:
    """Print summaries a second over the references, on one core, and what making a matcher costs."""
    texts = [(matcher, text) for sample, matcher in samples for text in sample.references]
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for matcher, text in texts:
            matcher.match(text)
        times.append(time.process_time() - start)
    best = sorted(times)[rounds // 2]
    words = sum(len(text.split()) for _, text in texts) / len(texts)
    print(f"\nspeed: {len(texts) / best:.0f} summaries a second ({words:.0f} words each, median of {rounds} rounds)")
    for sample, _ in samples:
        if sample.gold:
            start = time.process_time()
            Matcher(sample.gold, sample.articles)
            taken = time.process_time() - start
            print(f"  {sample.id:40} {len(sample.gold.facts):4} facts, matcher made in {taken:.2f} s")


def main() -> None:
    """Print everything."""
    tasks = load_tasks([str(builtin_project().root / "tasks")])
    loaded = [sample for task in tasks for sample in samples_of(task)]
    samples = [(sample, Matcher(sample.gold, sample.articles)) for sample in loaded if sample.gold]
    check_sentences(samples)
    check_disputes(samples)
    measure_speed(samples)


if __name__ == "__main__":
    main()
