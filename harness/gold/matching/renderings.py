"""Renderings: sentences of a summary that tell a disputed statement, with the sides that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from harness.gold.gold import GoldFact
from harness.gold.matching.bags import Bag
from harness.gold.matching.features import Feature
from harness.gold.matching.origins import Origin, Origins
from harness.gold.matching.passage import Key
from harness.gold.matching.points import Point
from harness.gold.matching.scene import Scene, Stage
from harness.text.reading import Reading

TOLD = 0.7
"""How much of a statement a sentence must have to tell it."""

HALF = 0.5
"""What share of a content's terms must stand beside a source."""

SURE = 0.8
"""How much of a statement a sentence must have to give it to somebody else."""

ALIKE = 0.75
"""What other members must have of the best one's share to be told as well."""

_OPENERS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "this", "that", "any", "of", "for", "such", "our", "each"]
)


def likest(scores: Mapping[str, float]) -> list[str]:
    """Return the members that a sentence has about as much of as of the one that it has most of."""
    best = max(scores.values())
    return [name for name, score in scores.items() if score >= ALIKE * best]


class RenderingFinder:
    """Finds the sentences that tell statements of disputes.

    `makers` are the articles that make each member's statement in their own words, `namers` those that name a source
    for a point.
    """

    def __init__(self, stage: Stage, points: Sequence[Point]) -> None:
        self.stage = stage
        self.points = points
        self.makers: dict[str, set[str]] = {fact.id: {fact.article} for point in points for fact in point.facts}
        self.namers: dict[tuple[str, Key], set[str]] = {}
        self.bags = {
            point.group.id: {fact.id: self._bags_of(fact) for fact in point.facts if not _is_typed(fact)}
            for point in points
        }

        self._contents = {
            point.id: [self._content(fact) for fact in point.facts] for point in points if point.is_of_sources
        }
        self._events = {
            fact.id: frozenset().union(*map(stage.kinds.of_term, fact.fact.states.terms[0]))
            for point in points
            for fact in point.facts
            if fact.fact.states and len(fact.fact.states.terms) == 1
        }

    def read_own(self, scene: Scene, origins: Origins) -> None:
        """Learn which members' statements, and which sources of them, an article has in its own words."""
        for point in self.points:
            for scores in self.find(scene, point).values():
                for name in likest(scores):
                    self.makers.setdefault(name, set()).add(scene.article)
            for named in self.find_sources(scene, point, origins).values() if point.is_of_sources else ():
                for key in frozenset().union(*(origin.keys for origin in named)):
                    self.namers.setdefault((point.id, key), set()).add(scene.article)

    def namers_of(self, point: Point, named: Iterable[Origin], numbers: Mapping[str, int]) -> frozenset[int]:
        """Return the articles that name any of some sources for a point."""
        keys = frozenset().union(*(origin.keys for origin in named))
        return frozenset(numbers[article] for key in keys for article in self.namers.get((point.id, key), ()))

    @staticmethod
    def _happens(scene: Scene, features: frozenset[Feature], sentence: int) -> bool:
        """Whether a sentence tells an event, not speaks of it as known: `they withdrew`, not `the withdrawal`."""
        words = scene.passage.reading.words
        first, last = scene.passage.reading.sentence_words[sentence]
        places = {p for f in features for p in scene.features.places.get(f, ()) if first <= p < last}
        return any(p == first or not _is_noun_opener(words[p - 1].lower) for p in places)

    def _content(self, fact: GoldFact) -> dict[frozenset[Feature], float]:
        """Return the terms of what an attribution gives a source for, each with how rare it is."""
        says = fact.fact.says
        found: dict[frozenset[Feature], float] = {}
        if says and says.terms:
            found |= self._weights(fact.id, says.terms)
        for what in says.what if says and isinstance(says.what, tuple) else ():
            other = self.stage.facts.get(what) or self.stage.facts.get(f"{fact.article}/{what}")
            if other and (states := other.fact.states):
                events = [group for group in states.terms if set(group) & set(states.did)] or states.terms
                found |= self._weights(other.id, events)
        return found

    def _weights(self, name: str, groups: Iterable[Sequence[str]]) -> dict[frozenset[Feature], float]:
        wanted = {frozenset().union(*map(self.stage.kinds.of_term, group)) for group in groups}
        items = [item for variant in self.stage.bags[name].variants for item in variant.items]
        return {item.alternatives: item.weight for item in items if item.alternatives in wanted}

    def _bags_of(self, fact: GoldFact) -> list[Bag]:
        """Return what a member is found by: itself, and for an attribution the facts that it gives a source for."""
        says = fact.fact.says
        what = says.what if says and isinstance(says.what, tuple) else ()
        names = [fact.id, *(name for w in what for name in (w, f"{fact.article}/{w}"))]
        return [self.stage.bags[name] for name in names if name in self.stage.bags]

    def find(self, scene: Scene, point: Point) -> dict[int, dict[str, float]]:
        """Return for each sentence that tells a point's statements how much of each member it has, 0 to 1."""
        found: dict[int, dict[str, float]] = {}
        for name, bags in self.bags[point.group.id].items():
            for bag in bags:
                for sentence, score in bag.alone(scene.features).items():
                    if name in self._events and not self._happens(scene, self._events[name], sentence):
                        continue
                    here = found.setdefault(sentence, {})
                    here[name] = max(here.get(name, 0.0), score)
        return {
            sentence: scores
            for sentence, scores in found.items()
            if max(scores.values()) >= TOLD and not self._is_row(scene, sentence)
        }

    @staticmethod
    def _is_row(scene: Scene, sentence: int) -> bool:
        """Whether a sentence is a question, a heading or a row of a table, which tells values only."""
        start, end = scene.passage.reading.sentences[sentence]
        return scene.passage.states_nothing(sentence) or " | " in scene.passage.reading.text[start:end]

    def find_sources(self, scene: Scene, point: Point, origins: Origins) -> dict[int, list[Origin]]:
        """Return for each sentence the sources of a dispute about sources that it names beside what they say."""
        found: dict[int, list[Origin]] = {}
        for sentence, here in enumerate(origins.named):
            for origin in here:
                if not origin.speaks or not any(version.is_from(origin) for version in point.versions):
                    continue
                stretch = _stretch(scene.passage.reading, sentence, origin)
                if any(_covered(scene, terms, stretch) >= HALF for terms in self._contents[point.id]):
                    found.setdefault(sentence, []).append(origin)
        return found


def _covered(scene: Scene, terms: Mapping[frozenset[Feature], float], stretch: tuple[int, int]) -> float:
    """Return how much of some terms stands in a stretch of words, 0 to 1."""
    found = sum(weight for group, weight in terms.items() if scene.features.within(group, *stretch))
    return found / sum(terms.values()) if terms else 0.0


def _stretch(reading: Reading, sentence: int, origin: Origin) -> tuple[int, int]:
    """Return the words around an origin between commas, colons and semicolons."""
    first, last = reading.sentence_words[sentence]
    words = reading.words

    def parts(i: int) -> bool:
        return any(mark in ",;:\n" for mark in reading.text[words[i - 1].end : words[i].start])

    begin = next((i for i in range(origin.first, first, -1) if parts(i)), first)
    end = next((i for i in range(max(origin.last, begin + 1), last) if parts(i)), last)
    return begin, end


def _is_noun_opener(word: str) -> bool:
    return word in _OPENERS or word.endswith(("'s", "s'", "\u2019s"))


def _is_typed(fact: GoldFact) -> bool:
    return bool(fact.fact.count or fact.fact.date)
