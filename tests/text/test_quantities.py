"""What a quantity is tied to: the words it counts, its currency, its place among the words and sentences."""

from __future__ import annotations

import pytest

from harness.text.reading import Quantity, Reading


def only(text: str) -> Quantity:
    (quantity,) = Reading(text).quantities
    return quantity


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("About 300 North Korean soldiers were killed.", ("north", "korean", "soldier")),
        ("They lost 300 of their men.", ("man",)),
        ("They lost 300.", ()),
        ("A 300-strong crowd.", ("strong", "crowd")),
        ("A 300-soldier unit.", ("soldier", "unit")),
        ("It lies 300km from here.", ("kilometer",)),
        ("It cost $3.5bn.", ("dollar",)),
        ("It cost US$300 in fees.", ("dollar",)),
        ("It cost Rs 500.", ("rupee",)),
        ("It cost 300 euros.", ("euro",)),
        ("300 or more planes flew.", ("plane", "fly")),
        ("They saw 300 planes, all of them old.", ("plane",)),
        ("Half the men left.", ("man", "leave")),
    ],
)
def test_units_are_the_base_forms_of_the_noun_phrase(text: str, units: tuple[str, ...]) -> None:
    assert only(text).units == units


def test_listed_numbers_share_what_they_count() -> None:
    assert [q.units for q in Reading("They sent 3, 4 and 7 ships.").quantities] == [("ship",)] * 3


def test_part_of_a_whole_does_not_take_its_noun() -> None:
    part, whole = Reading("At least 1,000 of about 11,000 soldiers fell.").quantities
    assert (part.units, whole.units) == ((), ("soldier", "fall"))


def test_positions_are_those_of_the_numbers_own_words() -> None:
    reading = Reading("In all, more than 300 men fell. At least twenty-one others fled.")
    first, second = reading.quantities
    assert (first.first_word, first.last_word, first.sentence) == (4, 4, 0)
    assert reading.words[second.first_word].lower == "twenty-one"
    assert second.sentence == 1


def test_bound_behind_a_number_counts_as_its_words() -> None:
    quantity = only("300 or more planes flew.")
    assert (quantity.first_word, quantity.last_word) == (0, 2)


def test_quantity_prints_as_reasons_show_it() -> None:
    assert str(only("About 11,000 men came.")) == "about 11,000"
    assert str(only("Up to a third of them came.")) == "up to 33.33%"


@pytest.mark.parametrize(
    "text", ["One man came.", "No one came.", "One of them came.", "Zero tolerance.", "Net zero goals."]
)
def test_words_that_only_look_like_numbers_count_nothing(text: str) -> None:
    assert Reading(text).quantities == []


def test_bound_of_another_number_is_not_taken() -> None:
    first, second = Reading("They lost 300, at least 20 of them officers.").quantities
    assert (first.bound, second.bound) == ("exact", "at least")


def test_bound_does_not_reach_over_a_stop() -> None:
    assert only("It could be up to. 300 men came.").bound == "exact"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("It was a walk of 48 kilometres (30 miles).", ("kilometre",)),
        ("They hurt 48 people, 30 of them badly.", ("people",)),
        ("It has 48 rooms; 30 are let.", ("room",)),
        ("They want 48 of the 300 seats.", ()),
    ],
)
def test_a_number_behind_a_stop_takes_no_unit_from_the_one_before(text: str, units: tuple[str, ...]) -> None:
    assert Reading(text).quantities[0].units == units


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Colonies empty: nine; at least halved were others.", "exact"),
        ("It lost nine, at least halving its force.", "exact"),
        ("They were nine, at most.", "at most"),
        ("Nine at least came.", "at least"),
        ("Profit edged up to 47 million.", "exact"),
        ("Profit was up to 47 million.", "up to"),
        ("They had to go. Up to 47 went.", "up to"),
    ],
)
def test_bound_stands_in_the_clause_of_its_number(text: str, bound: str) -> None:
    assert Reading(text).quantities[0].bound == bound
