"""Folds, thresholds and figures: hand-worked, beside another implementation, and blind to what is left out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from harness.metaeval.fitting.choice import (
    PENALTIES,
    area_under_curve,
    balanced_accuracy,
    choose,
    choose_threshold,
    cross_validate,
    fold_groups,
)
from harness.metaeval.fitting.tables import Table, fit_scaled

LABELLED = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30).filter(
    lambda rows: len({label for label, _ in rows}) == 2
)


@given(st.sets(st.text(max_size=5), min_size=1, max_size=30), st.integers(1, 10))
def test_folds_are_as_even_as_can_be_and_the_same_in_any_order(groups: set[str], folds: int) -> None:
    found = fold_groups(sorted(groups), folds)
    sizes = np.bincount(list(found.values()))
    assert len(sizes) == min(folds, len(groups))
    assert max(sizes) - min(sizes) <= 1
    assert fold_groups([*sorted(groups, reverse=True), *groups], folds) == found


@given(LABELLED)
def test_the_area_is_that_of_another_implementation(rows: list[tuple[bool, int]]) -> None:
    labels, figures = np.array([row[0] for row in rows]), np.array([row[1] / 5 for row in rows])
    assert area_under_curve(figures, labels) == pytest.approx(roc_auc_score(labels, figures))


def test_a_tie_counts_half() -> None:
    """Of the four pairs, (3, 1), (3, 2) and (2, 1) stand right, and (2, 2) is a tie: 3.5 of 4."""
    labels = np.array([True, True, False, False])
    assert area_under_curve(np.array([3.0, 2.0, 1.0, 2.0]), labels) == 3.5 / 4


@given(LABELLED)
def test_balanced_accuracy_is_that_of_another_implementation(rows: list[tuple[bool, int]]) -> None:
    labels, verdicts = np.array([row[0] for row in rows]), np.array([row[1] > 2 for row in rows])
    assert balanced_accuracy(verdicts, labels) == pytest.approx(balanced_accuracy_score(labels, verdicts))


@given(LABELLED)
def test_no_other_threshold_is_better(rows: list[tuple[bool, int]]) -> None:
    labels, figures = np.array([row[0] for row in rows]), np.array([row[1] / 5 for row in rows])
    best = balanced_accuracy(figures >= choose_threshold(figures, labels), labels)
    for tried in np.linspace(-0.1, 1.1, 25):
        assert balanced_accuracy(figures >= tried, labels) <= best + 1e-12


def test_of_equal_thresholds_the_one_nearest_to_a_half_is_taken() -> None:
    labels = np.array([False, False, True, True])
    assert choose_threshold(np.array([0.1, 0.4, 0.8, 0.9]), labels) == 0.5
    assert choose_threshold(np.array([0.1, 0.2, 0.4, 0.45]), labels) == pytest.approx(0.3)
    assert choose_threshold(np.array([0.7]), np.array([True])) == 0.5


def make_table(seed: int = 0, *, signal: float = 2.0) -> Table:
    """Return 12 documents of 6 rows each; the first feature tells the label, the second is noise, the third is one."""
    draw = np.random.default_rng(seed)
    labels = draw.random(72) < 0.5
    values = np.column_stack([labels * signal + draw.normal(size=72), draw.normal(size=72), np.full(72, 3.0)])
    groups = [f"document-{number // 6}" for number in range(72)]
    return Table.of(values.tolist(), labels.tolist(), groups)


def test_a_feature_that_tells_the_label_is_found_and_one_that_never_differs_weighs_nothing() -> None:
    table = make_table()
    model = fit_scaled(table, choose(table, 10).penalty)
    signal, noise, constant = np.abs(model.regression.weights)
    assert signal > 3 * noise
    assert (constant, model.scales[2], model.means[2]) == (0.0, 0.0, 3.0)
    found = cross_validate(table)
    assert found.folds == 10
    assert area_under_curve(found.probabilities, table.labels) > 0.85
    assert balanced_accuracy(found.verdicts, table.labels) > 0.75


def test_noise_is_worth_nothing_on_documents_left_out_and_gets_a_great_penalty() -> None:
    areas = []
    for seed in range(5):
        table = make_table(seed, signal=0.0)
        areas.append(area_under_curve(cross_validate(table).probabilities, table.labels))
    assert np.mean(areas) < 0.6, "fitted on the rows that it is tried on, it would seem to be worth something"
    assert choose(make_table(0, signal=0.0), 10).penalty == PENALTIES[0]


def test_what_is_said_of_a_document_does_not_hang_on_its_own_labels() -> None:
    table = make_table()
    own = np.array([group == "document-3" for group in table.groups])
    turned = Table(table.values, table.known, np.where(own, ~table.labels, table.labels), table.groups)
    folds = fold_groups(table.groups, 10)
    alone = [group for group in folds if folds[group] == folds["document-3"]] == ["document-3"]
    assert alone, "the document's fold holds no other, whose labels would count"
    before, after = cross_validate(table), cross_validate(turned)
    assert (before.probabilities[own] == after.probabilities[own]).all()
    assert (before.verdicts[own] == after.verdicts[own]).all()
    assert (before.probabilities[~own] != after.probabilities[~own]).any()


def test_figures_are_standardised_by_the_rows_that_are_fitted_on() -> None:
    """Of 1 and 3 the mean is 2 and the standard deviation 1; a value that is not known is the mean."""
    table = Table.of([[1.0], [3.0], [None]], [False, True, True], ["a", "b", "c"])
    model = fit_scaled(table, 1.0)
    assert (model.means.tolist(), model.scales.tolist()) == ([2.0], [1.0])
    odds = model.log_odds(table)
    assert odds[2] == pytest.approx(model.regression.intercept)
    assert odds[1] - odds[2] == pytest.approx(model.regression.weights[0])


def test_a_feature_that_no_row_has_weighs_nothing() -> None:
    model = fit_scaled(Table.of([[None], [None]], [False, True], ["a", "b"]), 1.0)
    assert model.regression.weights.tolist() == [0.0]
    assert np.isfinite(model.means).all()
