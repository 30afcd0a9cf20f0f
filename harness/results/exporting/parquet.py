"""Parquet files, by DuckDB, which comes with the extra `sql`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from harness.errors import UsageError
from harness.results.disk import translate_os_errors
from harness.results.exporting.tables import Table
from harness.results.exporting.writers import Rows, to_jsonl

_TYPES = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}


def write_parquet(table: Table, rows: Rows, path: Path) -> None:
    """Write rows to a Parquet file that is not there yet; raise UsageError without the extra, RunError for the disk.

    The rows go through a temporary file of JSON lines, so that they need not fit into memory.
    """
    try:
        import duckdb  # noqa: PLC0415  (an extra)
    except ImportError as error:
        mend = "Install it with: pip install 'summary-harness[sql]'"
        raise UsageError("Parquet needs DuckDB, which is not installed.", mend=mend) from error
    types = ", ".join(f"'{one.name}': '{_TYPES[one.type]}'" for one in table.columns)
    read = f"read_json(?, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = 1073741824)"
    target = str(path).replace("'", "''")
    with tempfile.TemporaryDirectory(prefix="harness-") as folder, duckdb.connect(":memory:") as database:
        lines = Path(folder) / "rows.jsonl"
        with translate_os_errors(lines), lines.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(to_jsonl(table, rows))
        database.execute("SET enable_progress_bar = false")  # it goes to standard output
        database.execute(f"COPY (SELECT * FROM {read}) TO '{target}' (FORMAT parquet)", [str(lines)])  # noqa: S608  (our columns)
