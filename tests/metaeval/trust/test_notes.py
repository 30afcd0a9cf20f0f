"""What is said below the table: the true reason for each figure that is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
from labelled_rows import FakeScorer, make_row, scored

from harness.gold.verdicts import Claim
from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.models import TrustReport
from harness.metaeval.trust.run import run_metaeval
from harness.metaeval.trust.table import show_report
from harness.scorers.base import Outcome, Score, Unscored

NO_VERDICT = "It gives no verdict."


def report_on(rows: Sequence[LabelledSummary], *scorers: FakeScorer, share: float | None = None) -> TrustReport:
    return asyncio.run(run_metaeval(rows, scorers, share)).report


def told(rows: Sequence[LabelledSummary], *scorers: FakeScorer, share: float | None = None) -> str:
    """Return the report as one line."""
    return " ".join(show_report(report_on(rows, *scorers, share=share)).split())


def fake(of: Callable[[str], Outcome], name: str = "fake") -> FakeScorer:
    return FakeScorer(name, of)


def judge(summary: str) -> Outcome:
    """Find a violation in the word `bad`; grade no `odd` and no `long` text."""
    if "odd" in summary or "long" in summary:
        return Unscored(reason="It is odd." if "odd" in summary else "It is long.")
    return scored(float(len(summary)), consistent="bad" not in summary)


def rank(summary: str) -> Outcome:
    return scored(float(len(summary)))


def labelled(*summaries: str, label: int | None = None, grade: float | None = None) -> list[LabelledSummary]:
    """Return rows of a document each, labelled 0 where they say `bad`, if not told otherwise."""
    return [
        make_row(str(i), int("bad" not in text) if label is None else label, str(i), summary=text, grade=grade)
        for i, text in enumerate(summaries)
    ]


def graded(*summaries: str) -> list[LabelledSummary]:
    return [make_row(str(i), None, str(i), summary=text, grade=i) for i, text in enumerate(summaries)]


def test_verdicts_without_labels_are_counted_and_not_denied() -> None:
    rows = graded("good", "bad one", "bad two", "good too")
    text = told(rows, fake(judge), fake(rank, "ranker"))
    said = "Violations found in 2 of 4 rows; none of them has a label to compare that with."
    assert f"fake: rows are ranked by 'score'. {said}" in text
    assert f"ranker: rows are ranked by 'score'. {NO_VERDICT}" in text
    assert text.count(NO_VERDICT) == 1
    judging, ranking, *_ = report_on(rows, fake(judge), fake(rank, "ranker")).parts[0].measured
    assert [(found.judged, found.flagged) for found in (judging, ranking)] == [(4, 2), (0, 0)]


def test_a_scorer_that_could_grade_no_row_says_why_and_nothing_of_verdicts() -> None:
    rows = labelled("odd bad", "long", "odd", "odd too")
    text = told(rows, fake(judge))
    assert "fake: could grade no row. Why: It is odd (3 rows); It is long (1 row)." in text
    assert NO_VERDICT not in text
    assert "No AUC" not in text
    (found, *_) = report_on(rows, fake(judge)).parts[0].measured
    assert list(found.reasons.items()) == [("It is odd.", 3), ("It is long.", 1)]


def test_rows_that_are_unscored_have_their_reasons_beside_what_was_found() -> None:
    text = told(labelled("good", "bad", "bad odd", "fine"), fake(judge))
    assert "1 row unscored, in no figure. Why: It is odd (1 row). Violations found in 1 of 1 inconsistent rows" in text


def test_a_part_in_which_no_row_could_be_graded_says_so_of_that_part() -> None:
    rows = labelled("good", "bad", "fine", "bad too")
    dropped = {row.summary for row in rows if row.group in tuned_groups(rows)}
    scorer = fake(lambda summary: Unscored(reason="Not now.") if summary in dropped else judge(summary))
    text = told(rows, scorer, share=0.5)
    first, second = text.split("small, only counted")
    assert "fake: could grade no row. Why: Not now (2 rows)." in first
    assert "Violations found in" in second
    assert NO_VERDICT not in text


def tuned_groups(rows: Sequence[LabelledSummary]) -> set[str]:
    marked = asyncio.run(run_metaeval(rows, [fake(rank)], 0.5)).marked_rows()
    return {row.group for row in marked if row.part == "to tune on"}


def test_labels_on_other_rows_than_those_that_were_graded() -> None:
    rows = [*labelled("odd good", "odd bad"), make_row("g", None, "g", summary="bad", grade=1)]
    text = told(rows, fake(judge))
    assert "Violations found in 1 of 1 row; none of them has a label to compare that with." in text


def test_of_one_label_only_that_one_is_spoken_of() -> None:
    text = told(labelled("good", "bad", "fine", label=1), fake(judge))
    assert "Violations found in 1 of 3 consistent rows." in text
    assert "No AUC, verdict or threshold: it needs consistent and inconsistent rows." in text
    assert "0 of 0" not in text


def test_figures_that_are_missing_of_some_alone_are_said_of_these() -> None:
    rows = labelled("good", "bad", "fine", "bad too")  # two words of one row make a bigram
    rows = [row.model_copy(update={"peer_scores": {"Peer": 1} if row.label else {}}) for row in rows]
    said = "No AUC or threshold of Peer, known bigrams: it needs consistent and inconsistent rows."
    assert said in told(rows, fake(judge))


@pytest.mark.parametrize(
    ("count", "more"), [(2, ""), (3, "; 1 other reason (--rows writes all)"), (5, "; 3 other reasons")]
)
def test_many_reasons_are_cut_short(count: int, more: str) -> None:
    rows = labelled("good", "bad", *map(str, range(count)))
    text = told(rows, fake(lambda summary: Unscored(reason=f"No {summary}.") if summary.isdigit() else judge(summary)))
    assert f"Why: No 0 (1 row); No 1 (1 row){more}" in text
    assert "No 2" not in text


def test_a_reason_cannot_steer_a_terminal_or_fill_it() -> None:
    text = told(labelled("good", "bad"), fake(lambda _: Unscored(reason=f"\x1b[2J{'x' * 9999}")))
    assert "\x1b" not in text
    assert len(text) < 2000


def test_a_scorer_without_any_figure_has_nothing_to_rank_by() -> None:
    text = told(labelled("good", "bad"), fake(lambda _: Score(values={"score": None}, reason="")))
    assert f"fake: has no figure to rank rows by. {NO_VERDICT}" in text


def test_scorers_that_graded_no_row_in_common_are_not_compared() -> None:
    other = fake(lambda summary: judge("odd" if "odd" not in summary else "bad"), "other")
    text = told(labelled("good", "bad", "odd"), fake(judge), other)
    assert "fake and other: no row was graded by both." in text


def test_agreement_that_is_undefined_says_why() -> None:
    text = told(labelled("good", "fine"), fake(judge), fake(judge, "twin"))
    same = "both give one and the same verdict throughout"
    spread = "it needs two values or more on either side"
    assert f"kappa of their verdicts undefined ({same}), Spearman of their scores undefined ({spread})." in text


def test_violations_whose_place_or_error_is_not_known_are_counted_beside_those_at_the_error() -> None:
    def at(summary: str) -> Outcome:
        claim = Claim(span=(0, 3), type="name", verdict="unsupported", severity="hard", reason="")
        found = (claim,) if "bad" in summary else ()
        return Score(values={"score": 0.0 if found else 1.0}, reason="", claims=found, consistent=not found)

    rows = [
        make_row("a1", 1, "a", summary="one ship", pair="a"),
        make_row("a0", 0, "a", summary="bad ship", pair="a"),
        make_row("b0", 0, "b", summary="bad boat"),
    ]
    assert "The first stood at the error in 1 of 1: 1.00; 1 more row without a known place." in told(rows, fake(at))
    assert "The first stood at the error in 1 of 1: 1.00. " in told(rows[:2], fake(at))


def test_under_three_documents_there_are_no_intervals_and_it_says_so() -> None:
    said = "No intervals: they need 3 documents."
    assert said in told(labelled("good", "bad"), fake(judge))
    assert said not in told(labelled("good", "bad", "fine"), fake(judge))


def test_types_are_shown_of_scorers_that_have_a_figure_of_any() -> None:
    rows = [row.model_copy(update={"pair": "1", "pair_type": "word"}) for row in labelled("good", "bad")]
    lines = show_report(report_on(rows, fake(judge), fake(lambda _: judge("odd"), "none"))).splitlines()
    assert "Pairs by type  rows  fake" in lines


def test_the_legend_speaks_of_what_stands_in_the_table() -> None:
    text = told(graded("good", "bad"), fake(judge))
    assert "Spearman, Kendall: correlation with the grades." in text
    assert "counting: " in text
    for absent in ("AUC", "threshold", "control: ", "published: "):
        assert absent not in text
