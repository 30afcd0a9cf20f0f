"""Tests, corrections and letters, against scipy and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from harness.results.statistics.chances import half_width, holm, letters, max_flips, sign_flips, smallest_difference

tenths = st.lists(st.integers(-20, 20), min_size=2, max_size=12).map(np.array)


@given(tenths)
@example(np.array([1, 14, -15]))  # no difference at all, and as floats a tiny one
def test_all_flips_are_those_of_scipy(differences: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    if not differences.any():
        assert sign_flips([differences / 10]) == [1.0]
        return
    oracle = stats.permutation_test(
        (differences,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )
    assert sign_flips([differences / 10])[0] == pytest.approx(min(1.0, oracle.pvalue), abs=1e-9)


def test_drawn_flips_come_near_the_exact_p() -> None:
    rng = np.random.default_rng(1)
    many = rng.normal(0.25, 1, 40)
    exact = 2 * stats.norm.sf(abs(many.sum()) / np.sqrt((many**2).sum()))
    assert sign_flips([many, many * 3]) == pytest.approx([exact] * 2, abs=0.02)
    assert sign_flips([many + 10]) == [1 / 10_001]


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


def test_half_a_width_is_that_of_student() -> None:
    residuals = np.array([0.1, -0.2, 0.3, 0.0, -0.1, -0.1])
    low, high = stats.t.interval(0.95, 5, scale=stats.sem(residuals))
    assert half_width(residuals, 5) == pytest.approx((high - low) / 2)
    assert smallest_difference(residuals, 5) == pytest.approx(
        (stats.t.ppf(0.975, 5) + stats.t.ppf(0.8, 5)) * stats.sem(residuals)
    )


def test_the_greatest_statistic_corrects_one_row_by_nothing_and_several_by_more() -> None:
    one = np.array([0.3, 0.1, 0.2, 0.4, -0.1, 0.2, 0.1])
    other = np.array([0.1, -0.3, 0.2, -0.1, 0.3, 0.0, -0.2])
    alone = max_flips(one[None])[0]
    assert alone == pytest.approx(sign_flips([one])[0])
    assert max_flips(np.stack([one, other]))[0] >= alone
    assert max_flips(np.stack([one, 5 * other])) == max_flips(np.stack([one, other]))


def test_letters_join_what_cannot_be_told_apart() -> None:
    apart = {(0, 2)}
    assert letters([0, 1, 2], lambda i, j: (i, j) in apart) == {0: "a", 1: "ab", 2: "b"}
    assert letters([0, 1, 2], lambda _i, _j: True) == {0: "a", 1: "b", 2: "c"}
    assert letters([2, 0, 1], lambda _i, _j: False) == {0: "a", 1: "a", 2: "a"}
