"""Dates, periods and durations in prose, as intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from harness.text.amounts import NumberSpan
from harness.text.dates import GRAINS, Duration, Period
from harness.text.durations import read_durations
from harness.text.fold import FoldedText
from harness.text.months import read_months
from harness.text.numbers import read_numbers
from harness.text.numerals import BLANK
from harness.text.relative_dates import read_relative
from harness.text.starts import WordStarts
from harness.text.years import read_years

_SINCE = re.compile(
    rf"\b(?:since|start(?:ing|ed){BLANK}(?:in|on|from)|beginning{BLANK}(?:in|on)|(?P<go_on>from)){BLANK}(?:the{BLANK})?$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    rf"(?:\b(?:not|never|cannot)|n['\u2019]t)\b[^.,;:!?]{{0,40}}\b(?:before|until|till){BLANK}(?:the{BLANK})?$",
    re.IGNORECASE,
)
"""`not expected before May`, `will not return until May`: from May on."""

_FAR = 60
_ONWARD = re.compile(rf"{BLANK}?(?:onwards?|on(?={BLANK}?[,.;]))(?!\w)", re.IGNORECASE)
_UNTIL = re.compile(rf"\b(?:until|till|up{BLANK}to){BLANK}(?:the{BLANK})?$", re.IGNORECASE)
_BEFORE_OR_AFTER = re.compile(rf"\b(?P<word>before|after){BLANK}$", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween{BLANK}(?:the{BLANK})?$", re.IGNORECASE)
_FROM = re.compile(rf"\b(?:from|between){BLANK}(?:the{BLANK})?$", re.IGNORECASE)
_JOINT = re.compile(rf"{BLANK}?(?P<word>to|until|till|through|and|-|\u2013){BLANK}?(?:the{BLANK})?", re.IGNORECASE)
_REACH = 24


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A date, period or duration in a text.

    A date has `period`, a length of time `duration`; `is_vague` as in 'for weeks'. `other` is the second period that it
    may mean: a bare `Wednesday` is the last or the next one. `bound` is a duration's: `at least`,
    `more than` and so on. A relative date that nothing places has neither; `find_times` leaves it out.
    """

    start: int
    end: int
    period: Period | None = None
    duration: Duration | None = None
    is_vague: bool = False
    bound: str = "exact"
    other: Period | None = None


def find_times(text: str, *, published: Period | None = None) -> list[TimeMention]:
    """Return the dates, periods and durations of a text in order; relative ones only where `published` places them."""
    plain = FoldedText(text, keeps_layout=True)
    starts = WordStarts(plain.text)
    return [
        replace(mention, start=start, end=end)
        for mention in read_times(starts, read_numbers(starts), published)
        if mention.period or mention.duration
        for start, end in [plain.span(mention.start, mention.end)]
    ]


def read_times(starts: WordStarts, numbers: Iterable[NumberSpan], published: Period | None) -> list[TimeMention]:
    """Return the times of a text that was folded for reading, in its offsets; relative dates may be without a place."""
    plain = starts.text
    lengths = read_durations(starts, numbers)
    dates = [*read_years(starts), *read_months(starts), *read_relative(starts, lengths, published)]
    candidates = [TimeMention(d.start, d.end, period=d.period, other=d.other) for d in dates]
    candidates += [TimeMention(n.start, n.end, duration=n.duration, is_vague=n.duration.is_vague) for n in lengths]
    joined = _joined(plain, _longest(candidates))
    return [
        replace(mention, period=_opened(plain, mention, mention.period), other=_opened(plain, mention, mention.other))
        if mention.period or mention.other
        else mention
        for mention in joined
    ]


def _longest(candidates: list[TimeMention]) -> list[TimeMention]:
    """Return mentions that do not overlap: of two the one that begins first, or else is longer."""
    kept: list[TimeMention] = []
    for mention in sorted(candidates, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _joined(plain: str, mentions: list[TimeMention]) -> list[TimeMention]:
    """Return the mentions with dates that are the ends of one period joined: `from October to January 2025`."""
    joined: list[TimeMention] = []
    for mention in mentions:
        period = _span(plain, joined[-1], mention) if joined else None
        if period or (joined and _is_open_span(plain, joined[-1], mention)):
            joined[-1] = TimeMention(joined[-1].start, mention.end, period=period)
        else:
            joined.append(mention)
    return joined


def _span(plain: str, first: TimeMention, second: TimeMention) -> Period | None:
    """Return the period that two neighbouring dates make together, if they do."""
    if not first.period or not second.period or not _are_ends(plain, first, second):
        return None
    return _from_to(first.period, second.period)


def _is_open_span(plain: str, first: TimeMention, second: TimeMention) -> bool:
    """Whether two neighbours are a period's ends of which nothing places the second: `from April to June next year`.

    The first is then no date by itself.
    """
    is_relative = not second.period and not second.duration
    return is_relative and first.period is not None and not first.period.has_year and _are_ends(plain, first, second)


def _are_ends(plain: str, first: TimeMention, second: TimeMention) -> bool:
    """Whether the words around two neighbouring dates make them the ends of one period."""
    joint = _JOINT.fullmatch(plain, first.end, second.start)
    before = plain[max(0, first.start - _REACH) : first.start]
    word = joint["word"].lower() if joint else ""
    if not joint or (word == "and" and not _BETWEEN.search(before)):
        return False
    is_of_months = first.period is not None and first.period.grain == "month" and not first.period.has_year
    return word != "to" or is_of_months or bool(_FROM.search(before))


def _from_to(first: Period, second: Period) -> Period | None:
    """Return the days from one period's first to the other's last; a missing first year is found backwards."""
    if first.earliest is None or second.latest is None or (first.has_year and not second.has_year):
        return None
    if not first.has_year and second.has_year:
        first = first.with_year(second.latest.year)
        if first.earliest and first.earliest > second.latest:
            first = replace(first, has_year=False).with_year(second.latest.year - 1)
    if first.earliest is None or first.earliest > second.latest:
        return None
    grain = max(first.grain, second.grain, key=GRAINS.index)
    return Period(first.earliest, second.latest, grain, second.has_year)


def _opened(plain: str, mention: TimeMention, period: Period | None) -> Period | None:
    """Return a date that is only one end of a period as that period: after `since`, `until`, `before`, `after`."""
    if not period or _is_several(period):
        return period
    if _NOT_BEFORE.search(plain, max(0, mention.start - _FAR), mention.start):
        return replace(period, latest=None)
    before = plain[max(0, mention.start - _REACH) : mention.start]
    since = _SINCE.search(before)
    aside = _BEFORE_OR_AFTER.search(before)
    if since and (not since["go_on"] or _ONWARD.match(plain, mention.end)):
        period = replace(period, latest=None)
    elif _UNTIL.search(before):
        period = replace(period, earliest=None)
    elif aside and aside["word"].lower() == "before":
        period = Period(None, _beside(period, period.earliest, -1), period.grain, period.has_year)
    elif aside:
        period = Period(_beside(period, period.latest, 1), None, period.grain, period.has_year)
    return period


def _beside(period: Period, end: date | None, days: int) -> date | None:
    """Return the day before or after a month, season or year: `before November` is until the end of October.

    Of a day it is that day itself, since `before Friday` and `by Friday` are told of the same.
    """
    if end is None or period.grain == "day":
        return end
    found = end + timedelta(days=days)
    return found if period.has_year or found.year == end.year else end


def _is_several(period: Period) -> bool:
    """Whether a period is a range of years, which has its own ends, or open already."""
    if period.earliest is None or period.latest is None:
        return True
    return period.grain == "year" and period.earliest.year != period.latest.year
