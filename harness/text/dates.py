"""Periods: dates of any precision as intervals of days, and the notation that gold files write them in.

The notation is a subset of EDTF (ISO 8601-2): `2025-02-05`, `2025-01`, `2024`, `194X`, `XXXX-01`, `2024-10/2025-01`,
`2024-10/..`, `../2024`, seasons as `2024-21` (spring) to `2024-24` (winter), and our own prefixes `early`, `mid`
and `late` before a month, a year or a decade.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

GRAINS = ("day", "part of month", "month", "season", "part of year", "year", "decade")
"""Precisions, finest first; a fact one step coarser is still the same fact."""

GRAIN_DAYS = {
    "day": 1, "part of month": 11, "month": 31, "season": 92, "part of year": 123, "year": 366, "decade": 3653,
}  # fmt: skip
"""How many days a period of each precision has at most."""

NO_YEAR = 4
"""The year that stands for an unknown one inside a period; a leap year, so that 29 February exists."""

_EDTF = re.compile(
    r"(?:(?P<part>early|mid|late)[ -])?"
    r"(?:(?P<decade>\d{3})X|(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?)",
    re.ASCII,
)
_MONTHS = 12
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `earliest` to `latest`, both included; None is open. `grain` is the precision it was given with."""

    earliest: date | None
    latest: date | None
    grain: str
    has_year: bool = True

    @property
    def is_open(self) -> bool:
        """Whether the period has no known start or no known end."""
        return self.earliest is None or self.latest is None

    def contains(self, other: Period) -> bool:
        """Whether every day of the other period lies in this one."""
        starts_first = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        ends_last = self.latest is None or (other.latest is not None and self.latest >= other.latest)
        return starts_first and ends_last

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share a day."""
        before = self.latest is not None and other.earliest is not None and self.latest < other.earliest
        after = self.earliest is not None and other.latest is not None and self.earliest > other.latest
        return not before and not after

    def with_year(self, year: int) -> Period:
        """Return a yearless period placed in a year; one that has a year already is returned as it is."""
        if self.has_year:
            return self
        earliest, latest = self.earliest, self.latest
        if earliest and latest and latest < earliest:
            raise ValueError("a period that ends before it starts.")
        return replace(
            self,
            earliest=_set_year(earliest, year) if earliest else None,
            latest=_set_year(latest, year + (latest.year - NO_YEAR)) if latest else None,
            has_year=True,
        )

    def without_year(self) -> Period:
        """Return the same days of an unknown year, for comparison with a period that has none."""
        if not self.has_year:
            return self
        shift = self.latest.year - self.earliest.year if self.earliest and self.latest else 0
        return replace(
            self,
            earliest=_set_year(self.earliest, NO_YEAR) if self.earliest else None,
            latest=_set_year(self.latest, NO_YEAR + shift) if self.latest else None,
            has_year=False,
        )


def _set_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def parse_period(text: str) -> Period:
    """Return the period that a piece of notation means; raise ValueError with the reason where it means none."""
    text = text.strip()
    if "/" not in text:
        return _parse_single(text)
    start, _, end = text.partition("/")
    first = None if start in ("..", "") else _parse_single(start)
    last = None if end in ("..", "") else _parse_single(end)
    if first is None and last is None:
        raise ValueError(f"{text!r} has neither a start nor an end.")
    if first and last and first.has_year != last.has_year:
        raise ValueError(f"{text!r} has a year on one side only.")
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest and latest and latest < earliest:
        raise ValueError(f"{text!r} ends before it starts.")
    known = [p for p in (first, last) if p]
    return Period(earliest, latest, max((p.grain for p in known), key=GRAINS.index), known[0].has_year)


def _parse_single(text: str) -> Period:
    match = _EDTF.fullmatch(text)
    if not match:
        raise ValueError(
            f"{text!r} is no date. Write 2025-02-05, 2025-01, mid 2025-01, late 2024, 194X, XXXX-01 or a/b."
        )
    part = match["part"]
    if match["decade"]:
        if match["decade"] == "000":
            raise ValueError(f"{text!r}: there is no year 0.")
        return decade(int(match["decade"]) * 10, part)
    has_year = match["year"] != "XXXX"
    year = int(match["year"]) if has_year else NO_YEAR
    if not has_year and not match["month"]:
        raise ValueError(f"{text!r} says neither year nor month.")
    if year == 0:
        raise ValueError(f"{text!r}: there is no year 0.")
    if not match["month"]:
        return whole_year(year, part)
    number = int(match["month"])
    period = (
        _parse_day(text, year, number, match["day"], part) if match["day"] else _parse_month(text, year, number, part)
    )
    return replace(period, has_year=has_year)


def _parse_day(text: str, year: int, number: int, day: str, part: str | None) -> Period:
    if part:
        raise ValueError(f"{text!r}: '{part}' goes with a month or a year, not with a day.")
    try:
        return day_of(date(year, number, int(day)))
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar.") from error


def _parse_month(text: str, year: int, number: int, part: str | None) -> Period:
    if number in _SEASON_MONTHS and not part:
        return season(year, number)
    if not 1 <= number <= _MONTHS:
        raise ValueError(f"{text!r}: there is no month {number}.")
    return month(year, number, part)


def day_of(when: date) -> Period:
    """Return one day."""
    return Period(when, when, "day")


def month(year: int, number: int, part: str | None = None) -> Period:
    """Return a month, or its early (1-10), mid (11-20) or late (21-end) part."""
    last = calendar.monthrange(year, number)[1]
    if part is None:
        return Period(date(year, number, 1), date(year, number, last), "month")
    first, until = _MONTH_PARTS[part]
    return Period(date(year, number, first), date(year, number, min(until, last)), "part of month")


def season(year: int, number: int) -> Period:
    """Return spring (21), summer (22), autumn (23) or winter (24, December to February) of a year."""
    first, last = _SEASON_MONTHS[number]
    end_year = year + (last < first)
    return Period(date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1]), "season")


def whole_year(year: int, part: str | None = None) -> Period:
    """Return a year, or its early (January-April), mid (May-August) or late (September-December) part."""
    if part is None:
        return Period(date(year, 1, 1), date(year, 12, 31), "year")
    first, last = _YEAR_PARTS[part]
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), "part of year")


def decade(first_year: int, part: str | None = None) -> Period:
    """Return ten years, or their early (0-3), mid (4-6) or late (7-9) part."""
    start, end = _DECADE_PARTS[part] if part else (0, 9)
    return Period(date(first_year + start, 1, 1), date(first_year + end, 12, 31), "decade")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in days, from `low` to `high`, and the unit it was given in.

    `is_vague` says that it was given in words that leave the number open, such as `several weeks`.
    """

    low: float
    high: float
    unit: str
    is_vague: bool = False


UNIT_DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
    "decade": 3652.5,
    "century": 36525.0,
}
VAGUE_LENGTHS = {"": (2.0, 12.0), "a few": (2.0, 9.0), "several": (3.0, 9.0), "many": (3.0, 18.0)}
"""How many units a duration without a number can be: least and most, both included."""

_DURATION = re.compile(
    r"(?P<low>\d{1,9}(?:\.\d{1,9})?)(?: to (?P<high>\d{1,9}(?:\.\d{1,9})?))? (?P<unit>[a-z]+?)s?", re.ASCII
)
_VAGUE_DURATION = re.compile(r"(?:(?P<vague>a few|several|many) )?(?P<unit>[a-z]+)s")


def parse_duration(text: str) -> Duration:
    """Return a duration as gold files write it; raise ValueError with the reason where it is none.

    Either a number or range and a unit (`3 weeks`, `2 to 3 months`), or vague words: `weeks`, `a few days`,
    `several weeks`, `many months`.
    """
    text = " ".join(text.split())
    vague = _VAGUE_DURATION.fullmatch(text)
    if vague and vague["unit"] in UNIT_DAYS:
        low, high = VAGUE_LENGTHS[vague["vague"] or ""]
        days = UNIT_DAYS[vague["unit"]]
        return Duration(low * days, high * days, vague["unit"], is_vague=True)
    match = _DURATION.fullmatch(text)
    if not match or match["unit"] not in UNIT_DAYS:
        raise ValueError(
            f"{text!r} is no duration. Write a number and a unit, such as '3 weeks' or '2 to 3 months', "
            "or 'weeks', 'a few days', 'several weeks', 'many months'."
        )
    days = UNIT_DAYS[match["unit"]]
    low = float(match["low"])
    high = float(match["high"] or low)
    if high < low:
        raise ValueError(f"{text!r} ends below its start.")
    return Duration(low * days, high * days, match["unit"])


_TENTHS = dict([_MONTH_PARTS["early"], _MONTH_PARTS["mid"]])
_LATE = _MONTH_PARTS["late"][0]
_GRAIN_MONTHS = {"month": 1, "season": 3, "part of year": 4, "year": 12, "decade": 120}


def far_end(day: date, grain: str, *, is_first: bool) -> date:
    """Return the last day of the unit that a day is the first of, or the first of that which it is the last of."""
    if grain == "day":
        return day
    if grain == "part of month":
        if is_first:
            return day.replace(day=_TENTHS[day.day]) if day.day in _TENTHS else _month_end(day)
        return day.replace(day=next((first for first, last in _TENTHS.items() if last == day.day), min(day.day, _LATE)))
    months = 12 * day.year + day.month - 1 + (_GRAIN_MONTHS[grain] - 1) * (1 if is_first else -1)
    year = min(max(months // 12, date.min.year), date.max.year)
    far = date(year, months % 12 + 1, 1)
    return _month_end(far) if is_first else far


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_days(when: date, days: float) -> date:
    """Return a day some days later (earlier where negative), held inside the calendar."""
    try:
        return when + timedelta(days=round(days))
    except OverflowError:
        return date.max if days > 0 else date.min
