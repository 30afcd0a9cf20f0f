"""From the names of sides to what is printed of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from harness.results.clean import safe_log
from harness.results.comparing.compare import Terms, compare_pairs
from harness.results.comparing.leaderboard import rank
from harness.results.comparing.models import Comparison, Leaderboard
from harness.results.comparing.printing import (
    markdown_comparison,
    markdown_leaderboard,
    print_comparison,
    print_leaderboard,
)
from harness.results.comparing.sides import find_sides


def compare_runs(names: Sequence[str], results_dir: Path, terms: Terms, form: str) -> str:
    """Return the comparison of two sides, the comparisons of several pairs, or a leaderboard, in a format.

    `form` is table, json or markdown; several pairs are a list in JSON. Raises what `find_sides` and `compare` raise.
    """
    sides = find_sides(names, results_dir)
    if sides.board:
        return print_board(rank(sides.board, terms), form)
    return print_all([*compare_pairs(sides.pairs, terms)], form)


def print_all(found: Sequence[Comparison], form: str) -> str:
    """Return comparisons in a format."""
    if form == "json":
        records = [one.model_dump() for one in found]
        return json.dumps(records[0] if len(records) == 1 else records, indent=1, allow_nan=False) + "\n"
    draw = markdown_comparison if form == "markdown" else print_comparison
    return safe_log("\n".join(draw(one) for one in found))


def print_board(found: Leaderboard, form: str) -> str:
    """Return a leaderboard in a format."""
    if form == "json":
        return json.dumps(found.model_dump(), indent=1, allow_nan=False) + "\n"
    return safe_log(markdown_leaderboard(found) if form == "markdown" else print_leaderboard(found))
