"""What rank correlations are without each document in turn, from sums over all rows less what the document adds.

The sums are of whole numbers, so that the figures are those that a computation anew gives, to the last bit. They fit in
64 bits up to two million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from harness.metaeval.trust.documents import Documents, Whole, codes_of
from harness.metaeval.trust.quadrants import Quadrants
from harness.metaeval.trust.ranks import concordance, pearson_of, tau_b

_FEW = 64
"""Rows of a document that are compared two by two."""

_SEARCH = 100
"""How many rows are summed in the time that it takes to look around one place."""


def kendall_without(first: Sequence[float], second: Sequence[float], groups: Sequence[str]) -> list[float | None]:
    """Return Kendall's tau-b without each document, in the order of first coming; as `ranks.kendall` defines it.

    A document takes with it the pairs that its rows make with all rows, of which those within it are counted twice.
    Takes O(n log n).
    """
    if not groups:
        return []
    documents, one, two = Documents(groups), codes_of(first), codes_of(second)
    balance = Quadrants(one, two).balance(one, two)
    differences = int(balance.sum()) // 2 - documents.sums(balance) + _within_each(documents, one, two)
    pairs = _pairs(len(groups) - documents.sizes)
    tied = (_ties_without(documents, codes, _pairs) for codes in (one, two))
    return [tau_b(*map(int, figures)) for figures in zip(differences, pairs, *tied, strict=True)]


def _within_each(documents: Documents, one: Whole, two: Whole) -> Whole:
    """Return for each document the concordant pairs of its own rows, less the discordant ones."""
    found = np.zeros(len(documents.sizes), dtype=np.int64)
    is_small = documents.sizes <= _FEW
    for rows, others in documents.pairs(is_small):
        signs = np.sign(one[rows] - one[others]) * np.sign(two[rows] - two[others])
        np.add.at(found, documents.codes[rows], signs)
    found //= 2
    for document in np.flatnonzero(~is_small).tolist():
        rows = documents.rows(document)
        found[document] = concordance(one[rows].tolist(), two[rows].tolist())
    return found


def _pairs(sizes: Whole) -> Whole:
    return sizes * (sizes - 1) // 2


def _ties_without(documents: Documents, codes: Whole, of: Callable[[Whole], Whole]) -> Whole:
    """Return for each document the sum of a function of the sizes of ties among all other documents' rows."""
    sizes = np.bincount(codes)
    owners, values, counts = documents.values(codes)
    lost = of(sizes[values]) - of(sizes[values] - counts)
    starts = np.searchsorted(owners, np.arange(len(documents.sizes)))
    return np.asarray(of(sizes).sum() - np.add.reduceat(lost, starts), dtype=np.int64)


def spearman_without(first: Sequence[float], second: Sequence[float], groups: Sequence[str]) -> list[float | None]:
    """Return Spearman's correlation without each document, in the order of first coming; as `ranks.spearman` has it.

    All ranks are taken doubled and from their mean: a row's is then how many rows it is above, less how many it is
    below, and without a document it loses what it has of that document's rows. Takes O(n log n) for documents of few
    rows, and O(n^1.5 log n) at most, where they have about as many rows as there are documents.
    """
    if not groups:
        return []
    documents, one, two = Documents(groups), codes_of(first), codes_of(second)
    size = len(groups) - documents.sizes
    spreads = ((size**3 - size - _ties_without(documents, codes, _cubes)) // 3 for codes in (one, two))
    products = _products_without(documents, one, two)
    quarters = zip(products, *spreads, strict=True)
    return [pearson_of(*(int(figure) / 4 for figure in figures)) for figures in quarters]


def _cubes(sizes: Whole) -> Whole:
    return sizes**3 - sizes


def _products_without(documents: Documents, one: Whole, two: Whole) -> Whole:
    """Return the sum over all other documents' rows of the products of their ranks among these rows.

    With U and V for ranks among all rows, u and v for what a document gives to them, it is the sum over the others of
    (U - u)(V - v): over all rows UV - Uv - uV + uv, less the same over the document's own rows.
    """
    ranks = [_above_less_below(codes) for codes in (one, two)]
    own = [_own_ranks(documents, codes) for codes in (one, two)]
    kept = (ranks[0] - own[0]) * (ranks[1] - own[1])
    crossed = _passed_on(two, ranks[0]) + _passed_on(one, ranks[1])
    return np.asarray((ranks[0] * ranks[1]).sum() - documents.sums(crossed + kept) + _given(documents, one, two))


def _above_less_below(codes: Whole) -> Whole:
    """Return for each row how many rows it is above, less how many it is below."""
    sizes = np.bincount(codes)
    return np.asarray((2 * np.cumsum(sizes) - sizes - len(codes))[codes])


def _own_ranks(documents: Documents, codes: Whole) -> Whole:
    """Return for each row how many rows of its own document it is above, less how many it is below."""
    width = int(codes.max()) + 1
    keys = documents.codes * width + codes
    ordered = np.sort(keys)
    lower, upper = (np.searchsorted(ordered, keys, side) for side in ("left", "right"))
    starts = documents.starts[documents.codes]
    return np.asarray(lower + upper - 2 * starts - documents.sizes[documents.codes])


def _passed_on(codes: Whole, ranks: Whole) -> Whole:
    """Return for each row the ranks of all rows above it, less those of all rows below it, summed."""
    sums = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    np.add.at(sums, codes, ranks)
    return np.asarray((sums.sum() - 2 * np.cumsum(sums) + sums)[codes])


def _given(documents: Documents, one: Whole, two: Whole) -> Whole:
    """Return the sum over all rows of the product of what each document gives to their two ranks.

    For a document of few rows it is the sum over each two of its rows, a row with itself too, of how all rows lie
    around the place that has the first coordinate of the one and the second of the other. Where these are too many
    places, it is summed row by row.
    """
    found = np.zeros(len(documents.sizes), dtype=np.int64)
    is_small = _SEARCH * documents.sizes**2 <= len(one)
    for document in np.flatnonzero(~is_small).tolist():
        rows = documents.rows(document)
        found[document] = _given_by(rows, one) @ _given_by(rows, two)
    quadrants = Quadrants(one, two)
    for rows, others in documents.pairs(is_small):
        np.add.at(found, documents.codes[rows], quadrants.balance(one[rows], two[others]))
    return found


def _given_by(rows: Whole, codes: Whole) -> Whole:
    """Return for each row of all how many of some rows it is above, less how many it is below."""
    sizes = np.bincount(codes[rows], minlength=int(codes.max()) + 1)
    return np.asarray((2 * np.cumsum(sizes) - sizes - len(rows))[codes])
