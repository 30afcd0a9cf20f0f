"""One count fact, and what a number of a text is to it: value, unit, predicate and context compared."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.gold.compare import STATED, Relation, Value, compare_amounts
from harness.gold.gold import GoldFact
from harness.gold.matching.bags import Item
from harness.gold.matching.casts import StatedNames
from harness.gold.matching.claims.reckoned import unit_of_rate
from harness.gold.matching.clauses import denies, is_called_untrue, is_no_denial, is_rejected, rejected_from
from harness.gold.matching.count_words import is_supposed, near_words, turn_of
from harness.gold.matching.features import Feature, Features
from harness.gold.matching.lengths import in_unit, lengths_in, time_unit_of
from harness.gold.matching.number_mentions import Mention
from harness.gold.matching.scene import Scene, Stage, make_verdict
from harness.gold.matching.sides import side_of
from harness.gold.matching.units import UnitFit, Units
from harness.gold.measures import converted, is_about, is_measured
from harness.gold.models import Count
from harness.gold.verdicts import FactVerdict
from harness.text.reading import Quantity, Reading, describe_amount
from harness.text.words import as_phrase

_ANCHORED = 0.1
"""How much of a fact a sentence has at least that states it by its number."""

_OTHER_UNIT = 0.3
"""The same, where the number has a noun of its own that is not the fact's, or is small."""

_TOUCHED = 0.02
"""The same for a number that stands in no other fact and is not small: itself tells what it is of."""

SMALL = 12
_TELLING = 100
"""From here on a number that only one fact has tells by itself what it is of, whatever noun follows it."""

_COARSE = 0.4
"""The same, where the number is the fact's rounded and its predicate is not beside it."""

_AGAINST = 0.25
"""How much of a fact a sentence has at least whose number, the fact's own, has another bound, unit or predicate."""

_SAYS_LITTLE = frozenset({"be", "have", "number"})
"""Predicates that stand beside numbers of anything."""

_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)(?!\w)")
_NEGATES = 4
"""How many words before a predicate a negation reaches it."""

_BESIDES = frozenset({"without", "rather", "instead"})
_TURNS = frozenset({"=increase", "=reduce"})
"""A rise and a fall."""

FAR_OFF = 7
"""How many words from a number a predicate may stand whose negation denies the number."""

_CLOSE = 7
"""How many words behind a number hold what it counts and what became of it."""

_FATES = frozenset({"=kill", "=wound", "=capture", "=missing"})
"""What may become of people, each excluding the others."""

_CHANGES = frozenset({"=increase", "=reduce"})
_JOINED = 3
"""How many words apart two predicates may stand that `or` joins: `either dead or still missing`."""


@dataclass(frozen=True, slots=True)
class CountMatch:
    """A number of a text set against a count fact.

    `context` is how much of the fact the sentence has, `fit` that and how much the number's own words have.
    `is_partitive` is of numbers without a noun of their own: `six of the 60 bolts`, `two of the dead`.
    `is_elsewhere` is of numbers whose words say that something else was done: `300 were wounded` for the killed.
    `why` names what makes it go against the fact: denied, unit, rate, people, bound, opposite, fate, number, exchange;
    or nothing.
    """

    fact: CountFact
    mention: Mention
    relation: Relation
    context: float
    fit: float
    unit: UnitFit
    has_predicate: bool
    is_merged: bool
    is_supposed: bool
    is_elsewhere: bool
    why: str = ""
    is_partitive: bool = False

    @property
    def sentence(self) -> int:
        """The number of the sentence."""
        return self.mention.sentence

    @property
    def is_stating(self) -> bool:
        """Whether the number states the fact, if no other has a better claim to it."""
        least = self.fact.least_other if self.unit == "other" else self.fact.least
        if self.relation == "coarser" and not self.has_predicate:
            least = _COARSE
        is_free = not (self.why or self.is_merged or self.is_supposed or self.is_elsewhere) and self.unit not in (
            "wrong",
            "foreign",
        )
        return self.relation in STATED and is_free and self.context >= least

    @property
    def is_bound(self) -> bool:
        """Whether the number surely counts what the fact counts."""
        return self.unit == "named" or (self.unit == "bare" and self.has_predicate)

    @property
    def is_in_place(self) -> bool:
        """Whether the number stands where the fact's would: with its predicate, and its unit or as a part of it."""
        return self.has_predicate and (self.unit == "named" or (self.unit == "bare" and self.is_partitive))

    def because(self, why: str) -> CountMatch:
        """Return the match with what makes it go against the fact."""
        return replace(self, why=why)


class CountFact:
    """A count fact, ready to be compared."""

    def __init__(self, gold: GoldFact, count: Count, stage: Stage) -> None:
        self.gold = gold
        self.id = gold.id
        self.count = count
        self.value = Value(count.amount, count.bound)
        self.described = describe_amount(count.amount, count.bound)
        self.bag = stage.bags[gold.id]
        numbers = _numbers_in(gold.fact.statement, stage)
        self.items: Sequence[Item] = [i for i in self.bag.variants[0].items if not i.alternatives & numbers]
        self.said = frozenset(feature for item in self.items for feature in item.alternatives)
        self.units = Units(gold, count, stage)
        self.is_measured = is_measured(self.units.phrase)
        self.unit_of_time = time_unit_of(as_phrase(count.unit))
        self.names = StatedNames(stage.caster, stage.kinds, gold.fact.statement)
        of_term = stage.kinds.of_term
        did = [of_term(word) for word in count.did if word not in _SAYS_LITTLE]
        # A term that is the unit, such as `force`, says nothing of what was done.
        terms = [frozenset().union(*map(of_term, group)) - self.units.features for group in count.terms]
        # Each group of one of these ways must be met.
        self.ways = [] if not did else [did] if count.combined else [[frozenset[Feature]().union(*did)]]
        self.ways += [terms] if terms else []
        if count.combined and {"=kill", "=wound"} & frozenset[Feature]().union(*did):
            self.ways.append([frozenset({"=casualty"})])
        self.predicate = frozenset[Feature]().union(*did, *terms)
        turns = (frozenset[Feature]().union(*did) & _TURNS) or (self.said & _TURNS)
        self.turn = turns if len(turns) == 1 else frozenset[Feature]()
        self.opposites = frozenset[Feature]() if count.combined else stage.kinds.opposites_of(self.predicate)
        self.opposites -= self.said
        self.rivals = frozenset[Feature]()
        self.fates = frozenset[Feature]()
        self.is_negative = self.is_difference = False
        amounts = [f.fact.count.amount for f in stage.every if f.fact.count]
        is_rare = amounts.count(count.amount) == 1 and not count.amount.magnitude
        self.is_telling = is_rare and (count.amount.is_share or count.amount.high > SMALL)
        self.least, self.least_other = _ANCHORED, _OTHER_UNIT
        if is_rare and count.amount.high > SMALL:
            self.least = _TOUCHED
        elif not count.amount.is_share and not count.amount.magnitude:
            self.least = _OTHER_UNIT
        if is_rare and count.amount.high >= _TELLING:
            self.least_other = _ANCHORED
        elif count.amount.magnitude:
            self.least_other = math.inf
        self.lowest = min(self.least, _ANCHORED)
        statement = Reading(gold.fact.statement)
        side = side_of(statement, 0, len(statement.words))
        self.side = side[0] if side else None
        self.rate = next(filter(None, (unit_of_rate(statement, q) for q in statement.quantities)), None)
        self.is_ordinal = bool(_ORDINAL.search(gold.fact.statement))

    def prepare(self, predicates: frozenset[Feature], scene: Scene) -> None:
        """Take note of the predicates of all facts, and of how the fact's own statement, as a scene, is read."""
        told = scene.mentions_with_lengths if self.unit_of_time else scene.mentions
        own = [m for listed in told for m in listed if self.relation_to(m) in STATED]
        self.is_negative = any(is_denied(self, mention, scene, reach=math.inf) for mention in own)
        self.is_difference = bool(self.predicate & _CHANGES) or any(mention.is_difference for mention in own)
        words = self.predicate | self.said
        fates = _FATES if self.predicate & _FATES or not words & (_FATES | {"=casualty"}) else frozenset[Feature]()
        self.fates = fates - words
        # A part of a combined predicate is not the whole.
        parts = self.predicate & _FATES if self.count.combined else frozenset[Feature]()
        # A number that no other fact has is its own, unless what is said of it excludes the fact.
        others = frozenset[Feature]() if self.is_telling else predicates
        self.rivals = (((self.opposites | others | fates) - self.predicate) | parts) - frozenset({"=casualty"})

    def absent(self) -> FactVerdict:
        """Return the verdict where no number is about it."""
        reason = f"No number of the summary is about this ({self.described} {self.count.unit})."
        return make_verdict(self.gold, "omitted", reason, expected=self.described)

    def relation_to(self, mention: Mention) -> Relation | None:
        """Return how a number relates to the fact's; a minus sign is read as that of a fall."""
        amount = mention.quantity.amount
        if mention.is_length:
            length = in_unit(mention.quantity, self.unit_of_time) if self.unit_of_time else None
            return compare_amounts(self.value, Value(length, mention.quantity.bound)) if length else None
        if amount.high < 0:
            amount = replace(amount, low=-amount.high, high=-amount.low)
        if self.is_in_other_unit(mention.quantity):
            amount = self.count.amount
        return compare_amounts(self.value, Value(amount, mention.quantity.bound))

    def is_another(self, mention: Mention, relation: Relation) -> bool:
        """Whether a number is simply another than the fact's: it can only stand in its place."""
        if relation != "different" or mention.quantity.amount == self.count.amount:
            return False
        return not self.is_in_other_unit(mention.quantity)

    def is_in_other_unit(self, quantity: Quantity) -> bool:
        """Whether a number is the fact's in another unit: 31 miles for 50 kilometres."""
        if not self.is_measured:
            return False
        amount = converted(quantity.amount, quantity.units, self.units.phrase)
        return amount is not None and is_about(amount, self.count.amount)

    def has_predicate(self, features: Features, first: int, last: int) -> bool:
        """Whether the words from `first` to `last - 1` have what the fact says was done."""
        return any(all(features.within(group, first, last) for group in way) for way in self.ways)

    def is_like(self, other: CountFact) -> bool:
        """Whether numbers of the two could be taken for each other: of one article, and of one kind of unit."""
        if self.gold.article != other.gold.article or self.is_ordinal != other.is_ordinal:
            return False
        if self.count.amount.is_share or other.count.amount.is_share:
            return self.count.amount.is_share == other.count.amount.is_share
        return self.units.is_like(other.units)

    def is_part_of(self, other: CountFact) -> bool:
        """Whether the fact counts a part of what another of its article counts: what is said of one is of both."""
        return self.count.of == other.gold.fact.id

    def lean(self, other: CountFact, features: Features, mention: Mention) -> float:
        """Return how much more of this fact than of another a number's own words have, -1 to 1."""
        return _part(self.items, other.said, features, mention) - _part(other.items, self.said, features, mention)


def _numbers_in(text: str, stage: Stage) -> frozenset[Feature]:
    """Return the features of the words of a text that are numbers: `nineteen` tells nothing of what it counts."""
    reading = Reading(text)
    told = [*reading.quantities, *lengths_in(reading)]
    places = (i for q in told for i in range(q.first_word, q.last_word + 1))
    return frozenset(feature for i in places for feature in stage.kinds.of_lemma(reading.lemmas[i]))


def _part(items: Sequence[Item], others: frozenset[Feature], features: Features, mention: Mention) -> float:
    """Return the part of some items, without those that another fact has too, that a number's own words hold."""
    own = [item for item in items if not item.alternatives & others]
    total = sum(item.weight for item in own)
    found = sum(i.weight for i in own if features.within(i.alternatives, mention.first, mention.last))
    return found / total if total else 0.0


def match_of(fact: CountFact, mention: Mention, scene: Scene, context: float, relation: Relation) -> CountMatch | None:
    """Return what a number is to a fact to which it relates so, and of which its sentence has so much; or None."""
    if mention.is_difference and not fact.is_difference:
        return None
    if mention.is_ordinal and not fact.is_ordinal:
        return None
    if relation in ("different", "weaker") and fact.is_ordinal != mention.is_ordinal:
        return None
    features = scene.features
    if context < (fact.least if relation in STATED else _ANCHORED):
        return None
    is_named = mention.is_length or fact.is_in_other_unit(mention.quantity)
    unit = "named" if is_named else fact.units.fit(scene.passage, mention.quantity)
    if unit == "none":
        return None
    first, last = mention.first, mention.last
    match = CountMatch(
        fact,
        mention,
        relation,
        context,
        context + fact.bag.score_between(features, first, last),
        unit,
        fact.has_predicate(features, first, last),
        _is_merged(fact, scene, mention),
        fact.count.certainty == "asserted" and is_supposed(scene, mention),
        _is_elsewhere(fact, scene, mention),
        is_partitive=_is_partitive(scene, mention),
    )
    why = _why_against(fact, match, scene)
    return match.because(why) if why else match


def _why_against(fact: CountFact, match: CountMatch, scene: Scene) -> str:
    """Return what makes a number go against a fact that has that very number; nothing where none does."""
    is_own = match.relation in STATED
    amount = match.mention.quantity.amount
    is_same = amount == fact.count.amount or fact.is_in_other_unit(match.mention.quantity)
    if not is_own and not (match.relation == "different" and is_same):
        return ""
    is_untrue = is_own and is_called_untrue(scene.passage.reading, match.mention.quantity.first_word)
    if is_untrue or (is_own and not fact.is_negative and is_denied(fact, match.mention, scene)):
        return "denied"
    if match.is_merged or match.is_supposed:
        return ""
    if not is_own:
        # More than half do not: fewer than half do.
        is_turned = amount.is_share and denies(scene.passage.reading, *near_words(scene, match.mention))
        is_close = match.unit in ("named", "bare") and match.context >= _AGAINST
        return "bound" if is_close and not is_turned else ""
    turn = turn_of(scene, match.mention)
    if turn:
        return "opposite" if turn in fact.opposites else ""
    if match.context < min(fact.least_other, _AGAINST):
        return ""
    if match.unit in ("wrong", "foreign"):
        return "unit" if match.unit == "wrong" else "people"
    return _told_otherwise(fact, match, scene)


def _told_otherwise(fact: CountFact, match: CountMatch, scene: Scene) -> str:
    """Return what in the words near a number tells something else of it than the fact; nothing where none does."""
    reading, features = scene.passage.reading, scene.features
    first, last = near_words(scene, match.mention)
    number = match.mention.quantity.first_word
    side = side_of(reading, first, last) if fact.side else None
    if side and side[0] != fact.side:
        return "opposite"
    if fact.rate and unit_of_rate(reading, match.mention.quantity) not in (None, fact.rate):
        return "rate"
    is_unlike = fact.is_telling and match.unit == "named" and not match.has_predicate
    if is_unlike and features.within(fact.fates, number, last):
        return "fate"
    if number > first and reading.lowers[number - 1] == "against":
        first = number  # `71 percent, against 75 a year before`
    is_opposed = not match.has_predicate and features.within(fact.opposites, first, last)
    is_turned = bool(fact.turn) and not features.within(fact.turn, first, last)
    is_opposed = is_opposed or (is_turned and features.within(_TURNS - fact.turn, first, last))
    return "opposite" if is_opposed else ""


def is_denied(fact: CountFact, mention: Mention, scene: Scene, *, reach: float = FAR_OFF) -> bool:
    """Whether a summary says that a number is not so: `12 passengers were not injured`, `not 300`."""
    reading, quantity = scene.passage.reading, mention.quantity
    i = quantity.first_word - 1
    if i >= 0 and reading.words[i].lower == "not" and quantity.bound == "exact":
        return True
    if fact.count.certainty != "asserted":
        return False
    first, last = near_words(scene, mention)
    places = scene.features.places_within(fact.predicate, first, last)
    place = min(places, key=lambda place: abs(place - quantity.last_word), default=None)
    if place is None or not quantity.first_word - reach <= place <= quantity.last_word + reach:
        return False
    begin = max(first, place - _NEGATES, rejected_from(reading, (place, place + 1)))
    cues = reading.cues_between("negation", begin, place)
    count = sum(
        begin not in reading.bound_words
        and reading.words[begin].lower not in _BESIDES
        and not is_no_denial(reading, begin, end)
        for begin, end, _ in cues
    )
    return (count + is_rejected(reading, (place, place + 1))) % 2 == 1


def _is_partitive(scene: Scene, mention: Mention) -> bool:
    """Whether `of` follows a number: it counts a part of what is named behind it."""
    words, following = scene.passage.reading.words, mention.quantity.last_word + 1
    is_share = mention.quantity.amount.is_share
    return not is_share and following < len(words) and words[following].lower == "of"


def _is_elsewhere(fact: CountFact, scene: Scene, mention: Mention) -> bool:
    """Whether the words of a number's clause say of it what is said of other facts, or a part of this one."""
    if not fact.ways or mention.is_whole or fact.has_predicate(scene.features, mention.first, mention.last):
        return False
    _, last = near_words(scene, mention)
    first = mention.quantity.last_word + 1
    return scene.features.within(fact.rivals, first, last if mention.is_part else min(last, first + _CLOSE))


def _is_merged(fact: CountFact, scene: Scene, mention: Mention) -> bool:
    """Whether a number counts another thing together with the fact's: `3,000 killed or wounded` for the killed."""
    if fact.count.combined:
        return False
    if fact.predicate & _FATES and "casualty" in mention.quantity.units:
        return True
    features, words = scene.features, scene.passage.reading.words
    mine = features.places_within(fact.predicate, mention.first, mention.last)
    theirs = features.places_within(fact.rivals, mention.first, mention.last) if mine else []
    return any(
        0 < abs(a - b) <= _JOINED and any(w.lower in ("and", "or") for w in words[min(a, b) : max(a, b)])
        for a in mine
        for b in theirs
    )
