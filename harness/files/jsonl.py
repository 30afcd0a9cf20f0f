"""Lines of JSON, an object each, as they come from a file or a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from harness.errors import Problem, TaskError, shown

_BOM = b"\xef\xbb\xbf"
_MEND = "Write one object a line."
_SHOWN = 12
_LONGEST = 60


@dataclass(frozen=True)
class LongNumber:
    """A whole number of more digits than Python reads."""

    digits: int


def _read_whole(text: str) -> int | LongNumber:
    try:
        return int(text)
    except ValueError:
        return LongNumber(len(text.lstrip("-")))


DECODER = json.JSONDecoder(parse_int=_read_whole)
"""Reads JSON. A number too long for Python is a LongNumber, which is in no one's way in a field that nobody reads."""


@dataclass(frozen=True)
class JsonLine:
    """The object that a line holds, and where it stands: what messages call the file, and the line, from 1."""

    file: str
    number: int
    fields: Mapping[str, Any]

    def problem(self, what: str, mend: str = "") -> Problem:
        """Return a problem at the line."""
        return Problem(self.file, self.number, 0, what, mend)

    def find_faults(self, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Problem]:
        """Yield a problem for each field that is missing or no text; `id` may be a whole number too."""
        for name in required:
            if name not in self.fields:
                yield self.missing(name)
        for name in (*required, *optional):
            value = self.fields.get(name)
            if value is None and (name in optional or name not in self.fields):
                continue
            if not _is_text(value, is_id=name == "id"):
                yield self.no_text(name)

    def missing(self, name: str) -> Problem:
        """Return the problem that a field is missing."""
        known = ", ".join(list(self.fields)[:_SHOWN]) or "none"
        return self.problem(f"the field {name!r} is missing.", f"Add it; the fields here: {known}.")

    def no_text(self, name: str) -> Problem:
        """Return the problem that a field holds something else than text."""
        wanted = "text or a whole number" if name == "id" else "text"
        what = f"{name!r} wants {wanted}, found {found(self.fields[name])}."
        return self.problem(what, "Write text in quotation marks.")


def _is_text(value: object, *, is_id: bool) -> bool:
    return isinstance(value, str) or (is_id and isinstance(value, int) and not isinstance(value, bool))


def found(value: object) -> str:
    """Return what stands where something else should: `a list`, `an object`, or the value itself as JSON has it."""
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, LongNumber):
        return f"a number of {value.digits:,} digits"
    if isinstance(value, str):
        return shown(value)
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def stream_name(stream: BinaryIO) -> str:
    """Return what messages call a stream: its file's name, or `stdin`."""
    name = getattr(stream, "name", "<stdin>")
    return str(name) if isinstance(name, (str, Path)) and name != "<stdin>" else "stdin"


def read_lines(stream: BinaryIO, longest: int) -> Iterator[JsonLine]:
    """Yield the objects of a stream as its lines come.

    Blank lines are passed over, and so is a byte order mark at the start of any line, where one file was added to
    another.
    `longest` is how many bytes a line has at most. Raises TaskError at the first line that is longer, is not UTF-8,
    or holds anything but one JSON object.
    """
    name = stream_name(stream)
    lines = iter(lambda: stream.readline(longest + 1), b"")
    for number, line in enumerate(lines, 1):
        content = line.removeprefix(_BOM)
        if content.strip():
            yield _read_line(name, number, content, longest)


def _read_line(name: str, number: int, line: bytes, longest: int) -> JsonLine:
    if len(line) > longest:
        what = f"the line is over {longest:,} bytes."
        raise TaskError([Problem(name, number, 0, what, "Write less on a line, an object each.")])
    try:
        value = DECODER.decode(line.decode("utf-8").rstrip("\r\n"))
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg}."
        raise TaskError([Problem(name, number, error.colno, what, _MEND)]) from error
    except UnicodeDecodeError as error:
        what = f"byte 0x{line[error.start]:02x} is not UTF-8."
        raise TaskError([Problem(name, number, error.start + 1, what, "Save the file as UTF-8.")]) from error
    except RecursionError as error:
        what, mend = "this JSON cannot be read.", "Put fewer lists and objects within each other."
        raise TaskError([Problem(name, number, 0, what, mend)]) from error
    if not isinstance(value, dict):
        raise TaskError([Problem(name, number, 0, "this is no JSON object.", _MEND)])
    return JsonLine(name, number, value)
