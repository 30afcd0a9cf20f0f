"""What stands beside the scorers: published scores, counting, and the control that sees the summary alone."""

from __future__ import annotations

import random

import numpy as np
import pytest
from labelled_rows import make_row

from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.agreement import auc
from harness.metaeval.trust.baselines import baseline_marks, peer_marks
from harness.metaeval.trust.control import control_marks, surface


def test_a_peer_has_scores_on_the_rows_that_carry_it_alone() -> None:
    rows = [make_row("1", peer_scores={"A": 0.5}), make_row("2", peer_scores={"B": 1, "A": 0}), make_row("3")]
    assert [(marks.name, marks.scores) for marks in peer_marks(rows)] == [
        ("A", (0.5, 0, None)),
        ("B", (None, 1, None)),
    ]


def test_counting_by_hand() -> None:
    row = make_row("1", documents=("The old ship sank.", "The crew was saved."), summary="The old crew sank - twice.")
    nothing = make_row("2", summary="- !")
    marks = {found.name: found.scores for found in baseline_marks([row, nothing])}
    assert marks == {
        "length": (5, 0),
        "known words": (4 / 5, None),  # all but "twice"
        "known bigrams": (1 / 4, None),  # "the old"; no document has "old crew", "crew sank", "sank twice"
    }


def test_neighbours_across_two_documents_are_none() -> None:
    row = make_row("1", documents=("The ship", "sank here"), summary="ship sank")
    assert {found.name: found.scores for found in baseline_marks([row])}["known bigrams"] == (0,)


def random_rows(seed: int, *, leaky: bool) -> list[LabelledSummary]:
    drawn = random.Random(seed)
    rows = []
    for number in range(120):
        label = drawn.randrange(2)
        words = ["ship"] * drawn.randrange(4, 12) + (["not"] if leaky and not label else [])
        rows.append(make_row(str(number), label, f"d{number % 12}", summary=" ".join(words)))
    return rows


def control_auc(rows: list[LabelledSummary]) -> float:
    scores = control_marks(rows).scores
    value = auc([score for score in scores if score is not None], [row.label or 0 for row in rows], ["d"] * len(rows))
    assert value.value is not None
    return value.value


def test_the_control_finds_what_the_form_gives_away() -> None:
    assert control_auc(random_rows(1, leaky=True)) > 0.95


def test_the_control_is_near_chance_where_the_form_gives_nothing_away() -> None:
    found = [control_auc(random_rows(seed, leaky=False)) for seed in range(8)]
    assert 0.42 < sum(found) / len(found) < 0.58


def test_the_control_does_not_learn_from_the_document_that_it_is_tried_on() -> None:
    rows = random_rows(2, leaky=True)
    own = [place for place, row in enumerate(rows) if row.group in ("d0", "d6")]
    turned = [row.model_copy(update={"label": 1 - (row.label or 0)}) if row.group == "d0" else row for row in rows]
    before, after = control_marks(rows).scores, control_marks(turned).scores
    same = [place for place in own if rows[place].group == "d0"]
    assert [before[place] for place in same] == [after[place] for place in same]
    assert before != after


def test_the_order_of_the_rows_does_not_matter_to_the_control() -> None:
    rows = random_rows(3, leaky=True)
    back = control_marks(rows[::-1]).scores[::-1]
    assert [score for score in back if score is not None] == pytest.approx(list(control_marks(rows).scores))


def test_without_both_labels_the_control_says_nothing() -> None:
    assert control_marks([make_row("1"), make_row("2", group="e")]).scores == (None, None)
    assert control_marks([make_row("1", None, grade=1)]).scores == (None,)
    assert control_marks([]).scores == ()


def test_a_fold_with_more_errors_does_not_score_lower_for_that() -> None:
    # documents of right summaries alone and of wrong ones alone; the form says nothing
    rows = [
        make_row(str(i), int(i % 12 < 6), f"d{i % 12:02}", summary="Ships left. " * (1 + i // 12)) for i in range(96)
    ]
    scores = [score for score in control_marks(rows).scores if score is not None]
    found = auc(scores, [row.label or 0 for row in rows], ["d"] * 96)
    assert found.value is not None
    assert 0.4 < found.value < 0.6


def test_surface_counts_by_hand() -> None:
    counts = surface("He didn't come, at 9. Never!")
    assert counts == pytest.approx([np.log(6), 2, 23 / 6, 1 / 6, 2 / 6, 1 / 6, 1 / 6])
    assert len(surface("")) == len(counts)
