"""How DuckDB reads a run's own files into the tables of `tables.py`, with the same rows in the same order."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.results.exporting.tables import TableName
from harness.results.store import ANSWERS, SCORES, RunFolder

_EVIDENCE = 'STRUCT("article" VARCHAR, "start" BIGINT, "end" BIGINT)[]'
_FACT = (
    "STRUCT(id VARCHAR, kind VARCHAR, importance VARCHAR, verdict VARCHAR, mark VARCHAR, summary_span BIGINT[], "
    f"evidence {_EVIDENCE}, expected VARCHAR, found VARCHAR, reason VARCHAR)[]"
)
_CLAIM = (
    'STRUCT(span BIGINT[], "type" VARCHAR, verdict VARCHAR, severity VARCHAR, '
    f'evidence {_EVIDENCE}, reason VARCHAR, "check" VARCHAR)[]'
)
_ANSWER = (
    'STRUCT("text" VARCHAR, finish VARCHAR, model VARCHAR, usage STRUCT(input_tokens BIGINT, output_tokens BIGINT), '
    "seconds DOUBLE)"
)
_HEAD = "id: 'VARCHAR', task: 'VARCHAR', sample: 'VARCHAR', backend: 'VARCHAR', epoch: 'BIGINT', scorer: 'VARCHAR'"
_PLACES = (
    "array_to_string(list_transform(x.evidence, lambda e: "
    "e.article || ':' || e.\"start\"::VARCHAR || '-' || e.\"end\"::VARCHAR), ' ')"
)


@dataclass(frozen=True)
class Load:
    """A SELECT that yields a table's rows of a run, and its values."""

    select: str
    values: Callable[[RunFolder], dict[str, Any]]


def _read(columns: str) -> str:
    return f"read_json($file, format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = 1073741824)"


def _of_scores(folder: RunFolder) -> dict[str, Any]:
    return {"run": folder.manifest().run, "file": str(folder.path / SCORES)}


def _of_answers(folder: RunFolder) -> dict[str, Any]:
    manifest = folder.manifest()
    tasks = {sample.id: task.name for task in manifest.tasks for sample in task.samples}
    return {"run": manifest.run, "file": str(folder.path / ANSWERS), "tasks": json.dumps(tasks)}


LOADS: dict[TableName, Load] = {
    "scores": Load(
        "SELECT $run, backend, task, sample, epoch, id, scorer, signature, outcome, reason, consistent, x.key, x.value "
        'FROM (SELECT * EXCLUDE ("values"), unnest(CASE WHEN cardinality("values") > 0 THEN map_entries("values") '
        "ELSE [{'key': NULL::VARCHAR, 'value': NULL::DOUBLE}] END) AS x FROM "
        + _read(
            f"{_HEAD}, signature: 'VARCHAR', outcome: 'VARCHAR', reason: 'VARCHAR', "
            "\"values\": 'MAP(VARCHAR, DOUBLE)', consistent: 'BOOLEAN'"
        )
        + ")",
        _of_scores,
    ),
    "facts": Load(
        "SELECT $run, backend, task, sample, epoch, id, scorer, x.id, x.kind, x.importance, x.verdict, x.mark, "
        f"x.summary_span[1], x.summary_span[2], {_PLACES}, x.expected, x.found, x.reason "
        "FROM (SELECT *, unnest(facts) AS x FROM " + _read(f"{_HEAD}, facts: '{_FACT}'") + ")",
        _of_scores,
    ),
    "claims": Load(
        'SELECT $run, backend, task, sample, epoch, id, scorer, x."type", x.verdict, x.severity, x."check", '
        f"x.span[1], x.span[2], {_PLACES}, x.reason "
        "FROM (SELECT *, unnest(claims) AS x FROM " + _read(f"{_HEAD}, claims: '{_CLAIM}'") + ")",
        _of_scores,
    ),
    "answers": Load(
        "SELECT $run, backend, from_json($tasks, '\"MAP(VARCHAR, VARCHAR)\"')[sample], sample, epoch, id, "
        'answer."text", answer.finish, answer.model, answer.seconds, error.what, answer.usage.input_tokens, '
        'answer.usage.output_tokens, cost, coalesce(cached, false), coalesce(attempts, 1), "at" '
        "FROM (SELECT *, row_number() OVER () AS line FROM "
        + _read(
            "id: 'VARCHAR', sample: 'VARCHAR', backend: 'VARCHAR', epoch: 'BIGINT', "
            f"answer: '{_ANSWER}', error: 'STRUCT(what VARCHAR)', \"at\": 'VARCHAR', attempts: 'BIGINT', "
            "cost: 'DOUBLE', cached: 'BOOLEAN'"
        )
        + ") QUALIFY row_number() OVER (PARTITION BY id ORDER BY line DESC) = 1 ORDER BY line",
        _of_answers,
    ),
}
