"""Where the articles carry what a summary says: the evidence of names, reckoned numbers and ages, by article."""

from __future__ import annotations

from functools import cache

import pytest

from harness.articles import Article
from harness.gold.matching.claims import ClaimChecker
from harness.text.reading import Reading

# Invented: the people, the firm and the figures do not exist.
TEXTS = {
    "first": """\
Marit Oskvold of the dockers' union met Seoul's envoy. The World Health Organization paid 41 euros on Monday, and 27 \
on Tuesday. Ada Brann, 34, sold 1,000 balls in three months. Of 8,730 voters, 61 percent said yes.""",
    "second": """\
Oskvold, who comes from Norway, spoke. The final was 3-2, and 235, 000 people came; half of them left. The order gave \
14 days' notice, although the law asks for 90. Jorik's boat won again, in the 58th minute. A share fell 250 basis \
points. The mine costs 100 to 120 crowns.""",
}


@cache
def checker() -> ClaimChecker:
    articles = [Article(id=name, title="Envoy", event="e", text=text) for name, text in TEXTS.items()]
    return ClaimChecker(None, articles)


def evidence(summary: str, words: str) -> list[tuple[str, str]]:
    """Return the articles and the words there that carry some words of a summary."""
    (claim,) = (c for c in checker().check(Reading(summary)) if summary[slice(*c.span)] == words)
    assert claim.verdict == "supported"
    return [(e.article, TEXTS[e.article][e.start : e.end]) for e in claim.evidence]


@pytest.mark.parametrize(
    ("summary", "name", "found"),
    [
        ("Then Marit Oskvold spoke.", "Marit Oskvold", [("first", "Marit Oskvold")]),
        ("Then Oskvold spoke.", "Oskvold", [("first", "Oskvold"), ("second", "Oskvold")]),
        ("It was Jorik who won.", "Jorik", [("second", "Jorik's")]),
        ("Then Ms Brann spoke.", "Brann", [("first", "Brann")]),
        ("It is a Norwegian story.", "Norwegian", [("second", "Norway")]),
        ("It is a South Korean story.", "South Korean", [("first", "Seoul's")]),
        ("Money of the WHO came.", "WHO", [("first", "World Health Organization")]),
        ("It is Norway's Ada Brann.", "Norway", [("second", "Norway")]),
        ("It is Norwegian Ada Brann.", "Norwegian Ada Brann", [("second", "Norway"), ("first", "Ada Brann")]),
        ("Then the Envoy spoke.", "Envoy", [("first", "envoy")]),
    ],
)
def test_a_name_is_carried_by_the_articles_that_have_it(summary: str, name: str, found: list[tuple[str, str]]) -> None:
    assert evidence(summary, name) == found


@pytest.mark.parametrize(
    ("summary", "number", "found"),
    [
        ("It paid 68 euros in total.", "68", [("first", "41"), ("first", "27")]),
        ("On Tuesday it was 14 fewer.", "14", [("first", "41"), ("first", "27")]),
        ("Of the voters, 39% said no.", "39%", [("first", "61 percent")]),
        ("Some 5,325 voters said yes.", "Some 5,325", [("first", "61 percent"), ("first", "8,730")]),
        ("She sold 330 balls a month.", "330", [("first", "1,000"), ("first", "three months")]),
        ("It was 2-3.", "2-3", [("second", "3-2")]),
        ("Two goals to three.", "Two", [("second", "3-2")]),
        ("Almost half left.", "Almost half", [("second", "half")]),
        ("Goal: 58.", "58", [("second", "58")]),
        ("He won two times.", "two", [("second", "again")]),
        ("There were 235,000 people.", "235,000", [("second", "235, 000")]),
        ("That was 76 fewer than the law asks for.", "76", [("second", "90"), ("second", "14 days")]),
        ("A share fell 2.5 percentage points.", "2.5 percentage points", [("second", "250 basis points")]),
        ("Ada Brann, aged 34, sold balls.", "aged 34", [("first", "34")]),
        ("The 34-year-old sold balls.", "34-year-old", [("first", "34")]),
        ("It is a sum of 41 to 90 euros.", "41 to 90", [("first", "41"), ("second", "90")]),
        ("The mine costs 110 crowns, give or take 10.", "110", [("second", "100 to 120")]),
    ],
)
def test_a_reckoned_number_is_carried_by_those_it_follows_from(
    summary: str, number: str, found: list[tuple[str, str]]
) -> None:
    assert evidence(summary, number) == found


ACRONYM = "Some 11,000 soldiers were sent, the NIS told lawmakers. It is a matter of intelligence since WWI. The who?"


def name_claims(summary: str, text: str = ACRONYM) -> list[tuple[str, str, str]]:
    found = ClaimChecker(None, [Article(id="1", title="", event="e", text=text)]).check(Reading(summary))
    return [(summary[slice(*c.span)], c.verdict, c.reason) for c in found if c.type == "name"]


@pytest.mark.parametrize("summary", ["The {} said so.", "{} officials said so.", "So says the {} (NIS).", "So: {}"])
def test_the_long_form_of_an_acronym_of_the_article_is_carried_by_it(summary: str) -> None:
    name = "National Intelligence Service"
    assert name_claims(summary.format(name))[0] == (name, "supported", f"{name!r} has the first letters of 'NIS'.")


SPELT_OUT = (
    "Earnings per share rose, as did research and development costs. The initial offering, of shares, was public."
)


@pytest.mark.parametrize(
    ("summary", "verdict"),
    [
        ("The firm's EPS rose.", "supported"),
        ("The RDC rose.", "supported"),
        ("It held an IOS.", "unsupported"),  # a comma stands between
        ("The firm's APS rose.", "unsupported"),
        ("The firm's EPS rose by C$40.", "supported"),
    ],
)
def test_an_acronym_of_words_that_the_article_spells_out_is_carried(summary: str, verdict: str) -> None:
    assert [found for _, found, _ in name_claims(summary, SPELT_OUT)] == [verdict]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("The National Weather Service said so.", "National Weather Service"),
        ("It is for the World Harbour Office.", "World Harbour Office"),  # `Who` is no acronym
        ("The Port Office said so.", "Port Office"),
        ("It is since World War II.", "World War II"),
    ],
)
def test_other_long_forms_are_not(summary: str, found: str) -> None:
    assert name_claims(summary) == [(found, "unsupported", f"{found!r} is named in no article.")]


def test_a_name_that_lacks_a_part_is_told_whole_with_the_part() -> None:
    text = "The national intelligence agency spoke."
    reason = "'Service' of 'National Intelligence Service' is named in no article."
    found = [("National Intelligence Service", "unsupported", reason)]
    assert name_claims("The National Intelligence Service spoke.", text) == found
    assert name_claims("National Intelligence Service officials spoke.", text) == found


def test_a_common_word_that_opens_a_sentence_is_no_part_of_the_name_behind() -> None:
    assert name_claims("Perhaps Veldrin Town won.")[0][0] == "Veldrin Town"
