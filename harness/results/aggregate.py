"""From scores to the results table: by backend, by task, by kind of fact.

Answers that are unscored, or that are none, are counted beside each figure and never go into it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from harness.errors import RunError
from harness.results.epochs import Epochs
from harness.results.figures import FIGURES, KINDS, Figure, figures_of_kind, means_of, part_of
from harness.results.models import (
    AnswerRecord,
    Counts,
    Interval,
    Kind,
    Manifest,
    Metric,
    OutcomeName,
    ScoreRow,
    Summary,
    SummaryRow,
)
from harness.results.spending import SpendingTable
from harness.results.statistics.clusters import clusters_of
from harness.results.statistics.intervals import FEWEST_EVENTS
from harness.results.statistics.sums import MeanSum, Place, Sum, interval_of, spread_of, value_of


def aggregate(manifest: Manifest, answers: Iterable[AnswerRecord], scores: Iterable[ScoreRow]) -> Summary:
    """Return the results table of a run.

    `answers` are what stands for each request; of `scores`, all of one answer's stand together, as in scores.jsonl
    (RunError else). Scorers without figures of their own are averaged, value by value.
    """
    table = ResultsTable(manifest)
    for rows in _by_answer(scores):
        table.grade(rows)
    for record in answers:
        table.count(record)
    return table.summary()


class ResultsTable:
    """The results table of a run while it grows, an answer at a time. Figures depend on the order in the last digit."""

    def __init__(self, manifest: Manifest) -> None:
        """Start with no answer."""
        self._manifest = manifest
        self._task_of = {sample.id: task.name for task in manifest.tasks for sample in task.samples}
        self._counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._spending = SpendingTable()
        self._table = _Table(manifest)

    def add(self, record: AnswerRecord, rows: list[ScoreRow]) -> None:
        """Add an answer with all its scores."""
        self.count(record)
        self.grade(rows)

    def count(self, record: AnswerRecord) -> None:
        """Count an answer, or an error, and what it has cost."""
        self._spending.note(record)
        nothing = record.why_nothing_to_score is not None
        what = "errors" if record.error else "no_answer" if nothing else "answered"
        counts = self._counts[record.backend, self._task_of[record.sample]]
        counts[what] += 1
        counts["cached"] += record.cached

    def grade(self, rows: list[ScoreRow]) -> None:
        """Add the scores of one answer."""
        if rows:
            self._table.add(rows)

    def summary(self) -> Summary:
        """Return the table as it stands."""
        counts = {
            (backend.name, task.name): Counts(
                planned=len(task.samples) * self._manifest.epochs,
                **{what: self._counts[backend.name, task.name][what] for what in _OUTCOMES},
            )
            for backend in self._manifest.backends
            for task in self._manifest.tasks
        }
        articles, events = len(self._manifest.articles), len({article.event for article in self._manifest.articles})
        return Summary(
            run=self._manifest.run,
            counts=_add_up(counts.values()),
            articles=articles,
            events=events,
            interval=describe_interval(articles, events),
            signatures=_signatures(self._manifest),
            rows=tuple(_rows(self._manifest, counts, self._spending, self._table)),
        )


def describe_interval(articles: int, events: int) -> str:
    """Return what can be said of intervals: articles of one event are not independent, so events are what counts."""
    of = f"{_number(articles, 'article')} on {_number(events, 'event')}"
    are = "is" if articles == 1 else "are"
    if events == 1:
        return f"{of} {are} one cluster: no interval can be given"
    if events < FEWEST_EVENTS:
        return f"{of} {are} {events} clusters: an interval needs {FEWEST_EVENTS}, so none is given"
    return f"{of} {are} {events} clusters"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


_OUTCOMES = ("answered", "no_answer", "errors", "cached")


class _Key(NamedTuple):
    """Which sums: a backend's on a task, or on one kind of fact."""

    backend: str
    task: str | None = None
    kind: Kind | None = None


_SCORERS_BY_KIND = frozenset[str]().union(*(figure.scorers for kind in KINDS for figure in figures_of_kind(kind)))


class _Table:
    """All sums, and all counts of outcomes, by task and by kind; those over all tasks are added up from the tasks'."""

    def __init__(self, manifest: Manifest) -> None:
        clusters = clusters_of((sample.id for task in manifest.tasks for sample in task.samples), [manifest])
        self._places = {
            sample.id: Place(clusters[sample.id], number)
            for task in manifest.tasks
            for number, sample in enumerate(task.samples)
        }
        self._sizes = {task.name: len(task.samples) for task in manifest.tasks}
        self._has_epochs = manifest.epochs > 1
        self.epochs = Epochs(self._places, manifest.epochs) if self._has_epochs else None
        self._figures: dict[Kind | None, dict[str, Figure]] = {
            kind: {figure.name: figure for figure in (figures_of_kind(kind) if kind else FIGURES)}
            for kind in (None, *KINDS)
        }
        self._scorers: dict[str, None] = {}
        self._known: set[tuple[str, ...]] = set()
        self._sums: dict[tuple[_Key, str], Sum] = {}
        self._outcomes: defaultdict[tuple[_Key, frozenset[str]], Counter[OutcomeName]] = defaultdict(Counter)
        self._wanted: dict[tuple[Kind | None, tuple[str, ...]], dict[frozenset[str], list[Figure]]] = {}

    def add(self, rows: list[ScoreRow]) -> None:
        """Add the scores of one answer."""
        for row in rows:
            self._meet(row)
        backend, task = rows[0].backend, rows[0].task
        by_scorer = {row.scorer: row for row in rows}
        self._add_to(_Key(backend, task), by_scorer)
        if not _SCORERS_BY_KIND.isdisjoint(by_scorer):
            for kind in KINDS:
                self._add_to(_Key(backend, None, kind), by_scorer)
        if self.epochs:
            self.epochs.add_verdicts(rows)

    def metrics(self, backend: str, task: str | None = None, kind: Kind | None = None) -> dict[str, Metric]:
        """Return a row's figures, of the scorers that were asked for in it; without task and kind over all tasks."""
        keys = [_Key(backend, task, kind)] if task or kind else [_Key(backend, name) for name in self._sizes]
        figures = list(self._figures[kind].values())
        if kind is None:
            figured = frozenset[str]().union(*(figure.scorers for figure in figures))
            figures.extend(Figure(name, "mean", f"{name}.") for name in self._scorers if name not in figured)
        return {
            figure.name: self._metric(keys, figure)
            for figure in figures
            if any((key, figure.scorers) in self._outcomes for key in keys)
        }

    def _metric(self, keys: Sequence[_Key], figure: Figure) -> Metric:
        sums = [self._sums[key, figure.name] for key in keys if (key, figure.name) in self._sums]
        outcomes: Counter[str] = Counter()
        for key in keys:
            outcomes.update(self._outcomes.get((key, figure.scorers), {}))
        scored = sum(part.parts for part in sums)
        interval = interval_of(figure, sums)
        return Metric(
            value=value_of(figure, sums),
            interval=interval if isinstance(interval, Interval) else None,
            why_no_interval=interval if isinstance(interval, str) else None,
            spread=spread_of(figure, sums),
            by_epoch=self.epochs.values(keys, figure) if self.epochs else (),
            scored=scored,
            undefined=outcomes["score"] - scored,
            unscored=outcomes["unscored"],
            no_answer=outcomes["no answer"],
        )

    def _meet(self, row: ScoreRow) -> None:
        """Take note of figures that are made of whatever values a scorer has."""
        known = (row.scorer, *row.values)
        if known in self._known:
            return
        self._known.add(known)
        self._wanted.clear()
        self._scorers[row.scorer] = None
        for figure in means_of(row):
            self._figures[None].setdefault(figure.name, figure)

    def _add_to(self, key: _Key, rows: Mapping[str, ScoreRow]) -> None:
        """Add an answer to a row of the table."""
        first = next(iter(rows.values()))
        place = self._places[first.sample]
        for scorers, figures in self._figures_by_scorers(key.kind, tuple(rows)).items():
            outcome = _worst([rows[name].outcome for name in scorers])
            self._outcomes[key, scorers][outcome] += 1
            for figure in figures if outcome == "score" else ():
                if part := part_of(figure, rows):
                    found = self._sums.get((key, figure.name))
                    if found is None:
                        found = self._sums[key, figure.name] = self._new_sum(key, figure)
                    found.add(place, *part)
                    if self.epochs:
                        self.epochs.add(key, figure, first.epoch, part)

    def _figures_by_scorers(self, kind: Kind | None, names: tuple[str, ...]) -> dict[frozenset[str], list[Figure]]:
        """Return the figures that scores of these scorers go into, by the scorers that each is made of."""
        found = self._wanted.get((kind, names))
        if found is None:
            found = {frozenset({name}): [] for name in names} if kind is None else {}
            for figure in self._figures[kind].values():
                if figure.scorers <= set(names):
                    found.setdefault(figure.scorers, []).append(figure)
            self._wanted[kind, names] = found
        return found

    def _new_sum(self, key: _Key, figure: Figure) -> Sum:
        if figure.rule == "mean" and key.task is not None:
            return MeanSum(self._sizes[key.task], has_epochs=self._has_epochs)
        return Sum()


def _worst(outcomes: Sequence[OutcomeName]) -> OutcomeName:
    return "no answer" if "no answer" in outcomes else "unscored" if "unscored" in outcomes else "score"


def _by_answer(scores: Iterable[ScoreRow]) -> Iterator[list[ScoreRow]]:
    seen = set()
    for answer, rows in groupby(scores, key=lambda row: row.id):
        if answer in seen:
            raise RunError(
                f"the scores of the answer {answer} do not stand together.",
                mend="Resume the run to have it made again.",
            )
        seen.add(answer)
        yield list(rows)


def _add_up(counts: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count.model_dump())
    return Counts(**{name: total[name] for name in Counts.model_fields})


def _signatures(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for task in manifest.tasks:
        for scorer in task.scorers:
            found[scorer.name].update(scorer.signatures)
    return {name: tuple(sorted(signatures)) for name, signatures in found.items()}


def _rows(
    manifest: Manifest, counts: Mapping[tuple[str, str], Counts], spending: SpendingTable, table: _Table
) -> Iterator[SummaryRow]:
    samples = {task.name: {sample.id for sample in task.samples} for task in manifest.tasks}
    for backend in [backend.name for backend in manifest.backends]:
        whole = _add_up(count for (name, _), count in counts.items() if name == backend)
        spent = spending.of(backend)
        agree = table.epochs.agreement if table.epochs else _no_agreement
        yield SummaryRow(
            backend=backend, counts=whole, spending=spent, agreement=agree(backend), metrics=table.metrics(backend)
        )
        for task in [task.name for task in manifest.tasks]:
            metrics, spent = table.metrics(backend, task), spending.of(backend, samples[task])
            yield SummaryRow(
                backend=backend,
                task=task,
                counts=counts[backend, task],
                spending=spent,
                agreement=agree(backend, task=task),
                metrics=metrics,
            )
        for kind in KINDS:
            if metrics := table.metrics(backend, kind=kind):
                yield SummaryRow(
                    backend=backend, kind=kind, counts=whole, agreement=agree(backend, kind=kind), metrics=metrics
                )


def _no_agreement(backend: str, task: str | None = None, kind: Kind | None = None) -> None:  # noqa: ARG001  (one epoch)
    return None
