"""How fast summaries are read against gold, and how that grows with the facts, the length and texts made to be slow.

    python benchmarks/facts.py [--only WORD]

Prints summaries a second on one core over the built-in gold, medians of five rounds over the suite's summaries of these
articles; milliseconds of a summary as gold has more facts, and as a summary is longer; and seconds for texts of nothing
but one thing, of the greatest length that the `facts` scorer reads. Exits with status 1 where one of these takes more
than `LIMIT` seconds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable

from suite import SUITE, gold_of, matcher_of, read_lines

from harness.scorers.readable import LONGEST

ROUNDS = 5
LIMIT = 5.0
BUILT_IN = ("pullback-explainer", "relayed-broadcast", "relayed-interview", "short-report", "tabloid-digest")
HOSTILE = {
    "percentages": "5% ",
    "numbers": "1 ",
    "dates": "January 2025, ",
    "ranges": "3 to 5 of 9, ",
    "names": "Seoul and Kyiv said ",
    "quotations": '"hello" he said, ',
    "denials": "it is not true that soldiers died ",
    "lines": "a\n",
    "tabs": "\t",
    "json": '{"a": "b"} ',
    "letters": "a",
}


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor time of some work, in seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


def print_rate() -> None:
    """Print how many summaries of the built-in articles are read in a second."""
    rows = [row for row in read_lines(SUITE / "dev.jsonl") if row["article"] in BUILT_IN]
    matchers = {name: matcher_of(name)[0] for name in BUILT_IN}
    rounds = []
    for _ in range(ROUNDS + 1):
        spent = seconds_of(lambda: [matchers[row["article"]].match(row["text"]) for row in rows])
        rounds.append(len(rows) / spent)
    words = statistics.mean(len(row["text"].split()) for row in rows)
    print(f"{statistics.median(rounds[1:]):.0f} summaries a second ({len(rows)} of {words:.0f} words on average)")


def print_growth() -> None:
    """Print the milliseconds of a summary by the number of facts, and by its length."""
    articles = gold_of(BUILT_IN[0])[1]
    text = gold_of(BUILT_IN[0])[0].references[0].text
    print("\nfacts      ms a summary")
    for name in sorted((*BUILT_IN, "quarterly", "storm-first"), key=lambda name: len(gold_of(name)[0].facts)):
        matcher, gold = matcher_of(name)
        matcher.match(text)
        spent = statistics.median(seconds_of(lambda m=matcher: m.match(text)) for _ in range(ROUNDS))  # type: ignore[misc]
        print(f"{len(gold.facts):5} {1000 * spent:12.1f}")
    matcher = matcher_of(BUILT_IN[0])[0]
    words = " ".join(article.text for article in articles).split()
    drawn = random.Random(3)
    print("\nwords      ms a summary   ms a hundred words")
    for size in (100, 400, 1600, 6400):
        long = " ".join(drawn.choice(words) for _ in range(size))
        spent = seconds_of(lambda t=long: matcher.match(t))  # type: ignore[misc]
        print(f"{size:5} {1000 * spent:14.1f} {100_000 * spent / size:14.1f}")


def print_hostile(only: str) -> bool:
    """Print the seconds for texts of nothing but one thing; return whether all stay below the limit."""
    matcher = matcher_of("short-report")[0]
    print(f"\nseconds for {LONGEST:,} characters of nothing but")
    slowest = 0.0
    for name, piece in HOSTILE.items():
        if only in name:
            text = (piece * (LONGEST // len(piece) + 1))[:LONGEST]
            spent = seconds_of(lambda t=text: matcher.match(t))  # type: ignore[misc]
            slowest = max(slowest, spent)
            print(f"  {name:14} {spent:6.2f}")
    return slowest <= LIMIT


def main() -> int:
    """Print everything; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only texts whose name has this word")
    chosen = parser.parse_args()
    if not chosen.only:
        print_rate()
        print_growth()
    return 0 if print_hostile(chosen.only) else 1


if __name__ == "__main__":
    sys.exit(main())
