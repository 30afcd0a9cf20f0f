"""Rows of articles from the files of others: CSV, JSON lines, Parquet (by DuckDB), and datasets of Hugging Face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from harness.errors import Problem, RunError, UsageError
from harness.exchange.csv_text import read_sheet
from harness.files.jsonl import read_lines
from harness.files.source import read_source

LONGEST = 500_000_000
"""Bytes of a CSV file, and of a line of JSON."""

HUB = "hf/"
_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


@dataclass(frozen=True)
class Row:
    """The fields of one row, and where it stands: the file, its line (0 where it has none) and its number, from 1."""

    file: str
    line: int
    number: int
    fields: Mapping[str, Any]

    def problem(self, what: str, mend: str = "") -> Problem:
        """Return a problem at this row."""
        return Problem(self.file, self.line, 0, f"row {self.number}: {what}", mend)


def read_rows(
    source: str, *, config: str | None = None, split: str | None = None, limit: int | None = None
) -> list[Row]:
    """Return the first `limit` rows of a file, of a folder that `datasets` saved, or of `hf/NAME` from the hub.

    Raises TaskError for what cannot be read, UsageError for what is no such file or wants an extra that is missing.
    """
    path = Path(source)
    if source.startswith(HUB) or path.is_dir():
        rows = _dataset_rows(source, config, split)
    elif config or split:
        raise UsageError("--config and --split are for datasets of Hugging Face.", where=source)
    else:
        rows = _file_rows(path)
    return list(islice(rows, limit))


def _file_rows(path: Path) -> Iterator[Row]:
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        mend = f"Name a file that ends in {', '.join(_SUFFIXES)}, a dataset's folder, or {HUB}NAME."
        raise UsageError("is none of the files that are read.", where=str(path), mend=mend)
    if suffix in (".csv", ".tsv"):
        return _csv_rows(path)
    if suffix == ".parquet":
        return _parquet_rows(path)
    return _json_rows(path)


def _csv_rows(path: Path) -> Iterator[Row]:
    sheet = read_sheet(read_source(path, str(path), longest=LONGEST), is_lower=False)
    for number, row in enumerate(sheet.rows, 1):
        line, _ = sheet.source.position(row[0].offset)
        cells = [cell.text for cell in row]
        cells += [""] * (len(sheet.columns) - len(cells))
        yield Row(
            str(path), line, number, {name: cell for name, cell in zip(sheet.columns, cells, strict=False) if name}
        )


def _json_rows(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(read_lines(stream, LONGEST), 1):
                yield Row(str(path), line.number, number, line.fields)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}.", where=str(path)) from error


def _parquet_rows(path: Path) -> Iterator[Row]:
    try:
        import duckdb  # noqa: PLC0415  (an extra)
    except ImportError as error:
        mend = "Install it with: pip install 'summary-harness[sql]'"
        raise UsageError("Parquet needs DuckDB, which is not installed.", where=str(path), mend=mend) from error
    if not path.is_file():
        raise UsageError("there is no such file.", where=str(path), mend="Check the name.")
    with duckdb.connect(":memory:") as database:
        database.execute("SET enable_progress_bar = false")  # it goes to standard output
        try:
            found = database.read_parquet([str(path)])
            names = found.columns
            for number, row in enumerate(found.fetchall(), 1):
                yield Row(str(path), 0, number, dict(zip(names, row, strict=True)))
        except duckdb.Error as error:
            first = str(error).partition("\n")[0].rstrip(".")
            raise UsageError(f"is no Parquet file that can be read: {first}.", where=str(path)) from error


def _dataset_rows(source: str, config: str | None, split: str | None) -> Iterator[Row]:
    try:
        import datasets  # noqa: PLC0415  (an extra)
    except ImportError as error:
        mend = "Install it with: pip install 'summary-harness[datasets]'"
        raise UsageError(
            "datasets of Hugging Face need 'datasets', which is not installed.", where=source, mend=mend
        ) from error
    try:
        if source.startswith(HUB):
            found = datasets.load_dataset(source.removeprefix(HUB), config, split=split)
        else:
            found = datasets.load_from_disk(source)
            found = found[split] if split and isinstance(found, Mapping) else found
    except Exception as error:
        if isinstance(error, (KeyboardInterrupt, MemoryError)):
            raise
        first = (str(error).strip() or type(error).__name__).partition("\n")[0].rstrip(".")
        raise RunError(f"cannot be loaded: {first}.", where=source) from error
    if isinstance(found, Mapping):
        raise UsageError(
            f"has several splits: {', '.join(map(str, found))}.", where=source, mend="Name one with --split."
        )
    rows: Iterable[Mapping[str, Any]] = found
    return (Row(source, 0, i, row) for i, row in enumerate(rows, 1))
