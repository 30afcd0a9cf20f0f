"""The project's own format: JSON lines, a row each, as `docs/labelled-data.md` describes them."""

from __future__ import annotations

from pathlib import Path

from harness.metaeval.labelled.entries import Entry, Placed, read_each
from harness.metaeval.labelled.files import first_fields, read_records
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.models import ErrorSpan, LabelledSummary

_TEXTS = frozenset({"document", "documents", "summary"})
_OTHERS = frozenset({"id", "label", "grade"})


class _OwnLayout(FieldLayout):
    def detect(self, path: Path) -> bool:
        """Whether the first record has the needed fields; of JSON lines two are enough, the rest is said on reading."""
        fields = first_fields(path)
        is_likely = bool(fields & _TEXTS) and len(fields & (_TEXTS | _OTHERS)) > 1
        return is_likely if path.suffix.lower() == ".jsonl" else super().detect(path)


def read(path: Path) -> list[Placed]:
    """Return the rows of a file; raise TaskError with the faults of its lines."""
    return read_each(read_records(path), lambda entry: [entry.placed(_row(entry, path.stem))])


def _row(entry: Entry, stem: str) -> LabelledSummary:
    documents = _documents(entry)
    summary = entry.filled("summary")
    group = entry.optional("group")
    if not entry.has("label") and not entry.has("grade"):
        raise entry.fault("the field 'label' is missing.", "Add a label (0 or 1), or a grade (a number), or both.")
    return LabelledSummary(
        id=entry.id("id"),
        dataset=entry.optional("dataset") or stem,
        domain=entry.optional("domain") or "",
        documents=documents,
        summary=summary,
        label=entry.label("label") if entry.has("label") else None,
        grade=entry.number("grade"),
        error_types=entry.texts("error_types"),
        spans=tuple(_span(span, len(summary)) for span in entry.records("spans")),
        group=group or group_of(documents),
        given_group=group,
        peer_scores=entry.numbers("peer_scores"),
        model=entry.optional("model"),
        pair=entry.optional("pair"),
        pair_type=entry.optional("pair_type"),
        seed=entry.optional("seed"),
    )


def _documents(entry: Entry) -> tuple[str, ...]:
    if entry.has("document") and entry.has("documents"):
        raise entry.fault("there is both 'document' and 'documents'.", "Keep one: 'documents' for a list of several.")
    documents = entry.texts("documents") if entry.has("documents") else (entry.filled("document"),)
    if not documents or not all(document.strip() for document in documents):
        raise entry.fault("'documents' is empty, or one of them is blank.", "List the texts to be checked against.")
    return documents


def _span(span: Entry, length: int) -> ErrorSpan:
    start, end = span.whole("start"), span.whole("end")
    if not 0 <= start < end <= length:
        what = f"the span {start} to {end} is not within the summary, which has {length} characters."
        raise span.fault(what, "Count code points from 0, end exclusive.")
    return ErrorSpan(start=start, end=end, type=span.optional("type") or "")


LAYOUT = _OwnLayout(
    name="labelled",
    files="JSON lines with id, document, summary, label",
    marks=(frozenset({"id", "document", "summary"}), frozenset({"id", "documents", "summary"})),
    reader=read,
)
