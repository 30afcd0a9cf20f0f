"""TofuEval: summaries of dialogues on a topic, each sentence judged by a linguist.

Files: `factual_consistency/{mediasum,meetingbank}_factual_eval_{dev,test}.csv` of the repository
amazon-science/tofueval. A line is a sentence: `doc_id`, `annotation_id`, `topic`, `model_name`, `sent_idx`,
`summ_sent`, `sent_label` (`yes` or `no`), `exp` and `type`. Read off the files.

The documents are not in the repository: they come from MediaSum and MeetingBank. The README's script writes them to
`mediasum_dev_doc.csv` and so on, with the columns `doc_id` (of MeetingBank `meeting_id`) and `source`. These are looked
for in the folder of the judgements and in the one above it. Such a file could not be seen.

A summary is the sentences of one document, topic and model in the order of `sent_idx`, of the file where two have the
same. There is one judgement of each sentence: `grade` is the share of `yes`, `label` is 1 where all are. `error_types`
are the cells of `type`; how several in one cell are set apart could not be seen, so a cell is kept whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from harness.errors import shown
from harness.metaeval.labelled.entries import Entry, Placed, read_each
from harness.metaeval.labelled.files import read_table
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.layouts.sentences import judge_summary
from harness.metaeval.labelled.models import LabelledSummary

_COLUMNS = ("doc_id", "topic", "model_name", "sent_idx", "summ_sent", "sent_label")
_ANSWERS = {"yes": True, "no": False}
_KEYS = {"mediasum": "doc_id", "meetingbank": "meeting_id"}


_Summary = tuple[str, str, str]
"""A summary is known by its document, topic and model."""


def read(path: Path) -> list[Placed]:
    """Return the rows of a file of judgements; the documents come from files beside it or in the folder above."""
    part = path.stem.partition("_factual_eval")[0]
    summaries: dict[_Summary, list[Entry]] = {}
    for entry in read_table(path, _COLUMNS):
        summaries.setdefault((entry.id("doc_id"), entry.id("topic"), entry.id("model_name")), []).append(entry)
    documents = _read_documents(path, part)
    _check_documents(path, part, documents, {name: None for name, _, _ in summaries})
    return read_each(
        summaries.items(),
        lambda item: [item[1][0].placed(_row(part, item[0], documents[item[0][0]], item[1]))],
    )


def _row(part: str, summary: _Summary, document: str, sentences: Sequence[Entry]) -> LabelledSummary:
    ordered = sorted(sentences, key=lambda sentence: sentence.whole("sent_idx"))
    label, grade = judge_summary([_is_consistent(sentence) for sentence in ordered])
    types = [sentence.optional("type") for sentence in ordered if "type" in sentence.data]
    return LabelledSummary(
        id=":".join((f"tofueval-{part}", *summary)),
        dataset=f"tofueval-{part}",
        domain=part,
        documents=(document,),
        summary=" ".join(sentence.text("summ_sent").strip() for sentence in ordered),
        label=label,
        grade=grade,
        error_types=tuple(dict.fromkeys(kind for kind in types if kind)),
        group=group_of((document,)),
        model=summary[-1],
    )


def _is_consistent(sentence: Entry) -> bool:
    said = sentence.id("sent_label").lower()
    if said not in _ANSWERS:
        raise sentence.fault(f"'sent_label' is {shown(said)}, neither 'yes' nor 'no'.")
    return _ANSWERS[said]


def _read_documents(path: Path, part: str) -> dict[str, str]:
    folders = (path.resolve().parent, path.resolve().parent.parent)
    files = [file for folder in folders for file in sorted(folder.glob(f"{part}*_doc.csv"))]
    key = _KEYS.get(part, "doc_id")
    return {
        entry.id(key): entry.filled("source") for file in reversed(files) for entry in read_table(file, (key, "source"))
    }


def _check_documents(path: Path, part: str, documents: Collection[str], needed: Collection[str]) -> None:
    missing = [name for name in needed if name not in documents]
    if missing:
        what = (
            f"{len(missing)} of {len(needed)} documents are missing, the first {shown(missing[0])}: TofuEval has none."
        )
        key = _KEYS.get(part, "doc_id")
        mend = (
            f"Get them from MediaSum or MeetingBank, as its README says, and write {part}_dev_doc.csv and "
            f"{part}_test_doc.csv, columns {key} and source, beside this file or in the folder above."
        )
        raise Entry(str(path), 0, {}).fault(what, mend)


LAYOUT = FieldLayout(
    name="tofueval",
    files="*_factual_eval_*.csv with *_doc.csv beside them",
    marks=(frozenset({"doc_id", "topic", "model_name", "sent_idx", "summ_sent", "sent_label"}),),
    reader=read,
)
