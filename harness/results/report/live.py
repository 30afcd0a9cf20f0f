"""How far runs are, read from their folders while they are written: only what came since the last look is read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import RunError
from harness.files.records import Record
from harness.results.disk import parse_json, to_record, translate_os_errors
from harness.results.models import AnswerRecord, Manifest
from harness.results.store import MANIFEST, SUMMARY, RunFolder

RUN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""What a run's folder may be called to be served."""


class BackendProgress(Record):
    """How far one backend is. `done` are all requests with an answer or an error; `errors` and `no_answer` of these."""

    backend: str
    planned: int
    done: int
    errors: int
    no_answer: int


class RunProgress(Record):
    """How far a run is. `finished` is when it ended; `table` tells a table from an earlier or later one."""

    run: str
    started: str
    finished: str | None
    planned: int
    done: int
    errors: int
    no_answer: int
    table: str | None
    tasks: tuple[str, ...]
    backends: tuple[BackendProgress, ...]


@dataclass
class _Journal:
    """What was read of a journal: where it goes on, and what stands for each request."""

    path: Path
    end: int = 0
    standing: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read_on(self) -> None:
        """Read the whole lines that are new; a journal that is shorter than it was is read anew."""
        with translate_os_errors(self.path), self.path.open("rb") as file:
            if file.seek(0, 2) < self.end:
                self.end, self.standing = 0, {}
            file.seek(self.end)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.end += len(line)
                self._note(line)

    def _note(self, line: bytes) -> None:
        value = parse_json(line)
        if value is None:
            return  # torn, and mended by the next line
        record = to_record(value, AnswerRecord, str(self.path))
        outcome = "errors" if record.error else "no_answer" if record.why_nothing_to_score else "answered"
        self.standing[record.id] = (record.backend, outcome)


class Watcher:
    """Watches the runs of a results folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journals: dict[Path, _Journal] = {}

    def folders(self) -> list[RunFolder]:
        """Return the runs, the newest first."""
        if not self._folder.is_dir():
            return []
        names = (path for path in self._folder.iterdir() if RUN_NAME.fullmatch(path.name))
        found = [RunFolder(path) for path in names if (path / MANIFEST).is_file()]
        return sorted(found, key=lambda one: one.path.name, reverse=True)

    def folder(self, name: str) -> RunFolder | None:
        """Return a run by its folder's name; None where there is none."""
        return next((one for one in self.folders() if one.path.name == name), None)

    def progress(self, folder: RunFolder) -> RunProgress:
        """Return how far a run is; raise RunError where its files are damaged."""
        manifest = folder.manifest()
        journal = self._journals.setdefault(folder.path, _Journal(folder.journal))
        journal.read_on()
        counts = Counter(journal.standing.values())
        backends = tuple(_of_backend(manifest, backend.name, counts) for backend in manifest.backends)
        return RunProgress(
            run=folder.path.name,
            started=manifest.volatile.started,
            finished=manifest.volatile.finished,
            planned=manifest.planned,
            done=sum(one.done for one in backends),
            errors=sum(one.errors for one in backends),
            no_answer=sum(one.no_answer for one in backends),
            table=_stamp(folder.path / SUMMARY),
            tasks=tuple(task.name for task in manifest.tasks),
            backends=backends,
        )

    def all_progress(self) -> list[RunProgress | str]:
        """Return how far each run is; of one that cannot be read, what is wrong with it."""
        found: list[RunProgress | str] = []
        for folder in self.folders():
            try:
                found.append(self.progress(folder))
            except RunError as error:
                found.append(str(error))
        return found


def _of_backend(manifest: Manifest, name: str, counts: Counter[tuple[str, str]]) -> BackendProgress:
    errors, empty, answered = (counts[name, outcome] for outcome in ("errors", "no_answer", "answered"))
    planned = manifest.planned // max(1, len(manifest.backends))
    return BackendProgress(
        backend=name, planned=planned, done=errors + empty + answered, errors=errors, no_answer=empty
    )


def _stamp(path: Path) -> str | None:
    """Return what tells a file from its earlier selves; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return f"{status.st_mtime_ns}-{status.st_size}"
