"""Verdicts against labels and against each other: by hand, and against scikit-learn."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score

from harness.metaeval.trust.agreement import auc, balanced_accuracy, flagged_share, kappa, kendall_with, spearman_with

PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40)


def test_the_counts_behind_a_balanced_accuracy() -> None:
    # 2 of 3 inconsistent rows are flagged, 1 of 4 consistent ones: (2/3 + 3/4) / 2
    found = balanced_accuracy([True, True, False, True, False, False, False], [0, 0, 0, 1, 1, 1, 1], list("aabbccc"))
    assert found.value == pytest.approx((2 / 3 + 3 / 4) / 2)
    assert found.counts == {
        "consistent": 4,
        "flagged consistent": 1,
        "inconsistent": 3,
        "flagged inconsistent": 2,
    }
    assert (found.n, found.documents) == (7, 3)


def test_with_one_label_only_there_is_no_figure_and_it_says_why() -> None:
    for found in (balanced_accuracy([True], [1], ["a"]), auc([0.5], [1], ["a"]), auc([], [], [])):
        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.note == "it needs consistent and inconsistent rows"


def test_a_share_of_nothing_is_undefined() -> None:
    assert flagged_share([], []).value is None
    assert flagged_share([True, False], ["a", "b"]).value == 0.5


def test_correlations_need_spread() -> None:
    for figure in (spearman_with, kendall_with):
        found = figure([1, 1, 1], [1, 2, 3], ["a", "b", "c"])
        assert (found.value, found.note) == (None, "it needs two values or more on either side")


def test_kappa_by_hand() -> None:
    # alike in 6 of 8; by habit alone 1/2 * 1/2 + 1/2 * 1/2: (3/4 - 1/2) / (1/2)
    first = [True, True, True, True, False, False, False, False]
    second = [True, True, True, False, False, False, False, True]
    found = kappa(first, second, list("aabbccdd"))
    assert found.value == pytest.approx(0.5)
    assert found.counts == {"both flag": 3, "neither flags": 3, "first alone flags": 1, "second alone flags": 1}


def test_kappa_of_scorers_that_never_flag_is_undefined() -> None:
    found = kappa([False, False], [False, False], ["a", "b"])
    assert found.value is None
    assert "same verdict" in found.note


@given(PAIRS)
def test_they_are_those_of_scikit_learn(pairs: list[tuple[bool, bool]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assume(len(set(first)) == 2 and len(set(second)) == 2)
    groups = [str(i % 3) for i in range(len(pairs))]
    labels = [int(not b) for b in second]
    accuracy = balanced_accuracy_score(labels, [int(not a) for a in first])
    assert balanced_accuracy(first, labels, groups).value == pytest.approx(accuracy)
    assert kappa(first, second, groups).value == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
