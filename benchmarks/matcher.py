"""How the matcher reads the test sentences that the built-in gold files hold, and how fast it is.

    python benchmarks/matcher.py
    python benchmarks/matcher.py --size 100000   # shorter inputs of one kind: letters, numbers, dates and so on

`accepts` should be read as supporting their fact, `rejects` as not; the examples of disputes should get their verdict.
The rules were tried on these sentences while they were written: this is a check, not a measure.
"""

from __future__ import annotations

import argparse
import statistics
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


def seconds(matcher: Matcher, text: str, rounds: int = 3) -> float:
    """Return how many seconds of processor time matching a text takes: the median of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        matcher.match(text)
        times.append(time.process_time() - start)
    return statistics.median(times)


def measure_speed(samples: list[tuple[Sample, Matcher]]) -> None:
    """Print summaries a second over the references, on one core, and what making a matcher costs."""
    taken = {sample.id: [seconds(matcher, text, 5) for text in sample.references] for sample, matcher in samples}
    every = [second for listed in taken.values() for second in listed]
    words = [len(text.split()) for sample, _ in samples for text in sample.references]
    print(
        f"\nspeed: {len(every) / sum(every):.0f} summaries a second and core ({statistics.mean(words):.0f} words each)"
    )
    for sample, _ in samples:
        if sample.gold:
            start = time.process_time()
            Matcher(sample.gold, sample.articles)
            made = time.process_time() - start
            each = 1000 * statistics.mean(taken[sample.id])
            print(f"  {sample.id:40} {len(sample.gold.facts):4} facts, {each:5.1f} ms each, made in {made:.2f} s")


def measure_growth(sample: Sample, matcher: Matcher) -> None:
    """Print the time by the number of a gold's facts, and by the length of a summary of different sentences."""
    gold, text = sample.gold, sample.references[0]
    if gold is None:
        return
    print(f"\ngrowth on {sample.id}")
    loose = [fact for fact in gold.facts if not fact.fact.says]  # an attribution needs the facts that it gives
    for part in (4, 2, 1):
        fewer = gold.model_copy(update={"facts": tuple(loose[: len(loose) // part]), "groups": (), "others": ()})
        made = Matcher(fewer, sample.articles)
        print(f"  {len(fewer.facts):8,} facts      {1000 * seconds(made, text):8.1f} ms")
    for times in (1, 4, 16, 64):
        long = "\n\n".join(f"{text} This was reading number {number}." for number in range(times))
        long = " ".join(f"{sentence} ({number})." for number, sentence in enumerate(long.split(". ")))
        print(f"  {len(long):8,} characters {1000 * seconds(matcher, long, 1):8.1f} ms")


SIZE = 1_000_000
KINDS = {
    "letters": "a", "capitals": "A", "digits": "7", "1, 1, 1": "1 ", "quotes": '"', "brackets": "(", "newlines": "\n",
    "zero-width": "\u200b", "accents": "e\u0301", "one word": "and ", "lines": "word\n",
    "scripts": "\u0441\u043b\u043e\u0432\u043e word \u5b57 ", "one sentence": "the soldiers went home and ",
    "short sentences": "He left. ", "names": "Kim Jong Un ", "numbers": "11,000 soldiers ",
    "dates": "in January 2025 ", "years": "2024 ", "percent": "5% ", "sayings": "the NIS said ",
}  # fmt: skip
"""What a long input is made of, by kind."""


def measure_long(matcher: Matcher, article: str, size: int) -> None:
    """Print the seconds of long inputs by kind, at half the size and in full; a slow kind stops at half."""
    print(f"\ninputs of {size:,} characters, seconds at half of it and in full")
    for kind, unit in {**KINDS, "the article": f"{article}\n\n"}.items():
        text = (unit * (size // len(unit) + 1))[:size]
        half = seconds(matcher, text[: size // 2], 1)
        full = f"{seconds(matcher, text, 1):8.2f}" if half < PATIENCE else "       -"
        print(f"  {kind:16} {half:8.2f} {full}", flush=True)


PATIENCE = 30.0
"""Seconds after which a kind of long input is given up."""


def main() -> None:
    """Print everything that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=SIZE, help="characters of the long inputs; 0 leaves them out")
    size = parser.parse_args().size
    tasks = load_tasks([str(builtin_project().root / "tasks")])
    loaded = [sample for task in tasks for sample in samples_of(task)]
    samples = [(sample, Matcher(sample.gold, sample.articles)) for sample in loaded if sample.gold]
    check_sentences(samples)
    check_disputes(samples)
    measure_speed(samples)
    short, matcher = next((s, m) for s, m in samples if s.id == "short-report/short-report")
    measure_growth(short, matcher)
    if size:
        measure_long(matcher, short.articles[0].text, size)


if __name__ == "__main__":
    main()
