"""Statements: whether a summary says that something is so, with the polarity, the certainty and the names of the fact.

How a sentence asserts a fact's words is compared with how the fact's own sentences do, its statement and its evidence:
each is read for negations, doubts and names alike, and only a difference from all of them counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.bags import ALONE, Bag
from harness.gold.matching.casts import NOWHERE, Caster, Role, StatedNames, kind_of
from harness.gold.matching.clauses import clause_of, is_plainly_negated, stretch_of, tells_certainty
from harness.gold.matching.features import Feature, FeatureKinds, Features
from harness.gold.matching.orders import Order
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import OwnKey, Scene, Stage, make_verdict
from harness.gold.matching.sides import side_of
from harness.gold.matching.silences import Silence
from harness.gold.matching.terms import EMPTY, Hit, hull
from harness.gold.matching.tones import Own, Site, Tone
from harness.gold.models import States
from harness.gold.verdicts import FactVerdict
from harness.text.fold import Span
from harness.text.reading import Reading

Fit = Literal["same", "negated", "disputed", "raised", "doubted", "open", "renamed", "turned", "opposed"]

_BEST_FIRST: tuple[Fit, ...] = (
    "same",
    "open",
    "disputed",
    "doubted",
    "raised",
    "renamed",
    "turned",
    "opposed",
    "negated",
)
_MOST_CORES = 4
STATED = 0.58
"""How much of a fact a sentence must have to state it."""

PURE = 0.6
"""How many of a clause's words must be the fact's for the clause to be about nothing else."""

_TOUCHED = 0.4
WHOLE = 0.78
"""How much of a fact a sentence must have for a negation or doubt anywhere in its clause to be about it."""

MIRRORED = 0.8
"""How many of the words of two sentences are those of both, where one denies what the other says."""

AGAINST = 0.78
"""How much of a fact a sentence must have to go against it."""


OPPOSED_ALONE = 0.7
"""The same, for a sentence that says nothing else and has the contrary of one of the fact's words."""

_FIRM = frozenset({"says", "confirms"})
"""Ways of saying that take nothing from what is said: `a valve leaked, she said` is as firm as `a valve leaked`."""

INSISTED = 0.6
"""The same, for a sentence that calls certain what the article does not."""


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """A sentence that has a statement's words: how it asserts them. `score` is how much of the fact it has, 0 to 1."""

    fit: Fit
    sentence: int
    score: float
    words: Hit
    core: Hit
    lemma: str
    tone: Tone
    is_tight: bool = True
    is_alone: bool = False


class StatementMatcher:
    """Matches one statement fact."""

    def __init__(self, fact: GoldFact, states: States, bag: Bag, kinds: FeatureKinds, caster: Caster) -> None:
        self.fact = fact
        self.states = states
        self.bag = bag
        self.caster = caster
        self.predicate = frozenset().union(*map(kinds.of_term, states.did))
        self.groups = [frozenset().union(*map(kinds.of_term, group)) for group in states.terms] or [self.predicate]
        self.own = Own()
        statement = Reading(fact.fact.statement)
        side = side_of(statement, 0, len(statement.words))
        self._side = side[0] if side else None
        is_positive = states.polarity == "positive"
        self.names = StatedNames(caster, kinds, fact.fact.statement, has_sources=is_positive)
        self.order = Order(fact.fact.statement, bag.variants[0].items, caster.names, kinds)
        self.omitted = make_verdict(fact, "omitted", "No sentence of the summary says this.")

    def matches(self, scene: Scene) -> list[StatementMatch]:
        """Return every sentence that has enough of the statement, with how it asserts it."""
        found = []
        for sentence, score in self.bag.scores(scene.features, _TOUCHED).items():
            if score < _TOUCHED or scene.passage.states_nothing(sentence):
                continue
            site = Site(scene.passage, scene.features, sentence, score)
            match = self._opposed(site) or (self._judge(site) if score >= STATED else None)
            if match:
                found.append(match)
        return sorted(found, key=lambda match: match.sentence)

    def _opposed(self, site: Site) -> StatementMatch | None:
        """Return the reading of a sentence that has the contrary of one of the fact's words, and most of the others."""
        reading, sentence = site.passage.reading, site.sentence
        first, last = reading.sentence_words[sentence]
        turn = self.order.turned(site.features, sentence)
        if turn:
            tone = Tone(site, turn, turn, self.caster, is_sure=True)
            if not tone.has_not and not tone.is_open:
                return StatementMatch("opposed", sentence, 1.0, turn, turn, reading.lemmas[turn[0]], tone)
        if side := self._other_side(site):
            tone = Tone(site, side, side, self.caster, is_sure=True)
            if not tone.is_open and not is_plainly_negated(reading, (side[0] - 1, side[0])):
                return StatementMatch("opposed", sentence, 1.0, side, side, reading.lemmas[side[0]], tone)
        for feature, whole in self.bag.opposed(site.features, sentence, site.score):
            core = _hits(site.features, frozenset({feature}), first, last)[0]
            skip = frozenset(range(*core))
            is_alone = self.bag.share_of(site.features, first, last, skip=skip) >= ALONE
            if whole < (OPPOSED_ALONE if is_alone else AGAINST):
                continue
            tone = Tone(site, core, core, self.caster, is_sure=True)
            is_plain = not is_plainly_negated(reading, core) and not tone.is_open
            if is_plain and (is_alone or self._is_pure(site, core)) and not self.own.all(lambda t: t.is_negated):
                return StatementMatch(
                    "opposed", sentence, whole, core, core, reading.lemmas[core[0]], tone, is_alone=is_alone
                )
        return None

    def _other_side(self, site: Site) -> Hit | None:
        """Return where a sentence that says little else takes the other side: `voted for it` where it was against."""
        first, last = site.passage.reading.sentence_words[site.sentence]
        found = side_of(site.passage.reading, first, last) if self._side else None
        if not found or found[0] == self._side or site.score < STATED:
            return None
        hit = (found[1], found[1] + 1)
        is_alone = self.bag.share_of(site.features, first, last) >= ALONE
        return hit if is_alone or (site.score >= AGAINST and self._is_pure(site, hit)) else None

    def _judge(self, site: Site) -> StatementMatch | None:
        """Return the best reading of a sentence: its words may carry the assertion in more than one place."""
        first, last = site.passage.reading.sentence_words[site.sentence]
        hits = [hits for group in self.groups if (hits := _hits(site.features, group, first, last))]
        lemmas = site.passage.reading.lemmas
        own = [hit for hit in _hits(site.features, self.predicate, first, last) if lemmas[hit[0]] not in EMPTY]
        cores = own or (hits[0] if hits else []) or ([(first, first + 1)] if last > first else [])
        judged = [self._judge_core(site, hits, core, is_sure=bool(own)) for core in cores[:_MOST_CORES]]
        return min(judged, key=lambda m: (_BEST_FIRST.index(m.fit), not m.is_tight), default=None)

    def _judge_core(self, site: Site, hits: list[list[Hit]], core: Hit, *, is_sure: bool) -> StatementMatch:
        reading = site.passage.reading
        words = hull([*(min(group, key=lambda hit: abs(hit[0] - core[0])) for group in hits), core])
        tone = Tone(site, words, core, self.caster, is_sure=is_sure)
        whole = reading.sentence_words[site.sentence]
        share = self.bag.share_of(site.features, *whole)
        is_alone = share >= ALONE
        is_only = share == 1.0 or (is_sure and is_alone)
        misplaced = self._misplaced(site, whole if is_only else NOWHERE)
        if misplaced:
            fit, name = misplaced
            return StatementMatch(fit, site.sentence, site.score, name, name, reading.lemmas[name[0]], tone)
        is_pure = self._is_pure(site, core)
        is_full = site.score >= WHOLE
        is_nearly = is_full or (is_alone and site.score >= OPPOSED_ALONE)
        is_bare = not tone.is_hedged and all(s.how in _FIRM for s in site.passage.speakers[site.sentence])
        fit = self._fit(
            tone, is_pure=is_pure, is_whole=is_pure and is_full, is_bare=is_nearly and is_bare, is_alone=is_alone
        )
        tight = clause_of(reading, core[0]) == clause_of(reading, words[0]) == clause_of(reading, words[1] - 1)
        return StatementMatch(
            fit,
            site.sentence,
            site.score,
            words,
            core,
            reading.lemmas[core[0]],
            tone,
            is_tight=tight,
            is_alone=is_alone,
        )

    def _misplaced(self, site: Site, alone: Hit) -> tuple[Fit, Hit] | None:
        """Return a name that stands for another in a sentence that has most of the fact, and what that makes of it."""
        if site.score + self.bag.unnamed(site.features, site.sentence) < AGAINST:
            return None
        if name := self.names.replaced(site.passage, site.sentence, alone):
            return "renamed", name
        if site.score < AGAINST:
            return None
        name = self.names.exchanged(site.passage, site.sentence)
        if name is None:
            end = self.names.redirected(site.passage, site.sentence)
            name = end if end and self._is_pure(site, end) else None
        return ("turned", name) if name else None

    def _is_pure(self, site: Site, words: Hit) -> bool:
        """Whether a clause says little else than the fact does: most of its words are the fact's."""
        return self.bag.share_of(site.features, *stretch_of(site.passage.reading, words)) >= PURE

    def _fit(self, tone: Tone, *, is_pure: bool, is_whole: bool, is_bare: bool, is_alone: bool) -> Fit:
        """Return how a tone differs from all of the fact's own."""
        own, is_firm = self.own, self.states.certainty == "asserted"
        is_positive = self.states.polarity == "positive"
        if self._is_turned_round(tone, is_whole=is_whole):
            is_others = tone.is_disputed and not any(t.is_disputed for t in own.tones)
            is_clear = (tone.is_sure and (is_whole or is_pure)) or (is_whole and is_alone)
            return "disputed" if is_others else "negated" if is_clear else "open"
        if own.is_cast(lambda cast: cast.turned(tone.cast)):
            return "turned"
        if is_pure and own.is_cast(
            lambda cast: cast.replaced(tone.cast, own.named) or cast.given_away(tone.cast, own.stated | cast.around)
        ):
            return "renamed"
        if not is_firm and self.states.certainty != "denied" and own.all(lambda t: t.is_unsure):
            is_own = own.all(lambda t: t.is_insisted)
            is_raised = self._is_raised(tone, is_whole=is_whole, is_bare=is_bare, is_alone=is_alone)
            return "raised" if is_raised and not is_own else "same"
        is_settled = is_positive and not any(t.is_open for t in own.tones[:1])
        if is_firm and is_whole and tone.is_questioned and is_settled:
            return "doubted"
        if is_firm and tone.is_open and not any(t.is_open for t in own.tones):
            return "open"
        if is_firm and tone.is_doubted and tone.is_sure and is_whole and not any(t.is_doubted for t in own.tones):
            return "doubted"
        return "same"

    @staticmethod
    def _is_raised(tone: Tone, *, is_whole: bool, is_bare: bool, is_alone: bool) -> bool:
        """Whether a tone makes certain what is only possible; `is_bare` is of a sentence without any hedge."""
        if tone.is_open:
            return False
        is_plain = is_bare or (is_whole and (tone.is_sworn or not tone.is_hedged))
        is_firm = is_plain and (tone.is_sure or is_alone)
        return tone.is_insisted or (is_firm and not tone.is_chanced)

    def _is_turned_round(self, tone: Tone, *, is_whole: bool) -> bool:
        """Whether a tone denies what all own ones assert, or asserts what they deny."""
        if self.states.polarity == "negative":
            is_asserted = tone.is_sure and tone.is_plain and is_whole and not tone.is_open and not tone.is_doubted
            if is_asserted and self.own.all(lambda t: t.is_negated and t.is_sure):
                return True
            return self.own.all(lambda t: t.has_negation) and not tone.has_negation and not tone.is_open
        is_denied = tone.is_negated or (is_whole and tone.has_not)
        return is_denied and self.own.all(lambda t: not t.is_negated and not t.has_not)

    def roles_at(self, passage: Passage, match: StatementMatch) -> frozenset[Role]:
        """Return what is named by the words that a match rests on."""
        return frozenset(role for role, hit in self.caster.named(passage, match.sentence) if hit == match.words)

    def read_own(self, passage: Passage, features: Features, within: Iterable[Span] | None = None) -> None:
        """Take in how the fact's own sentences assert it: all of a passage, or those that overlap spans."""
        for sentence, (first, last) in enumerate(passage.reading.sentence_words):
            start, end = passage.reading.sentences[sentence]
            if last == first or (within is not None and not any(start < b and a < end for a, b in within)):
                continue
            match = self._judge(Site(passage, features, sentence, 0.0))
            named = frozenset(role for role, _ in self.caster.named(passage, sentence))
            self.own.named |= named
            if within is None:
                self.own.stated |= named
            if match and match.fit != "renamed":
                self.own.add(match.tone)


def _hits(features: Features, alternatives: frozenset[Feature], first: int, last: int) -> list[Hit]:
    """Return the words of a sentence that have one of some features."""
    return [(place, place + 1) for place in features.places_within(alternatives, first, last)]


class StatementFacts:
    """Decides all statement facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.matchers = {
            fact.id: StatementMatcher(fact, states, stage.bags[fact.id], stage.kinds, stage.caster)
            for fact in stage.every
            if (states := fact.fact.states)
        }
        self._silences = {
            name: Silence(matcher.fact, matcher.states, stage)
            for name, matcher in self.matchers.items()
            if Silence.is_of(matcher.states)
        }
        for matcher in self.matchers.values():
            passage = Passage(Reading(matcher.fact.fact.statement), stage.names)
            matcher.read_own(passage, Features(passage, stage.kinds))

    def read_own(self, scene: Scene) -> None:
        """Note the ways in which an article goes against its own facts: a doubt in the lead, a denial quoted."""
        for matcher in self.matchers.values():
            if matcher.fact.article == scene.article:
                matcher.read_own(scene.passage, scene.features, [(e.start, e.end) for e in matcher.fact.evidence])
        for name, matcher in self.matchers.items():
            found = matcher.matches(scene)
            scene.stated[name] = {m.sentence for m in found if m.fit in _SAID}
            self.stage.own.update(
                _own_key(matcher, m) for m in found if m.fit != "same" and m.score >= self._least(matcher, m)
            )
        # who speaks in the article too is silent on one thing only
        speaking = [n for n, s in self._silences.items() if any(h == "spoken" for h, _ in s.treatments(scene).values())]
        for name in speaking:
            del self._silences[name]

    def decide(self, scene: Scene) -> None:
        """Add verdicts on statements to a scene."""
        matches = {name: matcher.matches(scene) for name, matcher in self.matchers.items()}
        for name, found in matches.items():
            scene.stated[name] = scene.exact[name] = {m.sentence for m in found if m.fit in _SAID}
            scene.denied[name] = {m.sentence for m in found if m.fit in ("negated", "disputed")}
        for name, matcher in self.matchers.items():
            scene.verdicts[name] = self._on_silence(scene, matcher) or self._verdict(scene, matcher, matches)

    def _on_silence(self, scene: Scene, matcher: StatementMatcher) -> FactVerdict | None:
        """Return the verdict on a fact that somebody has not spoken, where a sentence tells of that."""
        silence = self._silences.get(matcher.fact.id)
        every = silence.treatments(scene) if silence else {}
        told = {i: t for i, t in every.items() if not self.stage.is_elsewhere(scene.passage, i, matcher.fact)}
        for how, sentences in (("silent", scene.stated), ("spoken", scene.denied)):
            sentences[matcher.fact.id] |= {i for i, (treatment, _) in told.items() if treatment == how}
        spoken = next((span for how, span in told.values() if how == "spoken"), None)
        span = spoken or next((span for _, span in told.values()), None)
        if span is None:
            return None
        words = scene.words(span)
        reason = f"The summary says the opposite: {words!r}." if spoken else f"Stated: {words!r}."
        verdict = "contradicted" if spoken else "supported"
        expected = matcher.fact.fact.statement
        return make_verdict(matcher.fact, verdict, reason, summary_span=span, expected=expected, found=words)

    def _verdict(
        self, scene: Scene, matcher: StatementMatcher, matches: dict[str, list[StatementMatch]]
    ) -> FactVerdict:
        found = matches[matcher.fact.id]
        if not found:
            return matcher.omitted
        same = sorted((m for m in found if m.fit == "same"), key=lambda m: (-m.score, not m.is_tight))
        against = [m for m in found if m.fit not in _HARMLESS and self._counts_against(scene, matcher, m, matches)]
        if same:
            insisted = (m for m in against if m.fit == "raised" and m.tone.is_insisted)
            raised = next((m for m in insisted if m.score > same[0].score), None)
            if raised:
                return _said(scene, matcher, "contradicted", raised, self._fault(matcher, raised.fit))
            denial = next((m for m in against if m.fit == "negated" and _repeats(scene.passage, m, same[0])), None)
            is_of_it = denial and (same[0].is_tight or _mirrors(scene.passage, denial, same[0]))
            if denial and is_of_it and denial.score >= WHOLE:
                return _said(scene, matcher, "contradicted", denial, "The summary both states and denies it")
            return _said(scene, matcher, "supported", same[0], "Stated")
        if against:
            best = max(against, key=lambda m: m.score)
            return _said(scene, matcher, "contradicted", best, self._fault(matcher, best.fit))
        return matcher.omitted

    @staticmethod
    def _fault(matcher: StatementMatcher, fit: Fit) -> str:
        return _FAULTS[fit].format(certainty=matcher.states.certainty)

    def _counts_against(
        self,
        scene: Scene,
        matcher: StatementMatcher,
        match: StatementMatch,
        matches: dict[str, list[StatementMatch]],
    ) -> bool:
        if match.score < self._least(matcher, match) or _own_key(matcher, match) in self.stage.own:
            return False
        if self.stage.is_elsewhere(scene.passage, match.sentence, matcher.fact):
            return False
        if match.fit == "renamed" and self.stage.is_own_sentence(scene.passage, match.sentence):
            return False
        return not self._states_another(scene, matcher, match, matches)

    @staticmethod
    def _least(matcher: StatementMatcher, match: StatementMatch) -> float:
        """Return how much of a fact a sentence that goes against it must have.

        Little is enough for what is called certain and for what is told of one of whom the article denies it.
        """
        if match.fit == "renamed":
            return STATED
        if match.fit == "opposed":
            return OPPOSED_ALONE if match.is_alone else AGAINST
        if match.fit == "raised":
            return INSISTED if match.tone.is_insisted else OPPOSED_ALONE if match.is_alone else AGAINST
        same = matcher.own.stated & match.tone.cast.around
        is_of_same = any(kind_of(role) in ("person", "body") for role in same)
        is_own = is_of_same or match.is_alone
        return INSISTED if match.fit == "negated" and match.tone.is_sure and is_own else AGAINST

    def _states_another(
        self,
        scene: Scene,
        matcher: StatementMatcher,
        match: StatementMatch,
        matches: dict[str, list[StatementMatch]],
    ) -> bool:
        """Whether the sentence states a rival, or with the same words another fact that it has as much of.

        A wrong name has to be one of that other fact's.
        """
        name = matcher.fact.id
        if any(match.sentence in scene.stated.get(mate.id, ()) for mate in self.stage.mates(name)):
            return True
        wrong = matcher.roles_at(scene.passage, match) if match.fit == "renamed" else frozenset[Role]()
        return any(
            other.sentence == match.sentence
            and other.fit == "same"
            and other.score >= match.score
            and _overlap(other.words, match.words)
            for another, listed in matches.items()
            if another != name and wrong <= self.matchers[another].own.named
            for other in listed
        )


_HARMLESS = frozenset({"same", "open", "disputed"})
_AUXILIARIES = frozenset({"be", "have", "do", "will", "already"})
_BEFORE, _BEHIND = 5, 2
"""How many words before and behind a predicate may tell how it is asserted."""

_SAID = frozenset({"same", "raised"})
_FAULTS: dict[Fit, str] = {
    "negated": "The summary says the opposite",
    "doubted": "The article asserts this, the summary doubts it",
    "raised": "The article gives this as {certainty}, the summary as a fact",
    "renamed": "The summary says this of another than the article",
    "turned": "The summary turns round who does this and to whom",
    "opposed": "The summary says the opposite",
}


def _overlap(a: Hit, b: Hit) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _own_key(matcher: StatementMatcher, match: StatementMatch) -> OwnKey:
    return (matcher.fact.id, match.fit, match.lemma)


def _repeats(passage: Passage, denial: StatementMatch, claim: StatementMatch) -> bool:
    """Whether a denial is of the claim's own words, in another sentence."""
    lemmas = passage.reading.lemmas
    a, b = set(lemmas[slice(*denial.words)]), set(lemmas[slice(*claim.words)])
    return denial.sentence != claim.sentence and 2 * len(a & b) >= max(2, min(len(a), len(b)))


def _mirrors(passage: Passage, denial: StatementMatch, claim: StatementMatch) -> bool:
    """Whether the sentence of a denial has the words of the claim's, and hardly any others."""
    reading = passage.reading
    a, b = (
        {reading.lemmas[i] for i in range(*reading.sentence_words[m.sentence]) if i not in reading.cue_words} - EMPTY
        for m in (denial, claim)
    )
    return len(a & b) >= MIRRORED * len(a | b)


def _wrong_words(reading: Reading, match: StatementMatch) -> Hit:
    """Return the words that go against a fact: the predicate with what negates it or makes it certain or doubtful."""
    first, last = match.core
    if match.fit not in ("negated", "raised", "doubted"):
        return match.core
    begin, end = reading.sentence_words[match.sentence]
    near = range(max(begin, first - _BEFORE), min(end, last + _BEHIND))
    cues = [
        i for i in near if i in reading.cue_words or tells_certainty(reading, i) or reading.lemmas[i] in _AUXILIARIES
    ]
    return min([first, *cues]), max([last, *(i + 1 for i in cues)])


def _said(scene: Scene, matcher: StatementMatcher, verdict: str, match: StatementMatch, said: str) -> FactVerdict:
    words = match.words if verdict == "supported" else _wrong_words(scene.passage.reading, match)
    span = scene.passage.span(*words)
    quoted = scene.words(scene.passage.span(*match.words))
    expected = matcher.fact.fact.statement
    return make_verdict(
        matcher.fact, verdict, f"{said}: {quoted!r}.", summary_span=span, expected=expected, found=quoted
    )
