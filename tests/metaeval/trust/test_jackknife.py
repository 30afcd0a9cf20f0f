"""Intervals over documents: worked by hand, cut at the range, and left out where nothing can be said."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.metaeval.trust.agreement import auc, balanced_accuracy, flagged_share, spearman_with
from harness.metaeval.trust.jackknife import interval
from harness.scorers.cards import Estimate

ROWS = st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 5)), min_size=1, max_size=30)


def test_the_interval_by_hand() -> None:
    # mean 0.5, squares 0.01 + 0 + 0.01; variance 2/3 * 0.02; t with 2 degrees of freedom 4.3027
    half = 4.30265273 * math.sqrt(2 / 3 * 0.02)
    assert bounds(interval(0.5, [0.4, 0.5, 0.6])) == pytest.approx([0.5 - half, 0.5 + half])


def test_it_is_cut_at_the_ends_of_the_range() -> None:
    assert bounds(interval(0.9, [0.8, 0.9, 1.0])) == pytest.approx([0.9 - 4.30265273 * math.sqrt(2 / 3 * 0.02), 1])
    assert bounds(interval(-0.9, [-0.8, -0.9, -1.0], (-1, 1)))[0] == -1


@pytest.mark.parametrize(
    ("without", "why"),
    [
        ([0.4], "an interval needs 3 documents, and there is 1"),
        ([0.4, 0.6], "an interval needs 3 documents, and there are 2"),
        ([0.4, None, 0.6], "without one of the documents it is undefined, so there is no interval"),
        ([0.5, 0.5, 0.5], "the documents do not differ, so there is no interval"),
    ],
)
def test_why_there_is_no_interval(without: list[float | None], why: str) -> None:
    assert interval(0.5, without) == why


def brute(figure: object, *columns: Sequence[float]) -> list[float | None]:
    """Return a figure's value without each document in turn, from the definition."""
    assert callable(figure)
    *values, groups = columns
    found = []
    for group in dict.fromkeys(groups):
        kept = [i for i, other in enumerate(groups) if other != group]
        found.append(figure(*([column[i] for i in kept] for column in values)))
    return found


def balance(flags: Sequence[float], labels: Sequence[float]) -> float | None:
    shares = []
    for wanted in (0, 1):
        right = [flag != label for flag, label in zip(flags, labels, strict=True) if label == wanted]
        if not right:
            return None
        shares.append(sum(right) / len(right))
    return sum(shares) / 2


def bounds(found: tuple[float, float] | str) -> list[float]:
    assert isinstance(found, tuple), found
    return list(found)


def check(found: Estimate, value: float | None, without: Sequence[float | None]) -> None:
    assert found.value == (None if value is None else pytest.approx(value))
    expected = interval(value, without) if value is not None else None
    if isinstance(expected, tuple):
        assert [found.low, found.high] == pytest.approx(list(expected), abs=1e-7)
    else:
        assert (found.low, found.high) == (None, None)
        assert found.note == expected or value is None


@given(ROWS)
def test_balanced_accuracy_without_a_document_is_as_if_it_were_not_there(rows: list[tuple[int, bool, int]]) -> None:
    flags, labels, groups = ([row[0] > 2 for row in rows], [int(row[1]) for row in rows], [row[2] for row in rows])
    found = balanced_accuracy(flags, labels, [str(group) for group in groups])
    check(found, balance(flags, labels), brute(balance, flags, labels, groups))


@given(ROWS)
def test_an_interval_holds_its_value_and_keeps_to_the_range(rows: list[tuple[int, bool, int]]) -> None:
    scores, labels, groups = [float(r[0]) for r in rows], [int(r[1]) for r in rows], [str(r[2]) for r in rows]
    shares = [auc(scores, labels, groups), flagged_share([score > 2 for score in scores], groups)]
    for found, least in ((shares[0], 0), (shares[1], 0), (spearman_with(scores, labels, groups), -1)):
        assert (found.low is None) == (found.high is None)
        assert found.note or found.low is not None
        if found.low is not None and found.high is not None:
            assert found.value is not None
            assert least <= found.low <= found.value <= found.high <= 1


def test_rows_of_one_document_count_as_one_observation() -> None:
    # the same rows tell less where they are of three documents than where each is a document of its own
    scores = [1.0, 2, 3, 4, 5, 6, 2, 3, 3, 1, 5, 4]
    labels = [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0]
    few = auc(scores, labels, ["a"] * 4 + ["b"] * 4 + ["c"] * 4)
    many = auc(scores, labels, [str(i) for i in range(12)])
    assert few.value == many.value
    assert (few.documents, many.documents) == (3, 12)
    assert few.low != many.low
