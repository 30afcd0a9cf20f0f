"""Answers in pairs: the same sample and epoch on both sides, and what each figure takes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness.results.comparing.columns import ABSENT, OUTCOMES, Book, Bools, Columns, Floats, Graded, Ints
from harness.results.comparing.shared import Shared
from harness.results.figures import Figure

SCORED, UNSCORED, NO_ANSWER = (OUTCOMES[name] for name in ("score", "unscored", "no answer"))
REFERENCE_SCORERS = frozenset({"rouge"})
"""Scorers that read the gold's references, and whose signatures do not tell them apart."""


class Parts(NamedTuple):
    """What is added up for a figure, on both sides."""

    top_a: Floats
    bottom_a: Floats
    top_b: Floats
    bottom_b: Floats

    def map(self, change: Callable[[Floats], Floats]) -> Parts:
        """Return the parts, each changed."""
        return Parts(*(change(part) for part in self))


@dataclass(frozen=True)
class Cells:
    """A figure's parts by sample: row i is of `samples[i]`. The figure is `scale` x sum of tops / sum of bottoms."""

    samples: Ints
    clusters: Ints
    parts: Parts
    scale: float = 1.0

    def of(self, chosen: Bools, *, is_sum: bool) -> Cells:
        """Return the cells of some samples; a sum is a mean times their number."""
        scale = float(chosen.sum()) if is_sum else self.scale
        return Cells(self.samples[chosen], self.clusters[chosen], self.parts.map(lambda part: part[chosen]), scale)

    def by_cluster(self) -> Parts:
        """Return the parts added up by cluster."""
        found, place = np.unique(self.clusters, return_inverse=True)
        return self.parts.map(lambda part: add_up(place, part, len(found)))


@dataclass(frozen=True)
class Pairing:
    """The answers that two sides share: row i of all columns here is of the same sample and epoch.

    `rows_a` and `rows_b` say where they stand in the sides' own columns.
    """

    a: Columns
    b: Columns
    rows_a: Ints
    rows_b: Ints
    samples: Ints
    clusters: Ints
    other_gold: Bools
    _comparable: dict[frozenset[str], Bools] = field(default_factory=dict, init=False, repr=False, compare=False)
    _scored: dict[frozenset[str], tuple[Bools, Bools]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _missing: dict[frozenset[str], Ints] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def scorers(self) -> tuple[str, ...]:
        """The scorers that both sides have, in the order of A."""
        return tuple(name for name in self.a.scorers if name in self.b.scorers)

    @cached_property
    def sides(self) -> tuple[tuple[Columns, Ints], tuple[Columns, Ints]]:
        """Each side with its rows."""
        return (self.a, self.rows_a), (self.b, self.rows_b)

    @cached_property
    def epochs(self) -> Ints:
        """Each answer's epoch, from 1."""
        return self.a.epochs[self.rows_a]

    def outcomes(self, scorer: str) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        """Return the codes of a scorer's outcomes on both sides."""
        a, b = (columns.scorers[scorer].outcomes[rows] for columns, rows in self.sides)
        return a, b

    def signatures(self, scorer: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the numbers of a scorer's signatures on both sides."""
        a, b = (columns.scorers[scorer].signatures[rows] for columns, rows in self.sides)
        return a, b

    def comparable(self, scorers: frozenset[str]) -> Bools:
        """Return which answers all of these scorers were to grade on both sides, with equal signatures.

        A scorer without a signature lacks what it needs of the sample.
        """
        if scorers not in self._comparable:
            self._comparable[scorers] = self._find_comparable(scorers)
        return self._comparable[scorers]

    def missing(self, scorers: frozenset[str]) -> Ints:
        """Return the places of the answers that are comparable and lack a score on a side."""
        if scorers not in self._missing:
            a, b = self.scored(scorers)
            self._missing[scorers] = np.flatnonzero(self.comparable(scorers) & ~(a & b))
        return self._missing[scorers]

    def _find_comparable(self, scorers: Iterable[str]) -> Bools:
        found = np.ones(len(self), dtype=bool)
        for scorer in scorers:
            outcome_a, outcome_b = self.outcomes(scorer)
            signature_a, signature_b = self.signatures(scorer)
            found &= (outcome_a != ABSENT) & (outcome_b != ABSENT)
            found &= (signature_a == signature_b) & (signature_a != 0)
            if scorer in REFERENCE_SCORERS:
                found &= ~self.other_gold
        return found

    def scored(self, scorers: frozenset[str]) -> tuple[Bools, Bools]:
        """Return which answers all of these scorers graded, on each side."""
        if scorers not in self._scored:
            self._scored[scorers] = self._find_scored(scorers)
        return self._scored[scorers]

    def _find_scored(self, scorers: Iterable[str]) -> tuple[Bools, Bools]:
        a, b = np.ones(len(self), dtype=bool), np.ones(len(self), dtype=bool)
        for scorer in scorers:
            outcome_a, outcome_b = self.outcomes(scorer)
            a &= outcome_a == SCORED
            b &= outcome_b == SCORED
        return a, b

    def parts(self, figure: Figure) -> Parts:
        """Return what each answer adds to a figure; NaN where it has nothing to add."""
        a, b = (_parts(figure, columns.scorers, rows) for columns, rows in self.sides)
        return Parts(*a, *b)

    def cells(self, figure: Figure, epoch: int | None = None) -> Cells:
        """Return a figure's parts by sample, of the answers that are scored on both sides; of one epoch, or of all."""
        parts = self.parts(figure)
        scored_a, scored_b = self.scored(figure.scorers)
        used = self.comparable(figure.scorers) & scored_a & scored_b & ~np.isnan(parts.top_a) & ~np.isnan(parts.top_b)
        return self.cells_of(figure, used if epoch is None else used & (self.epochs == epoch), parts)

    def cells_of(self, figure: Figure, used: Bools, parts: Parts) -> Cells:
        """Return parts by sample; of a mean, the epochs of a sample are averaged first."""
        samples, first, place = np.unique(self.samples[used], return_index=True, return_inverse=True)
        weights = np.bincount(place, minlength=len(samples)) if figure.rule == "mean" else np.ones(len(samples))
        sums = parts.map(lambda part: add_up(place, part[used], len(samples)) / weights)
        scale = float(len(samples)) if figure.rule == "sum" else figure.scale
        if figure.rule != "ratio":
            ones = np.ones(len(samples))
            sums = sums._replace(bottom_a=ones, bottom_b=ones)
        return Cells(samples, self.clusters[used][first], sums, scale)


def pair(a: Columns, b: Columns, shared: Shared, book: Book) -> Pairing:
    """Return the answers that both sides have of the shared samples, in the shared epochs."""
    clusters = clusters_by_code(shared, book)
    keys_a, rows_a = shared_keys(a, clusters, shared.epochs)
    keys_b, rows_b = shared_keys(b, clusters, shared.epochs)
    _, places_a, places_b = np.intersect1d(keys_a, keys_b, assume_unique=True, return_indices=True)
    rows_a, rows_b = rows_a[places_a], rows_b[places_b]
    samples = a.samples[rows_a]
    other_gold = np.zeros(len(book.samples), dtype=bool)
    other_gold[book.samples.codes(shared.other_gold)] = True
    return Pairing(a, b, rows_a, rows_b, samples, clusters[samples], other_gold[samples])


def clusters_by_code(shared: Shared, book: Book) -> Ints:
    """Return the cluster of each sample by its number in the book; -1 for what is not shared."""
    codes = book.samples.codes(shared.cluster_of)
    clusters = np.full(len(book.samples), -1, dtype=np.int64)
    clusters[codes] = np.fromiter(shared.cluster_of.values(), dtype=np.int64)
    return clusters


def shared_keys(columns: Columns, clusters: Ints, epochs: int) -> tuple[Ints, Ints]:
    """Return the keys of a side's answers to shared samples in shared epochs, and their rows."""
    rows = np.flatnonzero((clusters[columns.samples] >= 0) & (columns.epochs <= epochs))
    return columns.keys[rows], rows


def add_up(place: Ints, values: Floats, size: int) -> Floats:
    """Return the sums of the values that have the same place, from 0 to `size` - 1."""
    return np.bincount(place, values, size).astype(np.float64)


def _parts(figure: Figure, scorers: Mapping[str, Graded], rows: Ints) -> tuple[Floats, Floats]:
    top = _value(figure.top, scorers)[rows]
    if not figure.bottom:
        return top, np.ones(len(rows))
    bottom = sum((_value(key, scorers)[rows] for key in figure.bottom), np.zeros(len(rows)))
    top = np.where(np.isnan(bottom), np.nan, np.where(bottom == 0, 0.0, top))
    return top, bottom


def _value(key: str, scorers: Mapping[str, Graded]) -> Floats:
    scorer, _, value = key.partition(".")
    return scorers[scorer].value(value)
