"""Quantiles of Student's t: against tables of the distribution, and against scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from harness.results.statistics.student import freedom_of, t_between, t_quantile


@pytest.mark.parametrize(("df", "expected"), [(1, 12.7062), (2, 4.3027), (3, 3.1824), (10, 2.2281), (49, 2.0096)])
def test_the_usual_level_has_the_values_of_printed_tables(df: int, expected: float) -> None:
    assert t_quantile(df) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9, 0.95, 0.99, 0.999])
def test_it_is_scipys_quantile(level: float) -> None:
    for df in (*range(1, 60), 100, 399, 400, 401, 402, 1000, 10**6):
        assert t_quantile(df, level) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-8)


def test_between_whole_degrees_it_is_near_scipys_and_below_one_it_is_that_of_one() -> None:
    for freedom in (1.25, 1.5, 1.75, 2.5):
        assert t_between(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=0.03)
    for freedom in (3.1, 4.8, 30.5, 400.5):
        assert t_between(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=0.002)
    assert t_between(7.0, 0.9) == t_quantile(7, 0.9)
    assert t_between(0.2) == t_quantile(1)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_unequal_clusters_have_fewer_degrees_of_freedom_than_equal_ones(weights: list[float]) -> None:
    assert -1e-9 <= freedom_of(weights) <= len(weights) - 1 + 1e-9
    assert freedom_of([3.0] * len(weights)) == pytest.approx(len(weights) - 1)


@pytest.mark.parametrize(("df", "level"), [(0, 0.95), (-1, 0.95), (3, 0.0), (3, 1.0)])
def test_what_has_no_quantile_is_refused(df: int, level: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(df, level)
