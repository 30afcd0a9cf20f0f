"""Intervals of figures over events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from harness.results.statistics.student import t_quantile

FEWEST_EVENTS = 6
"""Fewer give intervals that are too narrow to be believed, or too wide to be of use."""

_NO_SPREAD = 1e-12


class Estimate(NamedTuple):
    """A figure's 95% interval, or why there is none."""

    interval: tuple[float, float] | None
    reason: str = ""


def ratio_interval(
    parts: Sequence[tuple[float, float]], scale: float = 1.0, *, is_share: bool = False, level: float = 0.95
) -> Estimate:
    """Return the interval of scale x sum(top) / sum(bottom), from each event's (top, bottom); of a mean, bottoms count.

    With R the ratio of the E events and m the mean bottom, event g's residual is (top_g - R bottom_g) / m; the variance
    of R is sum(residual^2) / (E (E - 1)), to the first order (Cochran 1977, "Sampling Techniques", 3rd edition, 6.4),
    and the quantile is Student's t with E - 1 degrees of freedom. With equal bottoms this is the interval of the mean
    over events. A share's is cut at 0 and 1. Events without anything to count are left out before.
    """
    size = len(parts)
    if size < FEWEST_EVENTS:
        return Estimate(None, f"an interval needs {FEWEST_EVENTS} events, and there {_are(size)}")
    top, bottom = (math.fsum(column) for column in zip(*parts, strict=True))
    if bottom <= 0:
        return Estimate(None, "there is nothing to count")
    ratio = top / bottom
    squares = math.fsum(((part - ratio * whole) * size / bottom) ** 2 for part, whole in parts)
    error = scale * math.sqrt(squares / (size * (size - 1)))
    if error < _NO_SPREAD:
        return Estimate(None, "the events do not differ, which is no certainty")
    value, half = scale * ratio, t_quantile(size - 1, level) * error
    low, high = value - half, value + half
    return Estimate((max(low, 0.0), min(high, 1.0)) if is_share else (low, high))


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"
