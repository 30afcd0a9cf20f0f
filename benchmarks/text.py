"""How the time to read a text grows with its size: ordinary prose and texts made to be slow.

    python benchmarks/text.py [--sizes KB,KB,...] [--only WORD]

For each text, repeated to each size, prints the milliseconds of processor time per kilobyte (1,000 characters) that it
takes to read everything: sentences, words, base forms, quantities, times, quotations, clauses, cues and names. Linear
growth shows as a row of equal figures. Exits with status 1 where the longest text takes more than twice the time per
kilobyte of the shortest, or where a megabyte would take longer than `LIMIT` seconds; texts of nothing but numbers and
times may take longer.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date

from harness.articles.load import load_article
from harness.files.project import builtin_project
from harness.text.dates import day_of
from harness.text.names import find_names
from harness.text.reading import Reading

LIMIT = 5.0
"""Seconds that a megabyte may take."""

MOST_GROWTH = 2.0
PUBLISHED = day_of(date(2025, 2, 5))

HOSTILE = {
    "commas": "1,",
    "letters": "a ",
    "stops": ".",
    "digits": "1",
    "number words": "one hundred and ",
    "range words": "between ",
    "quotation marks": '"',
    "opening marks": "\u201c",
    "capitals": "A",
    "capital words": "Ab ",
    "newlines": "\n",
    "accents": "e\u0301 ",
    "months": "May ",
}
DENSE = {
    "numbers": "1 ",
    "grouped numbers": "100 ",
    "hyphens": "1-",
    "years": "in 2024 ",
    "durations": "three weeks ",
    "shares": "a third of ",
    "foreign digits": "\u0663",
    "references": "[1]",
}
"""Texts of nothing but numbers and times: linear too, but each of them costs."""


def read_all(text: str) -> None:
    """Read everything that there is to read in a text."""
    reading = Reading(text, published=PUBLISHED)
    parts: tuple[object, ...] = (reading.sentences, reading.words, reading.lemmas, reading.quantities, reading.times)
    parts += (reading.quotations, reading.clauses, reading.cues("speech"), find_names(reading))
    assert all(part is not None for part in parts)


def time_reading(piece: str, kilobytes: int) -> float:
    """Return the milliseconds per kilobyte that a piece takes when it is repeated to a size."""
    text = (piece * (kilobytes * 1000 // len(piece) + 1))[: kilobytes * 1000]
    start = time.process_time()
    read_all(text)
    return 1000 * (time.process_time() - start) / kilobytes


def read_prose() -> str:
    """Return the texts of the built-in articles."""
    project = builtin_project()
    return "\n\n".join(load_article(project, project.path("article", name)).text for name in project.known("article"))


def main() -> int:
    """Print a table of times per kilobyte; return 1 where one of them grows or is too high."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="60,250,1000", help="kilobytes, with commas between")
    parser.add_argument("--only", default="", help="only texts whose name has this in it")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    read_all("At least 300 men came in May 2024.")  # what is loaded once is loaded
    print(f"{'ms per kilobyte':24}" + "".join(f"{size:>9} kB" for size in sizes))
    is_well = True
    for name, piece in {"prose": read_prose(), **HOSTILE, **DENSE}.items():
        if arguments.only in name:
            times = [time_reading(piece, size) for size in sizes]
            is_slow = times[-1] > LIMIT and name not in DENSE
            grows = times[-1] > MOST_GROWTH * times[0]
            is_well = is_well and not (is_slow or grows)
            mark = "  grows" if grows else "  slow" if is_slow else ""
            print(f"{name:24}" + "".join(f"{each:12.2f}" for each in times) + mark, flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
