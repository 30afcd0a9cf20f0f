"""What `harness compare` says of each two sides of a page, by the same code, in a form that the page draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

from harness.errors import RunError, UsageError
from harness.results.comparing.columns import Book, Columns
from harness.results.comparing.compare import Entrant, Terms, compare_as_read, read_entrants
from harness.results.comparing.models import FigureDifference, Side
from harness.results.comparing.notes import is_told, note_lines
from harness.results.comparing.printing import figure_cells, shared_line
from harness.results.figures import is_share
from harness.results.models import Manifest
from harness.results.store import RunFolder

MOST_PAIRS = 110
"""So many pairs, in both orders, are compared on a page: eleven sides. Of more, those of one backend in two runs."""


def entrants_of(folder: RunFolder, manifest: Manifest) -> list[Entrant]:
    """Return the sides of a run in the order of its backends."""
    bounds = {one.name: bool(one.parameters.get("upper_bound")) for one in manifest.backends}
    sides = [
        Side(run=manifest.run, backend=name, given=manifest.run, upper_bound=bound) for name, bound in bounds.items()
    ]
    return [Entrant(side, folder, manifest) for side in sides]


def pack_differences(sides: Sequence[Entrant | None]) -> dict[str, dict[str, Any]]:
    """Return the comparisons by the places of A and B, `0 1`; a side without scores is None, and in none.

    Of two sides that cannot be compared it says why.
    """
    places = [place for place, side in enumerate(sides) if side]
    pairs = list(permutations(places, 2))
    if len(pairs) > MOST_PAIRS:
        pairs = [(a, b) for a, b in pairs if _backend(sides[a]) == _backend(sides[b])][:MOST_PAIRS]
    book = Book()
    read = read_entrants([side for side in sides if side], book)
    return {f"{a} {b}": _pack(one, other, book, read) for a, b in pairs if (one := sides[a]) and (other := sides[b])}


def _backend(side: Entrant | None) -> str:
    return side.side.backend if side else ""


def _pack(a: Entrant, b: Entrant, book: Book, read: Mapping[tuple[str, str], Columns]) -> dict[str, Any]:
    try:
        found = compare_as_read(a, b, Terms(shown=0), book, read)
    except (RunError, UsageError) as error:
        return {"why": error.what}
    rows = [row for row in found.figures if row.in_table and row.task is None and row.kind is None and is_told(row)]
    return {
        "told": found.conclusion,
        "shared": shared_line(found),
        "rows": [_pack_row(row) for row in rows],
        "notes": [*note_lines(found)],
    }


def _pack_row(row: FigureDifference) -> dict[str, Any]:
    ends = [row.interval.low, row.interval.high] if row.interval else []
    return {
        "cells": figure_cells(row),
        "reason": row.reason,
        "verdict": row.verdict,
        "share": is_share(row.figure),
        "at": None if row.difference is None else [round(value, 5) for value in (row.difference, *ends)],
    }
