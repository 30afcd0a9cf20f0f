"""What figures are without each document: to the last bit what comes of leaving its rows out and beginning anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.metaeval.trust import correlations
from harness.metaeval.trust.agreement import auc, kappa, kappa_of, kendall_with, spearman_with
from harness.metaeval.trust.correlations import kendall_without, spearman_without
from harness.metaeval.trust.documents import Documents, codes_of
from harness.metaeval.trust.jackknife import interval
from harness.metaeval.trust.quadrants import Quadrants
from harness.metaeval.trust.ranks import kendall, spearman, win_share
from harness.scorers.cards import Estimate

Column = Sequence[Any]
Figure = Callable[[Column, Column], float | None]

TIED = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.sampled_from("abcdef")), max_size=40)
UNTIED = st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.sampled_from("abcdef")), max_size=40)
ROWS = st.one_of(TIED, UNTIED)
VERDICTS = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from("abcdef")), max_size=40)


def anew(figure: Figure, first: Column, second: Column, groups: Sequence[str]) -> list[float | None]:
    """Return a figure without each document, from the rows that are left."""
    found = []
    for group in dict.fromkeys(groups):
        kept = [place for place, other in enumerate(groups) if other != group]
        found.append(figure([first[i] for i in kept], [second[i] for i in kept]))
    return found


def area(scores: Column, labels: Column) -> float | None:
    low, high = ([s for s, label in zip(scores, labels, strict=True) if label == wanted] for wanted in (0, 1))
    return win_share(high, low)


def agreement(first: Column, second: Column) -> float | None:
    pairs = list(zip(first, second, strict=True))
    return kappa_of({pair: pairs.count(pair) for pair in pairs})


def columns(rows: Sequence[tuple[Any, Any, str]]) -> tuple[list[Any], list[Any], list[str]]:
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def check(found: Estimate, figure: Figure, least: float, *table: Any) -> None:
    """Compare a figure and its interval with those from the rows that are left, exactly."""
    first, second, groups = table
    value = figure(first, second)
    assert (found.value, found.n, found.documents) == (value, len(groups), len(set(groups)))
    expected = interval(value, anew(figure, *table), (least, 1)) if value is not None else None
    if isinstance(expected, tuple):
        assert (found.low, found.high) == expected
    else:
        assert (found.low, found.high) == (None, None)
        assert expected in (None, found.note)


@given(ROWS)
def test_correlations(rows: list[tuple[float, float, str]]) -> None:
    check(kendall_with(*columns(rows)), kendall, -1, *columns(rows))
    check(spearman_with(*columns(rows)), spearman, -1, *columns(rows))


@given(ROWS)
def test_documents_of_few_rows_and_of_many_are_reckoned_alike(rows: list[tuple[float, float, str]]) -> None:
    table = columns(rows)
    # few rows: looked around place by place, compared two by two; many: summed row by row, counted in a tree
    with patch.object(correlations, "_SEARCH", 0):
        assert spearman_without(*table) == anew(spearman, *table)
    with patch.object(correlations, "_FEW", 1):
        assert kendall_without(*table) == anew(kendall, *table)


@pytest.mark.parametrize("levels", [3, 40, 10**6])
def test_many_rows_in_documents_of_one_to_a_hundred(levels: int) -> None:
    drawn = random.Random(levels)
    groups = [*(["large"] * 100), *(["middle"] * 20), *(f"d{drawn.randrange(250)}" for _ in range(400))]
    drawn.shuffle(groups)
    first = [drawn.randrange(levels) / 7 for _ in groups]
    second = [value + drawn.randrange(levels) for value in first]
    assert kendall_without(first, second, groups) == anew(kendall, first, second, groups)
    assert spearman_without(first, second, groups) == anew(spearman, first, second, groups)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.sampled_from("abcdef")), max_size=40))
def test_the_area(rows: list[tuple[int, int, str]]) -> None:
    check(auc(*columns(rows)), area, 0, *columns(rows))


@given(VERDICTS)
def test_kappa(rows: list[tuple[bool, bool, str]]) -> None:
    check(kappa(*columns(rows)), agreement, -1, *columns(rows))


def test_without_rows_there_is_no_document_to_leave_out() -> None:
    assert kendall_without([], [], []) == spearman_without([], [], []) == []


def test_two_documents_by_hand() -> None:
    # without b: (1, 1), (2, 3), (3, 2): one pair of three discordant; without a only one row is left
    first, second, groups = [1, 2, 9, 3], [1, 3, 0, 2], ["a", "a", "b", "a"]
    assert kendall_without(first, second, groups) == [None, pytest.approx(1 / 3)]
    assert spearman_without(first, second, groups) == [None, pytest.approx(0.5)]


@given(TIED, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=9))
def test_quadrants_around_a_place(rows: list[tuple[int, int, str]], places: list[tuple[int, int]]) -> None:
    points = [*places, *((a, b) for a, b, _ in rows)]
    found = Quadrants(*(np.array([point[side] for point in points]) for side in (0, 1)))
    expected = [sum(np.sign(a - x) * np.sign(b - y) for a, b in points) for x, y in places]
    around = found.balance(*(np.array([place[side] for place in places]) for side in (0, 1)))
    assert around.tolist() == expected


def test_the_rows_of_documents() -> None:
    documents = Documents(["b", "a", "b", "c", "b"])
    assert [documents.rows(number).tolist() for number in range(3)] == [[0, 2, 4], [1], [3]]
    assert documents.sums(np.array([1, 2, 3, 4, 5])).tolist() == [9, 2, 4]
    met = [(int(a), int(b)) for some in documents.pairs(documents.sizes > 1) for a, b in zip(*some, strict=True)]
    assert sorted(met) == [(a, b) for a in (0, 2, 4) for b in (0, 2, 4)]
    of, values, counts = documents.values(codes_of([0.5, 9, 0.5, 0.5, 7]))
    assert list(zip(of.tolist(), values.tolist(), counts.tolist(), strict=True)) == [
        (0, 0, 2),
        (0, 1, 1),
        (1, 2, 1),
        (2, 0, 1),
    ]
