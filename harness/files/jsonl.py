"""Lines of JSON, an object each, as they come from a file or a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from harness.errors import Problem, TaskError, shown

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class JsonLine:
    """The object that a line holds, and where it stands: what messages call the file, and the line, from 1."""

    file: str
    number: int
    fields: Mapping[str, Any]

    def problem(self, what: str, mend: str = "") -> Problem:
        """Return a problem at the line."""
        return Problem(self.file, self.number, 0, what, mend)

    def find_faults(self, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[str]:
        """Yield a sentence for each field that is missing or no text; `id` may be a whole number too."""
        for name in required:
            if name not in self.fields:
                yield f"the field {name!r} is missing."
        for name in (*required, *optional):
            value = self.fields.get(name)
            if value is None and (name in optional or name not in self.fields):
                continue
            if not _is_text(value, is_id=name == "id"):
                yield f"{name!r} wants text, found {found(value)}."


def _is_text(value: object, *, is_id: bool) -> bool:
    return isinstance(value, str) or (is_id and isinstance(value, int) and not isinstance(value, bool))


def found(value: object) -> str:
    """Return what stands where something else should: `nothing`, `a list`, `an object`, or the value itself."""
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    return "nothing" if value is None else shown(value) if isinstance(value, str) else str(value)


def stream_name(stream: BinaryIO) -> str:
    """Return what messages call a stream: its file's name, or `stdin`."""
    name = getattr(stream, "name", "<stdin>")
    return str(name) if isinstance(name, (str, Path)) and name != "<stdin>" else "stdin"


def read_lines(stream: BinaryIO, longest: int) -> Iterator[JsonLine]:
    """Yield the objects of a stream as its lines come; blank lines and a byte order mark at the start are passed over.

    `longest` is how many bytes a line has at most. Raises TaskError at the first line that is longer, is not UTF-8,
    or holds anything but one JSON object.
    """
    name = stream_name(stream)
    lines = iter(lambda: stream.readline(longest + 1), b"")
    for number, line in enumerate(lines, 1):
        content = line.removeprefix(_BOM) if number == 1 else line
        if content.strip():
            yield _read_line(name, number, content, longest)


def _read_line(name: str, number: int, line: bytes, longest: int) -> JsonLine:
    if len(line) > longest:
        raise TaskError([Problem(name, number, 0, f"the line is over {longest:,} bytes.")])
    try:
        value = json.loads(line.decode("utf-8").rstrip("\r\n"))
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg}."
        raise TaskError([Problem(name, number, error.colno, what, "Write one object a line.")]) from error
    except UnicodeDecodeError as error:
        what = f"byte 0x{line[error.start]:02x} is not UTF-8."
        raise TaskError([Problem(name, number, error.start + 1, what, "Save the file as UTF-8.")]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; nesting without end
        raise TaskError([Problem(name, number, 0, "this JSON cannot be read.")]) from error
    if not isinstance(value, dict):
        raise TaskError([Problem(name, number, 0, "this is no JSON object.")])
    return JsonLine(name, number, value)
