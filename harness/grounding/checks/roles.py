"""Roles: what a summary calls somebody, and an article somebody else: `Anna Kowal, head of the union`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from harness.gold.matching.claims.source import Source
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.keys import keys_of
from harness.grounding.persons import Person, persons_in
from harness.text.reading import Reading
from harness.text.words import lexicon

_BESIDE = 5


class RoleCheck:
    """Finds those whom a summary gives a role or a country that an article gives to another."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "role"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each role of somebody whom the articles name, never with it, beside another who has it."""
        told = [(source, source.reading.once(_People)) for source in page.document.sources]
        others: dict[tuple[frozenset[str], str], _Told | None] = {}
        for person in persons_in(page.reading):
            for trait, place in person.traits.items():
                key = person.words, trait
                if key not in others:
                    others[key] = _other_of(person.words, trait, told)
                if other := others[key]:
                    reading, named = other.source.reading, other.person
                    words = reading.text[reading.words[named.first].start : reading.words[named.last - 1].end]
                    evidence = other.source.evidence(*reading.sentences[reading.sentence_at(named.first)])
                    span = page.span(min(person.first, place), max(person.last, place + 1))
                    yield against("role", span, f"The article says this of {words!r}.", evidence)


class _Told(NamedTuple):
    """Somebody of whom an article tells something."""

    source: Source
    person: Person


class _People:
    """Those whom an article gives a role or a country, by their names and by these."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.by_trait: dict[str, list[Person]] = {}
        self._described: set[str] = set()
        self._owners: dict[int, list[frozenset[str]]] = {}
        for person in persons_in(reading):
            for trait, place in person.traits.items():
                self.by_trait.setdefault(trait, []).append(person)
                self._owners.setdefault(place, []).append(person.words)
                self._described |= person.words
        self._sentences: dict[str, set[int]] = {}
        self._places: dict[str, list[int]] = {}
        for position, word in enumerate(reading.words):
            if word.is_capital:
                self._sentences.setdefault(word.lower, set()).add(reading.sentence_at(position))
            for key in _wide(reading.lemmas[position]):
                self._places.setdefault(key, []).append(position)

    def describes(self, name: frozenset[str]) -> bool:
        """Whether it calls somebody of a word of a name something."""
        return not self._described.isdisjoint(name)

    def may_call(self, name: frozenset[str], trait: str) -> bool:
        """Whether it has a role near a word of a name where it is not another's."""
        named = set().union(*(self._sentences.get(word, ()) for word in name))
        places = (place for key in _wide(trait) for place in self._places.get(key, ()))
        return any(
            not named.isdisjoint((sentence - 1, sentence, sentence + 1))
            and not any(owner.isdisjoint(name) for owner in self._owners.get(place, ()))
            for place in places
            for sentence in (self._reading.sentence_at(place),)
        )


def _other_of(name: frozenset[str], trait: str, told: Sequence[tuple[Source, _People]]) -> _Told | None:
    """Return the first of whom an article has a role that none has of somebody whom it calls something else."""
    if not any(people.describes(name) for _, people in told):
        return None
    others = (
        _Told(source, person)
        for source, people in told
        for person in people.by_trait.get(trait, ())
        if person.words.isdisjoint(name) and not _stands_near(source.reading, person, name)
    )
    other = next(others, None)
    return None if other and any(people.may_call(name, trait) for _, people in told) else other


def _stands_near(reading: Reading, other: Person, name: frozenset[str]) -> bool:
    """Whether somebody's name stands right beside another's: whose the role between them is, is not plain."""
    words = reading.words
    beside = (*words[max(0, other.first - _BESIDE) : other.first], *words[other.last : other.last + _BESIDE])
    return any(word.lower in name for word in beside)


@lru_cache(maxsize=1 << 16)
def _wide(lemma: str) -> frozenset[str]:
    """Return what a role may be told by: words of its family, and those of the same kind of role."""
    role = lexicon().roles.get(lemma)
    return frozenset((*keys_of(lemma), f"@{role}" if role else lemma))
