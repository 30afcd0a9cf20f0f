"""From labelled rows to the report: which figures there are, what is counted, how parts and scorers are kept apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
from labelled_rows import FakeScorer, make_row, scored

from harness.errors import TaskError, UsageError
from harness.gold.verdicts import Claim
from harness.metaeval.labelled import LabelledSummary, split_groups
from harness.metaeval.trust.models import Measured, Part
from harness.metaeval.trust.run import TrustRun, make_scorers, run_metaeval
from harness.scorers.base import Outcome, Score, Unscored


def flagged(start: int, end: int) -> Score:
    claim = Claim(span=(start, end), type="name", verdict="unsupported", severity="hard", reason="")
    return Score(values={"score": 0.0}, reason="", claims=(claim,), consistent=False)


def run(rows: Sequence[LabelledSummary], *scorers: FakeScorer, share: float | None = None) -> TrustRun:
    return asyncio.run(run_metaeval(rows, scorers, share))


def only_part(rows: Sequence[LabelledSummary], *scorers: FakeScorer) -> Part:
    (part,) = run(rows, *scorers).report.parts
    return part


def fake(of: Callable[[str], Outcome], name: str = "fake") -> FakeScorer:
    return FakeScorer(name, of)


ROWS = [
    make_row("a1", 1, "a", summary="good one", pair="1"),
    make_row("a0", 0, "a", summary="bad one", pair="1", pair_type="word", error_types=("word", "other")),
    make_row("b1", 1, "b", summary="good two", pair="2"),
    make_row("b0", 0, "b", summary="sad two", pair="2", pair_type="mood", error_types=("mood",)),
    make_row("c1", 1, "c", summary="bad three"),
    make_row("c0", 0, "c", summary="unread three"),
]


def grade(summary: str) -> Outcome:
    """Flag the word `bad`; leave what is unread unscored."""
    if summary.startswith("unread"):
        return Unscored(reason="unread")
    return flagged(0, 3) if summary.startswith("bad") else scored(0.5, consistent=True)


def test_the_figures_of_a_scorer_by_hand() -> None:
    found = only_part(ROWS, fake(grade)).measured[0]
    assert (found.name, found.kind, found.ranked_by, found.scored, found.unscored) == ("fake", "scorer", "score", 5, 1)
    verdict = found.figures["verdict"]
    assert verdict.counts == {"consistent": 3, "flagged consistent": 1, "inconsistent": 2, "flagged inconsistent": 1}
    assert verdict.value == pytest.approx((2 / 3 + 1 / 2) / 2)
    # consistent 0.5, 0.5, 0; inconsistent 0, 0.5: wins 1 + 1/2, 1 + 1/2, 1/2 of 6
    assert found.figures["auc"].value == pytest.approx(3.5 / 6)
    assert found.figures["pairs"].value == 0.75  # won, tied
    assert {name: figure.value for name, figure in found.pair_types.items()} == {"mood": 0.5, "word": 1}
    assert found.worst_pair_type == "mood"
    assert {name: (figure.value, figure.n) for name, figure in found.error_types.items()} == {
        "mood": (0, 1),
        "other": (1, 1),
        "word": (1, 1),
    }
    assert "spearman" not in found.figures


def test_the_explanation_counts_violations_at_the_error() -> None:
    rows = [
        make_row("a1", 1, "a", summary="good ship", pair="1"),
        make_row("a0", 0, "a", summary="bad ship", pair="1"),
        make_row("b1", 1, "b", summary="good boat", pair="2"),
        make_row("b0", 0, "b", summary="good raft", pair="2"),
        make_row("c0", 0, "c", summary="good tug"),
        make_row("d1", 1, "d", summary="good ferry"),
    ]
    found = only_part(rows, fake(lambda summary: scored(1, consistent=True) if "ferry" in summary else flagged(0, 3)))
    figure = found.measured[0].figures["explanation"]
    assert (figure.value, figure.n) == (0.5, 2)
    assert figure.counts == {"at the error": 1, "error without place": 1, "violation without place": 0}


def test_a_flag_without_a_place_is_counted_apart() -> None:
    found = only_part(ROWS[:2], fake(lambda _: scored(1, consistent=False))).measured[0].figures["explanation"]
    assert (found.value, found.counts["violation without place"]) == (None, 1)


def test_grades_give_correlations_and_no_label_no_accuracy() -> None:
    rows = [make_row(str(n), None, str(n), grade=n, summary=f"{n} words") for n in (1, 2, 4, 3)]
    found = only_part(rows, fake(lambda summary: scored(float(summary[0])))).measured[0]
    assert set(found.figures) == {"spearman", "kendall"}
    assert found.figures["spearman"].value == pytest.approx(1)
    assert found.figures["kendall"].n == 4


def test_peers_counting_and_the_control_stand_behind_the_scorers() -> None:
    rows = [row.model_copy(update={"peer_scores": {"Peer": 1.0 - place}}) for place, row in enumerate(ROWS[:4])]
    part = only_part(rows, fake(grade))
    assert [(found.kind, found.name) for found in part.measured] == [
        ("scorer", "fake"),
        ("peer", "Peer"),
        ("baseline", "length"),
        ("baseline", "known words"),
        ("baseline", "known bigrams"),
        ("control", "summary only"),
    ]
    peer = part.measured[1]
    assert "verdict" not in peer.figures
    assert (peer.pair_types, peer.error_types) == ({}, {})
    assert peer.figures["auc"].value == 0.75  # 1, -1 against 0, -2


def test_a_peer_that_is_named_like_what_stands_beside_it_is_called_published() -> None:
    scores = {"fake": 1.0, "length": 2.0, "summary only": 3.0, "Fake": 4.0}
    part = only_part([row.model_copy(update={"peer_scores": scores}) for row in ROWS[:4]], fake(grade))
    peers = [found.name for found in part.measured if found.kind == "peer"]
    assert peers == ["fake (published)", "length (published)", "summary only (published)", "Fake"]
    names = [found.name for found in part.measured]
    assert len(names) == len(set(names))


def test_rows_of_a_pair_without_a_partner_are_in_the_report() -> None:
    rows = [*ROWS[:4], make_row("lone", 0, pair="lone"), make_row("lonely", 1, pair="lonely")]
    part = only_part(rows, fake(grade))
    assert (part.pairs, part.partnerless) == (2, 2)
    assert only_part(ROWS[:4], fake(grade)).partnerless == 0


def test_datasets_are_reported_apart() -> None:
    rows = [make_row("1", dataset="one"), make_row("2", 0, dataset="two"), make_row("3", 0, dataset="one")]
    parts = run(rows, fake(grade)).report.parts
    assert [(part.dataset, part.part, part.rows, part.consistent) for part in parts] == [
        ("one", "all", 2, 1),
        ("two", "all", 1, 0),
    ]


def test_with_a_share_the_documents_are_in_two_parts() -> None:
    rows = [make_row(f"{group}{label}", label, group) for group in "abcde" for label in (1, 0)]
    found = run(rows, fake(grade), share=0.6)
    assert [(part.part, part.documents, part.rows) for part in found.report.parts] == [
        ("to tune on", 3, 6),
        ("only counted", 2, 4),
    ]
    first, _ = split_groups(rows, 0.6)
    tuned = {marked.id for marked in found.marked_rows() if marked.part == "to tune on"}
    assert tuned == {row.id for row in first}


def test_rows_come_out_as_they_went_in_with_what_was_made_of_them() -> None:
    found = list(run(ROWS, fake(grade)).marked_rows())
    assert [row.id for row in found] == [row.id for row in ROWS]
    bad, unread = found[1].scorers["fake"], found[5].scorers["fake"]
    assert (bad.outcome, bad.score, bad.violation, bad.span) == ("score", 0, True, (0, 3))
    assert (unread.outcome, unread.score, unread.violation, unread.values) == ("unscored", None, None, {})
    assert unread.reason == "unread"


def test_two_scorers_are_compared_and_one_is_not() -> None:
    other = fake(lambda summary: scored(float(len(summary))), "other")
    assert only_part(ROWS, fake(grade)).agreement == ()
    (found,) = only_part(ROWS, fake(grade), other).agreement
    assert (found.first, found.second, found.verdicts, found.scores.n) == ("fake", "other", None, 5)
    (same,) = only_part(ROWS, fake(grade), fake(grade, "twin")).agreement
    assert same.verdicts is not None
    assert [same.verdicts.value, same.scores.value] == pytest.approx([1, 1])


def by_name(part: Part) -> dict[str, Measured]:
    return {found.name: found for found in part.measured}


def test_the_order_of_rows_moves_no_figure() -> None:
    one, other = by_name(only_part(ROWS, fake(grade))), by_name(only_part(ROWS[::-1], fake(grade)))
    for name, found in one.items():
        for figure, estimate in found.figures.items():
            twin = other[name].figures[figure]
            assert twin.value == pytest.approx(estimate.value), (name, figure)
            assert twin.low == pytest.approx(estimate.low), (name, figure)


def test_scorers_are_made_by_name() -> None:
    assert [scorer.name for scorer in make_scorers(["grounding", "rouge"])] == ["grounding", "rouge"]
    with pytest.raises(UsageError, match="needs gold"):
        make_scorers(["facts"])
    with pytest.raises(UsageError, match="asked for twice"):
        make_scorers(["rouge", "rouge"])
    with pytest.raises(TaskError, match="Did you mean 'rouge'"):
        make_scorers(["rogue"])
