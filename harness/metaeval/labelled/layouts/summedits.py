"""SummEdits: seed summaries and light edits of them, each judged consistent or not.

Files: `data/summedits/*.json` of the repository salesforce/factualNLG, a JSON array each. A record has `id`, `doc`,
`summary`, `label`, `original_summary` and `edit_types`; the newer files also `split`. Read off the files themselves.

`label` is as released: annotators agreed on it, and edits that they did not agree on are not in the files. There is no
grade. An id is that of the seed and, behind `_`, `og` for the seed itself or the number of the edit. `edit_types`,
predicted by a language model, become `error_types`. A record that a file repeats word for word is read once.
"""

from __future__ import annotations

from pathlib import Path

from harness.metaeval.labelled.entries import Entry, Placed, read_each, with_own_ids
from harness.metaeval.labelled.files import read_records
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.models import LabelledSummary


def read(path: Path) -> list[Placed]:
    """Return the rows of a file; the dataset is the file's name, the domain what stands in it behind `summedits_`."""
    domain = path.stem.removeprefix("summedits_")
    return list(with_own_ids(read_each(read_records(path), lambda entry: [entry.placed(_row(entry, domain))])))


def _row(entry: Entry, domain: str) -> LabelledSummary:
    document = entry.filled("doc")
    label = entry.label("label")
    dataset = f"summedits-{domain.replace('_', '-')}"
    name = entry.id("id")
    return LabelledSummary(
        id=f"{dataset}:{name}",
        dataset=dataset,
        domain=domain,
        documents=(document,),
        summary=entry.text("summary"),
        label=label,
        error_types=() if label else entry.texts("edit_types"),
        group=group_of((document,)),
        seed=name.rpartition("_")[0] or None,
    )


LAYOUT = FieldLayout(
    name="summedits",
    files="summedits_*.json",
    marks=(frozenset({"doc", "summary", "label", "original_summary"}),),
    reader=read,
)
