"""The scorer of grounding: its figures, its verdict, and what it leaves unscored."""

import asyncio

import pytest
from pydantic import ValidationError

from harness.scorers.base import Score, Unscored
from harness.scorers.grounding import LONGEST_DOCUMENT, MOST_NUMBERS, GroundingScorer, create
from harness.tasks.samples import sample_of

TEXT = "The ferry Aldane left Tolm harbour at noon with 212 passengers. It reached Varde on Wednesday evening."


def score(summary: str, *documents: str) -> Score | Unscored:
    outcome = asyncio.run(GroundingScorer().score(sample_of(documents or (TEXT,)), summary))
    assert isinstance(outcome, (Score, Unscored))
    return outcome


def test_figures_count_violations_and_warnings() -> None:
    found = score("The ferry left with 300 passengers on Friday.")
    assert isinstance(found, Score)
    assert found.values["violations"] == 2
    assert found.values["warnings"] == 0
    assert found.consistent is False
    assert found.reason == f"2 violations; groundedness {found.values['groundedness']:.2f}."
    assert found.values["score"] == pytest.approx(1 / (3 + 0.99 * (1 - (found.values["groundedness"] or 0))))


def test_without_a_violation_none_is_said_to_be_found() -> None:
    found = score("The ferry left with 212 passengers.")
    assert isinstance(found, Score)
    assert found.consistent is True
    assert found.reason.startswith("no violation found; groundedness ")


@pytest.mark.parametrize("summary", ["?!", "...", "\u2026", "- - -", "The.", "It is so."])
def test_a_summary_without_a_word_of_substance_is_unscored(summary: str) -> None:
    found = score(summary)
    assert isinstance(found, Unscored)
    assert found.reason == "The summary has no word of substance, so there is nothing to check."


@pytest.mark.parametrize("summary", ["Noon.", "212", "In 1950."])
def test_a_single_word_of_substance_is_scored(summary: str) -> None:
    assert isinstance(score(summary), Score)


@pytest.mark.parametrize(
    ("summary", "document", "reason"),
    [
        ("Die Fähre verließ den Hafen mit vielen Menschen an Bord und kam spät an.", TEXT, "language or script"),
        ("word " * 20_000, TEXT, "more than 60,000"),
        ("The ferry left.", "ab " * (LONGEST_DOCUMENT // 3 + 1), "more than 2,000,000, so they are not read"),
        ("The ferry left.", "7 " * (MOST_NUMBERS + 1), "30,001 numbers, more than 30,000"),
    ],
)
def test_what_cannot_be_read_is_unscored_with_the_reason(summary: str, document: str, reason: str) -> None:
    found = score(summary, document)
    assert isinstance(found, Unscored)
    assert reason in found.reason


GERMAN = """\
Die Fähre Aldane verließ den Hafen von Tolm am Mittag mit 212 Menschen an Bord und kam wegen eines Sturmes erst am \
Abend an, sagte das Hafenamt."""
RUSSIAN = "Паром вышел из гавани Толма в полдень, на борту было 212 пассажиров, сообщили в порту."


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN])
def test_articles_in_another_language_leave_the_summary_unscored(text: str) -> None:
    summary = "The ferry left Tolm with 212 passengers."
    told = "in a language or script that the reader does not know."
    assert score(summary, text) == Unscored(reason=f"The article is {told}")
    assert score(summary, TEXT, text) == Unscored(reason=f"The article '2' is {told}")
    assert score(summary, text, TEXT) == Unscored(reason=f"The article '1' is {told}")


def test_an_article_that_says_that_it_is_in_another_language_is_not_read() -> None:
    sample = sample_of([TEXT, TEXT])
    other = sample.articles[1].model_copy(update={"language": "ko"})
    sample = sample.model_copy(update={"articles": (sample.articles[0], other)})
    found = asyncio.run(GroundingScorer().score(sample, "The ferry left."))
    assert isinstance(found, Unscored)
    assert found.reason.startswith("The article '2' is in a language")


@pytest.mark.parametrize(
    "text",
    [
        "Goals: Ode (Varde) 12, 40; Molke (Tolm) 77. Gate 9,100.",
        f"{TEXT} \u201e{GERMAN[:90]}\u201c, the harbour master told the paper in his own language, and no more.",
        "212",
    ],
)
def test_terse_english_and_foreign_quotations_are_read(text: str) -> None:
    assert isinstance(score("The ferry left Tolm with 212 passengers.", text), Score)


def test_the_same_summary_of_another_document_is_another_matter() -> None:
    scorer = GroundingScorer()
    summary = "The ferry left with 300 passengers."
    right = asyncio.run(scorer.score(sample_of([TEXT.replace("212", "300")]), summary))
    wrong = asyncio.run(scorer.score(sample_of([TEXT]), summary))
    assert isinstance(right, Score)
    assert isinstance(wrong, Score)
    assert (right.consistent, wrong.consistent) == (True, False)


def test_it_takes_no_options_and_signs_with_version_and_language() -> None:
    with pytest.raises(ValidationError):
        create({"level": 3})
    assert create({}).signature(sample_of([TEXT])) == "grounding|v:5|lang:en"
