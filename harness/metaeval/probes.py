"""Probes: sentences whose verdict is known, since they are a gold fact's own, reworded, or with one error put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from harness.files.records import Record
from harness.gold.gold import Gold, GoldFact
from harness.gold.models import NameEntry

Group = Literal["error", "rewording"]


class Probe(Record):
    """One text to be graded beside the text that it was made from.

    `change` names what was done: an error class (`number`, `speaker`, …) or a kind of rewording. `fact` is the id of
    the fact that it is about, or of the dispute.
    """

    fact: str
    group: Group
    change: str
    base: str
    text: str


def spellings(entry: NameEntry) -> tuple[str, ...]:
    """Return the spellings of a name, the longest first."""
    found = [text for text in (entry.name, *entry.also) if text]
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def proper_names(gold: Gold, article: str) -> list[str]:
    """Return every spelling of an article's names."""
    return [text for entry in gold.names_of(article).values() for text in spellings(entry)]


def rivals_of(gold: Gold, fact: GoldFact) -> Iterator[GoldFact]:
    """Yield the other facts of a fact's group."""
    for group in gold.groups:
        if fact.id in group.members:
            yield from (other for other in gold.facts if other.id in group.members and other.id != fact.id)


def sentences_of(fact: GoldFact) -> list[str]:
    """Return the sentences that state a fact in the gold's own words: its statement and what it accepts."""
    return list(dict.fromkeys([fact.fact.statement, *fact.fact.accepts]))
