"""The journal of answers: append-only, one writer, nothing lost that was written.

A line is with the operating system when `append` returns, so killing the process loses none. It is on the disk after
the next `sync`, which comes after 50 lines at the latest; `ask` calls it twice a second besides.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from harness.results.disk import to_json, translate_os_errors
from harness.results.models import AnswerRecord
from harness.results.store import read_journal
from harness.runner.lines import take_lock, write_line

SYNC_RECORDS = 50


class Journal:
    """An open journal. While it is open, no other process, and no other Journal, can open it."""

    def __init__(self, path: Path) -> None:
        """Open or make a journal, lock it, and cut a torn last line off.

        Raises RunError where it is in use, cannot be written, or has a damaged line that is not the last.
        """
        self.path = path
        self._unsynced = 0
        with translate_os_errors(path):
            self._file = path.open("ab", buffering=0)
        try:
            take_lock(self._file, path, "writes to this run", "Wait for its end, or start a new run.")
            self._end, self._standing = self._read()
            with translate_os_errors(path):
                self._file.truncate(self._end)
        except BaseException:
            self._file.close()
            raise

    @property
    def standing(self) -> Mapping[str, tuple[int, bool]]:
        """What stood in it when it was opened, by the request's id: where its line starts, and whether it is final."""
        return MappingProxyType(self._standing)

    def append(self, record: AnswerRecord) -> int:
        """Write a line and return where it starts, in bytes; it is with the operating system when this returns.

        Raises RunError, with nothing written.
        """
        line = to_json(record).encode("ascii") + b"\n"
        with translate_os_errors(self.path, "What was answered before is kept: make room, and resume the run."):
            write_line(self._file, line, self._end)
        start = self._end
        self._end += len(line)
        self._unsynced += 1
        if self._unsynced >= SYNC_RECORDS:
            self.sync()
        return start

    def sync(self) -> None:
        """Have what was written put on the disk."""
        if self._unsynced:
            with translate_os_errors(self.path):
                os.fsync(self._file.fileno())
            self._unsynced = 0

    def close(self) -> None:
        """Put everything on the disk, close the file and let the lock go."""
        try:
            self.sync()
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> tuple[int, dict[str, tuple[int, bool]]]:
        end, standing = 0, {}
        with translate_os_errors(self.path), self.path.open("rb") as file:
            for line in read_journal(file, str(self.path)):
                end, standing[line.record.id] = line.end, (line.start, line.record.is_final)
        return end, standing
