"""RAGTruth: answers of six models, their hallucinations marked by annotators; here those to the task Summary.

Files: `dataset/response.jsonl` with `dataset/source_info.jsonl` beside it, of the repository ParticleMedia/RAGTruth. A
response has `id`, `source_id`, `model`, `labels`, `quality` and `response`; a label has `start`, `end`, `text` and
`label_type`. A source has `source_id`, `task_type`, `source` and `source_info`, which is the text for a summary. The
files could not be seen; their layout is that of the README, which prints a record of each.

The repository gives one joined annotation. `label` is 0 where there is a span, also one that is true but not in the
source (`implicit_true`): it is not supported. There is no grade. Responses whose `quality` is not `good`, refused or
cut off ones, are left out, as in the repository's own code. A span whose words are not where it says is looked up by
its words, and left out where they are nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.errors import shown
from harness.metaeval.labelled.entries import Entry, Placed, read_each
from harness.metaeval.labelled.files import read_records
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.layouts.spans import find_span
from harness.metaeval.labelled.models import ErrorSpan, LabelledSummary


def read(path: Path) -> list[Placed]:
    """Return the rows of a file of responses; their sources come from `source_info.jsonl` beside it."""
    beside = path.with_name("source_info.jsonl")
    if not beside.is_file():
        fault = Entry(str(path), 0, {}).fault
        raise fault(f"{beside.name} is missing beside it.", "Put it into the same folder: it holds the documents.")
    sources = {entry.id("source_id"): entry for entry in read_records(beside)}
    return read_each(read_records(path), lambda entry: list(_rows(entry, sources)))


def _rows(entry: Entry, sources: Mapping[str, Entry]) -> Iterator[Placed]:
    name = entry.id("source_id")
    if name not in sources:
        raise entry.fault(f"source_info.jsonl has no source {shown(name)}.", "Take both files from one release.")
    source = sources[name]
    if source.id("task_type") == "Summary" and (entry.optional("quality") or "good") == "good":
        yield entry.placed(_row(entry, source))


def _row(entry: Entry, source: Entry) -> LabelledSummary:
    document, summary = source.filled("source_info"), entry.text("response")
    errors = entry.records("labels")
    return LabelledSummary(
        id=f"ragtruth:{entry.id('id')}",
        dataset="ragtruth",
        domain=source.optional("source") or "",
        documents=(document,),
        summary=summary,
        label=0 if errors else 1,
        error_types=tuple(dict.fromkeys(error.id("label_type") for error in errors)),
        spans=tuple(span for error in errors for span in _spans(error, summary)),
        group=group_of((document,)),
        model=entry.optional("model"),
    )


def _spans(error: Entry, summary: str) -> Iterator[ErrorSpan]:
    place = find_span(summary, error.whole("start"), error.whole("end"), error.text("text"))
    if place:
        yield ErrorSpan(start=place[0], end=place[1], type=error.id("label_type"))


LAYOUT = FieldLayout(
    name="ragtruth",
    files="response.jsonl beside source_info.jsonl",
    marks=(frozenset({"source_id", "response", "labels"}),),
    reader=read,
)
