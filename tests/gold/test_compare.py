"""Relations between typed values, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.gold.compare import Value, compare_amounts, compare_durations, compare_periods, round_to_one_digit
from harness.text.amounts import Amount, parse_amount
from harness.text.dates import parse_duration, parse_period

AMOUNTS = [
    # fact, bound, found, bound, relation
    ("11000", "about", "11000", "exact", "same"),
    ("11000", "about", "10000", "about", "coarser"),  # rounded to one digit, and said to be
    ("11000", "about", "10000", "exact", "different"),
    ("11000", "about", "10000", "more than", "coarser"),
    ("11000", "about", "11500", "exact", "weaker"),  # within five percent of an about
    ("11000", "about", "12000", "exact", "different"),
    ("1000", "at least", "1000", "more than", "same"),
    ("1000", "at least", "1000", "exact", "bound dropped"),
    ("1000", "at least", "1000", "at most", "different"),
    ("1000", "at least", "1500", "at least", "different"),  # more than the article carries
    ("1000", "at least", "500", "at least", "different"),  # no rounding: another number
    ("9500", "more than", "9000", "more than", "coarser"),
    ("50%", "up to", "33%", "at least", "weaker"),
    ("1/3 to 50%", "about", "1/3", "at most", "different"),
    ("1/3 to 50%", "about", "1/3", "at least", "weaker"),
    ("50%", "up to", "33% to 50%", "exact", "same"),
    ("300", "exact", "300", "more than", "different"),
    ("300", "about", "300 to 1000", "exact", "weaker"),
    ("300", "about", "hundreds", "exact", "coarser"),
    ("300", "about", "thousands", "exact", "different"),
    ("11000", "about", "tens of thousands", "exact", "coarser"),
    ("thousands", "exact", "3000", "about", "same"),  # that the article is less precise, its claims tell
    ("thousands", "exact", "30000", "exact", "different"),
    ("thousands", "exact", "1000", "fewer than", "different"),
    ("thousands", "exact", "1000", "more than", "weaker"),
    ("several", "exact", "multiple", "exact", "same"),
    ("thousands", "exact", "several thousand", "exact", "same"),
    ("10000 to 11000", "exact", "10000 to 11000", "exact", "same"),
    ("10000 to 11000", "exact", "11000", "exact", "weaker"),
    ("10000 to 11000", "exact", "12000", "exact", "different"),
    ("50%", "up to", "50%", "exact", "bound dropped"),
    ("50%", "up to", "50%", "at least", "different"),
    ("1/3 to 1/2", "exact", "33% to 50%", "exact", "same"),
    ("1/3 to 1/2", "exact", "70%", "exact", "different"),
]


@pytest.mark.parametrize(("fact", "bound", "found", "found_bound", "relation"), AMOUNTS)
def test_amounts_relate_as_news_reads_them(fact: str, bound: str, found: str, found_bound: str, relation: str) -> None:
    ours, theirs = Value(parse_amount(fact), bound), Value(parse_amount(found), found_bound)
    assert compare_amounts(ours, theirs) == relation


def test_share_and_number_are_not_compared() -> None:
    assert compare_amounts(Value(parse_amount("50%")), Value(parse_amount("50"))) is None


PERIODS = [
    ("mid 2025-01", "2025-01-15", "same"),  # a day inside is no denial; that it is too precise, claims tell
    ("mid 2025-01", "2025-01", "coarser"),
    ("mid 2025-01", "2025", "weaker"),
    ("mid 2025-01", "early 2025-01", "different"),
    ("2025-01", "2025-02", "different"),
    ("XXXX-01", "2025-01", "same"),
    ("XXXX-01", "2025-02", "different"),
    ("late 2024", "2024", "coarser"),
    ("late 2024", "2024-10", "same"),
    ("late 2024", "early 2024", "different"),
    ("2024-10/..", "2024-10/..", "same"),
    ("2024-10/..", "2024-10", "coarser"),
    ("2024-10/..", "2024-08/..", "different"),
    ("1950/1953", "1950/1953", "same"),
    ("1950/1953", "1953", "weaker"),  # its end, not all of it
    ("2024-10/..", "2024-22/..", "different"),
    ("2024-10/..", "2024-23/..", "coarser"),  # since autumn
    ("2024-10/..", "2024/..", "weaker"),
    ("2024-10/..", "2024-10-15/..", "same"),
    ("1987", "1987/..", "coarser"),  # for the first time since
    ("../2031-04-16", "XXXX-04-16", "coarser"),
    ("../2031-04-16", "../XXXX-04-16", "same"),
    ("../2031-04-16", "../XXXX-04-19", "different"),
    ("194X", "1943", "same"),
    ("1943", "194X", "coarser"),
]


@pytest.mark.parametrize(("fact", "found", "relation"), PERIODS)
def test_periods_relate_by_precision(fact: str, found: str, relation: str) -> None:
    assert compare_periods(parse_period(fact), parse_period(found)) == relation


DURATIONS = [
    ("3 weeks", "21 days", "same"),
    ("3 months", "12 weeks", "same"),  # 84 days for 91: within the tolerance
    ("3 weeks", "1 months", "different"),
    ("3 weeks", "2 to 4 weeks", "weaker"),
    ("12 months", "11 months", "different"),  # in one unit there is no tolerance
    ("5 years", "60 months", "same"),
    ("2 days", "48 hours", "same"),
    ("several weeks", "5 weeks", "weaker"),
    ("several weeks", "4 months", "different"),
]


@pytest.mark.parametrize(("fact", "found", "relation"), DURATIONS)
def test_durations_relate_in_any_unit(fact: str, found: str, relation: str) -> None:
    assert compare_durations(parse_duration(fact), parse_duration(found), is_vague=False) == relation


def test_vague_duration_of_the_same_unit_is_coarser() -> None:
    assert compare_durations(parse_duration("3 weeks"), parse_duration("2 to 9 weeks"), is_vague=True) == "coarser"
    assert compare_durations(parse_duration("3 weeks"), parse_duration("2 to 9 months"), is_vague=True) == "different"
    assert compare_durations(parse_duration("many months"), parse_duration("a few weeks"), is_vague=True) == "different"
    assert compare_durations(parse_duration("several weeks"), parse_duration("months"), is_vague=True) == "weaker"


def test_bounds_of_durations_are_compared() -> None:
    years = parse_duration("5 years")
    assert compare_durations(years, years, is_vague=False, bound="up to", found_bound="at least") == "different"
    assert compare_durations(years, years, is_vague=False, bound="up to") == "same"
    assert compare_durations(years, parse_duration("6 years"), is_vague=False, found_bound="fewer than") == "weaker"


@pytest.mark.parametrize(
    ("number", "rounded"), [(11000, 10000), (2700, 3000), (15, 20), (0.34, 0.3), (0, 0), (-25, -30)]
)
def test_rounding_keeps_one_digit(number: float, rounded: float) -> None:
    assert round_to_one_digit(number) == pytest.approx(rounded)


values = st.builds(
    lambda low, width, bound: Value(Amount(low, low + width), bound),
    st.integers(1, 10**6),
    st.sampled_from([0, 0, 5, 1000]),
    st.sampled_from(["exact", "about", "at least", "at most", "more than", "fewer than", "up to"]),
)


@given(values)
def test_a_value_states_itself(value: Value) -> None:
    assert compare_amounts(value, value) == "same"


@given(values, values)
def test_disjoint_intervals_are_never_stated(fact: Value, found: Value) -> None:
    (low, high), (found_low, found_high) = fact.interval, found.interval
    if (found_low > high or found_high < low) and fact.amount != found.amount:
        assert compare_amounts(fact, found) in ("different", "coarser")
