from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import TaskError
from harness.files.source import MAX_BYTES, decode, read_source


def test_a_byte_order_mark_is_dropped_and_line_ends_are_made_one() -> None:
    source = decode("a", b"\xef\xbb\xbfone\r\ntwo\rthree\n")

    assert source.text == "one\ntwo\nthree\n"
    assert source.sha256 == hashlib.sha256(b"one\ntwo\nthree\n").hexdigest()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "a:1:1"),
        (b"ab\ncd\xff", "a:2:3"),
        (b"ab\r\ncd\xff", "a:2:3"),
        (b"ab\rcd\xff", "a:2:3"),
        (b"\xef\xbb\xbfab\xff", "a:1:3"),
        ("ä😀".encode() + b"\xff", "a:1:3"),
        ("aä".encode()[:-1], "a:1:2"),
    ],
)
def test_the_place_of_a_bad_byte_counts_code_points(data: bytes, place: str) -> None:
    with pytest.raises(TaskError, match=f"^{place}: byte 0x[0-9a-f]{{2}} is not UTF-8. Save the file as UTF-8.$"):
        decode("a", data)


def test_a_megabyte_is_read_and_a_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_source(path, "a").text) == MAX_BYTES

    path.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(TaskError, match=r"^a: the file is over 1,000,000 bytes. Split it.$"):
        read_source(path, "a")
    with pytest.raises(TaskError, match=r"over 1,000,000 bytes"):
        decode("a", path.read_bytes())


def test_a_missing_file_a_folder_and_an_impossible_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"^a: there is no such file"):
        read_source(tmp_path / "none", "a")
    with pytest.raises(TaskError, match=r"^a: is a folder or a device, not a file"):
        read_source(tmp_path, "a")
    with pytest.raises(TaskError, match=r"^a: cannot be read: "):
        read_source(tmp_path / "a\0b", "a")
    with pytest.raises(TaskError, match=r"^a: cannot be read: |^a: there is no such file"):
        read_source(tmp_path / ("x" * 300), "a")


@given(st.text())
def test_every_offset_has_the_line_and_column_that_an_editor_shows(text: str) -> None:
    source = decode("a", text.encode("utf-8", "ignore"))
    lines = source.text.split("\n")

    for offset in range(len(source.text) + 1):
        line, column = source.position(offset)
        assert source.line_at(offset) == lines[line - 1]
        assert sum(map(len, lines[: line - 1])) + line - 1 + column - 1 == offset


def test_a_problem_past_the_last_line_end_is_of_the_last_line() -> None:
    assert str(decode("a", b"ab\ncd\n").problem(6, "x.")) == "a:2:3: x."
    assert str(decode("a", b"").problem(0, "x.")) == "a:1:1: x."
    assert str(decode("a", b"ab").problem(99, "x.")) == "a:1:3: x."
