"""Quantiles of Student's t distribution, without a library of statistics."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

_BY_SERIES = 400
_STEPS = 60


@cache
def t_quantile(df: int, level: float = 0.95) -> float:
    """Return t so that a variable of Student's t with `df` degrees of freedom lies within ±t with a chance of `level`.

    Up to 400 degrees the finite series of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4, is solved by bisection;
    above, their expansion 26.7.5 around the normal quantile is right to 10 digits. Raises ValueError for no degrees of
    freedom or a level outside 0 to 1.
    """
    if df < 1 or not 0 < level < 1:
        raise ValueError(f"no quantile for {df} degrees of freedom at {level}.")
    return _solve(df, level) if df <= _BY_SERIES else _expand(df, level)


def t_between(freedom: float, level: float = 0.95) -> float:
    """Return the quantile for degrees of freedom that are no whole number; for less than 1 that of 1.

    Between those of the whole numbers around its logarithm goes with 1 / freedom: right to 3% from 1, to 0.2% from 3.
    """
    freedom = max(freedom, 1.0)
    below = math.floor(freedom)
    low, high = t_quantile(below, level), t_quantile(below + 1, level)
    share = (below + 1) * (freedom - below) / freedom
    return low * math.pow(high / low, share)


def freedom_of(weights: Iterable[float]) -> float:
    """Return the degrees of freedom of clusters that weigh so much, one positive weight at least.

    One less than (sum of weights)^2 / sum of their squares, which is how many clusters of equal weight tell as much
    (Kish 1965, "Survey Sampling", 11.7).
    """
    listed = list(weights)
    return math.fsum(listed) ** 2 / math.fsum(weight**2 for weight in listed) - 1


def _solve(df: int, level: float) -> float:
    low, high = 0.0, math.pi / 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, df) < level else (low, middle)
    return math.sqrt(df) * math.tan((low + high) / 2)


def _within(angle: float, df: int) -> float:
    """Return the chance of |t| below sqrt(df) * tan(angle)."""
    cosine = math.cos(angle)
    if df == 1:
        return 2 * angle / math.pi
    term = total = cosine if df % 2 else 1.0
    for k in range(3 if df % 2 else 2, df - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    product = math.sin(angle) * total
    return 2 / math.pi * (angle + product) if df % 2 else product


def _expand(df: int, level: float) -> float:
    from statistics import NormalDist  # noqa: PLC0415  (seldom wanted)

    x = NormalDist().inv_cdf((1 + level) / 2)
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
    )
    return math.fsum(term / math.pow(df, power) for power, term in enumerate(terms))
