"""The difference of one figure: against the jackknife by hand, scipy's, and for events of very unequal size."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from harness.results.comparing.differences import difference
from harness.results.comparing.pairing import Cells, Parts
from harness.results.statistics.chances import differs, half_width, standard_error

Rows = list[tuple[float, float, float, float]]
"""Of each sample: top and bottom of A, then of B."""


def cells_of(rows: Rows, clusters: list[int] | None = None) -> Cells:
    numbers = np.arange(len(rows))
    columns = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    return Cells(numbers, numbers if clusters is None else np.array(clusters), Parts(*columns))


def test_of_equal_events_the_interval_is_that_of_the_paired_t() -> None:
    a, b = [0.1, 0.5, 0.3, 0.8, 0.4, 0.6, 0.2], [0.3, 0.4, 0.6, 0.9, 0.5, 0.9, 0.1]
    found = difference(cells_of([(x, 1.0, y, 1.0) for x, y in zip(a, b, strict=True)]))
    oracle = stats.ttest_rel(b, a).confidence_interval()

    assert found.value == pytest.approx(sum(b) / 7 - sum(a) / 7)
    assert half_width(found.residuals, found.freedom) == pytest.approx((oracle.high - oracle.low) / 2)


def test_a_large_event_widens_it_as_the_figures_without_each_event_do() -> None:
    # events of 1, 1, 1, 2, 3 and 12 samples; the large one is where B is better
    rows = [(1.0, 1.0, 1.0, 1.0)] * 3 + [(0.0, 2.0, 1.0, 2.0), (1.0, 3.0, 0.0, 3.0), (3.0, 12.0, 9.0, 12.0)]
    without = []
    for left_out in range(6):
        kept = [row for i, row in enumerate(rows) if i != left_out]
        top_a, bottom_a, top_b, bottom_b = (sum(column) for column in zip(*kept, strict=True))
        without.append(top_b / bottom_b - top_a / bottom_a)
    mean = sum(without) / 6
    error = math.sqrt(5 / 6 * sum((one - mean) ** 2 for one in without))
    found = difference(cells_of(rows))

    assert standard_error(found.residuals) == pytest.approx(error)
    assert found.effects.mean() == pytest.approx(found.value)
    assert found.freedom == pytest.approx(20**2 / (3 * 1 + 2**2 + 3**2 + 12**2) - 1)


def test_one_event_that_has_everything_shows_no_spread() -> None:
    found = difference(cells_of([(1.0, 4.0, 3.0, 4.0), *[(0.0, 0.0, 0.0, 0.0)] * 5]))

    assert found.value == 0.5
    assert not differs(found.residuals)


row = st.integers(1, 9).flatmap(
    lambda size: st.tuples(*[st.integers(0, size).map(float)] * 2).map(lambda top: (top[0], size, top[1], size))
)


@given(st.lists(row, min_size=2, max_size=30), st.data())
def test_swapping_sides_turns_signs_alone_and_samples_of_an_event_are_added_up(rows: Rows, data: st.DataObject) -> None:
    clusters = data.draw(st.lists(st.integers(0, 5), min_size=len(rows), max_size=len(rows)))
    found = difference(cells_of(rows, clusters))
    other = difference(cells_of([(c, d, a, b) for a, b, c, d in rows], clusters))

    assert found.events == len(set(clusters))
    assert other.effects == pytest.approx(-found.effects)
    assert other.residuals == pytest.approx(-found.residuals)
    assert found.residuals.sum() == pytest.approx(0, abs=1e-9)
    assert found.effects.mean() == pytest.approx(found.value)
