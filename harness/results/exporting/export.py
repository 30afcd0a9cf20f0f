"""Writing a table of several runs to a file, row by row, whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.errors import UsageError
from harness.results.disk import check_writable, replacing, translate_os_errors
from harness.results.exporting.tables import TABLES, Table, TableName
from harness.results.exporting.writers import WRITERS, Format, Rows
from harness.results.rows import Cell
from harness.results.store import RunFolder

SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".md": "markdown",
    ".tex": "latex",
}


def rows_of(table: Table, folders: Sequence[RunFolder]) -> Iterator[Sequence[Cell]]:
    """Yield the rows of runs, in the order of the runs."""
    for folder in folders:
        yield from table.rows(folder)


def lines_of(name: TableName, folders: Sequence[RunFolder], form: Format) -> Iterator[str]:
    """Yield the text of a table in any format but Parquet; raise RunError where a run is damaged."""
    return WRITERS[form](TABLES[name], rows_of(TABLES[name], folders))


def export(name: TableName, folders: Sequence[RunFolder], form: Format, path: Path) -> None:
    """Write a table to a file; it appears, or is replaced, when all is written.

    Raises UsageError where it cannot be written, or Parquet's extra is missing, and RunError where a run is damaged.
    """
    check_writable(path)
    if form == "parquet":
        _export_parquet(TABLES[name], rows_of(TABLES[name], folders), path)
        return
    with replacing(path) as write:
        for line in lines_of(name, folders, form):
            write(line)


def _export_parquet(table: Table, rows: Rows, path: Path) -> None:
    from harness.results.exporting.parquet import write_parquet  # noqa: PLC0415  (it wants the extra)

    if path.exists() and not path.is_file():
        raise UsageError("Parquet is written to files only.", where=str(path), mend="Name a file.")
    target = path.resolve()
    part = target.with_name(f".harness-{secrets.token_hex(8)}.part")
    try:
        write_parquet(table, rows, part)
        with translate_os_errors(path):
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
