"""From labelled rows to a head, with what it is worth on documents that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.errors import UsageError
from harness.metaeval.fitting.choice import (
    OUTER,
    OutOfFold,
    area_under_curve,
    balanced_accuracy,
    choose,
    cross_validate,
)
from harness.metaeval.fitting.observed import Observation, Observed, name_groups, observe
from harness.metaeval.fitting.tables import Scaled, Table, fit_scaled
from harness.metaeval.labelled import LabelledSummary
from harness.results.clean import how_many
from harness.scorers.base import Scorer
from harness.scorers.features import FEATURES
from harness.scorers.grounding import GroundingScorer
from harness.scorers.head import CrossValidation, Head, HeadFeature, group_sha256
from harness.scorers.pairs import bare_signature

FEWEST_DOCUMENTS = 6
FEWEST_WITH_LABEL = 2
"""Documents that have rows with either label: where there is but one, no head knows both without it."""

_DIGITS = 6


@dataclass(frozen=True)
class Fitted:
    """A head, and how many rows it was not fitted on: without a label, and unscored, with the first reason of these."""

    head: Head
    unlabelled: int
    unscored: int
    why_unscored: str


async def fit_rows(rows: Sequence[LabelledSummary], scorer: Scorer | None = None) -> Fitted:
    """Return a head fitted on labelled rows, over what a scorer finds; that is `grounding` unless another is given.

    The same rows give the same head, in whatever order. Raises UsageError where there are fewer than 6 documents, or
    fewer than 2 with rows of either label.
    """
    base = scorer or GroundingScorer()
    observed = await observe(rows, base)
    return Fitted(
        fit_head(observed, bare_signature(base) or ""), observed.unlabelled, observed.unscored, observed.why_unscored
    )


def fit_head(observed: Observed, signature: str) -> Head:
    """Return a head fitted on what was observed; raise UsageError as `fit_rows` does."""
    names = name_groups(observed.rows)
    _check(observed, names)
    order = sorted(range(len(names)), key=lambda i: (names[i], observed.rows[i].id))
    rows, groups = [observed.rows[i] for i in order], [names[i] for i in order]
    table = Table.of(
        [[row.features[name] for name in FEATURES] for row in rows], [row.is_consistent for row in rows], groups
    )
    choice = choose(table, OUTER)
    model = fit_scaled(table, choice.penalty)
    return Head(
        scorer=signature,
        intercept=_rounded(model.regression.intercept),
        features=_features(model),
        penalty=choice.penalty,
        threshold=_rounded(choice.threshold),
        cross_validation=_measure(table, rows, cross_validate(table)),
        documents=tuple(sorted({sha for row in rows for sha in row.documents})),
        groups=tuple(sorted({group_sha256(row.given_group) for row in rows if row.given_group is not None})),
    )


def _features(model: Scaled) -> tuple[HeadFeature, ...]:
    """Return what differed between the rows, with its weight."""
    figures = (model.regression.weights.tolist(), model.means.tolist(), model.scales.tolist())
    return tuple(
        HeadFeature(name=name, weight=_rounded(weight), mean=_rounded(mean), scale=_rounded(scale))
        for name, weight, mean, scale in zip(FEATURES, *figures, strict=True)
        if scale > 0
    )


def _rounded(figure: float) -> float:
    return round(figure, _DIGITS)


def _check(observed: Observed, groups: Sequence[str]) -> None:
    mend = "Label more."
    documents = len(set(groups))
    if documents < FEWEST_DOCUMENTS:
        can = f"{how_many(len(groups), 'row')} of {how_many(documents, 'document')} can be used."
        what = f"a head needs {FEWEST_DOCUMENTS} documents or more; {can}{_left_out(observed)}"
        raise UsageError(what, mend=mend)
    for is_consistent, label in ((True, "consistent (label 1)"), (False, "inconsistent (label 0)")):
        found = {name for row, name in zip(observed.rows, groups, strict=True) if row.is_consistent == is_consistent}
        if len(found) < FEWEST_WITH_LABEL:
            where = how_many(len(found), "document")
            what = f"a head needs rows that are {label} in {FEWEST_WITH_LABEL} documents or more; there are some in"
            raise UsageError(f"{what} {where}.{_left_out(observed)}", mend=mend)


def _left_out(observed: Observed) -> str:
    """Return a sentence for each kind of rows that cannot be used."""
    told = [f"Left out: {how_many(observed.unlabelled, 'row')} without a label."] if observed.unlabelled else []
    if observed.unscored:
        told.append(f"Left out: {how_many(observed.unscored, 'row')} unscored; first {observed.why_unscored}.")
    return "".join(f" {sentence}" for sentence in told)


def _measure(table: Table, rows: Sequence[Observation], found: OutOfFold) -> CrossValidation:
    labels = table.labels
    scores = np.array([row.score for row in rows], dtype=np.float64)
    untrained = np.array([not row.is_flagged for row in rows], dtype=np.bool_)
    right, untrained_right = found.verdicts == labels, untrained == labels
    gained: Counter[str] = Counter()
    for group, new, old in zip(table.groups, right.tolist(), untrained_right.tolist(), strict=True):
        gained[group] += new - old
    return CrossValidation(
        folds=found.folds,
        rows=len(rows),
        consistent=int(labels.sum()),
        inconsistent=int((~labels).sum()),
        documents=len(set(table.groups)),
        auc=_rounded(area_under_curve(found.probabilities, labels)),
        balanced_accuracy=_rounded(balanced_accuracy(found.verdicts, labels)),
        right=int(right.sum()),
        untrained_auc=_rounded(area_under_curve(scores, labels)),
        untrained_balanced_accuracy=_rounded(balanced_accuracy(untrained, labels)),
        untrained_right=int(untrained_right.sum()),
        documents_better=sum(number > 0 for number in gained.values()),
        documents_worse=sum(number < 0 for number in gained.values()),
    )
