"""Intervals over documents: what a figure would be without each of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from harness.results.statistics.student import t_quantile
from harness.scorers.cards import Estimate

FEWEST = 3
"""Documents that an interval needs."""

SHARE = (0.0, 1.0)
CORRELATION = (-1.0, 1.0)

Shares = Sequence[tuple[float, int]]
"""Hits and how many they are of, for each of some classes."""


def interval(
    value: float, without: Sequence[float | None], bounds: tuple[float, float] = SHARE
) -> tuple[float, float] | str:
    """Return a figure's 95% interval, cut at its bounds, or why there is none.

    `without` has the figure without each document in turn. Its spread is taken as if each of the G documents were one
    observation: variance (G - 1) / G * sum((figure without g - their mean)^2), and Student's t with G - 1 degrees of
    freedom (Tukey 1958, "Bias and Confidence in Not-Quite Large Samples"; Efron and Tibshirani 1993, "An Introduction
    to the Bootstrap", section 11.2). Documents that do not differ at all show no spread; that is no certainty.
    """
    size = len(without)
    if size < FEWEST:
        return f"an interval needs {FEWEST} documents, and there {'is' if size == 1 else 'are'} {size}"
    known = [figure for figure in without if figure is not None]
    if len(known) < size:
        return "without one of the documents it is undefined, so there is no interval"
    mean = math.fsum(known) / size
    error = math.sqrt((size - 1) / size * math.fsum((figure - mean) ** 2 for figure in known))
    if error < 1e-12:  # noqa: PLR2004  (rounding, not spread)
        return "the documents do not differ, so there is no interval"
    half = t_quantile(size - 1) * error
    return max(bounds[0], value - half), min(bounds[1], value + half)


def make_estimate(
    value: float | None,
    without: Sequence[float | None],
    bounds: tuple[float, float],
    n: int,
    counts: Mapping[str, int],
    lacking: str,
) -> Estimate:
    """Return a figure with its interval. `lacking` is why it is undefined, where it is."""
    documents = len(without)
    if value is None:
        return Estimate(value=None, n=n, documents=documents, counts=counts, note=lacking)
    found = interval(value, without, bounds)
    if isinstance(found, str):
        return Estimate(value=value, n=n, documents=documents, counts=counts, note=found)
    return Estimate(value=value, low=found[0], high=found[1], n=n, documents=documents, counts=counts)


def mean_of_shares(shares: Shares) -> float | None:
    """Return the mean of each class's share; None where a class has nothing to count."""
    if not shares or any(total <= 0 for _, total in shares):
        return None
    return math.fsum(hits / total for hits, total in shares) / len(shares)


def estimate_shares(
    items: Iterable[tuple[str, int, float]], classes: int, counts: Mapping[str, int], lacking: str
) -> Estimate:
    """Return the mean of the classes' shares with its interval, from (document, class, hit) of each item.

    A hit is 0 to 1, a class 0 to `classes` - 1. With two classes it is a balanced accuracy, with one a plain share.
    """
    sums: defaultdict[str, list[tuple[float, int]]] = defaultdict(lambda: [(0.0, 0)] * classes)
    n = 0
    for document, kind, hit in items:
        n += 1
        hits, total = sums[document][kind]
        sums[document][kind] = (hits + hit, total + 1)
    whole = [_add(parts[kind] for parts in sums.values()) for kind in range(classes)]
    without = [mean_of_shares(_take(whole, parts)) for parts in sums.values()]
    return make_estimate(mean_of_shares(whole), without, SHARE, n, counts, lacking)


def _add(parts: Iterable[tuple[float, int]]) -> tuple[float, int]:
    listed = list(parts)
    return math.fsum(hits for hits, _ in listed), sum(total for _, total in listed)


def _take(whole: Shares, part: Shares) -> Shares:
    return [(hits - less, total - fewer) for (hits, total), (less, fewer) in zip(whole, part, strict=True)]
