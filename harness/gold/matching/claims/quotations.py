"""Quotations of a summary: quotation marks promise exact words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from harness.gold.gold import Evidence
from harness.gold.matching.claims.made import carried, missing
from harness.gold.matching.claims.source import Source
from harness.gold.verdicts import Claim
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import lemma_of, split_words

_GAP = re.compile(r"\[[^\]]{0,80}\]|\([^)]{0,80}\)|\.\s?\.\s?\.|\u2026")
"""What a quotation may leave out or put in by the rules: an ellipsis, words in brackets."""

_CALLS = frozenset(
    {"call", "describe", "term", "dub", "label", "name", "say", "tell", "quote", "word", "speak", "warn"}
)
_REACH = 8


class _Words:
    """The words of an article in a row, to find a quotation's in."""

    def __init__(self, source: Source) -> None:
        self.source = source
        words = [_plain(word.lower) for word in source.reading.words]
        self.text = f" {' '.join(words)} "  # each part of a word that has hyphens stands by itself
        self._starts = list(accumulate((len(word) + 1 for word in words), initial=1))

    def find(self, words: str, begin: int) -> tuple[int, int]:
        """Return where words stand as (start, end) in the row from `begin` on; (-1, -1) where they do not."""
        place = self.text.find(f" {words} ", begin)
        return (place, place + len(words) + 1) if place >= 0 else (-1, -1)

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the row as a span of the article."""
        words = self.source.reading.words
        first = bisect_right(self._starts, start + 1) - 1
        last = bisect_right(self._starts, end - 1) - 1
        return words[max(0, first)].start, words[max(0, last)].end


def _plain(word: str) -> str:
    """Return a word as it is compared: `%` is `percent`, `Jong-un` is `Jong Un`."""
    return "percent" if word == "%" else word.replace("-", " ")


class QuotationClaims:
    """Checks the quotations of summaries."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    @cached_property
    def _rows(self) -> list[_Words]:
        return [_Words(source) for source in self._sources]

    @cached_property
    def _lemmas(self) -> frozenset[str]:
        return frozenset(lemma for source in self._sources for lemma in source.reading.lemma_set)

    def check(self, reading: Reading) -> Iterator[Claim]:
        """Yield a claim for every quotation."""
        for start, end in reading.quotations:
            fragments = [words for part in _GAP.split(reading.text[start:end]) if (words := _row(part))]
            if not fragments:
                continue
            evidence = self._evidence(fragments)
            if evidence is not None:
                yield carried("quotation", (start, end), "These very words stand in the article.", evidence)
                continue
            if len(fragments) == 1 and " " not in fragments[0] and self._is_fine(reading, start, end):
                continue
            reason = "Quotation marks promise exact words; these stand in no article."
            is_sure = " " in " ".join(fragments) or _is_said(reading, start)
            yield missing("quotation", (start, end), reason, is_sure=is_sure)

    def _is_fine(self, reading: Reading, start: int, end: int) -> bool:
        """Whether a single quoted word is the article's in another form, or a name."""
        (first, last) = reading.word_range((start, end))
        return all(reading.words[i].is_capital or reading.lemmas[i] in self._lemmas for i in range(first, last))

    def _evidence(self, fragments: list[str]) -> list[Evidence] | None:
        """Return where the parts of a quotation stand in their order in one article; None where they do not."""
        for row in self._rows:
            spans: list[tuple[int, int]] = []
            begin = 0
            for words in fragments:
                start, end = row.find(words, begin)
                if start < 0:
                    break
                spans.append((start, end))
                begin = end - 1
            else:
                return [e for start, end in spans for e in row.source.evidence(*row.span(start, end))]
        return None


def _row(text: str) -> str:
    """Return a quotation's words in a row."""
    return " ".join(_plain(word.lower) for word in split_words(text))


def _is_said(reading: Reading, start: int) -> bool:
    """Whether a word of calling or saying stands shortly before a quotation."""
    first = reading.word_range((start, start))[0]
    return any(lemma_of(word.lower) in _CALLS for word in reading.words[max(0, first - _REACH) : first])
