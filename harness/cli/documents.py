"""Documents with summaries of them, as lines of JSON: read from a file or a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from harness.cli.summaries import id_of, text_of
from harness.errors import Problem, SeenDocumentError, TaskError
from harness.files.jsonl import JsonLine, found, read_lines
from harness.results.disk import replace_lone_surrogates

LONGEST_LINE = 64_000_000
"""Bytes: a document of several megabytes, every character of it escaped, has room."""


@dataclass(frozen=True)
class Row:
    """Documents and summaries of them, as they were given, and where: file and line, 0 where they are whole files.

    `group` is the name that all rows of these documents share, where the row has one.
    """

    file: str
    line: int
    id: str | int
    documents: tuple[str, ...]
    summaries: tuple[str, ...]
    group: str | None = None

    def place(self, error: SeenDocumentError) -> SeenDocumentError:
        """Return an error about the documents, at the row's place."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = ": ".join(part for part in (place, error.where) if part)
        return SeenDocumentError(error.what, where=where, mend=error.mend)


def read_pairs(stream: BinaryIO) -> Iterator[Row]:
    """Yield documents with one summary each as the lines come; raise TaskError, with all faults, at a faulty line."""
    return _read(stream, ("summary",))


def read_rivals(stream: BinaryIO) -> Iterator[Row]:
    """Yield documents with two summaries each, `a` and `b`, in the same way."""
    return _read(stream, ("a", "b"))


def _read(stream: BinaryIO, summaries: tuple[str, ...]) -> Iterator[Row]:
    for line in read_lines(stream, LONGEST_LINE):
        if faults := [*line.find_faults(("id", *summaries)), *_document_faults(line)]:
            raise TaskError(faults)
        texts = tuple(text_of(line, name) for name in summaries)
        yield Row(line.file, line.number, id_of(line), _documents(line), texts, _group(line))


def _document_faults(line: JsonLine) -> Iterator[Problem]:
    given = [name for name in ("document", "documents") if line.fields.get(name) is not None]
    if len(given) > 1:
        yield line.problem("both 'document' and 'documents' are given.", "Keep one: 'documents' for a list of several.")
    elif given == ["documents"]:
        yield from _list_faults(line)
    elif "document" not in line.fields:
        yield line.missing("document")
    elif not isinstance(line.fields["document"], str):
        yield line.no_text("document")


def _list_faults(line: JsonLine) -> Iterator[Problem]:
    value, mend = line.fields["documents"], 'Write it as ["…", "…"].'
    if not isinstance(value, list):
        yield line.problem(f"'documents' wants a list of texts, found {found(value)}.", mend)
    elif not value:
        yield line.problem("'documents' is empty.", "List the texts that the summary is of.")
    else:
        wrong = next((item for item in value if not isinstance(item, str)), "")
        if wrong != "":
            yield line.problem(f"'documents' wants a list of texts, found {found(wrong)} in it.", mend)


def _documents(line: JsonLine) -> tuple[str, ...]:
    given = line.fields.get("documents") or [line.fields["document"]]
    return tuple(replace_lone_surrogates(text) for text in given)


def _group(line: JsonLine) -> str | None:
    value = line.fields.get("group")
    is_name = isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    return str(value).strip() or None if is_name else None
