"""One figure of both sides: its difference by cluster, and what can be said of it.

A figure is a ratio of sums, R = scale x sum(top) / sum(bottom), a mean over samples too (each bottom is 1). Of cluster
e out of E, with pooled ratio r over both sides, the **effect** is

    d_e = E x scale x [(top_B,e - r bottom_B,e) / sum(bottom_B) - (top_A,e - r bottom_A,e) / sum(bottom_A)]

Their mean is R_B - R_A exactly. Under no difference each is as likely of the other sign, for A and B may be swapped in
any cluster: what the sign-flip test draws on. The **residual** has each side's own ratio in the place of r: its mean is
0, and its spread is that of the difference to the first order (the delta method: Cochran 1977, "Sampling Techniques",
6.4; with clusters of equal size and equal bottoms it is the spread of the clusters' differences).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from harness.results.comparing.columns import Floats
from harness.results.comparing.pairing import Cells, Parts

_ROUNDING = 1e-12
"""What is less beside a figure is an error of adding floats, and no difference."""


@dataclass(frozen=True)
class Difference:
    """A figure on both sides; None where nothing was counted. Effects and residuals are by cluster."""

    a: float | None
    b: float | None
    effects: Floats
    residuals: Floats
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
        return Difference(a, b, none, none, len(cells.samples), is_equal=False)
    pooled = (top_a + top_b) / (bottom_a + bottom_b)
    effects = cells.scale * _contrast(parts, pooled, pooled, bottom_a, bottom_b)
    effects[np.abs(effects) < _ROUNDING * max(1.0, abs(a), abs(b))] = 0.0
    residuals = cells.scale * _contrast(parts, top_a / bottom_a, top_b / bottom_b, bottom_a, bottom_b)
    return Difference(a, b, effects, residuals, len(cells.samples), is_equal=a == b and _is_equal(cells.parts))


def _contrast(parts: Parts, ratio_a: float, ratio_b: float, bottom_a: float, bottom_b: float) -> Floats:
    a = (parts.top_a - ratio_a * parts.bottom_a) / bottom_a
    b = (parts.top_b - ratio_b * parts.bottom_b) / bottom_b
    return np.asarray(len(a) * (b - a), dtype=np.float64)


def _is_equal(parts: Parts) -> bool:
    """Whether the figure is the same on every sample: the same share, of however many."""
    return bool(np.array_equal(parts.top_a * parts.bottom_b, parts.top_b * parts.bottom_a))
