"""Lines of JSON: read as they come, with every fault at its line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import TaskError
from harness.files.jsonl import JsonLine, read_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


def read(data: bytes, longest: int = 1000) -> list[JsonLine]:
    return list(read_lines(io.BytesIO(data), longest))


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=5), st.sampled_from(["\n", "\r\n", "\n \n"]))
def test_objects_are_read_back_in_order_whatever_the_line_ends(rows: list[dict[str, Any]], end: str) -> None:
    data = "".join(json.dumps(row) + end for row in rows).encode()
    assert [line.fields for line in read(data, 10_000)] == rows
    assert [line.fields for line in read(b"\xef\xbb\xbf" + data, 10_000)] == rows


def test_lines_are_counted_with_the_blank_ones() -> None:
    assert [(line.file, line.number) for line in read(b'\n{}\n\n  \n{"a": 1}')] == [("stdin", 2), ("stdin", 5)]


def test_a_line_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    line = b'{"a": "' + b"x" * 11 + b'"}'
    assert read(line, len(line))
    with pytest.raises(TaskError, match=r"stdin:2: the line is over 19 bytes\."):
        read(b"{}\n" + line, len(line) - 1)


def test_no_line_is_read_before_it_is_wanted() -> None:
    stream = io.BytesIO(b'{"a": 1}\n{"a": 2}\n')
    lines = read_lines(stream, 100)
    assert next(lines).fields == {"a": 1}
    assert stream.tell() == 9


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"id": "a", "text": "x"}, []),
        ({"id": 3, "text": "", "more": "y"}, []),
        ({"id": 3, "text": "x", "more": None}, []),
        ({}, ["the field 'id' is missing.", "the field 'text' is missing."]),
        ({"id": None, "text": 3}, ["'id' wants text, found nothing.", "'text' wants text, found 3."]),
        ({"id": True, "text": ["x"]}, ["'id' wants text, found True.", "'text' wants text, found a list."]),
        ({"id": 1.5, "text": {}}, ["'id' wants text, found 1.5.", "'text' wants text, found an object."]),
        ({"id": 1, "text": "x", "more": 4}, ["'more' wants text, found 4."]),
    ],
)
def test_each_field_that_is_missing_or_no_text_is_told(fields: dict[str, Any], faults: list[str]) -> None:
    assert list(JsonLine("f", 1, fields).find_faults(("id", "text"), ("more",))) == faults
