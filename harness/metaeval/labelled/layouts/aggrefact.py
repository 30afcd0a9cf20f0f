"""AggreFact: nine datasets of judged summaries of news, brought together with one label each.

Files: `data/aggre_fact_final.csv`, or its part `data/aggre_fact_sota.csv`, of the repository Liyan06/AggreFact. The
columns are `dataset`, `origin`, `id` (of the document), `doc`, `summary`, `model_name`, `label`, `cut`, and for each
system `SYSTEM_score` and `SYSTEM_label`. The files could not be seen; the columns are those of the README.

`label` is as released: its authors made it from each dataset's annotators. There is no grade. `peer_scores` are the
`_score` columns; empty cells are left out. Rows that share dataset, document and model get a number behind their id.
"""

from __future__ import annotations

from pathlib import Path

from harness.metaeval.labelled.entries import Entry, Placed, read_each, with_own_ids
from harness.metaeval.labelled.files import read_table
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.models import LabelledSummary

_COLUMNS = ("dataset", "origin", "id", "doc", "summary", "model_name", "label")
_SCORE = "_score"


def read(path: Path) -> list[Placed]:
    """Return the rows of a file; the dataset is `aggrefact-cnndm` or `aggrefact-xsum`, the domain names the source."""
    return list(with_own_ids(read_each(read_table(path, _COLUMNS), lambda entry: [entry.placed(_row(entry))])))


def _row(entry: Entry) -> LabelledSummary:
    document = entry.filled("doc")
    source, origin, model = entry.id("dataset"), entry.id("origin"), entry.optional("model_name")
    name = entry.optional("id") or group_of((document,))
    return LabelledSummary(
        id=f"aggrefact-{origin}:{source}:{name}:{model or ''}",
        dataset=f"aggrefact-{origin}",
        domain=f"news/{origin}/{source}",
        documents=(document,),
        summary=entry.text("summary"),
        label=entry.label("label"),
        group=group_of((document,)),
        peer_scores=_scores(entry),
        model=model,
    )


def _scores(entry: Entry) -> dict[str, float]:
    scores = {name: entry.number(name) for name in entry.data if name.endswith(_SCORE)}
    return {name.removesuffix(_SCORE): score for name, score in scores.items() if score is not None}


LAYOUT = FieldLayout(
    name="aggrefact",
    files="aggre_fact_final.csv, aggre_fact_sota.csv",
    marks=(frozenset({"dataset", "origin", "doc", "summary", "model_name", "label"}),),
    reader=read,
    repeats={"aggre_fact_sota.csv": "aggre_fact_final.csv"},
)
