"""Dates and lengths of time of a summary: whether an article carries them, or they follow from its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from harness.gold.compare import LOWER, UPPER, compare_durations, compare_periods, is_turned
from harness.gold.gold import Evidence
from harness.gold.matching.claims.made import carried, denies_near, missing
from harness.gold.matching.claims.source import Source, moved
from harness.gold.verdicts import Claim
from harness.text.dates import GRAIN_DAYS, GRAINS, NO_YEAR, UNIT_DAYS, Duration, Period, day_of
from harness.text.months import MONTHS, WEEKDAYS
from harness.text.reading import Reading
from harness.text.timing import TimeMention

_RELATIVE_UNIT = re.compile(
    r"the\s+(?:(?:previous|following|next|first|last)\s|past\s+(?:week|month|year|decade)\b)", re.IGNORECASE
)
"""`the previous year` is told from another date, not a length."""

_TO_THE_HOUR = re.compile(
    r"\s+(?:to|past|before|after)\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|\d{1,2})\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"['\u2019]?,?\s+(?:to the \w+,? )?"
    r"(?:later|after|afterwards|before|beforehand|earlier|previously|apart|ago|on|from|until|till|since|between"
    r"|less|more|shorter|longer|older|younger|sooner|quicker|faster|slower"
    r"|(?:difference|gap|lead|margin|advantage|deficit|swing)|back|behind|clear|adrift|down|in hand|into"
    r"|early|late|too|ahead|in advance|left|remaining|remain|elapsed|went by"
    r"|(?:(?:had|have|has|were) )?(?:played|passed|gone)|(?:(?:would|will) )?pass|to (?:run|go|live|spare)"
    r"|to (?:the end|mid|early|late|(?-i:[A-Z\d])))\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?:\b(?:within|over|during|(?:period|span|space) of|time in|by|not (?:for|in)|it took"
    r"|(?:last|h[eo]ld|st[ao]nd|stood|surviv)\w*(?: still| idle| shut| closed)? for"
    r"|(?:r[au]n|runs|running|w[eo]nt on|goes on) for|lasted|lasting|spann\w+|stretched|covered)\s+(?:[\w-]+\s+){0,3}"
    r"|\b(?:not|never|\w+n['\u2019]t|no|first)\b[^.;?!]{0,60}?\bfor\s+(?:[\w-]+\s+){0,3}"
    r"|(?:^|[.?!:\n]\W{0,4})(?:[\w-]+\s+){0,3})$",
    re.IGNORECASE,
)
"""What stands about a length of time that a summary reckons from dates: `31 minutes apart`, `within a year`."""

_AFTER = re.compile(r"\b(?:after|with)\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
_EVERY = re.compile(r"\s+(?:an?|per|each|every)\s+(?:day|night|week|month|year)\b", re.IGNORECASE)
_LEAD = 90
_OLDER = re.compile(r"\s+(?:older|younger|his senior|her senior|his junior|her junior)\b", re.IGNORECASE)
_ALIKE = 0.15
"""How far apart, in parts of it, a length in another unit may lie and be the same told roughly."""

_A_YEAR_APART = re.compile(
    r"(?:an?|one)\s+year(?:\s+(?:earlier|before|ago|previously|prior)|[-\s](?:on|over|to)[-\s]year)\b"
    r"|(?:an?|one)\s+year(?=[-\s]ago\b)",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(
    r"\b(?:(?:last|previous|prior|past|preceding)\s+year|year[-\s](?:ago|earlier|before|on[-\s]year|over[-\s]year)|yoy"
    r"|year-?to-?year)\b",
    re.IGNORECASE,
)
"""How an article tells that something is compared with what it was a year before."""

_BUSINESS = {
    round(months * UNIT_DAYS["month"]): re.compile(
        rf"\b(?:first|second|third|fourth)[ -]{name}\b|\bq[1-4]\b", re.IGNORECASE
    )
    for months, name in ((3, "quarter"), (6, "half"))
}
_LONG = 8
"""A length of at least so many years that lies between two dates does so by no chance."""

_WEEK = 7


_NTH_OF = re.compile(
    r"\b(?P<nth>first|second|third|fourth|fifth|last) (?:fiscal )?"
    rf"(?P<whole>quarter of (?:next|this|last) year|(?:{'|'.join(WEEKDAYS)}) (?:of|in) (?:{'|'.join(MONTHS)}))\b",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    r"\b(?:at the earliest|at least until|until at least|not (?:\w+ ){0,2}?before|no earlier than)\b", re.IGNORECASE
)
_LATEST = re.compile(r"\b(?:at the latest|no later than|not later than|by .{0,20} latest)\b", re.IGNORECASE)
_BOUND_BEFORE, _BOUND_BEHIND = 24, 18
"""How far from a date the words may stand that make it the earliest or the latest."""

_MOST_DATES = 300
"""How many dates of an article are asked whether they are earliest or latest ones."""


def _ranks_of(reading: Reading) -> dict[str, list[str]]:
    """Return for each `quarter of next year` and `Monday of June` of a text which ones it tells of, in order."""
    found: dict[str, list[str]] = {}
    for match in _NTH_OF.finditer(reading.text):
        told = found.setdefault(match["whole"].lower(), [])
        if match["nth"].lower() not in told:
            told.append(match["nth"].lower())
    return found


class TimeClaims:
    """Checks the times of summaries."""

    def __init__(self, sources: Sequence[Source], background: Reading) -> None:
        self._sources = sources
        self._background = background.times

    def check(self, reading: Reading) -> Iterator[Claim]:
        """Yield a claim for every date and length of time."""
        yield from self._ranks(reading)
        for mention in reading.times:
            words = reading.text[mention.start : mention.end]
            if mention.is_vague or (mention.duration and _RELATIVE_UNIT.match(words)):
                continue
            span = (mention.start, mention.end)
            is_turned = self._is_turned(mention) or self._is_other_end(reading, mention)
            if is_turned and not denies_near(reading, reading.word_at(mention.start)):
                yield missing("date", span, f"The article gives {words!r} the contrary bound.")
                continue
            evidence = self._evidence(reading.text, mention)
            if evidence is None and mention.other:
                evidence = self._evidence(reading.text, replace(mention, period=mention.other, other=None))
            if evidence is None:
                evidence = self._of_business(mention)
            if evidence is None and _A_YEAR_APART.match(reading.text, mention.start):
                evidence = self._last_year()
            if evidence is None:
                is_sure = not _is_common(reading.text, mention)
                yield missing("date", span, f"{words!r} stands in no article.", is_sure=is_sure)
            else:
                yield carried("date", span, f"{words!r} stands in the article.", evidence)

    def _ranks(self, reading: Reading) -> Iterator[Claim]:
        """Yield a claim for each `third quarter of next year`, `second Monday of June`, where the articles know others.

        Nothing need tell in which year that is.
        """
        for match in _NTH_OF.finditer(reading.text):
            whole = match["whole"].lower()
            told = [t for s in self._sources for t in s.reading.once(_ranks_of).get(whole, ())]
            if told and match["nth"].lower() not in told:
                other = f"{told[0]} {match['whole']}"
                yield missing("date", match.span(), f"The article has {other!r}, not {match.group()!r}.")

    def _evidence(self, text: str, mention: TimeMention) -> list[Evidence] | None:
        years = _years_older(text, mention)
        evidence: list[Evidence] = []
        is_carried = any(_carries(other, other.period, mention) for other in self._background)
        for source in self._sources:
            match = _find(source, mention) or _weekday(source, text[mention.start : mention.end])
            named = [] if match else _names_month(source, text[mention.start : mention.end])
            evidence += source.evidence(match.start, match.end) if match else named
            is_carried = is_carried or match is not None or bool(named) or _follows(source, text, mention)
            is_carried = is_carried or (years is not None and source.lies_between_ages(years))
        return evidence if is_carried else None

    def _is_turned(self, mention: TimeMention) -> bool:
        """Whether the articles have a length only as `at least` of which the summary says `at most`, or the reverse."""
        length = mention.duration
        if length is None or mention.bound == "exact":
            return False
        rows = (source.bounds_of_lengths.get((length.low, length.high), ()) for source in self._sources)
        bounds = [bound for row in rows for bound in row]
        return bool(bounds) and all(is_turned(bound, mention.bound) for bound in bounds)

    def _is_other_end(self, reading: Reading, mention: TimeMention) -> bool:
        """Whether a date is told as the latest where the articles, wherever they have it, tell it as the earliest."""
        end = _end_of(reading, mention) if mention.period else None
        told = [
            _end_of(source.reading, other)
            for source in self._sources
            for other, placed in (source.dates[:_MOST_DATES] if end else ())
            if end and mention.period and _have_same_ends(mention.period, placed)
        ]
        return bool(told) and all(other not in (None, end) for other in told)

    def _of_business(self, mention: TimeMention) -> list[Evidence] | None:
        """Return where an article tells of a quarter, if three months are meant, or of a half, if six are."""
        pattern = _BUSINESS.get(round(mention.duration.low)) if mention.duration else None
        for source in self._sources if pattern else ():
            if pattern and (match := pattern.search(source.reading.text)):
                return source.evidence_of([match.span()])
        return None

    def _last_year(self) -> list[Evidence] | None:
        """Return where an article compares with the year before, in whatever words; None where none does."""
        for source in self._sources:
            match = _LAST_YEAR.search(source.reading.text)
            if match:
                return source.evidence_of([match.span()])
        return None


def _end_of(reading: Reading, mention: TimeMention) -> str | None:
    """Return whether a date is told as the earliest or as the latest; None where it is neither."""
    start, _ = reading.sentences[reading.sentence_of(mention.start)]
    lead = reading.text[max(start, mention.start - _BOUND_BEFORE) : mention.end]
    behind = reading.text[mention.start : mention.end + _BOUND_BEHIND].split(".")[0]
    found = {
        name
        for name, pattern in (("earliest", _EARLIEST), ("latest", _LATEST))
        if pattern.search(lead) or pattern.search(behind)
    }
    return found.pop() if len(found) == 1 else None


def _have_same_ends(one: Period, other: Period) -> bool:
    """Whether two periods share an end, be they open on one side."""
    ours, theirs = one, other
    if not (ours.has_year and theirs.has_year):
        ours, theirs = ours.without_year(), theirs.without_year()
    ends = [end for end in (theirs.earliest, theirs.latest) if end]
    return any(end in ends for end in (ours.earliest, ours.latest) if end)


def _years_older(text: str, mention: TimeMention) -> float | None:
    """Return how many years somebody is said to be older or younger."""
    if mention.duration is None or not _OLDER.match(text, mention.end):
        return None
    return mention.duration.low / UNIT_DAYS["year"]


def _is_reckoned(text: str, mention: TimeMention) -> bool:
    """Whether a length of time is told as what lies between two times, or as a difference of two lengths."""
    duration = mention.duration
    if duration and duration.unit.startswith("decade"):
        return True  # told in round numbers, and of no fact's length
    if duration and duration.unit in ("year", "century") and duration.low >= _LONG * UNIT_DAYS["year"]:
        return True
    lead = text[max(0, mention.start - _LEAD) : mention.start]
    is_of_match = duration is not None and duration.unit == "minute" and bool(_AFTER.search(lead))
    return is_of_match or bool(_AWAY.match(text, mention.end) or _OVER.search(lead))


def _is_common(text: str, mention: TimeMention) -> bool:
    """Whether a length is a mere `a week`, the time of a clock (`ten minutes to six`), or told by the day or week."""
    duration = mention.duration
    if duration is None:
        return False
    if _EVERY.match(text, mention.end):
        return True
    if duration.unit == "month" and duration.low == duration.high == UNIT_DAYS["year"]:
        return True  # twelve months are a year
    if duration.unit == "year" and duration.low == UNIT_DAYS["year"] and mention.bound in LOWER | UPPER:
        return True  # `in under a year`
    is_single = duration.low == duration.high == UNIT_DAYS.get(duration.unit) and duration.unit != "year"
    if is_single or text[mention.start : mention.end].lower().endswith(("a fortnight", "one fortnight")):
        return True
    return bool(_TO_THE_HOUR.match(text, mention.end))


def _find(source: Source, mention: TimeMention) -> TimeMention | None:
    if mention.period:
        dates = source.distinct_dates
        found = next((other for other, placed in dates if _carries(other, placed, mention)), None)
        coming = ((other, other.other) for other, _ in dates if other.other)
        return found or next((o for o, p in coming if _carries(replace(o, period=p), p, mention)), None)
    return next((other for other in source.distinct_durations if _carries(other, None, mention)), None)


def _names_month(source: Source, words: str) -> list[Evidence]:
    """Return where an article has a month's bare name, also where nothing tells that it is one: `May was dry`."""
    if words.lower() not in MONTHS:
        return []
    match = re.search(rf"\b{re.escape(words)}\b", source.reading.text)
    return source.evidence_of([match.span()]) if match else []


def _weekday(source: Source, words: str) -> TimeMention | None:
    """Find a bare weekday as the article names it, in whichever week: the articles of a set may come out in several."""
    if words.lower() not in WEEKDAYS:
        return None
    said = source.reading.lower
    return next((other for other, _ in source.dates if said[other.start : other.end] == words.lower()), None)


def _follows(source: Source, text: str, mention: TimeMention) -> bool:
    """Whether a time follows from the article's: when it came out, a coming weekday, the time between two dates."""
    if mention.duration:
        if source.is_as_long(mention) or source.lasts(mention) or source.lies_between_results(mention):
            return True
        if not _is_reckoned(text, mention):
            return source.has_gone_on(mention.duration.low)
        years = mention.duration.low / UNIT_DAYS["year"]
        return source.lies_between(mention) or source.lies_between_ages(years)
    if _is_published_then(source, mention) or _is_coming_weekday(source, mention) or _is_length_ago(source, mention):
        return True
    if mention.period is None:
        return False
    return (
        _is_quarter_of(source, mention.period)
        or source.is_reckoned(mention.period)
        or (text[mention.start : mention.end].lower() not in WEEKDAYS and source.is_deadline(mention.period))
        or _may_be_its_year(source, mention.period)
    )


_QUARTERS = {1: "first", 4: "second", 7: "third", 10: "fourth"}


def _is_quarter_of(source: Source, period: Period) -> bool:
    """Whether a quarter without a year is one that the article spells out: `Q2` for `the second quarter`."""
    if period.has_year or period.earliest is None or period.latest is None:
        return False
    name = _QUARTERS.get(period.earliest.month)
    is_quarter = period.latest.month == period.earliest.month + 2 and period.earliest.day == 1
    return name is not None and is_quarter and f"{name} quarter" in source.reading.lower


def _may_be_its_year(source: Source, period: Period) -> bool:
    """Whether a date may be one of an undated article that names no year for it: nobody can tell that it is wrong.

    The year must be one of the article's or lie beside one, and where the article tells only of `last year` and the
    like, any year will do.
    """
    if source.published or not period.has_year or period.is_open or period.latest is None:
        return False
    years = source.years
    year = period.latest.year
    if years and years.isdisjoint((year - 1, year, year + 1)):
        return False
    if period.grain in ("year", "decade"):
        return source.tells_relative_years
    first, last = period.without_year().earliest, period.without_year().latest
    ends = (end for _, other in source.dates if not other.has_year for end in (other.earliest, other.latest) if end)
    return first is not None and last is not None and any(first <= end <= last for end in ends)


def _is_published_then(source: Source, mention: TimeMention) -> bool:
    """Whether a date is when the article came out: known from its metadata, though not from its text."""
    published, period = source.published, mention.period
    if not published or not period or published.is_open or period.is_open:
        return False
    if not period.has_year:
        is_day = published.grain == period.grain == "day"
        return is_day and compare_periods(published, period) == "same"
    return period.contains(published) and period.grain in ("year", "part of year", "season", "month", "day")


def _is_coming_weekday(source: Source, mention: TimeMention) -> bool:
    """Whether a day is the next one of a weekday that the article names: `they have until Wednesday`."""
    period = mention.period
    if period is None or period.grain != "day":
        return False
    for other, placed in source.dates:
        word = source.reading.text[other.start : other.end]
        day = placed.latest or placed.earliest  # one of them is open in `until Wednesday`
        if day and placed.has_year and word.isalpha() and word.lower() in WEEKDAYS:
            coming = moved(day, _WEEK)
            if coming in (period.earliest, period.latest) or compare_periods(day_of(coming), period) == "same":
                return True
    return False


def _is_length_ago(source: Source, mention: TimeMention) -> bool:
    """Whether a date lies a length of the article's before its publication: `a year ago` for `a year earlier`."""
    published, period = source.published, mention.period
    if not published or not published.latest or not period or not period.has_year or period.is_open:
        return False
    lengths = (time.duration.low for time in source.distinct_durations if time.duration and not time.is_vague)
    return any(period.contains(day_of(moved(published.latest, -days))) for days in lengths)


def _carries(article: TimeMention, placed: Period | None, summary: TimeMention) -> bool:
    """Whether a time of an article carries one of a summary: the same or a coarser one; `placed` is with its year."""
    if placed and article.period and summary.period:
        return _period_carried(article.period, placed, summary.period)
    if article.duration and summary.duration:
        if is_turned(article.bound, summary.bound):
            return False
        is_vague = article.is_vague or summary.is_vague
        if _is_about_as_long(article.duration, summary.duration):
            return True
        return compare_durations(article.duration, summary.duration, is_vague=is_vague) != "different"
    return False


def _is_about_as_long(article: Duration, summary: Duration) -> bool:
    """Whether a length of time, or one end of it, is the article's in another unit: a month and a half for six weeks.

    In one and the same unit another number is another length.
    """
    ends = (article.low, article.high)
    if summary.low == summary.high and summary.low in ends:
        return True
    if article.unit == summary.unit:
        return False
    return all(abs(a - b) <= _ALIKE * a for a, b in zip(ends, (summary.low, summary.high), strict=True))


def _period_carried(article: Period, placed: Period, summary: Period) -> bool:
    if not summary.has_year:
        placed = article
    elif placed.has_year and not article.has_year and placed.latest and placed.latest.year < date.max.year:
        # what is told without a year may lie behind the day of publication, or before it
        coming = article.with_year(placed.latest.year + 1)
        return _is_held(placed, summary) or _is_held(coming, summary)
    elif not placed.has_year:
        # a day or month of an unknown year carries no year
        is_named = summary.grain in ("day", "part of month", "month")
        return is_named and compare_periods(article, summary) == "same"
    return _is_held(placed, summary)


def _is_held(placed: Period, summary: Period) -> bool:
    if not summary.is_open and not placed.is_open and placed.latest and summary.latest == placed.latest:
        return True  # `the end of September` for the third quarter
    if summary.is_open or placed.is_open:
        return _shares_end(placed, summary)
    relation = compare_periods(placed, summary)
    return relation in ("coarser", "weaker") or (relation == "same" and not _is_finer(placed, summary))


def _shares_end(article: Period, summary: Period) -> bool:
    """Whether one end of an article's period lies in what a summary names: `since autumn 2024`, `until May`."""
    if article.has_year != summary.has_year and article.grain in ("year", "decade"):
        return False
    ends = [end for end in (article.earliest, article.latest) if end]
    if article.has_year and not summary.has_year:
        ends = [end.replace(year=NO_YEAR) for end in ends]
    first, last = summary.earliest, summary.latest
    slack = GRAIN_DAYS[summary.grain]
    if first is None and last is not None:
        first = moved(last, -slack)
    elif last is None and first is not None:
        last = moved(first, slack)
    return first is not None and last is not None and any(first <= end <= last for end in ends)


def _is_finer(article: Period, summary: Period) -> bool:
    """Whether the summary is more precise than the article, as a day for a month."""
    if summary.is_open or article.is_open:
        return False
    is_smaller = GRAINS.index(summary.grain) < GRAINS.index(article.grain)
    return is_smaller and (summary.earliest, summary.latest) != (article.earliest, article.latest)
