"""Counts: which numbers of a summary a fact is about, whether they agree, and the verdict."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from harness.gold.compare import STATED, Relation, Value, compare_amounts
from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import hedges_in, is_conditional, is_negated
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import OwnKey, Scene, Stage, make_verdict
from harness.gold.matching.segments import segment_of
from harness.gold.matching.terms import Hit, TermGroup, Terms
from harness.gold.matching.topics import is_foreign, is_own_place
from harness.gold.models import Count, NameEntry
from harness.gold.verdicts import FactVerdict
from harness.text.reading import Quantity, Reading, describe_amount
from harness.text.words import Lexicon, Phrase, as_phrase

_GENERIC = frozenset({"people", "person", "individual", "man", "other", "more", "total", "member", "case"})


@dataclass(frozen=True, slots=True)
class CountMatch:
    """A number of a summary set against a count: how they relate, and whether the number is surely bound to it."""

    quantity: Quantity
    relation: Relation
    is_tight: bool
    is_negated: bool
    sentence: int

    @property
    def is_good(self) -> bool:
        """Whether it states the fact."""
        return self.relation in STATED and not self.is_negated


class CountMatcher:
    """Matches one count fact."""

    def __init__(self, fact: GoldFact, count: Count, entry: NameEntry | None, lex: Lexicon) -> None:
        self.fact = fact
        self.count = count
        self.value = Value(count.amount, count.bound)
        self.unit = TermGroup([count.unit, *count.unit.split()[-1:]], lex)
        self.predicates = (
            [TermGroup(count.did, lex)]
            if count.did and not count.combined
            else [TermGroup([d], lex) for d in count.did]
        )
        self.any_of = TermGroup(["casualty"], lex) if count.combined and _is_casualty(count, lex) else None
        self.terms = Terms(count.terms, lex)
        self.own_terms = Terms(count.terms, lex, widen=False)
        self.rivals = _rival_group(count.did, lex)
        names = [entry.name, *entry.also] if entry and entry.name else [count.who] if count.who else []
        self.who_words = {word for name in names if name for word in as_phrase(name)}
        self.who_heads = {phrase[-1] for phrase in (as_phrase(name) for name in names if name) if phrase}

    def matches(self, passage: Passage) -> list[CountMatch]:
        """Return every number of a summary that may be the fact's, in order."""
        found = []
        for quantity in passage.reading.quantities:
            relation = compare_amounts(self.value, Value(quantity.amount, quantity.bound))
            if relation is None or passage.states_nothing(quantity.sentence):
                continue
            match = self._bind(passage, quantity, relation)
            if match:
                found.append(match)
        # Where a number of the sentence surely has the predicate, the others do not share it.
        sure = {match.sentence for match in found if match.is_tight}
        return [match for match in found if match.is_tight or match.sentence not in sure]

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
            found, predicate = self._predicate(reading, first, last)
            if predicate is None:
                return None
            tight = found and _is_elliptical(reading, quantity)
        if is_conditional(reading, quantity.sentence, predicate) or self._is_merged(reading, own_first, own_last):
            return None
        negated = is_negated(reading, predicate) or self._is_denied(reading, quantity)
        return CountMatch(quantity, relation, tight, negated, quantity.sentence)

    def _is_merged(self, reading: Reading, first: int, last: int) -> bool:
        """Whether a number counts another thing together with the fact's: `3,000 killed or wounded` for the killed."""
        if self.count.combined or not self.predicates:
            return False
        return self.rivals.joins(self.predicates, reading, first, last)

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
        # The author's own terms can stand for the predicate, though not so surely that another number would be wrong.
        terms = self.own_terms.found(reading, first, last) if self.terms.groups else None
        return (False, terms[0][-1]) if terms else (False, None)

    def _fits_unit(self, reading: Reading, quantity: Quantity) -> bool:
        units = [u for u in quantity.units if u != "%"]
        pairs = [*units, *(f"{a} {b}" for a, b in itertools.pairwise(units))]
        if (
            self.who_words
            and any(is_foreign(u, self.who_words) for u in pairs)
            and not any(is_own_place(u, self.who_words) for u in pairs)
        ):
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

    @property
    def described(self) -> str:
        """The fact's value in words."""
        return describe_amount(self.count.amount, self.count.bound)


_AFTER_ELLIPSIS = frozenset({"according", "by", "says", "said", "in", "per"})


def _is_elliptical(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number stands for a whole clause, as in `three died, says one; five, says the other`."""
    rest = reading.text[quantity.end : quantity.end + 2].strip()
    if rest[:1] in tuple(",;.:)["):
        return True
    following = quantity.last_word + 1
    return following < len(reading.words) and reading.words[following].lower in _AFTER_ELLIPSIS


def _is_casualty(count: Count, lex: Lexicon) -> bool:
    families = {family for did in count.did for family in lex.families_of(as_phrase(did))}
    return bool({"kill", "wound", "casualty"} & families)


def _rival_group(did: tuple[str, ...], lex: Lexicon) -> TermGroup:
    """Return the words that exclude a predicate: those of wound for kill."""
    own = [as_phrase(word) for word in did]
    same = frozenset[Phrase]().union(*map(lex.synonyms, own))
    rivals = frozenset[Phrase]().union(*map(lex.opposites_of, own)) - same
    return TermGroup(map(" ".join, rivals), lex, widen=False)


class CountFacts:
    """Decides all count facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        entries = stage.names.entries
        self.matchers = [
            CountMatcher(fact, count, entries.get((fact.article, count.who or "")), stage.lexicon)
            for fact in stage.every
            if (count := fact.fact.count)
        ]

    def read_own(self, scene: Scene) -> None:
        """Note the numbers by which an article goes against its own facts."""
        for matcher in self.matchers:
            found = matcher.matches(scene.passage)
            scene.stated[matcher.fact.id] = {m.sentence for m in found if m.relation in STATED}
            self.stage.own.update(_own_key(matcher, m) for m in found if not m.is_good)

    def decide(self, scene: Scene) -> None:
        """Add verdicts on counts to a scene."""
        matches = {matcher.fact.id: matcher.matches(scene.passage) for matcher in self.matchers}
        # A number that surely belongs to one fact and states it is no error about another.
        explained = {m.quantity.start for found in matches.values() for m in found if m.is_tight and m.is_good}
        for matcher in self.matchers:
            name, found = matcher.fact.id, matches[matcher.fact.id]
            scene.stated[name] = {m.sentence for m in found if m.is_good}
            scene.exact[name] = {m.sentence for m in found if m.is_good and m.relation != "coarser"}
            scene.denied[name] = {m.sentence for m in found if m.relation in STATED and m.is_negated}
            scene.ranges[name] = [m.quantity for m in found if m.relation == "weaker" and m.quantity.amount.is_range]
            scene.verdicts[name] = self._verdict(scene, matcher, found, explained)

    def _verdict(
        self, scene: Scene, matcher: CountMatcher, found: list[CountMatch], explained: set[int]
    ) -> FactVerdict:
        fact, expected = matcher.fact, matcher.described
        counter = [m for m in found if m.is_tight and self._counts_against(scene.passage, matcher, m)]
        denied = [m for m in counter if m.relation in STATED and m.is_negated]
        if denied:
            sentence = scene.words(scene.passage.reading.sentences[denied[0].sentence])
            return _number(fact, "contradicted", denied[0], expected, f"The summary denies it: {sentence!r}.")
        good = sorted((m for m in found if m.is_good), key=lambda m: (_RANK.index(m.relation), not m.is_tight))
        listed = {m.quantity.amount for m in counter if m.relation == "different" and m.quantity.start not in explained}
        if good and len(listed) >= _SHOTGUN:
            reason = f"Many numbers are offered for this, {expected} among them: that states none."
            return make_verdict(fact, "omitted", reason, expected=expected)
        if good:
            if self._is_raised(scene.passage, matcher, good[0]):
                reason = f"The article gives {expected} as {matcher.count.certainty}, the summary as a fact."
                return _number(fact, "contradicted", good[0], expected, reason)
            mark = None if good[0].relation == "same" else good[0].relation
            said = {"coarser": "Stated, coarser", "bound dropped": "Stated without its bound"}.get(mark or "", "Stated")
            reason = f"{said}: {good[0].quantity} for {expected}."
            return _number(fact, "supported", good[0], expected, reason, mark=mark)
        for m in counter:
            if m.relation == "different" and not m.is_negated and m.quantity.start not in explained:
                reason = f"The summary says {m.quantity}, the article {expected} ({matcher.count.unit})."
                return _number(fact, "contradicted", m, expected, reason)
        weak = next((m for m in found if m.relation == "weaker"), None)
        if weak:
            reason = f"{weak.quantity} is compatible with {expected} but does not state it."
            return make_verdict(fact, "omitted", reason, expected=expected, found=str(weak.quantity))
        reason = f"No number of the summary is about this ({expected} {matcher.count.unit})."
        return make_verdict(fact, "omitted", reason, expected=expected)

    def _counts_against(self, passage: Passage, matcher: CountMatcher, match: CountMatch) -> bool:
        """Whether a number may contradict the fact: it is no rival's, not the article's own, not another article's."""
        if _own_key(matcher, match) in self.stage.own:
            return False
        if self.stage.is_elsewhere(passage, match.sentence, matcher.fact):
            return False
        found = Value(match.quantity.amount, match.quantity.bound)
        rivals = (mate.fact.count for mate in self.stage.mates(matcher.fact.id) if mate.fact.count)
        return match.is_negated or not any(
            compare_amounts(Value(rival.amount, rival.bound), found) in STATED for rival in rivals
        )

    def _is_raised(self, passage: Passage, matcher: CountMatcher, match: CountMatch) -> bool:
        """Whether a number that the article only thinks possible is given without any caution."""
        if matcher.count.certainty == "asserted" or hedges_in(passage.reading, match.sentence) - {"certain"}:
            return False
        return not any(passage.speakers[match.sentence]) and match.quantity.bound != "up to"


_RANK: tuple[Relation, ...] = ("same", "bound dropped", "coarser")
_SHOTGUN = 2
"""So many other numbers for one fact, beside the right one, are a list of guesses."""


def _own_key(matcher: CountMatcher, match: CountMatch) -> OwnKey:
    return (matcher.fact.id, match.quantity.amount, match.quantity.bound, match.is_negated)


def _number(
    fact: GoldFact, verdict: str, match: CountMatch, expected: str, reason: str, *, mark: str | None = None
) -> FactVerdict:
    span = (match.quantity.start, match.quantity.end)
    return make_verdict(
        fact, verdict, reason, mark=mark, summary_span=span, expected=expected, found=str(match.quantity)
    )
