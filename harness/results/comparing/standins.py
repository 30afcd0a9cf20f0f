"""Statistics of differences by event."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np

from harness.results.comparing.columns import Floats

_EXACT = 20
_BY_SERIES = 400


@cache
def t_quantile(df: int, level: float = 0.95) -> float:
    """Return t so that a variable of Student's t lies within it, on both sides, with a chance of `level`."""
    x = NormalDist().inv_cdf((1 + level) / 2)
    if df > _BY_SERIES:
        return x
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, df) < level else (low, middle)
    return math.sqrt(df) * math.tan((low + high) / 2)


def _within(angle: float, df: int) -> float:
    cosine = math.cos(angle)
    if df == 1:
        return 2 * angle / math.pi
    term = total = cosine if df % 2 else 1.0
    for k in range(3 if df % 2 else 2, df - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    product = math.sin(angle) * total
    return 2 / math.pi * (angle + product) if df % 2 else product


def sign_flip(differences: Floats) -> float:
    """Return the share of all flips of signs whose sum is at least as far from 0."""
    values = differences[differences != 0]
    n = len(values)
    if not n:
        return 1.0
    seen = abs(values.sum()) * (1 - 1e-9)
    if n <= _EXACT:
        sums = np.zeros(1)
        for value in values:
            sums = np.concatenate([sums + value, sums - value])
        return float((np.abs(sums) >= seen).mean())
    rng = np.random.default_rng(0)
    hits, draws, block = 0, 20_000, max(1, 4_000_000 // n)
    for start in range(0, draws, block):
        signs = rng.integers(0, 2, (min(block, draws - start), n), dtype=np.int8) * 2 - 1
        hits += int((np.abs(signs @ values) >= seen).sum())
    return (hits + 1) / (draws + 1)


def holm(ps: list[float]) -> list[float]:
    """Return p corrected by Holm's method."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    found, least = [0.0] * len(ps), 0.0
    for rank, i in enumerate(order):
        least = max(least, min(1.0, (len(ps) - rank) * ps[i]))
        found[i] = least
    return found


def half_width(residuals: Floats) -> float:
    """Return half the width of a 95% interval."""
    return t_quantile(len(residuals) - 1) * standard_error(residuals)


def standard_error(residuals: Floats) -> float:
    """Return the standard error of a mean."""
    return float(residuals.std(ddof=1)) / math.sqrt(len(residuals))


def smallest_difference(residuals: Floats) -> float:
    """Return what would be shown 4 times in 5."""
    n = len(residuals)
    return (t_quantile(n - 1) + t_quantile(n - 1, 0.6)) * standard_error(residuals)
