"""Arithmetic over stated numbers: a sum, a difference or a share that follows from an article is no invention."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from harness.text.reading import Quantity

MOST_NUMBERS = 40
"""Pairs are tried among an article's first numbers only, so that a text of nothing but numbers costs no more."""

_SHARE_TOLERANCE = 0.006
"""Percentages are rounded to whole ones."""

_ROUNDING = 0.05
"""How far from the result, in parts of it, a number with a bound may lie."""


def find_arithmetic(quantity: Quantity, numbers: Sequence[float]) -> str | None:
    """Return in words how a number follows from two of an article's, or None."""
    if quantity.amount.is_range or quantity.amount.magnitude:
        return None
    find = _find_share if quantity.amount.is_share else _find_sum
    for a, b in itertools.permutations(numbers[:MOST_NUMBERS], 2):
        how = find(quantity, a, b)
        if how:
            return f"{quantity} is {how}."
    return None


def _find_share(quantity: Quantity, a: float, b: float) -> str | None:
    if b > a > 0 and abs(a / b - quantity.amount.low) <= _SHARE_TOLERANCE:
        return f"{a:,.10g} of {b:,.10g}"
    return None


def _find_sum(quantity: Quantity, a: float, b: float) -> str | None:
    if a <= b:
        return None
    for result, how in ((a + b, f"{a:,.10g} and {b:,.10g} together"), (a - b, f"{a:,.10g} less {b:,.10g}")):
        tolerance = _ROUNDING * abs(result) if quantity.bound != "exact" else 0.0
        if abs(result - quantity.amount.low) <= tolerance + 1e-9:
            return how
    return None
