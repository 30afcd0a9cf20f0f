"""Candidates for gold: what is found is typed, quoted once, and loads as it is; measured on the built-in gold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.articles.models import Article, Published
from harness.authoring.candidates import Found, find_candidates
from harness.authoring.gold_text import gold_text
from harness.authoring.names import kind_of
from harness.authoring.new_task import candidates_of
from harness.authoring.notation import amount_text, duration_text, period_text
from harness.files.project import Project
from harness.files.source import Source
from harness.files.yaml import parse_yaml
from harness.gold.links import check_quotes
from harness.gold.load import check_source
from harness.gold.models import Fact
from harness.gold.values import Happening
from harness.text.amounts import parse_amount
from harness.text.dates import parse_duration, parse_period

ROOT = Path(__file__).resolve().parents[2]
TEXT = """\
The footbridge in Veldmoor was closed on Monday after inspectors found cracks in three of its eight steel cables.

About 4,200 people cross the bridge every day, the town council said. Ilva Torrend said that nobody had been in
danger. Torrend said the repairs would last six weeks. Between 10 and 20 percent of them may fail by 2034.
"""


def article(text: str, *, published: str | None = "2031-05-14") -> Article:
    date = Published(date=published) if published else None
    return Article(id="bridge", title="Bridge", event="bridge", text=text, published=date, outlet="Veldmoor Courier")


def facts(found: Found, kind: str) -> list[Fact]:
    return [one.fact for one in found.candidates if one.fact.kind == kind]


def test_counts_have_value_bound_unit_predicate_and_whole() -> None:
    counts = [fact.count for fact in facts(find_candidates(article(TEXT)), "count")]

    assert [count and count.model_dump(exclude_defaults=True) for count in counts] == [
        {"value": "3", "unit": "steel cables", "did": ("find",), "of": "8"},
        {"value": "4200", "bound": "about", "unit": "people"},
        {"value": "10% to 20%", "unit": "percent", "did": ("fail",)},
    ]


def test_dates_are_placed_by_the_day_of_publication() -> None:
    dates = [fact.date for fact in facts(find_candidates(article(TEXT)), "date")]

    assert [(date and date.when, date and date.lasting) for date in dates] == [
        ("2031-05-12", None),
        (None, "6 weeks"),
        ("../2034", None),
    ]
    unplaced = facts(find_candidates(article(TEXT, published=None)), "date")
    assert [fact.date and fact.date.when for fact in unplaced] == [None, "../2034"]


def test_when_it_was_said_is_not_what_was_said() -> None:
    found = find_candidates(article("About 4,200 people cross the bridge every day, the town council said on Monday."))

    (said,) = (fact.says for fact in facts(found, "attribution"))
    assert said
    assert said.what == ("people",)
    assert [fact.date and fact.date.when for fact in facts(found, "date")] == ["2031-05-12"]


def test_what_is_dated_does_not_end_in_what_led_to_the_date() -> None:
    found = find_candidates(article("The works will close its second furnace on 4 March 2032."))

    (closed,) = (fact.date for fact in facts(found, "date"))
    assert closed
    assert isinstance(closed.of, Happening)
    assert closed.of.what == "The works will close its second furnace"


def test_a_day_that_something_is_planned_for_is_the_next() -> None:
    found = find_candidates(article("The union has called a meeting for Thursday."))

    assert [fact.date and fact.date.when for fact in facts(found, "date")] == ["2031-05-15"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Ordeck Lines", "body"), ("Allied Makers", "body"), ("High Street", "place"), ("Ilva Torrend", "person")],
)
def test_what_a_name_names_is_told_by_its_last_word(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_unit_of_time_is_no_predicate() -> None:
    found = find_candidates(article("Transport alone could cost an extra 700,000 pounds a year."))

    assert [fact.count and fact.count.did for fact in facts(found, "count")] == [("cost",)]


def test_attributions_name_their_source_and_the_counts_that_it_gives() -> None:
    found = find_candidates(article(TEXT))
    said = [fact.says for fact in facts(found, "attribution")]
    named = {one.key: one for one in found.named}

    assert [(says.who.keys, says.what if isinstance(says.what, tuple) else says.terms) for says in said if says] == [
        (("town_council",), ("people",)),
        (("torrend",), (("nobody",), ("danger",))),
        (("torrend",), ("last-lasting",)),
    ]
    assert (named["torrend"].name, named["torrend"].kind, named["torrend"].also) == (
        "Ilva Torrend",
        "person",
        ["Torrend"],
    )


def test_evidence_stands_once_and_statements_are_told_apart() -> None:
    made = article("Ten people came. Ten people came. Of 30 ships and 40 boats 50 sank.")
    found = find_candidates(made)
    quotes = [fact.fact.evidence[0].quote for fact in found.candidates]
    statements = [fact.fact.statement for fact in found.candidates]

    assert all(" ".join(made.text.split()).count(quote) == 1 for quote in quotes)
    assert len(set(statements)) == len(statements) == 5


_PROSE = (
    "on Monday 12 May 2031 about 4,200 people said the council three of eight two weeks ago half 50% $3 million since "
    "1998 was closed Ilva Torrend: \"quote\" 'it' - # & * ! % @ ` {a} [b] yes null ~ \u201cquoted\u201d \u202e "
    "... , . ? ; by late January 11.30 first dozens"
)
_WORDS = st.sampled_from(_PROSE.split())


@settings(max_examples=60, deadline=None)
@example(["...", ":", "on"])
@example(["12", "null"])
@given(st.lists(st.one_of(_WORDS, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)), max_size=60))
def test_gold_of_candidates_is_read_without_a_fault_whatever_the_article(words: list[str]) -> None:
    text = " ".join(words).strip()
    if not any(char.isalnum() for char in text):
        return  # such a text is refused before
    made = article(text)
    drafts, named = candidates_of(made)
    document = parse_yaml(Source("gold.yaml", gold_text("bridge", drafts, named), ""))
    file, problems = check_source(document)

    assert [*problems, *check_quotes(document, made)] == []
    assert file
    assert list(file.facts) == drafts
    assert all(fact.draft for fact in file.facts)


@pytest.mark.parametrize(
    "text",
    ["11000", "2700000", "2.5", "10000 to 11000", "50%", "1/3", "1/3 to 50%", "12.5%", "thousands", "several", "0.36"],
)
def test_amounts_are_written_as_they_are_read(text: str) -> None:
    written = amount_text(parse_amount(text))
    assert written
    assert parse_amount(written) == parse_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-05",
        "2025-02",
        "2025",
        "early 2025-02",
        "late 2025-02",
        "early 2024",
        "late 2024",
        "2024-21",
        "2024-24",
        "194X",
        "early 194X",
        "XXXX-01",
        "XXXX-12-24",
        "mid XXXX-01",
        "2024-10/2025-01",
        "2024-10/..",
        "../2024",
        "1950/1953",
        "2024-02-29/..",
    ],
)
def test_periods_are_written_as_they_are_read(text: str) -> None:
    written = period_text(parse_period(text))
    assert written
    again, period = parse_period(written), parse_period(text)
    assert (again.earliest, again.latest, again.has_year) == (period.earliest, period.latest, period.has_year)


@pytest.mark.parametrize(
    "text", ["3 weeks", "1.5 years", "2 to 3 months", "a few days", "several weeks", "weeks", "1 day"]
)
def test_durations_are_written_as_they_are_read(text: str) -> None:
    assert duration_text(parse_duration(text)) == text


def test_candidates_hold_the_counts_and_dates_of_the_built_in_gold() -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from candidates import measure, show  # noqa: PLC0415  (a script)

    tallies = measure(Project(ROOT))
    sys.stdout.write(f"\n{show(tallies)}")
    both = tallies["count"] + tallies["date"]
    assert both.recall >= 0.9
    assert both.precision >= 0.6
    assert tallies["attribution"].recall >= 0.6
