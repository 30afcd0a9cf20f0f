"""Errors in when and for how long: another month, year, day or part of a month; another length of time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.gold.gold import Gold, GoldFact
from harness.metaeval.number_errors import written_like
from harness.metaeval.written import MONTHS, find_once, forms_of, put

_YEARS = 30
_PARTS = {"early": "late", "mid": "early", "late": "early", "beginning": "end", "middle": "end", "end": "beginning"}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGER = {
    "minutes": "days", "minute": "day", "hours": "weeks", "hour": "week", "days": "months", "day": "month",
    "weeks": "years", "week": "year", "months": "years", "month": "year", "years": "weeks", "year": "week",
    "decades": "weeks", "decade": "week",
}  # fmt: skip
_SHORTER = {
    "hours": "minutes",
    "days": "hours",
    "weeks": "days",
    "months": "days",
    "years": "weeks",
    "decades": "weeks",
}
_WITHIN = re.compile(r"(?i)\b(?:within|inside|less than|under|no more than|at most)\b")
_LENGTHS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25, "decade": 3652.5}


def other_date(_: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a date's sentence with another month, or year where no month stands; and with another part or day."""
    date = fact.fact.date
    if date is None or date.when is None:
        return
    yield from _other_month_or_year(base)
    yield from _other_part(base)
    yield from _other_day(base)


def _other_month_or_year(base: str) -> Iterator[str]:
    months = list(re.finditer(rf"\b(?:{'|'.join(MONTHS)})\b", base))
    if len(months) == 1:
        yield put(base, months[0].span(), MONTHS[(MONTHS.index(months[0][0]) + 5) % 12])
    years = list(re.finditer(r"(?<![\d,.])(?:1[89]|20)\d\d(?![\d,%])", base))
    if len(years) == 1 and not months:
        yield put(base, years[0].span(), str(int(years[0][0]) - _YEARS))


def _other_part(base: str) -> Iterator[str]:
    whole = rf"(?:{'|'.join(MONTHS)}|(?:1[89]|20)\d\d)"
    parts = list(re.finditer(rf"(?i)\b(early|mid|late|beginning|middle|end)(?=(?:[ -]| of ){whole})", base))
    if len(parts) == 1:
        other = put(base, parts[0].span(), _PARTS[parts[0][0].lower()])
        other = re.sub(
            r"(?i)\b(i)n(?= the (?:end|beginning) of)", lambda match: "At" if match[1] == "I" else "at", other
        )
        yield re.sub(rf"(?i)\b(early)-(?={whole})", r"\1 ", other)


def _other_day(base: str) -> Iterator[str]:
    days = list(re.finditer(rf"\b(?:{'|'.join(_DAYS)})\b", base))
    if len(days) == 1 and not re.search(r"\d", base):  # beside a date the weekday alone would be a slip, no shift
        yield put(base, days[0].span(), _DAYS[(_DAYS.index(days[0][0]) + 3) % 7])


def other_duration(_: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a duration's sentence with a greater number; none for `within`, which the greater one would follow from."""
    date = fact.fact.date
    duration = date.duration if date else None
    if duration is None or _WITHIN.search(base):
        return
    unit = duration.unit.removesuffix("s")
    number = round(duration.low / _LENGTHS[unit], 2)  # it is kept in days
    for form in forms_of(number):
        place = next((m.span(1) for m in re.finditer(rf"(?i)(?<![\w.,-])({re.escape(form)})[ -]{unit}", base)), None)
        if place and number > 1:
            yield put(base, place, written_like(form, number, number * 4))
            return


def other_time_unit(_: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a duration's sentence with years for weeks, and the like; after `within` with a shorter unit."""
    duration = fact.fact.date.duration if fact.fact.date else None
    if duration is None:
        return
    unit = duration.unit.removesuffix("s")
    units = _SHORTER if _WITHIN.search(base) else _LONGER
    for word in (f"{unit}s", unit):
        place = find_once(base, [word])
        if place and word in units:
            yield put(base, place, units[word])
            return
