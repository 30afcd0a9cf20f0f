"""What the sentences of a text are about, as features: base forms, families of the lexicon, phrases, names, countries.

A feature is a string: `withdraw` (a base form), `=withdraw` (a family), `~front line` (a phrase of the gold),
`@nis` (a name of the gold in any spelling), `place:russia` (a country in any form).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any, NamedTuple

from harness.gold.matching.passage import Key, NameBook, Passage
from harness.gold.matching.terms import EMPTY
from harness.text.words import Lexicon, Phrase, as_phrase, lexicon, word_set

Feature = str

_PARTICLES = frozenset({"back", "in", "out", "over", "up", "down", "off", "on", "away"})
"""What means something else without `be` before it."""


_PHRASAL = {
    "turn": word_set("to out up"),
    "take": word_set("off"),
    "give": word_set("up"),
    "break": word_set("out"),
    "make": word_set("up"),
    "call": word_set("off"),
    "hold": word_set("up"),
    "come": word_set("up"),
    "look": word_set("up"),
}
"""Verbs that mean something else with some words behind them: `turned out`, `gave up`."""


class Spread(NamedTuple):
    """Where a text has an item: the numbers of the sentences that do, the first of them or -1, and the words."""

    sentences: AbstractSet[int]
    first: int
    places: Sequence[int]

    def is_within(self, first: int, last: int) -> bool:
        """Whether it stands at a word from `first` to `last - 1`."""
        place = bisect_left(self.places, first)
        return place < len(self.places) and self.places[place] < last


_NOWHERE = Spread(frozenset(), -1, ())


class Features:
    """The features of one text: for each its words, and the set of sentences that have it."""

    def __init__(self, passage: Passage, kinds: FeatureKinds) -> None:
        self.passage = passage
        self.kinds = kinds
        self.places = kinds.places_in(passage)
        self.found: dict[object, Any] = {}

    def spread_of(self, feature: Feature) -> AbstractSet[int]:
        """Return the numbers of the sentences that have a feature."""
        return {self.sentence_at[place] for place in self.places.get(feature, ())}

    def spread(self, alternatives: frozenset[Feature]) -> Spread:
        """Return where the text has any of the alternatives of an item."""
        return self.spreads.get(alternatives, _NOWHERE)

    @cached_property
    def spreads(self) -> dict[frozenset[Feature], Spread]:
        """Where the text has the items that are watched for, by their alternatives; no key for those that it lacks."""
        found: defaultdict[frozenset[Feature], set[int]] = defaultdict(set)
        watched = self.kinds.watched
        for feature in self.places.keys() & watched.keys():
            for alternatives in watched[feature]:
                found[alternatives].update(self.places[feature])
        at = self.sentence_at
        spreads = {}
        for alternatives, here in found.items():
            places = sorted(here)
            spreads[alternatives] = Spread({at[place] for place in places}, at[places[0]], places)
        return spreads

    @cached_property
    def named(self) -> frozenset[int]:
        """The words that belong to a name or a country."""
        hits = [hit[:2] for hit in self.passage.name_hits]
        hits += [hit[:2] for hit in self.passage.places_between(0, len(self.passage.reading.words))]
        return frozenset(i for first, last in hits for i in range(first, last))

    def told_between(
        self, first: int, last: int, skip: AbstractSet[int] = frozenset()
    ) -> list[tuple[Feature, ...] | None]:
        """Return the features of the words between two that say something, and are no cues; None for those of names.

        The words of `skip` are left out.
        """
        told = self._told
        return [told[i] for i in range(first, last) if i in told and i not in skip]

    @cached_property
    def _told(self) -> dict[int, tuple[Feature, ...] | None]:
        lemmas, cues, named = self.passage.reading.lemmas, self.passage.reading.cue_words, self.named
        return {
            i: None if i in named else self.kinds.of_lemma(lemma)
            for i, lemma in enumerate(lemmas)
            if lemma not in EMPTY and i not in cues
        }

    @cached_property
    def sentence_at(self) -> list[int]:
        """The number of the sentence that each word is in."""
        found = [0] * len(self.passage.reading.words)
        for sentence, (first, last) in enumerate(self.passage.reading.sentence_words):
            found[first:last] = [sentence] * (last - first)
        return found

    def within(self, alternatives: Iterable[Feature], first: int, last: int) -> bool:
        """Whether any of some features stands at a word from `first` to `last - 1`."""
        for feature in alternatives:
            places = self.places.get(feature)
            if places:
                i = bisect_left(places, first)
                if i < len(places) and places[i] < last:
                    return True
        return False

    def places_within(self, alternatives: Iterable[Feature], first: int, last: int) -> list[int]:
        """Return the words from `first` to `last - 1` at which any of some features stands, in order."""
        found: set[int] = set()
        for feature in alternatives:
            places = self.places.get(feature)
            if places:
                found.update(places[bisect_left(places, first) : bisect_left(places, last)])
        return sorted(found)


class FeatureKinds:
    """Makes features, of texts and of the gold's words: made once per sample."""

    def __init__(self, names: NameBook, lex: Lexicon | None = None) -> None:
        self.names = names
        self.lexicon = lex or lexicon()
        self._single: dict[str, tuple[Feature, ...]] = {}
        self._phrases: dict[str, list[tuple[Phrase, Feature]]] = {}
        self.watched: dict[Feature, list[frozenset[Feature]]] = {}
        self._items: dict[frozenset[Feature], frozenset[Feature]] = {}
        for family, phrases in self.lexicon.families.items():
            for phrase in phrases:
                self._add(phrase, f"={family}")
        self._names = {key: f"@{min(names.same(key))[1]}" for key in names.entries}

    def _add(self, phrase: Phrase, feature: Feature) -> None:
        if len(phrase) > 1 and (phrase, feature) not in self._phrases.get(phrase[0], ()):
            self._phrases.setdefault(phrase[0], []).append((phrase, feature))

    def watch(self, alternatives: frozenset[Feature]) -> frozenset[Feature]:
        """Look from now on for an item, given as its alternatives; return them, one object for all that are equal."""
        known = self._items.get(alternatives)
        if known is None:
            known = self._items[alternatives] = alternatives
            for feature in alternatives:
                self.watched.setdefault(feature, []).append(alternatives)
        return known

    def of_lemma(self, lemma: str) -> tuple[Feature, ...]:
        """Return the features of a word by its base form: itself, its families, those of its parts between hyphens."""
        found = self._single.get(lemma)
        if found is None:
            parts = (lemma, *(lemma.split("-") if "-" in lemma else ()))
            listed = [f for part in parts for f in (part, *(f"={n}" for n in self.lexicon.families_of((part,))))]
            found = self._single[lemma] = tuple(dict.fromkeys(listed))
        return found

    def of_term(self, term: str) -> frozenset[Feature]:
        """Return the features that a term of the gold may be found by, and look for it from now on."""
        phrase = as_phrase(term)
        if len(phrase) > 1 and phrase[0] == "be" and phrase[1] not in _PARTICLES:
            phrase = phrase[1:]
        if len(phrase) < 2:  # noqa: PLR2004  (a word, or none)
            return frozenset(self.of_lemma(phrase[0])) if phrase else frozenset()
        self._add(phrase, f"~{' '.join(phrase)}")
        return frozenset({f"~{' '.join(phrase)}", *(f"={name}" for name in self.lexicon.families_of(phrase))})

    def opposites_of(self, features: Iterable[Feature]) -> frozenset[Feature]:
        """Return the families that mean the contrary of those among some features."""
        own = {feature[1:] for feature in features if feature.startswith("=")}
        return frozenset(f"={rival}" for pair in self.lexicon.opposites if pair & own for rival in pair - own)

    def of_name(self, key: Key) -> Feature:
        """Return the feature of a key of names: one for all keys that share a spelling."""
        return self._names[key]

    def places_in(self, passage: Passage) -> dict[Feature, list[int]]:
        """Return for each feature of a text the words at which it stands, in order."""
        lemmas = passage.reading.lemmas
        found: defaultdict[Feature, list[int]] = defaultdict(list)
        for i, lemma in enumerate(lemmas):
            is_phrasal = lemma in _PHRASAL and lemmas[i + 1 : i + 2] and lemmas[i + 1] in _PHRASAL[lemma]
            for feature in () if is_phrasal else self.of_lemma(lemma):
                found[feature].append(i)
            for phrase, feature in self._phrases.get(lemma, ()):
                if tuple(lemmas[i : i + len(phrase)]) == phrase:
                    found[feature].append(i)
        for first, _, keys in passage.name_hits:
            for key in keys:
                found[self._names[key]].append(first)
        for first, _, place in passage.places_between(0, len(lemmas)):
            found[f"place:{place}"].append(first)
        return dict(found)
