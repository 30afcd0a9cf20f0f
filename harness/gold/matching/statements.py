"""Statements: whether a summary says that something is so, with the polarity and the certainty of the fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import (
    clause_of,
    hedges_before,
    hedges_in,
    is_conditional,
    is_doubted,
    is_negated,
    is_negative_term,
)
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.scene import OwnKey, Scene, Stage, make_verdict
from harness.gold.matching.terms import Hit, TermGroup, Terms, hull
from harness.gold.matching.topics import Subject
from harness.gold.models import States
from harness.gold.verdicts import FactVerdict

Fit = Literal["same", "negated", "raised", "doubted", "open"]

_HEDGED = frozenset({"possible", "likely", "reported", "feared"})
_BEST_FIRST: tuple[Fit, ...] = ("same", "open", "doubted", "raised", "negated")
_MOST_CORES = 4
_WIDEST = 26
"""The most words over which a statement's terms may be spread and still be one statement."""


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """A sentence that has a statement's words: how it asserts them."""

    fit: Fit
    sentence: int
    words: Hit
    is_tight: bool
    core: tuple[str, ...]


class StatementMatcher:
    """Matches one statement fact."""

    def __init__(self, fact: GoldFact, states: States, names: NameBook) -> None:
        self.fact = fact
        self.states = states
        groups = [list(group) for group in states.terms] or [
            list(states.did),
            *([[states.what]] if states.what else []),
        ]
        self.terms = Terms(groups)
        self.own_words = frozenset(states.did).union(*states.terms)
        self.predicate = TermGroup(states.did)
        self.subject = Subject(states.who, fact.article, names)

    def matches(self, passage: Passage) -> list[StatementMatch]:
        """Return every sentence that has the statement's words, with how it asserts them."""
        found = []
        for sentence, (first, last) in enumerate(passage.reading.sentence_words):
            hits = self.terms.found(passage.reading, first, last)
            if hits is None or passage.states_nothing(sentence) or not self.subject.fits(passage, sentence):
                continue
            match = self._judge(passage, sentence, hits)
            if match:
                found.append(match)
        return found

    def _judge(self, passage: Passage, sentence: int, hits: list[list[Hit]]) -> StatementMatch | None:
        """Return the best reading of a sentence: its words may carry the assertion in more than one place."""
        first, last = passage.reading.sentence_words[sentence]
        cores = self._cores(hits, self.predicate.found(passage.reading, first, last))
        found = [match for core in cores[:_MOST_CORES] if (match := self._judge_core(passage, sentence, hits, core))]
        return min(found, key=lambda m: (_BEST_FIRST.index(m.fit), not m.is_tight), default=None)

    def _judge_core(self, passage: Passage, sentence: int, hits: list[list[Hit]], core: Hit) -> StatementMatch | None:
        reading = passage.reading
        chosen = [min(group, key=lambda hit: abs(hit[0] - core[0])) for group in hits]
        words = hull([*chosen, core])
        if words[1] - words[0] > _WIDEST:
            return None
        tight = clause_of(reading, core[0]) == clause_of(reading, words[0]) == clause_of(reading, words[1] - 1)
        wants_negative = (self.states.polarity == "negative") != (self.states.certainty == "denied")
        fit: Fit = "same"
        if self._is_negative(passage, core, chosen) != wants_negative:
            fit = "negated"
        elif self._is_raised(passage, sentence, words):
            fit = "raised"
        elif self.states.certainty == "asserted" and is_conditional(reading, sentence, core):
            fit = "open"
        elif self.states.certainty == "asserted" and is_doubted(reading, core):
            fit = "doubted"
        return StatementMatch(fit, sentence, words, tight, tuple(reading.lemmas[core[0] : core[1]]))

    @staticmethod
    def _cores(hits: list[list[Hit]], predicates: list[Hit]) -> list[Hit]:
        """Return the words that may carry the assertion: predicates among the hits, else any, else the first group."""
        shared = [hit for group in hits for hit in group if hit in predicates]
        if shared:
            return list(dict.fromkeys(shared))
        if predicates:
            anchor = hits[0][0] if hits else predicates[0]
            return [min(predicates, key=lambda hit: abs(hit[0] - anchor[0]))]
        return [hits[0][0]]

    def _is_negative(self, passage: Passage, core: Hit, chosen: list[Hit]) -> bool:
        """Whether the words are asserted as not being so. What the author's own terms negate is part of the fact."""
        reading = passage.reading
        hits = [core, *chosen]
        wants_negative = self.states.polarity == "negative"
        inherent = any(is_negative_term(reading, hit) for hit in hits)
        negated = is_negated(reading, core, skip=hits)
        if not negated and wants_negative:
            negated = any(
                is_negated(reading, hit, skip=hits)
                for hit in chosen
                if clause_of(reading, hit[0]) == clause_of(reading, core[0])
            )
        return (inherent and not negated) or (negated and not inherent) if wants_negative else negated

    def _is_raised(self, passage: Passage, sentence: int, words: Hit) -> bool:
        if self.states.certainty in ("asserted", "denied"):
            return False
        hedges = hedges_in(passage.reading, sentence) | hedges_before(passage.reading, sentence, words)
        return not hedges & _HEDGED


class StatementFacts:
    """Decides all statement facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.matchers = {
            fact.id: StatementMatcher(fact, states, stage.names) for fact in stage.every if (states := fact.fact.states)
        }

    def read_own(self, scene: Scene) -> None:
        """Note the ways in which an article goes against its own facts: a doubt in the lead, a denial quoted."""
        for name, matcher in self.matchers.items():
            found = matcher.matches(scene.passage)
            scene.stated[name] = {m.sentence for m in found if m.fit in _SAID}
            self.stage.own.update(_own_key(matcher, m) for m in found if m.fit != "same")

    def decide(self, scene: Scene) -> None:
        """Add verdicts on statements to a scene."""
        matches = {name: matcher.matches(scene.passage) for name, matcher in self.matchers.items()}
        for name, found in matches.items():
            scene.stated[name] = scene.exact[name] = {m.sentence for m in found if m.fit in _SAID}
            scene.denied[name] = {m.sentence for m in found if m.fit == "negated"}
        for name, matcher in self.matchers.items():
            scene.verdicts[name] = self._verdict(scene, matcher, matches[name])

    def _verdict(self, scene: Scene, matcher: StatementMatcher, found: list[StatementMatch]) -> FactVerdict:
        same = sorted((m for m in found if m.fit == "same"), key=lambda m: not m.is_tight)
        against = [m for m in found if m.fit not in ("same", "open") and self._counts_against(scene, matcher, m)]
        if same:
            denial = next((m for m in against if m.fit == "negated" and _repeats(scene.passage, m, same[0])), None)
            if denial and same[0].is_tight:
                return _said(scene, matcher, "contradicted", denial, "The summary both states and denies it")
            return _said(scene, matcher, "supported", same[0], "Stated")
        if against:
            return _said(scene, matcher, "contradicted", against[0], self._fault(matcher, against[0].fit))
        return make_verdict(matcher.fact, "omitted", "No sentence of the summary says this.")

    @staticmethod
    def _fault(matcher: StatementMatcher, fit: Fit) -> str:
        if fit == "negated":
            return "The summary says the opposite"
        if fit == "doubted":
            return "The article asserts this, the summary doubts it"
        return f"The article gives this as {matcher.states.certainty}, the summary as a fact"

    def _counts_against(self, scene: Scene, matcher: StatementMatcher, match: StatementMatch) -> bool:
        if not match.is_tight or _own_key(matcher, match) in self.stage.own:
            return False
        if self.stage.is_elsewhere(scene.passage, match.sentence, matcher.fact):
            return False
        return not self._states_another(scene, matcher, match)

    def _states_another(self, scene: Scene, matcher: StatementMatcher, match: StatementMatch) -> bool:
        """Whether the sentence states a rival, or a fact of other polarity or certainty with words of this one."""
        name = matcher.fact.id
        if any(match.sentence in scene.stated.get(mate.id, ()) for mate in self.stage.mates(name)):
            return True
        return any(
            other.fact.id != name
            and match.sentence in scene.stated.get(other.fact.id, ())
            and (other.states.polarity, other.states.certainty) != (matcher.states.polarity, matcher.states.certainty)
            and other.own_words & matcher.own_words
            for other in self.matchers.values()
        )


_SAID = frozenset({"same", "raised"})


def _own_key(matcher: StatementMatcher, match: StatementMatch) -> OwnKey:
    return (matcher.fact.id, match.fit, match.core)


def _repeats(passage: Passage, denial: StatementMatch, claim: StatementMatch) -> bool:
    """Whether a denial is of the claim's own words, in another sentence."""
    lemmas = passage.reading.lemmas
    a, b = set(lemmas[slice(*denial.words)]), set(lemmas[slice(*claim.words)])
    return denial.sentence != claim.sentence and 2 * len(a & b) >= max(2, min(len(a), len(b)))


def _said(scene: Scene, matcher: StatementMatcher, verdict: str, match: StatementMatch, said: str) -> FactVerdict:
    span = scene.passage.span(*match.words)
    words = scene.words(span)
    expected = matcher.fact.fact.statement
    return make_verdict(matcher.fact, verdict, f"{said}: {words!r}.", summary_span=span, expected=expected, found=words)
