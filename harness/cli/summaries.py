"""Summaries that are given to be graded: read from a file or a stream, and graded one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from harness.api import Grader
from harness.errors import Problem, TaskError, UsageError
from harness.files.jsonl import JsonLine, read_lines, stream_name
from harness.files.source import MAX_BYTES, decode
from harness.results.disk import replace_lone_surrogates
from harness.results.graded import Graded


@dataclass(frozen=True)
class Given:
    """A summary as it was given, and where: file and line, 0 where it is the whole file."""

    file: str
    line: int
    id: str | int
    summary: str
    sample: str | None = None

    def problem(self, error: UsageError) -> Problem:
        """Return what is wrong with its sample, at its place."""
        return Problem(self.file, self.line, 0, error.what, error.mend)


def read_one(stream: BinaryIO) -> Iterator[Given]:
    """Yield the one summary of a file: without BOM, with LF line ends. Raises TaskError where it is no UTF-8."""
    name = stream_name(stream)
    text = decode(name, stream.read(MAX_BYTES + 1)).text
    yield Given("", 0, name, text)


def read_rows(stream: BinaryIO) -> Iterator[Given]:
    """Yield the summaries of JSONL as its lines come; raise TaskError, with all faults of the line, at a faulty one."""
    for line in read_lines(stream, MAX_BYTES):
        if faults := list(line.find_faults(("id", "summary"), ("sample",))):
            raise TaskError(faults)
        yield Given(line.file, line.number, id_of(line), text_of(line, "summary"), line.fields.get("sample"))


def id_of(line: JsonLine) -> str | int:
    """Return the id of a line that has been checked, as it was given but for halves of surrogate pairs."""
    given = line.fields["id"]
    return given if isinstance(given, int) else replace_lone_surrogates(given)


def text_of(line: JsonLine, field: str) -> str:
    """Return a text of a line that has been checked, its halves of surrogate pairs replaced one for one."""
    return replace_lone_surrogates(line.fields[field])


def grade_all(
    task: str, scorers: Sequence[str], originals: Path | None, given: Iterable[Given], sample: str | None
) -> Iterator[tuple[str | int, Graded]]:
    """Yield each summary graded, under the id that it was given with; `sample` is of those that name none.

    Raises TaskError and UsageError as `load_task` does, and TaskError at the line of a summary of an unknown sample.
    """
    grader = Grader.load(task, scorers, originals=originals)
    if sample is not None:
        grader.find_sample(sample)
    with asyncio.Runner() as runner:
        run = runner.get_loop().run_until_complete  # `runner.run` sets signal handlers anew for each row
        for row in given:
            yield row.id, run(_grade(grader, row, row.sample or sample))


async def _grade(grader: Grader, row: Given, sample: str | None) -> Graded:
    try:
        return await grader.grade(row.summary, sample)
    except UsageError as error:
        if row.line:
            raise TaskError([row.problem(error)]) from error
        raise
