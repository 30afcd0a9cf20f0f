"""Turns of transcripts."""

import pytest

from harness.text.reading import Reading
from harness.text.turns import speaker_at, turns_of

CALL = """Operator: Welcome to the call.

Anna Kowal, Chief Executive: Thank you. Sales rose by 8 percent.

Bram de Witt: We assume a cost of four million.

Operator: The first question, please.

Anna Kowal: We are not in talks with anyone."""


def names(text: str) -> list[str]:
    """Return the names of the speakers of a text, turn by turn."""
    return [text[slice(*turn.name)] for turn in turns_of(Reading(text))]


def test_a_transcript_has_its_speakers_in_order() -> None:
    assert names(CALL) == ["Operator", "Anna Kowal", "Bram de Witt", "Operator", "Anna Kowal"]


def test_what_is_said_is_of_whose_turn_it_stands_in() -> None:
    reading = Reading(CALL)
    for words, name in (("Sales rose", "Anna Kowal"), ("four million", "Bram de Witt"), ("first question", "Operator")):
        span = speaker_at(reading, CALL.index(words))
        assert span is not None
        assert CALL[slice(*span)] == name


@pytest.mark.parametrize(
    "text",
    [
        "Sales: 8 percent up\nCosts: down\nSales: good",
        "Anna Kowal: We did well.",
        "The mayor spoke.\nAnna Kowal: one\nShe left.\nIt rained.\nAnna Kowal: two\nBram Witt: no\nAll left.\nEnd.",
        "",
    ],
)
def test_other_texts_have_none(text: str) -> None:
    reading = Reading(text)
    assert turns_of(reading) == []
    assert speaker_at(reading, 0) is None
