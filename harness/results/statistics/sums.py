"""The sums that a figure is made of, and what is made of them: its value, its interval over events, its spread."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.results.figures import Figure, is_share
from harness.results.models import Interval, Spread
from harness.results.statistics.intervals import ratio_interval

NO_RATE = "it is a count of these answers, and no rate that others would share"
"""Why a sum has no interval."""


class Place(NamedTuple):
    """Where a sample belongs: its cluster, and its number in its task, from 0."""

    cluster: int
    number: int


class Sum:
    """Parts of one figure, added up whole and by cluster."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.parts = 0
        self._clusters: dict[int, tuple[float, float]] = {}

    def add(self, place: Place, top: float, bottom: float) -> None:
        """Add what an answer adds to a figure's top and bottom."""
        self.parts += 1
        before = self._clusters.get(place.cluster, (0.0, 0.0))
        self._clusters[place.cluster] = (before[0] + top, before[1] + bottom)

    def clusters(self) -> Iterator[tuple[int, float, float]]:
        """Yield each cluster's number, top and bottom."""
        for cluster, (top, bottom) in self._clusters.items():
            yield cluster, top, bottom


class MeanSum(Sum):
    """Parts of a mean over a task's samples, epochs first: 16 bytes a sample, 24 where there are several epochs."""

    def __init__(self, samples: int, *, has_epochs: bool) -> None:
        """Make room for so many samples."""
        super().__init__()
        self._totals = array("d", bytes(8 * samples))
        self._epochs = array("i", bytes(4 * samples))
        self._cluster_of = array("i", bytes(4 * samples))
        self._squares = array("d", bytes(8 * samples)) if has_epochs else None

    def add(self, place: Place, top: float, bottom: float) -> None:  # noqa: ARG002  (a mean's bottom is the count)
        """Add an answer's value."""
        self.parts += 1
        number = place.number
        self._totals[number] += top
        self._epochs[number] += 1
        self._cluster_of[number] = place.cluster
        if self._squares is not None:
            self._squares[number] += top * top

    def means(self) -> Iterator[tuple[int, float]]:
        """Yield each sample's cluster and mean."""
        for total, epochs, cluster in zip(self._totals, self._epochs, self._cluster_of, strict=True):
            if epochs:
                yield cluster, total / epochs

    def clusters(self) -> Iterator[tuple[int, float, float]]:
        """Yield each cluster's number, the sum of its samples' means and how many they are."""
        found: defaultdict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for cluster, mean in self.means():
            found[cluster][0] += mean
            found[cluster][1] += 1
        for cluster, (top, bottom) in found.items():
            yield cluster, top, bottom

    def within(self) -> tuple[float, int]:
        """Return the sum of squares of the epochs' values around their sample's mean, and its degrees of freedom."""
        squares, freedom = 0.0, 0
        for total, epochs, square in zip(self._totals, self._epochs, self._squares or (), strict=False):
            if epochs > 1:
                squares += max(square - total * total / epochs, 0.0)
                freedom += epochs - 1
        return squares, freedom


def value_of(figure: Figure, sums: Sequence[Sum]) -> float | None:
    """Return a figure of the sums of some tasks; None where nothing was counted."""
    if not any(part.parts for part in sums):
        return None
    tops, bottoms = 0.0, 0.0
    for part in sums:
        for _, top, bottom in part.clusters():
            tops += top
            bottoms += bottom
    return tops if figure.rule == "sum" else figure.scale * tops / bottoms


def interval_of(figure: Figure, sums: Sequence[Sum]) -> Interval | str:
    """Return a figure's 95% interval over clusters, or why there is none, as for a sum."""
    if figure.rule == "sum":
        return NO_RATE
    clusters: defaultdict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for part in sums:
        for cluster, top, bottom in part.clusters():
            clusters[cluster][0] += top
            clusters[cluster][1] += bottom
    parts = [(top, bottom) for top, bottom in clusters.values()]
    found, reason = ratio_interval(parts, figure.scale, is_share=is_share(figure.name))
    return Interval(low=found[0], high=found[1], events=len(parts)) if found else reason


def spread_of(figure: Figure, sums: Sequence[Sum]) -> Spread | None:
    """Return the spread of a mean's samples and epochs; None for what is no mean, or has none."""
    if figure.rule != "mean":
        return None
    means = [mean for part in sums if isinstance(part, MeanSum) for _, mean in part.means()]
    inside = [part.within() for part in sums if isinstance(part, MeanSum)]
    squares, freedom = sum(one for one, _ in inside), sum(one for _, one in inside)
    samples = _deviation(means)
    epochs = math.sqrt(squares / freedom) if freedom else None
    return None if samples is None and epochs is None else Spread(samples=samples, epochs=epochs)


def _deviation(values: Sequence[float]) -> float | None:
    if len(values) < 2:  # noqa: PLR2004  (one value has no spread)
        return None
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
