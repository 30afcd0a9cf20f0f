"""Logistic regression with a penalty on the squared weights, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_MOST_STEPS = 200
_CLOSE = 1e-10
_SHORTEST = 1e-12


@dataclass(frozen=True)
class Logistic:
    """A fitted regression: the log-odds of a true label are `intercept + x @ weights`."""

    intercept: float
    weights: Floats

    def log_odds(self, x: Floats) -> Floats:
        """Return the log-odds of each row of x, of shape (rows, features)."""
        return self.intercept + x @ self.weights


def fit_logistic(x: Floats, labels: Flags, penalty: float) -> Logistic:
    """Return the regression of labels, of shape (rows,), on x, of shape (rows, features), whose loss is least.

    The loss is the sum of the rows' log losses plus penalty / 2 times the sum of the squared weights; the intercept
    bears none. It is convex, and Newton's steps (iteratively reweighted least squares: Hastie, Tibshirani and Friedman,
    The Elements of Statistical Learning, 2009, 4.4.1) are halved until each lowers it. `penalty` is above 0. Where all
    labels are one, no finite intercept is best: the weights are 0, and the intercept is the log-odds of that label
    with half a row of either label added.
    """
    rows, features = x.shape
    true = int(labels.sum())
    if true in (0, rows):
        return Logistic(float(np.log((true + 0.5) / (rows - true + 0.5))), np.zeros(features))
    design = np.column_stack([np.ones(rows), x])
    penalties = np.array([0.0, *[penalty] * features])
    found = np.zeros(features + 1)
    found[0] = np.log(true / (rows - true))
    for _ in range(_MOST_STEPS):
        odds = design @ found
        chance = probabilities(odds)
        gradient = design.T @ (chance - labels) + penalties * found
        if np.abs(gradient).max() <= _CLOSE * rows:
            break
        curvature = (design.T * (chance * (1 - chance))) @ design + np.diag(penalties)
        better = _descend(design, labels, penalties, found, np.linalg.solve(curvature, gradient))
        if better is None:
            break
        found = better
    return Logistic(float(found[0]), found[1:])


def _descend(design: Floats, labels: Flags, penalties: Floats, found: Floats, step: Floats) -> Floats | None:
    """Return a point with a lower loss along a step, halved as often as needed; None where rounding hides any."""
    before = _loss(design, labels, penalties, found)
    size = 1.0
    while size > _SHORTEST:
        candidate: Floats = found - size * step
        if _loss(design, labels, penalties, candidate) < before:
            return candidate
        size /= 2
    return None


def _loss(design: Floats, labels: Flags, penalties: Floats, point: Floats) -> float:
    return float(log_losses(design @ point, labels).sum() + (penalties * point**2).sum() / 2)


def log_losses(log_odds: Floats, labels: Flags) -> Floats:
    """Return the log loss of each row, of shape (rows,): minus the logarithm of the probability of its label."""
    return np.logaddexp(0.0, np.where(labels, -log_odds, log_odds))


def probabilities(log_odds: Floats) -> Floats:
    """Return the probability of a true label of each row, 0 to 1."""
    return np.exp(-np.logaddexp(0.0, -log_odds))
