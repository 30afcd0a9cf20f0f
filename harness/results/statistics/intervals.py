"""Intervals of figures over events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from harness.results.statistics.student import freedom_of, t_between

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

    The variance is the jackknife's: (E - 1) / E * sum((ratio without event g - their mean)^2) over E events (Tukey
    1958, "Bias and Confidence in Not-Quite Large Samples"; Miller 1974, "The Jackknife: A Review"). The quantile is
    Student's t with the degrees of freedom that events of these bottoms have (`freedom_of`). With equal bottoms it is
    the interval of the mean over events. A share's is cut at 0 and 1. Events with nothing to count are left out before.
    """
    size = len(parts)
    if size < FEWEST_EVENTS:
        return Estimate(None, f"an interval needs {FEWEST_EVENTS} events, and there {_are(size)}")
    top, bottom = (math.fsum(column) for column in zip(*parts, strict=True))
    if bottom <= 0:
        return Estimate(None, "there is nothing to count")
    if any(bottom - whole <= 0 for _, whole in parts):
        return Estimate(None, "one event alone has all there is to count")
    without = [(top - part) / (bottom - whole) for part, whole in parts]
    mean = math.fsum(without) / size
    error = scale * math.sqrt((size - 1) / size * math.fsum((one - mean) ** 2 for one in without))
    if error < _NO_SPREAD * max(1.0, abs(scale * top / bottom)):
        return Estimate(None, "the events do not differ, which is no certainty")
    freedom = freedom_of(whole for _, whole in parts)
    value, half = scale * top / bottom, t_between(freedom, level) * error
    low, high = value - half, value + half
    return Estimate((max(low, 0.0), min(high, 1.0)) if is_share else (low, high))


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"
