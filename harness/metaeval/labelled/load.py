"""Labelled data from files and folders, in the project's own format and in those that others publish."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.errors import Problem, TaskError, UsageError, did_you_mean, shown
from harness.metaeval.labelled.entries import Placed, raise_all
from harness.metaeval.labelled.files import first_fields, read_records
from harness.metaeval.labelled.groups import join_groups
from harness.metaeval.labelled.layouts import LAYOUTS, Layout
from harness.metaeval.labelled.models import LabelledSummary

_SUFFIXES = frozenset({".json", ".jsonl", ".csv"})
_SHOWN = 8


def load_labelled(paths: Sequence[Path], layout: str | None = None) -> list[LabelledSummary]:
    """Return the rows of files and folders, in their order; a folder's files are taken in the order of their names.

    A file's layout is told by its first record; `layout` names one instead, for all paths. A folder is searched, with
    the folders in it, for files of a layout (of that one, where it is named); others are passed over, and so is what
    begins with a dot. A file that is named twice is read once. Rows of identical documents get one group, across
    files.

    Raises TaskError where a path or a file is wrong, a folder has nothing to read, or two rows have one id; UsageError
    where there is no such layout, or no path.
    """
    rows = [placed for file, its_layout in _find_all(paths, layout) for placed in _read(file, its_layout)]
    _check_ids(rows)
    return join_groups([placed.row for placed in rows])


def labelled_files(paths: Sequence[Path], layout: str | None = None) -> Iterator[Path]:
    """Yield the files that `load_labelled` takes rows from; raise what it raises where there is none."""
    yield from (file for file, _ in _find_all(paths, layout))


def _find_all(paths: Sequence[Path], layout: str | None) -> list[tuple[Path, Layout]]:
    if not paths:
        raise UsageError("no labelled data is named.", mend="Name a file or a folder.")
    layouts = LAYOUTS if layout is None else (_find_layout(layout),)
    found: dict[Path, tuple[Path, Layout]] = {}
    for path in paths:
        for file, its_layout in _find_files(Path(path), layouts):
            found.setdefault(file.resolve(), (file, its_layout))
    return list(found.values())


def _find_layout(name: str) -> Layout:
    by_name = {layout.name: layout for layout in LAYOUTS}
    if name not in by_name:
        raise UsageError(f"there is no layout {shown(name)}.", mend=did_you_mean(name, by_name))
    return by_name[name]


def _find_files(path: Path, layouts: Sequence[Layout]) -> Iterator[tuple[Path, Layout]]:
    if path.is_dir():
        yield from _find_in_folder(path, layouts)
    elif path.is_file():
        yield path, layouts[0] if len(layouts) == 1 else _detect(path)
    elif path.exists():
        raise _fault(path, "is a device, not a file.", "Name a file or a folder.")
    else:
        raise _fault(path, "there is no such file or folder.", "Check the name.")


def _find_in_folder(folder: Path, layouts: Sequence[Layout]) -> list[tuple[Path, Layout]]:
    found = []
    for file in _walk(folder):
        layout = next((layout for layout in layouts if layout.detect(file)), None)
        if layout is not None and not _is_repeat(file, layout):
            found.append((file, layout))
    if not found:
        raise _fault(folder, "no labelled data is in this folder.", _known(layouts))
    return found


def _walk(folder: Path) -> Iterator[Path]:
    def _fail(error: OSError) -> None:
        raise _fault(Path(error.filename), f"cannot be read: {error.strerror}.", "Check its rights.") from error

    for root, folders, files in os.walk(folder, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(root, name)
            if file.suffix.lower() in _SUFFIXES and not name.startswith(".") and file.is_file():
                yield file


def _is_repeat(file: Path, layout: Layout) -> bool:
    return file.name in layout.repeats and file.with_name(layout.repeats[file.name]).is_file()


def _detect(file: Path) -> Layout:
    layout = next((layout for layout in LAYOUTS if layout.detect(file)), None)
    if layout is not None:
        return layout
    fields = sorted(first_fields(file))
    if not fields and file.suffix.lower() != ".csv":
        list(read_records(file))  # says why there is no record
    has = f"its first record has {', '.join(fields[:_SHOWN])}" if fields else "it has no record"
    raise _fault(file, f"this is no labelled data that is known here: {has}.", _known(LAYOUTS))


def _known(layouts: Sequence[Layout]) -> str:
    return f"Known: {'; '.join(f'{layout.name} ({layout.files})' for layout in layouts)}."


def _read(file: Path, layout: Layout) -> list[Placed]:
    rows = layout.read(file)
    if not rows:
        raise _fault(file, f"no row of the layout {layout.name} is in it.", _known([layout]))
    return rows


def _check_ids(rows: Sequence[Placed]) -> None:
    seen: dict[str, Placed] = {}
    problems = []
    for placed in rows:
        first = seen.setdefault(placed.row.id, placed)
        if first is not placed:
            what = f"the id {shown(placed.row.id)} is also that of a row at {first.place}."
            problems.append(
                Problem(placed.file, placed.line, 0, what, "Give each row an id of its own, over all files.")
            )
    raise_all(problems)


def _fault(path: Path, what: str, mend: str) -> TaskError:
    return TaskError([Problem(str(path), 0, 0, what, mend)])
