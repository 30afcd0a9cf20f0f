"""The hand-worked table, row by row, and laws that hold on all of its texts."""

from __future__ import annotations

import pytest
from marked import PUBLISHED, Marked, quantity_is, read_marks, time_is
from reading_cases import CASES

from harness.text.reading import Reading

ROWS = [pytest.param(row, id=f"{kind}: {row[0][:60]!r}") for kind, rows in CASES.items() for row in rows]


def meanings(marked: Marked, notations: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the notations of the quantities and those of the times."""
    spans = sorted(marked.quantities + marked.times)
    by_span = dict(zip(spans, notations, strict=True))
    return [by_span[span] for span in marked.quantities], [by_span[span] for span in marked.times]


@pytest.mark.parametrize("row", ROWS)
def test_sentence_is_read_as_a_person_would(row: tuple[str, ...]) -> None:
    marked = read_marks(row[0])
    quantities, times = meanings(marked, row[1:])
    reading = Reading(marked.text, published=PUBLISHED)
    assert [(q.start, q.end) for q in reading.quantities] == list(marked.quantities)
    assert [(m.start, m.end) for m in reading.times] == list(marked.times)
    for quantity, notation in zip(reading.quantities, quantities, strict=True):
        assert quantity_is(quantity, notation), (str(quantity), notation)
    for mention, notation in zip(reading.times, times, strict=True):
        assert time_is(mention, notation), (mention, notation)


def test_table_is_long() -> None:
    assert len(ROWS) >= 200
