"""Figures of order: how scores and labels, scores and grades, or two scorers' scores go together."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
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
    return sum(wins(higher, lower)) / (len(higher) * len(lower))


def wins(values: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return for each value how many of the others are less; an equal one counts half."""
    ordered = sorted(others)
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
    if len(set(first)) < 2 or len(set(second)) < 2:  # noqa: PLR2004  (one value has no spread)
        return None
    one, two = (_centred(values) for values in (first, second))
    both: float = sum(map(mul, one, two))
    spread = math.sqrt(sum(map(mul, one, one)) * sum(map(mul, two, two)))
    return max(-1.0, min(1.0, both / spread))


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def kendall(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Kendall's tau-b, -1 to 1: (concordant - discordant) / sqrt(pairs untied in one * untied in the other).

    Kendall 1945, "The Treatment of Ties in Ranking Problems"; the discordant pairs are counted in a sorted list, as in
    Knight 1966, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data". None where either has fewer
    than two values.
    """
    pairs = _pairs([len(first)])
    tied_first, tied_second = (_pairs(Counter(values).values()) for values in (first, second))
    if pairs in (tied_first, tied_second):
        return None
    both = sorted(zip(first, second, strict=True))
    tied_both = _pairs(Counter(both).values())
    difference = pairs - tied_first - tied_second + tied_both - 2 * _discordant(both)
    return max(-1.0, min(1.0, difference / math.sqrt(pairs - tied_first) / math.sqrt(pairs - tied_second)))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _discordant(both: Sequence[tuple[float, float]]) -> int:
    """Return in how many pairs the first value rises and the second falls; `both` is sorted."""
    seen: list[float] = []
    found = 0
    for _, tied in groupby(both, key=lambda pair: pair[0]):
        seconds = [second for _, second in tied]
        found += sum(len(seen) - bisect_right(seen, second) for second in seconds)
        for second in seconds:
            insort(seen, second)
    return found
