"""Absences: weekdays and ranks that stand in no article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from harness.gold.matching.claims.made import missing
from harness.gold.matching.claims.source import Source
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page
from harness.text.months import MONTHS, WEEKDAYS
from harness.text.numerals import RANKS
from harness.text.reading import Reading
from harness.text.words import word_set

_MOST = 40
_COMMON = 2
"""First and second are said of too many things."""

_BEFORE_PART = word_set("a an one two three four over than nearly almost about")
"""What stands before a part, not a rank: `a third`."""

_QUARTER = re.compile(r"\bquarters?\b|\bq[1-4]\b")
_OF_MONTH = re.compile(rf" (?:of|in) (?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_LENGTH = re.compile(r"\b(?:13|thirteen)[ -]weeks?\b|\b(?:3|three)[ -]months?\b")
"""What else a quarter is called."""

_RANKS = {word: rank for word, rank in RANKS.items() if rank <= 12}  # noqa: PLR2004


class AbsenceCheck:
    """Finds days of the week and ranks that no article names."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "absence"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each such word that no article has."""
        dates = (page.reading.word_range(claim.span) for claim in page.claims if claim.type == "date")
        told = page.reading.bound_words.union(i for first, last in dates for i in range(first, last))
        for i, word in enumerate(page.reading.words):
            if i in told:
                continue
            before = page.reading.words[i - 1].lower if i else ""
            if before not in _BEFORE_PART and self._is_absent(page, i):
                reason = f"{word.text!r} stands in no article."
                yield missing("date" if word.lower not in _RANKS else "quantity", page.span(i, i + 1), reason)

    def _is_absent(self, page: Page, position: int) -> bool:
        reading, document = page.reading, page.document
        word = reading.words[position].lower
        if word in WEEKDAYS:
            if _OF_MONTH.match(reading.text, reading.words[position].end):
                return False  # `the second Saturday of July` is a day of its month
            told = [day for day in WEEKDAYS if document.places_of(day)]
            away = (source.reading.once(_weekdays_away) for source in document.sources)
            return bool(told) and word not in told and not any(word in days for days in away)
        if word not in _RANKS:
            return False
        following = reading.words[position + 1].lower if position + 1 < len(reading.words) else ""
        return not any(_has_rank(source, word, following) for source in document.sources)


def _weekdays_away(reading: Reading) -> frozenset[str]:
    """Return the weekdays that lie so many days after another as a text says beside it: 48 hours from Friday on."""
    days = [(reading.sentence_at(i), WEEKDAYS.index(word)) for i, word in enumerate(reading.lowers) if word in WEEKDAYS]
    lengths = [(reading.sentence_of(t.start), t.duration.low) for t in reading.times if t.duration]
    return frozenset(
        WEEKDAYS[round(day + length) % 7]
        for sentence, day in days[:_MOST]
        for other, length in lengths[:_MOST]
        if abs(sentence - other) <= 1 and length % 1 == 0
    )


def _has_rank(source: Source, word: str, following: str) -> bool:
    """Whether an article has a rank; that of a quarter must be of a quarter there too."""
    rank, lower = _RANKS[word], source.reading.lower
    if following == "quarter":
        return not _QUARTER.search(lower) or bool(_of_quarter(word, rank).search(lower) or _LENGTH.search(lower))
    if rank <= _COMMON or float(rank) in source.numerals or word in source.reading.lemma_set:
        return True
    return bool(re.search(rf"\b\d{{0,4}}q{rank}(?!\d)", lower))


@cache
def _of_quarter(word: str, rank: int) -> re.Pattern[str]:
    """Return what a quarter of a year is written by: `third quarter`, `third-quarter`, `3rd quarter`, `Q3`, `3Q24`."""
    return re.compile(
        rf"\b(?:{word}[ -]quarter\b|{rank}(?:st|nd|rd|th)[ -]quarter\b|\d{{0,4}}q{rank}(?!\d)|{rank}q(?![a-z]))"
    )
