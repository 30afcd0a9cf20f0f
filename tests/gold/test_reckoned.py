"""What follows from an article's numbers and dates: differences, ages, times of day, parts, other units."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from harness.articles import Article
from harness.articles.models import Published
from harness.gold.matching.claims import ClaimChecker
from harness.gold.matching.claims.reckoned import (
    around,
    less,
    of_every_hundred,
    of_shares,
    part,
    rate,
    told_bare,
    twists_of,
)
from harness.gold.matching.claims.source import Source
from harness.gold.matching.derived import Derived
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
    found = checker().check(Reading(summary, published=parse_period(PUBLISHED)))
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
        (12, 13, True),
        (2, 3, False),  # one digit tells nothing
        (20, 30, False),
        (123, 145, False),  # two digits that are not exchanged
        (1234, 1324, True),
        (1234, 4231, False),  # exchanged, but no neighbours
        (1232, 1323, False),  # three digits
        (2134, 1243, False),  # two pairs
        (12.5, 13.5, False),
        (321.5, 32155, False),
        (31.5, 32, False),
        (1.2e9, 1.3e9, True),
        (9876543211, 9876543212, True),
        (12345678901, 12345678902, False),  # longer than is looked at
    ],
)
def test_numbers_that_differ_in_a_digit(one: float, other: float, expected: bool) -> None:
    assert (other in twists_of(one)) is expected
    assert (one in twists_of(other)) is expected


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


def reason(rule: Callable[..., Derived | None], article: str, summary: str, which: int = 0) -> str | None:
    """Return what a rule says of one number of a summary, beside an article."""
    source = Source(Article(id="a", title="News", event="a", text=article, outlet=None, published=None))
    reading = Reading(summary)
    quantity = reading.quantities[which]
    found = rule(quantity, source) if rule is part else rule(reading, quantity, source)
    return found.reason if found else None


SOLD = "In three months it sold 1,000 footballs. It was a good time. It sold 80 flags."
TURNOUT = "Turnout was 61 percent. Four years before it had been 66 percent."
RULES: list[tuple[Callable[..., Derived | None], str, str, int, str | None]] = [
    # of every hundred, ten or thousand: a share
    (of_every_hundred, "It kept 7 percent.", "Of every 100 euros, 7 were left.", 0, "100 is what shares are told of."),
    (
        of_every_hundred,
        "It kept 7 percent.",
        "Of every 100 euros, 7 were left.",
        1,
        "7 of every 100 is a share of the article.",
    ),
    (
        of_every_hundred,
        "It kept 7 percent.",
        "Out of every 1,000 euros, 70 were left.",
        1,
        "70 of every 1,000 is a share of the article.",
    ),
    (
        of_every_hundred,
        "It kept 70 percent.",
        "Of each 10 euros, 7 were left.",
        1,
        "7 of every 10 is a share of the article.",
    ),
    (of_every_hundred, "It kept 7 percent.", "Of every 100 euros, 8 were left.", 1, None),
    (of_every_hundred, "It kept 7 percent.", "Of every 10 euros, 7 were left.", 1, None),
    (of_every_hundred, "It kept 7 percent.", "Of those 100 euros, 7 were left.", 1, None),
    (of_every_hundred, "It kept 14 percent.", "Of every 50 euros, 7 were left.", 1, None),
    (of_every_hundred, "It kept 7 percent.", "Of every 100 euros, 7% were left.", 1, None),
    (of_every_hundred, "It kept 7 percent.", "Of every 100 euros, 7 to 8 were left.", 1, None),
    # by the month: what stands beside a length of time
    (rate, SOLD, "It sold some 330 footballs a month.", 0, "about 330 a month follows from the article."),
    (rate, SOLD, "It sold 335 footballs a month.", 0, "335 a month follows from the article."),  # within two percent
    (rate, SOLD, "It sold 345 footballs a month.", 0, None),
    (rate, SOLD, "It sold 320 footballs a month.", 0, None),
    (rate, SOLD, "It sold 77 footballs per week.", 0, "77 a week follows from the article."),  # 13 weeks and a day
    (rate, SOLD, "It sold 4,000 footballs each YEAR.", 0, "4,000 a year follows from the article."),
    (rate, SOLD, "It sold 335/month.", 0, "335 a month follows from the article."),
    (rate, SOLD, "It sold 335 footballs/month.", 0, "335 a month follows from the article."),
    (rate, SOLD, "It sold 335 footballs.", 0, None),
    (rate, SOLD, "It sold 27 flags a month.", 0, None),  # the 80 stand elsewhere
    (rate, SOLD, "It sold 335 to 336 footballs a month.", 0, None),
    (rate, "In half a month it sold 1.", "It sold 50% a month.", 0, None),
    (
        rate,
        "It sold 1,000 balls. It took 2 months.",
        "It sold 500 a month.",
        0,
        "500 a month follows from the article.",
    ),
    (rate, "It took 0 months and sold 1,000.", "It sold 500 a month.", 0, None),
    # points and what is left of a whole
    (of_shares, TURNOUT, "Turnout was five percentage points lower.", 0, "5% is 66 less 61."),
    (of_shares, TURNOUT, "Turnout was 5 points lower.", 0, "5 is 66 less 61."),
    (of_shares, TURNOUT, "Turnout was 5.05 points lower.", 0, "5.05 is 66 less 61."),  # within a tenth
    (of_shares, TURNOUT, "Turnout was 5.1 points lower.", 0, None),
    (of_shares, TURNOUT, "Turnout was 4.9 points lower.", 0, None),
    (of_shares, TURNOUT, "Turnout was six points lower.", 0, None),
    (of_shares, "It was 80 percent. It is 60.", "It lost 20 percentage points.", 0, None),  # the 60 may be anything
    (of_shares, "It was 80 percent. It is 60%.", "It lost 20 percentage points.", 0, "20% is 80 less 60."),
    (of_shares, TURNOUT, "Turnout fell: 5%-points.", 0, "5% is 66 less 61."),
    (of_shares, TURNOUT, "Turnout was lower by five.", 0, None),
    (of_shares, TURNOUT, "The other 39% stayed at home.", 0, "39% is what 61% leave of the whole."),
    (of_shares, TURNOUT, "Then 34% stayed at home.", 0, "34% is what 66% leave of the whole."),
    (of_shares, TURNOUT, "The other 38% stayed at home.", 0, None),
    (of_shares, TURNOUT, "Some 39 voters stayed at home.", 0, None),
    # a range told by its middle
    (around, "It costs 90 to 110 euros.", "It costs 100 euros, give or take 10.", 0, "100 is of 90 to 110."),
    (around, "It costs 90 to 110 euros.", "It costs 100 euros, give or take 10.", 1, "about 10 is of 90 to 110."),
    (around, "It costs 90 to 110 euros.", "It costs 100 euros \u00b1 10.", 0, "100 is of 90 to 110."),
    (around, "It costs 90 to 110 euros.", "It costs 100 euros, give or take 20.", 0, None),
    (around, "It costs 90 to 120 euros.", "It costs 100 euros, give or take 10.", 0, None),
    (around, "It costs 80 to 110 euros.", "It costs 100 euros, give or take 10.", 0, None),
    (around, "It costs 90 to 110 euros.", "It costs 100 euros or 10.", 0, None),
    (around, "It costs 90 to 110 euros.", "All 7 cost 100 euros, give or take 10.", 0, None),
    (around, "It costs 90 to 110 euros.", "All 7 cost 100 euros, give or take 10.", 1, "100 is of 90 to 110."),
    # differences, where they are told as such
    (less, "90 asked, 14 came.", "That was 76 fewer than asked.", 0, "76 is a difference of the article's numbers."),
    (less, "90 asked, 14 came.", "It fell by 76.", 0, "76 is a difference of the article's numbers."),
    (less, "90 asked, 14 came.", "It fell by roughly 76.", 0, "about 76 is a difference of the article's numbers."),
    (less, "90 asked, 14 came.", "That was 75 fewer than asked.", 0, None),
    (less, "90 asked, 14 came.", "There came 76.", 0, None),
    (less, "90 asked, 14 came.", "It fell by 76%.", 0, None),
    (less, "90 asked, 14 or 20 came.", "It fell by 70 to 76.", 0, "70 to 76 is a difference of the article's numbers."),
    (less, "90 asked, 14 or 20 came.", "It fell by 71 to 76.", 0, None),
    (less, "90 asked, 14 or 20 came.", "It fell by 70 to 77.", 0, None),
    (less, "90 asked, 30 came.", "It fell by dozens.", 0, None),
    (less, "It rose 1.5 metres, then 1.", "It fell by 50%.", 0, None),
    # a share of a number, above a hundred
    (part, "Of 8,730 voters, 61 percent said yes.", "About 5,325 said yes.", 0, "about 5,325 is 61% of 8,730."),
    (part, "Of 8,730 voters, 61 percent said yes.", "Some 5,350 said yes.", 0, "about 5,350 is 61% of 8,730."),
    (part, "Of 8,730 voters, 61 percent said yes.", "Some 5,360 said yes.", 0, None),
    (part, "Of 8,730 voters, 61 percent said yes.", "Some 5,290 said yes.", 0, None),
    (part, "Of 202 voters, 50 percent said yes.", "Just 101 said yes.", 0, "101 is 50% of 202."),
    (part, "Of 200 voters, 50 percent said yes.", "Just 100 said yes.", 0, "100 is 50% of 200."),
    (part, "Of 180 voters, 50 percent said yes.", "Just 90 said yes.", 0, None),  # too many would fit
    (part, "It has 200 voters. It asked 50 percent.", "Just 100 said yes.", 0, None),
    (part, "Of 8,730 voters, 61 percent said yes.", "It were 5,325 to 5,326.", 0, None),
    # a percentage without its sign, beside one
    (told_bare, TURNOUT, "Turnout: 61 percent; before it was 66.", 1, "66 percent stand in the article."),
    (told_bare, TURNOUT, "Turnout: 61 percent; before it was about 66.", 1, "about 66 percent stand in the article."),
    (told_bare, TURNOUT, "Turnout: 61 percent; before it was 67.", 1, None),
    (told_bare, TURNOUT, "Turnout: 61 percent; of 66 voters.", 1, None),
    (told_bare, TURNOUT, "Turnout: 61 percent; before it was more than 66.", 1, None),
    (told_bare, TURNOUT, "It was 61; before it was 66.", 1, None),
    (told_bare, TURNOUT, "Turnout: 61 percent; before it was 66 percent.", 1, None),  # it has its sign
    (told_bare, TURNOUT, "Not 5 percent, but 61 to 66.", 1, "61 to 66 percent stand in the article."),
    (told_bare, TURNOUT, "Not 5 percent, but 61 to 67.", 1, None),
    (told_bare, TURNOUT, "Not 5 percent, but 60 to 66.", 1, None),
    (told_bare, "It was 5 to 7 percent.", "Not 3 percent, but 7.", 1, "7 percent stand in the article."),
    (told_bare, "It fell from 9.5 to 7 percent.", "From 7%, not 9.5.", 1, "9.5 percent stand in the article."),
    (told_bare, "It fell to 7 percent; before, 9.5.", "To 7%, not 9.5.", 1, "9.5 percent stand in the article."),
]


@pytest.mark.parametrize(("rule", "article", "summary", "which", "expected"), RULES)
def test_a_number_in_another_form(
    rule: Callable[..., Derived | None], article: str, summary: str, which: int, expected: str | None
) -> None:
    assert reason(rule, article, summary, which) == expected


@pytest.mark.parametrize(
    ("article", "summary", "wrong"),
    [
        ("Output doubled.", "Output rose by 100%.", []),
        ("Output more than doubled.", "Output rose by over 100 percent.", []),
        ("Output tripled to 30.", "Output rose by 200 percent to 30.", []),
        ("Output rose threefold.", "Output was three times as much.", []),
        ("Output doubled.", "Output rose by 200%.", ["200%"]),
        ("Output tripled.", "Output was four times as much.", ["four"]),
        ("At least 212 walked out.", "Exactly 212 walked out.", ["Exactly 212"]),
        ("Some 212 walked out.", "Exactly 212 walked out.", []),
        ("The tunnel is 830 km long.", "The tunnel is 830 miles long.", ["830"]),
        ("The tunnel is 830 km long.", "The tunnel is 516 miles long.", []),
        ("The train runs at 40 km/h.", "The train runs at 40 kph.", []),
        ("The train runs at 40 kph.", "The train runs at 40 mph.", ["40"]),
        ("It yields 41.6 gigawatts.", "It yields 41.6 megawatts.", ["41.6"]),
        ("It yields 1.5 GW.", "It yields 1,500 megawatts.", []),
        ("It was 46.8 \u00b0C.", "It was 46.8 degrees.", []),
    ],
)
def test_a_number_is_carried_by_another_way_of_telling_it_alone(article: str, summary: str, wrong: list[str]) -> None:
    found = ClaimChecker(None, [Article(id="b", title="Mine", event="b", text=article, outlet=None)]).check(
        Reading(summary)
    )
    assert [summary[slice(*c.span)] for c in found if c.verdict == "unsupported"] == wrong
