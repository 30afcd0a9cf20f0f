"""Minimal pairs: who is paired with whom, ties, members without a score, types."""

from __future__ import annotations

import pytest
from labelled_rows import make_row

from harness.metaeval.trust.pairs import count_partnerless, find_pairs, pairwise_accuracy, pairwise_by_type, worst_type

ROWS = [
    make_row("r1", 1, "a", pair="1", pair_type="number"),
    make_row("w1", 0, "a", pair="1", pair_type="number"),
    make_row("w2", 0, "b", pair="2", pair_type="name"),
    make_row("r2", 1, "b", pair="2", pair_type="name"),
    make_row("lone", 1, "c", pair="3"),
    make_row("none", 0, "c"),
    make_row("w4", 0, "c", pair="4", pair_type="name"),
    make_row("r4", 1, "c", pair="4", pair_type="name"),
]


def test_pairs_are_a_right_and_a_wrong_row_of_one_key() -> None:
    assert [(pair.right, pair.wrong, pair.type, pair.group) for pair in find_pairs(ROWS)] == [
        (0, 1, "number", "a"),
        (3, 2, "name", "b"),
        (7, 6, "name", "c"),
    ]


def test_rows_of_a_pair_without_a_partner_are_counted() -> None:
    assert count_partnerless(ROWS, find_pairs(ROWS)) == 1, "lone, but not none, which names no pair"
    alike = [make_row("x", 0, pair="9"), make_row("y", 0, pair="9"), make_row("z", None, pair="1", grade=2)]
    rows = [*ROWS, *alike, make_row("other", 0, pair="3", dataset="other")]
    assert count_partnerless(rows, find_pairs(rows)) == 5
    assert count_partnerless([], []) == 0


def test_the_same_key_in_two_datasets_is_two_pairs() -> None:
    rows = [make_row(f"{name}{label}", label, pair="1", dataset=name) for name in ("one", "two") for label in (1, 0)]
    assert [(pair.right, pair.wrong) for pair in find_pairs(rows)] == [(0, 1), (2, 3)]


def test_a_right_row_with_two_wrong_ones_is_two_pairs() -> None:
    rows = [make_row("r", 1, pair="1"), make_row("w", 0, pair="1"), make_row("v", 0, pair="1")]
    assert [(pair.right, pair.wrong) for pair in find_pairs(rows)] == [(0, 1), (0, 2)]


def test_a_tie_counts_half() -> None:
    # won, tied, lost: (1 + 1/2 + 0) / 3
    found = pairwise_accuracy([0.9, 0.1, 0.5, 0.5, 0, 0, 0.7, 0.2], find_pairs(ROWS))
    assert found.value == pytest.approx(0.5)
    assert (found.n, found.documents) == (3, 3)
    assert found.counts == {"right higher": 1, "ties": 1, "unscored": 0}


def test_pairs_without_two_scores_are_in_no_figure() -> None:
    found = pairwise_accuracy([0.9, 0.1, None, 0.5, 0, 0, 0.7, None], find_pairs(ROWS))
    assert (found.value, found.n) == (1, 1)
    assert found.counts["unscored"] == 2
    assert pairwise_accuracy([None] * 8, find_pairs(ROWS)).value is None


def test_by_type_and_the_worst_of_them() -> None:
    by_type = pairwise_by_type([0.9, 0.1, 0.5, 0.5, 0, 0, 0.7, 0.2], find_pairs(ROWS))
    assert {name: found.value for name, found in by_type.items()} == {"name": 0.25, "number": 1}
    assert worst_type(by_type) == "name"


def test_among_equals_there_is_no_worst() -> None:
    by_type = pairwise_by_type([1, 0, 0, 1, 0, 0, 0, 1], find_pairs(ROWS))
    assert worst_type(by_type) is None
    assert worst_type({}) is None
