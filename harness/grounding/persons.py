"""Who is who in a text: the roles and countries that it gives to those whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.grounding.keys import is_content
from harness.text.names import find_names
from harness.text.reading import Reading
from harness.text.words import lexicon, word_set

_DETERMINERS = word_set("a an the its his her their our my one another")
_POSSESSIVES = word_set("its his her their our my")
_PREPOSITIONS = word_set(
    "of for in at from with to on by who whom whose which that and or but as about against under near based aged"
)
_BODIES = word_set(
    "agency office paper media police company union committee institute operator force note report study hospital "
    "party club government regulator intelligence court crew insider"
)
"""What the lexicon calls a role and is nobody's own."""

_OCCUPATION = re.compile(r"[a-z-]{3,}(?:ist|ologist|grapher|keeper|maker|man|woman|ian|eer|nant|iner|icer|yer|tor|ant)")
"""Nouns of those who do something for a living, but for those of the lexicon."""

_UNDER = word_set("vice deputy former ex acting assistant interim associate co honorary late retired")
"""What stands before a role that is then another one, or no more so."""

_MOST_BEFORE = 3
_LONGEST = 9
_SPACE = re.compile(r"[^\S\n]+|[^\S\n]*\n[^\S\n]*(?!\n)")
_COMMA = re.compile(r"\s*[,(\u2013\u2014]\s*")


class Person(NamedTuple):
    """Somebody whom a text names, with the base forms of what it calls him or her there, and where these stand."""

    words: frozenset[str]
    first: int
    last: int
    traits: dict[str, int]


def persons_in(reading: Reading) -> list[Person]:
    """Return those whom a text names together with a role or a country."""
    found = []
    for name in find_names(reading):
        first, last = reading.word_range((name.start, name.end))
        last = next((i for i in range(first + 1, last) if _is_origin(reading, i)), last)
        traits: dict[str, int] = {}
        for position in (
            *_capital_roles(reading, first, last),
            *_before(reading, first),
            *_apposed_before(reading, first),
            *_behind(reading, last),
        ):
            traits[_trait(reading, position)] = position
        own = {reading.words[i].lower for i in range(first, last)}
        words = frozenset(word for word in name.words if word in own and word not in lexicon().roles)
        if words:
            found.append(Person(words, first, last, traits))
    return found


def _trait(reading: Reading, position: int) -> str:
    """Return the country that a word is of, or its base form."""
    return country_of(reading, position) or reading.lemmas[position]


def _is_role(reading: Reading, position: int) -> bool:
    """Whether a noun tells what somebody is or does."""
    lemma = reading.lemmas[position]
    role = lexicon().roles.get(lemma)
    before = reading.words[position - 1].lower if position else ""
    is_other = before in ("who", "that", "to") or before in _UNDER
    return not is_other and (role not in _BODIES if role else bool(_OCCUPATION.fullmatch(lemma)))


def country_of(reading: Reading, position: int) -> str | None:
    """Return the country that a word names, by itself or by its people."""
    word = reading.words[position]
    if not word.is_capital:
        return None
    return lexicon().country_of(word.lower)


def _capital_roles(reading: Reading, first: int, last: int) -> Iterator[int]:
    """Yield the roles that are part of a name: `President Anna Kowal`."""
    yield from (i for i in range(first, last - 1) if _is_role(reading, i))


def _before(reading: Reading, first: int) -> Iterator[int]:
    """Yield the noun right before a name, and a country before it: `Spanish flight director Odile`, `Italy's Odile`."""
    for i in range(first - 1, max(-1, first - 1 - _MOST_BEFORE), -1):
        if not _are_joined(reading, i, _SPACE):
            return
        if country_of(reading, i):
            yield i
            return
        if i == first - 1 and _is_role(reading, i):
            yield i
        elif reading.words[i].is_capital or not is_content(reading.lemmas[i]) or reading.words[i].lower in _DETERMINERS:
            return


def _apposed_before(reading: Reading, first: int) -> Iterator[int]:
    """Yield the noun of a phrase that a comma parts from a name behind it: `its president, Anna Kowal`."""
    if not first or not _are_joined(reading, first - 1, _COMMA):
        return
    begin = first - 1
    least = max(reading.sentence_words[reading.sentence_at(first)][0], first - _LONGEST)
    while begin > least and not _opens_phrase(reading, begin) and _are_joined(reading, begin - 1, _SPACE):
        begin -= 1
    inner = next((i for i in range(begin, first) if reading.words[i].lower in _PREPOSITIONS), first)
    behind = reading.words[inner:first]  # `a spokesman for its operator, Ostrel Water`
    is_nested = any(word.lower in _POSSESSIVES or word.is_possessive for word in behind)
    if _opens_phrase(reading, begin) and not is_nested:
        yield from _head(reading, begin + 1, first)


def _opens_phrase(reading: Reading, position: int) -> bool:
    """Whether a word opens a noun phrase that is not part of another: no `the` of `head of the union`."""
    word = reading.words[position]
    before = reading.words[position - 1].lower if position else ""
    return (word.lower in _DETERMINERS or word.is_possessive) and before not in _PREPOSITIONS - {"that", "as"}


def _behind(reading: Reading, last: int) -> Iterator[int]:
    """Yield the noun of a phrase behind a name, and a country: `Anna Kowal, head of the union,`, `Kowal of Poland`."""
    words = reading.words
    if last + 1 >= len(words):
        return
    if _is_origin(reading, last):
        yield last + 1
        return
    if not _are_joined(reading, last - 1, _COMMA):
        return
    if country_of(reading, last):
        yield last
        return
    end = last
    while end + 1 < min(len(words), last + _LONGEST) and _are_joined(reading, end, _SPACE):
        end += 1
    begin = last + (words[last].lower in _DETERMINERS)
    yield from (i for i in range(begin, min(begin + 2, end)) if country_of(reading, i))
    yield from _head(reading, begin, end + 1)


def _is_origin(reading: Reading, position: int) -> bool:
    """Whether a word with the next tells where somebody is from: `of Finland`."""
    is_link = position + 1 < len(reading.words) and reading.words[position].lower in ("of", "from")
    return is_link and _are_joined(reading, position - 1, _SPACE) and country_of(reading, position + 1) is not None


def _head(reading: Reading, begin: int, end: int) -> Iterator[int]:
    """Yield the noun that a phrase is of: the last word before its first preposition."""
    stop = next((i for i in range(begin, end) if reading.words[i].lower in _PREPOSITIONS), end)
    if stop > begin and _is_role(reading, stop - 1):
        yield stop - 1


def _are_joined(reading: Reading, position: int, gap: re.Pattern[str]) -> bool:
    """Whether only such a gap lies between a word and the next, which are of one sentence."""
    words = reading.words
    if not 0 <= position < len(words) - 1 or reading.sentence_at(position) != reading.sentence_at(position + 1):
        return False
    return gap.fullmatch(reading.text, words[position].end, words[position + 1].start) is not None
