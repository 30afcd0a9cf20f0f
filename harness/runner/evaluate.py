"""One run: plan, ask what is missing, score, sum up."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.backends.base import Backend
from harness.errors import RunError
from harness.results.aggregate import ResultsTable
from harness.results.disk import replacing, to_json
from harness.results.models import Counts, Manifest, Summary, Volatile
from harness.results.store import SCORES, RunFolder, create_run, open_run, write_manifest, write_summary
from harness.runner.ask import Desk, ask
from harness.runner.batch import run_batches
from harness.runner.batch_log import refuse_open_batches
from harness.runner.book import Book
from harness.runner.budget import budget_of, used_up
from harness.runner.cache import AnswerCache
from harness.runner.caching import opened
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions
from harness.runner.journal import Journal
from harness.runner.manifest import Job, describe, make_job, new_run_id, refuse_another_plan, stored_articles
from harness.runner.progress import NoProgress, Progress
from harness.runner.reckon import Reckoner
from harness.runner.recording import Tape, recording
from harness.runner.scoring import ScorersOf, Turns, score_answer
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
    `conditions` say how fast, for how much money, and what is recorded or replayed. The backends are closed at the end.

    Raises UsageError or ScorerError before anything is written, RunError for a run folder or recording that cannot be
    used, and RunStoppedError after Ctrl-C.
    """
    try:
        job = make_job(tasks, backends, scorers, epochs=epochs, limit=limit, seed=seed, conditions=conditions)
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
        asked = self.conditions
        if resume is not None:  # before a cache or a recording is made that is not needed
            self._refuse_another_plan(*self._reopen(resume))
        with recording(asked.record, asked.replay, goes_on=resume is not None) as tape, opened(asked.cache) as cache:
            return await self._run(resume, tape, cache)

    async def _run(self, resume: str | None, tape: Tape, cache: AnswerCache | None) -> Run:
        folder, manifest = self._create() if resume is None else self._reopen(resume)
        with Journal(folder.journal) as journal:
            ids = (planned.id for planned in self.job.plan)
            refuse_another_plan(folder.manifest(), manifest, journal.standing, ids)
            write_manifest(folder, manifest)
            summary = await self._work(Book(journal, self.job.plan), folder, manifest, tape, cache)
            finished = manifest.volatile.model_copy(update={"finished": self.clock.stamp()})
            manifest = manifest.model_copy(update={"volatile": finished})
            write_manifest(folder, manifest)
        return Run(folder.path, manifest, summary)

    def _create(self) -> tuple[RunFolder, Manifest]:
        manifest = self._describe(new_run_id(self.clock), self.clock.stamp())
        return create_run(self.results_dir, manifest, stored_articles(self.job)), manifest

    def _reopen(self, name: str) -> tuple[RunFolder, Manifest]:
        folder = open_run(name, self.results_dir)
        before = folder.manifest()
        return folder, self._describe(before.run, before.volatile.started, before.volatile)

    def _refuse_another_plan(self, folder: RunFolder, now: Manifest) -> None:
        before = folder.manifest()
        if before.plan != now.plan:
            refuse_another_plan(before, now, folder.index(), (planned.id for planned in self.job.plan))

    def _describe(self, run: str, started: str, before: Volatile | None = None) -> Manifest:
        """Return the manifest, which names the recording of this sitting, else the one of a sitting before."""
        manifest = describe(self.job, run, started)
        files = {"recorded": self.conditions.record, "replayed": self.conditions.replay}
        names = {field: file.name if file else getattr(before, field, None) for field, file in files.items()}
        return manifest.model_copy(update={"volatile": manifest.volatile.model_copy(update=names)})

    async def _work(
        self, book: Book, folder: RunFolder, manifest: Manifest, tape: Tape, cache: AnswerCache | None
    ) -> Summary:
        """Ask for what the book lacks, and grade answers while others are waited for."""
        scoring = asyncio.create_task(self._score(book, folder, manifest))
        try:
            await self._ask(self._desk(book, folder, tape, cache), folder, manifest.run)
            if words := tape.last_words():
                self.progress.say(words)
            return await scoring
        finally:
            scoring.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await scoring

    def _desk(self, book: Book, folder: RunFolder, tape: Tape, cache: AnswerCache | None) -> Desk:
        tape.learn(self.job.plan)
        return Desk(
            book,
            self.progress,
            tape.clock(self.clock),
            random.Random(self.job.seed),  # noqa: S311  (jitter)
            tape.conditions(self.conditions),
            budget_of(self.conditions, folder),
            cache,
            {backend.name: tape.taped(backend) for backend in self.job.backends},
        )

    async def _ask(self, desk: Desk, folder: RunFolder, run: str) -> None:
        book, budget, batches = desk.book, desk.budget, self.conditions.batches
        if not batches:
            refuse_open_batches(folder.batches, run)
        self.progress.start(len(self.job.plan), book.done())
        try:
            completed = await self._ask_in_batches(book, folder) if batches else await ask(desk)
        finally:
            self.progress.finish()
        if budget and budget.is_used_up:
            mend = f"Nothing is lost: the same command with '--resume {run}' and a higher --budget goes on."
            raise RunStoppedError(used_up(budget, book.done(), len(self.job.plan)), where=run, mend=mend)
        if not completed:
            what = (
                "the run is not done: its batches are not waited for." if batches == "leave" else "the run was stopped."
            )
            mend = f"Nothing is lost: the same command with '--resume {run}' goes on from there."
            raise RunStoppedError(what, where=run, mend=mend)

    async def _ask_in_batches(self, book: Book, folder: RunFolder) -> bool:
        wait = self.conditions.batches == "wait"
        return await run_batches(book, folder, Reckoner(self.conditions), self.clock, self.progress, wait=wait)

    async def _score(self, book: Book, folder: RunFolder, manifest: Manifest) -> Summary:
        table, turns = ResultsTable(manifest), Turns()
        with replacing(folder.path / SCORES) as write:
            async for planned, record in book.records():
                rows = await score_answer(record, planned.sample, self.job.scorers)
                for row in rows:
                    write(to_json(row) + "\n")
                table.add(record, rows)
                await turns.give()
        summary = table.summary()
        write_summary(folder, summary)
        return summary
