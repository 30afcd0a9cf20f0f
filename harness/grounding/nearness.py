"""Which of two numbers of a text its words stand nearer to."""

from __future__ import annotations

import math
from collections.abc import Iterator

from harness.grounding.keys import is_content, keys_of
from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

BREAKS = word_set("and or while whereas but though although plus versus against compared")
"""What parts two numbers of one list."""

LOOSE = word_set(
    "now only year month week day hour minute time today yesterday earlier later ago total some around roughly almost "
    "nearly least most last next percent percentage point half third quarter increase decrease rise fall grow drop "
    "decline gain lose add raise reduce reduction growth fiscal people person"
)
"""Words that stand around any number, and tell nothing of what it is of."""

_REACH = 8
"""How far from a number a word may stand and tell what it is of."""

_PAUSE = 4
_BREAK = 3
"""By how many words a comma and a word such as `and` move two others apart."""


def nearer_words(reading: Reading, one: Quantity, other: Quantity) -> dict[str, bool]:
    """Return the keys of the telling words near two numbers: True of those nearer to the first, False to the second.

    What is as near to both is left out.
    """
    found: dict[str, tuple[float, float]] = {}
    for i in {*_around(reading, one), *_around(reading, other)}:
        distances = _distance(reading, i, one), _distance(reading, i, other)
        for key in keys_of(reading.lemmas[i]):
            known = found.get(key, (math.inf, math.inf))
            found[key] = min(known[0], distances[0]), min(known[1], distances[1])
    return {key: a < b for key, (a, b) in found.items() if a != b and min(a, b) <= _REACH}


def _around(reading: Reading, quantity: Quantity) -> Iterator[int]:
    """Yield the positions of the telling words near a number in its sentence."""
    first, last = reading.sentence_words[quantity.sentence]
    lemmas, bound = reading.lemmas, reading.bound_words
    for i in range(max(first, quantity.first_word - _REACH), min(last, quantity.last_word + _REACH + 1)):
        if i not in bound and is_content(lemmas[i]) and lemmas[i] not in LOOSE and not lemmas[i][0].isdigit():
            yield i


def _distance(reading: Reading, position: int, quantity: Quantity) -> float:
    """Return how many words a word stands from a number, more with each pause between; infinite in another sentence."""
    first, last = reading.sentence_words[quantity.sentence]
    if not first <= position < last:
        return math.inf
    pauses = reading.once(_pauses)
    if position < quantity.first_word:
        return quantity.first_word - position + pauses[quantity.first_word] - pauses[position]
    return position - quantity.last_word + pauses[position] - pauses[quantity.last_word]


def _pauses(reading: Reading) -> list[int]:
    """Return for each word how much the pauses before it move the words of the text apart.

    None stands between a word and its number in `goats: 4` and `France, with 14%`.
    """
    paused = {*reading.parted, *reading.paused}
    numbers = {quantity.first_word for quantity in reading.quantities}
    found, moved, end = [], 0, 0
    for i, word in enumerate(reading.words):
        is_label = (i in numbers and ":" in reading.text[end : word.start]) or (
            word.lower == "with" and i + 1 in numbers
        )
        end = word.end
        if not is_label:
            moved += _PAUSE if i in paused else _BREAK if word.lower in BREAKS else 0
        found.append(moved)
    return found
