"""The self-test of tasks: which samples and scorers it tries."""

from __future__ import annotations

from collections.abc import Sequence

from harness.errors import UsageError
from harness.metaeval.selftest import Matrix, run_selftest
from harness.scorers.base import Scorer
from harness.scorers.registry import scorers_for
from harness.tasks.models import Task
from harness.tasks.samples import Sample, samples_of

NOT_JUDGING = frozenset({"shape"})
"""Scorers of tasks that look at a summary's form alone: they are tried only where they are asked for by name."""


async def selftest_tasks(tasks: Sequence[Task], scorers: Sequence[str] = ()) -> Matrix:
    """Return the matrix of tasks' own scorers, or of those named; raise UsageError where no task has gold."""
    if not any(task.gold for task in tasks):
        raise UsageError("there is no gold to make sentences of.", mend="Name a task with gold.")
    work: list[tuple[Sample, Sequence[Scorer]]] = []
    for task in tasks:
        chosen = [s for s in scorers_for(task, scorers) if scorers or s.name not in NOT_JUDGING]
        work.extend((sample, chosen) for sample in samples_of(task) if sample.gold is not None)
    return await run_selftest(work)
