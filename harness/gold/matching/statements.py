"""Statements: whether a summary says that something is so, with the polarity, the certainty and the names of the fact.

How a sentence asserts a fact's words is compared with how the fact's own sentences do, its statement and its evidence:
each is read for negations, doubts and names alike, and only a difference from all of them counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.casts import Cast, Caster
from harness.gold.matching.clauses import (
    clause_of,
    clause_of_all,
    hedges_before,
    hedges_in,
    is_conditional,
    is_doubted,
    is_negated,
    is_negative_term,
    stretch_of,
)
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.scene import OwnKey, Scene, Stage, make_verdict
from harness.gold.matching.terms import Hit, TermGroup, Terms, content_of, hull, share_of
from harness.gold.matching.topics import Subject
from harness.gold.models import States
from harness.gold.verdicts import FactVerdict
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import Lexicon

Fit = Literal["same", "negated", "raised", "doubted", "open", "renamed", "turned", "opposed"]

_HEDGED = frozenset({"possible", "likely", "reported", "feared"})
_BEST_FIRST: tuple[Fit, ...] = ("same", "open", "doubted", "raised", "renamed", "turned", "opposed", "negated")
_MOST_CORES = 4
_ALIKE = 0.6
"""How much of a statement's words a sentence about another must have to be the same thing said of another."""

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
    tone: Tone


@dataclass(frozen=True, slots=True)
class Tone:
    """How words are asserted: negated or not, hedged, doubted, asked, and of whom."""

    is_negative: bool
    is_hedged: bool
    is_doubted: bool
    is_open: bool
    cast: Cast


@dataclass
class Own:
    """The tones in which a fact's own sentences assert it, and all that they name."""

    tones: list[Tone] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    named: frozenset[str] = frozenset()

    def add(self, tone: Tone, named: Iterable[str] = ()) -> None:
        """Add a sentence of the fact's own."""
        self.tones.append(tone)
        self.named |= frozenset(named) | tone.cast.all

    def covered(self, lemmas: Iterable[str], lex: Lexicon) -> float:
        """Return how much of an own sentence's content some words hold, at best: 0 to 1."""
        given = frozenset(lemmas)
        return max((share_of(words, given, lex) for words in self.words if words), default=0.0)

    def is_cast(self, test: Callable[[Cast], bool]) -> bool:
        """Whether every own sentence that names anybody passes a test; False where there is none."""
        casts = [tone.cast for tone in self.tones if tone.cast.all]
        return bool(casts) and all(map(test, casts))

    def all(self, test: Callable[[Tone], bool]) -> bool:
        """Whether every own sentence passes a test; False where there is none."""
        return bool(self.tones) and all(test(tone) for tone in self.tones)


class StatementMatcher:
    """Matches one statement fact."""

    def __init__(self, fact: GoldFact, states: States, names: NameBook, caster: Caster, lex: Lexicon) -> None:
        self.fact = fact
        self.states = states
        self.lexicon = lex
        groups = [list(group) for group in states.terms] or [
            list(states.did),
            *([[states.what]] if states.what else []),
        ]
        self.terms = Terms(groups, lex)
        self.own_words = frozenset(states.did).union(*states.terms)
        self.predicate = TermGroup(states.did, lex)
        self.subject = Subject(states.who, fact.article, names, lex)
        self.caster = caster
        self.own = Own()

    def matches(self, passage: Passage) -> list[StatementMatch]:
        """Return every sentence that has the statement's words, with how it asserts them."""
        found = []
        for sentence, (first, last) in enumerate(passage.reading.sentence_words):
            hits = self.terms.found(passage.reading, first, last)
            if hits is None or passage.states_nothing(sentence):
                continue
            match = self._judge(passage, sentence, hits)
            if match and (self.subject.fits(passage, sentence) or self._is_of_another(passage, match)):
                found.append(match)
        return found

    def _is_of_another(self, passage: Passage, match: StatementMatch) -> bool:
        """Whether a sentence is not about the fact's subject, but says of another nearly all that the fact says."""
        if match.fit not in ("renamed", "turned"):
            return False
        said = passage.reading.lemmas[slice(*clause_of_all(passage.reading, match.words))]
        return self.own.covered(said, self.lexicon) >= _ALIKE

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
        tone = self._tone(passage, sentence, words, core, chosen)
        return StatementMatch(self._fit(tone), sentence, words, tight, tuple(reading.lemmas[core[0] : core[1]]), tone)

    def _tone(self, passage: Passage, sentence: int, words: Hit, core: Hit, chosen: list[Hit]) -> Tone:
        reading = passage.reading
        hedges = hedges_in(reading, sentence) | hedges_before(reading, sentence, words)
        first, last = stretch_of(reading, words)
        return Tone(
            is_negative=self._is_negative(passage, core, chosen),
            is_hedged=bool(hedges & _HEDGED),
            is_doubted=is_doubted(reading, core),
            is_open=is_conditional(reading, sentence, core),
            cast=self.caster.cast(passage, first, last, core),
        )

    def _fit(self, tone: Tone) -> Fit:
        """Return how a tone differs from the fact's own; where the fact has none, from what its typed value says."""
        wants_negative = (self.states.polarity == "negative") != (self.states.certainty == "denied")
        own, is_firm = self.own, self.states.certainty == "asserted"
        if own.all(lambda t: t.is_negative != tone.is_negative) or (
            not own.tones and tone.is_negative != wants_negative
        ):
            return "negated"
        if own.is_cast(lambda cast: cast.turned(tone.cast)):
            return "turned"
        if own.is_cast(lambda cast: cast.replaced(tone.cast, own.named) is not None or cast.given_away(tone.cast)):
            return "renamed"
        if self.states.certainty not in ("asserted", "denied") and not tone.is_hedged:
            return "raised" if own.all(lambda t: t.is_hedged) else "same"
        if is_firm and tone.is_open and not any(t.is_open for t in own.tones):
            return "open"
        if is_firm and tone.is_doubted and not any(t.is_doubted for t in own.tones):
            return "doubted"
        return "same"

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

    def read_own(self, passage: Passage, within: Iterable[Span] | None = None) -> None:
        """Take in how the fact's own sentences assert it: all of a passage, or those that overlap spans."""
        for sentence, (first, last) in enumerate(passage.reading.sentence_words):
            start, end = passage.reading.sentences[sentence]
            if within is not None and not any(start < b and a < end for a, b in within):
                continue
            hits = self.terms.found(passage.reading, first, last)
            self.own.named |= self.caster.cast(passage, first, last, (first, first)).all if last > first else frozenset()
            if within is None:
                self.own.words.append(content_of(passage, first, last))
            match = self._judge(passage, sentence, hits) if hits is not None else None
            if match:
                self.own.add(match.tone)


class StatementFacts:
    """Decides all statement facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        caster = Caster(stage.names)
        self.matchers = {
            fact.id: StatementMatcher(fact, states, stage.names, caster, stage.lexicon)
            for fact in stage.every
            if (states := fact.fact.states)
        }
        for matcher in self.matchers.values():
            matcher.read_own(Passage(Reading(matcher.fact.fact.statement), stage.names))

    def read_own(self, scene: Scene) -> None:
        """Note the ways in which an article goes against its own facts: a doubt in the lead, a denial quoted."""
        for name, matcher in self.matchers.items():
            if matcher.fact.article == scene.article:
                matcher.read_own(scene.passage, [(e.start, e.end) for e in matcher.fact.evidence])
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
        if fit == "renamed":
            return "The summary says this of another than the article"
        if fit == "turned":
            return "The summary turns round who does this and to whom"
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
