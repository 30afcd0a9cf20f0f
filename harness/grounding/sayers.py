"""Whom a text names beside a word of saying: `Anna Kowal warned`, `said Anna Kowal`."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from harness.text.names import NameMention, find_names, is_plain_word
from harness.text.reading import Reading
from harness.text.words import lexicon, word_set

_LONGEST_CUE = 5
_FARTHEST = 2
"""How many words may lie between a name and the word of saying."""

_PASSIVE = word_set("is are was were be been being")
_TELLS = word_set("tell inform assure brief notify remind ask")
"""Words of saying behind which stands whom something is told to."""

_FINITE = word_set("is are was were has have had will would can could may might must should does did do")
_LINKS = word_set("of in at from for")
_DESCRIBING = word_set("the a an its his her their our")


class Sayer(NamedTuple):
    """A name, the position of its first word and of the one behind it, and those of the words of saying beside it."""

    name: NameMention
    first: int
    last: int
    cue: tuple[int, int]


def sayers_in(reading: Reading) -> list[Sayer]:
    """Return the names of a text that stand beside a word of saying, outside quoted words, in order."""
    return reading.once(_sayers_in)


def _sayers_in(reading: Reading) -> list[Sayer]:
    found = []
    for name in find_names(reading):
        if _is_quoted(reading, name.start) or _is_country(name) or all(map(is_plain_word, name.words)):
            continue
        first, last = reading.word_range((name.start, name.end))
        near = reading.cues_between("speech", first - _FARTHEST - _LONGEST_CUE, last + _FARTHEST + 1)
        cue = next((c for c in near if _says(reading, last, c) or _is_inverted(reading, c, first, last)), None)
        if cue and reading.sentence_at(cue[0]) == reading.sentence_at(first):
            found.append(Sayer(name, first, last, cue[:2]))
    return found


def _is_country(name: NameMention) -> bool:
    """Whether a name is that of a country or its people, of whom much is told in such words."""
    return all(map(lexicon().country_of, name.words))


def _says(reading: Reading, last: int, cue: tuple[int, int, str]) -> bool:
    """Whether words of saying stand right behind a name, as its verb: no `recount` of the Millgate recount."""
    words = reading.words
    if not 0 <= cue[0] - last <= _FARTHEST or _is_object(reading, last):
        return False
    if _is_quoted(reading, words[cue[0]].start):
        return False
    if any(words[i].lower in _PASSIVE for i in range(last, cue[0])):
        return False
    is_bare = cue[0] == last and words[last].lower == reading.lemmas[last]
    return not is_bare and "," not in reading.text[words[last - 1].end : words[cue[0]].start]


def _is_object(reading: Reading, last: int) -> bool:
    """Whether the name that ends before a word belongs to a noun before it: `the ministry of Sorrend`."""
    first = last - 1
    while first > 0 and reading.words[first].is_capital:
        first -= 1
    return reading.words[first].lower in _LINKS


def _touches(reading: Reading, position: int) -> bool:
    """Whether nothing but a blank stands before a word."""
    return not reading.text[reading.words[position - 1].end : reading.words[position].start].strip()


def _is_inverted(reading: Reading, cue: tuple[int, int, str], first: int, last: int) -> bool:
    """Whether words of saying stand before a name: `so it is, said their director, Anna`, `according to Anna`."""
    words = reading.words
    is_beside = 0 <= first - cue[1] <= _FARTHEST
    if not is_beside or not all(_describes(reading, i) for i in range(cue[1], first)):
        return False
    if reading.lemmas[cue[0]] in _TELLS:
        return False
    if _is_quoted(reading, words[cue[0]].start):
        return False
    if words[cue[1] - 1].lower in ("to", "by"):
        return True
    if last < len(words) and words[last].lower in _FINITE and _touches(reading, last):
        return False  # `Anna, who heads it, says Kowal is late`
    before = reading.text[words[cue[0] - 1].end : words[cue[0]].start] if cue[0] else ""
    return before.strip() != ""


def _describes(reading: Reading, position: int) -> bool:
    """Whether a word before a name tells who that is: `said its director, Anna`."""
    return reading.words[position].lower in _DESCRIBING or reading.lemmas[position] in lexicon().roles


def _is_quoted(reading: Reading, place: int) -> bool:
    spans = reading.quotations
    behind = bisect_right(spans, (place, len(reading.text)))
    return behind > 0 and place < spans[behind - 1][1]
