"""Text files as people wrote them, with line ends and encoding made one."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from harness.errors import Problem, TaskError

MAX_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Source:
    """A file's text: no BOM, LF line ends. `name` is what messages call it."""

    name: str
    text: str
    sha256: str
    path: Path | None = None
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = self.text.split("\n")
        object.__setattr__(self, "_starts", [0, *accumulate(len(line) + 1 for line in lines[:-1])])

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of a code-point offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_at(self, offset: int) -> str:
        """Return the line around a code-point offset, without its end."""
        line, _ = self.position(offset)
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None]

    def problem(self, offset: int, what: str, mend: str = "", code: str = "") -> Problem:
        """Return a problem at a code-point offset; past the last line end it is that of the last line."""
        last = len(self.text) - 1 if self.text.endswith("\n") else len(self.text)
        return Problem(self.name, *self.position(max(0, min(offset, last))), what, mend, code)


def decode(name: str, data: bytes, *, path: Path | None = None, longest: int = MAX_BYTES) -> Source:
    """Return bytes as a Source; raise TaskError where they are not UTF-8 or more than `longest`."""
    if len(data) > longest:
        raise TaskError([_too_long(name, longest)])
    data = data.removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _with_lf(data[: error.start].decode("utf-8"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"byte 0x{data[error.start]:02x} is not UTF-8."
        raise TaskError([Problem(name, line, column, what, "Save the file as UTF-8.", code="F104")]) from error
    text = _with_lf(text)
    return Source(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), path=path)


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _too_long(name: str, longest: int) -> Problem:
    return Problem(name, 0, 0, f"the file is over {longest:,} bytes.", "Split it.", code="F103")


def read_source(path: Path, name: str, *, longest: int = MAX_BYTES) -> Source:
    """Read a file; raise TaskError where it is missing, unreadable, more than `longest` bytes or not UTF-8."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise TaskError([Problem(name, 0, 0, "is a folder or a device, not a file.", "Name a file.", code="F102")])
        with path.open("rb") as file:
            data = file.read(longest + 1)
    except FileNotFoundError as error:
        raise TaskError([Problem(name, 0, 0, "there is no such file.", "Check the name.", code="F102")]) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise TaskError(
            [Problem(name, 0, 0, f"cannot be read: {reason}.", "Check the file and its rights.", code="F102")]
        ) from error
    return decode(name, data, path=path, longest=longest)
