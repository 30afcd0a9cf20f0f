"""Files of labelled data as they lie on disk: JSON, JSON lines and CSV, each record with its line.

Text is UTF-8, with or without a byte order mark, line ends of any kind. Half surrogate pairs become U+FFFD.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness.errors import Problem, TaskError
from harness.files.jsonl import DECODER
from harness.metaeval.labelled.entries import Entry
from harness.results.disk import replace_lone_surrogates

_HEADS = (65_536, 4_000_000)
"""So many bytes of a file are read to see what its first record is; the more where the fewer are not enough."""

_LONGEST_CELL = 100_000_000
_OPENING = re.compile(r'\s*(\[\s*|\{\s*"(samples)"\s*:\s*\[\s*(?=\{))?')
_BLANKS = re.compile(r"[ \t\r\n]*")
_BOM = "\ufeff"
_TOO_DEEP = "this JSON cannot be read."
_MEND_DEEP = "Put fewer lists and objects within each other."
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def first_fields(path: Path) -> frozenset[str]:
    """Return the names of the first record's fields, nothing where no record can be read.

    Of an object whose first field is the list `samples`, they are `samples` and the fields of its first record.
    """
    for size in _HEADS:
        with _translating(path), path.open("rb") as file:
            head = file.read(size).decode("utf-8-sig", errors="replace")
        fields = _first_cells(head) if path.suffix.lower() == ".csv" else _first_names(head)
        if fields:
            return fields
    return frozenset()


def _first_names(head: str) -> frozenset[str]:
    opening = _OPENING.match(head)
    try:
        value, _ = DECODER.raw_decode(head, opening.end() if opening else 0)
    except (ValueError, RecursionError):
        return frozenset()
    names = {opening[2]} if opening and opening[2] else set()
    return frozenset(names | set(value)) if isinstance(value, dict) else frozenset()


def _first_cells(head: str) -> frozenset[str]:
    try:
        return frozenset(next(csv.reader(io.StringIO(_with_lf(head))), ()))
    except csv.Error:
        return frozenset()


def read_records(path: Path) -> Iterator[Entry]:
    """Yield the records of a file: those of a JSON array, or one a line. Raises TaskError where it is no JSON."""
    text = _read_text(path)
    values = _array(path, text) if text.lstrip().startswith("[") else _lines(path, text)
    has_surrogates = bool(_SURROGATE.search(text))
    for line, value in values:
        if not isinstance(value, dict):
            raise _fault(path, line, "this is no JSON object.", "Write one object with named fields for each row.")
        yield Entry(str(path), line, _without_surrogates(value) if has_surrogates else value)


def read_object(path: Path) -> Entry:
    """Return the one object that a file is; raise TaskError where it is none."""
    text = _read_text(path)
    value = _decode(path, text, 0)[0]
    if not isinstance(value, dict):
        raise _fault(path, 1, "this is no JSON object.")
    return Entry(str(path), 0, _without_surrogates(value) if _SURROGATE.search(text) else value)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Entry]:
    """Yield the rows of a CSV file by the names of its first line; line ends within cells become LF.

    Raises TaskError where a column is missing, a row has too few or too many cells, or a quote does not end.
    """
    rows = _rows(path, _with_lf(_read_text(path)))
    names = next(rows)[1]
    missing = [name for name in columns if name not in names]
    if missing:
        what = f"the column {missing[0]!r} is missing."
        raise _fault(path, 1, what, f"Columns needed: {', '.join(columns)}.")
    for line, cells in rows:
        if len(cells) != len(names):
            what = f"the row has {len(cells)} cells, the first line {len(names)}."
            raise _fault(path, line, what, "Put cells with commas or line ends in quotes.")
        yield Entry(str(path), line, dict(zip(names, cells, strict=True)))


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = csv.field_size_limit(_LONGEST_CELL)  # transcripts are longer than what it is at first
    line = 1
    try:
        rows = []
        for cells in reader:
            if cells:
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _fault(
            path, line, f"this is no CSV: {error}.", "Close each quote; double a quote within a cell."
        ) from error
    finally:
        csv.field_size_limit(before)
    return iter(rows)


def _lines(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, DECODER.decode(line.removeprefix(_BOM))
            except json.JSONDecodeError as error:
                what = f"this is not JSON: {error.msg}."
                raise TaskError([Problem(str(path), number, error.colno, what, "Write one object a line.")]) from error
            except RecursionError as error:
                raise _fault(path, number, _TOO_DEEP, _MEND_DEEP) from error


def _array(path: Path, text: str) -> Iterator[tuple[int, Any]]:
    at = _skip(text, text.index("[") + 1)
    line, counted = 1, 0
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        value, at = _decode(path, text, at)
        yield line, value
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            place = text.count("\n", 0, at) + 1
            raise _fault(path, place, "this is not JSON: wants ',' or ']'.", "Download the file again; it may be cut.")
    if text[at + 1 :].strip():
        raise _fault(path, text.count("\n", 0, at) + 1, "this is not JSON: text behind the list.")


def _skip(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _decode(path: Path, text: str, at: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, _skip(text, at))
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg}."
        mend = "Download the file again; it may be cut."
        raise TaskError([Problem(str(path), error.lineno, error.colno, what, mend)]) from error
    except RecursionError as error:
        raise _fault(path, text.count("\n", 0, at) + 1, _TOO_DEEP, _MEND_DEEP) from error


def _without_surrogates(value: Any) -> Any:  # noqa: ANN401  (what JSON holds is any)
    if isinstance(value, str):
        return replace_lone_surrogates(value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {replace_lone_surrogates(name): _without_surrogates(item) for name, item in value.items()}
    return value


def _read_text(path: Path) -> str:
    with _translating(path):
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8."
        raise _fault(path, line, what, "Save the file as UTF-8.") from error
    if not text.strip():
        raise _fault(path, 0, "the file is empty.", "Download or write it again.")
    return text


@contextmanager
def _translating(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}."
        raise _fault(path, 0, what, "Check the file and its rights.") from error


def _fault(path: Path, line: int, what: str, mend: str = "") -> TaskError:
    return TaskError([Problem(str(path), line, 0, what, mend)])
