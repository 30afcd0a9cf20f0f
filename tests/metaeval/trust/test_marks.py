"""Marks: how rows are shown to scorers, and what is made of their outcomes."""

from __future__ import annotations

import asyncio

from labelled_rows import FakeScorer, make_row, scored

from harness.errors import ScorerError
from harness.gold.verdicts import Claim
from harness.metaeval.trust.marks import first_violation, grade_rows, make_marks
from harness.scorers.base import NoAnswer, Outcome, Score, Unscored


def test_rows_of_one_document_are_graded_one_after_the_other_and_come_back_in_their_order() -> None:
    rows = [make_row("1", group="a"), make_row("2", group="b"), make_row("3", group="a")]
    scorer = FakeScorer("fake", lambda summary: scored(float(summary[-2])))
    (marks,) = asyncio.run(grade_rows(rows, [scorer]))
    assert [summary for _, _, summary in scorer.shown] == ["Summary 1.", "Summary 3.", "Summary 2."]
    assert marks.scores == (1, 2, 3)
    assert marks.signatures == ("fake|v:1|lang:en",)


def test_the_documents_are_the_articles_and_the_references() -> None:
    scorer = FakeScorer("fake", lambda _: scored(1))
    asyncio.run(grade_rows([make_row("1", documents=("One.", "Two."))], [scorer]))
    assert scorer.shown == [(("One.", "Two."), ("One.", "Two."), "Summary 1.")]


def test_what_cannot_be_graded_is_unscored_and_never_zero() -> None:
    def fail(summary: str) -> Outcome:
        if "2" in summary:
            raise ScorerError("no.")
        return scored(0.5, consistent=True)

    rows = [make_row("1"), make_row("2"), make_row("3", summary=" "), make_row("4", documents=(" ",))]
    (marks,) = asyncio.run(grade_rows(rows, [FakeScorer("fake", fail)]))
    assert marks.scores == (0.5, None, None, None)
    assert marks.flags == (False, None, None, None)
    assert marks.unscored == 3
    assert [type(outcome) for outcome in marks.outcomes] == [Score, Unscored, NoAnswer, Unscored]


def test_a_verdict_of_none_is_no_violation_found_where_the_scorer_judges() -> None:
    outcomes: list[Outcome] = [scored(1, consistent=False), scored(1), scored(1, consistent=True), Unscored(reason="")]
    assert make_marks("fake", outcomes).flags == (True, False, False, None)


def test_a_scorer_without_verdicts_has_no_flags() -> None:
    assert make_marks("fake", [scored(1), scored(0)]).flags == (None, None)


def values(**found: float | None) -> Score:
    return Score(values=found, reason="")


def test_rows_are_ranked_by_one_figure() -> None:
    assert make_marks("any", [values(a=1, score=2)]).ranked_by == "score"
    assert make_marks("rouge", [values(rouge1=1, rouge2=2)]).ranked_by == "rouge2"
    assert make_marks("rouge", [values(rougeL=3, rouge1=1)]).ranked_by == "rouge1"
    assert make_marks("shape", [values(words=3, coverage=1)]).ranked_by == "coverage"
    mixed = make_marks("any", [values(a=None, b=2), values(a=1, b=3)])
    assert (mixed.ranked_by, mixed.scores) == ("b", (2, 3))
    nothing = make_marks("any", [values(a=None), Unscored(reason="")])
    assert (nothing.ranked_by, nothing.scores) == (None, (None, None))


def test_the_first_violation_is_the_first_claim_that_is_one() -> None:
    def claim(start: int, severity: str, verdict: str) -> Claim:
        return Claim.model_validate(
            {"span": (start, start + 2), "type": "name", "verdict": verdict, "severity": severity, "reason": ""}
        )

    claims = (claim(0, "warning", "unsupported"), claim(3, "hard", "supported"), claim(6, "hard", "contradicted"))
    assert first_violation(Score(values={}, reason="", claims=claims)) == (6, 8)
    assert first_violation(Score(values={}, reason="", claims=claims[:2])) is None
    assert first_violation(Unscored(reason="")) is None


def test_marks_of_some_rows_count_their_own_unscored() -> None:
    marks = make_marks("fake", [scored(1), Unscored(reason=""), scored(3)], ("fake|v:1",))
    some = marks.of([1, 2])
    assert (some.scores, some.unscored, some.ranked_by, some.signatures) == ((None, 3), 1, "score", ("fake|v:1",))
