"""The self-test of tasks: which samples and scorers it tries."""

from __future__ import annotations

from collections.abc import Sequence

from harness.errors import UsageError
from harness.metaeval.selftest import Matrix, run_selftest
from harness.scorers.base import Scorer
from harness.scorers.registry import create_scorer, scorers_for
from harness.tasks.models import ScorerSpec, Task
from harness.tasks.samples import Sample, samples_of

NOT_JUDGING = frozenset({"shape"})
"""Scorers of tasks that look at a summary's form alone: they are tried only where they are asked for by name."""

ALWAYS = "grounding"
"""The scorer that is tried beside the tasks' own, whether they ask for it or not: it needs nothing of them."""


async def selftest_tasks(tasks: Sequence[Task], scorers: Sequence[str] = ()) -> Matrix:
    """Return the matrix of tasks' own scorers and `grounding`, or of those named.

    Raises UsageError where no task has gold, TaskError for a scorer that cannot be made.
    """
    if not any(task.gold for task in tasks):
        raise UsageError("there is no gold to make sentences of.", mend="Name a task with gold.")
    work: list[tuple[Sample, Sequence[Scorer]]] = []
    for task in tasks:
        chosen = scorers_for(task, scorers) if scorers else _default_scorers(task)
        work.extend((sample, chosen) for sample in samples_of(task) if sample.gold is not None)
    return await run_selftest(work)


def _default_scorers(task: Task) -> list[Scorer]:
    own = [scorer for scorer in scorers_for(task) if scorer.name not in NOT_JUDGING]
    has_it = any(scorer.name == ALWAYS for scorer in own)
    return own if has_it else [*own, create_scorer(ScorerSpec(name=ALWAYS))]
