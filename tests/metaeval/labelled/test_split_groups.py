"""Dividing labelled data: by document, for each dataset, by nothing but the groups' names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.metaeval.labelled import LabelledSummary, split_groups


def row(id: str, dataset: str, group: str) -> LabelledSummary:  # noqa: A002
    return LabelledSummary(id=id, dataset=dataset, documents=("A.",), summary="A.", label=1, group=group)


def rows_of(dataset: str, *groups: str) -> list[LabelledSummary]:
    return [row(f"{dataset}{i}", dataset, group) for i, group in enumerate(groups)]


def groups_of(rows: list[LabelledSummary]) -> list[str]:
    return [row.group for row in rows]


def test_the_groups_with_the_first_hashes_are_the_first_part() -> None:
    order = "cadb"  # sha256 of split:a, split:b, split:c and split:d begin with 487b, 7621, 038d and 7418
    rows = rows_of("x", "a", "b", "a", "c", "d", "b")
    for count, share in ((0, 0.0), (1, 0.25), (2, 0.5), (3, 0.75), (4, 1.0)):
        first, second = split_groups(rows, share)
        assert set(groups_of(first)) == set(order[:count])
        assert set(groups_of(second)) == set(order[count:])


def test_the_number_of_groups_is_rounded_a_half_to_the_even() -> None:
    three, five = rows_of("x", "a", "b", "c"), rows_of("x", "a", "b", "c", "d", "e")
    assert len(split_groups(three, 0.5)[0]) == 2  # 1.5
    assert len(split_groups(five, 0.5)[0]) == 2  # 2.5
    assert len(split_groups(three, 0.3)[0]) == 1  # 0.9


def test_each_dataset_is_divided_by_itself() -> None:
    small, large = rows_of("x", "a", "b"), rows_of("y", "a", "b", "c", "d")
    first, second = split_groups([*small, *large], 0.5)
    assert [r for r in first if r.dataset == "x"] == split_groups(small, 0.5)[0]
    assert [r for r in second if r.dataset == "y"] == split_groups(large, 0.5)[1]
    assert len(first) == 3


ROWS = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abcdefgh")), max_size=30)


@given(ROWS, st.floats(0, 1))
def test_rows_keep_their_order_and_a_document_is_in_one_part(pairs: list[tuple[str, str]], share: float) -> None:
    rows = [row(str(i), dataset, group) for i, (dataset, group) in enumerate(pairs)]
    first, second = split_groups(rows, share)
    assert sorted([*first, *second], key=lambda r: int(r.id)) == rows
    assert [int(r.id) for r in first] == sorted(int(r.id) for r in first)
    assert not {(r.dataset, r.group) for r in first} & {(r.dataset, r.group) for r in second}
    backwards = split_groups(rows[::-1], share)
    assert [part[::-1] for part in backwards] == [first, second]


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(UsageError, match="is not between 0 and 1"):
        split_groups([], share)
