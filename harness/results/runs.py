"""The runs of a folder, a line each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from harness.errors import RunError
from harness.files.records import Record
from harness.results.store import RunFolder, runs_in


class RunLine(Record):
    """What a list of runs says of one; an unfinished one can be resumed, and `problem` tells what is damaged."""

    run: str = Field(description="The name of its folder.")
    state: Literal["finished", "unfinished", "damaged"]
    started: str | None = None
    tasks: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()
    samples: int | None = None
    epochs: int | None = None
    planned: int | None = None
    answered: int | None = Field(default=None, description="null before the run is finished.")
    no_answer: int | None = None
    errors: int | None = None
    cost: float | None = Field(default=None, description="US dollars; null where it is known of no request.")
    problem: str | None = None


def list_runs(results_dir: Path) -> Iterator[RunLine]:
    """Yield the runs of a folder by their names, so the oldest first; raise RunError where there is no such folder."""
    if not results_dir.is_dir():
        raise RunError(
            "there is no such folder.", where=str(results_dir), mend="Name the folder of the runs with --results."
        )
    for name in runs_in(results_dir):
        yield _line(name, RunFolder(results_dir / name))


def _line(name: str, folder: RunFolder) -> RunLine:
    try:
        manifest = folder.manifest()
        summary = folder.summary() if folder.has_summary else None
    except RunError as error:
        return RunLine(run=name, state="damaged", problem=str(error))
    counts = summary.counts if summary else None
    spent = [row.spending for row in summary.rows if row.task is row.kind is None and row.spending] if summary else []
    return RunLine(
        run=name,
        state="finished" if manifest.volatile.finished and summary else "unfinished",
        started=manifest.volatile.started,
        tasks=tuple(task.name for task in manifest.tasks),
        backends=tuple(backend.name for backend in manifest.backends),
        samples=sum(len(task.samples) for task in manifest.tasks),
        epochs=manifest.epochs,
        planned=manifest.planned,
        answered=counts.answered if counts else None,
        no_answer=counts.no_answer if counts else None,
        errors=counts.errors if counts else None,
        cost=math.fsum(one.cost for one in spent) if any(one.priced for one in spent) else None,
    )
