"""Checking tasks for a command: once in one of the forms, or again whenever a file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from harness.errors import HarnessError, TaskError
from harness.metaeval.check import find_all
from harness.metaeval.findings import count
from harness.metaeval.fixes import fix_files
from harness.metaeval.reports import Form, report
from harness.results.clean import escape_controls
from harness.tasks.load import find_task_files, project_files

_EVERY = 0.5
"""Seconds between two looks at the files."""

Stamps = dict[Path, tuple[int, int]]
"""Of each file, when it was changed, in nanoseconds, and its length in bytes."""


def check_once(
    names: Sequence[str], *, form: Form = "text", is_fixed: bool = False, is_tried: bool = True, is_strict: bool = False
) -> int:
    """Print what a check finds; return the exit code: 0, 1 for problems (with `is_strict` warnings too), 2 for faults.

    Raises TaskError with the faults in the form "text", which goes to the standard error.
    """
    if is_fixed:
        mend(names, to_err=form != "text")
    checked = find_all(names, is_tried=is_tried)
    if checked.faults and form == "text":
        raise TaskError(checked.faults)
    click.echo(report(checked, form), nl=False)
    if checked.faults:
        return 2
    is_bad = count(checked.findings, "problem") > 0 or (is_strict and bool(checked.findings))
    return 1 if is_bad else 0


def mend(names: Sequence[str], *, to_err: bool = False) -> None:
    """Mend the files of the projects of tasks, and print what was done."""
    files = {}
    for project in {project.root: project for project, _ in find_task_files(names)}.values():
        for path in project.files():
            files[project.name(path)] = (project, path)
    for fix in fix_files(files, lambda: find_all(names, is_tried=False).faults):
        click.echo(escape_controls(str(fix)), err=to_err)


def watch(names: Sequence[str], *, is_fixed: bool, is_tried: bool, wait: Callable[[float], None] = time.sleep) -> None:
    """Check, and check again when a file of the tasks' projects has changed, appeared or gone; ends with Ctrl-C."""
    seen: Stamps | None = None
    while True:
        now = stamps(names)
        if now != seen:
            click.echo(time.strftime("%H:%M:%S"))
            try:
                check_once(names, is_fixed=is_fixed, is_tried=is_tried)
            except HarnessError as error:
                click.echo(escape_controls(error.with_codes if isinstance(error, TaskError) else str(error)))
            seen = stamps(names) if is_fixed else now
        wait(_EVERY)


def stamps(names: Sequence[str]) -> Stamps:
    """Return when each file of the tasks' projects was changed; nothing while the tasks cannot be found."""
    found: Stamps = {}
    try:
        for path in project_files(names):
            try:
                stat = path.stat()
            except OSError:  # gone between listing and looking
                continue
            found[path] = (stat.st_mtime_ns, stat.st_size)
    except HarnessError:
        return {}
    return found
