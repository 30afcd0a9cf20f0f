"""Numbers in each other's place: what is found, and what is passed over."""

from __future__ import annotations

import pytest

from harness.articles import Article
from harness.gold.verdicts import Claim
from harness.grounding import Grounder
from harness.grounding.checks.exchanges import counted_in
from harness.text.reading import Reading

# Invented: the wolves, the firm and the strike do not exist.
HERDS = "Wolves killed 1,105 sheep and 135 goats last year, the office said. In 2030 it was 90 sheep."
SALES = "Sales came to 842 million euros: Europe brought in 530 million, while 312 million came from Asia."


def exchanges(summary: str, *texts: str) -> list[Claim]:
    articles = [Article(id=str(i), title="", event="e", text=text) for i, text in enumerate(texts, 1)]
    return [claim for claim in Grounder(articles).ground(summary).claims if claim.check == "exchange"]


@pytest.mark.parametrize(
    ("text", "summary", "words"),
    [
        (HERDS, "They killed 1,105 goats and 135 sheep.", "1,105 goats and 135"),
        (HERDS, "Goats: 1,105. Sheep: 135.", "1,105. Sheep: 135"),
        (HERDS, "Sheep (135) and goats (1,105) were killed.", "135) and goats (1,105"),
        (SALES, "Europe supplied 312 million, Asia 530 million.", "312 million, Asia 530 million"),
        ("Of the fans, 8 came from Tolm and 19 from Varde.", "Tolm had 19 fans and Varde 8.", "19 fans and Varde 8"),
        ("Some 61% of men and 39% of women agreed.", "Of women 61% agreed, of men 39%.", "61% agreed, of men 39%"),
    ],
)
def test_two_numbers_in_each_others_place_are_one_violation(text: str, summary: str, words: str) -> None:
    (claim,) = exchanges(summary, text)
    assert summary[slice(*claim.span)] == words
    assert (claim.type, claim.verdict, claim.severity) == ("quantity", "contradicted", "hard")
    assert claim.evidence


def test_the_claim_says_which_numbers_and_where() -> None:
    (claim,) = exchanges("They killed 1,105 goats and 135 sheep.", "Rain fell.", HERDS)
    assert claim.reason == "The article has 1,105 and 135 the other way round."
    (evidence,) = claim.evidence
    assert (evidence.article, HERDS[evidence.start : evidence.end]) == ("2", HERDS.partition(" In")[0])


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (HERDS, "They killed 135 goats and 1,105 sheep."),
        (HERDS, "They killed 1,105 goats and 140 sheep."),  # only one of the article's
        (HERDS, "They killed 1,105 goats and 135 cows."),  # nobody says so much of the other
        (SALES, "Asia supplied 312 million, Europe 530 million."),
        (SALES, "530 and 312 million came from Europe and Asia respectively."),
        (SALES, "Europe and Asia supplied 530 and 312 million."),
        ("It has 5 boats and 5 cars.", "It has 5 cars and 5 boats."),
        ("Growth was 5% on 7 boats.", "There were 5 boats, 7%."),  # of different kinds
        ("Now 2 guards are there; in 2022 it was 6.", "Only 2 are there now, compared with 6 in 2022."),
    ],
)
def test_other_numbers_are_passed_over(text: str, summary: str) -> None:
    assert exchanges(summary, text) == []


def test_a_number_that_another_article_tells_so_is_exchanged_nowhere() -> None:
    summary = "They killed 1,105 goats and 135 sheep."
    assert exchanges(summary, HERDS)
    assert not exchanges(summary, HERDS, "Wolves killed 1,105 goats.")


def test_the_article_itself_exchanges_nothing() -> None:
    for text in (HERDS, SALES):
        assert exchanges(text, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wolves killed 9 sheep and 4 goats.", [{"sheep"}, {"goat"}]),
        ("Wolves killed 9 sheep, bears took 4 goats.", [{"wolf", "kill", "sheep"}, {"bear", "take", "goat"}]),
        ("Goats: 9; sheep (4)", [{"goat"}, {"sheep"}]),
        ("Europe 530, Asia 312.", [{"europe"}, {"asia"}]),
        ("It went from 4 boats to 9.", [{"boat", "go"}, set()]),  # what lies between may be of either
        ("In May 2030 it had some 9 percent.", [set()]),
    ],
)
def test_a_number_is_of_the_words_of_its_part(text: str, expected: list[set[str]]) -> None:
    found = [{key for key in counted.keys if key[0].isalpha()} for counted in counted_in(Reading(text))]
    assert found == expected
