"""What is chosen on other documents than those that it is tried on: the penalty, and the threshold of a verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from harness.metaeval.fitting.logistic import Flags, Floats, log_losses, probabilities
from harness.metaeval.fitting.tables import Table, fit_scaled

PENALTIES = (300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.3)
"""Tried in this order: of equals, the greatest penalty stands."""

OUTER, INNER = 10, 5
"""Folds at most: to measure, and within each of them to choose."""

_HALF = 0.5


def fold_groups(groups: Iterable[str], folds: int) -> dict[str, int]:
    """Return the fold, from 0, of each group: drawn by a hash of its name, as even in groups as can be.

    There are as many folds as asked for, or as groups where these are fewer.
    """
    drawn = sorted(set(groups), key=lambda group: hashlib.sha256(f"fold:{group}".encode()).hexdigest())
    count = min(folds, len(drawn))
    return {group: place % count for place, group in enumerate(drawn)}


@dataclass(frozen=True)
class Choice:
    """A penalty, and the least probability that is called consistent."""

    penalty: float
    threshold: float


@dataclass(frozen=True)
class OutOfFold:
    """Of each row, the probability that it is consistent and the verdict, by a head that has not seen its document."""

    probabilities: Floats
    verdicts: Flags
    folds: int


def choose(table: Table, folds: int) -> Choice:
    """Return the penalty with the least log loss on the folds left out, and the threshold that is best there."""
    groups = fold_groups(table.groups, folds)
    odds = {penalty: _log_odds_out_of_fold(table, groups, penalty) for penalty in PENALTIES}
    losses = {penalty: float(log_losses(found, table.labels).sum()) for penalty, found in odds.items()}
    penalty = min(PENALTIES, key=lambda penalty: round(losses[penalty], 9))
    return Choice(penalty, choose_threshold(probabilities(odds[penalty]), table.labels))


def cross_validate(table: Table) -> OutOfFold:
    """Return what heads say of documents that were left out when they were fitted, penalty and threshold included."""
    groups = fold_groups(table.groups, OUTER)
    found, verdicts = np.zeros(len(table.labels)), np.zeros(len(table.labels), dtype=np.bool_)
    folds = max(groups.values()) + 1
    for fold in range(folds):
        is_left_out = table.in_groups(groups, fold)
        training = table.rows(~is_left_out)
        choice = choose(training, INNER)
        found[is_left_out] = fit_scaled(training, choice.penalty).probabilities(table.rows(is_left_out))
        verdicts[is_left_out] = found[is_left_out] >= choice.threshold
    return OutOfFold(found, verdicts, folds)


def _log_odds_out_of_fold(table: Table, groups: Mapping[str, int], penalty: float) -> Floats:
    found = np.zeros(len(table.labels))
    for fold in range(max(groups.values()) + 1):
        is_left_out = table.in_groups(groups, fold)
        found[is_left_out] = fit_scaled(table.rows(~is_left_out), penalty).log_odds(table.rows(is_left_out))
    return found


def choose_threshold(found: Floats, labels: Flags) -> float:
    """Return the probability from which on a verdict of consistent has the greatest balanced accuracy.

    Tried are 0, 0.5 and the middles between neighbouring probabilities; of equals, the one nearest to 0.5 is taken, and
    of these the lower one.
    """
    distinct = np.unique(found)
    middles = (distinct[:-1] + distinct[1:]) / 2
    tried = np.unique(np.concatenate([middles, [0.0, _HALF]]))
    true, false = np.sort(found[labels]), np.sort(found[~labels])
    if not true.size or not false.size:
        return _HALF
    kept = 1 - np.searchsorted(true, tried, side="left") / true.size
    rejected = np.searchsorted(false, tried, side="left") / false.size
    accuracy = np.round((kept + rejected) / 2, 12)
    best = tried[accuracy == accuracy.max()]
    return float(min(best, key=lambda value: (abs(value - _HALF), value)))


def balanced_accuracy(verdicts: Flags, labels: Flags) -> float:
    """Return the mean of the shares of either label that the verdicts have right, 0 to 1; both labels occur."""
    return float((verdicts[labels].mean() + (~verdicts[~labels]).mean()) / 2)


def area_under_curve(figures: Floats, labels: Flags) -> float:
    """Return the share of pairs of a true and a false label whose figures stand in that order; a tie counts half.

    The area under the ROC curve (Hanley and McNeil 1982), 0 to 1; both labels occur.
    """
    false = np.sort(figures[~labels])
    below = np.searchsorted(false, figures[labels], side="left")
    up_to = np.searchsorted(false, figures[labels], side="right")
    return float((below + up_to).sum() / 2 / (labels.sum() * false.size))
