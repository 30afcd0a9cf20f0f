"""Graded rows as a table of figures, and a regression on it that knows its own scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from harness.metaeval.fitting.logistic import Flags, Floats, Logistic, fit_logistic, probabilities

_LEAST_SCALE = 1e-6


@dataclass(frozen=True)
class Table:
    """Rows of features: `values` and `known`, both (rows, features); `labels` and `groups`, both (rows,).

    A value that is not known is 0, and `known` is False there. Rows of one document have one name in `groups`.
    """

    values: Floats
    known: Flags
    labels: Flags
    groups: tuple[str, ...]

    @classmethod
    def of(cls, features: Sequence[Sequence[float | None]], labels: Sequence[bool], groups: Sequence[str]) -> Table:
        """Return the table of rows of equal length; None is a value that is not known."""
        values = np.array([[0.0 if value is None else value for value in row] for row in features], dtype=np.float64)
        known = np.array([[value is not None for value in row] for row in features], dtype=np.bool_)
        return cls(values, known, np.array(labels, dtype=np.bool_), tuple(groups))

    def rows(self, chosen: Flags) -> Table:
        """Return the table of the chosen rows alone."""
        groups = tuple(group for group, is_chosen in zip(self.groups, chosen, strict=True) if is_chosen)
        return Table(self.values[chosen], self.known[chosen], self.labels[chosen], groups)

    def in_groups(self, groups: Mapping[str, int], fold: int) -> Flags:
        """Return which rows are of a fold, where `groups` says of each group what fold it is of."""
        return np.array([groups[group] == fold for group in self.groups], dtype=np.bool_)


@dataclass(frozen=True)
class Scaled:
    """A regression on standardised features. `means` and `scales` are of the rows that it was fitted on.

    A feature that does not differ between those rows has the scale 0 and the weight 0.
    """

    regression: Logistic
    means: Floats
    scales: Floats

    def log_odds(self, table: Table) -> Floats:
        """Return the log-odds that each row is consistent."""
        return self.regression.log_odds(_standardise(table, self.means, self.scales))

    def probabilities(self, table: Table) -> Floats:
        """Return the probability that each row is consistent, 0 to 1."""
        return probabilities(self.log_odds(table))


def fit_scaled(table: Table, penalty: float) -> Scaled:
    """Return the regression on a table's features, each less its mean and divided by its standard deviation."""
    counts = np.maximum(table.known.sum(axis=0), 1)
    means = (table.values * table.known).sum(axis=0) / counts
    squares = (((table.values - means) * table.known) ** 2).sum(axis=0) / counts
    scales = np.sqrt(squares)
    scales = np.where(scales < _LEAST_SCALE, 0.0, scales)
    return Scaled(fit_logistic(_standardise(table, means, scales), table.labels, penalty), means, scales)


def _standardise(table: Table, means: Floats, scales: Floats) -> Floats:
    """Return values in standard deviations from the mean; 0 where unknown, or where nothing differed."""
    is_used = table.known & (scales > 0)
    return np.where(is_used, (table.values - means) / np.where(scales > 0, scales, 1.0), 0.0)
