"""Labelled data from files: a row a line, in this project's own format, and its halves to tune on and to count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.errors import Problem, TaskError, UsageError
from harness.metaeval.labelled.models import LabelledSummary

_UNREAD = frozenset({"split", "source_split"})


def load_labelled(paths: Sequence[Path], layout: str | None = None) -> list[LabelledSummary]:
    """Return the rows of JSONL files, in order; raise TaskError at a faulty line, UsageError for an unknown layout."""
    if layout not in (None, "jsonl"):
        raise UsageError(f"there is no layout {layout!r}.", mend="Known: jsonl.")
    return [row for path in paths for row in _read(path)]


def _read(path: Path) -> Iterator[LabelledSummary]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(path, number, line)


def _row(path: Path, number: int, line: str) -> LabelledSummary:
    try:
        raw: dict[str, Any] = json.loads(line)
        given = {key: value for key, value in raw.items() if key not in _UNREAD}
        given["documents"] = [given.pop("document")]
        return LabelledSummary.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
        raise TaskError([Problem(str(path), number, 0, what)]) from error
    except (ValueError, KeyError, AttributeError) as error:
        what = "this is no row of labelled data."
        raise TaskError([Problem(str(path), number, 0, what, "Write one JSON object a line.")]) from error


def split_groups(rows: Sequence[LabelledSummary], share: float) -> tuple[list[LabelledSummary], list[LabelledSummary]]:
    """Return the rows of a share of each dataset's groups, and the others; the hash of a group's name decides."""
    first: set[tuple[str, str]] = set()
    for dataset in dict.fromkeys(row.dataset for row in rows):
        groups = sorted({row.group for row in rows if row.dataset == dataset}, key=_place)
        first |= {(dataset, group) for group in groups[: round(share * len(groups))]}
    in_first = [(row.dataset, row.group) in first for row in rows]
    return (
        [row for row, is_first in zip(rows, in_first, strict=True) if is_first],
        [row for row, is_first in zip(rows, in_first, strict=True) if not is_first],
    )


def _place(group: str) -> str:
    return hashlib.sha256(f"split:{group}".encode()).hexdigest()
