"""Order in time: what a fact tells as before or after something else, and sentences that tell it the other way."""

from __future__ import annotations

from collections.abc import Iterable

from harness.gold.matching.bags import Item
from harness.gold.matching.features import FeatureKinds, Features
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.terms import Hit
from harness.text.reading import Reading

_CONTRARY = {"before": "after", "after": "before"}
_HALF = 0.6
"""What part of each of the two happenings, by weight, must stand on its side of the word."""


class Order:
    """Two happenings of a statement, `sent a message before the flood came`; none where it tells of no such order."""

    def __init__(self, statement: str, items: Iterable[Item], names: NameBook, kinds: FeatureKinds) -> None:
        features = Features(Passage(Reading(statement), names), kinds)
        listed = list(items)
        found = _sides(features, 0, _CONTRARY)
        self._contrary = _CONTRARY[found[0]] if found else ""
        sides = found[2:] if found else ()
        self._sides = [[item for item in listed if features.within(item.alternatives, *side)] for side in sides]

    def turned(self, features: Features, sentence: int) -> Hit | None:
        """Return the word by which a sentence tells the same two happenings in the other order."""
        found = _sides(features, sentence, [self._contrary]) if self._contrary and all(self._sides) else None
        if found is None:
            return None
        _, place, *sides = found
        is_whole = all(_share(items, features, side) >= _HALF for items, side in zip(self._sides, sides, strict=True))
        return (place, place + 1) if is_whole else None


def _share(items: Iterable[Item], features: Features, side: Hit) -> float:
    """Return how much of some items some words have, 0 to 1."""
    weights = [(item.weight, features.within(item.alternatives, *side)) for item in items]
    return sum(weight for weight, is_there in weights if is_there) / sum(weight for weight, _ in weights)


def _sides(features: Features, sentence: int, wanted: Iterable[str]) -> tuple[str, int, Hit, Hit] | None:
    """Return the only `before` or `after` of a sentence, where it is wanted: its place, and the words of both sides.

    First come the words of what happened before or after, then of that to which it is compared.
    """
    reading = features.passage.reading
    if not reading.sentences:
        return None
    first, last = reading.sentence_words[sentence]
    places = [i for i in range(first, last) if reading.lowers[i] in _CONTRARY]
    if len(places) != 1 or reading.lowers[places[0]] not in wanted:
        return None
    place = places[0]
    if place > first:
        return reading.lowers[place], place, (first, place), (place + 1, last)
    end = next((i for i in reading.paused if place < i < last), last)
    return reading.lowers[place], place, (end, last), (place + 1, end)
