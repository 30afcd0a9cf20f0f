"""The summary-only control: how much of the labels the form of the summaries gives away, with no document at all.

A logistic regression on a few counts, cross-validated by document. What it reaches above a half is no merit of any
scorer: it comes of how the data were made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from harness.metaeval.fitting.logistic import fit_logistic
from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.marks import Marks, bare_marks

NAME = "summary only"
FOLDS = 10
_PENALTY = 1.0

_DENIALS = frozenset({"not", "no", "never", "without", "nor", "neither", "none"})
_SENTENCE = re.compile(r"[.!?](?=\s|$)")


def control_marks(rows: Sequence[LabelledSummary]) -> Marks:
    """Return the control's marks: log-odds of being consistent, but for a constant.

    Each row's are of a model that saw none of its document: documents, sorted by name, go into at most ten folds in
    turn. Rows without a label have no score; no row has one where the rows of all folds but one have one label only.
    """
    known = [place for place, row in enumerate(rows) if row.label is not None]
    found = _cross_fit([rows[place] for place in known])
    scores: list[float | None] = [None] * len(rows)
    for place, score in zip(known, found, strict=True):
        scores[place] = score
    return bare_marks(NAME, "control", scores)


def surface(summary: str) -> list[float]:
    """Return the counts of a summary's form.

    Logarithm of the number of words; sentences; letters a word; shares of words with a digit, with a capital, with a
    comma, that deny.
    """
    words = summary.split()
    size = max(1, len(words))
    return [
        math.log(size),
        float(len(_SENTENCE.findall(summary))),
        sum(map(len, words)) / size,
        sum(any(map(str.isdigit, word)) for word in words) / size,
        sum(word[0].isupper() for word in words) / size,
        summary.count(",") / size,
        sum(word.lower() in _DENIALS or word.lower().endswith("n't") for word in words) / size,
    ]


def _cross_fit(rows: Sequence[LabelledSummary]) -> Sequence[float | None]:
    groups = {group: number % FOLDS for number, group in enumerate(sorted({row.group for row in rows}))}
    folds = np.array([groups[row.group] for row in rows], dtype=int)
    labels = np.array([row.label == 1 for row in rows], dtype=bool)
    features = np.array([surface(row.summary) for row in rows], dtype=np.float64)
    scores = np.zeros(len(rows))
    for fold in range(min(FOLDS, len(groups))):
        own = folds == fold
        if labels[~own].all() or not labels[~own].any():
            return [None] * len(rows)
        scores[own] = _scores(features[~own], labels[~own], features[own])
    return [float(score) for score in scores]


def _scores(
    features: npt.NDArray[np.float64], labels: npt.NDArray[np.bool_], unseen: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the log-odds of unseen rows, but for the intercept, by a regression of rows with labels.

    Features are standardized by these rows. The intercept is left out, since it holds no more than their share of
    labels, which differs from fold to fold and would part the folds' scores.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    model = fit_logistic((features - mean) / spread, labels, _PENALTY)
    return np.asarray((unseen - mean) / spread @ model.weights, dtype=np.float64)
