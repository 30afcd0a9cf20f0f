"""Labelled rows of our own making: reports of floods with faithful summaries, and others with a wrong number."""

from __future__ import annotations

from pathlib import Path

from harness.files.records import Record
from harness.metaeval.labelled import LabelledSummary
from harness.results.disk import to_json

TOWNS = ("Veldmoor", "Harrow", "Lindau", "Osterby", "Kessel", "Marden", "Tolling", "Brackley")


def document_of(number: int) -> str:
    """Return the report on a town."""
    town = TOWNS[number % len(TOWNS)]
    return (
        f"The river at {town} rose by {number + 3} metres on Monday. The mayor closed {number + 12} bridges, and about "
        f"{(number + 2) * 100} people left their homes. Trains stood still for a day."
    )


def labelled_rows(documents: int = 8) -> list[LabelledSummary]:
    """Return four rows a document: two consistent ones, one with a wrong number, and one whose error is in meaning."""
    return [row for number in range(documents) for row in _rows_of(number)]


def _rows_of(number: int) -> list[LabelledSummary]:
    town = TOWNS[number % len(TOWNS)]
    summaries = {
        "rose": (f"The river at {town} rose by {number + 3} metres on Monday.", 1),
        "closed": (f"The mayor closed {number + 12} bridges, and trains stood still for a day.", 1),
        "wrong": (f"The river at {town} rose by {number + 871} metres on Monday.", 0),
        "meaning": ("The mayor left the trains for a day, and the bridges stood still.", 0),
    }
    return [
        LabelledSummary(
            id=f"{number}-{name}",
            dataset="floods",
            documents=(document_of(number),),
            summary=summary,
            label=1 if label else 0,
            group=f"flood-{number}",
        )
        for name, (summary, label) in summaries.items()
    ]


_SAME = ("id", "summary", "label", "group")


class _Row(Record):
    id: str
    document: str
    summary: str
    label: int | None
    group: str


def write_rows(path: Path, rows: list[LabelledSummary]) -> Path:
    """Write rows as the project's own JSON lines."""
    lines = [_Row(document=row.documents[0], **{name: getattr(row, name) for name in _SAME}) for row in rows]
    path.write_text("".join(f"{to_json(line)}\n" for line in lines), encoding="utf-8", newline="\n")
    return path
