"""What follows from an article's numbers and dates: differences, ages, times of day, parts, other units."""

from __future__ import annotations

from functools import cache

import pytest

from harness.articles import Article
from harness.articles.models import Published
from harness.gold.matching.claims import ClaimChecker
from harness.gold.matching.claims.reckoned import is_twisted
from harness.gold.matching.passage import NameBook, Passage
from harness.text.dates import parse_period
from harness.text.reading import Reading

TEXT = """\
The alarm rang at 5:12 a.m. and the mine was cleared at 5:40 a.m. on 9 February 2030. A driver of 27, Oda Lindqar, 34, \
and 71 others walked out. The order gave 14 days' notice, although the law asks for 90. Between 50 and 60 metres of \
rubble remain.

The firm offered 18.60 euros a share; the last price had been 14.20 euros. Turnout was 61 percent, and four years \
before it had been 66 percent. Of 8,730 voters, 61 percent said yes. The inquiry, begun on 1 March 2030, is to last \
seven months. Savings of 90 to 110 million euros are expected. The court sentenced one man to nine years and another \
to six and a half years."""
PUBLISHED = "2030-03-05"


@cache
def checker() -> ClaimChecker:
    published = Published(date=PUBLISHED)
    return ClaimChecker(None, [Article(id="a", title="Mine", event="a", text=TEXT, outlet=None, published=published)])


def errors(summary: str) -> list[str]:
    passage = Passage(Reading(summary, published=parse_period(PUBLISHED)), NameBook({}))
    found = checker().check(passage)
    return [summary[slice(*c.span)] for c in found if (c.verdict, c.severity) == ("unsupported", "hard")]


@pytest.mark.parametrize(
    "summary",
    [
        "The mine was cleared 28 minutes later.",
        "They got 14 days instead of the 90 days that the law asks for.",
        "That was 76 fewer than the law asks for.",
        "The offer is 4.40 euros over the last price.",
        "Turnout was five percentage points lower.",
        "Turnout: 61 percent; four years before it was 66.",
        "Roughly 165 to 195 feet of rubble remain.",
        "About 5,325 voters said yes.",
        "The inquiry will end around October 2030.",
        "Savings of 100 million euros, give or take ten million, are expected.",
        "He got two and a half years less.",
        "Rubble of 55 metres remains.",
        "The order came in a week.",
    ],
)
def test_what_follows_is_no_error(summary: str) -> None:
    assert errors(summary) == []


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("It took about 0 years.", ["0 years"]),
        ("At least 0 days.", ["0 days"]),
        ("It lay there for 5 million years, since 2 March 2019.", ["5 million years", "2 March 2019"]),
        ("9999999999999 years before 1 January 0001.", ["1 January"]),
        ("A half \ud800 of a sign stands here.", []),
    ],
)
def test_odd_times_and_signs_are_read(summary: str, found: list[str]) -> None:
    assert errors(summary) == found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (31367, 34367, True),  # one digit
        (321, 312, True),  # two exchanged
        (2900, 3900, True),
        (300, 400, False),  # round numbers are alike too often
        (321, 231.5, False),
        (1e11, 1e12, False),
        (321, 3210, False),
        (321, 321, False),
    ],
)
def test_numbers_that_differ_in_a_digit(one: float, other: float, expected: bool) -> None:
    assert is_twisted(one, other) is expected
    assert is_twisted(other, one) is expected


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("The mine was cleared 33 minutes later.", ["33 minutes"]),
        ("That was 530 fewer than the law asks for.", ["530"]),
        ("The offer is 5.40 euros over the last price.", ["5.40"]),
        ("Roughly 265 to 295 feet of rubble remain.", ["Roughly 265 to 295"]),
        ("Of 8,370 voters most said yes.", ["8,370"]),
        ("He got three and a half years less.", ["three and a half years"]),
    ],
)
def test_what_does_not_follow_is_an_error(summary: str, found: list[str]) -> None:
    assert errors(summary) == found
