"""The shape of a summary: its length, and how much of it is copied from the articles in how long pieces.

Coverage, density and compression are those of Grusky, Naaman and Artzi, Newsroom (2018); the share of novel
n-grams is as in See, Liu and Manning, Get To The Point (2017), section 6.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from harness.files.records import Record
from harness.scorers.base import Need, Outcome, Score
from harness.tasks.samples import Sample
from harness.text.overlap import count_words, unicode_words

VERSION = 1
"""Raise it with every change that moves a figure."""

_KEPT_SOURCES = 64
_LONGEST_RUN = 3


class ShapeOptions(Record):
    """What a task may set: nothing yet."""


@dataclass(frozen=True)
class Shape:
    """Measures a summary's length and its copying. None of the figures is a grade."""

    options: ShapeOptions = field(default_factory=ShapeOptions)

    @property
    def name(self) -> str:
        """`shape`."""
        return "shape"

    @property
    def needs(self) -> frozenset[Need]:
        """Nothing but the articles."""
        return frozenset()

    def signature(self, sample: Sample) -> str:
        """Return version, how words are told apart, what is compared with, and the word limit."""
        limit = f"{sample.words}+10%" if sample.words else "none"
        return f"shape|v:{VERSION}|length:blanks|words:unicode-words|against:titles,texts|limit:{limit}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        """Return the figures; None where there is nothing to count.

        `words`: how many, between blanks, with a letter or digit. `over_limit`: 1 where that is more than the limit
        plus 10%, else 0. `compression`: words of the articles, titles included, per word of the summary. `coverage`:
        the share of the summary's words in pieces copied from an article, 0 to 1. `density`: the mean length of the
        piece that a word is in, 0 to the number of words. `novel_1` to `novel_3`: the share of its runs of 1 to 3
        words that stand in no article, 0 to 1; a run that occurs twice counts twice.
        """
        source = _read_source(tuple(text for article in sample.articles for text in (article.title, article.text)))
        words = unicode_words(summary)
        length = count_words(summary)
        pieces = list(copied_pieces(words, source.runs))
        values: dict[str, float | None] = {
            "words": length,
            "over_limit": None if sample.words is None else float(10 * length > 11 * sample.words),
            "compression": source.length / length if length else None,
            "coverage": sum(pieces) / len(words) if words else None,
            "density": sum(piece * piece for piece in pieces) / len(words) if words else None,
        }
        for n in range(1, _LONGEST_RUN + 1):
            values[f"novel_{n}"] = novel_share(words, source.runs, n)
        return Score(values=values, reason=_explain(sample, length, words, pieces))


def create(options: Mapping[str, Any]) -> Shape:
    """Return the scorer; raise pydantic's ValidationError where an option is unknown."""
    return Shape(ShapeOptions.model_validate(dict(options)))


def _explain(sample: Sample, length: int, words: Sequence[str], pieces: Sequence[int]) -> str:
    limit = f" (limit {sample.words})" if sample.words else ""
    if not words:
        return f"{length} words{limit}: nothing to compare with the articles."
    return (
        f"{length} words{limit}; {sum(pieces)} of {len(words)} stand in the articles, in {len(pieces)} copied "
        f"pieces, the longest of {max(pieces, default=0)} words."
    )


def copied_pieces(words: Sequence[str], runs: Runs) -> Iterator[int]:
    """Yield the lengths of a summary's extractive fragments, in order.

    From the first word on, the longest run of words that stands in an article is taken, and the search goes on behind
    it. That is the paper's definition; its figure 3 can miss a longer run that overlaps the one it has just tried.
    """
    start = 0
    while start < len(words):
        length = runs.longest_from(words, start, len(words))
        if length:
            yield length
        start += max(length, 1)


def novel_share(words: Sequence[str], runs: Runs, n: int) -> float | None:
    """Return the share of a summary's runs of n words that no article has; None where it has no such run."""
    starts = range(len(words) - n + 1)
    novel = sum(runs.longest_from(words, start, start + n) < n for start in starts)
    return novel / len(starts) if starts else None


class Source(NamedTuple):
    """What a summary may have copied from: the runs of words in it, and how many words a reader counts."""

    runs: Runs
    length: int


@lru_cache(maxsize=_KEPT_SOURCES)
def _read_source(texts: tuple[str, ...]) -> Source:
    """The same articles are compared with the summaries of every backend and epoch."""
    return Source(Runs([unicode_words(text) for text in texts]), sum(map(count_words, texts)))


class Runs:
    """Every run of words that stands in one of some texts, as a suffix automaton: runs are the paths from state 0.

    Blumer and others, The smallest automaton recognizing the subwords of a text, 1985. Its size and the time to build
    it grow in proportion to the texts, whatever repeats in them.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._next: list[dict[Hashable, int]] = [{}]
        self._link = [-1]
        self._length = [0]
        last = 0
        for number, words in enumerate(texts):
            for word in words:
                last = self._append(last, word)
            last = self._append(last, number)  # a number is no word, so no path leads across

    def longest_from(self, words: Sequence[str], start: int, end: int) -> int:
        """Return how many of the words from `start` on, up to `end`, stand in the texts as one run."""
        state = 0
        for place in range(start, end):
            following = self._next[state].get(words[place])
            if following is None:
                return place - start
            state = following
        return end - start

    def _append(self, last: int, word: Hashable) -> int:
        """Add a word behind the run of state `last`; return the state of the longer run."""
        new = self._add({}, self._length[last] + 1)
        while last >= 0 and word not in self._next[last]:
            self._next[last][word] = new
            last = self._link[last]
        if last >= 0:
            self._link[new] = self._split(last, word)
        else:
            self._link[new] = 0
        return new

    def _split(self, state: int, word: Hashable) -> int:
        """Return the state of exactly the runs of `state` with a word behind them, made apart where it must be."""
        target = self._next[state][word]
        length = self._length[state] + 1
        if self._length[target] == length:
            return target
        clone = self._add(dict(self._next[target]), length)
        self._link[clone] = self._link[target]
        self._link[target] = clone
        while state >= 0 and self._next[state].get(word) == target:
            self._next[state][word] = clone
            state = self._link[state]
        return clone

    def _add(self, following: dict[Hashable, int], length: int) -> int:
        self._next.append(following)
        self._link.append(-1)
        self._length.append(length)
        return len(self._next) - 1
