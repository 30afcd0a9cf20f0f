"""Labelled data from files of JSON lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.errors import Problem, TaskError, UsageError
from harness.files.jsonl import JsonLine, read_lines
from harness.metaeval.labelled.models import LabelledSummary
from harness.results.disk import replace_lone_surrogates

_LONGEST_LINE = 64_000_000


def load_labelled(paths: Sequence[Path], layout: str | None = None) -> list[LabelledSummary]:
    """Return the rows of files, in their order. Raises TaskError at a faulty line, UsageError for any layout."""
    if layout is not None:
        raise UsageError(f"there is no layout {layout!r}.")
    return [row for path in paths for row in _read(path)]


def _read(path: Path) -> Iterator[LabelledSummary]:
    try:
        with path.open("rb") as file:
            for line in read_lines(file, _LONGEST_LINE):
                yield _to_row(path, line)
    except OSError as error:
        raise TaskError([Problem(str(path), 0, 0, f"cannot be read: {error.strerror}.", "Check the name.")]) from error


def _to_row(path: Path, line: JsonLine) -> LabelledSummary:
    faults = list(line.find_faults(("id", "summary"), ("document", "group", "dataset")))
    if faults:
        raise TaskError([line.problem(fault) for fault in faults])
    given = {name: _clean(value) for name, value in line.fields.items() if name in LabelledSummary.model_fields}
    documents = given.get("documents") or [_clean(line.fields.get("document", ""))]
    own = hashlib.sha256("\0".join(map(str, documents)).encode()).hexdigest()
    row = {"dataset": path.stem, "group": own, "label": None, **given, "documents": documents, "id": str(given["id"])}
    try:
        return LabelledSummary.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise TaskError([line.problem(f"{field!r}: {first['msg']}.")]) from error


def _clean(value: Any) -> Any:  # noqa: ANN401  (what JSON holds is any)
    return replace_lone_surrogates(value) if isinstance(value, str) else value
