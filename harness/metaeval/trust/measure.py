"""From marks to figures: what can be measured of each on a part of a dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.agreement import (
    auc,
    balanced_accuracy,
    flagged_share,
    kappa,
    kendall_with,
    spearman_with,
)
from harness.metaeval.trust.errors_at import error_spans, overlaps
from harness.metaeval.trust.jackknife import estimate_shares
from harness.metaeval.trust.marks import Marks
from harness.metaeval.trust.models import Agreement, Measured
from harness.metaeval.trust.pairs import Pair, find_pairs, pairwise_accuracy, pairwise_by_type, worst_type
from harness.metaeval.trust.thresholds import threshold_accuracy
from harness.scorers.cards import Estimate, FigureName

Rows = Sequence[LabelledSummary]

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")


def measure(rows: Rows, marks: Marks) -> Measured:
    """Return the figures of marks on rows: those that the rows' labels, pairs and grades support."""
    pairs = find_pairs(rows)
    by_type = pairwise_by_type(marks.scores, pairs) if marks.kind == "scorer" else {}
    return Measured(
        name=marks.name,
        kind=marks.kind,
        ranked_by=marks.ranked_by,
        signatures=marks.signatures,
        scored=sum(score is not None for score in marks.scores),
        unscored=marks.unscored,
        reasons=marks.reasons(),
        judged=sum(flag is not None for flag in marks.flags),
        flagged=sum(flag is True for flag in marks.flags),
        figures=dict(_figures(rows, marks, pairs)),
        pair_types=by_type,
        worst_pair_type=worst_type(by_type),
        error_types=_found_by_type(rows, marks) if _judges(marks) else {},
    )


def _figures(rows: Rows, marks: Marks, pairs: Sequence[Pair]) -> Iterator[tuple[FigureName, Estimate]]:
    if any(row.label is not None for row in rows):
        labelled = [
            (score, row.label, row.group)
            for row, score in zip(rows, marks.scores, strict=True)
            if row.label is not None and score is not None
        ]
        scores, labels, groups = _columns(labelled)
        yield "auc", auc(scores, labels, groups)
        if _judges(marks):
            yield "verdict", _verdict(rows, marks)
        yield "threshold", threshold_accuracy(scores, labels, groups)
    if pairs:
        yield "pairs", pairwise_accuracy(marks.scores, pairs)
    if any(row.grade is not None for row in rows):
        graded = [
            (score, row.grade, row.group)
            for row, score in zip(rows, marks.scores, strict=True)
            if row.grade is not None and score is not None
        ]
        scores, grades, groups = _columns(graded)
        yield "spearman", spearman_with(scores, grades, groups)
        yield "kendall", kendall_with(scores, grades, groups)
    if _judges(marks):
        yield "explanation", explanation(rows, marks)


def _judges(marks: Marks) -> bool:
    return any(flag is not None for flag in marks.flags)


def _verdict(rows: Rows, marks: Marks) -> Estimate:
    judged = [
        (flag, row.label, row.group)
        for row, flag in zip(rows, marks.flags, strict=True)
        if row.label is not None and flag is not None
    ]
    flags, labels, groups = _columns(judged)
    return balanced_accuracy(flags, labels, groups)


def explanation(rows: Rows, marks: Marks) -> Estimate:
    """Return, of flagged rows labelled inconsistent, the share whose first violation touches the error.

    Rows whose error has no known place are left out, and those whose violation has none; both are counted.
    """
    items: list[tuple[str, int, float]] = []
    without_error = without_span = 0
    for row, flag, span, errors in zip(rows, marks.flags, marks.spans, error_spans(rows), strict=True):
        if row.label != 0 or not flag:
            continue
        without_error += not errors
        without_span += bool(errors) and span is None
        if errors and span is not None:
            items.append((row.group, 0, float(overlaps(span, errors))))
    counts = {
        "at the error": sum(hit == 1 for _, _, hit in items),
        "error without place": without_error,
        "violation without place": without_span,
    }
    return estimate_shares(items, 1, counts, "no flagged inconsistent row has an error whose place is known")


def _found_by_type(rows: Rows, marks: Marks) -> dict[str, Estimate]:
    """Return for each type of error, sorted by name, the share of inconsistent rows that are flagged."""
    of_types: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    for row, flag in zip(rows, marks.flags, strict=True):
        if row.label == 0 and flag is not None:
            for name in dict.fromkeys(row.error_types):
                of_types[name].append((flag, row.group))
    return {
        name: flagged_share([flag for flag, _ in of_type], [group for _, group in of_type])
        for name, of_type in sorted(of_types.items())
    }


def agreements(rows: Rows, marks: Sequence[Marks]) -> tuple[Agreement, ...]:
    """Return how far each two scorers agree, on the rows that both graded."""
    scorers = [mark for mark in marks if mark.kind == "scorer"]
    return tuple(_agreement(rows, one, two) for one, two in combinations(scorers, 2))


def _agreement(rows: Rows, one: Marks, two: Marks) -> Agreement:
    groups = [row.group for row in rows]
    is_judged = _judges(one) and _judges(two)
    scored = _both(one.scores, two.scores, groups)
    return Agreement(
        first=one.name,
        second=two.name,
        verdicts=kappa(*_columns(_both(one.flags, two.flags, groups))) if is_judged else None,
        scores=spearman_with(*_columns(scored)),
    )


def _columns(table: Sequence[tuple[_A, _B, _C]]) -> tuple[list[_A], list[_B], list[_C]]:
    return [row[0] for row in table], [row[1] for row in table], [row[2] for row in table]


def _both(first: Sequence[_A | None], second: Sequence[_A | None], groups: Sequence[str]) -> list[tuple[_A, _A, str]]:
    """Return what two scorers gave to the rows to which both gave something."""
    return [
        (one, two, group)
        for one, two, group in zip(first, second, groups, strict=True)
        if one is not None and two is not None
    ]
