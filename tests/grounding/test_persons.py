"""Who is who, and who says what: roles, countries and quoted words that a summary gives to somebody else."""

from __future__ import annotations

from functools import cache

import pytest

from harness.articles import Article
from harness.grounding import Grounder
from harness.grounding.persons import persons_in
from harness.grounding.sayers import sayers_in
from harness.text.reading import Reading

# Invented: the people, the firm and the games do not exist.
GAMES = """\
ORLAVIK, Norway, 14 May 2031 \u2014 The harbour games drew 4,300 people, said their director, Oda Lindqar. The Finnish \
rower Aino Vesterlund won by four seconds, in front of Italy's Mara Colbeni.

"The wind was in nobody's boat," said Petra Haukvold, an engineer who measures the course. A spokesman for the \
sponsor, Tolbrand Marine, Jens Okerholm, spoke of a good year.

The mayor, Ilva Sturesen, wants to build a second course of 830 metres. It is to cost 41.6 million crowns. Colbeni \
complained that her boat was heavier by 12 kilograms than the winner's."""


@cache
def grounder() -> Grounder:
    return Grounder([Article(id="1", title="", event="games", text=GAMES)])


def violations(summary: str) -> list[tuple[str | None, str]]:
    return [(claim.check, summary[slice(*claim.span)]) for claim in grounder().ground(summary).violations]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (
            "The games drew 4,300 people, said Petra Haukvold, their director.",
            ("role", "Petra Haukvold, their director"),
        ),
        ("Mayor Oda Lindqar wants a second course.", ("role", "Mayor Oda Lindqar")),
        ("Italy's Aino Vesterlund won by four seconds.", ("role", "Italy's Aino Vesterlund")),
        ('"The wind was in nobody\'s boat," said Ilva Sturesen.', ("quoted", "Ilva Sturesen")),
        (
            "Her boat was heavier by 12 kilograms than the winner's, Oda Lindqar has complained.",
            ("attribution", "Oda Lindqar"),
        ),
        ("A second course of 830 miles is wanted.", ("quantity", "830")),
    ],
)
def test_what_is_given_to_somebody_else_is_found(summary: str, expected: tuple[str, str]) -> None:
    assert expected in violations(summary)


@pytest.mark.parametrize(
    "summary",
    [
        "The games drew 4,300 people, according to director Oda Lindqar.",
        "Mayor Ilva Sturesen wants a second course of 830 metres, some 0.83 kilometres.",
        "Finland's Aino Vesterlund beat the Italian Mara Colbeni.",
        "Engineer Petra Haukvold said: \u201cThe wind was in nobody's boat.\u201d",
        "Spokesman Jens Okerholm spoke of a good year.",
        "Jens Okerholm, a spokesman for Tolbrand Marine, spoke of a good year.",
        "The boat of Colbeni weighed 12 kg more than the winner's, she said.",
        "The Finns won.",
    ],
)
def test_what_is_given_to_whom_it_belongs_is_none(summary: str) -> None:
    assert violations(summary) == []


def test_words_of_one_who_speaks_all_along_are_nobodys_quotation() -> None:
    call = Article(
        id="2", title="", event="call", text="Thank you, Oda Lindqar. I blame a lack of wind. \n\n" + 40 * "So. "
    )
    summary = 'Oda Lindqar blamed a "lack of wind".'
    assert not Grounder([call]).ground(summary).violations


@pytest.mark.parametrize(
    ("text", "words", "traits"),
    [
        ("Spanish flight director Odile Marn spoke.", "odile marn", {"director", "spain"}),
        ("The Spanish director Odile Marn spoke.", "odile marn", {"director", "spain"}),
        ("It works, said its head, Odile Marn.", "odile marn", {"head"}),
        ("Odile Marn, head of the union, spoke.", "odile marn", {"head"}),
        ("A spokesman for its operator, Tolbrand Marine, spoke.", "tolbrand marine", set()),
        ("Odile Marn of Finland won.", "odile marn", {"finland"}),
        ("They saw Odile Marn, who captains Rovers.", "odile marn", set()),
    ],
)
def test_traits_are_those_of_the_words_beside_a_name(text: str, words: str, traits: set[str]) -> None:
    found = {frozenset(person.words): set(person.traits) for person in persons_in(Reading(text))}
    assert found[frozenset(words.split())] == traits


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("So it is, says Odile Marn.", ["Odile Marn"]),
        ("Odile Marn has warned of it.", ["Odile Marn"]),
        ("The Orlavik report is out.", []),
        ('"Odile Marn said so" is the title.', []),
    ],
)
def test_who_says_something_stands_beside_the_verb(text: str, names: list[str]) -> None:
    assert [text[s.name.start : s.name.end] for s in sayers_in(Reading(text))] == names
