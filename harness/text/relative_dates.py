"""Dates told from the day of publication: `yesterday`, `late last year`, `on Monday`, `three weeks ago`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from harness.text.dates import GRAINS, UNIT_DAYS, Duration, Period, add_days, day_of, decade, month, whole_year
from harness.text.durations import Length
from harness.text.months import (
    MONTH,
    MONTH_WORDS,
    NTH_WEEKDAY,
    NTHS,
    SEASON,
    WEEKDAYS,
    WORD_AHEAD,
    is_month_name,
    month_number,
    nth_weekday,
    season_of,
)
from harness.text.numerals import BLANK
from harness.text.starts import WordStarts
from harness.text.words import word_set
from harness.text.years import PART_WORDS, PARTS, Dated

_SATURDAY = 5
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_DAYS = {"today": 0, "tonight": 0, "this": 0, "yesterday": -1, "last": -1, "tomorrow": 1}
_SPAN_WORDS = PART_WORDS | MONTH_WORDS | _SHIFTS.keys() | word_set("earlier later")
_WEEKDAY_WORDS = _SHIFTS.keys() | set(WEEKDAYS)

_DAY = re.compile(
    r"""
    (?<! [\w-] ) (?=[lty])
    (?P<day> (?P<of_day> today | tonight | yesterday | tomorrow )
           | (?P<this> this | last ) [ \n] (?: morning | afternoon | evening | night ) )
    (?! [\w-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPAN = re.compile(
    rf"""
    (?<! [\w-] ) {WORD_AHEAD}
    (?:
        (?P<part> early | earlier | mid | late | later ) [ \n-]
      | (?P<part_of> beginning | start | middle | halfway | half-way | midway | end | close )
        {BLANK} (?: of | through | into ) {BLANK}
    )?
    (?: {MONTH.replace("<month>", "<name>")} {BLANK} (?: of{BLANK} )? (?P<which_year> last | this | next ) {BLANK} year
      | (?<! \bthe[ \n] ) (?P<which> last | this | next ) {BLANK}
        (?P<unit> week | weekend | month | year | decade | {SEASON} | {MONTH.replace("<month>", "<own_name>")} ) )
    (?! [\w-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"""
    (?<! [\w-] ) {WORD_AHEAD} (?: (?P<which> last | this | next ) {BLANK} )? (?P<weekday> {"|".join(WEEKDAYS)} )
    (?: {BLANK} (?: morning | afternoon | evening | night ) )?
    (?! [\w-]
      | {BLANK} (?: Times | Telegraph | Mirror | Express | Mail | Post | Sun | Herald | Live | League | of ) (?!\w) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NTH = re.compile(rf"(?<! [\w-] ) {NTH_WEEKDAY} (?! ,?{BLANK}\d )", re.VERBOSE | re.IGNORECASE)
_NAMED_DAY = re.compile(
    r"\b(?:black|good|bloody|super|palm|easter|cyber|ash|holy|maundy|whit|orange|sheffield|giving|usa|"
    r"red|every|each)[ \n]$",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    rf"""
    (?<! [\w-] ) (?<! \bover[ \n] ) (?<! \bfor[ \n] ) (?<! \bwithin[ \n] ) (?<! \bduring[ \n] )
    the {BLANK} (?: previous {BLANK} year | year {BLANK} before (?= [.,;:)] | \s*\Z ) ) (?! [\w-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?<![\w.,])(?:1[5-9]|20)\d\d(?![\w,]|\.\d)")
_AGO = re.compile(rf"{BLANK}ago(?!\w)", re.IGNORECASE)
_LONGER = re.compile(rf"\b(?:over|more{BLANK}than){BLANK}$", re.IGNORECASE)
_REACH = 12


@dataclass(frozen=True, slots=True)
class _Relative:
    """A date that depends on a day: where it stands and how it is reckoned."""

    start: int
    end: int
    reckon: Callable[[date], Period]
    other: Callable[[date], Period] | None = None


def read_relative(starts: WordStarts, lengths: Iterable[Length], published: Period | None) -> Iterator[Dated]:
    """Yield the dates that are told from the day of publication; without a period where that does not place them.

    Where only a stretch of days is known for the publication, a date is placed if all of them give the same one.
    """
    relatives = (_read_days, _read_spans, _read_weekdays, _read_nth_weekdays, _read_previous)
    for relative in [*(found for read in relatives for found in read(starts)), *_read_ago(starts.text, lengths)]:
        other = _place(relative.other, published) if relative.other else None
        yield Dated(relative.start, relative.end, _place(relative.reckon, published), other)


def _place(reckon: Callable[[date], Period], published: Period | None) -> Period | None:
    if published is None or not published.has_year or not published.earliest or not published.latest:
        return None
    try:
        first, last = reckon(published.earliest), reckon(published.latest)
    except ValueError:  # outside the calendar
        return None
    return first if first == last else None


def _read_days(starts: WordStarts) -> Iterator[_Relative]:
    for match in starts.matches(_DAY, _DAYS.keys()):
        word = (match["of_day"] or match["this"]).lower()
        if not _NAMED_DAY.search(starts.text[max(0, match.start() - _REACH) : match.start()]):
            yield _Relative(*match.span(), partial(_day, _DAYS[word]))


def _read_spans(starts: WordStarts) -> Iterator[_Relative]:
    for match in starts.matches(_SPAN, _SPAN_WORDS) if starts.has(_SHIFTS) else ():
        part = PARTS.get((match["part"] or match["part_of"] or "").lower())
        name = match["name"] or match["own_name"]
        if name and not is_month_name(name, has_company=bool(match["name"])):
            continue
        which = (match["which"] or match["which_year"]).lower()
        reckon: Callable[[date], Period]
        if match["name"]:
            reckon = partial(_month_of_year, _SHIFTS[which], month_number(match["name"]), part)
        elif match["own_name"]:
            reckon = partial(_nearest, which, partial(_month_of_year, 0, month_number(match["own_name"]), part))
        elif match["season"]:
            reckon = partial(_nearest, which, partial(_season_of_year, match["season"], part))
        else:
            reckon = partial(_unit, _SHIFTS[which], match["unit"].lower(), part)
        yield _Relative(*match.span(), reckon)


def _read_weekdays(starts: WordStarts) -> Iterator[_Relative]:
    for match in starts.matches(_WEEKDAY, _WEEKDAY_WORDS) if starts.has(WEEKDAYS) else ():
        if not _NAMED_DAY.search(starts.text[max(0, match.start() - _REACH) : match.start()]):
            which = (match["which"] or "").lower()
            weekday = WEEKDAYS.index(match["weekday"].lower())
            coming = None if which else partial(_weekday, "next", weekday)
            yield _Relative(*match.span(), partial(_weekday, which, weekday), coming)


def _read_nth_weekdays(starts: WordStarts) -> Iterator[_Relative]:
    """Read `the second Thursday of January` as the last or the next one."""
    for match in starts.matches(_NTH, NTHS.keys()) if starts.has(WEEKDAYS) else ():
        if is_month_name(match["month"], has_company=True):
            weekday, number = WEEKDAYS.index(match["weekday"].lower()), month_number(match["month"])
            of_year = partial(_nth_of_year, match["nth"], weekday, number)
            yield _Relative(*match.span(), partial(_latest, of_year), partial(_nearest, "next", of_year))


def _read_previous(starts: WordStarts) -> Iterator[_Relative]:
    """Read `the previous year` and `the year before` as the year before the present one.

    Not where a text has named a year before: then it may be the year before that.
    """
    if not (starts.has(("year",)) and starts.has(("previous", "before"))):
        return
    plain = starts.text
    named = _ANY_YEAR.search(plain)
    for match in _PREVIOUS.finditer(plain, 0, named.start() if named else len(plain)):
        yield _Relative(*match.span(), partial(_unit, -1, "year", None))


def _read_ago(plain: str, lengths: Iterable[Length]) -> Iterator[_Relative]:
    for length in lengths:
        ago = _AGO.match(plain, length.end)
        if ago:
            is_longer = bool(_LONGER.search(plain[max(0, length.start - _REACH) : length.start]))
            yield _Relative(length.start, ago.end(), partial(_ago, length.duration, is_longer))


def _day(days: int, today: date) -> Period:
    return day_of(add_days(today, days))


def _unit(shift: int, unit: str, part: str | None, today: date) -> Period:
    """Return the week, weekend, month, year or decade that lies `shift` ones from the present one."""
    if unit in ("week", "weekend"):
        monday = add_days(today, 7 * shift - today.weekday())
        first = add_days(monday, _SATURDAY) if unit == "weekend" else monday
        return Period(first, add_days(monday, 6), "part of month")
    if unit == "year":
        return whole_year(today.year + shift, part)
    if unit == "decade":
        return decade(today.year // 10 * 10 + 10 * shift, part)
    return _nth_month(today.year * 12 + today.month - 1 + shift, part)


def _nth_month(index: int, part: str | None = None) -> Period:
    """Return a month from how many came before it since the year 0."""
    return month(index // 12, index % 12 + 1, part)


def _month_of_year(shift: int, number: int, part: str | None, today: date) -> Period:
    return month(today.year + shift, number, part)


def _season_of_year(name: str, part: str | None, today: date) -> Period:
    return season_of(today.year, name, part)


def _nth_of_year(nth: str, weekday: int, number: int, today: date) -> Period:
    return nth_weekday(nth, weekday, number, today.year)


def _latest(of_year: Callable[[date], Period], today: date) -> Period:
    """Return the latest of a day of every year up to today."""
    present = of_year(today)
    return present if present.contains(day_of(today)) else _nearest("last", of_year, today)


def _nearest(which: str, of_year: Callable[[date], Period], today: date) -> Period:
    """Return the last such month or season that is over, the next that has not begun, or the present or this year's."""
    # A winter ends in the year after its own, so that the last one may have begun two years ago.
    years = [of_year(date(today.year + shift, 1, 1)) for shift in (-2, -1, 0, 1)]
    if which == "last":
        return [p for p in years if p.latest and p.latest < today][-1]
    if which == "next":
        return next(p for p in years if p.earliest and p.earliest > today)
    present = day_of(today)
    return next((p for p in years if p.contains(present)), years[2])


def _weekday(which: str, weekday: int, today: date) -> Period:
    """Return the latest such day up to today; `last Friday` is before today, `next Friday` after it."""
    back = (today.weekday() - weekday) % 7
    if which == "next":
        return day_of(add_days(today, 7 - back))
    if which == "this":
        return day_of(add_days(today, weekday - today.weekday()))
    return day_of(add_days(today, -(back or 7) if which == "last" else -back))


def _ago(duration: Duration, is_longer: bool, today: date) -> Period:  # noqa: FBT001  (bound by partial)
    """Return when `three weeks ago` is: as precise as the unit, and open to the past after `more than`."""
    unit_days = UNIT_DAYS[duration.unit]
    least, most = round(duration.low / unit_days), round(duration.high / unit_days)
    newest, oldest = _units_ago(duration.unit, least, today), _units_ago(duration.unit, most, today)
    earliest = None if is_longer else oldest.earliest
    return replace(newest, earliest=earliest, grain=newest.grain if least == most else _coarser(newest.grain))


def _units_ago(unit: str, number: int, today: date) -> Period:
    if unit == "year":
        return whole_year(today.year - number)
    if unit in ("decade", "century"):
        return decade((today.year - number * round(UNIT_DAYS[unit] / UNIT_DAYS["year"])) // 10 * 10)
    if unit == "month":
        return _nth_month(today.year * 12 + today.month - 1 - number)
    day = add_days(today, -number * UNIT_DAYS[unit])
    if unit == "week":
        return Period(add_days(day, -3), add_days(day, 3), "part of month")
    return day_of(day)


def _coarser(grain: str) -> str:
    return GRAINS[min(GRAINS.index(grain) + 1, len(GRAINS) - 1)]
