"""Where the words of a folded text begin, so that a pattern is tried only where it can match."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import accumulate

_RUN = re.compile(r"(\w+)")


class WordStarts:
    """A text that was folded for reading, with where each of its words begins.

    A word here is an unbroken run of letters, digits and underscores, in small letters: `mid-May` is two.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        pieces = _RUN.split(text.lower())
        ends = list(accumulate(map(len, pieces)))
        for word, start in zip(pieces[1::2], ends[::2], strict=False):
            self._starts[word].append(start)
        numbers = (starts for word, starts in self._starts.items() if word[0].isnumeric())
        self.numbers = sorted(start for starts in numbers for start in starts)
        """Where the words begin that begin with a digit or a fraction."""

    def has(self, words: Iterable[str]) -> bool:
        """Whether any of some words stands in the text."""
        return not self._starts.keys().isdisjoint(words)

    def beginning(self, letters: str) -> frozenset[str]:
        """Return the words of the text that begin with some small letters."""
        return frozenset(word for word in self._starts if word.startswith(letters))

    def of(self, words: AbstractSet[str], *, numbers: bool = False) -> list[int]:
        """Return where words of a set begin, in order; with `numbers` also those that begin with a digit."""
        starts = [start for word in words & self._starts.keys() for start in self._starts[word]]
        return sorted([*starts, *self.numbers] if numbers else starts)

    def matches(
        self, pattern: re.Pattern[str], words: AbstractSet[str] = frozenset(), *, numbers: bool = False
    ) -> Iterator[re.Match[str]]:
        """Yield what `pattern.finditer` would, for a pattern all of whose matches begin with one of some words.

        With `numbers` they may also begin with any word that begins with a digit.
        """
        end = 0
        for start in self.of(words, numbers=numbers):
            if start >= end and (match := pattern.match(self.text, start)):
                end = match.end()
                yield match
