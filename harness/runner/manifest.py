"""The manifest of a run: made before anything is asked, and compared when a run is resumed."""

from __future__ import annotations

import hashlib
import platform
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import harness
from harness.articles.models import Article
from harness.backends.base import Backend
from harness.errors import RunError, UsageError
from harness.results.models import (
    ArticleRecord,
    BackendRecord,
    CutRecord,
    Manifest,
    PromptRecord,
    SampleRecord,
    ScorerRecord,
    StoredArticle,
    TaskRecord,
    Volatile,
)
from harness.runner.budget import refuse_blind_budget
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions, Truncate
from harness.runner.conflicts import refuse_conflicts
from harness.runner.contexts import cut_samples
from harness.runner.plan import Plan, Planned, choose_samples, make_plan, parameters_of
from harness.runner.scoring import ScorersOf
from harness.scorers.base import Scorer
from harness.scorers.grade import signature_of
from harness.tasks.models import Task
from harness.tasks.samples import Sample


@dataclass(frozen=True)
class Job:
    """What a run is asked to do, checked: its samples and its plan."""

    tasks: tuple[Task, ...]
    backends: tuple[Backend, ...]
    scorers: ScorersOf
    epochs: int
    limit: int | None
    seed: int
    samples: tuple[Sample, ...]
    plan: Plan
    truncate: Truncate | None = None

    @property
    def articles(self) -> dict[str, Article]:
        """The articles that are shown, each once, by id."""
        return {article.id: article for sample in self.samples for article in sample.articles}


def make_job(
    tasks: Sequence[Task],
    backends: Sequence[Backend],
    scorers: ScorersOf,
    *,
    epochs: int,
    limit: int | None,
    seed: int,
    conditions: Conditions | None = None,
) -> Job:
    """Return a checked job; prompts that do not fit their model are cut where the conditions say so.

    Raises UsageError for what `choose_samples` and `make_plan` refuse, for two scorers of one name in a task, for a
    prompt that does not fit its model, for conditions that exclude each other, and for a budget where the cost of a
    request has no limit that is known.
    """
    samples = choose_samples(tasks, limit)
    for task in tasks:
        names = [scorer.name for scorer in scorers.get(task.name, ())]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise UsageError(f"two scorers are named {twice!r}.", where=task.file or task.name, mend="Keep one.")
    conditions = conditions or Conditions()
    refuse_conflicts(backends, conditions)
    refuse_blind_budget(backends, conditions)
    plan = make_plan(samples, backends, epochs, cut_samples(samples, backends, conditions))
    return Job(tuple(tasks), tuple(backends), scorers, epochs, limit, seed, samples, plan, conditions.truncate)


def new_run_id(clock: Clock) -> str:
    """Return the id of a new run: its time and four random hex digits, as in 20261122-051758-3fa9."""
    return f"{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def describe(job: Job, run: str, started: str) -> Manifest:
    """Return a job's manifest; asks each scorer for its signatures, so a ScorerError comes before any request."""
    return Manifest(
        run=run,
        harness=harness.__version__,
        python=platform.python_version(),
        seed=job.seed,
        epochs=job.epochs,
        limit=job.limit,
        tasks=tuple(_task_record(task, job) for task in job.tasks if _samples_of(task, job)),
        articles=tuple(_article_record(article) for article in job.articles.values()),
        backends=tuple(BackendRecord(name=b.name, parameters=parameters_of(b)) for b in job.backends),
        truncate=job.truncate,
        cuts=tuple(_cut_records(job.plan)) if job.truncate else (),
        planned=len(job.plan),
        plan=job.plan.hash,
        volatile=Volatile(started=started, platform=platform.platform()),
    )


def stored_articles(job: Job) -> Iterator[StoredArticle]:
    """Yield each article once by its hash, as it is shown."""
    for sha256, article in {article.sha256: article for article in job.articles.values()}.items():
        yield StoredArticle(sha256=sha256, title=article.title, text=article.text)


def refuse_another_plan(before: Manifest, now: Manifest, journalled: Iterable[str], planned: Iterable[str]) -> None:
    """Raise RunError, with the differences in words, where a run cannot be resumed with this plan."""
    left = set(journalled)
    if left:
        left.difference_update(planned)
    strange = len(left)
    if before.plan == now.plan and not strange:
        return
    found = list(_differences(before, now))
    if strange:
        found.append(f"{strange} of its answers are to requests that are not planned now")
    if not found:
        found.append(f"its requests differ (harness {before.harness} then, {now.harness} now)")
    what = f"cannot be resumed, for what is asked now is something else: {'; '.join(found)}."
    raise RunError(what, where=before.run, mend="Ask for what it was made with, or start a new run.")


def _samples_of(task: Task, job: Job) -> list[Sample]:
    return [sample for sample in job.samples if sample.task == task.name]


def _task_record(task: Task, job: Job) -> TaskRecord:
    samples = _samples_of(task, job)
    return TaskRecord(
        name=task.name,
        version=task.version,
        samples=tuple(
            SampleRecord(id=sample.id, articles=tuple(article.id for article in sample.articles)) for sample in samples
        ),
        gold={sample.gold.name: sample.gold.sha256 for sample in samples if sample.gold},
        prompt=PromptRecord(
            name=task.prompt.name,
            version=task.prompt.version,
            sha256=hashlib.sha256(task.prompt.text.encode()).hexdigest(),
        ),
        words=task.limit.words if task.limit else None,
        scorers=tuple(scorer_record(scorer, samples) for scorer in job.scorers.get(task.name, ())),
    )


def scorer_record(scorer: Scorer, samples: Iterable[Sample]) -> ScorerRecord:
    """Return a scorer's record, with its signatures on these samples."""
    signatures = {signature_of(scorer, sample) for sample in samples}
    return ScorerRecord(name=scorer.name, signatures=tuple(sorted(one for one in signatures if one is not None)))


def _article_record(article: Article) -> ArticleRecord:
    return ArticleRecord(
        id=article.id,
        sha256=article.sha256,
        event=article.event,
        outlet=article.outlet,
        published=article.published.date if article.published else None,
        is_original=article.is_original,
    )


def _cut_records(plan: Iterable[Planned]) -> Iterator[CutRecord]:
    for planned in plan:
        if planned.shown and planned.epoch == 1:
            kept, whole = (sum(len(one.text) for one in sample.articles) for sample in (planned.shown, planned.sample))
            yield CutRecord(backend=planned.backend.name, sample=planned.sample.id, kept=kept, whole=whole)


def _differences(before: Manifest, now: Manifest) -> Iterator[str]:
    """Yield what differs between two manifests, of the things that requests are made of."""
    for name in ("epochs", "limit"):
        yield from _changed(name, getattr(before, name), getattr(now, name))
    yield from _compared("backend", _parameters(before), _parameters(now))
    yield from _compared("task", _tasks(before), _tasks(now))
    yield from _compared("article", _articles(before), _articles(now))
    yield from _changed("truncate", before.truncate, now.truncate)
    yield from _changed("articles cut", len(before.cuts), len(now.cuts))


def _parameters(manifest: Manifest) -> dict[str, Mapping[str, Any]]:
    return {backend.name: backend.parameters for backend in manifest.backends}


def _tasks(manifest: Manifest) -> dict[str, Mapping[str, Any]]:
    return {
        task.name: {
            "samples": len(task.samples),
            "word limit": task.words,
            "prompt": f"{task.prompt.name} {task.prompt.sha256[:8]}",
            "gold": ", ".join(f"{name} {sha256[:8]}" for name, sha256 in task.gold.items()) or None,
        }
        for task in manifest.tasks
    }


def _articles(manifest: Manifest) -> dict[str, Mapping[str, Any]]:
    return {article.id: {"text": article.sha256[:8]} for article in manifest.articles}


def _compared(
    what: str, before: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    for name in [name for name in before if name not in now]:
        yield f"the {what} {name!r} is missing now"
    for name, fields in now.items():
        if name not in before:
            yield f"the {what} {name!r} is new"
            continue
        for field in dict.fromkeys([*before[name], *fields]):
            yield from _changed(f"{field} of the {what} {name!r}", before[name].get(field), fields.get(field))


def _changed(what: str, before: object, now: object) -> Iterator[str]:
    if before != now:
        yield f"{what}: {_said(before)} then, {_said(now)} now"


def _said(value: object) -> str:
    return "none" if value is None else str(value)
