"""The best cut through the scores of all documents but one, for each document, without looking at all cuts for each.

Rows are sorted by score; cut number k has the rows with the k lowest scores at or below it. Where the other documents
have a consistent rows and b inconsistent ones, of which H and L are below a cut, its balanced accuracy is
(1 + L/b - H/a) / 2, so that the best cut has the greatest a * L - b * H. Between two scores of the document that is
left out, its own share of L and H is the same for all cuts; so the best of these is, among the points (L, H) of all
rows, a corner of their convex hull. Hulls are made once, of ever longer runs of cuts, and each stretch of cuts is put
together from runs: O(log^2 n) for each. All is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from harness.metaeval.trust.documents import Documents, Whole


class _Stretch(NamedTuple):
    """Stretches of cuts, a document's each, from `start` up to, but not with, `end`.

    `a` and `b` count the other documents' consistent and inconsistent rows; `own` is what a * L - b * H has of the
    document's own rows.
    """

    start: Whole
    end: Whole
    a: Whole
    b: Whole
    own: Whole


def best_cuts(codes: Whole, labels: Whole, documents: Documents) -> Whole:
    """Return for each document the lowest of the best cuts of all other documents' rows.

    `codes` has the place of each row's score among the distinct ones, `labels` 1 for consistent rows and 0 for others;
    every document's others have both.
    """
    low, high = (np.bincount(codes[labels == label], minlength=int(codes.max()) + 1) for label in (0, 1))
    below = tuple(np.concatenate(([0], np.cumsum(counts))) for counts in (low, high))
    owners, stretches = _stretches(codes, labels, documents)
    values, cuts = _best_of(stretches, *below)
    values -= stretches.own
    starts = np.searchsorted(owners, np.arange(len(documents.sizes)))
    best = np.maximum.reduceat(values, starts)
    is_best = values == best[owners]
    return np.asarray(np.minimum.reduceat(np.where(is_best, cuts, len(low)), starts))


def _stretches(codes: Whole, labels: Whole, documents: Documents) -> tuple[Whole, _Stretch]:
    """Return the stretches between two scores of one document, with their documents, in order."""
    everyone = np.arange(len(documents.sizes))
    owners, scores, _ = documents.values(codes)
    # each document's first stretch begins at cut 0, the others above one of its scores
    owners, starts = np.concatenate((everyone, owners)), np.concatenate((np.zeros_like(everyone), scores + 1))
    order = np.lexsort((starts, owners))
    owners, starts = owners[order], starts[order]
    ends = np.append(starts[1:], 0)
    ends[np.append(owners[1:] != owners[:-1], True)] = int(codes.max()) + 2
    own = [_own_below(owners, starts, codes[labels == label], documents.codes[labels == label]) for label in (0, 1)]
    wrong, right = documents.sums(1 - labels), documents.sums(labels)
    a, b = (right.sum() - right)[owners], (wrong.sum() - wrong)[owners]
    return owners, _Stretch(starts, ends, a, b, a * own[0] - b * own[1])


def _own_below(owners: Whole, starts: Whole, codes: Whole, of: Whole) -> Whole:
    """Return how many of some rows, with these codes and of these documents, are a stretch's own and lie below it."""
    width = int(max(codes.max(initial=0), starts.max())) + 1
    keys = np.sort(of * width + codes)
    return np.asarray(np.searchsorted(keys, owners * width + starts) - np.searchsorted(keys, owners * width))


def _best_of(stretches: _Stretch, low: Whole, high: Whole) -> tuple[Whole, Whole]:
    """Return for each stretch the greatest a * L - b * H of its cuts, and the lowest cut that has it."""
    start, end = stretches.start.copy(), stretches.end.copy()
    best = np.full_like(start, np.iinfo(np.int64).min)
    cuts = np.zeros_like(start)
    for hulls in _levels(low.tolist(), high.tolist()):
        corners = np.array([cut for hull in hulls for cut in hull])
        sizes = np.array([len(hull) for hull in hulls])
        lasts = np.cumsum(sizes) - 1
        for is_used, run in ((start & 1 == 1, start), (end & 1 == 1, end - 1)):
            chosen = np.flatnonzero(is_used & (start < end))
            a, b, runs = stretches.a[chosen], stretches.b[chosen], run[chosen]
            found = corners[_climb(a, b, low[corners], high[corners], lasts[runs] + 1 - sizes[runs], lasts[runs])]
            values = a * low[found] - b * high[found]
            is_better = (values > best[chosen]) | ((values == best[chosen]) & (found < cuts[chosen]))
            best[chosen[is_better]], cuts[chosen[is_better]] = values[is_better], found[is_better]
        start, end = (start + 1) >> 1, end >> 1
    return best, cuts


def _climb(a: Whole, b: Whole, low: Whole, high: Whole, first: Whole, last: Whole) -> Whole:
    """Return the first corner with the greatest a * low - b * high; it rises and then falls from `first` to `last`."""
    while (first < last).any():
        middle = (first + last) // 2
        following = np.minimum(middle + 1, last)
        rises = a * (low[following] - low[middle]) > b * (high[following] - high[middle])
        first, last = np.where(rises, following, first), np.where(rises, last, middle)
    return first


def _levels(low: Sequence[int], high: Sequence[int]) -> Iterator[list[list[int]]]:
    """Yield the hulls of each cut, of each two cuts, of each four, and so on up to all."""
    hulls = [[cut] for cut in range(len(low))]
    yield hulls
    while len(hulls) > 1:
        hulls = [
            _joined(hulls[i], hulls[i + 1], low, high) if i + 1 < len(hulls) else hulls[i]
            for i in range(0, len(hulls), 2)
        ]
        yield hulls


def _joined(hull: Sequence[int], after: Sequence[int], low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Return the corners of two hulls' common hull, on the side of many low and few high rows (Andrew 1979)."""
    found = list(hull)
    for cut in after:
        while len(found) > 1 and not _turns(found[-2], found[-1], cut, low, high):
            found.pop()
        found.append(cut)
    return found


def _turns(one: int, two: int, three: int, low: Sequence[int], high: Sequence[int]) -> bool:
    """Whether the way over three points turns towards more high rows, so that the middle one is a corner."""
    first, second = (high[two] - high[one]) * (low[three] - low[two]), (high[three] - high[two]) * (low[two] - low[one])
    return first < second
