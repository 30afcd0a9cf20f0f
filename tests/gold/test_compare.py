"""Relations between typed values, worked out by hand."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.gold.compare import (
    Value,
    compare_amounts,
    compare_durations,
    compare_periods,
    place_year,
    round_to_one_digit,
)
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
    ("842", "exact", "900", "fewer than", "coarser"),  # rounded up, and said to be less
    ("842", "exact", "1000", "fewer than", "weaker"),
    ("900", "at least", "900", "fewer than", "different"),
    ("20000000000", "exact", "tens of billions", "exact", "coarser"),
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
    # about leaves five percent on either side
    ("1000", "about", "1040", "exact", "weaker"),
    ("1000", "about", "1060", "exact", "different"),
    ("1000", "about", "940", "exact", "different"),
    ("1000", "exact", "1060", "about", "different"),
    ("1020", "exact", "1060", "about", "weaker"),
    ("1000", "about", "1090", "about", "weaker"),
    ("1000", "about", "1020", "at least", "weaker"),
    ("1000", "about", "980", "at most", "weaker"),
    ("1000", "about", "1100", "at least", "different"),
    ("1000", "about", "900", "at most", "different"),
    # a number rounded to one digit and said to be so, down where it says more than
    ("11000", "exact", "10000", "more than", "coarser"),
    ("2700", "exact", "3000", "about", "coarser"),
    ("2700", "exact", "3000", "exact", "different"),
    ("2700", "exact", "3000", "more than", "different"),
    ("11000", "exact", "10000", "at least", "weaker"),
    ("9500", "exact", "8000", "more than", "weaker"),  # true, but no rounding
    ("0.95", "exact", "0.9", "more than", "coarser"),
    ("9500", "at most", "9000", "more than", "weaker"),  # the article leaves fewer open
    ("10000 to 11000", "exact", "10000", "about", "weaker"),
    ("0", "exact", "5", "more than", "different"),
    ("0", "exact", "5", "about", "different"),
    # a bound is open on one side: what lies on it is not carried, the other bound excludes nothing
    ("1000", "at least", "1500", "exact", "different"),
    ("1000", "at least", "1500", "at most", "weaker"),
    ("1500", "at most", "1000", "at least", "weaker"),
    ("1500", "at most", "1000", "exact", "different"),
    ("1500", "up to", "1000", "up to", "different"),
    ("1000", "at least", "800", "at most", "different"),
    ("1000", "at least", "800", "exact", "different"),
    ("1000", "at least", "1500 to 2000", "exact", "weaker"),
    ("1000 to 2000", "at least", "1500", "exact", "weaker"),
    ("1500", "at least", "1000", "at least", "weaker"),  # rounder, and true
    ("1500", "at most", "2000", "at most", "weaker"),
    ("9500", "more than", "8000", "more than", "weaker"),
    ("9500", "more than", "8500", "more than", "different"),  # as precise, but another number
    ("9500", "at most", "10500", "at most", "different"),
    ("10", "at least", "9.5", "at least", "different"),
    ("1000", "at least", "800 to 900", "at least", "weaker"),
    # the wrong end of a range
    ("1000 to 2000", "exact", "1000", "at most", "different"),
    ("1000 to 2000", "exact", "1010", "at most", "different"),  # an end is meant within one percent
    ("1000 to 2000", "exact", "1020", "at most", "weaker"),
    ("1000 to 2000", "exact", "2000", "at least", "different"),
    ("1000 to 2000", "exact", "1980", "at least", "different"),
    ("1000 to 2000", "exact", "1970", "at least", "weaker"),
    ("1000 to 2000", "exact", "1000", "at least", "weaker"),
    ("1000 to 2000", "exact", "2000", "at most", "weaker"),
    # ranges that share a number do not exclude each other
    ("10 to 20", "exact", "20 to 30", "exact", "weaker"),
    ("10 to 20", "exact", "21 to 30", "exact", "different"),
    ("10 to 20", "exact", "5 to 10", "exact", "weaker"),
    ("10 to 20", "exact", "5 to 9", "exact", "different"),
    ("10 to 20", "exact", "9 to 21", "exact", "weaker"),
    ("10 to 20", "exact", "9 to 20", "exact", "weaker"),
    ("10 to 20", "exact", "10 to 21", "exact", "weaker"),
    ("1000", "up to", "500 to 1000", "exact", "same"),
    ("1000", "up to", "500 to 900", "exact", "weaker"),
    ("1000", "at least", "500 to 1000", "exact", "weaker"),
    ("2", "exact", "3", "exact", "different"),
    # a fraction is a share that was rounded to percent, and nothing else is
    ("1/3", "exact", "33%", "exact", "same"),
    ("33%", "exact", "1/3", "exact", "same"),
    ("1/3", "exact", "34%", "exact", "different"),
    ("2/3", "exact", "67%", "exact", "same"),
    ("50%", "exact", "50.3%", "exact", "different"),
    ("25% to 1/3", "exact", "25% to 33%", "exact", "same"),
    ("25% to 33%", "exact", "1/4 to 1/3", "exact", "same"),
    ("33% to 50%", "exact", "1/3 to 50%", "exact", "same"),
    ("1/3 to 1/2", "exact", "40% to 50%", "exact", "weaker"),
    ("1/3 to 1/2", "exact", "1/3 to 40%", "exact", "weaker"),
    # a rough share lies within four points, on the side that it says
    ("22%", "exact", "25%", "about", "weaker"),
    ("21%", "exact", "25%", "about", "weaker"),
    ("29%", "exact", "25%", "about", "weaker"),
    ("20%", "exact", "25%", "about", "different"),
    ("30%", "exact", "25%", "about", "different"),
    ("25%", "exact", "30%", "about", "different"),
    ("52%", "exact", "50%", "more than", "weaker"),
    ("48%", "exact", "50%", "fewer than", "weaker"),
    ("48%", "exact", "50%", "more than", "different"),
    ("52%", "exact", "50%", "fewer than", "different"),
    ("35%", "more than", "1/3", "more than", "weaker"),
    ("32%", "fewer than", "1/3", "fewer than", "weaker"),
    ("35%", "fewer than", "1/3", "fewer than", "different"),
    ("30%", "more than", "1/3", "more than", "different"),
    ("29%", "more than", "25%", "more than", "weaker"),
    ("21%", "fewer than", "25%", "fewer than", "weaker"),
]


@pytest.mark.parametrize(("fact", "bound", "found", "found_bound", "relation"), AMOUNTS)
def test_amounts_relate_as_news_reads_them(fact: str, bound: str, found: str, found_bound: str, relation: str) -> None:
    ours, theirs = Value(parse_amount(fact), bound), Value(parse_amount(found), found_bound)
    assert compare_amounts(ours, theirs) == relation


def test_share_and_number_are_not_compared() -> None:
    assert compare_amounts(Value(parse_amount("50%")), Value(parse_amount("50"))) is None
    assert compare_amounts(Value(parse_amount("dozens")), Value(parse_amount("50%"))) is None


LOWER, UPPER, PLAIN = ("at least", "more than"), ("at most", "up to", "fewer than"), ("exact", "about")
ALIKE = [
    *((a, b, "same") for side in (LOWER, UPPER, PLAIN) for a in side for b in side),
    *((a, b, "bound dropped") for a in (*LOWER, *UPPER) for b in PLAIN),
    *((a, b, "different") for a, b in (*product(LOWER, UPPER), *product(UPPER, LOWER))),
    *(("about", b, "weaker") for b in (*LOWER, *UPPER)),
    *(("exact", b, "weaker") for b in ("at least", "at most", "up to")),
    *(("exact", b, "different") for b in ("more than", "fewer than")),  # 300 are not more than 300
]


@pytest.mark.parametrize(("bound", "found_bound", "relation"), ALIKE)
def test_bounds_of_one_number_relate(bound: str, found_bound: str, relation: str) -> None:
    number = parse_amount("300")
    assert compare_amounts(Value(number, bound), Value(number, found_bound)) == relation


MAGNITUDES = [
    # a magnitude for a number inside it is one step less precise
    ("30", "exact", "dozens", "exact", "coarser"),
    ("60", "exact", "scores", "exact", "coarser"),
    ("100", "exact", "hundreds", "exact", "coarser"),
    ("999", "exact", "hundreds", "exact", "coarser"),
    ("1000 to 3000", "exact", "thousands", "exact", "coarser"),
    ("300000", "exact", "hundreds of thousands", "exact", "coarser"),
    ("3 million", "exact", "millions", "exact", "coarser"),
    ("30 million", "exact", "tens of millions", "exact", "coarser"),
    ("300 million", "exact", "hundreds of millions", "exact", "coarser"),
    ("3 billion", "exact", "billions", "exact", "coarser"),
    ("300", "exact", "many", "exact", "weaker"),
    ("4", "exact", "several", "exact", "weaker"),
    ("999", "exact", "thousands", "exact", "different"),
    ("500 to 3000", "exact", "thousands", "exact", "weaker"),
    ("500 to 1000", "exact", "thousands", "exact", "weaker"),
    ("500 to 900", "exact", "thousands", "exact", "different"),
    # a number inside the fact's magnitude states it, one outside goes against it
    ("thousands", "exact", "1000", "exact", "same"),
    ("thousands", "exact", "9999", "exact", "same"),
    ("thousands", "exact", "10000", "exact", "different"),
    ("thousands", "exact", "999", "exact", "different"),
    ("thousands", "exact", "2000 to 3000", "exact", "same"),
    ("thousands", "exact", "8000 to 12000", "exact", "weaker"),
    ("thousands", "exact", "500 to 1500", "exact", "weaker"),
    ("thousands", "exact", "200 to 1000", "exact", "weaker"),
    ("thousands", "exact", "200 to 500", "exact", "different"),
    ("thousands", "exact", "9999 to 12000", "exact", "weaker"),
    ("thousands", "exact", "3000", "at least", "same"),
    ("thousands", "exact", "1000", "at least", "weaker"),
    ("thousands", "exact", "500", "at least", "weaker"),
    ("thousands", "exact", "20000", "at least", "different"),
    ("thousands", "exact", "5000", "at most", "weaker"),
    ("thousands", "exact", "1000", "at most", "different"),
    ("thousands", "exact", "500", "up to", "different"),
    ("thousands", "exact", "12000", "about", "different"),
    # words for words
    ("several", "exact", "a few", "exact", "same"),
    ("several thousand", "exact", "thousands", "exact", "same"),
    ("several dozen", "exact", "dozens", "exact", "same"),
    ("some", "exact", "dozens", "exact", "same"),
    ("dozens", "exact", "dozens", "exact", "same"),
    ("hundreds", "exact", "many", "exact", "weaker"),
    ("dozens", "exact", "scores", "exact", "weaker"),
    ("scores", "exact", "dozens", "exact", "weaker"),
    ("scores", "exact", "hundreds", "exact", "weaker"),
    ("a couple hundred", "exact", "hundreds", "exact", "weaker"),
    ("tens of thousands", "exact", "thousands", "exact", "different"),
    ("thousands", "exact", "tens of thousands", "exact", "different"),
    ("several", "exact", "dozens", "exact", "different"),
    ("hundreds", "exact", "several", "exact", "different"),
]


@pytest.mark.parametrize(("fact", "bound", "found", "found_bound", "relation"), MAGNITUDES)
def test_magnitudes_relate_by_what_they_can_stand_for(
    fact: str, bound: str, found: str, found_bound: str, relation: str
) -> None:
    ours, theirs = Value(parse_amount(fact), bound), Value(parse_amount(found), found_bound)
    assert compare_amounts(ours, theirs) == relation


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
    # one step less precise is coarser, two are weaker
    ("2025-01-15", "mid 2025-01", "coarser"),
    ("2025-01-15", "2025-01", "weaker"),
    ("2024-10", "2024-23", "coarser"),
    ("2024-10", "late 2024", "coarser"),
    ("2024-10", "2024", "weaker"),
    ("2024-23", "2024", "coarser"),
    ("2024-23", "202X", "weaker"),
    ("2024", "2024-06", "same"),
    ("2024-10/2025-01", "2025", "weaker"),  # they overlap
    ("2024-10/2025-01", "2025-02", "different"),
    ("1950/1953", "1951-06", "weaker"),
    ("1950/1953", "1954", "different"),
    ("2024-01-01/2025-01-01", "XXXX-06", "same"),  # no more than a year
    # years are not compared where one side has none
    ("XXXX-06", "2024", "weaker"),
    ("2024", "XXXX-06", "same"),
    ("1950/1953", "XXXX-06", "weaker"),
    ("XXXX-06", "1950/1953", "weaker"),
    ("XXXX-06", "194X", "weaker"),
    ("194X", "XXXX-06", "weaker"),
    ("1998/..", "XXXX-06", "different"),  # June is no part of it
    ("XXXX-06", "1998/..", "different"),
    ("194X/..", "XXXX-06", "different"),
    ("2024-10/..", "XXXX-10", "coarser"),
    # of open periods the end that the fact has is compared
    ("1987", "1980/..", "weaker"),
    ("1987", "1990/..", "different"),
    ("1987", "../1990", "weaker"),
    ("1987", "../1980", "different"),
    ("2024-10/..", "../2025", "weaker"),
    ("2024-10/..", "2024-10-31/..", "same"),
    ("2024-10/..", "2024-11-01/..", "different"),
    ("2024-10/..", "2024-09-30/..", "different"),
    ("2024/..", "2024-06/..", "same"),
    ("2024/..", "2025-01/..", "different"),
    ("2024-10-15/..", "2024-10", "weaker"),  # a day, and a month
    ("mid 2024-10/..", "2024-10", "coarser"),
    ("mid 2024-10/..", "2024-10/..", "coarser"),
    ("2024-10/..", "2024-23", "coarser"),
    ("2024-10/..", "2024", "weaker"),
    ("2024-10/..", "2025-03", "weaker"),
    ("2024-10/..", "2024-03", "different"),
    ("../2031-04-16", "2031-04-16", "coarser"),
    ("../2031-04-16", "2031-04-10", "weaker"),
    ("../2031-04-16", "2031-05", "different"),
    ("../2031-04-16", "2031-04", "weaker"),
    ("../2031-04-16", "../2031-04", "weaker"),
    ("../2031-04-16", "../mid 2031-04", "coarser"),
    ("../2031-04-16", "../2031-04-15", "different"),
    ("../2031-04", "../2031-04-16", "same"),
    ("../2031-04", "../2031-05", "different"),
    ("../2031-04", "../2031-02", "different"),
    # the months and years before and after are no part of one
    ("2024-10/..", "2024-09", "different"),
    ("2024-10/..", "2024-09/..", "different"),
    ("2023/..", "2024-01/..", "different"),
    ("../2024-11", "../2024-10", "different"),
    ("../2031-04", "../2031-03", "different"),
    ("2024-10/..", "../2020", "different"),  # they share no day
    ("2024-02/..", "2024-02-29/..", "same"),
    ("2025-21/..", "2025-05-31/..", "same"),  # the last day of spring
    ("2025-21/..", "2025-06-01/..", "different"),
    ("early 2025-03/..", "2025-03-10/..", "same"),
    ("early 2025-03/..", "2025-03-11/..", "different"),
    ("late 2025-03/..", "2025-03-31/..", "same"),
    ("../early 2025-03", "../2025-03-01", "same"),
]


@pytest.mark.parametrize(("fact", "found", "relation"), PERIODS)
def test_periods_relate_by_precision(fact: str, found: str, relation: str) -> None:
    assert compare_periods(parse_period(fact), parse_period(found)) == relation


PLACED = [
    # period, publication, the last one before it
    ("XXXX-12", "2025-02-05", "2024-12"),
    ("XXXX-01", "2025-02-05", "2025-01"),
    ("XXXX-02", "2025-02-05", "2025-02"),
    ("XXXX-02-05", "2025-02-05", "2025-02-05"),
    ("XXXX-02-06", "2025-02-05", "2024-02-06"),
    ("XXXX-02-20", "2025-02", "2025-02-20"),  # on which day of February is not known
    ("XXXX-10/..", "2025-02-05", "2024-10/.."),
    ("2024-12", "2025-02-05", None),  # it has a year
    ("XXXX-12", "2025/..", None),
    ("XXXX-12", None, None),
    ("../XXXX-04", "2025-02-05", None),
]


@pytest.mark.parametrize(("period", "published", "placed"), PLACED)
def test_a_date_without_year_is_the_last_before_publication(
    period: str, published: str | None, placed: str | None
) -> None:
    found = place_year(parse_period(period), parse_period(published) if published else None)
    assert found == (parse_period(placed) if placed else None)


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
    ("several weeks", "3 weeks", "weaker"),  # several are 3 to 9
    ("several weeks", "9 weeks", "weaker"),
    ("several weeks", "2 weeks", "different"),
    ("several weeks", "10 weeks", "different"),
    ("3 months", "14 weeks", "same"),
    ("3 months", "11 weeks", "different"),
    ("3 months", "15 weeks", "different"),
    ("2 to 3 months", "8 to 13 weeks", "same"),
    ("2 to 3 months", "8 to 16 weeks", "weaker"),
    ("2 to 3 months", "12 to 13 weeks", "different"),
    ("3 weeks", "3 to 4 weeks", "weaker"),
    ("3 weeks", "2 to 3 weeks", "weaker"),
    ("3 weeks", "4 to 5 weeks", "different"),
    ("3 weeks", "1 to 2 weeks", "different"),
]


@pytest.mark.parametrize(("fact", "found", "relation"), DURATIONS)
def test_durations_relate_in_any_unit(fact: str, found: str, relation: str) -> None:
    assert compare_durations(parse_duration(fact), parse_duration(found), is_vague=False) == relation


def test_vague_duration_of_the_same_unit_is_coarser() -> None:
    assert compare_durations(parse_duration("3 weeks"), parse_duration("2 to 9 weeks"), is_vague=True) == "coarser"
    assert compare_durations(parse_duration("3 weeks"), parse_duration("2 to 9 months"), is_vague=True) == "different"
    assert compare_durations(parse_duration("many months"), parse_duration("a few weeks"), is_vague=True) == "different"
    assert compare_durations(parse_duration("several weeks"), parse_duration("months"), is_vague=True) == "weaker"


@pytest.mark.parametrize(
    ("fact", "found", "relation"),
    [
        ("several weeks", "several weeks", "same"),
        ("several weeks", "a few weeks", "coarser"),
        ("2 weeks", "several weeks", "coarser"),
        ("9 weeks", "several weeks", "coarser"),
        ("3 weeks", "a few days", "different"),  # 2 to 9 days
        ("10 days", "weeks", "different"),  # 2 to 12 weeks
        ("14 days", "weeks", "weaker"),
        ("84 days", "weeks", "weaker"),
        ("85 days", "weeks", "different"),
        ("2 months", "weeks", "weaker"),
    ],
)
def test_lengths_in_vague_words(fact: str, found: str, relation: str) -> None:
    assert compare_durations(parse_duration(fact), parse_duration(found), is_vague=True) == relation


BOUNDED = [
    # fact, bound, found, bound, relation
    ("5 years", "at least", "5 years", "at most", "different"),
    ("5 years", "at most", "5 years", "more than", "different"),
    ("5 years", "at least", "5 years", "more than", "same"),
    ("5 years", "at most", "5 years", "up to", "same"),
    ("5 years", "exact", "4 years", "more than", "weaker"),
    ("5 years", "exact", "6 years", "more than", "different"),
    ("5 years", "exact", "4 years", "fewer than", "different"),
    ("5 years", "exact", "4 years", "exact", "different"),
    ("3 to 5 years", "exact", "3 years", "at least", "weaker"),
    ("3 to 5 years", "exact", "5 years", "at most", "weaker"),
]


@pytest.mark.parametrize(("fact", "bound", "found", "found_bound", "relation"), BOUNDED)
def test_lengths_with_bounds(fact: str, bound: str, found: str, found_bound: str, relation: str) -> None:
    ours, theirs = parse_duration(fact), parse_duration(found)
    assert compare_durations(ours, theirs, is_vague=False, bound=bound, found_bound=found_bound) == relation


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
