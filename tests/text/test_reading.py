"""Laws of a reading: spans say what the text says, nothing raises, and steps grow with the text, not its square."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import PUBLISHED, read_marks
from reading_cases import CASES

from harness.text.names import find_names
from harness.text.reading import Reading

TEXTS = [read_marks(row[0]).text for rows in CASES.values() for row in rows]
KINDS = ("bound", "negation", "hedge", "speech", "source")

FRAGMENTS = [
    *"1,.-'\"$%:/()[]#\n\t \u00a0\u202f\u2013\u2014\u2019\u201c\u201d\u0663\u00bd\u0301\ud800\x00",
    "one", "hundred ", "and ", "between ", "to ", "half ", "a ", "third ", "million", "percent", "thousands ", "of ",
    "2024", "May ", "January ", "early ", "last ", "week", "s ", " ago", "Monday ", "since ", "the ", "Kim ", "said ",
    "at least ", "or more", "000", "k", "bn", "years", "-old", "th", "U.S.", "n't", "pm",
]  # fmt: skip


def read_all(text: str) -> Reading:
    """Read everything that there is to read."""
    reading = Reading(text, published=PUBLISHED)
    assert reading.sentences is not None
    assert reading.quantities is not None
    assert reading.times is not None
    assert reading.quotations is not None
    assert reading.clauses is not None
    assert reading.folded is not None
    assert all(reading.cues(kind) is not None for kind in KINDS)
    assert find_names(reading) is not None
    return reading


def facts_of(text: str) -> tuple[list[str], list[Any], list[tuple[str, ...]]]:
    """Return what a text says, without where."""
    reading = read_all(text)
    quantities = [f"{q} {' '.join(q.units)}" for q in reading.quantities]
    times = [(t.period, t.duration, t.bound) for t in reading.times]
    return quantities, times, [name.words for name in find_names(reading)]


@given(st.text(max_size=200) | st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    reading = read_all(text)
    spans = [(q.start, q.end) for q in reading.quantities]
    assert spans == sorted(spans)
    spans += [(t.start, t.end) for t in reading.times] + [(n.start, n.end) for n in find_names(reading)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for quantity in reading.quantities:
        assert 0 <= quantity.first_word <= quantity.last_word < len(reading.words)
        assert 0 <= quantity.sentence < len(reading.sentences)
        assert quantity.amount.low <= quantity.amount.high < float("inf")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_quantities_and_times_do_not_overlap(text: str) -> None:
    reading = read_all(text)
    numbers = [(q.start, q.end) for q in reading.quantities]
    assert all(end <= t.start or t.end <= start for start, end in numbers for t in reading.times if t.period)
    assert all(left.end <= right.start for left, right in zip(reading.times, reading.times[1:], strict=False))


@pytest.mark.parametrize("text", TEXTS)
def test_blanks_line_breaks_and_unicode_forms_change_nothing(text: str) -> None:
    said = facts_of(text)
    if "\n" not in text:
        for blank in ("\u00a0\u2009", "  ", "\t", " \u200b"):
            assert facts_of(text.replace(" ", blank)) == said, blank
    assert facts_of(unicodedata.normalize("NFD", text)) == said
    assert facts_of(text + "\n\n" + "Nothing more is known.")[:2] == said[:2]


@pytest.mark.parametrize("text", [text for text in TEXTS if "\n" not in text and " 000" not in text])
def test_wrapped_lines_change_nothing(text: str) -> None:
    assert facts_of(text.replace(" ", "\n"))[:2] == facts_of(text)[:2]


def test_span_of_a_text_in_another_is_moved_with_it() -> None:
    lead = "\u201cIt\u2019s  cold\u2026\u201d\n\n"
    for text in TEXTS[:60]:
        moved = [(q.start - len(lead), q.end - len(lead)) for q in read_all(lead + text).quantities]
        assert moved == [(q.start, q.end) for q in read_all(text).quantities]


HOSTILE = [
    "1,", "a ", ".", "1", "one hundred and ", "between ", '"', "A", "A ", "\n", "1 ", "100 ", "\u201c", "\u2018", "1-",
    "in 2024 ", "three weeks ", "and ", "May ", "$", "a third ", "[1] ", "Kim ", "Kim. ", "last week ", "to 300 ", "x1",
    "1:", "http://",
]  # fmt: skip


@pytest.mark.parametrize(
    "piece", [*HOSTILE, "one in ", "of the ", "\ud800", "e\u0301", "\u0663", "12/12/", "a-", "at least "]
)
def test_long_repetitions_are_read(piece: str) -> None:
    read_all(piece * (10_000 // len(piece)))


def count_steps(action: Callable[[], object]) -> int:
    """Return how many lines of Python an action runs through."""
    steps = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("piece", [*HOSTILE, "Kim said that 300 men and a third of 12 came in May 2024, last week. "])
def test_steps_grow_no_faster_than_the_text(piece: str) -> None:
    read_all(piece)  # what is loaded once is loaded
    size = 1500
    short, long = (piece * (n * size // len(piece)) for n in (1, 4))
    assert count_steps(lambda: read_all(long)) <= 4.4 * count_steps(lambda: read_all(short)) + 500
