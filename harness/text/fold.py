"""Folding of blanks and typographic marks, so that a text is found and read however it was typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""Start and end of a piece of text in code points, end exclusive."""

Edit = tuple[int, int, str]
"""Start and end of a piece that is replaced, and by what."""

_DASHES = {
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u2012\u2013\u2212", "\u2013"),
    **dict.fromkeys("\u2014\u2015", "\u2014"),
}
"""Hyphens, dashes that may join two numbers, and dashes that part two phrases."""

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Characters that take no room, as they stand inside the brackets of a pattern."""

_MARKS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    "\u2026": "...",
    "\u066c": ",",  # Arabic thousands separator
    "\u066b": ".",  # Arabic decimal separator
    "\uffe5": "\u00a5",
    # English patterns that do not mind case would take these for s and i, as Unicode's case folding does.
    "\u017f": "s",
    "\u0130": "I",
    "\u0131": "i",
}
_ODD = re.compile(
    r"[^!-_a-~]"  # to pass over plain letters fast
    rf"(?:(?<=\s)[\s{INVISIBLE}]++|(?<=[^\S ])"
    rf"|(?<=[{''.join(_MARKS)}{''.join(_DASHES)}{INVISIBLE}\uff01-\uff5e])"
    r"|(?<=\d))"
)
_GROUPING_BLANKS = "\u00a0\u2007\u2008\u2009\u202f"
_GROUP = re.compile(r"\d{3}(?!\d)")
_GROUP_DIGITS = 3
_FULL_WIDTH = 0xFEE0
"""How far the full-width forms lie from their ASCII characters."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Return text with runs of blanks as one space and typographic quotes, dashes and ellipses in their ASCII form.

    Invisible characters are gone, accents are composed (NFC), digits of every script and full-width forms are ASCII.
    """
    return FoldedText(text).text


class FoldedText:
    """A folded text that knows where each of its characters stood.

    With `keeps_layout` it is folded for reading: a line break stays one, a blank line stays two, the three kinds of
    dashes stay apart, and a blank that typographers put inside numbers becomes a comma there.
    """

    def __init__(self, original: str, *, keeps_layout: bool = False) -> None:
        self._folded = EditedText(original, _fold_edits(original, keeps_layout=keeps_layout))
        if not unicodedata.is_normalized("NFC", self._folded.text):
            self._folded = self._folded.edited(_compose(self._folded.text))
        self.text = self._folded.text

    @property
    def is_aligned(self) -> bool:
        """Whether every character stands where it stood in the original."""
        return self._folded.is_aligned

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
        return self._folded.span(start, end)


class EditedText:
    """A text with pieces replaced, and the way back from its offsets."""

    def __init__(self, original: str, edits: Iterable[Edit], before: EditedText | None = None) -> None:
        self._before = before
        pieces: list[str] = []
        # Where the text behind each edit begins, in the new text and in the original, and how long the edit is in both.
        self._after: list[int] = [0]
        self._resumed: list[int] = [0]
        self._lengths: list[Span] = [(0, 0)]
        copied = length = 0
        for start, end, new in edits:
            pieces += (original[copied:start], new)
            length += start - copied + len(new)
            copied = end
            if len(new) != end - start:
                self._after.append(length)
                self._resumed.append(end)
                self._lengths.append((len(new), end - start))
        self.text = "".join(pieces) + original[copied:]

    def edited(self, edits: Iterable[Edit]) -> EditedText:
        """Return the text edited again; its spans lead back to the first original."""
        again = EditedText(self.text, edits, self)
        return again if again.text != self.text else self

    @property
    def is_aligned(self) -> bool:
        """Whether every character stands where it stood."""
        return len(self._after) == 1 and (self._before is None or self._before.is_aligned)

    def span(self, start: int, end: int) -> Span:
        """Return the span of the original that a span of the new text stands for; what was replaced counts whole."""
        if len(self._after) > 1:
            first = self._piece(start)[0]
            start, end = (first, self._piece(end - 1)[1]) if end > start else (first, first)
        return self._before.span(start, end) if self._before else (start, end)

    def _piece(self, position: int) -> Span:
        """Return the span of the original that one character of the new text stands for."""
        i = bisect_right(self._after, position) - 1
        if i + 1 < len(self._after):
            length, replaced = self._lengths[i + 1]
            if position >= self._after[i + 1] - length:
                return self._resumed[i + 1] - replaced, self._resumed[i + 1]
        place = self._resumed[i] + position - self._after[i]
        return place, place + 1


_NO_BREAK = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028]")


def _fold_edits(text: str, *, keeps_layout: bool) -> Iterator[Edit]:
    for match in _ODD.finditer(text):
        odd = match.group()
        if odd == "\n" and keeps_layout:
            continue
        start, end = match.span()
        if odd[0].isspace():
            new = _fold_blank(text, start, odd) if keeps_layout else " "
        elif odd in _DASHES:
            new = _DASHES[odd] if keeps_layout else "-"
        else:
            new = _MARKS.get(odd) or _fold_character(odd)
        yield start, end, new


def _fold_blank(text: str, start: int, blank: str) -> str:
    if blank in _GROUPING_BLANKS and _GROUP.match(text, start + 1):
        before = text[max(0, start - _GROUP_DIGITS - 1) : start]
        if before[-1:].isdecimal() and not (len(before) > _GROUP_DIGITS and before.isdecimal()):
            return ","
    breaks = blank.replace("\r\n", "\n").replace("\u2029", "\n\n")
    breaks = _NO_BREAK.sub("", breaks)
    return "\n" * min(len(breaks), 2) or " "


def _fold_character(char: str) -> str:
    """Return the ASCII form of a digit or a full-width form; nothing for an invisible character."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return chr(ord(char) - _FULL_WIDTH) if "\uff01" <= char <= "\uff5e" else ""


def _compose(text: str) -> Iterator[Edit]:
    """Yield what has to be replaced in a text to have it in NFC: each a character with the accents behind it."""
    for run in _NOT_ASCII.finditer(text):
        start = max(0, run.start() - 1)
        for place in range(run.start(), run.end() + 1):
            if place < run.end() and _joins(text[place]):
                continue
            cluster = text[start:place]
            composed = unicodedata.normalize("NFC", cluster)
            if composed != cluster:
                yield start, place, composed
            start = place


def _joins(char: str) -> bool:
    """Whether a character may compose with the one before it: an accent, or a later part of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def normalize(text: str) -> str:
    """Return text in NFC with full-width forms narrowed: one code point for what a reader sees as one sign."""
    return unicodedata.normalize("NFKC", text)
