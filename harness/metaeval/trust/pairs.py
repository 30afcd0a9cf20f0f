"""Minimal pairs: two summaries that differ in one error. Does the right one score higher?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.trust.jackknife import estimate_shares
from harness.scorers.cards import Estimate


class Pair(NamedTuple):
    """The places, in a list of rows, of a consistent summary and of the one with an error in it."""

    right: int
    wrong: int
    type: str
    group: str


def find_pairs(rows: Sequence[LabelledSummary]) -> list[Pair]:
    """Return the pairs among rows, by their key `pair` within a dataset; see `count_partnerless`."""
    members: defaultdict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, row in enumerate(rows):
        if row.pair is not None and row.label is not None:
            members[row.dataset, row.pair][row.label].append(place)
    return [
        Pair(right, wrong, rows[wrong].pair_type or "", rows[wrong].group)
        for wrongs, rights in members.values()
        for right, wrong in product(rights, wrongs)
    ]


def count_partnerless(rows: Sequence[LabelledSummary], pairs: Sequence[Pair]) -> int:
    """Return how many rows have a key `pair` and are in none of the rows' pairs: no row of the other label has it."""
    paired = {place for pair in pairs for place in (pair.right, pair.wrong)}
    return sum(row.pair is not None and place not in paired for place, row in enumerate(rows))


def pairwise_accuracy(scores: Sequence[float | None], pairs: Sequence[Pair]) -> Estimate:
    """Return the share of pairs whose right member scores higher; a tie counts half.

    It is what BUMP (Ma and others 2023, section 4.3) calls consistency, but for the ties, which give no credit there.
    Pairs with a member that has no score are left out, and counted as `unscored`.
    """
    won = list(_wins(scores, pairs))
    counts = {
        "right higher": sum(hit == 1 for _, hit in won),
        "ties": sum(hit == 0.5 for _, hit in won),  # noqa: PLR2004  (half a win)
        "unscored": len(pairs) - len(won),
    }
    items = ((pair.group, 0, hit) for pair, hit in won)
    return estimate_shares(items, 1, counts, "no pair has two scores")


def _wins(scores: Sequence[float | None], pairs: Sequence[Pair]) -> Iterator[tuple[Pair, float]]:
    for pair in pairs:
        right, wrong = scores[pair.right], scores[pair.wrong]
        if right is not None and wrong is not None:
            yield pair, (right > wrong) + (right == wrong) / 2


def pairwise_by_type(scores: Sequence[float | None], pairs: Sequence[Pair]) -> dict[str, Estimate]:
    """Return the pairwise accuracy of each type of pairs, sorted by name; pairs without a type are left out."""
    types = sorted({pair.type for pair in pairs if pair.type})
    return {name: pairwise_accuracy(scores, [pair for pair in pairs if pair.type == name]) for name in types}


def worst_type(by_type: Mapping[str, Estimate]) -> str | None:
    """Return the type with the least figure, the first of equals; None where none is less than another."""
    known = {name: found.value for name, found in by_type.items() if found.value is not None}
    if len(set(known.values())) < 2:  # noqa: PLR2004  (two figures that differ)
        return None
    return min(known, key=lambda name: known[name])
