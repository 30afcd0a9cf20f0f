"""Thresholds: the best one, the lowest of equals, and never chosen on the document that it is tried on."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.metaeval.trust.thresholds import best_threshold, flags_by_other_documents, threshold_accuracy

ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.sampled_from("abcd")), min_size=1, max_size=24)


def balance(threshold: float, scores: list[float], labels: list[int]) -> float:
    low = [score for score, label in zip(scores, labels, strict=True) if not label]
    high = [score for score, label in zip(scores, labels, strict=True) if label]
    return sum(score <= threshold for score in low) / len(low) + sum(score > threshold for score in high) / len(high)


def test_the_best_threshold_by_hand() -> None:
    # above 2: both consistent rows right, two of three inconsistent ones
    assert best_threshold([1, 2, 5, 3, 4], [0, 0, 0, 1, 1]) == 2.5


def test_of_equally_good_thresholds_the_lowest_is_taken() -> None:
    assert best_threshold([1, 1], [0, 1]) == -math.inf
    assert best_threshold([1, 2, 3, 4], [0, 1, 0, 1]) == 1.5


def test_between_neighbouring_floats_the_threshold_still_parts_them() -> None:
    high = math.nextafter(1, 2)
    threshold = best_threshold([1, high], [0, 1])
    assert threshold is not None
    assert 1 <= threshold < high


def test_one_label_gives_no_threshold() -> None:
    assert best_threshold([1, 2], [1, 1]) is None


@given(ROWS)
def test_no_other_threshold_is_better(rows: list[tuple[int, int, str]]) -> None:
    scores, labels = [float(row[0]) for row in rows], [row[1] for row in rows]
    found = best_threshold(scores, labels)
    if found is None:
        assert len(set(labels)) < 2
        return
    best = max(balance(other, scores, labels) for other in (-math.inf, *scores))
    assert balance(found, scores, labels) == pytest.approx(best)


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
