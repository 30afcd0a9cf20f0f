"""The tables that can be exported, column by column.

`python -m harness.results.exporting.tables` prints them as the manual has them.
Columns are only ever added, at the end; one that is there keeps its name, type and meaning.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.gold.gold import Evidence
from harness.results.models import AnswerRecord, Manifest, ScoreRow, SummaryRow
from harness.results.rows import Cell
from harness.results.store import RunFolder

TableName = Literal["scores", "facts", "claims", "table", "answers"]
Type = Literal["text", "int", "float", "bool"]


@dataclass(frozen=True)
class Column:
    """A column: its name, the type of its values (any may be empty), and what it says."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table: its columns, and what yields the rows of a run, each as long as there are columns."""

    name: TableName
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[RunFolder], Iterator[Sequence[Cell]]]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)


_RUN = Column("run", "text", "the run's id")
_ANSWER = (
    _RUN,
    Column("backend", "text", "who was asked"),
    Column("task", "text", "the task's name"),
    Column("sample", "text", "the sample's id"),
    Column("epoch", "int", "from 1"),
    Column("answer", "text", "the answer's id"),
    Column("scorer", "text", "the scorer's name"),
)
_SPAN = (
    Column("summary_start", "int", "where in the summary it stands, in code points"),
    Column("summary_end", "int", "where that ends, exclusive"),
)
_EVIDENCE = Column("evidence", "text", "the articles' words: `article:start-end`, parted by blanks, in code points")


def _head(run: str, row: ScoreRow) -> tuple[Cell, ...]:
    return run, row.backend, row.task, row.sample, row.epoch, row.id, row.scorer


def _places(evidence: Iterable[Evidence]) -> str:
    return " ".join(f"{one.article}:{one.start}-{one.end}" for one in evidence)


def _scores(folder: RunFolder) -> Iterator[Sequence[Cell]]:
    run = folder.manifest().run
    for row in folder.scores():
        values: Iterable[tuple[str | None, float | None]] = row.values.items() if row.values else ((None, None),)
        for name, value in values:
            yield *_head(run, row), row.signature, row.outcome, row.reason, row.consistent, name, value


def _facts(folder: RunFolder) -> Iterator[Sequence[Cell]]:
    run = folder.manifest().run
    for row in folder.scores():
        for fact in row.facts:
            start, end = fact.summary_span or (None, None)
            told = (fact.id, fact.kind, fact.importance, fact.verdict, fact.mark, start, end)
            yield *_head(run, row), *told, _places(fact.evidence), fact.expected, fact.found, fact.reason


def _claims(folder: RunFolder) -> Iterator[Sequence[Cell]]:
    run = folder.manifest().run
    for row in folder.scores():
        for claim in row.claims:
            told = (claim.type, claim.verdict, claim.severity, claim.check, *claim.span)
            yield *_head(run, row), *told, _places(claim.evidence), claim.reason


def _figures(folder: RunFolder) -> Iterator[Sequence[Cell]]:
    manifest = folder.manifest()
    bounds = {one.name for one in manifest.backends if one.parameters.get("upper_bound")}
    for row in folder.summary().rows:
        yield from _figures_of(manifest, row, is_bound=row.backend in bounds)


def _figures_of(manifest: Manifest, row: SummaryRow, *, is_bound: bool) -> Iterator[Sequence[Cell]]:
    for name, one in row.metrics.items():
        low, high = (one.interval.low, one.interval.high) if one.interval else (None, None)
        counts = (one.scored, one.undefined, one.unscored, one.no_answer)
        yield manifest.run, row.backend, is_bound, row.task, row.kind, name, one.value, low, high, *counts


def _answers(folder: RunFolder) -> Iterator[Sequence[Cell]]:
    manifest = folder.manifest()
    tasks = {sample.id: task.name for task in manifest.tasks for sample in task.samples}
    for record in folder.answers():
        yield _answer(manifest.run, tasks[record.sample], record)


def _answer(run: str, task: str, record: AnswerRecord) -> Sequence[Cell]:
    answer, usage = record.answer, record.answer.usage if record.answer else None
    told = (answer.text, answer.finish, answer.model, answer.seconds) if answer else (None, None, None, None)
    tokens = (usage.input_tokens, usage.output_tokens) if usage else (None, None)
    error = record.error.what if record.error else None
    head = (run, record.backend, task, record.sample, record.epoch, record.id)
    return *head, *told, error, *tokens, record.cost, record.cached, record.attempts, record.at


TABLES: dict[TableName, Table] = {
    "scores": Table(
        "scores",
        "a row for each value that a scorer gave an answer; one without a value where it gave none",
        (
            *_ANSWER,
            Column("signature", "text", "all that can move the values; empty where the sample lacks what is needed"),
            Column("outcome", "text", "score, unscored or no answer"),
            Column("reason", "text", "why, in words"),
            Column("consistent", "bool", "whether no violation was found; empty where none was looked for"),
            Column("name", "text", "what the value is called, such as recall; empty where there is none"),
            Column("value", "float", "the value; empty where there is nothing to count"),
        ),
        _scores,
    ),
    "facts": Table(
        "facts",
        "a row for each gold fact and answer",
        (
            *_ANSWER,
            Column("fact", "text", "the fact's id"),
            Column("kind", "text", "count, date, attribution or statement"),
            Column("importance", "text", "key, supporting or detail; empty in runs of earlier versions"),
            Column("verdict", "text", "supported, contradicted or omitted"),
            Column("mark", "text", "coarser or bound dropped, else empty"),
            *_SPAN,
            _EVIDENCE,
            Column("expected", "text", "what the gold says"),
            Column("found", "text", "what the summary says"),
            Column("reason", "text", "why, in words"),
        ),
        _facts,
    ),
    "claims": Table(
        "claims",
        "a row for each claim of a summary",
        (
            *_ANSWER,
            Column("type", "text", "what sort of claim, such as quantity or name"),
            Column("verdict", "text", "supported, contradicted, unsupported or unverifiable"),
            Column("severity", "text", "hard or warning"),
            Column("check", "text", "which check made it; empty where the matcher did"),
            *_SPAN,
            _EVIDENCE,
            Column("reason", "text", "why, in words"),
        ),
        _claims,
    ),
    "table": Table(
        "table",
        "a row for each figure of the results table: over all tasks, by task and by kind of fact",
        (
            _RUN,
            Column("backend", "text", "who was asked"),
            Column("upper_bound", "bool", "whether it was shown the references"),
            Column("task", "text", "the task; empty over all, and by kind"),
            Column("kind", "text", "the kind of fact; empty over all, and by task"),
            Column("figure", "text", "the figure's name"),
            Column("value", "float", "the figure; empty where it is undefined"),
            Column("low", "float", "the lower end of its 95% interval; empty where there is none"),
            Column("high", "float", "the upper end"),
            Column("scored", "int", "outcomes that went into it"),
            Column("undefined", "int", "scored ones with nothing to count"),
            Column("unscored", "int", "outcomes that the scorer could not grade"),
            Column("no_answer", "int", "empty, refused or cut off answers, and errors"),
        ),
        _figures,
    ),
    "answers": Table(
        "answers",
        "a row for each request: its answer, or its error",
        (
            *_ANSWER[:6],
            Column("text", "text", "the summary; empty for an error"),
            Column("finish", "text", "stop, length, refused or unknown"),
            Column("model", "text", "as the server names it"),
            Column("seconds", "float", "how long it took"),
            Column("error", "text", "why there is no answer, else empty"),
            Column("input_tokens", "int", "as the server counted them"),
            Column("output_tokens", "int", "the same"),
            Column("cost", "float", "US dollars; empty where no price is known"),
            Column("cached", "bool", "whether it is an earlier run's answer"),
            Column("attempts", "int", "how often it was sent"),
            Column("at", "text", "when it came, UTC"),
        ),
        _answers,
    ),
}


def manual() -> str:
    """Return the tables' columns as the manual has them."""
    return "\n".join(_section(table) for table in TABLES.values())


def _section(table: Table) -> str:
    lines = [f"### {table.name}", "", f"{table.meaning[:1].upper()}{table.meaning[1:]}.", ""]
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{one.name}` | {one.type} | {one.meaning} |" for one in table.columns]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(manual())
