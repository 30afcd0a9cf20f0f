"""Whom a text names beside a word of saying: `Anna Kowal warned`, `said Anna Kowal`."""

from __future__ import annotations

from typing import NamedTuple

from harness.text.names import NameMention, find_names
from harness.text.reading import Reading
from harness.text.words import lexicon, word_set

_FARTHEST = 2
"""How many words may lie between a name and the word of saying."""

_PREPOSITIONS = word_set("in at on across of for from with over about against under near during after before")


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
    cues = [cue for cue in reading.cues("speech") if not _is_quoted(reading, reading.words[cue[0]].start)]
    demonyms = lexicon().demonyms
    places = set(demonyms.values())
    found = []
    for name in find_names(reading) if cues else ():
        if _is_quoted(reading, name.start):
            continue
        first, last = reading.word_range((name.start, name.end))
        if all(word in demonyms or word in places for word in name.words):
            continue  # a country's people or government is told of in many words
        near = (c for c in cues if _says(reading, last, c) or _is_inverted(reading, c, first))
        cue = next((cue for cue in near if reading.sentence_at(cue[0]) == reading.sentence_at(first)), None)
        if cue:
            found.append(Sayer(name, first, last, cue[:2]))
    return found


def _says(reading: Reading, last: int, cue: tuple[int, int, str]) -> bool:
    """Whether words of saying stand right behind a name, as its verb: no `recount` of the Millgate recount."""
    words = reading.words
    if not 0 <= cue[0] - last <= _FARTHEST:
        return False
    is_bare = cue[0] == last and words[last].lower == reading.lemmas[last]
    return not is_bare and "," not in reading.text[words[last - 1].end : words[cue[0]].start]


def _is_inverted(reading: Reading, cue: tuple[int, int, str], first: int) -> bool:
    """Whether words of saying stand before a name: `so it is, said their director, Anna`, `according to Anna`."""
    words = reading.words
    between = {words[i].lower for i in range(cue[1], first)}
    if not 0 <= first - cue[1] <= _FARTHEST or not between.isdisjoint(_PREPOSITIONS):
        return False
    if words[cue[1] - 1].lower in ("to", "by"):
        return True
    before = reading.text[words[cue[0] - 1].end : words[cue[0]].start] if cue[0] else ""
    return before.strip() != ""


def _is_quoted(reading: Reading, place: int) -> bool:
    return any(start <= place < end for start, end in reading.quotations)
