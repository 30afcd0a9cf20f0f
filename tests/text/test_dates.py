"""Periods and durations: the notation of gold files, and what periods say of each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.dates import Period, add_days, day_of, decade, month, parse_duration, parse_period, season, whole_year


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "grain"),
    [
        ("2025-02-05", date(2025, 2, 5), date(2025, 2, 5), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("mid 2025-01", date(2025, 1, 11), date(2025, 1, 20), "part of month"),
        ("late-2025-02", date(2025, 2, 21), date(2025, 2, 28), "part of month"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("early 2024", date(2024, 1, 1), date(2024, 4, 30), "part of year"),
        ("194X", date(1940, 1, 1), date(1949, 12, 31), "decade"),
        ("late 194X", date(1947, 1, 1), date(1949, 12, 31), "decade"),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29), "season"),
        ("2024-22", date(2024, 6, 1), date(2024, 8, 31), "season"),
        ("2024-10/2025-01", date(2024, 10, 1), date(2025, 1, 31), "month"),
        ("2024-10-05/2025", date(2024, 10, 5), date(2025, 12, 31), "year"),
        ("2024-10/..", date(2024, 10, 1), None, "month"),
        ("../2024", None, date(2024, 12, 31), "year"),
    ],
)
def test_notation_is_read(text: str, earliest: date | None, latest: date | None, grain: str) -> None:
    assert parse_period(text) == Period(earliest, latest, grain)


def test_yearless_notation_has_no_year() -> None:
    assert not parse_period("XXXX-01").has_year
    assert not parse_period("XXXX-02-29").has_year
    assert parse_period("XXXX-01").with_year(2025) == parse_period("2025-01")
    assert parse_period("XXXX-24").with_year(2024) == parse_period("2024-24")
    assert parse_period("2025-01").without_year() == parse_period("XXXX-01")
    assert parse_period("2025-01").with_year(1999) == parse_period("2025-01")
    assert parse_period("XXXX-02-29").with_year(2023) == parse_period("2023-02-28")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("January 2025", "is no date"),
        ("2025-13", "no month 13"),
        ("2025-02-30", "no day of the calendar"),
        ("mid 2025-02-05", "not with a day"),
        ("XXXX", "neither year nor month"),
        ("0000", "no year 0"),
        ("000X", "no year 0"),
        ("../..", "neither a start nor an end"),
        ("2025/2024", "ends before it starts"),
        ("2025-01/XXXX-02", "year on one side"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "is_vague"),
    [
        ("3 weeks", 21, 21, "week", False),
        ("1 day", 1, 1, "day", False),
        ("0.5 hours", 0.5 / 24, 0.5 / 24, "hour", False),
        ("2 to 3 months", 60.875, 91.3125, "month", False),
        ("weeks", 14, 84, "week", True),
        ("several weeks", 21, 63, "week", True),
    ],
)
def test_duration_notation_is_read(text: str, low: float, high: float, unit: str, is_vague: bool) -> None:
    duration = parse_duration(text)
    assert (duration.low, duration.high) == pytest.approx((low, high))
    assert (duration.unit, duration.is_vague) == (unit, is_vague)


@pytest.mark.parametrize("text", ["3", "three weeks", "3 wombats", "week", "3 to 2 weeks"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration|ends below"):
        parse_duration(text)


def test_periods_contain_and_overlap() -> None:
    january, year, since = parse_period("2025-01"), parse_period("2025"), parse_period("2024-10/..")
    assert year.contains(january)
    assert not january.contains(year)
    assert since.contains(january)
    assert not january.contains(since)
    assert january.overlaps(since)
    assert not january.overlaps(parse_period("2024"))
    assert since.is_open
    assert not year.is_open


@given(st.dates(), st.floats(min_value=-1e9, max_value=1e9))
def test_days_are_added_inside_the_calendar(when: date, days: float) -> None:
    assert date.min <= add_days(when, days) <= date.max


@given(st.integers(min_value=1, max_value=9990), st.sampled_from([None, "early", "mid", "late"]))
def test_parts_lie_in_their_wholes(year: int, part: str | None) -> None:
    assert whole_year(year).contains(whole_year(year, part))
    assert month(year, 2).contains(month(year, 2, part))
    assert decade(year).contains(decade(year, part))
    assert season(year, 24).contains(day_of(date(year, 12, 31)))
