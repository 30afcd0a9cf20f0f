"""How much of what a fact says a sentence has: its terms, its words and its names, each weighed by how rare it is.

A bag holds items: alternatives of which one is enough. Rare ones weigh more, as in the inverse document frequency
of Spärck Jones (1972), with the gold's facts as documents: what all are about tells none of them from another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from harness.gold.gold import GoldFact
from harness.gold.matching.features import Feature, FeatureKinds, Features, Spread
from harness.gold.matching.passage import Passage
from harness.gold.matching.terms import EMPTY
from harness.text.reading import Reading

TERM, NAME, WORD = 1.5, 1.0, 0.6
"""What a term group, a name and another word of a fact weigh, before rarity."""

ALONE = 0.75
"""How many of a sentence's words must be a fact's for it to say nothing else."""

BEFORE, EARLIER = 0.5, 0.2
"""What an item still counts that stands only in the sentence before, or in any earlier one."""


@dataclass(frozen=True, slots=True)
class Item:
    """Alternatives of which a sentence should have one, and what that weighs. `kind` is term, name or word.

    `opposites` are features of words that mean the contrary.
    """

    alternatives: frozenset[Feature]
    weight: float
    kind: str
    opposites: frozenset[Feature] = frozenset()


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a fact is worded: its statement, or its evidence."""

    items: tuple[Item, ...]
    total: float

    def score(self, found: Iterable[Found], sentence: int) -> float:
        """Return how much of the wording a sentence has, 0 to 1; `found` are the items that the text has."""
        total = 0.0
        for weight, _, (sentences, first, _) in found:
            if sentence in sentences:
                total += weight
            elif sentence - 1 in sentences:
                total += BEFORE * weight
            elif first < sentence:
                total += EARLIER * weight
        return total / self.total if self.total else 0.0


class Bag:
    """A fact's wordings, to be looked for in texts."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        self.variants = tuple(variants)
        self.own = frozenset(f for v in self.variants for item in v.items for f in item.alternatives)
        # Of the statement alone: evidence has words that are not the fact's.
        stated = self.variants[0].items if self.variants else ()
        self._opposites = [(item, sorted(item.opposites - self.own)) for item in stated if item.opposites]
        self._names = [item for item in stated if item.kind == "name"]

    def found(self, features: Features) -> list[tuple[Variant, list[Found]]]:
        """Return the wordings, each with its items that a text has, in their order; most texts have few."""
        known: list[tuple[Variant, list[Found]]] | None = features.found.get(self)
        if known is None:
            known = features.found[self] = [(variant, _found_in(variant, features)) for variant in self.variants]
        return known

    def scores(self, features: Features, least: float = 0.0) -> dict[int, float]:
        """Return for each sentence that has a term or word of the fact how much of the fact it has, 0 to 1.

        Scores below `least` may be missing.
        """
        best: dict[int, float] = {}
        for variant, found in self.found(features):
            if not found or sum([weight for weight, _, _ in found]) / variant.total < least:
                continue
            touched: set[int] = set()
            touched.update(*(spread.sentences for _, item, spread in found if item.kind != "name"))
            for sentence in sorted(touched):
                score = variant.score(found, sentence)
                if score > best.get(sentence, 0.0):
                    best[sentence] = score
        return best

    def score(self, features: Features, sentence: int) -> float:
        """Return how much of the fact one sentence has, 0 to 1."""
        return max([v.score(found, sentence) for v, found in self.found(features) if found], default=0.0)

    def alone(self, features: Features) -> dict[int, float]:
        """Return how much of the fact each sentence has by itself, what stands before it left out, 0 to 1."""
        best: dict[int, float] = {}
        for variant, found in self.found(features):
            weights: dict[int, float] = {}
            for weight, _, spread in found:
                for sentence in sorted(spread.sentences):
                    weights[sentence] = weights.get(sentence, 0.0) + weight
            for sentence, weight in weights.items():
                best[sentence] = max(best.get(sentence, 0.0), weight / variant.total)
        return best

    def opposed(self, features: Features, sentence: int, score: float) -> Iterator[tuple[Feature, float]]:
        """Yield words that mean the contrary of a word of the fact which the sentence lacks.

        Each comes with how much of the fact the sentence would have if it had that word, 0 to 1; `score` is how much it
        has.
        """
        for item, opposites in self._opposites:
            known = [feature for feature in opposites if feature in features.places]
            here = [feature for feature in known if sentence in features.spread_of(feature)]
            if here and sentence not in features.spread(item.alternatives).sentences:
                yield from ((feature, score + item.weight / self.variants[0].total) for feature in here)

    def unnamed(self, features: Features, sentence: int) -> float:
        """Return how much of the fact's statement are names that a sentence lacks, and all before it, 0 to 1."""
        variant = self.variants[0]
        missing = 0.0
        for item in self._names:
            first = features.spread(item.alternatives).first
            missing += item.weight if first < 0 or first > sentence else 0.0
        return missing / variant.total if variant.total else 0.0

    def share_of(
        self,
        features: Features,
        first: int,
        last: int,
        *,
        skip: AbstractSet[int] = frozenset(),
        more: AbstractSet[Feature] = frozenset(),
    ) -> float:
        """Return what part of the words from `first` to `last - 1` is the fact's, 0 to 1; 1 where all are small words.

        Names, and the words of `skip`, are left aside; words with a feature of `more` are the fact's too.
        """
        told = features.told_between(first, last, skip)
        own = self.own | more if more else self.own
        shared = sum([kinds is None or not own.isdisjoint(kinds) for kinds in told])
        return shared / len(told) if told else 1.0

    def score_between(self, features: Features, first: int, last: int) -> float:
        """Return how much of the fact the words from `first` to `last - 1` have by themselves, 0 to 1."""
        best = 0.0
        for variant, items in self.found(features):
            found = sum([weight for weight, _, spread in items if spread.is_within(first, last)])
            best = max(best, found / variant.total if variant.total else 0.0)
        return best


Found = tuple[float, Item, Spread]
"""An item that a text has: its weight, itself, and where the text has it."""


def _found_in(variant: Variant, features: Features) -> list[Found]:
    """Return the items of a wording that a text has, in their order."""
    spreads = features.spreads
    return [(i.weight, i, spreads[i.alternatives]) for i in variant.items if i.alternatives in spreads]


def make_bags(facts: Sequence[GoldFact], kinds: FeatureKinds, texts: Mapping[str, str]) -> dict[str, Bag]:
    """Return the bag of every fact, by its id; `texts` are the articles' texts by id, for the evidence."""
    raw = {fact.id: [_items(fact, text, kinds) for text in _wordings(fact, texts)] for fact in facts}
    rarity = _rarity(raw.values())
    return {name: Bag(_weighed(variants, rarity, kinds)) for name, variants in raw.items()}


def _wordings(fact: GoldFact, texts: Mapping[str, str]) -> list[str]:
    quotes = " ".join(texts[e.article][e.start : e.end] for e in fact.evidence if e.article in texts)
    return [fact.fact.statement, *([quotes] if quotes else [])]


def _items(fact: GoldFact, text: str, kinds: FeatureKinds) -> list[Item]:
    groups = [frozenset().union(*map(kinds.of_term, group)) for group in _groups(fact)]
    items = [Item(group, TERM, "term") for group in groups if group]
    passage = Passage(Reading(text), kinds.names)
    taken: set[int] = set()
    for first, last, keys in passage.name_hits:
        taken.update(range(first, last))
        items.append(Item(frozenset(kinds.of_name(key) for key in keys), NAME, "name"))
    for first, last, place in passage.places_between(0, len(passage.reading.words)):
        if not taken & set(range(first, last)):
            taken.update(range(first, last))
            items.append(Item(frozenset({f"place:{place}"}), NAME, "name"))
    taken |= passage.reading.time_words  # what is said of the fact, not what it is about
    known = frozenset().union(*groups) if groups else frozenset()
    for i, lemma in enumerate(passage.reading.lemmas):
        if i in taken or lemma in EMPTY or lemma[0].isdigit():
            continue
        features = frozenset(kinds.of_lemma(lemma))
        if not features & known:
            items.append(Item(features, WORD, "word"))
    return list(dict.fromkeys(items))


def _groups(fact: GoldFact) -> list[Sequence[str]]:
    """Return the term groups of a fact; its predicate where it has none."""
    typed = fact.fact.count or fact.fact.date or fact.fact.states or fact.fact.says
    groups: list[Sequence[str]] = list(typed.terms) if typed else []
    did = getattr(typed, "did", ())
    return groups or ([did] if did else [])


def _rarity(raw: Iterable[list[list[Item]]]) -> dict[Feature, float]:
    """Return how rare each feature is among facts: log(1 + facts / facts that have it)."""
    counts: Counter[Feature] = Counter()
    total = 0
    for variants in raw:
        total += 1
        counts.update(set().union(*(item.alternatives for items in variants for item in items)))
    return {feature: math.log(1 + total / n) for feature, n in counts.items()}


def _weighed(variants: Iterable[list[Item]], rarity: Mapping[Feature, float], kinds: FeatureKinds) -> Iterator[Variant]:
    for items in variants:
        weighed = tuple(
            replace(
                i,
                alternatives=kinds.watch(i.alternatives),
                weight=i.weight * max(rarity[f] for f in i.alternatives),
                opposites=kinds.opposites_of(i.alternatives),
            )
            for i in items
        )
        yield Variant(weighed, sum(item.weight for item in weighed))
