"""Rewordings say the same: other forms of numbers, names, units, marks and order."""

from __future__ import annotations

import pytest
from gold_making import count, date, rewordings, says, states


def test_the_sentences_that_the_gold_accepts_are_rewordings() -> None:
    assert rewordings("by hand", states("The port was open.", accepts=["The harbour was open."])) == [
        "The harbour was open."
    ]


def test_a_number_is_written_in_every_form() -> None:
    assert rewordings("number format", count("About 11,000 people died.", "11000")) == [
        "About 11000 people died.",
        "About 11 000 people died.",
        "About 11\u2009000 people died.",
        "About 11 thousand people died.",
        "About 11k people died.",
        "About eleven thousand people died.",
    ]


@pytest.mark.parametrize(
    ("statement", "others"),
    [
        ("The Harbour Agency opened the port.", ["The agency opened the port."]),
        ("Inger Holst opened the port.", ["The mayor opened the port."]),
        ("Mayor Inger Holst opened the port.", []),
        ("Inger Holst's port was open.", []),
    ],
)
def test_a_name_is_spelt_anew_where_the_sentence_stays_sound(statement: str, others: list[str]) -> None:
    assert rewordings("spelling", states(statement)) == others


def test_weeks_are_told_in_days() -> None:
    fact = date("It has been open for three weeks.", lasting="3 weeks")
    assert rewordings("unit", fact) == ["It has been open for 21 days."]


def test_the_right_total_is_a_rewording() -> None:
    facts = (count("300 people died.", "300"), count("2,700 people were hurt.", "2700", did=["hurt"]))
    assert rewordings("sum", *facts, apart=False) == [
        "300 people died. 2,700 people were hurt. Together that makes 3,000."
    ]


def test_typography_changes_no_word() -> None:
    (first, second, third) = rewordings("typography", states('Holst\'s port was "open" to-day.'))
    assert first == "Holst\u2019s port was \u201copen\u201d to-day."
    assert second == 'Holst\'s\u00a0port\u00a0was\u00a0"open" to\u2011day.'
    assert " ".join(third.split()) == 'Holst\'s port was "open" to-day.'


def test_framing_lowers_the_first_letter_unless_a_name_begins_the_sentence() -> None:
    assert rewordings("framing", states("The port was open."))[0] == "In short, the port was open."
    assert rewordings("framing", states("France opened the port."))[0] == "In short, France opened the port."
    assert rewordings("framing", says("Inger Holst said so.", "mayor"))[0] == "In short, Inger Holst said so."


def test_two_facts_are_told_the_other_way_round() -> None:
    assert rewordings("order", states("The port was open."), states("The ships were old.")) == [
        "The ships were old. The port was open."
    ]
