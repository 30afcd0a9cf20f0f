"""Logistic regression: hand-worked, beside another implementation, and at its least loss."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.linear_model import LogisticRegression

from harness.metaeval.fitting.logistic import Flags, Floats, fit_logistic, log_losses, probabilities

ROWS = 12
DESIGNS = arrays.arrays(np.float64, (ROWS, 3), elements=st.integers(-30, 30).map(lambda value: value / 10))
LABELS = st.lists(st.booleans(), min_size=ROWS, max_size=ROWS).filter(lambda labels: len(set(labels)) == 2)
PENALTIES = st.sampled_from([0.1, 1.0, 30.0])


def loss(x: Floats, labels: Flags, penalty: float, intercept: float, weights: Floats) -> float:
    odds = intercept + x @ weights
    chances = [1 / (1 + math.exp(-one)) for one in odds.tolist()]
    losses = [-math.log(p if label else 1 - p) for p, label in zip(chances, labels.tolist(), strict=True)]
    return sum(losses) + penalty / 2 * float(weights @ weights)


@given(DESIGNS, LABELS, PENALTIES)
def test_weights_are_those_of_another_implementation(x: Floats, labels: list[bool], penalty: float) -> None:
    found = fit_logistic(x, np.array(labels), penalty)
    other = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10_000, solver="newton-cholesky").fit(x, labels)
    assert found.weights == pytest.approx(other.coef_[0], abs=1e-5)
    assert found.intercept == pytest.approx(other.intercept_[0], abs=1e-5)


@given(DESIGNS, LABELS, PENALTIES, st.lists(st.sampled_from([-1e-3, 0.0, 1e-3]), min_size=4, max_size=4))
def test_no_neighbouring_weights_have_a_lower_loss(
    x: Floats, labels: list[bool], penalty: float, steps: list[float]
) -> None:
    found, flags = fit_logistic(x, np.array(labels), penalty), np.array(labels)
    least = loss(x, flags, penalty, found.intercept, found.weights)
    assert loss(x, flags, penalty, found.intercept + steps[0], found.weights + np.array(steps[1:])) >= least - 1e-9


def test_without_a_feature_that_differs_the_intercept_is_the_labels_log_odds() -> None:
    found = fit_logistic(np.zeros((4, 1)), np.array([True, True, True, False]), 1.0)
    assert found.intercept == pytest.approx(math.log(3))
    assert found.weights.tolist() == [0.0]


def test_two_rows_on_either_side_of_zero_share_one_weight() -> None:
    """The loss of x = 1 and -1 is 2 log(1 + exp(-w)) + w**2 / 2, least where w = 2 / (1 + exp(w)): w = 0.6748."""
    found = fit_logistic(np.array([[1.0], [-1.0]]), np.array([True, False]), 1.0)
    weight = found.weights[0]
    assert weight == pytest.approx(2 / (1 + math.exp(weight)))
    assert weight == pytest.approx(0.6748, abs=1e-4)
    assert found.intercept == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("label", "intercept"), [(True, math.log(4.5 / 0.5)), (False, math.log(0.5 / 4.5))])
def test_one_label_alone_gives_its_rate_with_half_a_row_added(label: bool, intercept: float) -> None:
    found = fit_logistic(np.ones((4, 2)), np.array([label] * 4), 1.0)
    assert found.intercept == pytest.approx(intercept)
    assert found.weights.tolist() == [0.0, 0.0]


def test_rows_that_a_plane_parts_still_have_finite_weights() -> None:
    x = np.array([[-1e4], [-1.0], [1.0], [1e4]])
    found = fit_logistic(x, np.array([False, False, True, True]), 1e-3)
    assert np.isfinite(found.weights).all()
    assert found.weights[0] > 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5), st.booleans())
def test_losses_and_probabilities_are_finite_and_agree(odds: list[float], label: bool) -> None:
    array, labels = np.array(odds), np.array([label] * len(odds))
    losses, chances = log_losses(array, labels), probabilities(array)
    assert np.isfinite(losses).all()
    assert ((chances >= 0) & (chances <= 1)).all()
    for one, chance, own in zip(odds, chances.tolist(), losses.tolist(), strict=True):
        if abs(one) < 30:
            assert own == pytest.approx(-math.log(chance if label else 1 - chance), rel=1e-3, abs=1e-9)
