"""Intervals over events, and spreads, worked by hand and against scipy."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from harness.results.figures import Figure
from harness.results.models import Interval
from harness.results.statistics.intervals import ratio_interval
from harness.results.statistics.sums import NO_RATE, MeanSum, Place, Sum, interval_of, spread_of, value_of

RECALL = Figure("fact_recall", "mean", "facts.recall")
ACCURACY = Figure("fact_accuracy", "ratio", "facts.supported", ("facts.supported", "facts.contradicted"))
COUNT = Figure("contradicted", "sum", "facts.contradicted")


def test_under_six_events_there_is_none_and_it_says_so() -> None:
    found = ratio_interval([(0.1 * i, 1.0) for i in range(5)])
    assert found == (None, "an interval needs 6 events, and there are 5")


def test_of_equal_events_it_is_students_interval_of_their_mean() -> None:
    values = [0.1, 0.2, 0.4, 0.4, 0.6, 0.7]
    half = student.ppf(0.975, 5) * statistics.stdev(values) / math.sqrt(6)
    assert ratio_interval([(value, 1.0) for value in values]).interval == pytest.approx((0.4 - half, 0.4 + half))
    assert ratio_interval([(3 * value, 3.0) for value in values], 100.0).interval == pytest.approx(
        (40 - 100 * half, 40 + 100 * half)
    )


def test_a_ratio_weighs_events_by_what_they_count() -> None:
    # 6 of 12; without each event 6/10, 5/11, 5/11, 4/10, 5/10, 5/8; n = 144 / (4 + 1 + 1 + 4 + 4 + 16) = 4.8
    parts = [(0.0, 2.0), (1.0, 1.0), (1.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 4.0)]
    without = [6 / 10, 5 / 11, 5 / 11, 4 / 10, 5 / 10, 5 / 8]
    quantile = student.ppf(0.975, 3.8)
    half = quantile * math.sqrt(5 / 6 * sum((one - statistics.mean(without)) ** 2 for one in without))
    found = ratio_interval(parts, is_share=False)
    assert found.interval == pytest.approx((0.5 - half, 0.5 + half), abs=2e-3)


def test_one_event_that_has_everything_leaves_nothing_to_compare_it_with() -> None:
    found = ratio_interval([(1.0, 3.0), *[(0.0, 0.0)] * 5])
    assert found == (None, "one event alone has all there is to count")


def test_a_share_is_cut_at_its_ends_and_no_spread_is_no_certainty() -> None:
    parts = [(1.0, 1.0)] * 9 + [(0.0, 1.0)]
    found = ratio_interval(parts, is_share=True).interval
    assert found is not None
    assert found[1] == 1.0
    assert ratio_interval([(1.0, 1.0)] * 9) == (None, "the events do not differ, which is no certainty")


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 40)), min_size=6, max_size=30), st.floats(0.5, 0.99))
def test_it_holds_the_figure_and_grows_with_the_level(events: list[tuple[float, int]], level: float) -> None:
    parts = [(share * count, float(count)) for share, count in events]
    found, wider = ratio_interval(parts, level=level).interval, ratio_interval(parts, level=0.995).interval
    ratio = math.fsum(top for top, _ in parts) / math.fsum(bottom for _, bottom in parts)
    if found and wider:
        assert found[0] <= ratio <= found[1]
        assert wider[0] <= found[0]
        assert found[1] <= wider[1]


def test_samples_of_an_event_are_one_observation_and_epochs_are_averaged_first() -> None:
    total = MeanSum(8, has_epochs=True)
    values = {0: (0.2, 0.4), 1: (0.5,), 2: (0.6,), 3: (0.1,), 4: (0.9,), 5: (0.3,), 6: (0.7,), 7: (0.8, 1.0)}
    for number, epochs in values.items():
        for value in epochs:
            total.add(Place(cluster=max(number - 1, 0), number=number), value, 0.0)  # the first two share an event
    means = [0.3, 0.5, 0.6, 0.1, 0.9, 0.3, 0.7, 0.9]
    assert value_of(RECALL, [total]) == pytest.approx(statistics.mean(means))
    found = interval_of(RECALL, [total])
    assert isinstance(found, Interval)
    assert found.events == 7
    same = ratio_interval([(0.8, 2.0), *((mean, 1.0) for mean in means[2:])], is_share=True).interval
    assert (found.low, found.high) == pytest.approx(same)
    spread = spread_of(RECALL, [total])
    assert spread is not None
    assert spread.samples == pytest.approx(statistics.stdev(means))
    assert spread.epochs == pytest.approx(math.sqrt((2 * 0.1**2 + 2 * 0.1**2) / 2))


def test_tasks_add_up_and_an_event_of_two_tasks_is_one() -> None:
    one, other = Sum(), Sum()
    for cluster in range(6):
        one.add(Place(cluster, 0), 1.0, 2.0)
    other.add(Place(0, 0), 2.0, 2.0)
    assert value_of(ACCURACY, [one, other]) == pytest.approx(8 / 14)
    found = interval_of(ACCURACY, [one, other])
    assert isinstance(found, Interval)
    assert found.events == 6


def test_a_sum_has_no_interval_and_a_ratio_no_spread() -> None:
    total = Sum()
    for cluster in range(8):
        total.add(Place(cluster, 0), float(cluster), 1.0)
    assert value_of(COUNT, [total]) == 28.0
    assert interval_of(COUNT, [total]) == NO_RATE
    assert spread_of(ACCURACY, [total]) is None


def test_one_sample_has_no_spread() -> None:
    total = MeanSum(1, has_epochs=False)
    total.add(Place(0, 0), 0.5, 0.0)
    assert spread_of(RECALL, [total]) is None
    assert value_of(RECALL, []) is None
