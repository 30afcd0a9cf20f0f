"""From scores to the results table: by backend, by task, by kind of fact.

Answers that are unscored, or that are none, are counted beside each figure and never go into it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from harness.errors import RunError
from harness.results.figures import FIGURES, KINDS, Figure, figures_of_kind, means_of, part_of
from harness.results.models import (
    AnswerRecord,
    Counts,
    Kind,
    Manifest,
    Metric,
    OutcomeName,
    ScoreRow,
    Summary,
    SummaryRow,
)
from harness.results.spending import SpendingTable

EVENTS_FOR_AN_INTERVAL = 6
"""Fewer clusters give intervals that are too narrow to be believed."""


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
        self._table = _Table()

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
    if events < EVENTS_FOR_AN_INTERVAL:
        return f"{of} {are} {events} clusters: an interval needs {EVENTS_FOR_AN_INTERVAL}, so none is given"
    return f"{of} {are} {events} clusters"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


_OUTCOMES = ("answered", "no_answer", "errors", "cached")


class _Key(NamedTuple):
    """Which row of the table."""

    backend: str
    task: str | None = None
    kind: Kind | None = None


_SCORERS_BY_KIND = frozenset[str]().union(*(figure.scorers for kind in KINDS for figure in figures_of_kind(kind)))


@dataclass
class _Sum:
    """Parts of one figure in one row, added up."""

    parts: int = 0
    top: float = 0.0
    bottom: float = 0.0
    samples: dict[str, tuple[float, int]] = field(default_factory=dict)

    def add(self, sample: str, top: float, bottom: float) -> None:
        self.parts += 1
        self.top += top
        self.bottom += bottom
        total, epochs = self.samples.get(sample, (0.0, 0))
        self.samples[sample] = (total + top, epochs + 1)

    def value(self, figure: Figure) -> float | None:
        if not self.parts:
            return None
        if figure.rule == "mean":
            return sum(total / epochs for total, epochs in self.samples.values()) / len(self.samples)
        return self.top if figure.rule == "sum" else figure.scale * self.top / self.bottom


class _Table:
    """All sums, and all counts of outcomes, by row."""

    def __init__(self) -> None:
        self._figures: dict[Kind | None, dict[str, Figure]] = {
            kind: {figure.name: figure for figure in (figures_of_kind(kind) if kind else FIGURES)}
            for kind in (None, *KINDS)
        }
        self._scorers: dict[str, None] = {}
        self._sums: defaultdict[tuple[_Key, str], _Sum] = defaultdict(_Sum)
        self._outcomes: defaultdict[tuple[_Key, frozenset[str]], Counter[OutcomeName]] = defaultdict(Counter)

    def add(self, rows: list[ScoreRow]) -> None:
        """Add the scores of one answer."""
        for row in rows:
            self._meet(row)
        backend, task = rows[0].backend, rows[0].task
        by_scorer = {row.scorer: row for row in rows}
        self._add_to((_Key(backend), _Key(backend, task)), by_scorer)
        if not _SCORERS_BY_KIND.isdisjoint(by_scorer):
            for kind in KINDS:
                self._add_to((_Key(backend, None, kind),), by_scorer)

    def metrics(self, key: _Key) -> dict[str, Metric]:
        """Return a row's figures, of the scorers that were asked for in it."""
        figures = list(self._figures[key.kind].values())
        if key.kind is None:
            figured = frozenset[str]().union(*(figure.scorers for figure in figures))
            figures.extend(Figure(name, "mean", f"{name}.") for name in self._scorers if name not in figured)
        return {figure.name: self._metric(key, figure) for figure in figures if (key, figure.scorers) in self._outcomes}

    def _metric(self, key: _Key, figure: Figure) -> Metric:
        total, outcomes = self._sums[key, figure.name], self._outcomes[key, figure.scorers]
        return Metric(
            value=total.value(figure),
            scored=total.parts,
            undefined=outcomes["score"] - total.parts,
            unscored=outcomes["unscored"],
            no_answer=outcomes["no answer"],
        )

    def _meet(self, row: ScoreRow) -> None:
        self._scorers[row.scorer] = None
        for figure in means_of(row):
            self._figures[None].setdefault(figure.name, figure)

    def _add_to(self, keys: tuple[_Key, ...], rows: Mapping[str, ScoreRow]) -> None:
        """Add an answer to rows of the table that have the same figures."""
        kind = keys[0].kind
        figures = [figure for figure in self._figures[kind].values() if figure.scorers <= rows.keys()]
        asked = {figure.scorers for figure in figures}
        if kind is None:
            asked.update(frozenset({name}) for name in rows)
        outcomes = {scorers: _worst(rows[name].outcome for name in scorers) for scorers in asked}
        sample = next(iter(rows.values())).sample
        for scorers, outcome in outcomes.items():
            for key in keys:
                self._outcomes[key, scorers][outcome] += 1
        for figure in figures:
            part = part_of(figure, rows) if outcomes[figure.scorers] == "score" else None
            if part:
                for key in keys:
                    self._sums[key, figure.name].add(sample, *part)


def _worst(outcomes: Iterable[OutcomeName]) -> OutcomeName:
    found = set(outcomes)
    return "no answer" if "no answer" in found else "unscored" if "unscored" in found else "score"


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
        yield SummaryRow(backend=backend, counts=whole, spending=spent, metrics=table.metrics(_Key(backend)))
        for task in [task.name for task in manifest.tasks]:
            metrics, spent = table.metrics(_Key(backend, task)), spending.of(backend, samples[task])
            yield SummaryRow(backend=backend, task=task, counts=counts[backend, task], spending=spent, metrics=metrics)
        for kind in KINDS:
            if metrics := table.metrics(_Key(backend, None, kind)):
                yield SummaryRow(backend=backend, kind=kind, counts=whole, metrics=metrics)
