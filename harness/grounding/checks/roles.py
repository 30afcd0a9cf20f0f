"""Roles: what a summary calls somebody, and an article somebody else: `Anna Kowal, head of the union`."""

from __future__ import annotations

from collections.abc import Iterator

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
        ours = [person for person in persons_in(page.reading) if person.traits]
        if not ours:
            return
        sources = page.document.sources
        theirs = [(source, source.reading.once(persons_in)) for source in sources]
        for person in ours:
            for trait, place in person.traits.items():
                others = [
                    (source, other)
                    for source, told in theirs
                    for other in told
                    if trait in other.traits
                    and other.words.isdisjoint(person.words)
                    and not _stands_near(source.reading, other, person)
                ]
                named = [(source.reading, told) for source, told in theirs]
                if not others or not _is_known(person, named) or _is_ever(person, trait, named):
                    continue
                source, other = others[0]
                told = source.reading.text[slice(*_span(source.reading, other))]
                span = _hull(page, person, place)
                evidence = source.evidence(*source.reading.sentences[source.reading.sentence_at(other.first)])
                reason = f"The article says this of {told!r}."
                yield against("role", span, reason, evidence)


def _stands_near(reading: Reading, other: Person, person: Person) -> bool:
    """Whether somebody's name stands right beside another's: whose the role between them is, is not plain."""
    places = (*range(max(0, other.first - _BESIDE), other.first), *range(other.last, other.last + _BESIDE))
    return any(i < len(reading.words) and _plain(reading.words[i].lower) in person.words for i in places)


def _is_known(person: Person, named: list[tuple[Reading, list[Person]]]) -> bool:
    """Whether an article names somebody by the last word of the name, and calls him or her something else."""
    return any(other.traits and not other.words.isdisjoint(person.words) for _, told in named for other in told)


def _is_ever(person: Person, trait: str, named: list[tuple[Reading, list[Person]]]) -> bool:
    """Whether an article has a role near somebody's name where it is not another's."""
    keys = _wide(trait)
    for reading, told in named:
        taken = {place for other in told if other.words.isdisjoint(person.words) for place in other.traits.values()}
        words = (i for i, word in enumerate(reading.words) if word.is_capital and _plain(word.lower) in person.words)
        near = {reading.sentence_at(i) for i in words}
        near |= {sentence + 1 for sentence in near} | {sentence - 1 for sentence in near}
        for sentence in near:
            if 0 <= sentence < len(reading.sentences):
                places = range(*reading.sentence_words[sentence])
                if any(i not in taken and not keys.isdisjoint(_wide(reading.lemmas[i])) for i in places):
                    return True
    return False


def _wide(lemma: str) -> frozenset[str]:
    """Return what a role may be told by: words of its family, and those of the same kind of role."""
    role = lexicon().roles.get(lemma)
    return frozenset((*keys_of(lemma), f"@{role}" if role else lemma))


def _plain(lower: str) -> str:
    return lower.removesuffix("'s").removesuffix("\u2019s")


def _span(reading: Reading, person: Person) -> tuple[int, int]:
    return reading.words[person.first].start, reading.words[person.last - 1].end


def _hull(page: Page, person: Person, place: int) -> tuple[int, int]:
    return page.span(min(person.first, place), max(person.last, place + 1))
