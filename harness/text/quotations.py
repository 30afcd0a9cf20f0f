"""Quotations: the words inside quotation marks, straight or typographic, over line breaks but not over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.text.fold import Span

_CLOSERS = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", "\u2018": "\u2019"}
_MARK = re.compile('["\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]')
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*+\n\s*+|\Z")
_OPENS_AFTER = frozenset("([{\u2014\u2013-:;,/\"'\u2018\u201c*_")
_SHORTEST_SINGLE = 3


@dataclass(slots=True)
class _Open:
    """A quotation whose end is not yet found: its mark, where its words begin, and an end that may be an apostrophe."""

    mark: str
    start: int
    doubtful_end: int | None = None


def find_quotations(text: str) -> list[Span]:
    """Return the spans of the words inside quotation marks, in order; of nested quotations the outer one.

    A quotation that goes on in the next paragraph, which then begins with a mark again, ends with its paragraph.
    """
    spans: list[Span] = []
    start = 0
    for end in _PARAGRAPH_END.finditer(text):
        spans.extend(_in_paragraph(text, start, end.start(), text[end.end() : end.end() + 1]))
        start = end.end()
    return spans


def _in_paragraph(text: str, start: int, end: int, following: str) -> Iterator[Span]:
    """Yield the quotations of a paragraph; `following` is the character that the next one begins with."""
    opened: _Open | None = None
    for match in _MARK.finditer(text, start, end):
        place, mark = match.start(), match.group()
        if opened and mark in _CLOSERS[opened.mark] and _closes(text, place, mark):
            if mark == "\u2019" and _may_be_apostrophe(text, place):
                opened.doubtful_end = place
                continue
            yield from _quoted(opened, place)
            opened = None
        elif mark in _CLOSERS and (not opened or mark == opened.mark) and _opens(text, place, mark):
            if opened and opened.doubtful_end is not None:
                yield from _quoted(opened, opened.doubtful_end)
            opened = _Open(mark, place + 1)
    if opened and opened.doubtful_end is not None:
        yield from _quoted(opened, opened.doubtful_end)
    elif opened and opened.mark == following and opened.mark != "\u2018":
        yield from _quoted(opened, start + len(text[start:end].rstrip()))


def _quoted(opened: _Open, end: int) -> Iterator[Span]:
    least = _SHORTEST_SINGLE if opened.mark == "\u2018" else 1
    if end - opened.start >= least:
        yield opened.start, end


def _opens(text: str, place: int, mark: str) -> bool:
    """Whether a mark can begin a quotation: a straight or single one only where a word can begin."""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if mark not in ('"', "\u2018"):
        return True
    return bool(after.strip()) and (not before.strip() or before in _OPENS_AFTER)


def _closes(text: str, place: int, mark: str) -> bool:
    """Whether a mark can end a quotation: a straight or single one only behind a word and not inside one."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark not in ('"', "\u2019"):
        return True
    return bool(before.strip()) and not after.isalnum()


def _may_be_apostrophe(text: str, place: int) -> bool:
    """Whether a closing single mark may show possession: `the soldiers' boots`."""
    return text[place - 1] in "sS" and text[place + 1 : place + 2] == " " and text[place + 2 : place + 3].islower()
