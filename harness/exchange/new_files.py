"""New files of a project, all of them or none; nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from harness.errors import UsageError
from harness.files.project import Project, find_project
from harness.results.disk import translate_os_errors, write_all


def project_here() -> Project:
    """Return the project of the folder that one is in; raise UsageError where there is none."""
    project = find_project(Path.cwd())
    if project is None:
        mend = "Make a folder tasks/, or go to the project's folder."
        raise UsageError("this is no project: there is no folder tasks/ here or above.", mend=mend)
    return project


def write_new(texts: Mapping[Path, str], mend: str = "Name another folder with --out.") -> None:
    """Write files that are not there yet, and the folders that they need.

    Raises UsageError where one is there already, or two differ by case alone, which some systems take for one; RunError
    where one cannot be written. Nothing is written then.
    """
    seen: set[str] = set()
    for path in texts:
        if path.exists() or path.is_symlink() or str(path).lower() in seen:
            raise UsageError("is there already; nothing is overwritten.", where=str(path), mend=mend)
        seen.add(str(path).lower())
    made: list[Path] = []
    try:
        for folder in dict.fromkeys(folder for path in texts for folder in _missing(path.parent)):
            with translate_os_errors(folder):
                folder.mkdir()
            made.append(folder)
        write_all(texts)
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _missing(folder: Path) -> Iterator[Path]:
    """Yield the folders that have to be made for a folder to be there, the outermost first."""
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder
