"""Folding of blanks and typographic marks, so that a quote is found however it was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end of a piece of text in code points, end exclusive."""

_MARKS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    "\u2026": "...",
}
_MARK_PATTERN = re.compile("[" + "".join(re.escape(mark) for mark in _MARKS) + "]|\\s+")


def fold(text: str) -> str:
    """Return text with runs of blanks as one space and typographic quotes, dashes and ellipses in their ASCII form."""
    return FoldedText(text).text


@dataclass(frozen=True, init=False)
class FoldedText:
    """A folded text that knows where each of its characters stood."""

    text: str
    _origins: list[int]

    def __init__(self, original: str) -> None:
        pieces: list[str] = []
        origins: list[int] = []
        position = 0
        for match in _MARK_PATTERN.finditer(original):
            _append(pieces, origins, original, position, match.start())
            folded = _MARKS.get(match.group(), " ")
            pieces.append(folded)
            origins.extend([match.start()] * len(folded))
            position = match.end()
        _append(pieces, origins, original, position, len(original))
        origins.append(len(original))
        object.__setattr__(self, "text", "".join(pieces))
        object.__setattr__(self, "_origins", origins)

    def find(self, quote: str) -> list[Span]:
        """Return every place, in offsets of the original text, where a quote stands."""
        wanted = fold(quote).strip()
        spans: list[Span] = []
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            spans.append(self.span(start, start + len(wanted)))
            start = self.text.find(wanted, start + 1)
        return spans

    def span(self, start: int, end: int) -> Span:
        """Return the span of the original text that a span of the folded text stands for."""
        return self._origins[start], self._origins[end - 1] + 1 if end > start else self._origins[start]


def _append(pieces: list[str], origins: list[int], original: str, start: int, end: int) -> None:
    pieces.append(original[start:end])
    origins.extend(range(start, end))


def normalize(text: str) -> str:
    """Return text in NFC with full-width forms narrowed: one code point for what a reader sees as one sign."""
    return unicodedata.normalize("NFKC", text)
