"""Whether a word of the articles stands in the company that a word of a summary keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from harness.grounding.document import Document
from harness.grounding.keys import is_content
from harness.text.reading import Reading

NEIGHBOURS = 5
"""How many words of substance on either side are a word's company."""

REACH = 12
"""How many words apart two words of an article may stand and keep each other company."""


class Company(NamedTuple):
    """The words of substance around a word in its sentence, each with its weight, and their weight in all."""

    words: tuple[tuple[str, float], ...]
    weight: float


class Meeting(NamedTuple):
    """Where in the articles most of a company stands around a word: its place, -1 for none, and the share, 0 to 1."""

    share: float
    place: int


NOWHERE = Meeting(0.0, -1)


class Companions:
    """Finds the company of words of one summary in the articles."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.document = document
        self.reading = reading
        self._companies: dict[int, Company] = {}

    @cached_property
    def _content(self) -> list[list[int]]:
        """The positions of the words of substance of each sentence."""
        lemmas = self.reading.lemmas
        return [[i for i in range(first, last) if is_content(lemmas[i])] for first, last in self.reading.sentence_words]

    def company(self, position: int, *, skip: Iterable[int] = ()) -> Company:
        """Return a word's company; words that no article has count in its weight too."""
        left_out = set(skip)
        if left_out:
            return self._make(position, left_out)
        found = self._companies.get(position)
        if found is None:
            found = self._companies[position] = self._make(position, left_out)
        return found

    def _make(self, position: int, left_out: set[int]) -> Company:
        reading = self.reading
        content = self._content[reading.sentence_at(position)]
        place, reach = bisect_left(content, position), NEIGHBOURS + len(left_out)
        before = [i for i in content[max(0, place - reach) : place] if i not in left_out]
        behind = [i for i in content[place : place + reach + 1] if i != position and i not in left_out]
        near = [*before[: -NEIGHBOURS - 1 : -1], *behind[:NEIGHBOURS]]
        lemmas = dict.fromkeys(reading.lemmas[i] for i in near)
        words = tuple((lemma, self.document.weight(lemma)) for lemma in lemmas)
        return Company(words, sum(weight for _, weight in words))

    def meeting(self, places: Sequence[int], company: Company, reach: int = REACH) -> Meeting:
        """Return where around one of some places most of a company stands, each word at most `reach` words away."""
        rows = [(row, weight) for lemma, weight in company.words if (row := self.document.places(lemma))]
        most = 0.0
        for _, weight in rows:
            most += weight  # as below, so that it is the very number that no place can exceed
        best, where = 0.0, -1
        for place in places:
            found, low, high = 0.0, place - reach, place + reach
            for row, weight in rows:
                beside = bisect_left(row, low)
                if beside < len(row) and row[beside] <= high and (row[beside] != place or _goes_on(row, beside, high)):
                    found += weight
            if found > best:
                best, where = found, place
                if best >= most:
                    break
        return Meeting(best / company.weight, where) if where >= 0 else NOWHERE

    def share_in_sentence(self, place: int, company: Company) -> float:
        """Return what share of a company stands in the very sentence of a place of the articles, 0 to 1."""
        reading, position = self.document.reading_at(place)
        first, last = reading.sentence_words[reading.sentence_at(position)]
        low, high = place - position + first, place - position + last - 1
        found = sum(weight for lemma, weight in company.words if self._stands_in(lemma, low, high, place))
        return found / company.weight if company.weight else 0.0

    def _stands_in(self, lemma: str, low: int, high: int, place: int) -> bool:
        row = self.document.places(lemma)
        beside = bisect_left(row, low)
        return beside < len(row) and row[beside] <= high and (row[beside] != place or _goes_on(row, beside, high))


def _goes_on(row: Sequence[int], beside: int, high: int) -> bool:
    """Whether a row has another place behind one, up to a limit: a word is no company of its own."""
    return beside + 1 < len(row) and row[beside + 1] <= high
