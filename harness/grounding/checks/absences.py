"""Absences: weekdays and ranks that stand in no article."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.matching.claims.made import missing
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page
from harness.text.months import WEEKDAYS
from harness.text.words import word_set

_BEFORE_PART = word_set("a an one two three four over than nearly almost about")
"""What stands before a part, not a rank: `a third`."""

_RANKS = {
    word: number
    for number, word in enumerate(
        ["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 3
    )
}


class AbsenceCheck:
    """Finds days of the week and ranks that no article names."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "absence"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each such word that no article has."""
        told = {claim.span for claim in page.claims if claim.type == "date"}
        for i, word in enumerate(page.reading.words):
            if i in page.reading.bound_words or any(start <= word.start < end for start, end in told):
                continue
            before = page.reading.words[i - 1].lower if i else ""
            if before not in _BEFORE_PART and self._is_absent(page, word.lower):
                reason = f"{word.text!r} stands in no article."
                yield missing("date" if word.lower not in _RANKS else "quantity", page.span(i, i + 1), reason)

    def _is_absent(self, page: Page, word: str) -> bool:
        document = page.document
        if word in WEEKDAYS:
            return not document.places_of(word) and self._names_days(page)
        if word in _RANKS:
            return not any(self._has_rank(page, _RANKS[word]))
        return False

    def _names_days(self, page: Page) -> bool:
        return any(page.document.places_of(day) for day in WEEKDAYS)

    def _has_rank(self, page: Page, rank: int) -> Iterator[bool]:
        for source in page.document.sources:
            yield float(rank) in source.numerals
            yield any(_RANKS.get(lemma) == rank for lemma in source.reading.lemma_set)
            yield source.reading.lower.find(f"q{rank}") >= 0
