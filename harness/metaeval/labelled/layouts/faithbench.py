"""FaithBench: summaries of ten models that detectors disagree on, their errors marked by annotators.

Files: `data_for_release/batch_*.json` of the repository vectara/FaithBench, an object with `samples` each. A sample has
`sample_id`, once in its batch, `source`, `summary`, `annotations` and `metadata`; an annotation has `label`, a list,
`summary_span`, `summary_start` and `summary_end`. Read off a file and the repository's schema.

Annotators mark spans as `Unwanted` (intrinsic or extrinsic), `Questionable` or `Benign`. The worst mark of any of them
decides, as in the repository's own script: `label` is 0 where it is Unwanted or Questionable. `grade` is 0 for
Unwanted, 1 for Questionable, 2 for Benign and 3 where nothing is marked. `spans` and `error_types` leave out what is
Benign. A span whose words are not where it says is looked up by its words, and left out where they are nowhere.

`peer_scores` are those of `metadata`. Samples were chosen by the disagreement of these detectors, so that their figures
here are lower than elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.errors import did_you_mean, shown
from harness.metaeval.labelled.entries import Entry, Placed, read_each
from harness.metaeval.labelled.files import read_object
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.layouts.spans import find_span
from harness.metaeval.labelled.models import ErrorSpan, LabelledSummary

_GRADES = {"Unwanted": 0, "Questionable": 1, "Benign": 2}
_UNMARKED = 3
_HARMLESS = 2
_NO_SCORES = frozenset({"summarizer", "raw_sample_id"})


def read(path: Path) -> list[Placed]:
    """Return the rows of a batch; ids hold the file's name, since samples are numbered anew in each."""
    return read_each(read_object(path).records("samples"), lambda entry: [entry.placed(_row(entry, path.stem))])


def _row(entry: Entry, batch: str) -> LabelledSummary:
    document, summary = entry.filled("source"), entry.text("summary")
    annotations = entry.records("annotations")
    grade = min((_grade(annotation) for annotation in annotations), default=_UNMARKED)
    errors = [annotation for annotation in annotations if _grade(annotation) < _HARMLESS]
    metadata = entry.record("metadata")
    return LabelledSummary(
        id=f"faithbench:{batch}:{entry.id('sample_id')}",
        dataset="faithbench",
        documents=(document,),
        summary=summary,
        label=1 if grade >= _HARMLESS else 0,
        grade=grade,
        error_types=tuple(dict.fromkeys(_kind(error) for error in errors)),
        spans=tuple(span for error in errors for span in _spans(error, summary)),
        group=group_of((document,)),
        peer_scores=_scores(metadata),
        model=metadata.optional("summarizer"),
    )


def _grade(annotation: Entry) -> int:
    return min(_GRADES[_class(annotation, mark)] for mark in _marks(annotation))


def _kind(annotation: Entry) -> str:
    """Return the finest of an annotation's worst marks, such as `Unwanted.Intrinsic`."""
    worst = [mark for mark in _marks(annotation) if _GRADES[_class(annotation, mark)] == _grade(annotation)]
    return max(worst, key=lambda mark: mark.count("."))


def _marks(annotation: Entry) -> tuple[str, ...]:
    marks = annotation.texts("label")
    if not marks:
        raise annotation.fault("'label' is missing or empty.")
    return marks


def _class(annotation: Entry, mark: str) -> str:
    name = mark.partition(".")[0]
    if name not in _GRADES:
        raise annotation.fault(
            f"'label' holds {shown(mark)}, which is none of its classes.", did_you_mean(name, _GRADES)
        )
    return name


def _spans(annotation: Entry, summary: str) -> Iterator[ErrorSpan]:
    start, end = annotation.whole("summary_start"), annotation.whole("summary_end")
    place = find_span(summary, start, end, annotation.text("summary_span"))
    if place:
        yield ErrorSpan(start=place[0], end=place[1], type=_kind(annotation))


def _scores(metadata: Entry) -> dict[str, float]:
    scores = {name: metadata.number(name) for name in metadata.data if name not in _NO_SCORES}
    return {name: score for name, score in scores.items() if score is not None}


LAYOUT = FieldLayout(
    name="faithbench",
    files="batch_*.json of data_for_release",
    marks=(frozenset({"samples", "sample_id", "source", "summary", "annotations"}),),
    reader=read,
)
