"""The best and the worst that a difference could be, had every sample been scored.

An answer that is unscored, or that is none, could have had any figure of its range. Where the range is not known
(words, claims that nobody counted), no bounds are given.
"""

from __future__ import annotations

import numpy as np

from harness.results.comparing.columns import Bools, Columns, Floats, Ints
from harness.results.comparing.pairing import Pairing, Parts
from harness.results.comparing.traits import is_bounded_by_facts
from harness.results.figures import Figure, is_share
from harness.results.models import Kind


def worst_and_best(
    pairing: Pairing, figure: Figure, kind: Kind | None, comparable: Bools, scored: tuple[Bools, Bools]
) -> tuple[float, float] | None:
    """Return the lowest and the highest that B - A could be; None where that is not known.

    `comparable` answers are those that both sides were to be graded on; `scored` those that were, on each side.
    """
    fills = _fills(pairing, figure, kind)
    if fills is None:
        return None
    parts = pairing.parts(figure)
    known_a, known_b = (side & ~np.isnan(top) for side, top in zip(scored, (parts.top_a, parts.top_b), strict=True))
    used = comparable & (known_a | ~scored[0]) & (known_b | ~scored[1])
    low, high = fills
    at_worst = _filled(parts, (known_a, known_b), high, low)
    at_best = _filled(parts, (known_a, known_b), low, high)
    found = [_difference(pairing, figure, used, filled) for filled in (at_worst, at_best)]
    if any(not np.isfinite(value) for value in found):
        return None
    return found[0], found[1]


_Fill = tuple[Floats, Floats]
"""The top and the bottom of answers that are not scored."""


def _fills(pairing: Pairing, figure: Figure, kind: Kind | None) -> tuple[_Fill, _Fill] | None:
    """Return the least and the most that each answer could add, as top and bottom."""
    ones, zeros = np.ones(len(pairing)), np.zeros(len(pairing))
    if figure.rule == "mean" and is_share(figure.name):
        return (zeros, ones), (ones, ones)
    if figure.name == "over_limit":
        return (zeros, ones), (ones, ones)
    if figure.name == "fact_recall" or not is_bounded_by_facts(figure.name):
        return None
    room = _room(pairing, kind)
    bottom = room if figure.rule == "ratio" else ones
    return (zeros, bottom), (room, bottom)


def _room(pairing: Pairing, kind: Kind | None) -> Floats:
    """Return how many facts each answer's sample has, as any scored answer to it tells; NaN where none does."""
    size = int(pairing.samples.max(initial=-1)) + 1
    room = np.full(size, np.nan)
    for columns, rows in pairing.sides:
        counts = _counts(columns, rows, kind)
        known = ~np.isnan(counts)
        room[pairing.samples[known]] = counts[known]
    return room[pairing.samples]


def _counts(columns: Columns, rows: Ints, kind: Kind | None) -> Floats:
    graded = columns.scorers["facts"]
    suffix = f"_{kind}" if kind else ""
    names = (f"{verdict}{suffix}" for verdict in ("supported", "contradicted", "omitted"))
    return np.asarray(sum(graded.value(name)[rows] for name in names), dtype=np.float64)


def _filled(parts: Parts, known: tuple[Bools, Bools], of_a: _Fill, of_b: _Fill) -> Parts:
    (known_a, known_b), (top_a, bottom_a), (top_b, bottom_b) = known, of_a, of_b
    return Parts(
        np.where(known_a, parts.top_a, top_a),
        np.where(known_a, parts.bottom_a, bottom_a),
        np.where(known_b, parts.top_b, top_b),
        np.where(known_b, parts.bottom_b, bottom_b),
    )


def _difference(pairing: Pairing, figure: Figure, used: Bools, parts: Parts) -> float:
    cells = pairing.cells_of(figure, used, parts)
    top_a, bottom_a, top_b, bottom_b = (float(part.sum()) for part in cells.parts)
    if not bottom_a or not bottom_b:
        return float("nan")
    return cells.scale * (top_b / bottom_b - top_a / bottom_a)
