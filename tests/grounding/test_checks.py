"""What each check finds of a summary, and what it passes over."""

import re
from functools import cache
from pathlib import Path

import pytest

from harness.articles import Article
from harness.gold.verdicts import Claim
from harness.grounding import Grounder, Grounding
from harness.grounding.checks import CHECKS

# Invented: the dam, the firm, the people and the places do not exist.
DAM = """\
The Ormelund dam will stay closed until Thursday, the operator Halvik Water said. Its spokeswoman, Tilde Ranvik, told \
reporters that the reservoir had risen by 12 percent in the third quarter and that 340 cubic metres a second were \
released. Engineers opened the northern gate on Tuesday. The mayor of Sennefoss, Arvid Molke, may ask for a public \
inquiry. Ranvik said that the company would keep the old turbines running. About 1,900 people left their homes in \
March, and 26 farms had no harvest.

Repairs will cost $4.75 million, according to Halvik Water. The fishermen's league was not consulted about the \
repairs. She said that her team was small, and that she had asked for help herself. Halvik Water reported a profit of \
$18 million and raised its outlook for the year."""


@cache
def grounder(text: str = DAM) -> Grounder:
    return Grounder([Article(id="1", title="", event="dam", text=text)])


def violations(summary: str, text: str = DAM) -> list[tuple[str, str]]:
    found = grounder(text).ground(summary)
    return [(claim.type, summary[slice(*claim.span)]) for claim in found.violations]


def article_words(claim: Claim, text: str = DAM) -> str:
    return " ".join(text[e.start : e.end] for e in claim.evidence)


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("The Ormelund dam will stay closed until Friday.", ("date", "Friday")),
        ("The reservoir had risen by 12 percent in the fourth quarter.", ("quantity", "fourth")),
        ("The reservoir had risen by 19 percent, the company said.", ("quantity", "19 percent")),
        ("Repairs will cost $4.85 million.", ("quantity", "$4.85 million")),
        ("Engineers closed the northern gate.", ("antonym", "closed")),
        ("Halvik Water reported a loss of $18 million.", ("antonym", "loss")),
        ("Halvik Water lowered its outlook for the year.", ("antonym", "lowered")),
        ("The company would not keep the old turbines running.", ("polarity", "not")),
        ("The reservoir fell by 12 percent in the third quarter.", ("antonym", "fell by 12 percent")),
        (
            "It is beyond doubt that the mayor of Sennefoss will ask for a public inquiry.",
            ("certainty", "is beyond doubt"),
        ),
        ('The dam will stay "shut for ever", Ranvik said.', ("quotation", "shut for ever")),
        ("They opened the northern gate on Tuesday.", ("reference", "They")),
        ("Ranvik spoke to reporters; he wants an inquiry.", ("reference", "he")),
        ("The Ormelund dam will stay closed, Brenda Olvar said.", ("name", "Brenda Olvar")),
    ],
)
def test_an_error_is_found_at_its_words(summary: str, expected: tuple[str, str]) -> None:
    assert expected in violations(summary)


@pytest.mark.parametrize(
    "summary",
    [
        DAM,
        "The dam of Ormelund stays shut until Thursday.",
        "The northern gate was opened on Tuesday by engineers.",
        "Some 1,900 people had to leave home in March; 26 farms had no harvest.",
        "The third quarter saw the reservoir up 12 percent.",
        "The fishermen's league was not consulted about the repairs.",
        "No, said the operator: the dam stays closed.",
        "Repairs cost $4.75 million. She said that her team was small.",
        "The mayor of Sennefoss may ask for an inquiry; that it will come is not certain.",
        "It is no longer clear whether the old turbines keep running.",
        "The northern gate was not closed on Tuesday by the engineers.",
        "Halvik Water made $18 million in profit and sees a better year.",
    ],
)
def test_what_the_article_says_is_no_violation(summary: str) -> None:
    assert violations(summary) == []


@pytest.mark.parametrize(
    ("summary", "check", "kind", "verdict"),
    [
        ("The reservoir had risen by 19 percent, the company said.", "quantity", "quantity", "unsupported"),
        ("The dam was closed on 3 May 1950.", "date", "date", "unsupported"),
        ('The dam will stay "shut for ever", Ranvik said.', "quotation", "quotation", "unsupported"),
        ("The Ormelund dam will stay closed, Brenda Olvar said.", "name", "name", "unsupported"),
        ("It had risen by 12 percent in the fourth quarter.", "absence", "quantity", "unsupported"),
        ("It was on Sunday, and no other day, that the gate was opened.", "absence", "date", "unsupported"),
        ("Engineers closed the northern gate.", "antonym", "antonym", "contradicted"),
        ("The reservoir fell by 12 percent in the third quarter.", "direction", "antonym", "contradicted"),
        ("The company would not keep the old turbines running.", "negation", "polarity", "contradicted"),
        ("That the mayor of Sennefoss asks for a public inquiry is certain.", "certainty", "certainty", "contradicted"),
        ("They opened the northern gate on Tuesday.", "reference", "reference", "unsupported"),
    ],
)
def test_a_claim_says_which_check_made_it(summary: str, check: str, kind: str, verdict: str) -> None:
    found = [(claim.check, claim.type, claim.verdict) for claim in grounder().ground(summary).violations]
    assert (check, kind, verdict) in found


def test_attributions_and_bindings_say_so_too() -> None:
    named = "Jorik Sandel warned that the noise of the cranes would drive families out of the old quarter."
    herds = "Wolves killed 1,105 goats and 135 sheep."
    claims = [
        *grounder("Wolves killed 1,105 sheep and 135 goats.").ground(herds).violations,
        *grounder(COURT).ground(named).violations,
        *grounder(BINDING).ground("The northern line carries 730 passengers a day on nine trains.").violations,
    ]
    assert [(c.check, c.type, c.verdict) for c in claims] == [
        ("exchange", "quantity", "contradicted"),
        ("attribution", "attribution", "contradicted"),
        ("binding", "quantity", "contradicted"),
    ]


def test_every_claim_names_a_check_of_the_manual() -> None:
    summary = f"{DAM} Engineers closed the northern gate with Brenda Olvar on Friday."
    manual = Path(__file__).parents[2] / "docs" / "grounding.md"
    rows = set(re.findall(r"^\| `(\w+)` \| (?!\d)", manual.read_text(encoding="utf-8"), re.MULTILINE))
    assert {check.name for check in CHECKS} | {"quantity", "date", "quotation", "name"} == rows
    assert {claim.check for claim in grounder().ground(summary).claims} <= rows


def test_a_violation_names_the_words_of_the_article_that_speak_against_it() -> None:
    (claim,) = grounder().ground("Engineers closed the northern gate.").violations
    assert article_words(claim) == "Engineers opened the northern gate on Tuesday."
    assert claim.reason == "The article has 'opened' where the summary has 'closed'."
    assert claim.verdict == "contradicted"


COURT = """\
The harbour board in Lindhavn wants two new cranes by the end of August, board member Jorik Sandel said. The \
old ones date from 1987. Marit Oskvold of the dockers' union warned that the noise of the cranes would drive families \
out of the old quarter. The town council has made no decision."""


def test_a_saying_with_another_named_source_is_a_violation_and_with_a_described_one_a_warning() -> None:
    named = "Jorik Sandel warned that the noise of the cranes would drive families out of the old quarter."
    assert violations(named, COURT) == [("attribution", "Jorik Sandel")]
    own = "Marit Oskvold warned that the noise of the cranes would drive families out of the old quarter."
    assert violations(own, COURT) == []
    assert violations("The union's leader warned that the noise would drive families out.", COURT) == []


BINDING = """\
The northern line carries 4,100 passengers a day on nine trains. Along the coast, winter storms closed the southern \
stretch, where buses carry 730 schoolchildren between Tolm and Varde every weekday morning."""


def test_a_number_put_to_what_another_counts_is_flagged_where_all_its_company_is_elsewhere() -> None:
    found = grounder(BINDING).ground("The northern line carries 730 passengers a day on nine trains.")
    assert [(c.type, c.severity) for c in found.claims if c.verdict == "contradicted"] == [("quantity", "hard")]
    assert violations("The northern line carries 4,100 passengers a day on nine trains.", BINDING) == []


UNDATED = "Sales rose in the second quarter, the firm said. Deliveries began on 17 August last year, and ended in 2031."


def test_a_year_is_no_error_where_an_undated_article_tells_it_by_words() -> None:
    assert violations("Deliveries began in August 2030.", UNDATED) == []
    assert violations("Deliveries began in August 2012.", UNDATED) == [("date", "August 2012")]
    assert violations("Sales rose in Q2.", UNDATED) == []
    assert violations("Sales rose in Q4.", UNDATED) == [("date", "Q4")]


def test_names_with_other_numbers_are_other_names() -> None:
    text = "The virus KORV-19 was found in Tolm, the clinic said."
    assert violations("The virus KORV-19 was found.", text) == []
    assert violations("The virus KORV-20 was found.", text) == [("name", "KORV-20")]


def test_a_word_behind_a_name_that_ends_in_a_period_is_no_name() -> None:
    text = "Sandel Bros. opened its yard to ships. Earlier they had to go round the cape."
    assert violations("The yard is that of Sandel Bros. Previously, ships had to go round the cape.", text) == []


def test_violations_come_by_how_sure_their_kind_is() -> None:
    found: Grounding = grounder().ground("Engineers closed the northern gate with Brenda Olvar on Friday.")
    assert [claim.type for claim in found.violations] == ["date", "antonym", "name"]
