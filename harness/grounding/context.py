"""Whether a word of the articles stands in the company that a word of a summary keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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

    def company(self, position: int, *, skip: Iterable[int] = ()) -> Company:
        """Return a word's company; words that no article has count in its weight too."""
        reading = self.reading
        first, last = reading.sentence_words[reading.sentence_of(reading.words[position].start)]
        left_out = {position, *skip}
        before = [i for i in range(position - 1, first - 1, -1) if self._counts(i, left_out)][:NEIGHBOURS]
        behind = [i for i in range(position + 1, last) if self._counts(i, left_out)][:NEIGHBOURS]
        lemmas = dict.fromkeys(reading.lemmas[i] for i in (*before, *behind))
        words = tuple((lemma, self.document.weight(lemma)) for lemma in lemmas)
        return Company(words, sum(weight for _, weight in words))

    def _counts(self, position: int, left_out: set[int]) -> bool:
        return position not in left_out and is_content(self.reading.lemmas[position])

    def meeting(self, places: Sequence[int], company: Company, reach: int = REACH) -> Meeting:
        """Return where around one of some places most of a company stands, each word at most `reach` words away."""
        best = NOWHERE
        rows = [(self.document.places(lemma), weight) for lemma, weight in company.words]
        for place in places:
            share = sum(weight for row, weight in rows if _is_near(row, place, reach)) / company.weight if rows else 0.0
            if share > best.share:
                best = Meeting(share, place)
        return best


def _is_near(row: Sequence[int], place: int, reach: int) -> bool:
    """Whether a word stands within reach of a place, at another one."""
    beside = bisect_left(row, place - reach)
    return any(other != place for other in row[beside : beside + 2] if other <= place + reach)
