"""Text files as people wrote them, with line ends and encoding made one."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import Problem, TaskError

MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Source:
    """A file's text: no BOM, LF line ends. `name` is what messages call it."""

    name: str
    text: str
    sha256: str
    path: Path | None = None
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        object.__setattr__(self, "_starts", starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of a code-point offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def problem(self, offset: int, what: str, mend: str = "") -> Problem:
        """Return a problem at a code-point offset."""
        return Problem(self.name, *self.position(offset), what, mend)


def decode(name: str, data: bytes, *, path: Path | None = None) -> Source:
    """Return bytes as a Source; raise TaskError where they are not UTF-8 or over 1 MB."""
    if len(data) > MAX_BYTES:
        what = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read."
        raise TaskError([Problem(name, 0, 0, what, "Split it.")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8."
        raise TaskError([Problem(name, line, column, what, "Save the file as UTF-8.")]) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), path=path)


def read_source(path: Path, name: str) -> Source:
    """Read a file; raise TaskError where it is missing, unreadable, too long or not UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise TaskError([Problem(name, 0, 0, "there is no such file.", "Check the name.")]) from error
    except OSError as error:
        raise TaskError([Problem(name, 0, 0, f"cannot be read: {error.strerror or error}.")]) from error
    if len(data) > MAX_BYTES:
        what = f"the file is over {MAX_BYTES:,} bytes."
        raise TaskError([Problem(name, 0, 0, what, "Split it.")])
    return decode(name, data, path=path)
