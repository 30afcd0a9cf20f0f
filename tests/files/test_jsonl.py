"""Lines of JSON: read as they come, with every fault at its line."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import TaskError
from harness.files.jsonl import JsonLine, LongNumber, read_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)

ID = "'id' wants text or a whole number, found {}."
CUT = "1" + "0" * 58 + "…"


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
        ({"id": None, "text": 3}, [ID.format("null"), "'text' wants text, found 3."]),
        ({"id": True, "text": ["x"]}, [ID.format("true"), "'text' wants text, found a list."]),
        ({"id": 1.5, "text": {}}, [ID.format("1.5"), "'text' wants text, found an object."]),
        ({"id": math.nan, "text": -math.inf}, [ID.format("NaN"), "'text' wants text, found -Infinity."]),
        (
            {"id": LongNumber(4301), "text": 10**70},
            [ID.format("a number of 4,301 digits"), f"'text' wants text, found {CUT}."],
        ),
        ({"id": 1, "text": "x", "more": 4}, ["'more' wants text, found 4."]),
    ],
)
def test_each_field_that_is_missing_or_no_text_is_told(fields: dict[str, Any], faults: list[str]) -> None:
    problems = list(JsonLine("f", 1, fields).find_faults(("id", "text"), ("more",)))
    assert [problem.what for problem in problems] == faults
    assert all(problem.mend and (problem.file, problem.line) == ("f", 1) for problem in problems)


def test_a_number_that_no_one_reads_may_have_any_number_of_digits() -> None:
    assert [line.fields for line in read(b'{"a": -' + b"7" * 9_000 + b', "b": [12]}\n{}', 10_000)] == [
        {"a": LongNumber(9_000), "b": [12]},
        {},
    ]


@pytest.mark.parametrize("before", [b"", b"{}\n", b"{}\r\n\xef\xbb\xbf\n"])
def test_a_byte_order_mark_at_the_start_of_any_line_is_passed_over(before: bytes) -> None:
    assert read(before + b'\xef\xbb\xbf{"a": 1}\n')[-1].fields == {"a": 1}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"a": \xef\xbb\xbf1}', "stdin:2:7: this is not JSON: Expecting value. Write one object a line."),
        (b"null", "stdin:2: this is no JSON object. Write one object a line."),
        (b"[true]", "stdin:2: this is no JSON object. Write one object a line."),
        (b"8" * 5000, "stdin:2: this is no JSON object. Write one object a line."),
        (b'"\xff"', "stdin:2:2: byte 0xff is not UTF-8. Save the file as UTF-8."),
        (b"[" * 9_000, "stdin:2: this JSON cannot be read. Put fewer lists and objects within each other."),
        (b" " * 9_999 + b"{}", "stdin:2: the line is over 10,000 bytes. Write less on a line, an object each."),
    ],
)
def test_a_line_that_is_no_object_is_told_with_how_to_mend_it(line: bytes, told: str) -> None:
    with pytest.raises(TaskError) as raised:
        read(b"{}\n" + line, 10_000)
    assert str(raised.value).startswith(told)
