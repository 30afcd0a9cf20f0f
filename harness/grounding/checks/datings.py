"""Datings: what the articles date otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.document import DatedPlace, Document
from harness.text.dates import Period
from harness.text.months import MONTHS, WEEKDAYS
from harness.text.timing import TimeMention

_LEAST = 0.6
"""What share of a date's company must stand around another date of the same grain."""

_LEAST_OF_WEEKDAY = 0.5
"""The same of a day of the week, of which an article has few."""

_MOST_OWN = 0.2
"""What share of it may stand around the date itself."""

_FEWEST = 2
_YEAR_BEFORE = re.compile(
    r"\b(?:(?:a|the|one) year (?:earlier|before)|(?:previous|prior|preceding) year)\b", re.IGNORECASE
)


class DatingCheck:
    """Finds dates that an article has, or may mean, in whose place it has another: `in 2017` for `in 2018`."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "dating"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each date that is told as one of a calendar, around whose like the same is told."""
        told = [mention for mention in page.reading.times if _is_of_calendar(page.reading.text, mention)]
        wrong = {claim.span for claim in page.claims if claim.check == "date" and claim.is_violation}
        for mention in told:
            if (mention.start, mention.end) not in wrong:
                yield from self._judge(page, mention)
        for i, word in enumerate(page.reading.words):
            if word.is_capital and page.reading.lemmas[i] in WEEKDAYS:
                yield from self._judge_weekday(page, i)

    def _judge_weekday(self, page: Page, position: int) -> Iterator[Claim]:
        """Yield a claim for a day of the week that the articles have, but another one in its company."""
        day = page.reading.lemmas[position]
        own = page.document.places(day)
        others = sorted(place for other in WEEKDAYS if other != day for place in page.document.places(other))
        company = page.companions.company(position)
        if not own or not others or len(company.words) < _FEWEST:
            return
        other = page.companions.meeting(others, company)
        if other.share < _LEAST_OF_WEEKDAY or page.companions.meeting(own, company).share > _MOST_OWN:
            return
        first, last = page.reading.sentence_words[page.reading.sentence_at(position)]
        if page.document.lemma(other.place) in page.reading.lemmas[first:last]:
            return  # the sentence tells of both days
        words = page.reading.words[position].text
        reason = f"The article has {page.document.word(other.place)!r} where the summary has {words!r}."
        yield against("date", page.span(position, position + 1), reason, page.around(other.place))

    def _judge(self, page: Page, mention: TimeMention) -> Iterator[Claim]:
        period = mention.period
        rows = [row for row in page.document.dates if period and row.mention.period]
        own = [row.place for row in rows if period and _share_days(row, period)]
        others = [row for row in rows if period and row.period.grain == period.grain and not _share_days(row, period)]
        others = [row for row in others if _is_of_calendar(page.document.text_at(row.place), row.mention)]
        first, last = page.reading.word_range((mention.start, mention.end))
        company = page.companions.company(first, skip=range(first, last))
        if not others or len(company.words) < _FEWEST:
            return
        other = page.companions.meeting([row.place for row in others], company)
        if other.share < _LEAST or page.companions.meeting(own, company).share > _MOST_OWN:
            return
        row = next(row for row in others if row.place == other.place)
        if _is_year_before(page.document, row, period):
            return
        theirs = page.document.text_at(row.place)[row.mention.start : row.mention.end]
        ours = page.reading.text[mention.start : mention.end]
        reason = f"The article has {theirs!r} where the summary has {ours!r}."
        yield against("date", (mention.start, mention.end), reason, page.around(row.place))


def _is_year_before(document: Document, row: DatedPlace, period: Period | None) -> bool:
    """Whether a date is a year before an article's which compares with the year before."""
    if not period or not period.latest or not row.period.latest or row.period.latest.year - period.latest.year != 1:
        return False
    reading, position = document.reading_at(row.place)
    return _YEAR_BEFORE.search(reading.text, *reading.sentences[reading.sentence_at(position)]) is not None


def _is_of_calendar(text: str, mention: TimeMention) -> bool:
    """Whether a date is told by a month or in figures, and not from another day, as `last year` is."""
    words = text[mention.start : mention.end].lower()
    return mention.period is not None and (
        any(letter.isdigit() for letter in words) or any(month in words for month in MONTHS)
    )


def _share_days(row: DatedPlace, period: Period) -> bool:
    """Whether a date of an article shares a day with another, told with a year or not, or one of its ends."""
    if any(
        end is not None and end in (period.earliest, period.latest) for end in (row.period.earliest, row.period.latest)
    ):
        return True
    if row.period.has_year and period.has_year and row.mention.period and row.mention.period.has_year:
        return row.period.overlaps(period)
    return row.period.without_year().overlaps(period.without_year())
