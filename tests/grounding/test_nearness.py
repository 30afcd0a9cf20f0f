"""Which of two numbers words stand nearer to, and numbers that are exchanged by it."""

from __future__ import annotations

import pytest

from harness.articles import Article
from harness.grounding import Grounder
from harness.grounding.nearness import nearer_words
from harness.text.reading import Reading

# Invented: the firm and its markets do not exist.
FIRM = """\
Mareland remained the largest market with 38% of sales, followed by Sorrend with 21% and Tavelin with 14%. It made a \
loss of 4.1 million crowns after a profit of 1.2 million. The court awarded 7,900 crowns for ruined belongings and \
4,500 crowns for legal costs."""


def exchanged(summary: str) -> list[str]:
    found = Grounder([Article(id="1", title="", event="firm", text=FIRM)]).ground(summary)
    return [summary[slice(*claim.span)] for claim in found.violations if claim.check == "exchange"]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Then come Sorrend, with 14%, and Tavelin, with 21%.", ["14%, and Tavelin, with 21%"]),
        (
            "There was a loss of 1.2 million crowns following a profit of 4.1 million.",
            ["1.2 million crowns following a profit of 4.1 million"],
        ),
        (
            "They got 4,500 crowns for ruined things and 7,900 for their legal bills.",
            ["4,500 crowns for ruined things and 7,900"],
        ),
        ("Then come Sorrend, with 21%, and Tavelin, with 14%.", []),
        ("A profit of 1.2 million crowns became a loss of 4.1 million.", []),
        ("For their legal bills they got 4,500 crowns, and 7,900 for ruined things.", []),
        ("Sales in Sorrend and Tavelin made up 21% and 14%.", []),
        ("Between 14% and 21% are sold in each.", []),
        ("In sales Sorrend is ahead of Tavelin by 21% against 14%.", []),
    ],
)
def test_numbers_are_exchanged_where_all_their_words_are(summary: str, expected: list[str]) -> None:
    assert exchanged(summary) == expected


@pytest.mark.parametrize(
    ("text", "nearer"),
    [
        ("9 sheep and 4 goats", {"sheep": True}),  # the goats stand as near to one as to the other, but for the `and`
        ("Sheep: 9, goats: 4", {"sheep": True, "goat": False}),
        ("a loss of 9 after a profit of 4", {"loss": True, "profit": False}),
        ("9 were born. And 4 died.", {"born": True, "die": False}),
    ],
)
def test_words_belong_to_the_number_that_they_stand_nearer_to(text: str, nearer: dict[str, bool]) -> None:
    reading = Reading(text)
    found = nearer_words(reading, *reading.quantities)
    assert {key: found.get(key) for key in nearer} == nearer
