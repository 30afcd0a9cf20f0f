"""Where the articles name what a summary names: by its words, a country's people or capital, or an acronym."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from harness.gold.gold import Evidence
from harness.gold.matching.claims.source import Source
from harness.text.fold import Span
from harness.text.names import mention_of, runs_of
from harness.text.reading import Reading
from harness.text.words import Word, lexicon, word_set

_GAP = 3
"""How many words may lie between two words of one name: `Centre for the Study of`."""

_LONGEST = 20
"""A name of more words is looked for in parts of so many."""

_FEWEST_LETTERS = 3
_SHORTEST = 3
_JOINTS = frozenset({"and", "&", "the"})
"""What an acronym leaves out of a name."""

_SMALL = word_set("a an and at by for from in of on or per the to with")
"""What an acronym of common words may leave out, and neither begins nor ends with."""

_PAIR = re.compile(r"[A-Z]&[A-Z]")
_NO_MARK = re.compile(r"[\w\s'\u2019-]*")


class NamePlaces:
    """Finds names in the articles of a sample."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._articles = [_Names(source) for source in sources]

    def evidence(self, words: Sequence[str]) -> list[Evidence]:
        """Return where each article that has a name first has it; where none has it whole, where its parts stand."""
        found: list[Evidence] = []
        begin = 0
        while begin < len(words):
            length, evidence = self._longest(words[begin : begin + _LONGEST])
            found += evidence
            begin += length
        return found

    def _longest(self, words: Sequence[str]) -> tuple[int, list[Evidence]]:
        """Return of how many first words of a name an article has the longest part, and where; 1 where none has any."""
        for end in range(len(words), 0, -1):
            for find in (_Names.named, _Names.written):
                found = [e for article in self._articles for e in article.evidence(find(article, words[:end]))]
                if found:
                    return end, found
        return 1, []

    def acronym(self, words: Sequence[str]) -> tuple[str, list[Evidence]] | None:
        """Return the acronym of an article that a long form's first letters make, and where it stands."""
        initials = "".join(word[0] for word in words if word not in _JOINTS)
        if len(initials) < _FEWEST_LETTERS or min(map(len, words)) < _SHORTEST:  # `World War II` is not `WWI`
            return None
        for article in self._articles:
            if initials in article.shouted:
                return initials.upper(), article.evidence(article.shouted[initials])
        return None

    def spelt_out(self, acronym: str) -> list[Evidence]:
        """Return where each article spells out an acronym in words, be they small: `EPS`, earnings per share."""
        letters = acronym.removesuffix("s").replace(".", "")
        if _PAIR.fullmatch(letters):
            return [e for article in self._articles for e in article.evidence(article.pair(letters))]
        if not (letters.isupper() and letters.isalpha() and len(letters) >= _FEWEST_LETTERS):
            return []
        return [e for article in self._articles for e in article.evidence(article.spelt_out(letters.lower()))]


class _Names:
    """The words of one article by how a name may be found by them."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def evidence(self, span: Span | None) -> list[Evidence]:
        """Return a span as evidence."""
        return self.source.evidence_of([span] if span else [])

    def named(self, words: Sequence[str]) -> Span | None:
        """Return where a name stands first, whole: with capitals, as a country's people or capital, or spelt out."""
        place = lexicon().country_of(" ".join(words))
        return (
            self._run(words, self._capitals)
            or (self._of_places.get(place) if place else None)
            or (self._acronyms.get(words[0].replace(".", "")) if len(words) == 1 else None)
        )

    def written(self, words: Sequence[str]) -> Span | None:
        """Return where the words of a name stand first in a row, be it in small letters."""
        return self._run(words, self._positions)

    def _run(self, words: Sequence[str], positions: Mapping[str, list[int]]) -> Span | None:
        """Return where words stand first in a row, few words apart."""
        rows = [_row(positions, word) for word in words]
        for first in rows[0]:
            last = first
            for row in rows[1:]:
                beside = bisect_right(row, last)
                if beside == len(row) or row[beside] - last > _GAP + 1:
                    break
                last = row[beside]
            else:
                return self.source.reading.words[first].start, self.source.reading.words[last].end
        return None

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        """Where each word stands, whole and by its parts between hyphens; the title has no span and is left out."""
        found: dict[str, list[int]] = {}
        reading, shift = self.source.reading, len(self.source.article.full_text) - len(self.source.article.text)
        for i, word in enumerate(reading.words):
            if word.start >= shift:
                for form in _forms(word.lower):
                    found.setdefault(form, []).append(i)
        return found

    @cached_property
    def _capitals(self) -> dict[str, list[int]]:
        """Where each word stands with a capital."""
        words = self.source.reading.words
        rows = ((form, [i for i in row if words[i].is_capital]) for form, row in self._positions.items())
        return {form: row for form, row in rows if row}

    @cached_property
    def shouted(self) -> dict[str, Span]:
        """The first place of each word in capitals, by its letters in lower case."""
        found: dict[str, Span] = {}
        for word in self.source.reading.words:
            plain = word.text.replace(".", "")
            if plain.isupper() and plain.isalpha():
                found.setdefault(plain.lower(), (word.start, word.end))
        return found

    @cached_property
    def _acronyms(self) -> dict[str, Span]:
        """The first place of each name of several words, by its first letters."""
        found: dict[str, Span] = {}
        reading = self.source.reading
        for begin, end in runs_of(reading.text, reading.words):
            name = mention_of(reading.words[begin:end], starts_sentence=False) if end - begin > 1 else None
            if name and len(name.words) > 1:
                letters = "".join(part[0] for part in name.words if part not in _JOINTS)
                found.setdefault(letters, (name.start, name.end))
        return found

    def pair(self, letters: str) -> Span | None:
        """Return where two words stand with an `and` between whose initials are those of `R&D`."""
        first, last = letters.lower().split("&")
        match = re.search(rf"\b{first}[a-z]{{2,}} (?:and|&) {last}[a-z]{{2,}}", self.source.reading.lower)
        return match.span() if match else None

    def spelt_out(self, letters: str) -> Span | None:
        """Return where words stand first whose initials some small letters are."""
        words = self.source.reading.words
        for initials, positions in self._initials:
            place = initials.find(letters)
            while place >= 0:
                first, last = words[positions[place]], words[positions[place + len(letters) - 1]]
                if min(len(first.lower), len(last.lower)) >= _SHORTEST and _SMALL.isdisjoint((first.lower, last.lower)):
                    return first.start, last.end
                place = initials.find(letters, place + 1)
        return None

    @cached_property
    def _initials(self) -> list[tuple[str, list[int]]]:
        """The initials of all words of the text, and of all but small ones, each with the words' positions."""
        reading, shift = self.source.reading, len(self.source.article.full_text) - len(self.source.article.text)
        words = [(i, word) for i, word in enumerate(reading.words) if word.start >= shift]
        return [
            _initials(reading, words),
            _initials(reading, [(i, word) for i, word in words if word.lower not in _SMALL]),
        ]

    @cached_property
    def _of_places(self) -> dict[str, Span]:
        """Where each country is named first, by itself, its people or its capital."""
        found: dict[str, Span] = {}
        words = self.source.reading.words
        for i, word in enumerate(words):
            if not word.is_capital:
                continue
            for length in (1, 2):
                place = lexicon().country_of(" ".join(w.lower for w in words[i : i + length]))
                if place:
                    found.setdefault(place, (word.start, words[min(i + length, len(words)) - 1].end))
        return found


def _initials(reading: Reading, words: Iterable[tuple[int, Word]]) -> tuple[str, list[int]]:
    """Return the initials of words, and their positions; a blank stands where another mark than a hyphen does."""
    letters: list[str] = []
    positions: list[int] = []
    end = 0
    for i, word in words:
        row = word.lower[0] if _NO_MARK.fullmatch(reading.text, end, word.start) else f" {word.lower[0]}"
        letters.append(row)
        positions += [i] * len(row)
        end = word.end
    return "".join(letters), positions


@lru_cache(maxsize=65536)
def _forms(lower: str) -> tuple[str, ...]:
    """Return what a word of an article is found by: itself, without periods and possessive, its parts."""
    plain = lower.replace(".", "").replace("'s", "").replace("\u2019s", "")
    return tuple(dict.fromkeys((lower, plain, *plain.split("-"))))


def _row(positions: Mapping[str, list[int]], word: str) -> list[int]:
    """Return the positions of a word: as it is, without periods, with and without a plural's ending, in part."""
    plain = word.replace(".", "")
    forms = dict.fromkeys((word, plain, plain.rstrip("s"), f"{plain}s", *plain.split("-")))
    return next(filter(None, (positions.get(form) for form in forms)), [])
