"""Statistics of differences by event."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from harness.results.statistics.student import t_between

Floats = NDArray[np.float64]

_EXACT = 20
_DRAWS = 10_000
_NO_SPREAD = 1e-12
_AT_ONCE = 10_000_000
_ROUNDING, _ROUNDING_SINGLE = 1e-12, 1e-6  # of the sum of magnitudes: sums that differ by less are ties


def sign_flips(rows: Sequence[Floats]) -> list[float]:
    """Return the p of each row of differences by cluster: of all flips of signs, how many give as great a sum.

    Up to 20 differences that are not 0 all flips are made; beyond, 10,000 are drawn from a fixed seed, the same for all
    rows of one length, and the data count as one of them (Phipson and Smyth 2010).
    """
    found = [1.0] * len(rows)
    drawn: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        if np.count_nonzero(row) <= _EXACT:
            found[i] = _by_all_flips(row[row != 0])
        else:
            drawn.setdefault(len(row), []).append(i)
    for places in drawn.values():
        for place, p in zip(places, _by_drawn_flips(np.stack([rows[i] for i in places])), strict=True):
            found[place] = p
    return found


def _by_all_flips(values: Floats) -> float:
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums + value, sums - value])
    return float((np.abs(sums) >= _least_as_great(values, _ROUNDING)).mean())


def _least_as_great(values: Floats, rounding: float) -> Floats:
    """Return from where on a sum is as great as that of the values (the last axis)."""
    return np.asarray(np.abs(values.sum(axis=-1)) - rounding * np.abs(values).sum(axis=-1))


def _by_drawn_flips(rows: Floats) -> list[float]:
    """Return p of rows of one length: rows x clusters."""
    rng = np.random.default_rng(0)
    scaled = (rows / np.abs(rows).max(axis=1, keepdims=True)).astype(np.float32)
    total = scaled.sum(axis=1, dtype=np.float64).astype(np.float32)
    seen = _least_as_great(scaled.astype(np.float64), _ROUNDING_SINGLE)
    width = rows.shape[1]
    hits = np.zeros(len(rows))
    block = max(1, _AT_ONCE // width)
    for start in range(0, _DRAWS, block):
        number = min(block, _DRAWS - start)
        bits = np.unpackbits(np.frombuffer(rng.bytes((number * width + 7) // 8), dtype=np.uint8))[: number * width]
        kept = scaled @ bits.reshape(number, width).astype(np.float32).T  # a flip takes twice of what is not kept
        hits += (np.abs(2 * kept - total[:, None]) >= seen[:, None]).sum(axis=1)
    return [float(p) for p in (hits + 1) / (_DRAWS + 1)]


def max_flips(rows: Floats) -> list[float]:
    """Return the p of each row (rows x clusters), corrected for all rows by the greatest statistic of each flip.

    Every flip is of all rows at once; the statistic is the sum over the root of the sum of squares, which no flip
    changes (Westfall and Young 1993, single step). Needs differences that are symmetric around 0 where there is none.
    """
    width = rows.shape[1]
    scale = np.sqrt((rows**2).sum(axis=1))
    scaled = (rows / np.where(scale > 0, scale, 1.0)[:, None]).astype(np.float32)
    seen = _least_as_great(scaled.astype(np.float64), _ROUNDING_SINGLE)
    rng, hits, draws = np.random.default_rng(0), np.zeros(len(rows)), _DRAWS
    every = 2**width <= _DRAWS
    if every:
        signs = [((np.arange(2**width)[:, None] >> np.arange(width)) & 1) * 2 - 1]
        draws = 2**width
    else:
        block = max(1, _AT_ONCE // max(width, len(rows)))
        sizes = (min(block, _DRAWS - start) for start in range(0, _DRAWS, block))
        signs = (rng.integers(0, 2, (size, width)) * 2 - 1 for size in sizes)  # type: ignore[assignment]
    for block_of in signs:
        greatest = np.sort(np.abs(scaled @ block_of.astype(np.float32).T).max(axis=0))
        hits += len(greatest) - np.searchsorted(greatest, seen)
    return [float(p) for p in (hits / draws if every else (hits + 1) / (draws + 1))]


def letters(order: Sequence[int], differ: Callable[[int, int], bool]) -> dict[int, str]:
    """Return letters for items in their order: two share one where they cannot be told apart.

    By insertion and absorption (Piepho 2004, "An algorithm for a letter-based representation of all-pairwise
    comparisons").
    """
    columns: list[set[int]] = [set(order)]
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if differ(i, j):
                parted = [part for column in columns if {i, j} <= column for part in (column - {i}, column - {j})]
                kept = [column for column in columns if not {i, j} <= column]
                columns = [*kept, *parted]
                columns = [
                    column
                    for k, column in enumerate(columns)
                    if not any(column < other or (column == other and k > m) for m, other in enumerate(columns))
                ]
    columns.sort(key=lambda column: [order.index(item) for item in sorted(column, key=order.index)])
    names = [_letter(number) for number in range(len(columns))]
    return {
        item: "".join(name for name, column in zip(names, columns, strict=True) if item in column) for item in order
    }


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26) + "'" * (number // 26)


def holm(ps: list[float]) -> list[float]:
    """Return p corrected by Holm's method."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    found, least = [0.0] * len(ps), 0.0
    for rank, i in enumerate(order):
        least = max(least, min(1.0, (len(ps) - rank) * ps[i]))
        found[i] = least
    return found


def half_width(residuals: Floats, freedom: float) -> float:
    """Return half the width of a 95% interval."""
    return t_between(freedom) * standard_error(residuals)


def standard_error(residuals: Floats) -> float:
    """Return the standard error of a mean."""
    return float(residuals.std(ddof=1)) / math.sqrt(len(residuals))


def smallest_difference(residuals: Floats, freedom: float) -> float:
    """Return what would be shown 4 times in 5, at 5% and two-sided.

    The sum of two quantiles of Student's t stands for that of the noncentral t (Lachin 1981, "Introduction to Sample
    Size Determination and Power Analysis for Clinical Trials"); from 5 degrees of freedom it is right to 3%.
    """
    return (t_between(freedom) + t_between(freedom, 0.6)) * standard_error(residuals)


def differs(residuals: Floats) -> bool:
    """Whether the clusters differ at all: where they do not, their spread is 0, and no measure of certainty."""
    return len(residuals) > 1 and standard_error(residuals) > _NO_SPREAD
