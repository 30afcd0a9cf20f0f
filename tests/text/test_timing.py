"""Times: precision, publication days that are not known to the day, what is no time, and the calendar's ends."""

from __future__ import annotations

from datetime import date

import pytest

from harness.text.dates import Period, day_of, parse_period
from harness.text.timing import find_times

WEDNESDAY = day_of(date(2025, 2, 5))


def period_of(text: str, published: Period | None = WEDNESDAY) -> Period:
    (mention,) = find_times(text, published=published)
    assert mention.period
    return mention.period


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("on 5 February 2025", "day"),
        ("from 5 to 7 February", "day"),
        ("in mid-January", "part of month"),
        ("in the first week of January", "part of month"),
        ("in January", "month"),
        ("in the spring of 2024", "season"),
        ("in the third quarter of 2024", "season"),
        ("in late summer 2024", "month"),
        ("in late 2024", "part of year"),
        ("in the first half of 2024", "part of year"),
        ("in 2024", "year"),
        ("from October to December 2024", "month"),
        ("between late 2023 and 2025", "year"),
        ("from 2020 to March 2024", "year"),
        ("in the 1940s", "decade"),
        ("last week", "part of month"),
        ("three days ago", "day"),
        ("two weeks ago", "part of month"),
        ("several weeks ago", "month"),
        ("ten years ago", "year"),
        ("three decades ago", "decade"),
    ],
)
def test_precision_is_that_of_the_words(text: str, grain: str) -> None:
    assert period_of(f"It rained {text}.").grain == grain


def test_weekday_alone_is_the_last_or_the_next() -> None:
    (mention,) = find_times("The deadline is Friday.", published=WEDNESDAY)
    assert (mention.period, mention.other) == (day_of(date(2025, 1, 31)), day_of(date(2025, 2, 7)))
    (mention,) = find_times("They have until Friday.", published=WEDNESDAY)
    assert mention.other == Period(None, date(2025, 2, 7), "day")
    (mention,) = find_times("It rained last Friday.", published=WEDNESDAY)
    assert mention.other is None


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("Sales beat the previous year's.", "2024"),
        ("It was lower than the year before.", "2024"),
        ("He left halfway through January.", "mid XXXX-01"),
        ("Q3 revenue rose.", "XXXX-07/XXXX-09"),
        ("Its third-quarter operating profit fell.", "XXXX-07/XXXX-09"),
        ("It began a decade ago.", "201X"),
        ("It began two decades ago.", "200X"),
        ("It ran from 2020 to March 2024.", "2020/2024-03"),
        ("It ran from May 2024 to January 2025.", "2024-05/2025-01"),
        ("The wall stood until 1200, then fell.", "../1200"),
    ],
)
def test_period_is_read_from_its_name_alone(text: str, notation: str) -> None:
    found, wanted = period_of(text), parse_period(notation)
    assert (found.earliest, found.latest) == (wanted.earliest, wanted.latest)


@pytest.mark.parametrize(
    "text",
    [
        "They scored in minutes 58 and 89.",
        "Half the match was gone.",
        "He scored in the third quarter.",  # of a game
    ],
)
def test_no_time_is_read(text: str) -> None:
    assert find_times(text, published=WEDNESDAY) == []


def test_previous_year_of_another_year_is_not_placed() -> None:
    mentions = find_times("In 2019 it grew faster than in the previous year.", published=WEDNESDAY)
    assert [m.period for m in mentions if m.period] == [parse_period("2019")]


@pytest.mark.parametrize("text", ["yesterday", "last month", "on Monday", "three weeks ago", "this winter"])
def test_relative_date_needs_a_publication_day(text: str) -> None:
    assert find_times(f"It rained {text}.") == []
    assert find_times(f"It rained {text}.", published=parse_period("XXXX-02-05")) == []
    assert find_times(f"It rained {text}.", published=parse_period("2025-02/..")) == []


def test_unplaced_relative_date_is_neither_duration_nor_quantity() -> None:
    from harness.text.reading import Reading  # noqa: PLC0415  (only here)

    reading = Reading("Ten years ago, on Tuesday, it rained.")
    assert (reading.times, reading.quantities) == ([], [])


def test_publication_known_to_the_month_places_what_all_its_days_place_alike() -> None:
    early_february = parse_period("early 2025-02")
    assert period_of("It rained last month.", early_february) == parse_period("2025-01")
    assert period_of("It rained late last year.", early_february) == parse_period("late 2024")
    assert period_of("It rained ten years ago.", early_february) == parse_period("2015")
    assert find_times("It rained yesterday.", published=early_february) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Wednesday", "2025-02-05"),
        ("on Thursday", "2025-01-30"),
        ("last Wednesday", "2025-01-29"),
        ("next Wednesday", "2025-02-12"),
        ("next Thursday", "2025-02-06"),
        ("this Friday", "2025-02-07"),
        ("on Tuesday night", "2025-02-04"),
    ],
)
def test_weekdays_are_the_nearest_that_are_meant(text: str, day: str) -> None:
    assert period_of(f"It rained {text}.") == parse_period(day)


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("last October", "2024-10"),
        ("last January", "2025-01"),
        ("this January", "2025-01"),
        ("next January", "2026-01"),
        ("next March", "2025-03"),
        ("last winter", "2023-24"),
        ("this winter", "2024-24"),
        ("next summer", "2025-22"),
        ("last decade", "201X"),
        ("early this year", "early 2025"),
        ("at the end of next year", "late 2026"),
        ("in May of last year", "2024-05"),
    ],
)
def test_last_this_and_next_are_read_from_the_day(text: str, notation: str) -> None:
    found = period_of(f"It rained {text}.")
    expected = parse_period(notation)
    assert (found.earliest, found.latest) == (expected.earliest, expected.latest)


@pytest.mark.parametrize(
    "text",
    [
        "She may march on.",
        "Theresa May spoke to Jan.",
        "The fall of Rome.",
        "It was a spring day for a fall guy.",
        "The second half and the third quarter.",
        "His 60s were her nineties, and in their 80s.",
        "05/02/2025 is one day or another.",
        "Every Monday and each Friday.",
        "The first Sunday of the month.",
        "Half-time, a half-hearted, a quarter-final.",
        "300 a day, twice a week, $5 an hour.",
        "One day he will come.",
        "The two second goals.",
        "A 3-year-old, three months old.",
        "The Hundred Years' War.",
        "They may in may.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert find_times(text, published=WEDNESDAY) == []


@pytest.mark.parametrize("day", [date.min, date.max, date(1, 1, 31), date(9999, 12, 1)])
@pytest.mark.parametrize(
    "text",
    ["next year", "last year", "tomorrow", "yesterday", "last week", "900 centuries ago", "next winter", "last May"],
)
def test_ends_of_the_calendar_are_no_errors(day: date, text: str) -> None:
    for mention in find_times(f"It rained {text}.", published=day_of(day)):
        assert mention.period is None or mention.period.earliest is None or mention.period.earliest >= date.min


def test_missing_first_year_is_found_backwards() -> None:
    assert period_of("from October to January 2025") == parse_period("2024-10/2025-01")
    assert period_of("from March to May 2024") == parse_period("2024-03/2024-05")


def test_vague_duration_says_so() -> None:
    several, exact = find_times("for several weeks and for three weeks")
    assert several.is_vague
    assert not exact.is_vague


def test_unit_is_the_one_that_was_given() -> None:
    units = [m.duration.unit for m in find_times("three weeks, 21 days, a fortnight, 48hrs") if m.duration]
    assert units == ["week", "day", "week", "hour"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by the fifth of December 2031", date(2031, 12, 5)),
        ("on the twenty-first of March 2030", date(2030, 3, 21)),
        ("on the thirty-first of May 2030", date(2030, 5, 31)),
        ("the first Sunday of November 2031", date(2031, 11, 2)),
        ("on the last Friday in March 2020", date(2020, 3, 27)),
        ("the fifth Monday of June 2025", date(2025, 6, 30)),
    ],
)
def test_days_in_words_are_days(text: str, day: date) -> None:
    assert period_of(text) == day_of(day)


@pytest.mark.parametrize(
    "text", ["the fifth Sunday of February 2026", "the thirty-first of June 2026", "the first Monday of each month"]
)
def test_days_that_no_calendar_has_are_none(text: str) -> None:
    assert all(m.period is None or m.period.grain != "day" for m in find_times(text, published=WEDNESDAY))


def test_a_weekday_of_a_month_without_a_year_is_the_last_or_the_next_one() -> None:
    (mention,) = find_times("on the second Thursday of January", published=WEDNESDAY)
    assert mention.period == day_of(date(2025, 1, 9))
    assert mention.other == day_of(date(2026, 1, 8))
    (today,) = find_times("the first Wednesday of February", published=WEDNESDAY)
    assert today.period == WEDNESDAY


def test_the_fortnight_is_two_weeks() -> None:
    (mention,) = find_times("within the fortnight that the law allows")
    assert mention.duration
    assert mention.duration.low == 14


@pytest.mark.parametrize(("text", "hours"), [("an hour and three quarters", 1.75), ("an hour and a half", 1.5)])
def test_parts_of_an_hour_are_added(text: str, hours: float) -> None:
    (mention,) = find_times(f"It ran for {text}.")
    assert mention.duration
    assert mention.duration.low * 24 == pytest.approx(hours)
