"""How the time of `harness metaeval` grows with the number of documents.

    python benchmarks/metaeval.py [--documents N]... [--rows N]

Rows are made up: so many of each document (4), in pairs of a right and a wrong one, each with a label, a grade and a
published score. Two scorers that count words, each with a verdict, stand for real ones, so that every figure is
measured. Prints the seconds of processor time for reading the file, for grading, and for measuring all of what the
table shows, and measuring per thousand documents, which would not change if it were linear.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.metaeval.labelled import load_labelled
from harness.metaeval.trust.marks import grade_rows
from harness.metaeval.trust.run import run_metaeval
from harness.scorers.base import Need, Score
from harness.tasks.samples import Sample
from harness.text.overlap import unicode_words

DOCUMENTS = (500, 1000, 2000, 4000, 8000)
WORDS = [a + b for a in ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti") for b in ("rn", "st", "lm", "x", "ppe", "nd")]


@dataclass(frozen=True)
class WordScorer:
    """Counts a summary's words that the articles have; finds a violation where the share falls below a limit."""

    name: str
    limit: float
    needs: frozenset[Need] = frozenset()

    def signature(self, sample: Sample) -> str:
        """Return the scorer's name and the sample's language."""
        return f"{self.name}|v:1|lang:{sample.language}"

    async def score(self, sample: Sample, summary: str) -> Score:
        """Return the share of known words, 0 to 1."""
        known = {word for article in sample.articles for word in unicode_words(article.text)}
        words = unicode_words(summary)
        share = sum(word in known for word in words) / len(words)
        return Score(values={"score": share}, reason="", consistent=share >= self.limit)


def make_rows(documents: int, of_each: int) -> Iterator[dict[str, Any]]:
    """Yield rows of labelled data: documents of 40 words, summaries of 6 to 18, wrong ones with more foreign words."""
    drawn = random.Random(documents)
    for number in range(documents):
        text = drawn.choices(WORDS, k=40)
        for place in range(of_each):
            label = place % 2
            foreign = drawn.randrange(3) + 2 * (1 - label)
            words = drawn.sample(text, drawn.randrange(6, 15)) + [f"x{drawn.randrange(99)}" for _ in range(foreign)]
            yield {
                "id": f"{number}-{place}",
                "document": f"{' '.join(text)} {number}.",
                "summary": " ".join(words),
                "group": str(number),
                "label": label,
                "grade": round(drawn.gauss(label, 1), 1),
                "pair": f"{number}-{place // 2}",
                "pair_type": drawn.choice(("name", "number", "role")),
                "error_types": [] if label else [drawn.choice(("name", "number", "role"))],
                "peer_scores": {"Peer": drawn.gauss(label, 2)},
            }


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor time of some work, in seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


def print_growth(documents: int, of_each: int, folder: Path) -> None:
    """Print a line: the seconds for so many documents."""
    path = folder / f"{documents}.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in make_rows(documents, of_each)), encoding="utf-8")
    reading = seconds_of(lambda: load_labelled([path]))
    rows, scorers = load_labelled([path]), [WordScorer("known", 0.8), WordScorer("stricter", 0.95)]
    grading = seconds_of(lambda: asyncio.run(grade_rows(rows, scorers)))
    measuring = seconds_of(lambda: asyncio.run(run_metaeval(rows, scorers))) - grading
    spent = f"{reading:9.2f}{grading:9.2f}{measuring:11.2f}{1000 * measuring / documents:18.2f}"
    print(f"{documents:9,}{len(rows):9,}{spent}", flush=True)


def main() -> None:
    """Print a line for each number of documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, action="append", metavar="N", help="repeatable; 500 to 8,000")
    parser.add_argument("--rows", type=int, default=4, metavar="N", help="rows of each document")
    chosen = parser.parse_args()
    print(f"{'documents':>9}{'rows':>9}{'reading':>9}{'grading':>9}{'measuring':>11}{'a thousand':>18}")
    with tempfile.TemporaryDirectory() as folder:
        for documents in chosen.documents or DOCUMENTS:
            print_growth(documents, chosen.rows, Path(folder))


if __name__ == "__main__":
    main()
