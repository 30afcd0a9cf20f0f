"""Turns of a transcript: which words of a text are whose, where its paragraphs begin with who speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from harness.text.fold import Span
from harness.text.reading import Reading

_NAME = r"[A-Z][\w.'\u2019-]{0,30}"
_LABEL = re.compile(
    rf"^[ \t*_]{{0,4}}(?P<name>{_NAME}(?:[ ](?:{_NAME}|of|the|and|de|van|von)){{0,5}})(?P<role>,[ ][^:\n]{{1,60}})?"
    r"[*_]{0,2}:[*_]{0,2}[ \t]+(?=\S)",
    re.MULTILINE,
)
_FEWEST_TURNS, _FEWEST_SPEAKERS = 3, 2
_LEAST = 0.6
"""What share of a transcript's lines with words must begin with a label."""


class Turn(NamedTuple):
    """What one speaks at a stretch: the span of the speaker's name, and where the turn ends."""

    name: Span
    end: int


def turns_of(reading: Reading) -> list[Turn]:
    """Return the turns of a transcript in order; none where a text is not one.

    It is one where most of its lines begin with a label (`Anna Kowal, Chair: Thank you.`), of two speakers at least, of
    whom one speaks twice or is named by two words.
    """
    return reading.once(_turns_in)


def speaker_at(reading: Reading, place: int) -> Span | None:
    """Return the span of the name of who speaks at a place of a transcript."""
    turns = turns_of(reading)
    behind = bisect_right(turns, place, key=lambda turn: turn.name[0]) if turns else 0
    return turns[behind - 1].name if behind and place < turns[behind - 1].end else None


def _turns_in(reading: Reading) -> list[Turn]:
    labels = list(_LABEL.finditer(reading.text))
    names = [match["name"] for match in labels]
    if len(labels) < _FEWEST_TURNS or len(set(names)) < _FEWEST_SPEAKERS:
        return []
    lines = sum(bool(line.strip()) for line in reading.text.splitlines())
    is_named = len(set(names)) < len(names) and any(" " in name for name in names)
    if not is_named or len(labels) < _LEAST * lines:
        return []
    ends = [*(match.start() for match in labels[1:]), len(reading.text)]
    return [Turn(match.span("name"), end) for match, end in zip(labels, ends, strict=True)]
