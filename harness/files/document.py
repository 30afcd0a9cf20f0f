"""A YAML file once parsed: plain data, and where in the file each piece of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from harness.errors import Problem
from harness.files.source import Source

Path = tuple[str | int, ...]
"""Where a value stands in a document: keys and list positions from the root."""


@dataclass
class Document:
    """A parsed file: plain data (dicts, lists, text, None) and the offset of each value and key by path.

    `problems` are faults that left the data readable, as the author most likely meant it; `read_record` raises them
    with its own. `mended` are the paths where they made a difference: what seems wrong there only follows from them.
    """

    source: Source
    data: Any
    values: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mended: set[Path] = field(default_factory=set)

    def offset(self, path: Path) -> int:
        """Return where the value at a path starts, or the nearest value around it that stands in the file."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                return self.values[path[:end]]
        return 0

    def problem(self, path: Path, what: str, mend: str = "", code: str = "") -> Problem:
        """Return a problem at the value of a path."""
        return self.source.problem(self.offset(path), what, mend, code)

    def key_problem(self, path: Path, what: str, mend: str = "", code: str = "") -> Problem:
        """Return a problem at the key of a path, or at its value where it has no key."""
        return self.source.problem(self.keys.get(path, self.offset(path)), what, mend, code)

    # What follows reads data that may be of any shape: a fault in one place is to hide none in another.

    def at(self, path: Path) -> Any:  # noqa: ANN401
        """Return the value at a path, None where there is none."""
        value = self.data
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def has(self, path: Path) -> bool:
        """Return whether a value stands at a path, be it empty."""
        return path in self.values

    def items(self, path: Path) -> list[Path]:
        """Return the path of each item of the list at a path; of the value itself where it is no list."""
        value = self.at(path)
        if isinstance(value, list):
            return [(*path, i) for i in range(len(value))]
        return [] if value is None else [path]

    def text(self, path: Path) -> Iterator[tuple[Path, str]]:
        """Yield the path and text where a text stands."""
        value = self.at(path)
        if isinstance(value, str):
            yield path, value.strip()

    def texts(self, path: Path) -> Iterator[tuple[Path, str]]:
        """Yield the path and text of each text in the list at a path, or of the one text that stands there."""
        for item in self.items(path):
            yield from self.text(item)

    def names(self, path: Path) -> list[str]:
        """Return the keys of the mapping at a path; none where there is no mapping."""
        value = self.at(path)
        return list(value) if isinstance(value, dict) else []
