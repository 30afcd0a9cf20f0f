"""`saved/FILE`: summaries that were made elsewhere, read from JSONL or CSV.

JSONL has an object a line, CSV a header; both have `sample` and `summary`, may have `epoch` (without it a summary
serves every epoch), and may have more, which is not read. `sample` is the full id `task/article`, or its last part
where only one of the samples that will be asked for ends in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.options import refuse_options
from harness.backends.quoting import mend_surrogates, quote_line
from harness.errors import BackendError, Problem, TaskError, UsageError, did_you_mean, nearest

Key = tuple[str, int | None]
"""A sample's id, and the epoch that a summary is for; None serves every epoch."""


@dataclass(frozen=True)
class Saved:
    """Answers with the summaries of one file, which was read once."""

    name: str
    parameters: Mapping[str, Any]
    summaries: Mapping[Key, str] = field(repr=False)
    needs_references: bool = False

    async def complete(self, request: Request) -> Answer:
        """Return the summary of the request's sample; raise a final BackendError where the file has none."""
        for key in ((request.sample, request.epoch), (request.sample, None)):
            if key in self.summaries:
                return Answer(text=self.summaries[key])
        raise self._missing(request)

    async def close(self) -> None:
        """Do nothing: the file was closed when it had been read."""

    def _missing(self, request: Request) -> BackendError:
        samples = {sample for sample, _ in self.summaries}
        what = f"the file has no summary for sample {request.sample!r}"
        if request.sample in samples:
            mend = "Add it, or leave 'epoch' out of the lines that serve every epoch."
            return BackendError(f"{what} in epoch {request.epoch}.", where=self.name, mend=mend)
        return BackendError(f"{what}.", where=self.name, mend=did_you_mean(request.sample, samples))


def create(model: str, options: BackendOptions) -> Saved:
    """Return the backend of a file; raise UsageError where it is neither JSONL nor CSV, TaskError with its faults."""
    name = f"saved/{model}"
    refuse_options(name, options)
    read_rows = _FORMATS.get(Path(model).suffix.lower())
    if read_rows is None:
        raise UsageError("the file's name must end in .jsonl or .csv.", where=name)
    data = _read_bytes(model)
    table = _Table(model, options.samples)
    text = table.decode(data)
    for line, row in read_rows(text, table):
        table.add(line, row)
    return Saved(name, {"sha256": hashlib.sha256(data).hexdigest()}, table.finish())


def _read_bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except FileNotFoundError as error:
        raise TaskError([Problem(file, 0, 0, "there is no such file.", "Check the name.")]) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        what = f"the file cannot be read: {getattr(error, 'strerror', None) or error}."
        raise TaskError([Problem(file, 0, 0, what)]) from error


class _Table:
    """Gathers a file's summaries and faults."""

    def __init__(self, file: str, samples: tuple[str, ...]) -> None:
        self._file = file
        self._samples = samples
        self._summaries: dict[Key, str] = {}
        self._lines: dict[Key, int] = {}
        self._problems: list[Problem] = []

    def report(self, line: int, what: str, mend: str = "", *, column: int = 0) -> None:
        self._problems.append(Problem(self._file, line, column, what, mend))

    def decode(self, data: bytes) -> str:
        """Return the text without BOM and with LF line ends; a byte that is not UTF-8 is a fault of its line."""
        text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
        for line, content in enumerate(text.split("\n"), 1):
            byte = _ESCAPED_BYTE.search(content)
            if byte:
                what = f"byte 0x{ord(byte.group()) - 0xDC00:02x} is not UTF-8."
                self.report(line, what, "Save the file as UTF-8.", column=byte.start() + 1)
        return text

    def add(self, line: int, row: Mapping[str, Any]) -> None:
        faults = list(_find_faults(row))
        for what, mend in faults:
            self.report(line, what, mend)
        if not faults:
            self._put(line, (self._resolve(line, row["sample"].strip()), row.get("epoch")), row["summary"])

    def finish(self) -> Mapping[Key, str]:
        """Return the summaries; raise TaskError with all faults, and where not one of them will be asked for."""
        if not self._summaries and not self._problems:
            self.report(0, "the file holds no summary.")
        if self._samples and self._lines and not any(sample in self._samples for sample, _ in self._lines):
            (sample, _), line = next(iter(self._lines.items()))
            what = f"no sample of the file is asked for; the first is {quote_line(repr(sample), 100)}."
            self.report(line, what, self._suggest(sample))
        if self._problems:
            raise TaskError(self._problems)
        return self._summaries

    def _suggest(self, sample: str) -> str:
        short = nearest(sample, (known.rpartition("/")[2] for known in self._samples))
        return f"Did you mean {short!r}?" if short and "/" not in sample else did_you_mean(sample, self._samples)

    def _put(self, line: int, key: Key, summary: str) -> None:
        if key in self._lines:
            epoch = "" if key[1] is None else f" in epoch {key[1]}"
            self.report(line, f"sample {key[0]!r}{epoch} has a summary in line {self._lines[key]} already.")
            return
        self._lines[key] = line
        self._summaries[key] = mend_surrogates(summary)

    def _resolve(self, line: int, sample: str) -> str:
        """Return the id that a sample's name means: itself, or the one id that ends in it."""
        full = [known for known in self._samples if known.rpartition("/")[2] == sample]
        if sample in self._samples or not full:
            return sample
        if len(full) > 1:
            self.report(line, f"sample {sample!r} may be {' or '.join(full)}.", "Write the full id.")
        return full[0]


_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


def _find_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("sample", "summary"):
        if name not in row:
            yield f"the field {name!r} is missing.", f"Found: {quote_line(', '.join(row))}." if row else ""
        elif not isinstance(row[name], str):
            yield f"{name!r} wants text, found {_found(row[name])}.", ""
        elif name == "sample" and not row[name].strip():
            yield "'sample' is empty.", ""
    epoch = row.get("epoch")
    if epoch is not None and (not isinstance(epoch, int) or isinstance(epoch, bool) or epoch < 1):
        yield f"'epoch' wants a whole number from 1, found {_found(epoch)}.", ""


def _found(value: object) -> str:
    return "nothing" if value is None else quote_line(repr(value), 60)


class _Object(dict[str, Any]):
    """A JSON object, and the first key that stands in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.repeated = next((key for key in self if keys.count(key) > 1), None) if len(keys) > len(self) else None


def _read_jsonl(text: str, table: _Table) -> Iterator[tuple[int, Mapping[str, Any]]]:
    # not splitlines(): U+2028 and its like may stand inside a JSON text
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        try:
            row = json.loads(content, object_pairs_hook=_Object)
        except json.JSONDecodeError as error:
            table.report(line, f"this is not JSON: {error.msg}.", "Write one object a line.", column=error.colno)
        except (ValueError, RecursionError):  # a number of thousands of digits; nesting without end
            table.report(line, "this JSON cannot be read.", "Write one object a line.")
        else:
            if not isinstance(row, _Object):
                table.report(line, "this is no JSON object.", "Write one object a line.")
            elif row.repeated is not None:
                table.report(line, f"the key {quote_line(repr(row.repeated), 60)} stands twice.", "Keep one.")
            else:
                yield line, row


def _read_csv(text: str, table: _Table) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = [cell.strip() for cell in next(rows, [])]
        if not _check_header(header, table):
            return
        line = rows.line_num + 1
        for cells in rows:
            if len(cells) == len(header):
                yield line, _read_cells(header, cells)
            elif cells:
                what = (
                    f"the line has {len(cells)} {'field' if len(cells) == 1 else 'fields'}, the header {len(header)}."
                )
                table.report(line, what, "Put a summary that has a comma in quotes.")
            line = rows.line_num + 1
    except csv.Error as error:
        table.report(line, f"this is not CSV: {error}.")


def _check_header(header: list[str], table: _Table) -> bool:
    wrong = [name for name in ("sample", "summary") if header.count(name) != 1]
    if header.count("epoch") > 1:
        wrong.append("epoch")
    for name in wrong:
        times = "twice" if name in header else "not"
        table.report(1, f"the header must have {name!r} once; it has it {times}.", "Separate columns with commas.")
    return not wrong


def _read_cells(header: list[str], cells: list[str]) -> Mapping[str, Any]:
    row: dict[str, Any] = dict(zip(header, cells, strict=True))
    epoch = row.pop("epoch", "").strip()
    if epoch:
        row["epoch"] = int(epoch) if re.fullmatch("[0-9]{1,9}", epoch) else epoch
    return row


_FORMATS: dict[str, Callable[[str, _Table], Iterator[tuple[int, Mapping[str, Any]]]]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}
