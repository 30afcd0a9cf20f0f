"""Quantiles of Student's t: against tables of the distribution, and against scipy."""

from __future__ import annotations

import pytest
from scipy import stats

from harness.results.statistics.student import t_quantile


@pytest.mark.parametrize(("df", "expected"), [(1, 12.7062), (2, 4.3027), (3, 3.1824), (10, 2.2281), (49, 2.0096)])
def test_the_usual_level_has_the_values_of_printed_tables(df: int, expected: float) -> None:
    assert t_quantile(df) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9, 0.95, 0.99, 0.999])
def test_it_is_scipys_quantile(level: float) -> None:
    for df in (*range(1, 60), 100, 399, 400, 401, 402, 1000, 10**6):
        assert t_quantile(df, level) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-8)


@pytest.mark.parametrize(("df", "level"), [(0, 0.95), (-1, 0.95), (3, 0.0), (3, 1.0)])
def test_what_has_no_quantile_is_refused(df: int, level: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(df, level)
