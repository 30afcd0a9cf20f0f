"""A threshold for scores that come without a verdict, chosen on other documents than it is tried on."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from harness.metaeval.trust.agreement import balanced_accuracy
from harness.scorers.cards import Estimate

_ROUNDING = 1e-12


def best_threshold(scores: Sequence[float], labels: Sequence[int]) -> float | None:
    """Return the threshold with the greatest balanced accuracy; a row is taken as consistent where it scores above it.

    It lies midway between two neighbouring scores, or is minus infinity, which takes all rows as consistent; the lowest
    of equally good ones. None where a label is missing.
    """
    low, high = (sorted(s for s, label in zip(scores, labels, strict=True) if label == wanted) for wanted in (0, 1))
    if not low or not high:
        return None
    best, threshold = 1.0, -math.inf  # shares of rows rightly told apart: no inconsistent one, all consistent ones
    for score, following in pairwise(sorted({*low, *high})):
        right = bisect_right(low, score) / len(low) + (1 - bisect_right(high, score) / len(high))
        if right > best + _ROUNDING:
            best, threshold = right, _midway(score, following)
    return threshold


def _midway(low: float, high: float) -> float:
    middle = low + (high - low) / 2
    return middle if middle < high else low  # neighbouring floats have nothing between them


def flags_by_other_documents(
    scores: Sequence[float], labels: Sequence[int], groups: Sequence[str]
) -> list[bool] | None:
    """Return for each row whether it scores no higher than the best threshold of all other documents' rows.

    None where the other documents of one have rows of one label only.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        places[group].append(place)
    flags = [False] * len(scores)
    for group, own in places.items():
        others = [place for place, other in enumerate(groups) if other != group]
        threshold = best_threshold([scores[i] for i in others], [labels[i] for i in others])
        if threshold is None:
            return None
        for place in own:
            flags[place] = scores[place] <= threshold
    return flags


def threshold_accuracy(scores: Sequence[float], labels: Sequence[int], groups: Sequence[str]) -> Estimate:
    """Return the balanced accuracy with thresholds chosen without the very document: leave one document out.

    Stone 1974, "Cross-Validatory Choice and Assessment of Statistical Predictions", with documents for observations.
    For the interval the thresholds stay as they were chosen.
    """
    flags = flags_by_other_documents(scores, labels, groups)
    if flags is None:
        return Estimate(
            value=None,
            n=len(scores),
            documents=len(set(groups)),
            note="the other documents of one have consistent rows only, or inconsistent ones",
        )
    return balanced_accuracy(flags, labels, groups)
