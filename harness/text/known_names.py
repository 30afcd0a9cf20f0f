"""Whether trusted texts have a name: in any form of its words, as a demonym or an acronym, and in this company."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations, pairwise

from harness.text.names import mention_of, runs_of
from harness.text.reading import Reading
from harness.text.words import lexicon

_SHORTEST_FUZZY = 6
_LONGEST_FUZZY = 40
_SHORTEST_PART = 3
_LONGEST_RUN = 12
_JOINTS = frozenset({"and", "&", "the"})
"""What an acronym leaves out of a name."""

_HAS_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")


class KnownWords:
    """The words of trusted texts, to tell whether a name occurs in them in any form: demonym, capital, acronym."""

    def __init__(self, texts: Iterable[str | Reading], names: Iterable[str] = ()) -> None:
        """Take texts, read or not, and names by themselves: that one of these stands alone tells nothing of company."""
        alone = [Reading(name) for name in names]
        self._readings = [*alone, *(text if isinstance(text, Reading) else Reading(text) for text in texts)]
        self._alone = len(alone)
        self._checked: dict[str, bool] = {}
        self._gaps: dict[tuple[str, int], frozenset[str]] = {}
        self._words: set[str] = set()
        places: set[str] = set()
        for reading in self._readings:
            lowers = {word.lower for word in reading.words}
            self._words.update(reading.lemma_set, lowers)
            parts = {form for lower in lowers if "-" in lower or "." in lower for form in _forms(lower)}
            self._words |= parts
            places.update(_places_in(reading, lowers | parts))
        self._demonyms = {form for place in places for form in _forms_of_places().get(place, ())}
        self._demonym_words = {word for form in (*self._demonyms, *places) for word in form.split()}

    @cached_property
    def _company(self) -> _Company:
        """Which capital words stand together."""
        found = _Company()
        for i, reading in enumerate(self._readings):
            for begin, end in self._runs[i]:
                found.add([word.lower for word in reading.words[begin:end]], has_ends=i >= self._alone)
            found.add_small({word.lower for word in reading.words if not word.text[0].isupper()})
        return found

    @cached_property
    def _runs(self) -> list[list[tuple[int, int]]]:
        """For each text the first and last + 1 words of its runs of capitals."""
        return [list(runs_of(reading.text, reading.words)) for reading in self._readings]

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        """The first letters of every name, and of two with an `and` between: `Centre for Law and Public Order`."""
        found: set[str] = set()
        for reading, runs in zip(self._readings, self._runs, strict=True):
            joined = [
                (a[0], b[1])
                for a, b in pairwise(runs)
                if [w.lower for w in reading.words[a[1] : b[0]]] in (["and"], ["&"])
            ]
            for begin, end in (*runs, *joined):
                name = mention_of(reading.words[begin:end], starts_sentence=False) if end - begin > 1 else None
                found.add("".join(part[0] for part in name.words if part not in _JOINTS) if name else "")
        return frozenset(found - {""})

    def mixed(self, words: Sequence[str]) -> tuple[str, str] | None:
        """Return two neighbours in a name that trusted texts know only beside other words: two names made one."""
        return next((pair for pair in pairwise(words) if self._company.is_mixed(*pair)), None)

    def missing(self, words: tuple[str, ...]) -> list[str]:
        """Return those words of a name that no trusted text carries in any form."""
        joined = " ".join(words)
        if joined in self._demonyms:
            return []
        unknown = [word for i, word in enumerate(words) if not (self._knows(word) or self._is_initial(word, words[i:]))]
        return [] if unknown and joined.replace(".", "") in self._acronyms else unknown

    def _is_initial(self, word: str, words: Sequence[str]) -> bool:
        """Whether a word is the first letter of what a trusted text has before the last word: `J. Smith`."""
        return len(word) == 1 and self._company.has_initial(word, words[-1])

    def _knows(self, word: str) -> bool:
        known = self._checked.get(word)
        if known is None:
            known = self._checked[word] = self._has(word)
        return known

    def _has(self, word: str) -> bool:
        if _HAS_DIGIT.search(word) and word not in self._words and _DIGITS.sub("0", word) in self._numbered:
            return False  # `COVID-20` is another name than `COVID-19`
        forms = _forms(word)
        if any(form in known for form in forms for known in (self._words, self._demonym_words)):
            return True
        if word.endswith("s") and word[:-1] in self._demonym_words:  # a people: `the Finns`
            return True
        if not self._acronyms.isdisjoint(forms):
            return True
        return word.rstrip("s") in self._stripped or self._is_near(word) or self._is_joined(word)

    def _is_joined(self, word: str, parts: int = 3) -> bool:
        """Whether a word is two or three known ones in a row, as in `#NorthKorea`."""
        if parts == 1 or not 2 * _SHORTEST_PART <= len(word) <= _LONGEST_FUZZY:
            return False
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        return any(
            word[:cut] in self._words and (word[cut:] in self._words or self._is_joined(word[cut:], parts - 1))
            for cut in cuts
        )

    @cached_property
    def _numbered(self) -> frozenset[str]:
        """The words that have digits, with a zero for each number."""
        return frozenset(_DIGITS.sub("0", word) for word in self._words if "-" in word and _HAS_DIGIT.search(word))

    @cached_property
    def _stripped(self) -> frozenset[str]:
        """The words without a plural ending."""
        return frozenset(word.rstrip("s") for word in self._words)

    @cached_property
    def _longer_words(self) -> dict[tuple[str, int], list[str]]:
        """The longer words by first letter and length."""
        found: dict[tuple[str, int], list[str]] = {}
        for word in self._words:
            if _SHORTEST_FUZZY <= len(word) <= _LONGEST_FUZZY:
                found.setdefault((word[0], len(word)), []).append(word)
        return found

    def _gapped(self, letter: str, length: int) -> frozenset[str]:
        """Return the known words of a first letter and length with each of their other letters left out in turn.

        Each stands there twice, the second time with a gap in that letter's place.
        """
        found = self._gaps.get((letter, length))
        if found is None:
            words = self._longer_words.get((letter, length), ())
            found = self._gaps[letter, length] = frozenset(variant for word in words for variant in _gaps(word))
        return found

    def _is_near(self, word: str) -> bool:
        """Whether a word of six letters or more is one letter apart from a known one; the first letters are equal."""
        if not _SHORTEST_FUZZY <= len(word) <= _LONGEST_FUZZY or _HAS_DIGIT.search(word):
            return False
        if word in self._gapped(word[0], len(word) + 1):  # the known word has a letter more
            return True
        alike = self._gapped(word[0], len(word))
        return any(
            variant in alike if _GAP_MARK in variant else len(variant) >= _SHORTEST_FUZZY and variant in self._words
            for variant in _gaps(word)
        )


class _Company:
    """Which capital words stand together in trusted texts."""

    def __init__(self) -> None:
        self._pairs: set[frozenset[str]] = set()
        self._ends: tuple[set[str], set[str]] = set(), set()
        self._known: set[str] = set()
        self._initials: set[tuple[str, str]] = set()

    def add(self, run: Sequence[str], *, has_ends: bool) -> None:
        """Take a run of capital words; `has_ends` says that its first and last word are known to begin and end it."""
        if has_ends:
            self._known.update(run)
            self._ends[0].add(run[0])
            self._ends[1].add(run[-1])
        self._pairs.update(frozenset(pair) for pair in combinations(run[:_LONGEST_RUN], 2))
        self._initials.update((first[0], last) for first, last in combinations(run[:_LONGEST_RUN], 2))

    def add_small(self, words: Iterable[str]) -> None:
        """Take words without a capital: they stand by themselves."""
        for word in words:
            self._ends[0].add(word)
            self._ends[1].add(word)

    def has_initial(self, letter: str, word: str) -> bool:
        """Whether a capital word stands beside one that begins with a letter."""
        return (letter, word) in self._initials

    def is_mixed(self, first: str, last: str) -> bool:
        """Whether the first word never ends a name, the last never begins one, and no name has both."""
        if first not in self._known or last not in self._known or frozenset((first, last)) in self._pairs:
            return False
        return first not in self._ends[1] and last not in self._ends[0]


_GAP_MARK = "\0"


def _gaps(word: str) -> Iterator[str]:
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + _GAP_MARK + word[i + 1 :]


@lru_cache(maxsize=65536)
def _forms(lower: str) -> tuple[str, ...]:
    """Return a word as it is, without periods, and its parts between hyphens."""
    plain = lower.replace(".", "")
    return (lower, plain, *plain.split("-"))


def _places_in(reading: Reading, lowers: set[str]) -> Iterator[str]:
    """Yield the countries that a text names, or the people or capital of which it does."""
    single, several = _place_phrases()
    yield from (single[word] for word in lowers & single.keys())
    told = [phrase for first in lowers & several.keys() for phrase in several[first]]
    if told:
        row = f" {' '.join(word.lower for word in reading.words)} "
        yield from (place for phrase, place in told if f" {phrase} " in row)


@lru_cache(maxsize=1)
def _place_phrases() -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Return what names a country by one word, and by the first word what does by several, each with the country."""
    demonyms = lexicon().demonyms
    named = {**demonyms, **{place: place for place in demonyms.values()}}
    several: dict[str, list[tuple[str, str]]] = {}
    for form, place in named.items():
        if " " in form:
            several.setdefault(form.partition(" ")[0], []).append((form, place))
    return {form: place for form, place in named.items() if " " not in form}, several


@lru_cache(maxsize=1)
def _forms_of_places() -> dict[str, list[str]]:
    """Return for each country what its people and capital are called."""
    found: dict[str, list[str]] = {}
    for form, place in lexicon().demonyms.items():
        found.setdefault(place, []).append(form)
    return found
