"""Statements: whether a summary says that something is so, with the polarity and the certainty of the fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import clause_of, hedges_before, hedges_in, is_conditional, is_doubted, is_negated, is_negative_term
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.terms import Hit, TermGroup, Terms, hull
from harness.gold.matching.topics import Subject
from harness.gold.models import States

Fit = Literal["same", "negated", "raised", "doubted", "open"]

_HEDGED = frozenset({"possible", "likely", "reported", "feared"})
_WIDEST = 26
"""The most words over which a statement's terms may be spread and still be one statement."""


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """A sentence that has a statement's words: how it asserts them."""

    fit: Fit
    sentence: int
    words: Hit
    is_tight: bool


class StatementMatcher:
    """Matches one statement fact."""

    def __init__(self, fact: GoldFact, names: NameBook) -> None:
        states = fact.fact.states
        assert states is not None
        self.fact = fact
        self.states: States = states
        groups = [list(group) for group in states.terms] or [list(states.did), *([[states.what]] if states.what else [])]
        self.terms = Terms(groups)
        self.predicate = TermGroup(states.did)
        self.subject = Subject(states.who, fact.article, names)

    def matches(self, passage: Passage) -> list[StatementMatch]:
        """Return every sentence that has the statement's words, with how it asserts them."""
        found = []
        for sentence, (first, last) in enumerate(passage.reading.sentence_words):
            hits = self.terms.found(passage.reading, first, last)
            if hits is None or passage.is_question(sentence) or not self.subject.fits(passage, sentence):
                continue
            match = self._judge(passage, sentence, hits)
            if match:
                found.append(match)
        return found

    def _judge(self, passage: Passage, sentence: int, hits: list[list[Hit]]) -> StatementMatch | None:
        reading = passage.reading
        first, last = reading.sentence_words[sentence]
        core = self._core(hits, self.predicate.found(reading, first, last))
        chosen = [min(group, key=lambda hit: abs(hit[0] - core[0])) for group in hits]
        words = hull([*chosen, core])
        if words[1] - words[0] > _WIDEST:
            return None
        tight = clause_of(reading, core[0]) == clause_of(reading, words[0]) == clause_of(reading, words[1] - 1)
        negative = self._is_negative(passage, core, chosen)
        wants_negative = (self.states.polarity == "negative") != (self.states.certainty == "denied")
        fit: Fit = "same"
        if negative != wants_negative:
            fit = "negated"
        elif self._is_raised(passage, sentence, words):
            fit = "raised"
        elif self.states.certainty == "asserted":
            if is_conditional(reading, sentence, core):
                fit = "open"
            elif is_doubted(reading, core):
                fit = "doubted"
        return StatementMatch(fit, sentence, words, tight)

    @staticmethod
    def _core(hits: list[list[Hit]], predicates: list[Hit]) -> Hit:
        """Return the words that carry the assertion: a predicate that is among the hits, else the predicate, else the first group."""
        for group in hits:
            shared = [hit for hit in group if hit in predicates]
            if shared:
                return shared[0]
        if predicates:
            anchor = hits[0][0] if hits else predicates[0]
            return min(predicates, key=lambda hit: abs(hit[0] - anchor[0]))
        return hits[0][0]

    def _is_negative(self, passage: Passage, core: Hit, chosen: list[Hit]) -> bool:
        """Whether the words are asserted as not being so. What the author's own terms negate is part of the fact."""
        reading = passage.reading
        hits = [core, *chosen]
        wants_negative = self.states.polarity == "negative"
        inherent = any(is_negative_term(reading, hit) for hit in hits)
        negated = is_negated(reading, core, skip=hits)
        if not negated and wants_negative:
            negated = any(is_negated(reading, hit, skip=hits) for hit in chosen if clause_of(reading, hit[0]) == clause_of(reading, core[0]))
        return (inherent and not negated) or (negated and not inherent) if wants_negative else negated

    def _is_raised(self, passage: Passage, sentence: int, words: Hit) -> bool:
        if self.states.certainty in ("asserted", "denied"):
            return False
        hedges = hedges_in(passage.reading, sentence) | hedges_before(passage.reading, sentence, words)
        return not hedges & _HEDGED
