"""What a number counts, compared with what a count fact counts."""

from __future__ import annotations

import re
from typing import Literal

from harness.gold.gold import GoldFact
from harness.gold.matching.features import Feature
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import Stage
from harness.gold.measures import measure_of
from harness.gold.models import Count
from harness.text.reading import Quantity, Reading
from harness.text.words import as_phrase, lexicon

UnitFit = Literal["named", "bare", "other", "wrong", "foreign", "none"]
"""The fact's unit; no unit; another noun, which may mean the same; one that excludes it; another country's; money."""

_MONEY = frozenset(
    {"dollar", "euro", "pound", "yen", "won", "ruble", "rouble", "hryvnia", "rupee", "lira", "shekel", "yuan", "franc"}
    | {"krona", "krone", "zloty", "peso", "rand"}
)
_EXCLUSIVE: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "person": "people person man woman child adult resident inhabitant soldier troop worker employee passenger fan",
        "household": "household home",
        "building": "house building home",
        "vehicle": "vehicle car truck bus",
        "region": "region province republic territory oblast",
        "town": "city town",
        "village": "village hamlet",
        "country": "country nation",
        "kilometre": "kilometre kilometer km",
        "mile": "mile",
        "metre": "metre meter",
        "foot": "foot feet",
        "tonne": "tonne ton",
        "kilogram": "kilogram kilo kg",
        "hectare": "hectare",
        "acre": "acre",
        "time": "second minute hour day week month year",
    }.items()
}
"""Kinds of units that exclude each other; a word may be of several."""

_GENERIC = frozenset({"people", "person", "individual", "man"})
_ANY = frozenset({"other", "more", "total", "member", "case", "they", "we", "it", "strong"})
_PAUSE = re.compile(r"[^\w\s'\u2019-]")
_ARTICLES = frozenset({"of", "the", "all", "its", "these", "those"})
_NEAR = 2
"""How many words behind a number the people may be named whom it counts."""


class Units:
    """The unit of a count fact with what else may stand for it."""

    def __init__(self, gold: GoldFact, count: Count, stage: Stage) -> None:
        entry = stage.names.entries.get((gold.article, count.who or ""))
        names = [entry.name, *entry.also] if entry and entry.name else [count.who] if count.who else []
        texts = [text for text in names if text]
        is_group = entry is None or entry.kind in ("group", "other")
        heads = [phrase[-1] for phrase in map(as_phrase, texts) if phrase] if is_group else []
        self.phrase = phrase = as_phrase(count.unit.split(" of ")[0])
        head = phrase[-1] if phrase else count.unit
        self.money = next((word for word in phrase if word in _MONEY), None)
        self.kinds = _kinds_of(phrase)
        self.is_share = count.amount.is_share
        self.words = frozenset({head, *heads}) | _ANY
        if not self.kinds or "person" in self.kinds:
            self.words |= _GENERIC
        self.features = stage.kinds.of_term(count.unit) | stage.kinds.of_term(head)
        self.features |= frozenset(feature for word in heads for feature in stage.kinds.of_lemma(word))
        self.did = frozenset[Feature]().union(*map(stage.kinds.of_term, count.did))
        self.lookup = stage.kinds.of_lemma
        self.places = frozenset(
            place
            for text in [gold.fact.statement, *texts]
            for passage in [Passage(Reading(text), stage.names)]
            for _, _, place in passage.places_between(0, len(passage.reading.words))
        )

    def fit(self, passage: Passage, quantity: Quantity) -> UnitFit:
        """Return how what a number counts relates to the fact's unit."""
        if self._is_foreign(passage, quantity):
            return "foreign"
        units = [unit for unit in quantity.units if unit != "%"]
        if self.is_share or not units:
            return "bare"
        money = units[0] if units[0] in _MONEY else next((unit for unit in units[:2] if unit in _MONEY), None)
        if money or self.money:
            if money and self.money:
                return "named" if money == self.money else "wrong"
            return "none" if money else "bare" if self._is_plain(units) else "other"
        measure = measure_of(units)
        if measure is not None and measure == measure_of(self.phrase):
            return "named"
        if any(unit in self.words or not self.features.isdisjoint(self.lookup(unit)) for unit in units):
            return "named" if not self._excludes(units) else "wrong"
        if self._excludes(units):
            return "wrong"
        return "bare" if any(not self.did.isdisjoint(self.lookup(unit)) for unit in units) else "other"

    def is_like(self, other: Units) -> bool:
        """Whether numbers of two units could be taken for each other."""
        if self.money or other.money:
            return self.money == other.money
        return not (self.kinds and other.kinds and self.kinds.isdisjoint(other.kinds))

    def _is_plain(self, units: list[str]) -> bool:
        """Whether the words behind a number name nothing that money is not: `312 million coming from Europe`."""
        return not _kinds_of(units) and len(units) == 1

    def _excludes(self, units: list[str]) -> bool:
        kinds = _kinds_of(units)
        return bool(kinds and self.kinds and kinds.isdisjoint(self.kinds))

    def _is_foreign(self, passage: Passage, quantity: Quantity) -> bool:
        """Whether a number counts people of another country: `300 Ukrainian soldiers` for North Korean ones."""
        if not self.places:
            return False
        first, words = quantity.last_word + 1, passage.reading.words
        while first < len(words) and words[first].lower in _ARTICLES:
            first += 1
        text = passage.reading.text
        named = [
            place
            for begin, end, place in passage.places_between(first, first + _NEAR)
            if not _PAUSE.search(text, quantity.end, words[begin].start)
            and " ".join(word.lower for word in words[begin:end]) in lexicon().demonyms
        ]
        return bool(named) and not self.places.intersection(named)


def _kinds_of(words: tuple[str, ...] | list[str]) -> frozenset[str]:
    return frozenset(kind for kind, listed in _EXCLUSIVE.items() if any(word in listed for word in words))
