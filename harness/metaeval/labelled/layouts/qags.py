"""QAGS: summaries of two news datasets, each sentence judged by three annotators.

Files: `data/mturk_cnndm.jsonl` and `data/mturk_xsum.jsonl` of the repository W4ngatang/qags, JSON lines. A record has
`article` and `summary_sentences`, a list of `sentence` and `responses`, and each of these `worker_id` and `response`,
`yes` or `no` to whether the article supports the sentence. Read off both files.

A sentence is consistent where more than half of its annotators say yes. `grade` is the share of such sentences, `label`
is 1 where all are. The summary is its sentences with a blank between them. Records have no names: a row's id is its
line. The models behind the summaries are not named.
"""

from __future__ import annotations

from pathlib import Path

from harness.errors import shown
from harness.metaeval.labelled.entries import Entry, Placed, read_each
from harness.metaeval.labelled.files import read_records
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.layouts.sentences import is_majority, judge_summary
from harness.metaeval.labelled.models import LabelledSummary

_ANSWERS = {"yes": True, "no": False}


def read(path: Path) -> list[Placed]:
    """Return the rows of a file; the dataset is `qags-xsum` for `mturk_xsum.jsonl`."""
    part = path.stem.removeprefix("mturk_")
    return read_each(read_records(path), lambda entry: [entry.placed(_row(entry, part))])


def _row(entry: Entry, part: str) -> LabelledSummary:
    document = entry.filled("article")
    sentences = entry.records("summary_sentences")
    if not sentences:
        raise entry.fault("'summary_sentences' is missing or empty.", "Each summary has its sentences there.")
    label, grade = judge_summary([_is_consistent(sentence) for sentence in sentences])
    return LabelledSummary(
        id=f"qags-{part}:{entry.line}",
        dataset=f"qags-{part}",
        domain=f"news/{part}",
        documents=(document,),
        summary=" ".join(sentence.text("sentence").strip() for sentence in sentences),
        label=label,
        grade=grade,
        group=group_of((document,)),
    )


def _is_consistent(sentence: Entry) -> bool:
    responses = sentence.records("responses")
    if not responses:
        raise sentence.fault("'responses' is missing or empty.", "Each sentence needs a judgement.")
    return is_majority([_answer(response) for response in responses])


def _answer(response: Entry) -> bool:
    said = response.id("response").lower()
    if said not in _ANSWERS:
        raise response.fault(f"'response' is {shown(said)}, neither 'yes' nor 'no'.")
    return _ANSWERS[said]


LAYOUT = FieldLayout(
    name="qags",
    files="mturk_cnndm.jsonl, mturk_xsum.jsonl",
    marks=(frozenset({"article", "summary_sentences"}),),
    reader=read,
    without=frozenset({"hash"}),  # FRANK's records have these fields too
)
