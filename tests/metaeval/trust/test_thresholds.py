"""Thresholds: the best one, the lowest of equals, and never chosen on the document that it is tried on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from harness.metaeval.trust.thresholds import flags_by_other_documents, threshold_accuracy

ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.sampled_from("abcd")), min_size=1, max_size=24)
MANY_ROWS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([0, 0, 1]), st.sampled_from("aaaaabcdefghij")),
    min_size=20,
    max_size=60,
)


def best_threshold(scores: Sequence[float], labels: Sequence[int]) -> float | None:
    """Return, from the definition, the lowest of the thresholds with the greatest balanced accuracy."""
    low, high = ([s for s, label in zip(scores, labels, strict=True) if label == wanted] for wanted in (0, 1))
    if not low or not high:
        return None

    def right(threshold: float) -> Fraction:
        found = sum(score <= threshold for score in low), sum(score > threshold for score in high)
        return Fraction(found[0], len(low)) + Fraction(found[1], len(high))

    return max([-math.inf, *(a + (b - a) / 2 for a, b in pairwise(sorted({*scores})))], key=right)


def flags_from_the_definition(
    scores: Sequence[float], labels: Sequence[int], groups: Sequence[str]
) -> list[bool] | None:
    thresholds = {}
    for group in dict.fromkeys(groups):
        others = [place for place, other in enumerate(groups) if other != group]
        thresholds[group] = best_threshold([scores[i] for i in others], [labels[i] for i in others])
    known = [(score, thresholds[group]) for score, group in zip(scores, groups, strict=True)]
    flags = [score <= threshold for score, threshold in known if threshold is not None]
    return flags if len(flags) == len(known) else None


@given(st.one_of(ROWS, MANY_ROWS))
def test_thresholds_are_those_of_the_definition(rows: list[tuple[int, int, str]]) -> None:
    scores, labels, groups = [row[0] / 3 for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    assert flags_by_other_documents(scores, labels, groups) == flags_from_the_definition(scores, labels, groups)


def flagged(scores: list[float], labels: list[int], tried: list[float]) -> list[bool]:
    """Return whether scores of one more document lie at or below the threshold that the first rows give."""
    more = [place % 2 for place in range(len(tried))]
    flags = flags_by_other_documents([*scores, *tried], [*labels, *more], [*("a" * len(scores)), *("b" * len(tried))])
    assert flags is not None
    return flags[len(scores) :]


def test_the_best_threshold_by_hand() -> None:
    # above 2: both consistent rows right, two of three inconsistent ones; midway to 3
    assert flagged([1, 2, 5, 3, 4], [0, 0, 0, 1, 1], [1, 2.5, 2.6, 5]) == [True, True, False, False]


def test_of_equally_good_thresholds_the_lowest_is_taken() -> None:
    assert flagged([1, 1], [0, 1], [-1e300, 1]) == [False, False]
    assert flagged([1, 2, 3, 4], [0, 1, 0, 1], [1.5, 1.6]) == [True, False]


def test_between_neighbouring_floats_the_threshold_still_parts_them() -> None:
    high = math.nextafter(1, 2)
    assert flagged([1, high], [0, 1], [1, high]) == [True, False]


def test_scores_of_the_document_alone_move_no_threshold() -> None:
    # midway between 1 and 4, whatever of its own lies there
    assert flagged([1, 4], [0, 1], [1, 2, 2.4, 2.6, 3, 4]) == [True, True, True, False, False, False]


def test_without_rows_there_is_nothing_to_flag() -> None:
    assert flags_by_other_documents([], [], []) == []


@given(ROWS)
def test_a_document_has_no_say_in_its_own_threshold(rows: list[tuple[int, int, str]]) -> None:
    scores, labels, groups = [float(r[0]) for r in rows], [r[1] for r in rows], [r[2] for r in rows]
    turned = [1 - label if group == "a" else label for label, group in zip(labels, groups, strict=True)]
    before, after = (flags_by_other_documents(scores, some, groups) for some in (labels, turned))
    if before is not None and after is not None:
        own = [place for place, group in enumerate(groups) if group == "a"]
        assert [before[place] for place in own] == [after[place] for place in own]


def test_what_each_document_alone_could_tell_is_not_known_across_documents() -> None:
    # within each document the consistent row scores higher, but the documents lie apart, each other's wrong way round
    scores, labels, groups = [1, 2, 11, 12], [0, 1, 0, 1], ["a", "a", "b", "b"]
    assert flags_by_other_documents([float(s) for s in scores], labels, groups) == [True, True, False, False]
    assert threshold_accuracy([float(s) for s in scores], labels, groups).value == 0.5


def test_scores_on_one_scale_are_told_apart_by_the_others_threshold() -> None:
    found = threshold_accuracy([0.1, 0.9, 0.2, 0.8, 0.1, 0.7], [0, 1, 0, 1, 0, 1], ["a", "a", "b", "b", "c", "c"])
    assert found.value == 1


def test_where_the_others_have_one_label_it_is_undefined() -> None:
    found = threshold_accuracy([1, 2, 3], [1, 1, 0], ["a", "a", "b"])
    assert found.value is None
    assert "the other documents" in found.note
    assert (found.n, found.documents) == (3, 2)
