"""Where the sentences of news prose begin and end, in one pass over the text.

The text is first cut at the line breaks that part it (blank lines, list items, headings; not those of hard-wrapped
prose), then each piece at the stops that end a sentence. Time is linear in the length of any text: every pattern either
consumes what it looked at or looks at a bounded number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from harness.text.fold import Span

VERSION = 1
"""Raise it with every change that moves a boundary: figures depend on it."""

_STOPS = ".!?\u2026\u0964\u061f\u3002\uff01\uff1f"
_WIDE_STOPS = frozenset("\u3002\uff01\uff1f")
_CLOSING_QUOTES = "\"'\u2019\u201d\u00bb`"
_OPENING_QUOTES = "\"'\u2018\u201c\u00ab`"
_CLOSERS = re.escape(_CLOSING_QUOTES + ")]*_")
_OPENERS = re.escape(_OPENING_QUOTES + "([*_-\u2013\u2014\u00bf\u00a1")

_STOP = re.compile(rf"([{_STOPS}]++)([{_CLOSERS}{_STOPS}]*+)(?:\[\d{{1,3}}\]){{0,5}}")
_NEXT_WORD = re.compile(rf"\s*+[{_OPENERS}\s]{{0,9}}([^\W_]\w{{0,40}})([.-]?)")
_LIST_MARK = re.compile(r"\s*+(?:[-*+\u2022\u2023\u25aa\u25cf\u2013]|\d{1,2}\.|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\))\s")
_HEADING = re.compile(r"\s*+#{1,6}\s")
_SPEECH = re.compile(
    r"\s{1,9}(?:[A-Z][\w'\u2019-]{0,30}\s){1,4}"
    r"(?:said|says|asked|asks|added|adds|told|tells|wrote|writes|replied|shouted|exclaimed|wondered)\b"
)
_ZONE = re.compile(
    r"\s{1,9}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|"
    r"(?:Septem|Octo|Novem|Decem)ber|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|GMT|UTC|MSK|"
    r"(?:[BCEIJKMP]S|[CEMP]D?|CE|EE)T|(?:[A-Z]\w{0,30} ){1,3}[Tt]ime)\b"
)
_GOES_ON = re.compile(rf"\s*+(?:[{_STOPS}]|[{_CLOSERS}]{{1,9}}\s*+\Z)")
_JOINTS = re.compile(r"[-/\u2013\u2014]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){1,9}[^\W\d_]")
_MARKS = _OPENING_QUOTES + _CLOSING_QUOTES + "()[]*_"
_LOOK_BACK = 40
_LIST_DIGITS = 2
_NARROWEST_WRAP = 40
_FULL = 0.75
"""Wrapped lines are at least this full; a heading seldom is."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEFORE_NAMES = _words(
    "mr mrs ms mx messrs dr prof gen brig maj col lt sgt cpl pvt capt cmdr cdr adm sen rep gov pres hon rev msgr supt "
    "det insp amb atty dep sec vs viz cf e.g i.e approx lt.col lt.gen maj.gen brig.gen"
)
"""Abbreviations that end no sentence: something always follows them."""

_BEFORE_NUMBERS = _words("no nos nr fig figs vol vols ch pp p para paras c ca")
_BEFORE_NUMBERS_AS_WRITTEN = _words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Art Arts")
"""Abbreviations, in any case and in this one, that go on only where a number follows."""

_MAY_END = _words("al ave assn blvd bros co corp dept esq est ft govt inc jr llc ltd mt ph.d plc rd sr st univ")
_MAY_END_AS_WRITTEN = _words(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn "
    "Tex Va Vt Wash Wis Wyo"
)
"""Abbreviations, in any case and in this one, that end a sentence only before a word that begins no name."""

_STARTERS = _words(
    "a after all also although an and another are as at because before both but by can despite did do does during each "
    "earlier either even every few following for from had has have he her here his how however if in instead is it its "
    "last later many meanwhile more moreover most much my neither no nor not now of on once one only or other our over "
    "several she should since so some still such than that the their then there these they this those though through "
    "thus to today tomorrow two under until we were what when where whether which while who why will with without "
    "would yesterday yet you your i"
)
"""Words that begin sentences and are seldom part of a name."""


def split_sentences(text: str) -> list[Span]:
    """Return the spans of a text's sentences, in order: code points, end exclusive, no blanks at either end.

    Together they hold every character that is not blank: list marks, quotation marks and brackets belong to the
    sentence that they stand at.
    """
    spans: list[Span] = []
    for start, end in _pieces(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            if _ends_sentence(text, begin, stop, end):
                spans.append(_strip(text, begin, stop.end()))
                begin = stop.end()
        spans.append(_strip(text, begin, end))
    return [span for span in spans if span[0] < span[1]]


def _strip(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    end = start + len(piece.rstrip())
    return min(start + len(piece) - len(piece.lstrip()), end), end


def _pieces(text: str) -> Iterator[Span]:
    """Yield the spans between the line breaks that part sentences."""
    for block in _blocks(text):
        width = max(end - start for start, end in block)
        begin = block[0][0]
        for line, following in pairwise(block):
            if _is_parted(text[slice(*line)], text[slice(*following)], width):
                yield begin, line[1]
                begin = following[0]
        yield begin, block[-1][1]


def _blocks(text: str) -> Iterator[list[Span]]:
    """Yield the spans of the lines of each paragraph; blank lines are between them."""
    block: list[Span] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            block.append((position, position + len(line)))
        elif block:
            yield block
            block = []
        position += len(line) + 1
    if block:
        yield block


def _is_parted(line: str, following: str, width: int) -> bool:
    """Whether the break after a line is more than the wrapping of prose in lines of at most `width` characters."""
    if _LIST_MARK.match(following) or _HEADING.match(following) or _HEADING.match(line):
        return True
    word = _NEXT_WORD.match(following)
    if word and word[1][0].islower():
        return False
    if following[0].isspace() and _LIST_MARK.match(line):
        return False
    is_full = len(line.rstrip()) + 1 + len(following.split(None, 1)[0]) > width * _FULL
    return width < _NARROWEST_WRAP or not is_full


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether the sentence that starts at `begin` ends at a stop, in a piece that ends at `end`."""
    if _WIDE_STOPS.intersection(stop[1]):
        return True
    if stop.end() >= end or not text[stop.end()].isspace():
        return False
    following = _NEXT_WORD.match(text, stop.end(), end)
    if not following:
        return not _GOES_ON.match(text, stop.end(), end)
    if following[1][0].islower():
        return False
    before = text[max(begin, stop.start() - _LOOK_BACK) : stop.start()]
    if stop[1] != ".":
        return _ends_at_mark(before, text, stop)
    return _ends_at_period(before, text, stop.start(), following)


def _ends_at_mark(before: str, text: str, stop: re.Match[str]) -> bool:
    """Whether `!`, `?`, an ellipsis or a run of them ends a sentence before a capital letter or a digit."""
    is_ellipsis = not {"!", "?"}.intersection(stop[1])
    if is_ellipsis and not _last_word(before):
        return False
    is_quoted = not set(_CLOSING_QUOTES).isdisjoint(stop[2])
    return not (is_quoted and _SPEECH.match(text, stop.end()))


def _ends_at_period(before: str, text: str, place: int, following: re.Match[str]) -> bool:
    """Whether a single period ends a sentence before a capital letter or a digit."""
    word = _last_word(before)
    if not word:
        return before.rstrip()[-1:] not in _STOPS
    if word.isdecimal() and len(word) <= _LIST_DIGITS:
        # A number at the start of the sentence or after a colon is a list's.
        lead = before.removesuffix(word)[-3:].strip(" \t\n(*_#-")
        return not (lead == "" or lead.endswith((":", ";")))
    return _ends_after(word, text, place, following)


def _ends_after(word: str, text: str, place: int, following: re.Match[str]) -> bool:
    """Whether the period at `place` ends a sentence, for all that the word before it may be an abbreviation."""
    key = word.lower()
    if key in _BEFORE_NAMES:
        return False
    if key in {"a.m", "p.m"}:
        return not _ZONE.match(text, place + 1)
    is_initial = len(word) == 1 and word.isupper()
    if is_initial or key in _MAY_END or word in _MAY_END_AS_WRITTEN or _ACRONYM.fullmatch(word):
        return _is_starter(following)
    if key in _BEFORE_NUMBERS or word in _BEFORE_NUMBERS_AS_WRITTEN:
        return not following[1][0].isdigit()
    return True


def _last_word(before: str) -> str:
    """Return what stands directly before a stop, without opening marks and what a hyphen joins to it."""
    if before[-1:].isspace() or not before:
        return ""
    return _JOINTS.split(before.rsplit(maxsplit=1)[-1].lstrip(_MARKS))[-1]


def _is_starter(following: re.Match[str]) -> bool:
    word = following[1]
    return word.lower() in _STARTERS and not following[2] and (len(word) == 1 or word.istitle())
