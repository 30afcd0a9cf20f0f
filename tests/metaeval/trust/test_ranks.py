"""Figures of order: worked by hand, and against scipy and scikit-learn on data full of ties."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score

from harness.metaeval.trust.ranks import kendall, mean_ranks, spearman, win_share

VALUES = st.one_of(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=40),
    st.lists(st.tuples(st.floats(-5, 5, width=16), st.floats(-5, 5, width=16)), min_size=2, max_size=40),
)


def test_a_tie_is_half_a_win() -> None:
    # 3 beats 1 and 2; 2 beats 1 and ties with 2: 3.5 of 4 pairs
    assert win_share([3, 2], [1, 2]) == 3.5 / 4


def test_without_one_side_there_is_no_share() -> None:
    assert win_share([], [1.0]) is None
    assert win_share([1.0], []) is None


def test_equal_values_have_the_mean_of_their_ranks() -> None:
    assert mean_ranks([20, 10, 20, 30]) == [2.5, 1, 2.5, 4]


def test_tau_b_by_hand() -> None:
    # pairs: (1,1)-(1,2) tied in the first; (1,1)-(2,1) tied in the second; (1,2)-(2,1) discordant; (1,1)-(3,3),
    # (1,2)-(3,3), (2,1)-(3,3) concordant. (3 - 1) / sqrt((6 - 1) * (6 - 1))
    assert kendall([1, 1, 2, 3], [1, 2, 1, 3]) == pytest.approx(2 / 5)


def test_spearman_by_hand() -> None:
    # ranks 1 2 3 against 1 3 2: 1 - 6 * (0 + 1 + 1) / (3 * 8)
    assert spearman([1, 2, 3], [10, 30, 20]) == pytest.approx(0.5)


@pytest.mark.parametrize("figure", [spearman, kendall])
@pytest.mark.parametrize(("first", "second"), [([], []), ([1], [2]), ([1, 1], [1, 2]), ([1, 2], [3, 3])])
def test_without_spread_there_is_no_correlation(figure: object, first: list[float], second: list[float]) -> None:
    assert callable(figure)
    assert figure(first, second) is None


@given(VALUES)
def test_correlations_are_scipys(pairs: list[tuple[float, float]]) -> None:
    first, second = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    assume(len(set(first)) > 1 and len(set(second)) > 1)
    assert spearman(first, second) == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-9)
    assert kendall(first, second) == pytest.approx(stats.kendalltau(first, second).statistic, abs=1e-9)


@given(VALUES)
def test_the_share_of_wins_is_the_area_under_the_roc_curve(pairs: list[tuple[float, float]]) -> None:
    labels = [int(b > 1) for _, b in pairs]
    assume(len(set(labels)) == 2)
    scores = [float(a) for a, _ in pairs]
    high, low = ([s for s, label in zip(scores, labels, strict=True) if label == wanted] for wanted in (1, 0))
    assert win_share(high, low) == pytest.approx(roc_auc_score(labels, scores), abs=1e-12)
