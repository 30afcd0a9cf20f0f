"""Casts: who and what a sentence names besides its sources, and on which side of its verb they stand.

A summary that has a fact's words with other names in them says something else. Sentences are compared with the fact's
own (its statement, its evidence), read in the same way, so that what the reader misses in one it misses in the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.gold.matching.passage import Key, NameBook, Passage
from harness.gold.matching.terms import Hit
from harness.text.words import lexicon

Role = str
"""What is named: `place:russia` for a country in any form, else a kind with a key's canonical spelling."""

_PASSIVE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "get", "got"})
_PRONOUNS = frozenset({"it", "they", "he", "she", "who", "which", "that", "this", "these"})
_CALLED = frozenset({"person", "body", "place", "outlet"})


@dataclass(frozen=True)
class Cast:
    """The names of a stretch of words, with those before and behind its verb."""

    all: frozenset[Role]
    before: frozenset[Role]
    behind: frozenset[Role]
    spans: dict[Role, Hit]
    is_passive: bool
    has_pronoun: bool = False

    def replaced(self, other: Cast, allowed: Iterable[Role]) -> Role | None:
        """Return a name of `other` that stands where one of this cast is missing: of its kind, and not allowed."""
        missing = self.all - other.all
        extra = other.all - self.all - frozenset(allowed)
        kinds = {kind_of(role) for role in missing}
        return next((role for role in sorted(extra) if kind_of(role) in kinds), None)

    def given_away(self, other: Cast) -> bool:
        """Whether `other` has another of the same kind before its verb, and this cast's own nowhere."""
        if other.has_pronoun or not self.before or self.is_passive != other.is_passive:
            return False
        kinds = {kind_of(role) for role in other.before}
        return not self.before & other.all and any(kind_of(role) in kinds for role in self.before)

    def turned(self, other: Cast) -> bool:
        """Whether `other` has this cast's names on the wrong sides of its verb."""
        one, two = (self.before, self.behind), (other.before, other.behind)
        if self.is_passive != other.is_passive:
            two = two[::-1]
        is_told_apart = bool(one[0] and one[1]) and not one[0] & one[1]
        swapped = bool(two[0] & one[1]) and bool(two[1] & one[0])
        return is_told_apart and swapped and not two[0] & one[0] and not two[1] & one[1]


def kind_of(role: Role) -> str:
    """Return the kind of what is named."""
    return role.partition(":")[0]


class Caster:
    """Reads casts with the names of one sample."""

    def __init__(self, names: NameBook) -> None:
        self.names = names
        self._roles: dict[Key, Role | None] = {}

    def role_of(self, key: Key) -> Role | None:
        """Return what a key of names is compared as; None for groups, documents and the like."""
        if key not in self._roles:
            entry = self.names.entries[key]
            same = min(self.names.same(key))
            place = next((p for text in (entry.name, *entry.also) if text and (p := _country(text))), None)
            if entry.kind == "place":
                role: Role | None = f"place:{place or same[1]}"
            else:
                role = f"{entry.kind}:{same[1]}" if entry.kind in _CALLED else None
            self._roles[key] = role
        return self._roles[key]

    def cast(self, passage: Passage, first: int, last: int, core: Hit) -> Cast:
        """Return the cast of the words from `first` to `last - 1` around a verb's place."""
        spans: dict[Role, Hit] = {}
        taken = _taken(passage, first, last)
        for begin, end, keys in passage.hits_between(first, last):
            if not any(i in taken for i in range(begin, end)):
                for role in filter(None, map(self.role_of, keys)):
                    spans.setdefault(role, (begin, end))
        for begin, end, place in passage.places_between(first, last):
            if begin not in taken:
                spans.setdefault(f"place:{place}", (begin, end))
        before = frozenset(role for role, span in spans.items() if span[1] <= core[0])
        behind = frozenset(role for role, span in spans.items() if span[0] >= core[1])
        words = passage.reading.words
        is_passive = any(words[i].lower in _PASSIVE for i in range(max(first, core[0] - 3), core[0]))
        is_passive = is_passive and words[core[1] - 1].lower[-2:] in ("ed", "en", "wn", "nt", "de", "ht", "ld")
        has_pronoun = any(words[i].lower in _PRONOUNS for i in range(first, core[0]))
        return Cast(frozenset(spans), before, behind, spans, is_passive, has_pronoun)


def _taken(passage: Passage, first: int, last: int) -> set[int]:
    """Return the words that name sources."""
    sentence = passage.reading.sentence_of(passage.reading.words[first].start)
    return {i for speaker in passage.speakers[sentence] for i in range(speaker.first, speaker.last)}


def _country(text: str) -> str | None:
    lower = text.lower().removeprefix("the ")
    demonyms = lexicon().demonyms
    return demonyms.get(lower) or (lower if lower in demonyms.values() else None)
