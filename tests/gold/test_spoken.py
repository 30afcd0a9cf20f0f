"""Numbers as an article speaks them: cents by themselves, no percent, no scale, points of change, a year before."""

from __future__ import annotations

from functools import cache

import pytest

from harness.articles import Article
from harness.gold.matching.claims import ClaimChecker
from harness.gold.matching.claims.spoken import spoken_numbers
from harness.text.reading import Reading

# Invented: the speaker and the firm do not exist.
CALL = """\
Thank you, Oswin. Earnings were a dollar twelve a share, against ninety-eight cents in last year's second quarter, and \
we now guide to four thirty to four forty-five. The Belvane fund paid two oh five. Gross margin was 34.6 percent, down \
50 basis points. Occupancy was 91.5, up from 88.

Revenue came to 720 million, before that 684. We opened six, ten of them abroad being closed. The meeting is at five \
thirty o'clock. We bought 12 trucks."""


@cache
def checker() -> ClaimChecker:
    return ClaimChecker(None, [Article(id="a", title="Call", event="a", text=CALL, outlet=None)])


def errors(summary: str) -> list[str]:
    found = checker().check(Reading(summary))
    return [summary[slice(*c.span)] for c in found if (c.verdict, c.severity) == ("unsupported", "hard")]


@pytest.mark.parametrize(
    "summary",
    [
        "Earnings were $1.12 a share, against $0.98.",
        "It guides to earnings of $4.30 to $4.45 a share.",
        "It guides to earnings of $4.375 a share at the midpoint.",
        "The Belvane fund paid $2.05.",
        "Gross margin had been 35.1% before.",
        "Occupancy rose from 88% to 91.5%.",
        "Revenue rose to $720 million from $684 million.",
        "Earnings beat those of a year earlier.",
        "Earnings rose from a year ago.",
    ],
)
def test_a_number_is_carried_as_it_is_spoken(summary: str) -> None:
    assert errors(summary) == []


@pytest.mark.parametrize(
    ("summary", "wrong"),
    [
        ("Earnings were $1.13 a share.", "$1.13"),
        ("It guides to earnings of $4.30 to $4.50 a share.", "$4.30 to $4.50"),
        ("The Belvane fund paid $2.50.", "$2.50"),
        ("The Belvane fund paid $6.10.", "$6.10"),
        ("It guides to earnings of $4.375 a share.", "$4.375"),
        ("Gross margin had been 36.1% before.", "36.1%"),
        ("Occupancy rose from 64% to 91.5%.", "64%"),
        ("Revenue rose to $720 million from $648 million.", "$648 million"),
        ("Trucks made up 12% of the fleet.", "12%"),
    ],
)
def test_a_number_that_is_not_spoken_is_not_carried(summary: str, wrong: str) -> None:
    assert errors(summary) == [wrong]


def test_nothing_is_a_year_earlier_where_no_year_is_compared() -> None:
    article = Article(id="b", title="Call", event="b", text="Earnings were 98 cents.", outlet=None)
    summary = "Earnings beat those of a year earlier."
    found = ClaimChecker(None, [article]).check(Reading(summary))
    assert [summary[slice(*c.span)] for c in found if c.verdict == "unsupported"] == ["a year"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a dollar twelve", [(1.12, "a dollar twelve")]),
        ("one dollar and five cents", [(1.05, "one dollar and five")]),
        ("six ten to six thirty-five", [(6.1, "six ten"), (6.35, "six thirty-five")]),
        ("two oh five", [(2.05, "two oh five")]),
        ("four thirty five", [(4.35, "four thirty five")]),
        ("six, ten", []),
        ("a twelve", []),
        ("five thirty o'clock", []),
        ("ten twenty percent", []),
        ("five thousand", []),
    ],
)
def test_spoken_numbers_are_read_in_words(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(round(value, 9), text[slice(*span)]) for value, span in spoken_numbers(Reading(text))] == expected


REPORT = """\
Net sales were SEK 2,914 million (3,100) in the second quarter. Diluted earnings were one dollar and six cents a \
share, compared with ninety-one cents. May was dry, and research and development took 40 million. It never \
fell below 24."""


@pytest.mark.parametrize(
    ("summary", "wrong"),
    [
        ("Net sales fell from SEK 3,100m to SEK 2,914m.", []),
        ("Net sales fell from SEK 3,200m to SEK 2,914m.", ["SEK 3,200m"]),
        ("Earnings of 106 cents a share were up by 15 cents.", []),
        ("Net sales from April to June were lower; in May it was dry.", []),
        ("Net sales from May to July were lower.", ["May to July"]),
        ("R&D took 40 million.", []),
        ("M&A took 40 million.", ["M&A"]),
        ("It was never fewer than 24.", []),
        ("It was at most 24.", ["at most 24"]),
    ],
)
def test_a_report_is_read_in_other_words(summary: str, wrong: list[str]) -> None:
    article = Article(id="c", title="Report", event="c", text=REPORT, outlet=None)
    found = ClaimChecker(None, [article]).check(Reading(summary))
    hard = [claim for claim in found if (claim.verdict, claim.severity) == ("unsupported", "hard")]
    assert [summary[slice(*claim.span)] for claim in hard] == wrong


@pytest.mark.parametrize(
    ("article", "summary", "wrong"),
    [
        ("Rooms cost \u00a361.40 in the first quarter.", "Rooms cost 61 pounds and 40 pence in three months.", []),
        ("Rooms cost \u00a361.40 in the first quarter.", "Rooms cost less in four months.", ["four months"]),
        ("Sales are running down six-tenths.", "Sales are down 0.6%.", []),
        ("It happened once in 40 years, and now every six or seven.", "It happens every six to seven years.", []),
        ("The jobs are safe until 2032.", "The jobs are safe up to 2032.", []),
    ],
)
def test_a_length_or_sum_is_carried_in_other_units(article: str, summary: str, wrong: list[str]) -> None:
    found = ClaimChecker(None, [Article(id="d", title="", event="d", text=article, outlet=None)]).check(
        Reading(summary)
    )
    hard = [claim for claim in found if (claim.verdict, claim.severity) == ("unsupported", "hard")]
    assert [summary[slice(*claim.span)] for claim in hard] == wrong
