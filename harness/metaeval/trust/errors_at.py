"""Where the error of an inconsistent summary stands: as people marked it, or by what was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from harness.gold.verdicts import Span
from harness.metaeval.labelled import LabelledSummary

SEED_MARK = "_og"
"""How the id of a seed itself ends, among the rows that were made from it."""

_WORD = re.compile(r"\S+")


def error_spans(rows: Sequence[LabelledSummary]) -> list[tuple[Span, ...]]:
    """Return the spans of each row's errors in its summary, in code points, end exclusive; empty where not known.

    They are the row's own, else the words that differ from its consistent partner, else from its seed.
    """
    partners: dict[tuple[str, str | None], str] = {
        (row.dataset, row.pair): row.summary for row in rows if row.pair is not None and row.label == 1
    }
    seeds: dict[tuple[str, str | None], str] = {
        (row.dataset, row.seed): row.summary for row in rows if row.seed is not None and _is_seed(row)
    }
    found: list[tuple[Span, ...]] = []
    for row in rows:
        origin = partners.get((row.dataset, row.pair)) or seeds.get((row.dataset, row.seed))
        if row.label != 0 or (origin is None and not row.spans):
            found.append(())
        else:
            marked = tuple((span.start, span.end) for span in row.spans)
            found.append(marked or tuple(changed_spans(origin or "", row.summary)))
    return found


def _is_seed(row: LabelledSummary) -> bool:
    return row.id.endswith(SEED_MARK)


def changed_spans(before: str, after: str) -> Iterator[Span]:
    """Yield the spans of the words of a text that another text has not, by difflib's alignment of words.

    Where words were only taken away, the words on both sides of the gap stand for them.
    """
    old = _WORD.findall(before)
    places = [match.span() for match in _WORD.finditer(after)]
    new = [after[start:end] for start, end in places]
    for tag, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "delete":
            first, last = max(0, first - 1), min(len(new), first + 1)  # noqa: PLW2901  (the gap's neighbours)
        if tag != "equal" and first < last:
            yield places[first][0], places[last - 1][1]


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span has a character in common with one of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)
