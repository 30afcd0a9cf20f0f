"""How much of what a fact says a sentence has: its terms, its words and its names, each weighed by how rare it is.

A fact's bag holds items: alternatives of which one is enough. Rare ones weigh more, as in the inverse document frequency of
Spärck Jones (1972), with the gold's facts as documents: what all facts are about tells none of them from another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    """Alternatives of which a sentence should have one, and what that weighs. `kind` is term, name or word."""

    alternatives: frozenset[Feature]
    weight: float
    kind: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a fact is worded: its statement, or its evidence."""

    items: tuple[Item, ...]
    total: float

    def score(self, masks: Sequence[int], sentence: int) -> float:
        """Return how much of the wording a sentence has, 0 to 1; `masks` are the sentences of each item."""
        bit = 1 << sentence
        before, earlier = bit >> 1, bit - 1
        found = 0.0
        for item, mask in zip(self.items, masks, strict=True):
            if mask & bit:
                found += item.weight
            elif mask & before:
                found += BEFORE * item.weight
            elif mask & earlier:
                found += EARLIER * item.weight
        return found / self.total if self.total else 0.0


class Bag:
    """A fact's wordings, to be looked for in texts."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        self.variants = tuple(variants)

    def scores(self, features: Features) -> dict[int, float]:
        """Return for each sentence that has a term or word of the fact how much of the fact it has, 0 to 1."""
        best: dict[int, float] = {}
        for variant in self.variants:
            masks = [_mask(item, features.sentences) for item in variant.items]
            touched = 0
            for item, mask in zip(variant.items, masks, strict=True):
                if item.kind != "name":
                    touched |= mask
            for sentence in bits_of(touched):
                score = variant.score(masks, sentence)
                if score > best.get(sentence, 0.0):
                    best[sentence] = score
        return best

    def score(self, features: Features, sentence: int) -> float:
        """Return how much of the fact one sentence has, 0 to 1."""
        return max((v.score([_mask(i, features.sentences) for i in v.items], sentence) for v in self.variants), default=0.0)

    def score_between(self, features: Features, first: int, last: int) -> float:
        """Return how much of the fact the words from `first` to `last - 1` have by themselves, 0 to 1."""
        best = 0.0
        for variant in self.variants:
            found = sum(item.weight for item in variant.items if features.within(item.alternatives, first, last))
            best = max(best, found / variant.total if variant.total else 0.0)
        return best


def bits_of(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _mask(item: Item, sentences: Mapping[Feature, int]) -> int:
    mask = 0
    for feature in item.alternatives:
        mask |= sentences.get(feature, 0)
    return mask


def make_bags(facts: Sequence[GoldFact], kinds: FeatureKinds, texts: Mapping[str, str]) -> dict[str, Bag]:
    """Return the bag of every fact, by its id; `texts` are the articles' texts by id, for the evidence."""
    raw = {fact.id: [_items(fact, text, kinds) for text in _wordings(fact, texts)] for fact in facts}
    rarity = _rarity(raw.values())
    return {name: Bag(_weighed(variants, rarity)) for name, variants in raw.items()}


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


def _weighed(variants: Iterable[list[Item]], rarity: Mapping[Feature, float]) -> Iterator[Variant]:
    for items in variants:
        weighed = tuple(Item(i.alternatives, i.weight * max(rarity[f] for f in i.alternatives), i.kind) for i in items)
        yield Variant(weighed, sum(item.weight for item in weighed))
