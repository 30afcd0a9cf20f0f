"""The articles of a sample as one row of words, with where each word stands."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from harness.gold.gold import Evidence
from harness.gold.matching.claims.source import Source
from harness.grounding.keys import keys_of
from harness.text.dates import Period
from harness.text.reading import Quantity, Reading
from harness.text.timing import TimeMention

_APART = 100
"""Places between two articles: nothing in one is near anything in the other."""

_MOST_PLACES = 300
"""How many places of a word are looked at: the first ones of a word that stands everywhere tell enough."""

_FAR = 10**9


class DatedPlace(NamedTuple):
    """A date of an article: the place of its first word, as it is told, and its days in the year it was placed in."""

    place: int
    mention: TimeMention
    period: Period


class Document:
    """All words of a sample's articles. A *place* is a word's position in the row; articles lie far apart in it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self._starts: list[int] = []
        self._by_lemma: dict[str, list[int]] = defaultdict(list)
        self._lemmas_of: dict[str, list[str]] = defaultdict(list)
        self._places: dict[str, list[int]] = {}
        self._weights: dict[str, float] = {}
        self._distances: dict[tuple[str, str], int] = {}
        self._sentences: dict[str, frozenset[tuple[int, int]]] = {}
        self.size = 0
        begin = 0
        by_lemma, lemmas_of = self._by_lemma, self._lemmas_of
        for source in sources:
            self._starts.append(begin)
            lemmas = source.reading.lemmas
            for place, lemma in enumerate(lemmas, begin):
                by_lemma[lemma].append(place)
            self.size += len(lemmas)
            begin += len(lemmas) + _APART
        for lemma in by_lemma:
            for key in keys_of(lemma):
                lemmas_of[key].append(lemma)

    def lemma(self, place: int) -> str:
        """Return the base form of the word at a place."""
        number, position = self.position(place)
        return self.sources[number].reading.lemmas[position]

    def position(self, place: int) -> tuple[int, int]:
        """Return the number of the article of a place, and the word's position in that article's reading."""
        number = bisect_right(self._starts, place) - 1
        return number, place - self._starts[number]

    def reading_at(self, place: int) -> tuple[Reading, int]:
        """Return the reading of the article of a place, and the word's position in it."""
        number, position = self.position(place)
        return self.sources[number].reading, position

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the numbers of the article and of the sentence in it that a place lies in."""
        number, position = self.position(place)
        return number, self.sources[number].reading.sentence_at(position)

    def sentences(self, lemma: str) -> frozenset[tuple[int, int]]:
        """Return the sentences that a word stands in, in whatever form, each as the article's number and its own."""
        found = self._sentences.get(lemma)
        if found is None:
            found = self._sentences[lemma] = frozenset(map(self.sentence, self.places(lemma)))
        return found

    def evidence(self, first: int, last: int) -> tuple[Evidence, ...]:
        """Return the span from a place to another in the same article."""
        number, begin = self.position(first)
        words = self.sources[number].reading.words
        end = min(begin + last - first, len(words) - 1)
        return self.sources[number].evidence(words[begin].start, words[end].end)

    def places(self, lemma: str) -> list[int]:
        """Return where a word stands, in whatever form, the first places of a very common one."""
        found = self._places.get(lemma)
        if found is None:
            alike = {other for key in keys_of(lemma) for other in self._lemmas_of.get(key, ())}
            rows = [self._by_lemma[other][:_MOST_PLACES] for other in alike]
            found = rows[0] if len(rows) == 1 else sorted(place for row in rows for place in row)[:_MOST_PLACES]
            self._places[lemma] = found
        return found

    def places_of(self, lemma: str) -> list[int]:
        """Return the first places where a word stands in this very base form."""
        found = self._by_lemma.get(lemma)
        return found[:_MOST_PLACES] if found else []

    def text_at(self, place: int) -> str:
        """Return the text of the article of a place."""
        return self.reading_at(place)[0].text

    def word(self, place: int) -> str:
        """Return the word at a place as it is written."""
        number, position = self.position(place)
        return self.sources[number].reading.words[position].text

    def weight(self, lemma: str) -> float:
        """Return how much a word tells: the rarer in the articles, the more."""
        found = self._weights.get(lemma)
        if found is None:
            found = self._weights[lemma] = math.log(1 + self.size / (1 + len(self.places(lemma))))
        return found

    def distance(self, first: str, second: str) -> int | None:
        """Return how many places lie between two words where they stand nearest; None where one stands nowhere."""
        key = (first, second) if first <= second else (second, first)
        found = self._distances.get(key)
        if found is None:
            found = self._distances[key] = self._nearest(self.places(key[0]), self.places(key[1]))
        return None if found == _FAR else found

    @staticmethod
    def _nearest(few: list[int], many: list[int]) -> int:
        if len(few) > len(many):
            few, many = many, few
        best, last = _FAR, len(many)
        for place in few:
            beside = bisect_left(many, place)
            if beside and place - many[beside - 1] < best:
                best = place - many[beside - 1]
            if beside < last and many[beside] == place:  # the very same word
                beside += 1
            if beside < last and many[beside] - place < best:
                best = many[beside] - place
        return best

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """All words with the one behind."""
        return frozenset(
            pair for s in self.sources for pair in zip(s.reading.lemmas, s.reading.lemmas[1:], strict=False)
        )

    @cached_property
    def quantities(self) -> list[tuple[int, Quantity]]:
        """The numbers of the articles, each with the place of its first word; the first ones of very many."""
        rows = zip(self._starts, self.sources, strict=True)
        found = ((begin + q.first_word, q) for begin, source in rows for q in source.reading.quantities)
        return list(islice(found, _MOST_PLACES))

    @cached_property
    def dates(self) -> list[DatedPlace]:
        """The dates of the articles; the first ones of very many."""
        rows = zip(self._starts, self.sources, strict=True)
        found = (
            DatedPlace(begin + source.reading.word_range((mention.start, mention.end))[0], mention, period)
            for begin, source in rows
            for mention, period in source.dates
        )
        return list(islice(found, _MOST_PLACES))
