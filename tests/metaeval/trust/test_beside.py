"""What stands beside the scorers: published scores, counting, and the control that sees the summary alone."""

from __future__ import annotations

import random

import numpy as np
import pytest
from labelled_rows import make_row
from sklearn.linear_model import LogisticRegression

from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.agreement import auc
from harness.metaeval.trust.baselines import baseline_marks, peer_marks
from harness.metaeval.trust.control import control_marks, fit_logistic, surface


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


def test_the_regression_is_scikit_learns() -> None:
    drawn = np.random.default_rng(4)
    features = drawn.normal(size=(80, 3))
    labels = (features @ [1.0, -2.0, 0.0] + drawn.normal(size=80) > 0.5).astype(float)
    weights = drawn.uniform(0.5, 2, size=80)
    model = fit_logistic(np.hstack([features, np.ones((80, 1))]), labels, weights)
    oracle = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(features, labels, sample_weight=weights)
    assert model == pytest.approx([*oracle.coef_[0], oracle.intercept_[0]], abs=1e-4)


def test_surface_counts_by_hand() -> None:
    counts = surface("He didn't come, at 9. Never!")
    assert counts == pytest.approx([np.log(6), 2, 23 / 6, 1 / 6, 2 / 6, 1 / 6, 1 / 6])
    assert len(surface("")) == len(counts)
