"""Summaries that are given to be graded: read from a file or a stream, and graded one after the other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from harness.api import Grader
from harness.errors import Problem, TaskError, UsageError
from harness.files.source import MAX_BYTES, decode
from harness.results.clean import clean_line
from harness.results.disk import replace_lone_surrogates
from harness.results.graded import Graded

_SHOWN = 60


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
    name = _name(stream)
    text = decode(name, stream.read(MAX_BYTES + 1)).text
    yield Given("", 0, name, text)


def read_rows(stream: BinaryIO) -> Iterator[Given]:
    """Yield the summaries of JSONL as its lines come; raise TaskError, with all faults of the line, at a faulty one."""
    name = _name(stream)
    lines = iter(lambda: stream.readline(MAX_BYTES + 1), b"")
    for number, line in enumerate(lines, 1):
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if content.strip():
            yield _read_row(name, number, content)


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


def _name(stream: BinaryIO) -> str:
    name = getattr(stream, "name", "<stdin>")
    return name if isinstance(name, str) and name != "<stdin>" else "stdin"


def _read_row(name: str, number: int, line: bytes) -> Given:
    if len(line) > MAX_BYTES:
        raise TaskError([Problem(name, number, 0, f"the line is over {MAX_BYTES:,} bytes.")])
    try:
        row = json.loads(line.decode("utf-8").rstrip("\r\n"))
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg}."
        raise TaskError([Problem(name, number, error.colno, what, "Write one object a line.")]) from error
    except UnicodeDecodeError as error:
        what = f"byte 0x{line[error.start]:02x} is not UTF-8."
        raise TaskError([Problem(name, number, error.start + 1, what, "Save the file as UTF-8.")]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; nesting without end
        raise TaskError([Problem(name, number, 0, "this JSON cannot be read.")]) from error
    faults = list(_find_faults(row))
    if faults:
        raise TaskError([Problem(name, number, 0, fault) for fault in faults])
    given = row["id"] if isinstance(row["id"], int) else replace_lone_surrogates(row["id"])
    return Given(name, number, given, replace_lone_surrogates(row["summary"]), row.get("sample"))


def _find_faults(row: Any) -> Iterator[str]:  # noqa: ANN401  (what a line holds is any)
    if not isinstance(row, dict):
        yield "this is no JSON object."
        return
    for field in ("id", "summary"):
        if field not in row:
            yield f"the field {field!r} is missing."
    wrong = {
        "id": "id" in row and (not isinstance(row["id"], (str, int)) or isinstance(row["id"], bool)),
        "summary": "summary" in row and not isinstance(row["summary"], str),
        "sample": row.get("sample") is not None and not isinstance(row["sample"], str),
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            found = "nothing" if row[field] is None else clean_line(repr(row[field]))[:_SHOWN]
            yield f"{field!r} wants text, found {found}."
