"""What an article tells in the same place otherwise: numbers, dates, and what somebody made of a matter."""

from functools import cache

import pytest

from harness.articles import Article
from harness.grounding import Grounder
from harness.grounding.checks.reactions import reactions_of
from harness.grounding.checks.ways import direction_of
from harness.text.reading import Reading

# Invented: the yard, the firms, the people and the places do not exist.
YARD = """\
The shipyard at Orlavik sold 64 trawlers in 2031, when it employed 1,200 welders, and 80 trawlers in 2034. Its margin \
rose by 40.6% to 2.40 crowns a share, after 1.70 crowns. The first dock was opened in 2018, causing an outcry \
among the fishermen of the bay. Attendance at the yard's museum went up by a fifth.

The owner, Tolbrand Marine, denies that the hulls were cracked. The harbour office has not commented on the cracks. \
The insurer, Brisk Mutual, could not confirm that the second dock leaks. The mayor, Ilva Sturesen, did not rule out a \
ban on night shifts."""


@cache
def grounder(text: str = YARD) -> Grounder:
    return Grounder([Article(id="1", title="", event="yard", text=text)])


def violations(summary: str, text: str = YARD) -> list[tuple[str | None, str]]:
    return [(claim.check, summary[slice(*claim.span)]) for claim in grounder(text).ground(summary).violations]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("The first dock was opened in 2034, causing an outcry among the fishermen.", ("dating", "2034")),
        ("The harbour office has commented on the cracks.", ("reaction", "has commented")),
        ("Tolbrand Marine does not deny that the hulls were cracked.", ("reaction", "not deny")),
        ("Tolbrand Marine admits that the hulls were cracked.", ("reaction", "admits")),
        ("The insurer Brisk Mutual confirmed that the second dock leaks.", ("reaction", "confirmed")),
        ("The mayor, Ilva Sturesen, has ruled out a ban on night shifts.", ("reaction", "ruled")),
        ("Attendance at the museum was a fifth lower.", ("direction", "a fifth lower")),
    ],
)
def test_what_the_article_tells_otherwise_is_found_at_its_words(summary: str, expected: tuple[str, str]) -> None:
    assert expected in violations(summary)


@pytest.mark.parametrize(
    "summary",
    [
        "The first dock was opened in 2018, causing an outcry among the fishermen.",
        "In 2034 the shipyard sold 80 trawlers.",
        "The harbour office has kept silent about the cracks.",
        "Tolbrand Marine disputes that the hulls were cracked.",
        "Tolbrand Marine admits no cracks in the hulls.",
        "The insurer Brisk Mutual was unable to confirm that the second dock leaks.",
        "The mayor, Ilva Sturesen, would not exclude a ban on night shifts.",
        "The dispute over the hulls of Tolbrand Marine goes on.",
        "Attendance at the museum was a fifth higher.",
        "Ilva Sturesen said that Orlavik had sold trawlers.",
    ],
)
def test_what_the_article_tells_in_other_words_is_none(summary: str) -> None:
    assert violations(summary) == []


def test_a_number_that_might_follow_is_wrong_where_the_article_has_another_in_its_place() -> None:
    article = (
        "Net interest income was 971 million crowns in the third quarter, compared with 946 million "
        "in the quarter before. "
        "Fees rose by 2 percent."
    )
    assert violations("Net interest income was 952 million crowns in the third quarter.", article) == [
        ("binding", "952 million")
    ]


def test_one_end_of_a_range_and_what_a_cut_leads_to_are_not_displaced() -> None:
    ends = "The firm expects capital expenditures in the range of 90 million to 100 million crowns."
    assert violations("The firm expects capital expenditures of at least 90 million crowns.", ends) == []
    cut = "The bank may cut its key rate of 4.75 percent by a quarter of a point, which is 0.25 percent, in March."
    assert violations("In March the bank may cut its key rate from 4.75 to 4.5 percent.", cut) == []


def test_a_share_with_a_decimal_follows_from_two_numbers_only_to_that_decimal() -> None:
    article = "Profit was 2.40 crowns a share, up 40.6 percent from 1.70 crowns. Sales were 55 and 109 million crowns."
    assert violations("Sales rose by half, and 50.3 percent of them were abroad.", article) != []


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Rents are 8 percent lower than in 2029.", "down"),
        ("Rents are 8 percent higher than in 2029.", "up"),
        ("The share lost 7.2% on the day.", "down"),
        ("The currency strengthened by 6% at once.", "up"),
        ("More than 8 percent of them had left.", None),
    ],
)
def test_which_way_a_number_goes(text: str, way: str | None) -> None:
    reading = Reading(text)
    assert direction_of(reading, next(q for q in reading.quantities if q.amount.is_share)) == way


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The ministry declined to confirm the report.", "cannot affirm"),
        ("The ministry has yet to confirm the report.", "cannot affirm"),
        ("The ministry conceded nothing.", "cannot affirm"),
        ("The firm did not fail to confirm the report.", "affirms"),
        ("She never denied it.", "does not deny"),
        ("The police exclude an accident.", "excludes"),
        ("The police have not ruled an accident out.", "leaves open"),
        ("The office kept quiet.", "silent"),
        ("The office broke its silence.", "spoken"),
        ("He admitted that nobody had verified it.", "affirms"),
    ],
)
def test_a_stance_is_turned_round_by_what_stands_about_it(text: str, stance: str) -> None:
    assert [reaction.stance for reaction in reactions_of(Reading(text))] == [stance]


@pytest.mark.parametrize(
    "text", ["The court will rule on it.", "A dispute broke out.", "Has the minister commented on it?"]
)
def test_what_is_no_reaction(text: str) -> None:
    assert reactions_of(Reading(text)) == []


BANK = """\
The harbour games are on Saturday. The bank may lower the rate in December, Governor Katja Dravnik said. The riders' \
union said that a badly marked barrier may have been to blame for the crash. The ferry service will close for at least \
ten days. The board could fine the firm; it has fined the harbour. One lane of the tunnel is to open on Friday."""


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("The bank will lower the rate in December.", [("certainty", "will lower")]),
        ("The riders' union has no doubt that a badly marked barrier was to blame.", [("certainty", "no doubt")]),
        ("The riders' union has established that a marked barrier was to blame.", [("certainty", "has established")]),
        ("The ferry service will close for ten days at most.", [("date", "ten days")]),
        ("The bank will perhaps lower the rate in December.", []),
        ("If the bank lowers the rate, it will do so in December.", []),
        ("The board has fined the harbour.", []),
        ("The ferry service will close for ten days at least.", []),
        ("The bank may lower the rate in December, not now.", []),
        ("One lane of the tunnel is to open on Saturday.", [("dating", "Saturday")]),
        ("One lane of the tunnel is to open on Friday, and the games are on Saturday.", []),
    ],
)
def test_what_the_article_says_may_be_is_no_fact(summary: str, expected: list[tuple[str, str]]) -> None:
    assert violations(summary, BANK) == expected
