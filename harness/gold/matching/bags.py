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
from harness.gold.matching.features import Feature, FeatureKinds, Features
from harness.gold.matching.passage import Passage
from harness.gold.matching.terms import EMPTY
from harness.text.reading import Reading

TERM, NAME, WORD = 1.5, 1.0, 0.6
"""What a term group, a name and another word of a fact weigh, before rarity."""

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
        for weight, _, sentences, first in found:
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

    def scores(self, features: Features) -> dict[int, float]:
        """Return for each sentence that has a term or word of the fact how much of the fact it has, 0 to 1."""
        best: dict[int, float] = {}
        for variant in self.variants:
            found = found_in(variant, features)
            touched: set[int] = set()
            touched.update(*(sentences for _, item, sentences, _ in found if item.kind != "name"))
            for sentence in sorted(touched):
                score = variant.score(found, sentence)
                if score > best.get(sentence, 0.0):
                    best[sentence] = score
        return best

    def score(self, features: Features, sentence: int) -> float:
        """Return how much of the fact one sentence has, 0 to 1."""
        return max((v.score(found_in(v, features), sentence) for v in self.variants), default=0.0)

    def opposed(self, features: Features, sentence: int, score: float) -> Iterator[tuple[Feature, float]]:
        """Yield words that mean the contrary of a word of the fact which the sentence lacks.

        Each comes with how much of the fact the sentence would have if it had that word, 0 to 1; `score` is how much it
        has.
        """
        for variant in self.variants[:1]:  # the statement: evidence has words that are not the fact's
            for item in variant.items:
                if not item.opposites or sentence in features.spread(item.alternatives)[0]:
                    continue
                for feature in sorted(item.opposites - self.own):
                    if sentence in features.spread_of(feature):
                        yield feature, score + item.weight / variant.total

    def unnamed(self, features: Features, sentence: int) -> float:
        """Return how much of the fact's statement are names that a sentence lacks, and all before it, 0 to 1."""
        variant = self.variants[0]
        missing = 0.0
        for item in variant.items:
            if item.kind == "name":
                _, first = features.spread(item.alternatives)
                missing += item.weight if first < 0 or first > sentence else 0.0
        return missing / variant.total if variant.total else 0.0

    def score_between(self, features: Features, first: int, last: int) -> float:
        """Return how much of the fact the words from `first` to `last - 1` have by themselves, 0 to 1."""
        best = 0.0
        for variant in self.variants:
            found = sum(
                weight
                for weight, item, _, _ in found_in(variant, features)
                if features.within(item.alternatives, first, last)
            )
            best = max(best, found / variant.total if variant.total else 0.0)
        return best


def bits_of(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    bits = f"{mask:b}"[::-1]
    place = bits.find("1")
    while place >= 0:
        yield place
        place = bits.find("1", place + 1)


Found = tuple[float, Item, AbstractSet[int], int]
"""An item that a text has: its weight, itself, the sentences that have it, and the first of them."""


def found_in(variant: Variant, features: Features) -> tuple[Found, ...]:
    """Return the items of a wording that a text has, in their order; most texts have few."""
    known = features.found.get(id(variant))
    if known is None:
        spreads = ((item, *features.spread(item.alternatives)) for item in variant.items)
        listed = tuple((item.weight, item, sentences, first) for item, sentences, first in spreads if sentences)
        known = features.found[id(variant)] = variant, listed
    return known[1]


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
                weight=i.weight * max(rarity[f] for f in i.alternatives),
                opposites=kinds.opposites_of(i.alternatives),
            )
            for i in items
        )
        yield Variant(weighed, sum(item.weight for item in weighed))
