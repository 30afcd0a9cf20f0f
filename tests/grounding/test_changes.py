"""Changes of numbers: what was and what became of it, and a summary that turns them round."""

from __future__ import annotations

import pytest

from harness.articles import Article
from harness.grounding import Grounder
from harness.grounding.checks.changes import changes_in
from harness.text.reading import Reading

# Invented: the firm does not exist.
FIRM = """\
Net sales of Tolbrand Marine were 2,914 million crowns (3,100) at an operating margin of 13.0% (14.0). Its docks \
took in 30 ships, against 25 a year before. The crew was cut from 80 to 64."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They were 2,914 million crowns (3,100).", [(3.1e9, 2.914e9)]),
        ("The margin was 13.0% (14.0).", [(0.14, 0.13)]),
        ("It rose to 14% from 13%.", [(0.13, 0.14)]),
        ("It fell from 5 to 4.", [(5, 4)]),
        ("It sold 30, compared with 25.", [(25, 30)]),
        ("It sold 25 instead of 30.", [(30, 25)]),
        ("It sold 5 (6 percent).", []),
        ("It sold 5 and 6.", []),
        ("It sold 5 from 6 docks.", []),
    ],
)
def test_a_change_has_what_was_and_what_became(text: str, expected: list[tuple[float, float]]) -> None:
    found = [(round(c.former.low, 9), round(c.current.low, 9)) for c in changes_in(Reading(text))]
    assert found == expected


@pytest.mark.parametrize(
    ("summary", "wrong"),
    [
        ("The margin widened to 14.0% from 13.0%.", ["14.0% from 13.0%"]),
        (
            "Net sales rose from 2,914 million crowns to 3,100 million crowns.",
            ["2,914 million crowns to 3,100 million"],
        ),
        ("The docks took in 25 ships, against 30.", ["25 ships, against 30"]),
        ("The margin narrowed to 13.0% from 14.0%.", []),
        ("Net sales fell from 3,100 million crowns to 2,914 million crowns.", []),
        ("The crew is 64 instead of 80.", []),
    ],
)
def test_a_change_that_the_article_tells_the_other_way_is_wrong(summary: str, wrong: list[str]) -> None:
    found = Grounder([Article(id="1", title="", event="firm", text=FIRM)]).ground(summary)
    assert [summary[slice(*c.span)] for c in found.violations if c.check == "change"] == wrong


@pytest.mark.parametrize(
    ("summary", "wrong"),
    [
        ("Its crew rose from 80 to 64.", ["rose from 80"]),
        ("A crew of 64 remained, up from 80.", ["up from 80"]),
        ("Its crew fell from 80 to 64.", []),
        ("A crew of 64 remained, down from 80.", []),
        ("Its crew time improved from 80 to 64.", []),  # what improves may fall
        ("In the table it fell from 64 to 80.", []),  # the greater number is the lower rank
        ("It gave up 64 from 80.", []),
    ],
)
def test_a_change_whose_own_ends_go_the_other_way_is_found(summary: str, wrong: list[str]) -> None:
    claims = Grounder([Article(id="1", title="", event="firm", text=FIRM)]).ground(summary).violations
    assert [summary[slice(*claim.span)] for claim in claims if claim.check == "step"] == wrong
