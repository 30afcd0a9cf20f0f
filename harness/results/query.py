"""SQL over run folders, by DuckDB (the extra `sql`): the runs are loaded into memory, then every door is locked.

Tables: `runs`, `answers` (what stands for each request), `scores`, `metrics` (each value of a score in a row), `facts`
and `claims`. Only those that a query names are loaded. After that the query can read and write nothing but them: no
file, no network, no extension, no setting, no variable of this process.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.results.disk import to_json
from harness.results.rows import Cell
from harness.results.store import ANSWERS, SCORES, RunFolder
from harness.results.values import stage_values

if TYPE_CHECKING:
    import duckdb

_EVIDENCE = 'STRUCT(article VARCHAR, "start" BIGINT, "end" BIGINT)[]'
_SCORE = {
    "id": "VARCHAR",
    "task": "VARCHAR",
    "sample": "VARCHAR",
    "backend": "VARCHAR",
    "epoch": "INTEGER",
    "scorer": "VARCHAR",
    "signature": "VARCHAR",
    "outcome": "VARCHAR",
    "reason": "VARCHAR",
}
_OF_ROW = ("id", "task", "sample", "backend", "epoch", "scorer")
_ANSWER = {
    "id": "VARCHAR",
    "sample": "VARCHAR",
    "backend": "VARCHAR",
    "epoch": "INTEGER",
    "answer": "STRUCT(text VARCHAR, finish VARCHAR, model VARCHAR, seconds DOUBLE, request_id VARCHAR, "
    "usage STRUCT(input_tokens BIGINT, output_tokens BIGINT))",
    "error": "STRUCT(what VARCHAR, retryable BOOLEAN)",
    "at": "VARCHAR",
    "attempts": "INTEGER",
    "cost": "DOUBLE",
    "cached": "BOOLEAN",
}
_FACT = (
    "STRUCT(id VARCHAR, kind VARCHAR, importance VARCHAR, verdict VARCHAR, mark VARCHAR, summary_span BIGINT[], "
    f"evidence {_EVIDENCE}, expected VARCHAR, found VARCHAR, reason VARCHAR)[]"
)
_CLAIM = (
    'STRUCT(span BIGINT[], "type" VARCHAR, verdict VARCHAR, severity VARCHAR, '
    f'evidence {_EVIDENCE}, reason VARCHAR, "check" VARCHAR)[]'
)
_SELECT = {
    "scores": f"{', '.join(_SCORE)}, consistent",
    "facts": f"{', '.join(_OF_ROW)}, fact.id AS fact, fact.* EXCLUDE (id)",
    "claims": f"{', '.join(_OF_ROW)}, claim.*",
    "answers": "id, sample, backend, epoch, answer.text AS text, answer.finish AS finish, answer.model AS model, "
    "answer.usage.input_tokens AS input_tokens, answer.usage.output_tokens AS output_tokens, "
    "answer.seconds AS seconds, answer.request_id AS request_id, error.what AS error, error.retryable AS retryable, "
    '"at", attempts, cost, cached',
}
_READ: Mapping[str, Mapping[str, str]] = {
    "scores": {**_SCORE, "consistent": "BOOLEAN"},
    "metrics": {**{name: _SCORE[name] for name in (*_OF_ROW, "outcome")}, "values": "{values}"},
    "facts": {**{name: _SCORE[name] for name in _OF_ROW}, "facts": _FACT},
    "claims": {**{name: _SCORE[name] for name in _OF_ROW}, "claims": _CLAIM},
    "answers": _ANSWER,
}
_FROM = {
    "facts": "(SELECT *, unnest(facts) AS fact FROM {file})",
    "claims": "(SELECT *, unnest(claims) AS claim FROM {file})",
    "answers": "(SELECT *, row_number() OVER () AS line FROM {file})",
}
_STANDING = " QUALIFY row_number() OVER (PARTITION BY id ORDER BY line DESC) = 1 ORDER BY line"
TABLES = ("runs", "answers", "scores", "metrics", "facts", "claims")
_LONG_LINE = 1 << 24  # a reader's memory grows with it
_LONGEST_LINE = 1 << 30
_LOCKS = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET lock_configuration = true",
)


def query(sql: str, runs: Sequence[RunFolder]) -> list[dict[str, Cell]]:
    """Return the rows of a query over runs; lists and the like are JSON.

    Raises UsageError for what DuckDB does not understand or is not let do, RunError for a run that is not there, and
    ModuleNotFoundError without the extra.
    """
    import duckdb  # noqa: PLC0415  (an extra)

    with duckdb.connect(":memory:") as database:
        database.execute("SET enable_progress_bar = false")  # it goes to standard output, among the rows
        for table in TABLES:
            if re.search(rf"\b{table}\b", sql, re.IGNORECASE):
                _load(database, table, runs)
        for lock in _LOCKS:
            database.execute(lock)
        try:
            found = database.execute(sql)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, map(_cell, row), strict=True)) for row in found.fetchall()]
        except duckdb.Error as error:
            first = str(error).split("\n\n", maxsplit=1)[0]
            mend = f"Tables: {', '.join(TABLES)}. 'DESCRIBE facts' shows the columns of one."
            raise UsageError(first.rstrip(".") + ".", where="SQL", mend=mend) from error


def _load(database: duckdb.DuckDBPyConnection, table: str, runs: Sequence[RunFolder]) -> None:
    import duckdb  # noqa: PLC0415  (an extra)

    if table == "runs":
        database.execute(
            "CREATE TABLE runs (run VARCHAR, folder VARCHAR, started VARCHAR, finished VARCHAR, harness VARCHAR, "
            "seed BIGINT, epochs INTEGER, planned BIGINT)"
        )
        database.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*map(_run_row, runs)])
        return
    selects = []
    for number, run in enumerate(runs):
        path = _literal_path(str(run.path / (ANSWERS if table == "answers" else SCORES)))
        run_id = run.manifest().run
        try:
            selects.append(_load_file(database, table, number, path, run_id))
        except duckdb.Error:  # a torn last line, half a surrogate pair, or a line too long for it; or damage, which
            with _read_anew(run, table) as copy:  # our own reader tells
                selects.append(_load_file(database, table, number, str(copy), run_id, longest=_LONGEST_LINE))
    if table == "metrics" and selects:
        database.execute(f"CREATE VIEW metrics AS {' UNION ALL '.join(selects)}")


def _load_file(
    database: duckdb.DuckDBPyConnection, table: str, number: int, path: str, run: str, *, longest: int = _LONG_LINE
) -> str:
    """Load a file into a table, after those before it; return the SELECT of it where the table is to be a view."""
    shape = ", ".join(f"'{name}': '{kind}'" for name, kind in _READ[table].items())
    file = (
        f"read_json($path, format = 'newline_delimited', columns = {{{shape}}}, "
        f"maximum_object_size = {longest}, ignore_errors = false)"
    )
    if table == "metrics":
        database.execute("CREATE SCHEMA IF NOT EXISTS loaded")
        return stage_values(database, f"loaded.values_{number}", run, file, _OF_ROW, path)
    source = _FROM.get(table, "{file}").format(file=file)
    select = f"SELECT $run AS run, {_SELECT[table]} FROM {source}{_STANDING if table == 'answers' else ''}"  # noqa: S608  (ours)
    start = f"INSERT INTO {table}" if number else f"CREATE TABLE {table} AS"
    database.execute(f"{start} {select}", {"path": path, "run": run})
    return f"FROM {table}"


@contextmanager
def _read_anew(run: RunFolder, table: str) -> Iterator[Path]:
    """Yield a file with the lines of a run as our own reader has them; raise RunError where they are damaged."""
    with tempfile.TemporaryDirectory(prefix="harness-") as folder:
        path = Path(folder) / "lines.jsonl"
        records = run.answers() if table == "answers" else run.scores()
        with path.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(f"{to_json(record)}\n" for record in records)
        yield path


def _literal_path(path: str) -> str:
    """Return a path in which no sign stands for others."""
    return re.sub(r"([*?\[\]])", r"[\1]", path)


def _run_row(run: RunFolder) -> list[object]:
    manifest = run.manifest()
    times = manifest.volatile
    plan = [manifest.seed, manifest.epochs, manifest.planned]
    return [manifest.run, str(run.path), times.started, times.finished, manifest.harness, *plan]


def _cell(value: Any) -> Cell:  # noqa: ANN401  (whatever DuckDB returns)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return json.dumps(value, default=str) if isinstance(value, (list, tuple, dict)) else str(value)
