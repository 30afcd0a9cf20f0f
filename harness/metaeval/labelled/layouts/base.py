"""What a layout is: how files of labelled data are told, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from harness.metaeval.labelled.entries import Placed
from harness.metaeval.labelled.files import first_fields


class Layout(Protocol):
    """A way in which labelled data lies in files."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def files(self) -> str:
        """Which files it reads, in words."""
        ...

    @property
    def repeats(self) -> Mapping[str, str]:
        """Names of files, each with the one that holds its rows too: of a folder with both, only that one is read."""
        ...

    def detect(self, path: Path) -> bool:
        """Whether a file is one that rows are read from; files that only go with it are not."""
        ...

    def read(self, path: Path) -> list[Placed]:
        """Return the rows of a file; raise TaskError where it is wrong, or a file that goes with it is missing."""
        ...


@dataclass(frozen=True)
class FieldLayout:
    """A layout that is told by the first record's fields: all of one of the sets in `marks`, none of `without`."""

    name: str
    files: str
    marks: tuple[frozenset[str], ...]
    reader: Callable[[Path], list[Placed]]
    repeats: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def detect(self, path: Path) -> bool:
        """Whether the first record has the fields of this layout."""
        fields = first_fields(path)
        return any(mark <= fields for mark in self.marks) and not fields & self.without

    def read(self, path: Path) -> list[Placed]:
        """Return the rows of a file; raise TaskError where it is wrong, or a file that goes with it is missing."""
        return self.reader(path)
