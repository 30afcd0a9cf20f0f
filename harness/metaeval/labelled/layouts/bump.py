"""BUMP: reference summaries and the same with one error put in by an annotator, in minimal pairs.

Files: `data/task1_dataset.json` and `data/task2_dataset.json` of the repository dataminr-ai/BUMP, a JSON array each. A
record has `id`, `article`, `reference_summary`, `edited_summary`, `error_type`, in task 1 `corrected_error_type`, and
`scores` with a figure for each of two summaries by metric (`BLEU_edited`, `BLEU_reference`). Read off both files.

Each record becomes two rows, the members of a pair: the reference with label 1, the edited summary with label 0. There
is no grade. The kind of error is the corrected one where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from harness.metaeval.labelled.entries import Entry, Placed, read_each
from harness.metaeval.labelled.files import read_records
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.models import LabelledSummary

_MODELS = {"reference": "reference", "edited": "human edit"}


def read(path: Path) -> list[Placed]:
    """Return the rows of a file; the dataset is `bump-task1` for `task1_dataset.json`."""
    dataset = f"bump-{path.stem.removesuffix('_dataset')}"
    return read_each(read_records(path), lambda entry: list(_pair(entry, dataset)))


def _pair(entry: Entry, dataset: str) -> Iterator[Placed]:
    yield entry.placed(_row(entry, dataset, "reference", 1))
    yield entry.placed(_row(entry, dataset, "edited", 0))


def _row(entry: Entry, dataset: str, member: str, label: Literal[0, 1]) -> LabelledSummary:
    document = entry.filled("article")
    kind = entry.optional("corrected_error_type") or entry.id("error_type")
    pair = f"{dataset}:{entry.id('id')}"
    ending = f"_{member}"
    scores = entry.numbers("scores")
    return LabelledSummary(
        id=f"{pair}:{member}",
        dataset=dataset,
        domain="news/cnndm",
        documents=(document,),
        summary=entry.text(f"{member}_summary"),
        label=label,
        error_types=() if label else (kind,),
        group=group_of((document,)),
        peer_scores={name.removesuffix(ending): value for name, value in scores.items() if name.endswith(ending)},
        model=_MODELS[member],
        pair=pair,
        pair_type=kind,
    )


LAYOUT = FieldLayout(
    name="bump",
    files="task1_dataset.json, task2_dataset.json",
    marks=(frozenset({"article", "reference_summary", "edited_summary"}),),
    reader=read,
)
