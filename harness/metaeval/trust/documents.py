"""Which rows are of which document, for sums over each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


def codes_of(values: Sequence[Any]) -> Whole:
    """Return each value's place, from 0, among the distinct values in ascending order."""
    places = {value: place for place, value in enumerate(sorted(set(values)))}
    return np.array([places[value] for value in values], dtype=np.int64)


class Documents:
    """The documents of rows, one row at least, in the order of first coming.

    `codes` has each row's document, from 0; `order` the rows' places document by document; `starts` where each document
    begins in that order; `sizes` how many rows each has.
    """

    def __init__(self, groups: Sequence[str]) -> None:
        numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        self.codes = np.array([numbers[group] for group in groups], dtype=np.int64)
        self.order = np.argsort(self.codes, kind="stable")
        self.sizes = np.bincount(self.codes)
        self.starts = np.cumsum(self.sizes) - self.sizes

    def sums(self, values: Whole) -> Whole:
        """Return for each document the sum over its rows, from one value a row."""
        return np.asarray(np.add.reduceat(values[self.order], self.starts), dtype=np.int64)

    def rows(self, document: int) -> Whole:
        """Return the places of a document's rows."""
        return self.order[self.starts[document] : self.starts[document] + self.sizes[document]]

    def pairs(self, chosen: npt.NDArray[np.bool_]) -> Iterator[tuple[Whole, Whole]]:
        """Yield the places of rows and of others of the same document, until each row has met each one, itself too.

        Only documents that are chosen take part. There are as many steps as the largest of them has rows.
        """
        owners = self.codes[self.order]
        steps = np.arange(len(owners)) - self.starts[owners]
        for step in range(int(self.sizes[chosen].max(initial=0))):
            near = np.flatnonzero(chosen[owners] & (self.sizes[owners] > step))
            owner = owners[near]
            yield self.order[near], self.order[self.starts[owner] + (steps[near] + step) % self.sizes[owner]]

    def values(self, codes: Whole) -> tuple[Whole, Whole, Whole]:
        """Return each document's distinct codes, from one code a row: document, code, and rows of it that have it.

        They are sorted by document and code.
        """
        width = int(codes.max()) + 1
        keys, counts = np.unique(self.codes * width + codes, return_counts=True)
        return keys // width, keys % width, counts
