"""One figure of both sides: its difference by cluster, and what can be said of it.

A figure is a ratio of sums, R = scale x sum(top) / sum(bottom), a mean over samples too (each bottom is 1). Of cluster
e out of E, with pooled ratio r over both sides, the **effect** is

    d_e = E x scale x [(top_B,e - r bottom_B,e) / sum(bottom_B) - (top_A,e - r bottom_A,e) / sum(bottom_A)]

Their mean is R_B - R_A exactly. Under no difference each is as likely of the other sign, for A and B may be swapped in
any cluster: what the sign-flip test draws on. The **residual** is how far the difference without cluster e lies below
the mean of such differences, times E - 1: the spread of residuals is the jackknife's (Tukey 1958, "Bias and Confidence
in Not-Quite Large Samples"; of clusters of equal size and equal bottoms it is the spread of their differences).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from harness.results.comparing.columns import Floats
from harness.results.comparing.pairing import Cells, Parts
from harness.results.statistics.student import freedom_of

_ROUNDING = 1e-12
"""What is less beside a figure is an error of adding floats, and no difference."""


@dataclass(frozen=True)
class Difference:
    """A figure on both sides; None where nothing was counted. Effects and residuals are by cluster.

    `freedom` is how many degrees of freedom their spread has, fewer the more unequal the clusters are.

    Residuals are all 0 where one cluster alone has all there is to count: nothing shows how far clusters differ.
    """

    a: float | None
    b: float | None
    effects: Floats
    residuals: Floats
    freedom: float
    samples: int
    is_equal: bool

    @property
    def value(self) -> float | None:
        """B - A."""
        return None if self.a is None or self.b is None else self.b - self.a

    @property
    def events(self) -> int:
        """How many clusters went into it."""
        return len(self.effects)


def difference(cells: Cells) -> Difference:
    """Return a figure's difference."""
    parts = cells.by_cluster()
    sums = [float(part.sum()) for part in parts]
    top_a, bottom_a, top_b, bottom_b = sums
    a, b = (cells.scale * top / bottom if bottom else None for top, bottom in ((top_a, bottom_a), (top_b, bottom_b)))
    none = np.zeros(0)
    if a is None or b is None:
        return Difference(a, b, none, none, 0.0, len(cells.samples), is_equal=False)
    pooled = (top_a + top_b) / (bottom_a + bottom_b)
    effects = cells.scale * _contrast(parts, pooled, bottom_a, bottom_b)
    effects[np.abs(effects) < _ROUNDING * max(1.0, abs(a), abs(b))] = 0.0
    residuals = cells.scale * _residuals(parts)
    freedom = freedom_of((parts.bottom_a / bottom_a + parts.bottom_b / bottom_b).tolist())
    is_equal = a == b and _is_equal(cells.parts)
    return Difference(a, b, effects, residuals, freedom, len(cells.samples), is_equal=is_equal)


def _contrast(parts: Parts, pooled: float, bottom_a: float, bottom_b: float) -> Floats:
    a = (parts.top_a - pooled * parts.bottom_a) / bottom_a
    b = (parts.top_b - pooled * parts.bottom_b) / bottom_b
    return np.asarray(len(a) * (b - a), dtype=np.float64)


def _residuals(parts: Parts) -> Floats:
    others = parts.map(lambda part: part.sum() - part)
    if min(others.bottom_a.min(), others.bottom_b.min()) <= 0:
        return np.zeros(len(parts.top_a))
    without = others.top_b / others.bottom_b - others.top_a / others.bottom_a
    return np.asarray((len(without) - 1) * (without.mean() - without), dtype=np.float64)


def _is_equal(parts: Parts) -> bool:
    """Whether the figure is the same on every sample: the same share, of however many."""
    return bool(np.array_equal(parts.top_a * parts.bottom_b, parts.top_b * parts.bottom_a))
