"""Offsets in UTF-16, beside what encoding says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.results.report.offsets import Offsets

TEXTS = st.text(st.characters(codec="utf-8")) | st.text("a\U0001f600é\u0301漢\U0001f1e9")


def test_an_emoji_takes_two_units() -> None:
    offsets = Offsets("a\U0001f600b\U0001f30ac")
    assert [offsets.unit(point) for point in range(6)] == [0, 1, 3, 4, 6, 7]
    assert offsets.span((1, 2)) == [1, 3]


@given(TEXTS, st.data())
def test_a_span_cuts_the_same_words_in_code_units(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = Offsets(text).span((start, end))
    units = text.encode("utf-16-le")
    assert units[2 * first : 2 * last].decode("utf-16-le") == text[start:end]


@given(TEXTS, st.integers())
def test_an_offset_outside_the_text_is_moved_to_its_edge(text: str, point: int) -> None:
    assert 0 <= Offsets(text).unit(point) <= len(text.encode("utf-16-le")) // 2
