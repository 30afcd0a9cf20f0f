"""Documents with summaries of them, as lines of JSON: read from a file or a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from harness.cli.summaries import id_of, text_of
from harness.errors import SeenDocumentError, TaskError
from harness.files.jsonl import JsonLine, found, read_lines
from harness.results.disk import replace_lone_surrogates

LONGEST_LINE = 64_000_000
"""Bytes: a document of several megabytes, every character of it escaped, has room."""


@dataclass(frozen=True)
class Row:
    """Documents and summaries of them, as they were given, and where: file and line."""

    file: str
    line: int
    id: str | int
    documents: tuple[str, ...]
    summaries: tuple[str, ...]

    def place(self, error: SeenDocumentError) -> SeenDocumentError:
        """Return an error about the documents, at the row's place."""
        where = ": ".join(part for part in (f"{self.file}:{self.line}", error.where) if part)
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
            raise TaskError([line.problem(fault) for fault in faults])
        texts = tuple(text_of(line, name) for name in summaries)
        yield Row(line.file, line.number, id_of(line), _documents(line), texts)


def _document_faults(line: JsonLine) -> Iterator[str]:
    names = [name for name in ("document", "documents") if name in line.fields]
    if len(names) != 1:
        yield "both 'document' and 'documents' are given." if names else "the field 'document' is missing."
        return
    value = line.fields[names[0]]
    if names == ["document"]:
        if not isinstance(value, str):
            yield f"'document' wants text, found {found(value)}."
    elif not isinstance(value, list):
        yield f"'documents' wants a list of texts, found {found(value)}."
    elif not value:
        yield "'documents' is empty."
    else:
        wrong = next((item for item in value if not isinstance(item, str)), "")
        if wrong != "":
            yield f"'documents' wants a list of texts, found {found(wrong)} in it."


def _documents(line: JsonLine) -> tuple[str, ...]:
    given = line.fields.get("documents", [line.fields.get("document")])
    return tuple(replace_lone_surrogates(text) for text in given)
