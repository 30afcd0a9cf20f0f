"""From labelled rows to a head: what it holds, what it refuses, and that order and chance move nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from fitting_rows import document_of, labelled_rows
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from harness.errors import UsageError
from harness.metaeval.fitting.fit import Fitted, fit_head, fit_rows
from harness.metaeval.fitting.observed import Observation, Observed, name_groups
from harness.metaeval.fitting.report import show_fitted
from harness.metaeval.fitting.schema import SCHEMA_FILE, schema_text
from harness.metaeval.labelled import LabelledSummary
from harness.results.disk import to_json
from harness.scorers.base import Need, Outcome, Unscored
from harness.scorers.features import FEATURES
from harness.scorers.head import document_sha256
from harness.tasks.samples import Sample


@dataclass(frozen=True)
class Silent:
    """A scorer that can grade nothing."""

    name: str = "silent"
    needs: frozenset[Need] = frozenset()

    def signature(self, sample: Sample) -> str:
        del sample
        return "silent|v:1"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        del sample, summary
        return Unscored(reason="it is foreign.")


def fit(rows: Sequence[LabelledSummary]) -> Fitted:
    return asyncio.run(fit_rows(rows))


def observation(
    number: int, is_consistent: bool, *, wrong: float = 0.0, documents: Sequence[str] = (), group: str = ""
) -> Observation:
    known: dict[str, float | None] = dict.fromkeys(FEATURES, 0.0)
    return Observation(
        id=str(number),
        documents=tuple(documents) or (f"sha-{number // 2}",),
        group=group or f"group-{number // 2}",
        is_consistent=is_consistent,
        features={**known, "hard quantity": wrong, "groundedness lowest": None},
        score=1 - wrong / 2,
        is_flagged=wrong > 0,
    )


def observe_pairs(documents: int, wrong: float = 1.0) -> Observed:
    """Return a consistent row without a violation and an inconsistent one with one, for each document."""
    rows = [observation(i, i % 2 == 0, wrong=wrong * (i % 2)) for i in range(2 * documents)]
    return Observed(tuple(replace(row, documents=(f"{int(row.id) // 2:064x}",)) for row in rows), 0, 0)


def test_a_head_holds_what_differs_what_it_was_fitted_on_and_what_it_is_worth() -> None:
    head = fit_head(observe_pairs(6), "grounding|v:1|lang:en")
    (feature,) = head.features
    assert (feature.name, feature.mean, feature.scale) == ("hard quantity", 0.5, 0.5)
    assert feature.weight < 0
    assert head.intercept == pytest.approx(0, abs=1e-6), "the labels are even"
    assert head.documents == tuple(f"{number:064x}" for number in range(6))
    found = head.cross_validation
    assert (found.rows, found.consistent, found.inconsistent, found.documents, found.folds) == (12, 6, 6, 6, 6)
    assert (found.auc, found.balanced_accuracy, found.right) == (1.0, 1.0, 12)
    assert (found.untrained_auc, found.untrained_balanced_accuracy, found.untrained_right) == (1.0, 1.0, 12)
    assert (found.documents_better, found.documents_worse) == (0, 0)


def test_what_helps_is_counted_by_document() -> None:
    """The scorer alone calls nothing wrong: right on one row of each document; with the head on both."""
    blind = Observed(tuple(replace(row, is_flagged=False, score=0.5) for row in observe_pairs(8).rows), 0, 0)
    found = fit_head(blind, "s").cross_validation
    assert (found.untrained_auc, found.untrained_balanced_accuracy, found.untrained_right) == (0.5, 0.5, 8)
    assert (found.right, found.documents_better, found.documents_worse) == (16, 8, 0)


@pytest.mark.parametrize(
    ("observed", "told"),
    [
        (observe_pairs(5), "a head needs 6 documents or more; 10 rows of 5 documents can be used. Label more."),
        (
            Observed(observe_pairs(1).rows, 0, 9, "x: it is foreign"),
            "2 rows of 1 document can be used. Left out: 9 rows unscored; first x: it is foreign. Label more.",
        ),
        (
            Observed((), 12, 0),
            "0 rows of 0 documents can be used. Left out: 12 rows without a label. Label more.",
        ),
        (
            Observed(tuple(row for row in observe_pairs(9).rows if row.is_consistent), 1, 2, "x: why"),
            "in 0 documents. Left out: 1 row without a label. Left out: 2 rows unscored; first x: why. Label more.",
        ),
        (Observed((), 0, 0), "0 rows of 0 documents can be used."),
        (
            Observed(tuple(row for row in observe_pairs(9).rows if row.is_consistent), 0, 0),
            "rows that are inconsistent (label 0) in 2 documents or more; there are some in 0 documents.",
        ),
        (
            Observed(
                tuple(row for row in observe_pairs(9).rows if not row.is_consistent or int(row.id) < 2),
                0,
                0,
            ),
            "rows that are consistent (label 1) in 2 documents or more; there are some in 1 document.",
        ),
    ],
)
def test_too_little_to_fit_on_is_refused(observed: Observed, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        fit_head(observed, "s")
    assert told in str(raised.value)


def test_six_documents_are_enough_and_one_may_have_one_label_only() -> None:
    rows = [row for row in observe_pairs(6).rows if row.is_consistent or int(row.id) < 4]
    assert fit_head(Observed(tuple(rows), 0, 0), "s").cross_validation.inconsistent == 2


def test_rows_that_share_a_document_or_a_group_are_in_one_group_through_others_too() -> None:
    rows = [
        observation(0, is_consistent=True, documents=["b"], group="one"),
        observation(1, is_consistent=True, documents=["c", "a"], group="two"),
        observation(2, is_consistent=True, documents=["c"], group="one"),
        observation(3, is_consistent=True, documents=["d"], group="three"),
    ]
    assert name_groups(rows) == ["a", "a", "a", "d"]


@given(st.lists(st.tuples(st.sets(st.sampled_from("abcdef"), min_size=1), st.sampled_from("xyz")), max_size=8))
def test_no_document_is_in_two_groups(given_rows: list[tuple[set[str], str]]) -> None:
    rows = [
        observation(i, is_consistent=True, documents=sorted(documents), group=f"{group}{i // 3}")
        for i, (documents, group) in enumerate(given_rows)
    ]
    names = name_groups(rows)
    for row, name in zip(rows, names, strict=True):
        for other, its_name in zip(rows, names, strict=True):
            if row.group == other.group or set(row.documents) & set(other.documents):
                assert name == its_name


def test_rows_are_graded_and_what_the_scorer_finds_weighs() -> None:
    fitted = fit(labelled_rows())
    weights = {feature.name: feature.weight for feature in fitted.head.features}
    assert weights["hard quantity"] < 0
    assert "hard antonym" not in weights or weights["hard antonym"] <= 0
    assert fitted.head.documents == tuple(sorted(document_sha256(document_of(number)) for number in range(8)))
    found = fitted.head.cross_validation
    assert (found.rows, found.consistent, found.inconsistent, found.documents) == (32, 16, 16, 8)
    assert found.auc > 0.5
    assert (fitted.unlabelled, fitted.unscored) == (0, 0)


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = labelled_rows()
    assert to_json(fit(rows[::-1]).head) == to_json(fit(rows).head)


def test_rows_without_a_label_or_a_score_are_left_out_and_told() -> None:
    rows = labelled_rows()
    unlabelled = rows[0].model_copy(update={"id": "u", "label": None})
    empty = rows[1].model_copy(update={"id": "e", "summary": ""})
    fitted = fit([*rows, unlabelled, empty])
    assert (fitted.unlabelled, fitted.unscored) == (1, 1)
    assert fitted.why_unscored == "e: the summary is empty"
    assert to_json(fitted.head) == to_json(fit(rows).head)
    page = show_fitted(fitted, "h.json")
    assert "Left out: 1 row without a label.\nLeft out: 1 row unscored; first e: the summary is empty.\n" in page


def test_the_reason_for_a_row_without_a_score_ends_in_one_full_stop() -> None:
    with pytest.raises(UsageError) as raised:
        asyncio.run(fit_rows(labelled_rows(1), Silent()))
    assert " unscored; first 0-rose: it is foreign. Label more." in str(raised.value)


def test_the_report_has_both_figures_side_by_side_and_warns_where_the_head_does_not_help() -> None:
    head = fit_head(observe_pairs(6), "grounding|v:1|lang:en")
    page = show_fitted(Fitted(head, 0, 0, ""), "h.json")
    assert page.startswith("Fitted on 12 rows of 6 documents: 6 consistent, 6 inconsistent.\n")
    assert "                         fitted  untrained\nAUC                        1.00       1.00\n" in page
    assert "right verdicts            12/12      12/12\n" in page
    assert "fewer on 0, as many on 6." in page
    told = "does not help: AUC, balanced accuracy and the verdicts on most documents are no better than without it."
    assert told in " ".join(page.split())
    assert "6 documents are few" in page
    assert page.endswith("grounding|v:1|lang:en\nWritten: h.json\n")
    assert all(len(line) <= 80 for line in page.splitlines())


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"auc": 0.5}, "AUC is no better"),
        ({"balanced_accuracy": 0.4}, "balanced accuracy is no better"),
        ({"documents_better": 3, "documents_worse": 3}, "the verdicts on most documents are no better"),
        ({"auc": 0.5, "balanced_accuracy": 0.5}, "AUC and balanced accuracy are no better"),
    ],
)
def test_the_warning_names_what_is_no_better(figures: dict[str, float], told: str) -> None:
    blind = Observed(tuple(replace(row, is_flagged=False, score=0.5) for row in observe_pairs(20).rows), 0, 0)
    head = fit_head(blind, "s")
    worse = head.cross_validation.model_copy(update=figures)
    page = show_fitted(Fitted(head.model_copy(update={"cross_validation": worse}), 0, 0, ""), "h.json")
    assert f"Warning: the head does not help: {told} than without it." in " ".join(page.split())


def test_a_head_that_helps_gets_no_warning() -> None:
    blind = Observed(tuple(replace(row, is_flagged=False, score=0.5) for row in observe_pairs(20).rows), 0, 0)
    assert "Warning" not in show_fitted(Fitted(fit_head(blind, "s"), 0, 0, ""), "h.json")


def test_the_committed_schema_is_that_of_the_record_and_heads_fit_it() -> None:
    committed = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    assert committed == json.loads(schema_text()), "renew with: python -m harness.metaeval.fitting.schema"
    head = fit_head(observe_pairs(6), "s")
    Draft202012Validator(committed).validate(json.loads(to_json(head)))
