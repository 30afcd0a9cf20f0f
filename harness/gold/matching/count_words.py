"""What the words around a number say of it: its clause, a rise or a fall, a supposition."""

from __future__ import annotations

from harness.gold.matching.clauses import stretch_of
from harness.gold.matching.features import Feature
from harness.gold.matching.number_mentions import Mention
from harness.gold.matching.scene import Scene

_PAUSES = frozenset(",;:.()\n\u2013\u2014")
_COMPARED = 3
"""How many words behind a number may hold `higher` or `lower`."""

_MORE = frozenset({"higher", "more", "larger", "greater", "longer", "up", "bigger", "dearer"})
_LESS = frozenset({"lower", "fewer", "less", "smaller", "shorter", "down", "cheaper"})
_LEADING_ON = frozenset({"by", "to", "at", "from"})
_BELIEVED_REACH = 12
_IF = frozenset({"if", "whether", "unless"})


def near_words(scene: Scene, mention: Mention) -> tuple[int, int]:
    """Return those of a number's words that stand in its clause."""
    quantity = mention.quantity
    reading = scene.passage.reading
    first, last = stretch_of(reading, (quantity.first_word, quantity.last_word + 1))
    if first > mention.first and reading.words[first].lower in _LEADING_ON:
        first, _ = stretch_of(reading, (first - 1, first))  # `have fallen, by 35 percent`
    return max(first, mention.first), min(last, mention.last)


def turn_of(scene: Scene, mention: Mention) -> Feature:
    """Return the family that `up`, `down`, a sign before a number or `higher` behind it stands for, if any."""
    reading, quantity = scene.passage.reading, mention.quantity
    if quantity.amount.high < 0:
        return "=reduce"
    i = quantity.first_word - 1
    before = reading.words[i].lower if i >= 0 else ""
    if before == "up" or reading.text[max(0, quantity.start - 1) : quantity.start] == "+":
        return "=increase"
    if before == "down":
        return "=reduce"
    behind = reading.words[quantity.last_word + 1 : quantity.last_word + 1 + _COMPARED]
    for place, word in enumerate(behind, quantity.last_word + 1):
        gap = reading.text[reading.words[place - 1].end : word.start]
        if place in reading.bound_words or not _PAUSES.isdisjoint(gap):
            break
        if word.lower in _MORE or word.lower in _LESS:
            return "=increase" if word.lower in _MORE else "=reduce"
    return ""


def is_supposed(scene: Scene, mention: Mention) -> bool:
    """Whether a number is only asked or supposed: after `if` or `whether` in its sentence."""
    reading = scene.passage.reading
    first, _ = reading.sentence_words[mention.sentence]
    for i in range(first, mention.quantity.first_word):
        if reading.words[i].lower in _IF:
            following = [word.lower for word in reading.words[i : i + _BELIEVED_REACH]]
            return "believed" not in following  # `if the union is to be believed`
    return False
