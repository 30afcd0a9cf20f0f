"""What a summary says beyond its article, on a small made-up report, each claim worked out by hand."""

from __future__ import annotations

from functools import cache

import pytest

from harness.articles import Article
from harness.articles.models import Published
from harness.gold.matching.claims import ClaimChecker
from harness.gold.verdicts import Claim
from harness.text.dates import parse_period
from harness.text.reading import Reading

TEXT = """\
Harrow Town beat Karvik Rovers 3-2 on Saturday after trailing 2-0 at half-time and won the Lantern Cup for the \
first time since 1987. Ada Brann replied in the 58th minute and scored again in the 89th.

Police arrested 27 people, 19 of them Rovers supporters and eight Harrow supporters. That was fewer than the 41 who \
were arrested in November. Some of the arrested had been counted twice at first.

Sales rose 6 percent to 842 million euros, of which shirts brought in 530 million and scarves the other 312 \
million. The margin was 7 percent, down from 9.5 percent. The club has more than 9,500 members and has sold \
thousands of flags. In three months it sold 1,000 footballs.

"I asked them to play like children in a park," said Harrow coach Marek Tolvane. The Harrow Beacon, a local paper, \
called the ban "harsh". Rovers have until Wednesday to appeal. The ground has been closed since October 2030. \
Captain Ilse Vanter, 34, of the Regional Sports Institute, will be out for six weeks. North Harrow held two \
parades."""
PUBLISHED = "2031-04-13"  # a Sunday


@cache
def checker() -> ClaimChecker:
    published = Published(date=PUBLISHED)
    return ClaimChecker(
        None,
        [Article(id="cup", title="Late winner", event="cup", text=TEXT, outlet="Weekend Whistle", published=published)],
    )


def check(summary: str) -> tuple[Claim, ...]:
    return checker().check(Reading(summary, published=parse_period(PUBLISHED)))


def errors(summary: str) -> list[str]:
    return [summary[slice(*claim.span)] for claim in check(summary) if (claim.verdict, claim.severity) == BAD]


BAD = ("unsupported", "hard")

CARRIED = [
    # scores, minutes, years and lists are no counts
    "From 0-2 at half-time to 3-2.",
    "Scorers: Brann 58, 89.",
    "Brann scored in minutes 58 and 89 and so decided it.",
    "Some members had been counted two times.",
    "Sales: up 6% (2031 outlook: unknown).",
    # a summarizer's own counting
    "Two voices on the ban, three themes and four questions.",
    # arithmetic whose numbers belong together
    "There were 14 fewer arrests than in November.",
    "Of the 41 and the 27, 68 people in all were arrested.",
    "About 30% of those arrested were Harrow supporters.",
    "Sales were 842 million euros, of which more than three fifths came from shirts.",
    "Arrests fell by roughly a third.",
    "Of every 100 euros, 7 were left, down from 9.50.",
    "The margin fell by 2.5 percentage points.",
    "It sold some 330 footballs a month.",
    "The other 94% of the sum was there before the rise of 6 percent.",
    # rounder numbers
    "The club has more than 9,000 members.",
    "The margin came to 7% (–2.5 points), sales to +6%.",
    # times that follow
    "They had not won it for 44 years.",
    "The goals were 31 minutes apart.",
    "The deadline is 16 April.",
    "The deadline is Wednesday.",
    "Closed since autumn 2030.",
    "More people were arrested in the previous year.",
    "The report of 13 April says so.",
    # right words in quotation marks
    'Tolvane asked them to "play like children ... in a park".',
    'Tolvane said he asked "[the players] to play like children in a park".',
    '"I asked them to play … in a park," he said.',
    "The ban is \u201charsh\u201d, the \u201charshest\u201d.",
    # capitals that name nobody
    "WHAT WE KNOW: the club won.",
    "KEY FIGURES\nSales rose.",
    "PENALTY ROW. The club was NOT happy.",
    "Key Figures: sales rose.",
    "Arrests were made in Nov. 2030.",
    "#HarrowTown won the #LanternCup!",
    "Forty-one people had been arrested in November.",
    "The Weekend Whistle reports this.",
    "They play from New Year's Day to Easter Monday, paid in EUR.",
    "The Sports Institute and the Cup of the Rovers.",
    "A 34-year-old captain, aged 34.",
]


@pytest.mark.parametrize("summary", CARRIED)
def test_what_the_article_carries_or_what_follows_from_it_is_no_error(summary: str) -> None:
    assert errors(summary) == []


INVENTED = [
    ("From 1-4 to 3-2.", ["1-4"]),
    ("There were 13 fewer arrests than in November.", ["13"]),
    ("Police arrested 53 people.", ["53"]),
    ("Police arrested 1,041 people.", ["1,041"]),
    ("The club has more than 8,500 members.", ["more than 8,500"]),
    ("The club has sold 4,000 flags.", ["4,000"]),
    ("About 45% of the members came.", ["About 45%"]),
    ("Sales were 842 million euros, of which more than two thirds came from shirts.", ["more than two thirds"]),
    ("Sales rose, and of those 85% came from shirts.", ["85%"]),
    ("It sold 500 footballs a month.", ["500"]),
    ("Harrow held three parades.", ["three"]),
    ("They had not won it for 40 years.", ["40 years"]),
    ("The goals were 30 minutes apart.", ["30 minutes"]),
    ("The deadline is 17 April.", ["17 April"]),
    ("Closed since December 2030.", ["December 2030"]),
    ('Tolvane asked them to "play like children in a playground".', ["play like children in a playground"]),
    ('He asked "them ... to sing in a park".', ["them ... to sing in a park"]),
    ('He said "in a park ... I asked them".', ["in a park ... I asked them"]),
    ("The Beacon called the ban \u201cunfair\u201d.", ["unfair"]),
    ("A spokesman for Brann, Olaf Dunmore, agreed.", ["Olaf Dunmore"]),
    ("The Karvik Beacon called it so.", ["Karvik Beacon"]),
    ("Then Marek Vanter spoke.", ["Marek Vanter"]),
    ("That is what Ilse Day told them.", ["Ilse Day"]),
    ("So did a fan called Day, of New Harrow.", ["Day", "New Harrow"]),
    ("A 20-year-old captain.", ["20-year-old"]),
]


@pytest.mark.parametrize(("summary", "found"), INVENTED)
def test_what_no_article_carries_is_an_error(summary: str, found: list[str]) -> None:
    assert errors(summary) == found


@pytest.mark.parametrize(
    "summary",
    [
        "Just one fan was there.",
        "It was a \u201cdisaster\u201d.",
        "Tolvane Grumbled: the cup was lost.",
    ],
)
def test_what_may_be_the_readers_fault_is_a_warning(summary: str) -> None:
    assert [claim.severity for claim in check(summary) if claim.verdict == "unsupported"] == ["warning"]


def test_evidence_is_where_the_words_stand_in_the_text() -> None:
    (claim,) = [c for c in check('He said "them to play like ... in a park".') if c.type == "quotation"]
    assert [TEXT[e.start : e.end] for e in claim.evidence] == ["them to play like", "in a park"]
