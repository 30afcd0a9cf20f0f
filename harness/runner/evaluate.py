"""One run: plan, ask what is missing, score, sum up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.backends.base import Backend
from harness.backends.batches import batches_of
from harness.errors import RunError
from harness.results.aggregate import aggregate
from harness.results.disk import replacing, to_json
from harness.results.models import Counts, Manifest, Summary
from harness.results.store import SCORES, RunFolder, create_run, open_run, write_manifest, write_summary
from harness.runner.ask import Desk, ask
from harness.runner.batch import run_batches
from harness.runner.batch_log import refuse_open_batches
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions
from harness.runner.journal import Journal
from harness.runner.manifest import Job, describe, make_job, new_run_id, refuse_another_plan, stored_articles
from harness.runner.plan import Planned
from harness.runner.progress import NoProgress, Progress
from harness.runner.scoring import ScorersOf, score_answers
from harness.tasks.models import Task


class RunStoppedError(RunError):
    """Ctrl-C stopped a run; what was answered is kept."""

    exit_code = 3


@dataclass(frozen=True)
class Run:
    """A finished run: its folder, its manifest and its results table."""

    folder: Path
    manifest: Manifest
    summary: Summary

    @property
    def id(self) -> str:
        """The run's id, which is its folder's name."""
        return self.manifest.run

    @property
    def counts(self) -> Counts:
        """What became of its requests."""
        return self.summary.counts

    @property
    def exit_code(self) -> int:
        """0, or 3 where a sample ended as an error or without an answer."""
        return 0 if self.counts.answered == self.counts.planned else 3


async def evaluate(
    tasks: Sequence[Task],
    backends: Sequence[Backend],
    *,
    scorers: ScorersOf,
    results_dir: Path,
    epochs: int = 1,
    limit: int | None = None,
    conditions: Conditions | None = None,
    seed: int = 0,
    resume: str | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Run:
    """Run tasks on backends and return the results; the run's folder appears under `results_dir`.

    `scorers` gives the scorers of each task by its name. `limit` is the number of samples in all. `resume` names a run
    (id, prefix, path or `latest`) whose unanswered requests are asked; errors that may pass are asked again.
    `conditions` say how fast, and for how much money. The backends are closed at the end.

    Raises UsageError or ScorerError before anything is written, RunError for a run folder that cannot be used, and
    RunStoppedError after Ctrl-C.
    """
    try:
        if conditions and conditions.batches:
            for backend in backends:
                batches_of(backend)
        job = make_job(tasks, backends, scorers, epochs=epochs, limit=limit, seed=seed)
        sitting = _Sitting(job, results_dir, conditions or Conditions(), progress or NoProgress(), clock or Clock())
        return await sitting.run(resume)
    finally:
        for backend in backends:
            await backend.close()


@dataclass(frozen=True)
class _Sitting:
    """One sitting of a run: the first, or a resumed one."""

    job: Job
    results_dir: Path
    conditions: Conditions
    progress: Progress
    clock: Clock

    async def run(self, resume: str | None) -> Run:
        folder, manifest = self._create() if resume is None else self._reopen(resume)
        with Journal(folder.journal) as journal:
            refuse_another_plan(folder.manifest(), manifest, journal.final, (planned.id for planned in self.job.plan))
            write_manifest(folder, manifest)
            await self._ask(journal, manifest.run)
            summary = await self._score(folder, manifest)
            finished = manifest.volatile.model_copy(update={"finished": self.clock.stamp()})
            manifest = manifest.model_copy(update={"volatile": finished})
            write_manifest(folder, manifest)
        return Run(folder.path, manifest, summary)

    def _create(self) -> tuple[RunFolder, Manifest]:
        manifest = describe(self.job, new_run_id(self.clock), self.clock.stamp())
        return create_run(self.results_dir, manifest, stored_articles(self.job)), manifest

    def _reopen(self, name: str) -> tuple[RunFolder, Manifest]:
        folder = open_run(name, self.results_dir)
        before = folder.manifest()
        return folder, describe(self.job, before.run, before.volatile.started)

    async def _ask(self, journal: Journal, run: str) -> None:
        batches = self.conditions.batches
        if not batches:
            refuse_open_batches(RunFolder(journal.path.parent).batches, run)
        final = journal.final
        missing = [planned for planned in self.job.plan if not final.get(planned.id)]
        done = len(self.job.plan) - len(missing)
        desk = Desk(journal, self.progress, self.clock, random.Random(self.job.seed), self.conditions)  # noqa: S311  (jitter)
        self.progress.start(len(self.job.plan), done)
        try:
            completed = await self._ask_in_batches(missing, journal) if batches else await ask(missing, desk)
        finally:
            self.progress.finish()
        if not completed:
            what = (
                "the run is not done: its batches are not waited for." if batches == "leave" else "the run was stopped."
            )
            mend = f"Nothing is lost: the same command with '--resume {run}' goes on from there."
            raise RunStoppedError(what, where=run, mend=mend)

    async def _ask_in_batches(self, missing: Sequence[Planned], journal: Journal) -> bool:
        folder = RunFolder(journal.path.parent)
        wait = self.conditions.batches == "wait"
        return await run_batches(missing, journal, folder, self.clock, self.progress, wait=wait)

    async def _score(self, folder: RunFolder, manifest: Manifest) -> Summary:
        plan = {planned.id: planned for planned in self.job.plan}
        with replacing(folder.path / SCORES) as write:
            async for row in score_answers(folder.answers_of(plan), plan, self.job.scorers):
                write(to_json(row) + "\n")
        summary = aggregate(manifest, folder.answers(), folder.scores())
        write_summary(folder, summary)
        return summary
