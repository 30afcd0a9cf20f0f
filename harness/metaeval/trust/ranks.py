"""Figures of order: how scores and labels, scores and grades, or two scorers' scores go together."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import mul


def win_share(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """Return the share of pairs in which a value of `higher` is the greater one; an equal one counts half.

    With scores of consistent and of inconsistent rows it is the area under the ROC curve (Hanley and McNeil 1982, "The
    meaning and use of the area under a receiver operating characteristic (ROC) curve", section 3). None where either
    is empty. Takes O(n log n).
    """
    if not higher or not lower:
        return None
    return sum(wins(higher, sorted(lower))) / (len(higher) * len(lower))


def wins(values: Iterable[float], ordered: Sequence[float]) -> list[float]:
    """Return for each value how many of other values, in ascending order, are less; an equal one counts half."""
    return [(bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in values]


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Spearman's rank correlation, -1 to 1: Pearson's of the ranks, ties having the mean of theirs.

    Kendall and Gibbons 1990, "Rank Correlation Methods", chapter 3. None where either has fewer than two values.
    """
    return _pearson(mean_ranks(first), mean_ranks(second))


def mean_ranks(values: Sequence[float]) -> list[float]:
    """Return each value's rank, from 1; equal ones have the mean of theirs."""
    ranks: dict[float, float] = {}
    below = 0
    for value, tied in groupby(sorted(values)):
        size = sum(1 for _ in tied)
        ranks[value] = below + (size + 1) / 2
        below += size
    return [ranks[value] for value in values]


def _pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    one, two = (_centred(values) for values in (first, second))
    return pearson_of(sum(map(mul, one, two)), sum(map(mul, one, one)), sum(map(mul, two, two)))


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / max(1, len(values))
    return [value - mean for value in values]


def pearson_of(product: float, first: float, second: float) -> float | None:
    """Return a correlation from the sums of products and of squares of deviations; None where one has no spread."""
    if not first or not second:
        return None
    return max(-1.0, min(1.0, product / math.sqrt(first * second)))


def kendall(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Kendall's tau-b, -1 to 1: (concordant - discordant) / sqrt(pairs untied in one * untied in the other).

    Kendall 1945, "The Treatment of Ties in Ranking Problems". None where either has fewer than two values.
    """
    tied_first, tied_second = (_pairs(Counter(values).values()) for values in (first, second))
    return tau_b(concordance(first, second), _pairs([len(first)]), tied_first, tied_second)


def tau_b(difference: int, pairs: int, tied_first: int, tied_second: int) -> float | None:
    """Return Kendall's tau-b from the pairs: concordant less discordant, all, tied in the one, tied in the other."""
    if pairs in (tied_first, tied_second):
        return None
    return max(-1.0, min(1.0, difference / math.sqrt(pairs - tied_first) / math.sqrt(pairs - tied_second)))


def concordance(first: Sequence[float], second: Sequence[float]) -> int:
    """Return how many pairs are concordant less how many are discordant; tied pairs are neither.

    The discordant ones are counted as Knight 1966, "A Computer Method for Calculating Kendall's Tau with Ungrouped
    Data", does, but in a tree of counts. Takes O(n log n).
    """
    both = sorted(zip(first, second, strict=True))
    tied = sum(_pairs(Counter(values).values()) for values in (first, second)) - _pairs(Counter(both).values())
    return _pairs([len(both)]) - tied - 2 * _discordant(both)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _discordant(both: Sequence[tuple[float, float]]) -> int:
    """Return in how many pairs the first value rises and the second falls; `both` is sorted."""
    places = {value: place for place, value in enumerate(sorted({second for _, second in both}), 1)}
    tree = [0] * (len(places) + 1)
    seen = found = 0
    for _, tied in groupby(both, key=lambda pair: pair[0]):
        seconds = [places[second] for _, second in tied]
        found += sum(seen - _counted(tree, place) for place in seconds)
        for place in seconds:
            _count(tree, place)
        seen += len(seconds)
    return found


def _counted(tree: Sequence[int], place: int) -> int:
    """Return how many were counted up to a place.

    Fenwick 1994, "A New Data Structure for Cumulative Frequency Tables".
    """
    total = 0
    while place:
        total += tree[place]
        place &= place - 1
    return total


def _count(tree: list[int], place: int) -> None:
    while place < len(tree):
        tree[place] += 1
        place += place & -place
