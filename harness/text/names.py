"""Names in a text: known ones by any of their spellings, and unknown ones by their capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from harness.text.fold import INVISIBLE
from harness.text.reading import Reading
from harness.text.words import Phrase, Word, lexicon, split_words, word_set

_LINKS = frozenset({"of", "for", "de", "von", "van", "al", "bin", "du", "da", "la", "del", "der", "ibn"})
"""Small words inside names: `Center for Studies`, `Ursula von der Leyen`."""

_INITIALISMS = frozenset({"mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "sen", "rep", "st", "jr"})


_NO_NAMES = word_set(
    "i a an the it he she they we you this that these those there here what when where who why how which not no yes "
    "in on at by to for from with as of and or but if so yet also still even since until while before after because "
    "although though however meanwhile moreover despite amid during according his her its their our my your some many "
    "most several few both each all any one two three four five six seven eight nine ten eleven twelve hundreds "
    "thousands millions dozens early mid late january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday "
    "saturday sunday spring summer autumn winter mr mrs ms "
    "dr prof gen col lt sgt capt sen rep president colonel general minister secretary governor judge officials experts "
    "analysts"
)
"""Words that bear a capital without being a name, or beside one."""

_ABBREVIATIONS = word_set("mp mps pm tv faq tldr tl dr aka vs ok gdp q a am bn eta id no")
"""Abbreviations that are words of the language, not names."""

_OFFICER = re.compile(r"C[A-Z]O")
"""Titles of the kind `CFO`: the chief officer for something."""

_ACRONYMS = word_set("who us it un")
"""Acronyms that look like small words in capitals."""

_LABEL = re.compile(r"(?:[QH][1-4]|FY\d{2,4})(?:[-\u2013/][QH]?\d{1,4})?")
"""Parts of a business year."""

_SHORTEST_EMPHASIS = 4
"""A common word of so many letters in capitals is emphasis, a shorter one may be an acronym."""

_TENS = word_set("twenty thirty forty fifty sixty seventy eighty ninety hundred first second third")

_GAP = re.compile(rf"\.?(?!\s*\n\s*\n)[\s{INVISIBLE}]{{1,8}}|-|")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_STOPS = ".!?\u2026"
_CLOSERS = "\"'\u2019\u201d\u00bb)]*_"
_HEADLINE = 0.6
"""A line without a stop in which more words than this have capitals is a headline; its capitals mean nothing."""

_FEWEST_IN_HEADLINE = 5
_LONGEST_CODE = 3


@dataclass(frozen=True, slots=True)
class NameMention:
    """A run of capitalised words. `words` are its lower-cased parts without small ones and titles."""

    start: int
    end: int
    words: tuple[str, ...]
    starts_sentence: bool


def name_phrase(text: str) -> Phrase:
    """Return a name's words in lower case, without possessives and a leading article."""
    words = tuple(word.lower for word in split_words(text))
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


class AliasFinder:
    """Finds keys' spellings among words, the longest first; `U.S.` and `US`, hyphens and blanks are one."""

    def __init__(self, aliases: Mapping[Phrase, frozenset[str]]) -> None:
        self._first: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
        for phrase, keys in aliases.items():
            squeezed = tuple(piece for word in phrase for piece in _pieces_of(word))
            if squeezed:
                self._first.setdefault(squeezed[0], []).append((squeezed, keys))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, reading: Reading) -> list[tuple[int, int, frozenset[str]]]:
        """Return (first word, last word + 1, keys) of each alias found."""
        pieces = [(piece, i) for i, word in enumerate(reading.words) for piece in _pieces_of(word.lower)]
        found: list[tuple[int, int, frozenset[str]]] = []
        place = 0
        while place < len(pieces):
            piece, position = pieces[place]
            entries = self._first.get(piece, ())
            match = next((e for e in entries if _fits(e[0], pieces, place, reading.words[position])), None)
            length = len(match[0]) if match else 1
            if match:
                found.append((position, pieces[place + length - 1][1] + 1, match[1]))
            place += length
        return found


def _fits(phrase: Phrase, pieces: list[tuple[str, int]], place: int, word: Word) -> bool:
    """Whether a phrase stands at a place where its first word does.

    One of at most three letters must have a capital: `US` is no pronoun.
    """
    if len(phrase) > 1 and tuple(piece for piece, _ in pieces[place : place + len(phrase)]) != phrase:
        return False
    is_code = len(phrase) == 1 and len(phrase[0]) <= _LONGEST_CODE and phrase[0].isalpha()
    return word.is_capital or not is_code


@lru_cache(maxsize=65536)
def _pieces_of(word: str) -> tuple[str, ...]:
    """Return the pieces of a word between hyphens, without periods."""
    return tuple(piece for piece in word.replace(".", "").split("-") if piece)


def find_names(reading: Reading) -> list[NameMention]:
    """Return the runs of capitalised words that look like names; headlines and shouted text give none."""
    return reading.once(_names_in)


def _names_in(reading: Reading) -> list[NameMention]:
    starts = reading.opening_words
    found: list[NameMention] = []
    for span, (first, last) in zip(reading.sentences, reading.sentence_words, strict=True):
        words = reading.words[first:last]
        if not _means_nothing_by_capitals(words, reading.text[slice(*span)]):
            runs = runs_of(reading.text, words)
            mentions = (mention_of(words[a:b], starts_sentence=first + a in starts) for a, b in runs)
            found.extend(mention for mention in mentions if mention)
    return found


def _means_nothing_by_capitals(words: list[Word], sentence: str) -> bool:
    """Whether a sentence is shouted, or a line in headline case."""
    if len(words) < _FEWEST_IN_HEADLINE:
        return False
    if sum(word.text.isupper() and len(word.text) > 1 for word in words) > _HEADLINE * len(words):
        return True
    is_line = sentence.rstrip(_CLOSERS)[-1:] not in _STOPS
    return is_line and sum(word.is_capital for word in words) > _HEADLINE * len(words)


def runs_of(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the first and last + 1 words of each run of capitals, small words inside it included."""
    begin = 0
    while begin < len(words):
        if not words[begin].text[0].isupper():
            begin += 1
            continue
        end = begin
        while end < len(words) and _is_name_word(words[end]) and (end == begin or _is_joined(text, words, end)):
            end += 1
            # A link goes on the name only before another capital.
            link = end
            while link < len(words) and words[link].lower in _LINKS and _is_joined(text, words, link):
                link += 1
            if end < link < len(words) and link - end <= 2 and _is_name_word(words[link]):  # noqa: PLR2004  (von der)
                end = link
        if end > begin:
            yield begin, end
        begin = max(end, begin + 1)


def _is_name_word(word: Word) -> bool:
    return word.is_capital and word.text[0].isalpha()


def _is_joined(text: str, words: list[Word], position: int) -> bool:
    """Whether a word goes on a name: a blank or hyphen before it, a period only behind an initial or a title."""
    before = words[position - 1]
    gap = text[before.end : words[position].start]
    if _POSSESSIVE.search(before.text) or not _GAP.fullmatch(gap):
        return False
    return not gap.startswith(".") or len(before.text) == 1 or before.lower in _INITIALISMS


def _is_no_name(word: Word, *, is_shouted: bool = False) -> bool:
    """Whether a word is no part of a name: a small or common word in capitals for emphasis, but no acronym such as WHO.

    `is_shouted` says that a word beside it is in capitals too: `WHAT WE KNOW`, `PENALTY ROW`.
    """
    lower = word.lower
    if lower in _ABBREVIATIONS or _OFFICER.fullmatch(word.text) or _LABEL.fullmatch(word.text):
        return True
    if not (word.text.isupper() and len(word.text) > 1):
        return lower in _NO_NAMES or _is_number(lower)
    if is_shouted or len(lower) >= _SHORTEST_EMPHASIS:
        return lower in _NO_NAMES or is_plain_word(lower)
    return lower in _NO_NAMES and lower not in _ACRONYMS


def mention_of(words: list[Word], *, starts_sentence: bool) -> NameMention | None:
    """Return what a run of capitals names, without small and common words at its ends; None where that is nothing."""
    is_shouted = sum(word.text.isupper() and len(word.text) > 1 for word in words) > 1
    named = [not _is_no_name(word, is_shouted=is_shouted) for word in words]
    if starts_sentence and len(words) > 1 and named[0] and _is_common(words[0]):
        named[0] = False
    if True not in named:
        return None
    first, last = named.index(True), len(named) - 1 - named[::-1].index(True)
    kept = tuple(words[i].lower for i in range(first, last + 1) if named[i] and words[i].lower not in _LINKS)
    if not kept:
        return None
    end = words[last].end - (len(m.group()) if (m := _POSSESSIVE.search(words[last].text)) else 0)
    return NameMention(words[first].start, end, kept, starts_sentence and first == 0)


def _is_common(word: Word) -> bool:
    """Whether a word that opens a sentence is one that has a capital only there: `Stronger`, `Seven`, `Perhaps`."""
    return not word.text.isupper() and is_plain_word(word.lower)


@lru_cache(maxsize=65536)
def is_plain_word(lower: str) -> bool:
    """Whether the dictionary has a lower-cased word, and not as a name or the word of a place."""
    if not lower.isalpha() or lower in _place_words():
        return _is_number(lower)
    import simplemma  # noqa: PLC0415  (loads a dictionary of some megabytes)

    return simplemma.is_known(lower, lang="en") and simplemma.lemmatize(lower, lang="en").islower()


def _is_number(lower: str) -> bool:
    """Whether a word is a number of two parts: `forty-eight`."""
    first, dash, last = lower.partition("-")
    return bool(dash) and first in _TENS and last in _NO_NAMES | _TENS


@cache
def _place_words() -> frozenset[str]:
    """The words of countries, peoples and capitals; the dictionary has some of them in small letters."""
    demonyms = lexicon().demonyms
    return frozenset(word for text in (*demonyms, *demonyms.values()) for word in text.split())
