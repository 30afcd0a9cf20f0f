"""A project: a folder that holds `tasks/`, with `gold/` and `seeds/` beside it. Nothing is read from outside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.errors import Problem, TaskError, shown
from harness.files.source import Source, read_source

FOLDERS = {
    "task": ("tasks", ".yaml"),
    "gold": ("gold", ".yaml"),
    "article": ("seeds", ".md"),
    "prompt": ("tasks/prompts", ".md"),
}


@dataclass(frozen=True)
class Project:
    """The root under which every file that a task names must lie."""

    root: Path

    def path(self, kind: str, reference: str) -> Path:
        """Return the file that a reference means.

        A bare name stands for the file of that name in the kind's own folder; anything with a slash or the
        kind's suffix is a path from the root. Raises ValueError where it would leave the root, and for a backslash,
        which separates folders on one system only.
        """
        folder, suffix = FOLDERS[kind]
        if "\\" in reference:
            raise ValueError(f"{shown(reference)} has a backslash. Separate folders with '/'.")
        is_path = "/" in reference or reference.endswith(suffix)
        path = self.root / (reference if is_path else f"{folder}/{reference}{suffix}")
        if "\0" in reference or not self.holds(path):
            raise ValueError(f"{shown(reference)} leads out of the project folder. Keep every file inside it.")
        return path

    def holds(self, path: Path) -> bool:
        """Return whether a path, with every link followed, lies below the root; False where links run in a circle."""
        try:
            return path.resolve().is_relative_to(self._real_root)
        except (OSError, RuntimeError, ValueError):  # a circle is a RuntimeError before Python 3.13
            return False

    @cached_property
    def _real_root(self) -> Path:
        return self.root.resolve()

    def known(self, kind: str) -> list[str]:
        """Return the names of the files in a kind's own folder, sorted."""
        folder, suffix = FOLDERS[kind]
        return sorted(path.stem for path in (self.root / folder).glob(f"[!.]*{suffix}") if path.stem != "README")

    def files(self) -> Iterator[Path]:
        """Yield the files that are read from the folders of the kinds, and from the folders in these."""
        for folder, suffix in FOLDERS.values():
            yield from (self.root / folder).rglob(f"*{suffix}")

    def name(self, path: Path) -> str:
        """Return a file's path as messages show it: from the root where it lies below it."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def read(self, path: Path) -> Source:
        """Read a file of this project; raise TaskError where it cannot be read or a link leads out."""
        name = self.name(path)
        if not self.holds(path):
            what = "the file lies outside the project folder (a link or '..' leads out)."
            raise TaskError([Problem(name, 0, 0, what, "Copy it into the project.", code="F105")])
        return read_source(path, name)


def is_file(path: Path) -> bool:
    """Return whether there is a file; False for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds a NUL
        return False


def is_folder(path: Path) -> bool:
    """Return whether there is a folder; False for a name that none can have."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def find_project(start: Path) -> Project | None:
    """Return the project of the nearest folder, from `start` upward, that holds `tasks/`; None where there is none."""
    for folder in (start, *start.parents):
        if (folder / "tasks").is_dir():
            return Project(folder)
    return None


def builtin_project() -> Project:
    """Return the tasks that come with this package."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "builtin"
    return Project(packed if packed.is_dir() else package.parent)
