"""Counts: which numbers of a summary a fact is about, and whether they agree."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

from harness.gold.compare import Relation, Value, compare_amounts
from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import is_negated
from harness.gold.matching.passage import Passage
from harness.gold.matching.terms import Hit, TermGroup, Terms
from harness.gold.matching.topics import is_foreign, is_own_place
from harness.gold.models import Count, NameEntry
from harness.text.reading import Quantity, Reading
from harness.text.words import as_phrase, lexicon

_GENERIC = frozenset({"people", "person", "individual", "man", "other", "more", "total", "member", "case"})
_SEPARATORS = frozenset({"and", "but", "while", "with", "whereas", "plus", "against", "compared"})


@dataclass(frozen=True, slots=True)
class CountMatch:
    """A number of a summary set against a count: how they relate, and whether the number is surely bound to it."""

    quantity: Quantity
    relation: Relation
    is_tight: bool
    is_negated: bool
    sentence: int


class CountMatcher:
    """Matches one count fact."""

    def __init__(self, fact: GoldFact, entry: NameEntry | None) -> None:
        count = fact.fact.count
        assert count is not None
        self.fact = fact
        self.count: Count = count
        self.value = Value(count.amount, count.bound)
        self.unit = TermGroup([count.unit, *count.unit.split()[-1:]])
        self.predicates = [TermGroup(count.did)] if count.did and not count.combined else [TermGroup([d]) for d in count.did]
        self.any_of = TermGroup(["casualty"]) if count.combined and self._is_casualty(count) else None
        self.terms = Terms(count.terms)
        names = [entry.name, *entry.also] if entry and entry.name else [count.who] if count.who else []
        self.who_words = {word for name in names if name for word in as_phrase(name)}
        self.who_heads = {phrase[-1] for phrase in (as_phrase(name) for name in names if name) if phrase}

    @staticmethod
    def _is_casualty(count: Count) -> bool:
        families = {family for did in count.did for family in lexicon().families_of(as_phrase(did))}
        return bool({"kill", "wound", "casualty"} & families)

    def matches(self, passage: Passage) -> list[CountMatch]:
        """Return every number of a summary that may be the fact's, in order."""
        found = []
        for quantity in passage.reading.quantities:
            relation = compare_amounts(self.value, Value(quantity.amount, quantity.bound))
            if relation is None or passage.is_question(quantity.sentence):
                continue
            match = self._bind(passage, quantity, relation)
            if match:
                found.append(match)
        return found

    def _bind(self, passage: Passage, quantity: Quantity, relation: Relation) -> CountMatch | None:
        reading = passage.reading
        first, last = reading.sentence_words[quantity.sentence]
        if not self._fits_unit(reading, quantity):
            return None
        if self.terms.found(reading, first, last) is None:
            return None
        own_first, own_last = segment_of(reading, quantity)
        tight, predicate = self._predicate(reading, own_first, own_last)
        if predicate is None:
            _, predicate = self._predicate(reading, first, last)
            if predicate is None:
                return None
        negated = is_negated(reading, predicate) or self._is_denied(reading, quantity)
        return CountMatch(quantity, relation, tight, negated, quantity.sentence)

    def _is_denied(self, reading: Reading, quantity: Quantity) -> bool:
        i = quantity.first_word - 1
        return i >= 0 and reading.words[i].lower == "not" and quantity.bound == "exact"

    def _predicate(self, reading: Reading, first: int, last: int) -> tuple[bool, Hit | None]:
        """Return whether the predicate is met between two words, and where."""
        if not self.predicates:
            return True, (first, min(first + 1, last))
        if self.any_of and (hits := self.any_of.found(reading, first, last)):
            return True, hits[-1]
        places = [group.found(reading, first, last) for group in self.predicates]
        if all(places):
            return True, places[0][-1]
        # The author's own terms can stand for the predicate.
        terms = self.terms.found(reading, first, last) if self.terms.groups else None
        return (True, terms[0][-1]) if terms else (False, None)

    def _fits_unit(self, reading: Reading, quantity: Quantity) -> bool:
        units = [u for u in quantity.units if u not in ("%",)]
        pairs = [*units, *(f"{a} {b}" for a, b in itertools.pairwise(units))]
        if self.who_words and any(is_foreign(u, self.who_words) for u in pairs) and not any(is_own_place(u, self.who_words) for u in pairs):
            return False
        if self.count.amount.is_share or quantity.amount.is_share:
            return True
        if not units or units == ["strong"]:
            return True
        position = quantity.last_word + 1
        stop = min(position + 8, len(reading.words))
        if self.unit.found(reading, position, stop) or any(u in self.who_heads or u in _GENERIC for u in units):
            return True
        return any(group.found(reading, position, min(position + len(units), stop)) for group in self.predicates)

    @cached_property
    def described(self) -> str:
        """The fact's value in words."""
        return self.count.value if self.count.bound == "exact" else f"{self.count.bound} {self.count.value}"


def segment_of(reading: Reading, quantity: Quantity) -> tuple[int, int]:
    """Return the words that belong to a number: from the break after the number before it to that before the next.

    `300 dead and 2,700 wounded` has two segments; in `1,000 of the 11,000 sent` the first number shares the second's.
    """
    first, last = reading.sentence_words[quantity.sentence]
    siblings = [q for q in reading.quantities if q.sentence == quantity.sentence]
    before = [q for q in siblings if q.last_word < quantity.first_word]
    after = [q for q in siblings if q.first_word > quantity.last_word]
    if before:
        first = _break_between(reading, before[-1], quantity)[1]
    if after:
        for other in after:
            end, _, shares = _between(reading, quantity, other)
            if not shares:
                last = end
                break
    return first, last


def _break_between(reading: Reading, left: Quantity, right: Quantity) -> tuple[int, int]:
    end, start, shares = _between(reading, left, right)
    return (end, start) if not shares else (right.first_word, right.first_word)


def _between(reading: Reading, left: Quantity, right: Quantity) -> tuple[int, int, bool]:
    """Return where the left number's words end, where the right one's begin, and whether the left is a part of the right."""
    words = reading.words[left.last_word + 1 : right.first_word]
    lowers = [word.lower for word in words]
    if "of" in lowers[-4:] and not any(separator in lowers for separator in _SEPARATORS):
        return right.first_word, right.first_word, True
    for i in range(len(words) - 1, -1, -1):
        if lowers[i] in _SEPARATORS or reading.text[words[i].end : words[i].end + 1] in ",;:(":
            cut = left.last_word + 1 + i
            return (cut, cut, False) if lowers[i] in _SEPARATORS else (cut + 1, cut + 1, False)
    return right.first_word, right.first_word, False
