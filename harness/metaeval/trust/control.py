"""The summary-only control: how much of the labels the form of the summaries gives away, with no document at all.

A logistic regression on a few counts, cross-validated by document. What it reaches above a half is no merit of any
scorer: it comes of how the data were made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.marks import Marks, bare_marks

if TYPE_CHECKING:  # numpy is imported where it is used
    import numpy as np
    from numpy.typing import NDArray

NAME = "summary only"
FOLDS = 10
_RIDGE = 1.0
_STEPS = 50
_CLOSE = 1e-8

_DENIALS = frozenset({"not", "no", "never", "without", "nor", "neither", "none"})
_SENTENCE = re.compile(r"[.!?](?=\s|$)")


def control_marks(rows: Sequence[LabelledSummary]) -> Marks:
    """Return the control's marks: log-odds of being consistent, each row's by a model that saw none of its document.

    Documents, sorted by name, go into at most ten folds in turn. Rows without a label have no score; no row has one
    where the rows of all folds but one have one label only.
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
    import numpy as np  # noqa: PLC0415  (heavy)

    groups = {group: number % FOLDS for number, group in enumerate(sorted({row.group for row in rows}))}
    folds = np.array([groups[row.group] for row in rows], dtype=int)
    labels = np.array([row.label for row in rows], dtype=float)
    features = np.array([surface(row.summary) for row in rows], dtype=float)
    scores = np.zeros(len(rows))
    for fold in range(min(FOLDS, len(groups))):
        own = folds == fold
        if len(set(labels[~own])) < 2:  # noqa: PLR2004  (both labels)
            return [None] * len(rows)
        scores[own] = _log_odds(features[~own], labels[~own], features[own])
    return [float(score) for score in scores]


def _log_odds(
    features: NDArray[np.float64], labels: NDArray[np.float64], unseen: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the log-odds of unseen rows, by a model of rows with labels.

    Features are standardized; both labels weigh the same, so that no fold's share of them shows in its scores.
    """
    import numpy as np  # noqa: PLC0415  (heavy)

    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    share = labels.mean()
    weights = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    model = fit_logistic(_with_one((features - mean) / spread), labels, weights)
    return np.asarray(_with_one((unseen - mean) / spread) @ model, dtype=np.float64)


def _with_one(features: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  (heavy)

    return np.hstack([features, np.ones((len(features), 1))])


def fit_logistic(
    features: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the coefficients of a logistic regression with a ridge of 1 on all but the last column, the constant.

    Newton's method (Hastie, Tibshirani and Friedman 2009, "The Elements of Statistical Learning", section 4.4.1, with
    the penalty of 3.4.1).
    """
    import numpy as np  # noqa: PLC0415  (heavy)

    penalty = np.diag([*([_RIDGE] * (features.shape[1] - 1)), 1e-9])
    model = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(features @ model, -30, 30)))
        slope = features.T @ (weights * (labels - chance)) - penalty @ model
        curve = (features.T * (weights * chance * (1 - chance))) @ features + penalty
        step = np.linalg.solve(curve, slope)
        model = model + step
        if float(np.abs(step).max()) < _CLOSE:
            break
    return np.asarray(model, dtype=np.float64)
