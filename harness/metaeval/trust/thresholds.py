"""A threshold for scores that come without a verdict, chosen on other documents than it is tried on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from harness.metaeval.trust.agreement import ONE_LABEL, balanced_accuracy
from harness.metaeval.trust.cuts import best_cuts
from harness.metaeval.trust.documents import Documents, Whole, codes_of
from harness.scorers.cards import Estimate


def flags_by_other_documents(
    scores: Sequence[float], labels: Sequence[int], groups: Sequence[str]
) -> list[bool] | None:
    """Return for each row whether it scores no higher than the best threshold of all other documents' rows.

    That is the one with the greatest balanced accuracy, a row counting as consistent where it scores above it. It lies
    midway between two neighbouring scores of the other documents, or is minus infinity, which takes all rows as
    consistent; the lowest of equally good ones. None where the other documents of one have rows of one label only.
    Takes O(n log^2 n).
    """
    if not groups:
        return []
    documents, codes, known = Documents(groups), codes_of(scores), np.array(labels, dtype=np.int64)
    right = documents.sums(known)
    if (right == right.sum()).any() or (documents.sizes - right == len(labels) - right.sum()).any():
        return None
    cuts = best_cuts(codes, known, documents)
    thresholds = _thresholds(sorted(set(scores)), codes, documents, cuts)
    return [score <= thresholds[document] for score, document in zip(scores, documents.codes, strict=True)]


def _thresholds(distinct: Sequence[float], codes: Whole, documents: Documents, cuts: Whole) -> list[float]:
    """Return each document's threshold: above the last score below its cut, and below the next of other documents."""
    sizes = np.bincount(codes).tolist()
    found = []
    for document, cut in enumerate(cuts.tolist()):
        own = Counter(codes[documents.rows(document)].tolist())
        following = cut
        while cut and own[following] == sizes[following]:
            following += 1
        found.append(_midway(distinct[cut - 1], distinct[following]) if cut else -math.inf)
    return found


def _midway(low: float, high: float) -> float:
    middle = low + (high - low) / 2
    return middle if middle < high else low  # neighbouring floats have nothing between them


def threshold_accuracy(scores: Sequence[float], labels: Sequence[int], groups: Sequence[str]) -> Estimate:
    """Return the balanced accuracy with thresholds chosen without the very document: leave one document out.

    Stone 1974, "Cross-Validatory Choice and Assessment of Statistical Predictions", with documents for observations.
    For the interval the thresholds stay as they were chosen.
    """
    flags = flags_by_other_documents(scores, labels, groups)
    if flags is None:
        note = "the other documents of one have consistent rows only, or inconsistent ones"
        note = note if len(set(labels)) > 1 else ONE_LABEL
        return Estimate(value=None, n=len(scores), documents=len(set(groups)), note=note)
    return balanced_accuracy(flags, labels, groups)
