"""The best and the worst that a difference could be, had every sample been scored.

An answer that is unscored, or that is none, could have had any figure of its range: recall anything from 0 to 1, up to
all facts of its sample contradicted, all disputes touched and none told fairly. A figure without a range has no bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from harness.results.comparing.columns import Bools, Columns, Floats, Ints
from harness.results.comparing.pairing import Pairing, Parts
from harness.results.comparing.traits import is_bounded_by_facts
from harness.results.figures import Figure, is_share
from harness.results.models import Kind

NO_BOUNDS: Mapping[str, str] = {
    "unsupported": "a summary could have any number of unsupported claims",
    "unsupported_per_100_words": "a summary could have any number of unsupported claims",
    "contradicted_per_100_words": "a summary could have any number of words",
    "words": "a summary could have any number of words",
}
"""Why a figure has no bounds, of those where it lies in what they count."""

_UNTOLD = "no answer to such a sample is scored, so nothing tells how much there is to count"
_UNLIMITED = "nothing says how low or high it could be"


def why_no_bounds(figure: Figure) -> str:
    """Return in words why a figure has no bounds on these samples."""
    has_range = is_share(figure.name) or figure.name == "over_limit" or is_bounded_by_facts(figure.name)
    return NO_BOUNDS.get(figure.name, _UNTOLD if has_range else _UNLIMITED)


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
    if figure.name == "fairness":
        disputes = _most([(side.disputes[rows], side.disputes[rows] >= 0) for side, rows in pairing.sides], pairing)
        return (zeros, disputes), (disputes, disputes)
    if figure.name == "fact_recall" or not is_bounded_by_facts(figure.name):
        return None
    room = _room(pairing, kind)
    bottom = room if figure.rule == "ratio" else ones
    return (zeros, bottom), (room, bottom)


def _room(pairing: Pairing, kind: Kind | None) -> Floats:
    """Return how many facts each answer's sample has, as any scored answer to it tells; NaN where none does."""
    counts = [_counts(columns, rows, kind) for columns, rows in pairing.sides]
    return _most([(count, ~np.isnan(count)) for count in counts], pairing)


def _most(told: Iterable[tuple[Floats | Ints, Bools]], pairing: Pairing) -> Floats:
    """Return of each answer what any answer to its sample tells; NaN where none does."""
    found = np.full(int(pairing.samples.max(initial=-1)) + 1, np.nan)
    for counts, known in told:
        found[pairing.samples[known]] = counts[known]
    return found[pairing.samples]


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
