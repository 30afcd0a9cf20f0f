"""Days, months and seasons in prose: `5 February 2025`, `Feb. 5`, `mid-January`, `the spring of 2024`, `2025-02-05`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from harness.text.dates import NO_YEAR, Period, day_of, month, season
from harness.text.numerals import BLANK, RANKS
from harness.text.starts import WordStarts
from harness.text.words import word_set
from harness.text.years import PART, PART_WORDS, YEAR, Dated, is_counted, read_part

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}
MONTH_WORDS = frozenset(MONTHS) | frozenset(_SHORT_MONTHS)
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTH = rf"(?P<month> {' | '.join(MONTHS)} | (?: sept | {' | '.join(_SHORT_MONTHS)} ) (?!\w) \.? )"
SEASON = rf"(?P<season> {' | '.join(SEASONS)} )"
WORD_AHEAD = r"(?=[a-z]{3})"
"""What a month, season or part of one begins with; it is here only to pass over other text fast."""

_DAY = r"(?: [12]\d | 3[01] | 0?[1-9] ) (?: st | nd | rd | th )?"
_OF_WEEKDAY = rf"(?: (?:{'|'.join(WEEKDAYS)}) ,?{BLANK} (?: the{BLANK} )? )?"
_TO_DAY = rf"(?: {BLANK}?[-\u2013/]{BLANK}? | {BLANK} (?: to | and | or | through | until ) {BLANK} )"
_ENDS = r"(?! \w | [.,:/-]\d )"
_NO_DAY_AFTER = rf"""
    (?!
        [ \n-]?
        (?: % | \u00b0 | (?: percent | per{BLANK}cent | million | billion | thousand | hundred | dozen ) (?!\w) )
    )
"""

_ISO_DAY = re.compile(r"(?<![\w-])(\d{4})([-/.])(\d{2})\2(\d{2})(?:T[\d:.]{1,15}Z?)?(?![\w/-]|\.\d)")
_ISO_MONTH = re.compile(r"(?<![\w-])((?:1[5-9]|20)\d\d)-(\d{2})(?![\w-])")
_SLASHED_DAY = re.compile(r"(?<![\w/.-])(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d)(?![\w/]|\.\d)")
_DAY_MONTH = re.compile(
    rf"""
    (?<![\w.,:/-]) {_OF_WEEKDAY} (?: (?P<first>{_DAY}) {_TO_DAY} )? (?P<day>{_DAY}) [ \n-] (?: of{BLANK} )?
    {MONTH} (?!\w) (?: ,?[ \n-] {YEAR} {_ENDS} )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"""
    (?<!\w) {WORD_AHEAD} {_OF_WEEKDAY} {MONTH} {BLANK} (?: the{BLANK} )?
    (?P<day>{_DAY}) (?: {_TO_DAY} (?P<last>{_DAY}) {_ENDS} )?
    {_ENDS} {_NO_DAY_AFTER}
    (?: ,?{BLANK} {YEAR} {_ENDS} )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STRETCH = rf"""
    (?P<stretch> (?P<nth> first | second | third | fourth | last | final ) {BLANK} (?P<piece> week | half | days ) )
    {BLANK} (?: of | in ) {BLANK}
"""
_SPELLED_DAY = re.compile(
    rf"""
    (?<= \bthe[ \n] ) (?P<day> (?: (?: twenty | thirty ) [ \n-] )? [a-z]+ ) {BLANK} of {BLANK}
    {MONTH} (?! [\w'\u2019] ) (?: ,?[ \n-] {YEAR} {_ENDS} )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
NTH_WEEKDAY = rf"""
    (?P<nth> first | second | third | fourth | fifth | last | final ) {BLANK} (?P<weekday> {" | ".join(WEEKDAYS)} )
    {BLANK} (?: of | in ) {BLANK} {MONTH} (?!\w)
"""
_NTH_WEEKDAY = re.compile(
    rf"""
    {NTH_WEEKDAY} ,?{BLANK} {YEAR} {_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH = re.compile(
    rf"""
    (?<!\w) {WORD_AHEAD} (?: {PART} | {_STRETCH} )? {MONTH} (?!\w)
    (?: ,?{BLANK} (?: of{BLANK} )? {YEAR} {_ENDS} )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SEASON_YEAR = re.compile(
    rf"""
    (?<!\w) {WORD_AHEAD} (?: {PART} )? {SEASON} (?: {BLANK}of )? ,?{BLANK}
    {YEAR} (?: [-\u2013/] (?:20)?\d\d )? {_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SEASON = re.compile(
    rf"""
    (?<!\w) (?=[a-z]{{2}})
    (?: (?: in | since | until | till | by | over | during | through | throughout ) {BLANK} (?: the{BLANK} )? )?
    (?P<span>
        (?: (?P<part> early | late | mid ) [ \n-] )? (?P<season> spring | summer | autumn | winter ) (?![\w-])
      | (?<=\bin[ \n]the[ \n]) (?P<fall> fall ) (?! {BLANK}of(?!\w) | [\w-] )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ALSO_WORDS = frozenset({"may", "march", "mar", "jan", "sep", "dec", "august"})
"""Months that are words or names too: in small letters they need a day or a year, alone a cue."""

_MONTH_CUE = re.compile(
    r"\b(?:in|since|of|by|from|until|till|last|this|next|early|late|mid|before|after|during|on|between|and|to|through)"
    r"[ \n-]$",
    re.IGNORECASE,
)
_SHORT_MONTH_CUE = re.compile(r"\b(?:in|since|until|till|last|this|next|during)[ \n-]$", re.IGNORECASE)
_NO_DAY_CUE = re.compile(rf"\b(?:in|during|throughout){BLANK}$", re.IGNORECASE)
_REACH = 24
_WEEK = 7
_FIRST_HALF_ENDS = 15
_STRETCHES = {"first": 0, "second": 1, "third": 2, "fourth": 3}
NTHS = {**_STRETCHES, "fifth": 4, "last": -1, "final": -1}
_SPELLED = {
    **RANKS,
    **{f"twenty {word}": 20 + number for word, number in RANKS.items() if number < 10},  # noqa: PLR2004
    "thirtieth": 30, "thirty first": 31,
}  # fmt: skip


def read_months(starts: WordStarts) -> Iterator[Dated]:
    """Yield the days, months and seasons of a text that was folded for reading. Some have no year."""
    for kind in _KINDS:
        if kind.needed and not starts.has(kind.needed):
            continue
        for match in starts.matches(kind.pattern, kind.first, numbers=kind.has_digits):
            try:
                found = kind.read(starts.text, match)
            except ValueError:  # no day of the calendar
                continue
            if found:
                yield found


def month_number(name: str) -> int:
    """Return the number of a month from its name or abbreviation, in any case."""
    key = name.lower().rstrip(".")
    return MONTHS.get(key) or _SHORT_MONTHS[key]


def is_month_name(name: str, *, has_company: bool) -> bool:
    """Whether a month's name can be meant as one: `may` and `jan` only beside a day or a year."""
    key = name.lower().rstrip(".")
    return name[0].isupper() or (key in MONTHS and (key not in _ALSO_WORDS or (has_company and key != "may")))


def _read_iso_day(_plain: str, match: re.Match[str]) -> Dated:
    return Dated(*match.span(), day_of(date(int(match[1]), int(match[3]), int(match[4]))))


def _read_iso_month(_plain: str, match: re.Match[str]) -> Dated | None:
    """`2024-25` is a range of years, `2024-10` a month."""
    year, number = int(match[1]), int(match[2])
    return Dated(*match.span(), month(year, number)) if number <= year % 100 else None


def _read_slashed_day(_plain: str, match: re.Match[str]) -> Dated | None:
    """`31.01.2025` and `31/01/2025`; with slashes a day up to the 12th could be a month, and is left out."""
    first, second = int(match[1]), int(match[3])
    if match[2] == "/" and first <= 12 and second <= 12 and first != second:  # noqa: PLR2004  (months)
        return None
    day, number = (second, first) if match[2] == "/" and second > 12 else (first, second)  # noqa: PLR2004
    return Dated(*match.span(), day_of(date(int(match[4]), number, day)))


def _read_day_month(_plain: str, match: re.Match[str]) -> Dated | None:
    if not is_month_name(match["month"], has_company=True):
        return None
    last = _day(match["day"])
    return Dated(*match.span(), _days(match, _day(match["first"]) if match["first"] else last, last))


def _read_month_day(plain: str, match: re.Match[str]) -> Dated | None:
    """Read `January 5`, `January 5 to 7`, `January 5, 2025`; not the count in `in January 30 soldiers`."""
    if not is_month_name(match["month"], has_company=True):
        return None
    first, end, has_year = _day(match["day"]), match.end(), bool(match["year"])
    if has_year and match["year"].endswith("00") and is_counted(plain, end):
        has_year, end = False, match.end("last" if match["last"] else "day")
    is_bare = match["day"].isdigit() and not has_year
    last = _day(match["last"]) if match["last"] else first
    if match["last"] and is_bare and is_counted(plain, end):
        last, end = first, match.end("day")
    elif is_bare and is_counted(plain, end) and _NO_DAY_CUE.search(_before(plain, match)):
        return None
    return Dated(match.start(), end, _days(match, first, last, has_year=has_year))


def _read_spelled_day(_plain: str, match: re.Match[str]) -> Dated | None:
    """Read `the fifth of December`."""
    day = _SPELLED.get(re.sub(r"[\s-]+", " ", match["day"].lower()))
    if not day or not is_month_name(match["month"], has_company=True):
        return None
    return Dated(*match.span(), _days(match, day, day))


def _read_nth_weekday(_plain: str, match: re.Match[str]) -> Dated | None:
    """Read `the first Sunday of November 2031`; without a year it depends on the day of publication."""
    if not is_month_name(match["month"], has_company=True):
        return None
    weekday = WEEKDAYS.index(match["weekday"].lower())
    return Dated(*match.span(), nth_weekday(match["nth"], weekday, month_number(match["month"]), int(match["year"])))


def nth_weekday(nth: str, weekday: int, number: int, year: int) -> Period:
    """Return the first, second, ... or last such weekday (0 is Monday) of a month; ValueError where it has none."""
    weeks = calendar.monthcalendar(year, number)
    days = [week[weekday] for week in weeks if week[weekday]]
    index = NTHS[nth.lower()]
    if index >= len(days):
        raise ValueError(f"the month has no {nth} such day.")
    return day_of(date(year, number, days[index]))


def _days(match: re.Match[str], first: int, last: int, *, has_year: bool = True) -> Period:
    number = month_number(match["month"])
    has_year = has_year and bool(match["year"])
    year = int(match["year"]) if has_year else NO_YEAR
    earliest, latest = date(year, number, first), date(year, number, last)
    if latest < earliest:
        raise ValueError("the days are in no order.")
    return Period(earliest, latest, "day", has_year)


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _read_month(plain: str, match: re.Match[str]) -> Dated | None:
    name = match["month"]
    has_company = bool(match["year"] or match["part"] or match["part_of"] or match["stretch"])
    if not is_month_name(name, has_company=bool(match["year"])):
        return None
    is_doubtful = name.lower().rstrip(".") in _ALSO_WORDS or (name.lower() in _SHORT_MONTHS and not name.endswith("."))
    cue = _MONTH_CUE if name.lower() in MONTHS else _SHORT_MONTH_CUE
    if is_doubtful and not has_company and not cue.search(_before(plain, match)):
        return None
    year = int(match["year"]) if match["year"] else NO_YEAR
    if match["stretch"]:
        period = _stretch(year, month_number(name), match["nth"].lower(), match["piece"].lower())
    else:
        period = month(year, month_number(name), read_part(match))
    return Dated(*match.span(), replace(period, has_year=bool(match["year"])))


def _stretch(year: int, number: int, nth: str, piece: str) -> Period:
    """Return the n-th week, a half, or the first or last days of a month."""
    length = calendar.monthrange(year, number)[1]
    if piece == "days":
        return month(year, number, {"first": "early", "last": "late", "final": "late"}[nth])
    if piece == "half":
        first, last = (1, _FIRST_HALF_ENDS) if nth == "first" else (_FIRST_HALF_ENDS + 1, length)
    elif nth in _STRETCHES:
        first = 1 + _WEEK * _STRETCHES[nth]
        last = first + _WEEK - 1
    else:
        first, last = length - _WEEK + 1, length
    return Period(date(year, number, first), date(year, number, last), "part of month")


def _read_season_year(_plain: str, match: re.Match[str]) -> Dated:
    return Dated(*match.span(), season_of(int(match["year"]), match["season"], read_part(match)))


def _read_season(plain: str, match: re.Match[str]) -> Dated | None:
    """Read a season without a year, where a preposition or a part says that a time is meant."""
    start, end = match.span("span")
    has_cue = match.start() < start or match["part"] or match["fall"]
    if not has_cue or re.match(rf"(?:{BLANK}of)?,?{BLANK}\d", plain[end : end + 8]):
        return None
    part = match["part"].lower() if match["part"] else None
    period = season_of(NO_YEAR, match["season"] or match["fall"], part)
    return Dated(start, end, replace(period, has_year=False))


def season_of(year: int, name: str, part: str | None = None) -> Period:
    """Return a season, or of its three months the early, mid or late one."""
    whole = season(year, SEASONS[name.lower()])
    if part is None or whole.earliest is None:
        return whole
    index = whole.earliest.year * 12 + whole.earliest.month - 1 + ("early", "mid", "late").index(part)
    return month(index // 12, index % 12 + 1)


def _before(plain: str, match: re.Match[str]) -> str:
    return plain[max(0, match.start() - _REACH) : match.start()]


class _Kind(NamedTuple):
    """One way to write a time: a text must have one of the words `needed`, unless there are none, to hold any.

    What it looks for begins with one of the words `first`, or with digits where `has_digits`.
    """

    pattern: re.Pattern[str]
    read: Callable[[str, re.Match[str]], Dated | None]
    needed: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    has_digits: bool = False


_DAYS = frozenset(WEEKDAYS)
_STRETCH_WORDS = word_set("first second third fourth last final")
_SEASON_WORDS = frozenset(SEASONS)
_BEFORE_SEASON = word_set("in since until till by over during through throughout early late mid")
_KINDS = (
    _Kind(_ISO_DAY, _read_iso_day, has_digits=True),
    _Kind(_ISO_MONTH, _read_iso_month, has_digits=True),
    _Kind(_SLASHED_DAY, _read_slashed_day, has_digits=True),
    _Kind(_DAY_MONTH, _read_day_month, MONTH_WORDS, _DAYS, has_digits=True),
    _Kind(_MONTH_DAY, _read_month_day, MONTH_WORDS, _DAYS | MONTH_WORDS),
    _Kind(_SPELLED_DAY, _read_spelled_day, MONTH_WORDS, frozenset(RANKS) | word_set("thirtieth twenty thirty")),
    _Kind(_NTH_WEEKDAY, _read_nth_weekday, _DAYS, frozenset(NTHS)),
    _Kind(_MONTH, _read_month, MONTH_WORDS, PART_WORDS | _STRETCH_WORDS | MONTH_WORDS),
    _Kind(_SEASON_YEAR, _read_season_year, _SEASON_WORDS, PART_WORDS | _SEASON_WORDS),
    _Kind(_SEASON, _read_season, _SEASON_WORDS, _BEFORE_SEASON | _SEASON_WORDS),
)
