"""What a date belongs to, as a predicate to look for: to see whether that is said not to have happened."""

from __future__ import annotations

from collections.abc import Mapping

from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import is_negated
from harness.gold.matching.terms import TermGroup
from harness.gold.models import Fact, Happening
from harness.text.reading import Reading
from harness.text.words import Lexicon


class Topic:
    """The happening that a date belongs to."""

    def __init__(self, of: str | Happening, article: str, facts: Mapping[str, GoldFact], lex: Lexicon) -> None:
        if isinstance(of, Happening):
            terms = of.did or ((of.what,) if of.what else ())
            self.is_negative = of.polarity == "negative"
        else:
            terms = _predicate_of(facts[of].fact, article, facts)
            states = facts[of].fact.states
            self.is_negative = states is not None and states.polarity == "negative"
        self.terms = TermGroup(terms, lex)

    def is_denied(self, reading: Reading, first: int, last: int) -> bool:
        """Whether a stretch of words says that it has not happened; never of what is negative by itself."""
        if self.is_negative:
            return False
        hits = self.terms.found(reading, first, last)
        return bool(hits) and all(is_negated(reading, hit) for hit in hits)


def full_id(name: str, article: str, facts: Mapping[str, GoldFact]) -> str:
    """Return a fact's id among the facts of a sample, where those of a set begin with the article's."""
    return name if name in facts else f"{article}/{name}"


def _predicate_of(fact: Fact, article: str, facts: Mapping[str, GoldFact]) -> tuple[str, ...]:
    """Return the words for what a fact says, those of its contents where it is an attribution."""
    if fact.count:
        return fact.count.did or (fact.count.unit,)
    if fact.states:
        terms = fact.states.terms[0] if fact.states.terms else ()
        return (*terms, *fact.states.did) if not terms or set(fact.states.did) & set(terms) else tuple(terms)
    of = fact.date.of if fact.date else fact.says.what[0] if fact.says and isinstance(fact.says.what, tuple) else None
    if isinstance(of, Happening):
        return of.did
    if of:
        return _predicate_of(facts[full_id(of, article, facts)].fact, article, facts)
    return tuple(fact.says.terms[0]) if fact.says and fact.says.terms else ()
