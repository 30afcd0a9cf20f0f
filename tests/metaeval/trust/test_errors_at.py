"""Where errors stand: as marked, else by what differs from the right one or the seed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_rows import make_row

from harness.metaeval.labelled import ErrorSpan
from harness.metaeval.trust.errors_at import changed_spans, error_spans, overlaps

WORDS = st.lists(st.sampled_from(["a", "bb", "ccc", "d"]), max_size=8)


def cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("Two boats sank .", "Two ships sank .", ["ships"]),
        ("Two boats sank.", "Two fishing boats sank.", ["fishing"]),
        ("It did not sink.", "It did sink.", ["did sink."]),
        ("Never it sank.", "it sank.", ["it"]),
        ("It sank soon.", "It sank", ["sank"]),
        ("One sank, two came.", "Two sank, one came.", ["Two", "one"]),
        ("Same words.", "Same words.", []),
        ("Gone.", "", []),
        ("", "All new.", ["All new."]),
    ],
)
def test_the_words_that_differ(before: str, after: str, changed: list[str]) -> None:
    assert cut(after, list(changed_spans(before, after))) == changed


@given(WORDS, WORDS)
def test_spans_are_whole_words_and_the_rest_stands_in_the_other_text(before: list[str], after: list[str]) -> None:
    text = "  ".join(after)
    spans = list(changed_spans(" ".join(before), text))
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
    assert bool(spans) == (before != after and bool(after))


def test_marked_spans_come_first_then_the_partner_then_the_seed() -> None:
    rows = [
        make_row("r", 1, pair="1", summary="Two sank."),
        make_row("w", 0, pair="1", summary="Three sank."),
        make_row("m", 0, pair="1", summary="Four sank.", spans=(ErrorSpan(start=5, end=9),)),
        make_row("s_og", 1, seed="s", summary="He came."),
        make_row("s_1", 0, seed="s", summary="She came."),
        make_row("t_1", 0, seed="t", summary="They came."),
        make_row("x", 0, summary="Alone."),
        make_row("g", None, pair="1", summary="Five sank."),
    ]
    assert error_spans(rows) == [(), ((0, 5),), ((5, 9),), (), ((0, 3),), (), (), ()]


def test_a_partner_of_another_dataset_is_none() -> None:
    rows = [make_row("r", 1, pair="1", dataset="one"), make_row("w", 0, pair="1", dataset="two")]
    assert error_spans(rows) == [(), ()]


@pytest.mark.parametrize(("span", "is_so"), [((0, 2), False), ((0, 3), True), ((4, 9), True), ((5, 9), False)])
def test_touching_ends_do_not_overlap(span: tuple[int, int], *, is_so: bool) -> None:
    assert overlaps(span, [(2, 5), (20, 30)]) == is_so
