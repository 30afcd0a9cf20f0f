"""DuckDB, which comes with the extra `sql`: Parquet files, and questions in SQL to the results of runs.

A question is asked of tables in memory, after DuckDB has been shut off from files, the network, extensions and its own
settings; it is one SELECT.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError, did_you_mean
from harness.results.disk import translate_os_errors
from harness.results.exporting.loading import LOADS
from harness.results.exporting.tables import TABLES, Column, Table, TableName
from harness.results.exporting.writers import Rows, to_jsonl
from harness.results.rows import Cell
from harness.results.store import RunFolder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}
_LOCK = (
    "SET temp_directory = ''",  # before the next, which forbids it
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET lock_configuration = true",
)
_BATCH = 1000
_INDIRECT = re.compile(r"\bquery(_table)?\s*\(", re.IGNORECASE)
"""Functions that name tables in a text, where DuckDB does not look before it runs them."""

SQL_NAMES: dict[str, TableName] = {("figures" if name == "table" else name): name for name in TABLES}
"""What the tables are called in SQL, where `table` is a word of the language."""


@dataclass(frozen=True)
class Found:
    """What a question found: the columns' names, each once, and the rows."""

    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows by the columns' names."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def write_parquet(table: Table, rows: Rows, path: Path) -> None:
    """Write rows to a Parquet file that is not there yet; raise UsageError without the extra, RunError for the disk."""
    with _open() as connection, _as_file(table, rows) as lines:
        connection.execute(f"COPY ({_select_lines(table)}) TO {_quoted(str(path))} (FORMAT parquet)", [str(lines)])


def ask(question: str, folders: Sequence[RunFolder]) -> Found:
    """Return what a SELECT finds in the tables answers, scores, facts, claims and figures of runs.

    Raises UsageError where it is no single SELECT, or DuckDB refuses it; RunError for a damaged run.
    """
    with _open() as connection:
        for name in _named_tables(connection, question):
            _load(connection, name, TABLES[SQL_NAMES[name]], folders)
        for setting in _LOCK:
            connection.execute(setting)
        return _answer(connection, question)


@contextmanager
def _open() -> Iterator[DuckDBPyConnection]:
    try:
        import duckdb  # noqa: PLC0415  (it may be missing)
    except ImportError as error:
        raise UsageError(
            "DuckDB is not installed.", mend="Install it with: pip install 'summary-harness[sql]'"
        ) from error
    with duckdb.connect(":memory:", config={"python_enable_replacements": "false"}) as connection:
        yield connection


def _named_tables(connection: DuckDBPyConnection, question: str) -> list[str]:
    """Return those of our tables that a question names, after a look at whether it is one SELECT."""
    import duckdb  # noqa: PLC0415  (it is there: it has been opened)

    try:
        statements = connection.extract_statements(question)
    except duckdb.Error as error:
        raise _refused(error) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError("the question must be one SELECT.", mend='Write, for example, "SELECT * FROM scores".')
    try:
        named = {name.lower().strip('"') for name in connection.get_table_names(question)}
    except duckdb.Error:  # it cannot be known before the tables are there
        return list(SQL_NAMES)
    if _INDIRECT.search(question):
        return list(SQL_NAMES)
    return [name for name in SQL_NAMES if name in named]


def _load(connection: DuckDBPyConnection, name: str, table: Table, folders: Sequence[RunFolder]) -> None:
    """Fill a table: by DuckDB's own reader of JSON, or, where that finds a fault, by ours, which can tell."""
    import duckdb  # noqa: PLC0415  (it is there)

    columns = ", ".join(f"{_name(one)} {_TYPES[one.type]}" for one in table.columns)
    connection.execute(f"CREATE TABLE {name} ({columns})")
    for folder in folders:
        load = LOADS.get(table.name)
        if load is not None:
            try:
                connection.execute(f"INSERT INTO {name} {load.select}", load.values(folder))
                continue
            except duckdb.Error:
                pass
        with _as_file(table, table.rows(folder)) as lines:
            connection.execute(f"INSERT INTO {name} {_select_lines(table)}", [str(lines)])


@contextmanager
def _as_file(table: Table, rows: Rows) -> Iterator[Path]:
    """Yield a file of JSON lines with these rows, which is there as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="harness-") as folder:
        path = Path(folder) / "rows.jsonl"
        with translate_os_errors(path), path.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(to_jsonl(table, rows))
        yield path


def _select_lines(table: Table) -> str:
    columns = ", ".join(f"{_quoted(one.name)}: {_quoted(_TYPES[one.type])}" for one in table.columns)
    names = ", ".join(map(_name, table.columns))
    return (
        f"SELECT {names} FROM read_json(?, format = 'newline_delimited', columns = {{{columns}}}, "
        "maximum_object_size = 1073741824)"
    )


def _name(column: Column) -> str:
    return f'"{column.name}"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _answer(connection: DuckDBPyConnection, question: str) -> Found:
    import duckdb  # noqa: PLC0415  (it is there)

    rows: list[tuple[Cell, ...]] = []
    try:
        found = connection.execute(question)
        names = [str(one[0]) for one in found.description or ()]
        while batch := found.fetchmany(_BATCH):
            rows.extend(tuple(map(_cell, row)) for row in batch)
    except duckdb.Error as error:
        raise _refused(error) from error
    return Found(tuple(_apart(names)), tuple(rows))


def _apart(names: Iterable[str]) -> Iterator[str]:
    """Yield names, each once: a second `n` is `n_2`."""
    seen: set[str] = set()
    for name in names:
        number, own = 1, name
        while own in seen:
            number += 1
            own = f"{name}_{number}"
        seen.add(own)
        yield own


def _cell(value: Any) -> Cell:  # noqa: ANN401  (whatever DuckDB has)
    """Return a value as a table has it: what is no text, number or truth value as text, NaN and infinity as nothing."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return json.dumps(value, default=str) if isinstance(value, (list, dict, tuple)) else str(value)


def _refused(error: Exception) -> UsageError:
    what = " ".join(str(error).partition("\n\nLINE")[0].split())
    known = did_you_mean("", SQL_NAMES) if "Table with name" in what else ""
    return UsageError(what.rstrip(".") + ".", where="DuckDB", mend=known)
