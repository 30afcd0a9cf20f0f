"""Which side a text takes: `voted for the budget`, `spoke against it`."""

from __future__ import annotations

from harness.text.reading import Reading
from harness.text.words import word_set

_TAKING = word_set("vote ballot speak argue rule decide testify campaign lobby demonstrate march plead rally")
"""Verbs behind which `for` and `against` tell a side."""

_REACH = 3
"""How many words behind such a verb its side may stand."""

_FAVOUR = word_set("favour favor")


def side_of(reading: Reading, first: int, last: int) -> tuple[str, int] | None:
    """Return the first side taken by the words from `first` to `last - 1`, `for` or `against`, and at which word."""
    for verb in range(first, last):
        if reading.lemmas[verb] in _TAKING:
            for position in range(verb + 1, min(last, verb + 1 + _REACH)):
                if position in reading.paused:
                    break
                if side := _side_at(reading, position):
                    return side, position
    return None


def _side_at(reading: Reading, position: int) -> str | None:
    lower = reading.lowers[position]
    if lower in ("for", "against"):
        return lower
    return "for" if lower in _FAVOUR and reading.lowers[position - 1] == "in" else None
