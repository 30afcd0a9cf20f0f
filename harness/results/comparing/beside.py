"""Reading the scores of several runs: long ones at the same time, each in a process of its own.

A process is asked by a command line and answers on its standard output. `multiprocessing` would load the main module
anew in each, which is a stranger's where the harness is used as a library.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from harness.results.comparing.columns import Book, Columns, FactColumns, Graded, Ints, read_columns
from harness.results.store import SCORES, RunFolder

_LONG = 50_000_000
"""Bytes of scores from which a process is worth its start: they take a second to read, and it starts in half of one."""

_COMMAND = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from harness.results.comparing import beside; "
_COMMAND += "beside.answer(*sys.argv[2:])"

Read = dict[str, Columns]
"""Columns by backend."""


def read_runs(wanted: Sequence[tuple[RunFolder, Collection[str]]], book: Book, *, long: int = _LONG) -> list[Read]:
    """Return the scores of some backends of each run, as if they were read one after the other.

    The first run is read here, and while that lasts as many others of at least `long` bytes as there are processors
    left. Raises RunError as `read_columns`.
    """
    with ExitStack() as stack:
        asked = {
            number: stack.enter_context(_reading(folder, backends))
            for number, (folder, backends) in enumerate(wanted[: os.cpu_count() or 1])
            if number and min(_size(folder), _size(wanted[0][0])) >= long
        }
        found = []
        for number, (folder, backends) in enumerate(wanted):
            told = _await(asked[number]) if number in asked else None
            found.append(_adopt(told, book) if told else read_columns(folder, backends, book))
        return found


def answer(path: str, *backends: str) -> None:
    """Write what a process was asked for to its standard output."""
    book = Book()
    read = read_columns(RunFolder(Path(path)), backends, book)
    pickle.dump((book, read), sys.stdout.buffer, protocol=5)


def _size(folder: RunFolder) -> int:
    try:
        return (folder.path / SCORES).stat().st_size
    except OSError:
        return 0


@contextmanager
def _reading(folder: RunFolder, backends: Collection[str]) -> Iterator[subprocess.Popen[bytes] | None]:
    """Have a run read by a process; None where none can be started. It does not outlive the block."""
    command = [sys.executable, "-P", "-c", _COMMAND, json.dumps(sys.path), str(folder.path.absolute()), *backends]
    try:
        process = subprocess.Popen(  # noqa: S603  (our own interpreter, and no shell)
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        yield None
        return
    with process:
        try:
            yield process
        finally:
            process.kill()


def _await(process: subprocess.Popen[bytes] | None) -> tuple[Book, Read] | None:
    """Return what a process read; None where it could not, so that it is read here, and what is wrong is said here."""
    if process is None or process.stdout is None:
        return None
    with suppress(EOFError, pickle.UnpicklingError):
        told: tuple[Book, Read] = pickle.load(process.stdout)  # noqa: S301  (a process of our own wrote it)
        return told
    return None


def _adopt(told: tuple[Book, Read], book: Book) -> Read:
    """Return columns with the numbers that this book has for their names; names that are new to it come last."""
    theirs, read = told
    samples, facts, signatures = (
        ours.codes(names)
        for ours, names in (
            (book.samples, theirs.samples),
            (book.facts, theirs.facts),
            (book.signatures, theirs.signatures),
        )
    )
    return {
        backend: replace(
            columns,
            samples=samples[columns.samples],
            facts=_of_facts(columns.facts, facts),
            scorers=_of_scorers(columns.scorers, signatures),
        )
        for backend, columns in read.items()
    }


def _of_facts(columns: FactColumns, facts: Ints) -> FactColumns:
    return replace(columns, facts=facts[columns.facts])


def _of_scorers(scorers: Mapping[str, Graded], signatures: Ints) -> dict[str, Graded]:
    return {
        name: replace(graded, signatures=signatures[graded.signatures].astype(graded.signatures.dtype))
        for name, graded in scorers.items()
    }
