"""The public functions of this package, as `harness` exports them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from harness.backends.base import Backend, BackendOptions
from harness.backends.price_table import load_prices
from harness.backends.registry import DEFAULT_BACKENDS, create_backends
from harness.errors import UsageError
from harness.results.graded import Graded, match_sample, suggest_sample
from harness.results.rows import GradedSummary
from harness.runner.backends_file import BackendEntry
from harness.runner.conditions import Conditions
from harness.runner.contexts import cut_samples
from harness.runner.estimate import Estimate, estimate_run
from harness.runner.evaluate import Run
from harness.runner.evaluate import evaluate as run_tasks
from harness.runner.plan import Plan, choose_samples, make_plan
from harness.runner.progress import Progress
from harness.runner.terms import fill_terms
from harness.scorers.base import Scorer
from harness.scorers.grade import grade, lacking_needs, signature_of
from harness.scorers.registry import BUILTIN, check_scorers, create_scorer, scorers_for
from harness.tasks import load as loading
from harness.tasks.load import Check
from harness.tasks.models import ScorerSpec, Task
from harness.tasks.samples import Sample, samples_of

if TYPE_CHECKING:
    from harness.results.comparing.models import Comparison, Rescored

_P = ParamSpec("_P")
_T = TypeVar("_T")


def load_task(name: str, *, cwd: Path | None = None, originals: Path | None = None) -> Task:
    """Return one task by name or file, with its scorers checked.

    `cwd` is where names are looked up from; `originals` is a folder of the reports that articles retell. Raises
    UsageError for a name that is no task or means several, TaskError with every fault of its files.
    """
    return loading.load_task(name, cwd=cwd, originals=originals, check=check_scorers)


def load_tasks(names: Sequence[str] = (), *, cwd: Path | None = None, originals: Path | None = None) -> list[Task]:
    """Return tasks by name, file or folder; with no names those of the project around `cwd`, else the built-in ones.

    Raises UsageError for a name that is no task, TaskError with every fault of all files.
    """
    return loading.load_tasks(names, cwd=cwd, originals=originals, check=check_scorers)


async def evaluate_async(
    tasks: str | Task | Sequence[str | Task] = (),
    backends: str | Backend | BackendEntry | Sequence[str | Backend | BackendEntry] = (),
    *,
    scorers: Sequence[str | Scorer] = (),
    results_dir: str | Path = "results",
    epochs: int = 1,
    limit: int | None = None,
    max_connections: int = 8,
    seed: int = 0,
    resume: str | None = None,
    originals: Path | None = None,
    options: BackendOptions | None = None,
    conditions: Conditions | None = None,
    prices: Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """Run tasks on backends, write the results below `results_dir`, and return them.

    `tasks` are names, files, folders or Task objects; none means those of the project around the current folder, else
    the built-in ones. `backends` are `provider/model` or objects, which are closed at the end; none means the
    extractive ones, without the upper bound where a sample has no references for it. `scorers` replace the tasks'
    own. `limit` is the number of samples in all, `max_connections` of requests at once to each backend. `resume` names
    a run whose unanswered requests are asked. `options` are for the backends that are named; `seed` goes to them too.
    `conditions` say how fast, for how much money and with which cache; they take the place of `max_connections`.
    `prices` is a file of prices that goes before the table that comes with this package.

    Raises UsageError and TaskError before anything is written, RunError for a run folder that cannot be used.
    """
    if max_connections < 1:
        raise UsageError(f"the number of connections is {max_connections}; it must be 1 or more.")
    given = (options or BackendOptions()).model_copy(update={"seed": seed})
    conditions = conditions or Conditions.connections(max_connections)
    asked = _Asked.find(tasks, backends, scorers, limit, originals, given, conditions, prices)
    return await run_tasks(
        asked.tasks,
        asked.backends,
        scorers=asked.scorers,
        results_dir=Path(results_dir),
        epochs=epochs,
        limit=limit,
        conditions=asked.conditions,
        seed=seed,
        resume=resume,
        progress=progress,
    )


async def estimate_async(
    tasks: str | Task | Sequence[str | Task] = (),
    backends: str | Backend | BackendEntry | Sequence[str | Backend | BackendEntry] = (),
    *,
    scorers: Sequence[str | Scorer] = (),
    results_dir: str | Path = "results",
    epochs: int = 1,
    limit: int | None = None,
    seed: int = 0,
    resume: str | None = None,
    originals: Path | None = None,
    options: BackendOptions | None = None,
    conditions: Conditions | None = None,
    prices: Path | None = None,
) -> Estimate:
    """Return how many requests `evaluate` with the same arguments would send, and what they would cost at most.

    Nobody is asked, and nothing is written. Raises what `evaluate` raises before it asks.
    """
    given = (options or BackendOptions()).model_copy(update={"seed": seed})
    asked = _Asked.find(tasks, backends, scorers, limit, originals, given, conditions or Conditions(), prices)
    try:
        return estimate_run(
            asked.tasks,
            asked.backends,
            scorers=asked.scorers,
            results_dir=Path(results_dir),
            epochs=epochs,
            limit=limit,
            conditions=asked.conditions,
            seed=seed,
            resume=resume,
        )
    finally:
        for backend in asked.backends:
            await backend.close()


@dataclass(frozen=True)
class _Asked:
    """What a run is asked to do, found: tasks, their scorers, the backends, and what holds between it and them."""

    tasks: list[Task]
    scorers: dict[str, tuple[Scorer, ...]]
    backends: list[Backend]
    conditions: Conditions

    @classmethod
    def find(  # noqa: PLR0917  (the arguments of the two functions above)
        cls,
        tasks: Any,  # noqa: ANN401  (one or several; the callers type it)
        backends: Any,  # noqa: ANN401  (the same)
        scorers: Sequence[str | Scorer],
        limit: int | None,
        originals: Path | None,
        options: BackendOptions,
        conditions: Conditions,
        prices: Path | None,
    ) -> _Asked:
        tables = load_prices(prices)
        found = _find_tasks(_as_list(tasks), scorers, originals)
        graders = {task.name: _choose_scorers(task, scorers) for task in found}
        samples = choose_samples(found, limit)
        given = options.model_copy(update={"samples": tuple(sample.id for sample in samples)})
        named = _as_list(backends)
        asked = _find_backends(named, given) if named else _default_backends(samples, given)
        entries = [backend for backend in named if isinstance(backend, BackendEntry)]
        own = {entry.shown_name: entry.terms(conditions.default) for entry in entries}
        specs = {entry.shown_name: entry.name for entry in entries}
        terms = replace(conditions, terms={**own, **conditions.terms}, specs={**specs, **conditions.specs})
        return cls(found, graders, asked, fill_terms(asked, terms, tables))


def plan_requests(
    tasks: str | Task | Sequence[str | Task],
    backends: str | Backend | BackendEntry | Sequence[str | Backend | BackendEntry],
    *,
    epochs: int = 1,
    limit: int | None = None,
    seed: int = 0,
    originals: Path | None = None,
    options: BackendOptions | None = None,
    conditions: Conditions | None = None,
    prices: Path | None = None,
) -> tuple[Plan, Conditions]:
    """Return the requests that `evaluate` would make of the same arguments, and its conditions; it raises the same."""
    given = (options or BackendOptions()).model_copy(update={"seed": seed})
    asked = _Asked.find(tasks, backends, (), limit, originals, given, conditions or Conditions(), prices)
    samples = choose_samples(asked.tasks, limit)
    cuts = cut_samples(samples, asked.backends, asked.conditions)
    return make_plan(samples, asked.backends, epochs, cuts), asked.conditions


def _waiting(work: Callable[_P, Coroutine[Any, Any, _T]]) -> Callable[_P, _T]:
    """Return a coroutine function as a plain one, which returns when the work is done."""

    @wraps(work)
    def waiting(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return wait_for(work(*args, **kwargs))

    return waiting


evaluate = _waiting(evaluate_async)
"""`evaluate_async` for code without a loop; inside a running one, such as a notebook's, it works too, and waits."""

estimate = _waiting(estimate_async)
"""`estimate_async` for code without a loop."""


async def rescore_async(
    run: str | Path,
    tasks: str | Task | Sequence[str | Task] = (),
    *,
    scorers: Sequence[str | Scorer] = (),
    results_dir: str | Path = "results",
    originals: Path | None = None,
) -> Rescored:
    """Score a run's answers anew with the present tasks and scorers, and return what that has changed.

    `run` is an id, a prefix, a path or `latest`; `tasks` and `scorers` are as for `evaluate`. Nobody is asked. The
    scores that the run had are kept below its folder. Raises UsageError and TaskError before anything is written,
    RunError for a run folder that cannot be used.
    """
    from harness.runner.rescore import rescore as rescore_run  # noqa: PLC0415  (it loads numpy)

    found = _find_tasks(_as_list(tasks), scorers, originals)
    graders = {task.name: _choose_scorers(task, scorers) for task in found}
    return await rescore_run(run, found, scorers=graders, results_dir=Path(results_dir))


rescore = _waiting(rescore_async)
"""`rescore_async` for code without a loop."""


def compare(
    a: str | Path | Run,
    b: str | Path | Run,
    *,
    results_dir: str | Path = "results",
    figures: Sequence[str] = (),
    samples_are_population: bool = False,
) -> Comparison:
    """Return what `harness compare` says of two sides: B beside A, on what they share.

    A side is a run (as `evaluate` returns it), an id, a prefix, a path or `latest`, each of these as text also with
    `:BACKEND`. `figures` are those to test together; none means those of the table. `samples_are_population` tests over
    samples instead of events. Raises UsageError where it is not clear which backends are meant, or nothing is shared,
    RunError for a run that is not there.
    """
    from harness.results.comparing.compare import Terms, compare_pairs  # noqa: PLC0415  (it loads numpy)
    from harness.results.comparing.sides import find_sides  # noqa: PLC0415  (the same)

    names = [str(side.folder) if isinstance(side, Run) else str(side) for side in (a, b)]
    pairs = find_sides(names, Path(results_dir)).pairs
    if len(pairs) > 1:
        known = ", ".join(one.side.backend for one, _ in pairs)
        raise UsageError(f"both runs have the backends {known}.", mend="Name one on each side: RUN:BACKEND.")
    cluster: Literal["event", "sample"] = "sample" if samples_are_population else "event"
    (found,) = compare_pairs(pairs, Terms(shown=None, cluster=cluster, figures=frozenset(figures)))
    return found


def score(
    task: str | Task | Sample, summary: str, *, sample: str | None = None, scorers: Sequence[str | Scorer] = ()
) -> GradedSummary:
    """Return all verdicts on a summary of a task, or of a sample of it.

    `sample` says which, where the task has several: its id or the id's last part. `scorers` replace the task's own.
    An empty summary is no answer. Raises UsageError and TaskError as `load_task` does, and for an unknown sample.
    """
    grader = Grader.load(task, scorers) if isinstance(task, str) else Grader.of(task, scorers)
    return wait_for(grader.grade(summary, sample)).row("")


@dataclass(frozen=True)
class Grader:
    """Grades summaries of one task's samples."""

    samples: dict[str, Sample]
    scorers: tuple[Scorer, ...]

    @classmethod
    def load(cls, name: str, scorers: Sequence[str | Scorer] = (), *, originals: Path | None = None) -> Grader:
        """Return the grader of a task by name or file. Raises UsageError and TaskError as `load_task` does."""
        return cls.of(loading.load_task(name, originals=originals, check=_checking(scorers)), scorers)

    @classmethod
    def of(cls, task: Task | Sample, scorers: Sequence[str | Scorer] = ()) -> Grader:
        """Return the grader of a task, or of one sample; `scorers` replace the task's own."""
        if isinstance(task, Sample):
            return cls({task.id: task}, _scorers_of_sample(task, scorers))
        return cls({sample.id: sample for sample in samples_of(task)}, _choose_scorers(task, scorers))

    def find_sample(self, name: str | None) -> Sample:
        """Return the sample that a name means; None means the only one. Raises UsageError where that is not clear."""
        found = list(self.samples) if name is None else match_sample(name, self.samples)
        if len(found) == 1:
            return self.samples[found[0]]
        if name is None:
            what = f"the task has {len(found)} samples; which one the summary is of is not said."
            raise UsageError(what, mend=f"Name the sample: {', '.join(found[:24])}.")
        if found:
            raise UsageError(f"{name!r} may be the sample {' or '.join(found)}.", mend="Write the full id.")
        raise UsageError(f"there is no sample {name!r}.", mend=suggest_sample(name, self.samples))

    async def grade(self, summary: str, sample: str | None = None) -> Graded:
        """Return a summary with the outcome of each scorer; raise UsageError as `find_sample` does."""
        found = self.find_sample(sample)
        return Graded(
            task=found.task,
            sample=found.id,
            summary=summary,
            outcomes=await grade(found, summary, self.scorers),
            signatures={scorer.name: signature_of(scorer, found) for scorer in self.scorers},
            articles={article.id: article.text for article in found.articles},
            words=found.words,
        )


def wait_for(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine to its end in a loop of its own: in this thread, or in another where a loop runs here already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    return _wait_elsewhere(work)


def _wait_elsewhere(work: Coroutine[Any, Any, _T]) -> _T:
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[_T]]] = []

    async def watched() -> _T:
        task = asyncio.ensure_future(work)
        running.append((asyncio.get_running_loop(), task))
        return await task

    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(asyncio.run, watched())
        try:
            return future.result()
        except KeyboardInterrupt:  # it comes to the waiting thread; the work is in the other
            for loop, task in running:
                loop.call_soon_threadsafe(task.cancel)
            raise


def _as_list(given: Any) -> list[Any]:  # noqa: ANN401  (one item or several; the callers type it)
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _find_tasks(given: Sequence[str | Task], scorers: Sequence[str | Scorer], originals: Path | None) -> list[Task]:
    """Return the tasks, those given by name first: their files are read in one go."""
    names = [task for task in given if isinstance(task, str)]
    check = _checking(scorers)
    if not given:
        return loading.load_tasks(originals=originals, check=check)
    named = loading.load_tasks(names, originals=originals, check=check) if names else []
    return [*named, *(task for task in given if not isinstance(task, str))]


def _checking(scorers: Sequence[str | Scorer]) -> Check:
    """Return what finds the faults of a task's scorers, or of those given by name in their place."""
    names = [scorer for scorer in scorers if isinstance(scorer, str)]
    return partial(check_scorers, names=names) if names or not scorers else lambda _: ()


def _find_backends(given: Sequence[str | Backend | BackendEntry], options: BackendOptions) -> list[Backend]:
    names = [backend for backend in given if isinstance(backend, str)]
    made = dict(zip(names, create_backends(names, options), strict=True))
    return [_make(backend, made, options) for backend in given]


def _make(backend: str | Backend | BackendEntry, made: Mapping[str, Backend], options: BackendOptions) -> Backend:
    if isinstance(backend, BackendEntry):
        return backend.create(options)
    return made[backend] if isinstance(backend, str) else backend


def _default_backends(samples: Sequence[Sample], options: BackendOptions) -> list[Backend]:
    """Return the default backends; one that needs references only where every sample has some."""
    made = _find_backends(DEFAULT_BACKENDS, options)
    lacking = not all(sample.references for sample in samples)
    return [backend for backend in made if not (lacking and backend.needs_references)]


def _choose_scorers(task: Task, scorers: Sequence[str | Scorer]) -> tuple[Scorer, ...]:
    """Return the task's scorers, or those given, by name or as objects; a name keeps the task's options for it."""
    names = [scorer for scorer in scorers if isinstance(scorer, str)]
    if not scorers:
        return scorers_for(task)
    made = dict(zip(names, scorers_for(task, names), strict=True)) if names else {}
    return tuple(made[scorer] if isinstance(scorer, str) else scorer for scorer in scorers)


def _scorers_of_sample(sample: Sample, scorers: Sequence[str | Scorer]) -> tuple[Scorer, ...]:
    """Return the given scorers, or all built-in ones that have what they need."""
    asked = [
        create_scorer(ScorerSpec(name=scorer)) if isinstance(scorer, str) else scorer for scorer in scorers or BUILTIN
    ]
    return tuple(scorer for scorer in asked if scorers or not lacking_needs(scorer, sample))
