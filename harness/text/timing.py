"""Dates, periods and durations in prose, as intervals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from harness.text.dates import (
    NO_YEAR,
    UNIT_DAYS,
    Duration,
    Period,
    add_days,
    day_of,
    decade,
    month,
    season,
    whole_year,
)
from harness.text.numbers import find_numbers

_MONTHS = {
    name: i
    for i, names in enumerate(
        [
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ],
        1,
    )
    for name in names
}  # fmt: skip
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late",
    "close": "late", "turn": "early",
}  # fmt: skip

_PART = r"(?:(?P<part>early|mid|late)[ -](?:in )?|(?:the )?(?P<part_of>beginning|start|middle|end|close) of )?"
_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d|21\d\d)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_PATTERNS = [
    re.compile(r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?\b"),
    re.compile(rf"\b{_MONTH} {_DAY}(?!\d|,\d|\.\d)(?:,? {_YEAR})?\b"),
    re.compile(rf"\b{_PART}{_MONTH}(?:,? (?:of )?{_YEAR})?(?!\w)", re.IGNORECASE),
    re.compile(rf"\b{_PART}(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? {_YEAR}\b", re.IGNORECASE),
    re.compile(r"(?P<first_year>\b(?:1[5-9]|20)\d\d)\s?(?:-|\u2013|\u2014|to|until|through)\s?(?P<last_year>(?:1[5-9]|20)?\d\d)\b(?![,.]\d)"),
    re.compile(rf"\b{_PART}(?:the )?(?P<decade>(?:1[5-9]|20)\d0)s\b", re.IGNORECASE),
    re.compile(rf"\b{_PART}{_YEAR}\b(?!,\d|\.\d|\s?%)", re.IGNORECASE),
    re.compile(r"\b(?P<relative>yesterday|today|tomorrow|(?:last|this|next) (?:week|month|year|night))\b", re.IGNORECASE),
    re.compile(r"\b(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"),
]
_YEAR_CUE = re.compile(r"(?:\b(?:in|since|of|by|from|until|till|before|after|during|early|late|mid|between|and|to|around|year|for|back in)[ -]|\()(?:the year )?$", re.IGNORECASE)
_MAY_CUE = re.compile(r"\b(?:in|since|of|by|from|until|till|last|this|next|early|late|mid|before|after|during|on|between|and|to)[ -]$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|starting in|beginning in|from)\s(?:the )?$", re.IGNORECASE)
_ONWARD = re.compile(r"\s?(?:onwards?|on)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|by)\s(?:the )?$", re.IGNORECASE)
_UNIT = re.compile(r"(?:[ -](?:full |whole |consecutive |straight |long |more )?)(?P<unit>minute|hour|day|week|fortnight|month|year|decade)(?:s\b|s?\b(?=-)|\b)", re.IGNORECASE)
_VAGUE_DURATION = re.compile(r"\b(?:for|in|of|over|past|last|recent|coming|unseen for) (?:(?:the|past|last|recent|coming|some|several|many|a few|few) )*(?P<unit>days|weeks|months|years)\b|\b(?P<lone>several|a few|many|some) (?P<unit2>days|weeks|months|years)\b", re.IGNORECASE)
_FORTNIGHT = re.compile(r"\b(?:a|one|the past|the last) (?P<unit>fortnight|week|month|year|decade)(?! of (?:January|February|March))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A date, period or duration in a text. A date has `period`, a length of time `duration`; `is_vague` as in 'for weeks'."""

    start: int
    end: int
    period: Period | None = None
    duration: Duration | None = None
    is_vague: bool = False


def find_times(text: str, *, published: Period | None = None) -> list[TimeMention]:
    """Return the dates, periods and durations of a text in order; relative ones only where `published` places them."""
    taken: list[tuple[int, int]] = []
    found: list[TimeMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            period = _period_of(match, text, published)
            if period is None:
                continue
            taken.append(match.span())
            found.append(TimeMention(*match.span(), period=_opened(period, text, match)))
    found = _join(text, sorted(found, key=lambda m: m.start))
    found.extend(m for m in _durations(text) if not any(m.start < t.end and t.start < m.end for t in found))
    return sorted(found, key=lambda m: m.start)


def _period_of(match: re.Match[str], text: str, published: Period | None) -> Period | None:
    groups = match.groupdict()
    try:
        return _read_groups(match, groups, text, published)
    except ValueError:
        return None


def _read_groups(match: re.Match[str], groups: dict[str, str | None], text: str, published: Period | None) -> Period | None:
    before = text[max(0, match.start() - 24) : match.start()]
    if groups.get("iso"):
        return day_of(date.fromisoformat(str(groups["iso"])))
    if groups.get("relative") or groups.get("weekday"):
        return _relative(str(groups.get("relative") or groups.get("weekday")).lower(), published)
    if groups.get("first_year"):
        first, last = str(groups["first_year"]), str(groups["last_year"])
        last = first[:2] + last if len(last) == 2 else last  # noqa: PLR2004
        if int(last) <= int(first):
            return None
        return Period(date(int(first), 1, 1), date(int(last), 12, 31), "year")
    part = groups.get("part") or groups.get("part_of")
    part = _PARTS[part.lower()] if part else None
    year = int(groups["year"] or 0) if groups.get("year") else None
    if groups.get("decade"):
        return decade(int(str(groups["decade"])), part)
    if groups.get("season"):
        return season(int(year or 0), _SEASONS[str(groups["season"]).lower()])
    if groups.get("month"):
        return _month_period(str(groups["month"]), groups.get("day"), year, part, before)
    if year is None:
        return None
    looks_like_date = bool(part or _YEAR_CUE.search(before) or re.match(r"[-\s]*(?:invasion|election|treaty|war)", text[match.end() : match.end() + 12]))
    return whole_year(year, part) if looks_like_date else None


def _month_period(name: str, day: str | None, year: int | None, part: str | None, before: str) -> Period | None:
    if not name[0].isupper():
        return None
    number = _MONTHS[name.lower().rstrip(".")]
    if name in ("May", "March", "Mar", "Jan", "Sep") and not (day or year or part or _MAY_CUE.search(before)):
        return None
    if day:
        return replace(day_of(date(year or NO_YEAR, number, int(day))), has_year=year is not None)
    return replace(month(year or NO_YEAR, number, part), has_year=year is not None)


def _relative(word: str, published: Period | None) -> Period | None:
    if published is None or published.earliest is None or published.grain != "day" or not published.has_year:
        return None
    today = published.earliest
    if word in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS.index(word)) % 7
        return day_of(add_days(today, -back))
    if word in ("yesterday", "last night", "today", "tomorrow"):
        return day_of(add_days(today, {"today": 0, "tomorrow": 1}.get(word, -1)))
    shift = {"last": -1, "this": 0, "next": 1}[word.split()[0]]
    if word.endswith("week"):
        monday = add_days(today, -today.weekday() + 7 * shift)
        return Period(monday, add_days(monday, 6), "day")
    if word.endswith("year"):
        return whole_year(today.year + shift)
    index = today.year * 12 + today.month - 1 + shift
    return month(index // 12, index % 12 + 1)


def _opened(period: Period, text: str, match: re.Match[str]) -> Period:
    before = text[max(0, match.start() - 24) : match.start()]
    if period.grain == "year" and period.earliest and period.latest and period.earliest.year != period.latest.year:
        return period
    since = _SINCE.search(before)
    if since and (not since.group().lower().startswith("from") or _ONWARD.match(text, match.end())):
        return replace(period, latest=None)
    if _UNTIL.search(before) and not re.search(r"\bby\s(?:the )?$", before, re.IGNORECASE):
        return replace(period, earliest=None)
    return period


def _join(text: str, mentions: list[TimeMention]) -> list[TimeMention]:
    """`from October 2024 to January 2025` and `between 1950 and 1953` are one period."""
    joined: list[TimeMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        first, second = (last.period if last else None), mention.period
        if last and first and second and first.earliest and second.latest:
            between = text[last.end : mention.start].strip().lower()
            before = text[max(0, last.start - 12) : last.start].lower()
            leads = {"to": "from ", "until": "", "till": "", "through": "", "and": "between ", "-": "", "\u2013": ""}
            if between in leads and (not leads[between] or before.endswith(leads[between])):
                start = first if first.has_year or not second.has_year else first.with_year(second.latest.year)
                if start.earliest and start.earliest <= second.latest:
                    period = Period(start.earliest, second.latest, second.grain, second.has_year)
                    joined[-1] = TimeMention(last.start, mention.end, period=period)
                    continue
        joined.append(mention)
    return joined


def _durations(text: str) -> list[TimeMention]:
    found: list[TimeMention] = []
    for number in find_numbers(text):
        unit = _UNIT.match(text, number.end)
        if unit and not number.amount.is_share:
            name = unit["unit"].lower()
            days = 14.0 if name == "fortnight" else UNIT_DAYS[name]
            vague = number.amount.magnitude is not None
            duration = Duration(number.amount.low * days, number.amount.high * days, "week" if name == "fortnight" else name)
            found.append(TimeMention(number.start, unit.end(), duration=duration, is_vague=vague))
    for match in [*_VAGUE_DURATION.finditer(text), *_FORTNIGHT.finditer(text)]:
        if any(match.start() < m.end and m.start < match.end() for m in found):
            continue
        groups = match.groupdict()
        name = str(groups.get("unit") or groups.get("unit2")).lower()
        if name.endswith("s"):
            days = UNIT_DAYS[name[:-1]]
            found.append(TimeMention(*match.span(), duration=Duration(2 * days, 12 * days, name[:-1]), is_vague=True))
        else:
            days = 14.0 if name == "fortnight" else UNIT_DAYS[name]
            found.append(TimeMention(*match.span(), duration=Duration(days, days, "week" if name == "fortnight" else name)))
    return found
