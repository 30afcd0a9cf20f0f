"""A text read once: its sentences, words, clauses, quantities, times and quotations, with exact offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from harness.text.amounts import Amount, NumberSpan, describe_amount
from harness.text.bounds import BoundReader
from harness.text.dates import Period
from harness.text.fold import FoldedText, Span
from harness.text.numbers import read_numbers
from harness.text.quantities import Quantity, QuantityReader
from harness.text.quotations import find_quotations
from harness.text.sentences import split_sentences
from harness.text.starts import WordStarts
from harness.text.timing import TimeMention, read_times
from harness.text.words import PhraseFinder, Word, WordIndex, lemma_of, lexicon, words_of

__all__ = ["Quantity", "Reading", "describe_amount"]

_T = TypeVar("_T")

_CLAUSE_BREAK = re.compile(
    r"""
    [;\u2013\u2014()] | [,:] (?! (?<=\d[,:]) \d ) | \s-\s      # no comma of 11,000, no colon of 9:30
    | (?<!\w) (?=[abstw])
      (?: but | while | whereas | although | though | because | after | before | which | who | that | and | with | as
        | since )
      (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)


_OPENING = re.compile(r"[:\n][:'\"\u201c\u2018*_#\s-]*+")
"""What stands before an opening word: a colon or line break with the marks behind it, all at once for linear time."""


@lru_cache(maxsize=1)
def _finders() -> dict[str, PhraseFinder]:
    lex = lexicon()
    return {
        "bound": PhraseFinder(lex.bounds, by="lower"),
        "negation": PhraseFinder(dict.fromkeys(lex.negations, "not"), by="lower"),
        "hedge": PhraseFinder(lex.hedges),
        "speech": PhraseFinder(lex.speech),
        "source": PhraseFinder(dict.fromkeys(lex.sources, "source")),
    }


@lru_cache(maxsize=1)
def _denying_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the base forms that deny by themselves, and the words that do as they stand."""
    lex = lexicon()
    lacking = frozenset(phrase[0] for phrase in lex.negatives if len(phrase) == 1)
    return lacking, lacking | {phrase[0] for phrase in lex.negations if len(phrase) == 1}


_PAUSES = frozenset(",;:()\u2013\u2014")
_CLAUSE_OPENERS = frozenset(
    {"but", "while", "whereas", "although", "though", "because", "which", "who", "that", "if", "whether", "when"}
    | {"after", "before"}
)


class Reading:
    """A text with everything read from it, each part on first use. Offsets are code points of `text`, end exclusive."""

    def __init__(
        self, text: str, *, published: Period | None = None, splitter: Callable[[str], list[Span]] = split_sentences
    ) -> None:
        self.text = text
        self.published = published
        self._splitter = splitter
        self._made: dict[Callable[[Reading], Any], Any] = {}

    def once(self, make: Callable[[Reading], _T]) -> _T:
        """Return what a function makes of this text; it is made once and lives as long as the reading."""
        if make not in self._made:
            self._made[make] = make(self)
        found: _T = self._made[make]
        return found

    @cached_property
    def lower(self) -> str:
        """The text in small letters, to see at once what it surely lacks."""
        return self.text.lower()

    @cached_property
    def folded(self) -> FoldedText:
        """The text with blanks and typographic marks made one, to find quotes in."""
        return FoldedText(self.text)

    @cached_property
    def _plain(self) -> FoldedText:
        """The text folded for reading."""
        return FoldedText(self.text, keeps_layout=True)

    @cached_property
    def _starts(self) -> WordStarts:
        return WordStarts(self._plain.text)

    @cached_property
    def sentences(self) -> list[Span]:
        """Spans of the sentences."""
        return self._splitter(self.text)

    @cached_property
    def words(self) -> list[Word]:
        """All words."""
        return words_of(self.text, self._plain)

    @cached_property
    def _word_index(self) -> WordIndex:
        return WordIndex(self.words)

    def word_at(self, offset: int) -> int:
        """Return the position of the last word that starts at or before an offset."""
        return self._word_index.at(offset)

    def word_range(self, span: Span) -> tuple[int, int]:
        """Return first and last + 1 positions of the words that start inside a span."""
        return self._word_index.first_from(span[0]), self._word_index.first_from(span[1])

    def sentence_of(self, offset: int) -> int:
        """Return the number of the sentence that an offset lies in."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def sentence_at(self, position: int) -> int:
        """Return the number of the sentence that a word lies in."""
        return self._sentences_of_words[position]

    @cached_property
    def _sentences_of_words(self) -> list[int]:
        bounds = [0, *(first for first, _ in self.sentence_words[1:]), len(self.words)]
        return [number for number, (first, last) in enumerate(pairwise(bounds)) for _ in range(first, last)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def sentence_words(self) -> list[tuple[int, int]]:
        """For each sentence its first and last + 1 word positions."""
        return [self.word_range(span) for span in self.sentences]

    @cached_property
    def lemma_set(self) -> frozenset[str]:
        """The base forms that occur at all."""
        return frozenset(self.lemmas)

    @property
    def lowers(self) -> list[str]:
        """All words in small letters."""
        return self._word_index.lowers

    @cached_property
    def lemmas(self) -> list[str]:
        """The base forms of all words."""
        return list(map(lemma_of, self.lowers))

    @cached_property
    def quotations(self) -> list[Span]:
        """Spans of the words inside quotation marks."""
        return find_quotations(self.text)

    @cached_property
    def clauses(self) -> list[list[Span]]:
        """For each sentence the spans between commas, stops and conjunctions."""
        found = []
        for start, end in self.sentences:
            cuts = [start, *(m.start() for m in _CLAUSE_BREAK.finditer(self.text, start, end)), end]
            found.append([span for span in pairwise(cuts) if span[1] > span[0]])
        return found

    def clause_at(self, position: int) -> tuple[int, int]:
        """Return the first and last + 1 words of the clause that a word stands in."""
        start = self.words[position].start
        place = bisect_right(self._clause_starts, start) - 1
        span = self._all_clauses[place] if place >= 0 else (0, 0)
        return self.word_range(span) if start < span[1] else self.sentence_words[self.sentence_of(start)]

    @cached_property
    def _all_clauses(self) -> list[Span]:
        return [span for spans in self.clauses for span in spans]

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [start for start, _ in self._all_clauses]

    @cached_property
    def paused(self) -> list[int]:
        """Positions of the words right before which a comma, semicolon, colon, bracket or dash stands, in order."""
        gaps = ((i, self.text[a.end : b.start], b.text) for i, (a, b) in enumerate(pairwise(self.words), 1))
        return [i for i, gap, word in gaps if not _PAUSES.isdisjoint(gap) and not is_grouping(gap, word)]

    @cached_property
    def parted(self) -> list[int]:
        """Positions of the words that begin a clause: those behind a pause, and `but`, `who`, `that` and the like."""
        return sorted({*self.paused, *(i for i, word in enumerate(self.words) if word.lower in _CLAUSE_OPENERS)})

    @cached_property
    def negatives(self) -> list[int]:
        """Positions of the words that deny by themselves, in order: `not`, `unprepared`, `silent`."""
        words, (lacking, denying) = self.words, _denying_words()
        return [i for i, lemma in enumerate(self.lemmas) if lemma in lacking or words[i].lower in denying]

    def cues(self, kind: str) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, value) of every bound, negation, hedge, speech or source cue."""
        return self._cues[kind]

    def cues_between(self, kind: str, first: int, last: int) -> list[tuple[int, int, str]]:
        """Return the cues of a kind that begin at a word from `first` to `last - 1`."""
        starts = self._cue_starts[kind]
        return self._cues[kind][bisect_left(starts, first) : bisect_left(starts, last)]

    @cached_property
    def _cue_starts(self) -> dict[str, list[int]]:
        return {kind: [cue[0] for cue in cues] for kind, cues in self._cues.items()}

    @cached_property
    def _cues(self) -> dict[str, list[tuple[int, int, str]]]:
        keys = {"bound": self.lowers, "negation": self.lowers}
        return {kind: finder.find_keys(keys.get(kind, self.lemmas)) for kind, finder in _finders().items()}

    @cached_property
    def _numbers(self) -> list[NumberSpan]:
        return read_numbers(self._starts)

    @cached_property
    def numbers(self) -> list[tuple[Span, Amount]]:
        """All numbers in whatever role, ordinals and years not told apart."""
        return [(self._plain.span(number.start, number.end), number.amount) for number in self._numbers]

    @cached_property
    def _times(self) -> list[TimeMention]:
        """All times in offsets of the folded text, with relative dates that nothing places."""
        return read_times(self._starts, self._numbers, self.published)

    @cached_property
    def times(self) -> list[TimeMention]:
        """Dates, periods and durations; relative dates only where the day of publication places them."""
        placed = [mention for mention in self._times if mention.period or mention.duration]
        return [self._placed(mention) for mention in placed]

    @cached_property
    def time_words(self) -> frozenset[int]:
        """Positions of the words of all times, with relative dates that nothing places."""
        spans = (self._plain.span(time.start, time.end) for time in self._times)
        return frozenset(i for span in spans for i in range(*self.word_range(span)))

    def _placed(self, mention: TimeMention) -> TimeMention:
        """Return a time in offsets of the text, a duration with its bound."""
        start, end = self._plain.span(mention.start, mention.end)
        bound = self._bounds.of(mention.start, mention.end) if mention.duration else "exact"
        return replace(mention, start=start, end=end, bound=bound)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers that count something; dates, durations, ages, clock times, scores and labels are left out."""
        return self._quantity_reader.read(self._numbers, [(t.start, t.end) for t in self._times])

    @cached_property
    def cue_words(self) -> frozenset[int]:
        """Positions of the words that say how something is meant: bounds, negations, hedges, words of saying."""
        cued = (i for cues in self._cues.values() for first, last, _ in cues for i in range(first, last))
        return self.bound_words.union(cued)

    @cached_property
    def bound_words(self) -> frozenset[int]:
        """Positions of the words that belong to a number and its bound: `no fewer than` negates nothing."""
        return frozenset(i for q in self.quantities for i in range(*self.word_range((q.start, q.end))))

    def quantities_beside(self, quantity: Quantity, *, before: int = 0, most: int = 20) -> list[Quantity]:
        """Return the quantities near one, itself included, in order: of its sentence and of so many before it.

        Of a long row of numbers only so many on each side count as near.
        """
        place = bisect_left(self._quantity_starts, quantity.start)
        first, last = quantity.sentence - before, quantity.sentence
        return [q for q in self.quantities[max(0, place - most) : place + most + 1] if first <= q.sentence <= last]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]

    @cached_property
    def quantities_by_sentence(self) -> list[list[Quantity]]:
        """The quantities of each sentence."""
        found: list[list[Quantity]] = [[] for _ in self.sentences]
        for quantity in self.quantities:
            found[quantity.sentence].append(quantity)
        return found

    @cached_property
    def times_by_sentence(self) -> list[list[TimeMention]]:
        """The times of each sentence."""
        found: list[list[TimeMention]] = [[] for _ in self.sentences]
        for mention in self.times:
            found[self.sentence_of(mention.start)].append(mention)
        return found

    @cached_property
    def inner_words(self) -> frozenset[str]:
        """The words that stand elsewhere than at the start of a sentence, as written."""
        return frozenset(word.text for i, word in enumerate(self.words) if i not in self.opening_words)

    @cached_property
    def opening_words(self) -> frozenset[int]:
        """Positions of the words that begin a sentence, a line, a quotation, or what follows a colon."""
        opening = {first for first, last in self.sentence_words if last > first}
        opening |= {self.word_range(span)[0] for span in self.quotations}
        ends = (match.end() for match in _OPENING.finditer(self.text))
        opening |= {self._word_index.first_from(end) for end in ends if self.text[end : end + 1].isalnum()}
        return frozenset(opening)

    @cached_property
    def _bounds(self) -> BoundReader:
        return BoundReader(self.text, self._plain, self._word_index)

    @cached_property
    def _quantity_reader(self) -> QuantityReader:
        return QuantityReader(self.text, self._plain, self._starts, self._word_index, self._bounds, self.sentence_of)


def is_grouping(gap: str, word: str) -> bool:
    """Whether what stands before a word is a comma inside a number: `11,000`."""
    return gap == "," and word[0].isdigit()
