"""Bringing gold files of an older version of their format to the present one: the text is patched at its marks.

There has been one version of the format so far, so that `STEPS` is empty; the steps of the next one go there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.errors import Problem, TaskError
from harness.files.project import Project
from harness.files.source import Source, decode
from harness.files.yaml import parse_yaml
from harness.gold.notation import VERSION
from harness.results.disk import write_all

Edit = tuple[int, int, str]
"""A piece of a file, from a start to an end (code points, end exclusive), and what stands there instead."""

Step = Callable[[Source], Iterable[Edit]]
"""Finds what a file needs to be of the next version, apart from the version itself. Edits may not overlap."""

STEPS: Mapping[int, Step] = {}
"""By the version that a step starts from."""

_VERSION = re.compile(r"^gold:[ \t]*[\"']?([0-9]{1,9})[\"']?(?=[ \t]*(?:#|$))", re.MULTILINE)


@dataclass(frozen=True)
class Migrated:
    """A file that was changed, as messages name it, and its versions before and after."""

    file: str
    before: int
    after: int

    def __str__(self) -> str:
        return f"{self.file}: from version {self.before} to {self.after}."


def migrate(
    files: Iterable[tuple[Project, Path]], *, steps: Mapping[int, Step] = STEPS, present: int = int(VERSION)
) -> list[Migrated]:
    """Bring files to the present version, all of them or none, and return those that were changed.

    Raises TaskError where a file cannot be read, has no version, or one that no step starts from; RunError where one
    cannot be written. Comments, layout, line ends and a byte order mark stay.
    """
    problems: list[Problem] = []
    texts: dict[Path, str] = {}
    done: list[Migrated] = []
    for project, path in files:
        try:
            source = project.read(path)
            new, before = _migrated(source, steps, present)
        except TaskError as error:
            problems.extend(error.problems)
            continue
        if before != present:
            raw = path.read_bytes()
            mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
            texts[path] = mark + new.replace("\n", "\r\n" if b"\r\n" in raw else "\n")
            done.append(Migrated(source.name, before, present))
    if problems:
        raise TaskError(problems)
    write_all(texts)
    return done


def _migrated(source: Source, steps: Mapping[int, Step], present: int) -> tuple[str, int]:
    """Return a file's text in the present version, and the version that it had."""
    found = _VERSION.search(source.text)
    if found is None:
        raise TaskError([source.problem(0, "the key 'gold' is missing.", f"Add 'gold: {present}'.", "V102")])
    before = int(found[1])
    text = source.text
    for version in range(before, present):
        if version not in steps:
            break
        text = _patched(decode(source.name, text.encode()), steps[version], version + 1)
    else:
        if before <= present:
            return text, before
    what = f"version '{before}' of the gold format is not read."
    raise TaskError([source.problem(found.start(1), what, f"This release reads {present}.", "G108")])


def _patched(source: Source, step: Step, version: int) -> str:
    found = _VERSION.search(source.text)
    edits = [*step(source), *([(*found.span(1), str(version))] if found else [])]
    text = source.text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    parse_yaml(decode(source.name, text.encode()))  # a step that breaks a file is not to be written
    return text
