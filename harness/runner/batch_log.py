"""What is known of a run's batches: append-only, on the disk before the next step is taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from harness.errors import RunError
from harness.results.disk import parse_json, to_json, to_record, translate_os_errors
from harness.results.models import BatchRecord

_MEND = "Do not resume this run: which requests were handed over is not known."


@dataclass(frozen=True)
class OpenBatch:
    """A batch that may hold answers. `batch` is the provider's id; None where it may not have been handed over."""

    key: str
    backend: str
    batch: str | None
    requests: tuple[str, ...]
    planned_at: str


class BatchLog:
    """An open file of batches. Only who holds the run's journal may open it: that lock is for both."""

    def __init__(self, path: Path) -> None:
        """Read the file, which need not be there, and cut a torn last line off; raise RunError where it is damaged."""
        self._path = path
        self._open: dict[str, OpenBatch] = {}
        self.count = 0
        """How many batches were ever planned."""
        whole = 0
        for end, record in _read(path):
            self._note(record)
            whole = end
        if path.exists():
            with translate_os_errors(path):
                os.truncate(path, whole)

    @property
    def open(self) -> tuple[OpenBatch, ...]:
        """The batches that are neither collected nor dropped, in the order in which they were planned."""
        return tuple(self._open.values())

    def append(self, record: BatchRecord) -> None:
        """Write a line; it is on the disk when this returns. Raises RunError."""
        with translate_os_errors(self._path), self._path.open("ab", buffering=0) as file:
            file.write(to_json(record).encode("ascii") + b"\n")
            os.fsync(file.fileno())
        self._note(record)

    def _note(self, record: BatchRecord) -> None:
        if record.state == "planned":
            self.count += 1
            self._open[record.key] = OpenBatch(record.key, record.backend, None, record.requests, record.at)
        elif record.key not in self._open:
            raise RunError(f"tells of a batch {record.key!r} that is not under way.", where=str(self._path), mend=_MEND)
        elif record.state == "submitted":
            self._open[record.key] = replace(self._open[record.key], batch=record.batch)
        else:
            del self._open[record.key]


def refuse_open_batches(path: Path, run: str) -> None:
    """Raise RunError where batches of a run are under way: asking for the same one by one would be paid twice."""
    open_batches = BatchLog(path).open if path.exists() else ()
    if open_batches:
        several = "a batch is" if len(open_batches) == 1 else f"{len(open_batches)} batches are"
        raise RunError(f"{several} under way.", where=run, mend="Add --batch to collect what was paid for.")


def _read(path: Path) -> Iterator[tuple[int, BatchRecord]]:
    """Yield where each whole line ends, and what it says; a last line that is torn is passed over."""
    if not path.exists():
        return
    with translate_os_errors(path):
        data = path.read_bytes()
    end = 0
    lines = data.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        value = parse_json(line) if line.endswith(b"\n") else None
        if value is None:
            if number == len(lines):
                return
            raise RunError("is damaged.", where=f"{path}:{number}", mend=_MEND)
        end += len(line)
        yield end, to_record(value, BatchRecord, f"{path}:{number}", _MEND)
