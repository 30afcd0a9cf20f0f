"""FRANK: summaries of nine models on two news datasets, each sentence judged by three annotators.

Files of the repository artidoro/frank, JSON arrays:

- `data/human_annotations_sentence.json`: `hash`, `model_name`, `article`, `summary`, `summary_sentences` and
  `summary_sentences_annotations`, for each sentence an object of annotators with the list of errors that each names
  there; `NoE` is none. This file could not be seen; its layout is that of the README and of published code that reads
  it.
- or `data/human_annotations.json` with `benchmark_data.json` beside it. The first was seen: `hash`, `model_name`,
  `dataset`, `Factuality` and a figure for each kind of error. The second is as the README describes it: `hash`,
  `model_name`, `article` and `summary`.

A sentence is consistent where more than half of its annotators name `NoE` alone. `grade` is the share of such
sentences, `label` is 1 where all are. `error_types` are those that two annotators or more name for one sentence. In the
second pair of files the grade is the released `Factuality`, which is that share, and `label` is 1 where it is 1. There
`error_types` are the kinds whose figure is below that of others: a sentence whose annotators differ lowers all alike.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from harness.errors import shown
from harness.metaeval.labelled.entries import Entry, Placed, read_each, with_own_ids
from harness.metaeval.labelled.files import read_records
from harness.metaeval.labelled.groups import group_of
from harness.metaeval.labelled.layouts.base import FieldLayout
from harness.metaeval.labelled.layouts.sentences import is_majority, judge_summary
from harness.metaeval.labelled.models import LabelledSummary

_NONE = "NoE"
_KINDS = ("RelE", "EntE", "CircE", "OutE", "GramE", "CorefE", "LinkE", "Other")
_SENTENCES = "summary_sentences_annotations"
_CNNDM_HASH = 40
"""CNN/DailyMail names its articles by a hash of so many digits, XSum by a number of fewer."""


class _Judged(NamedTuple):
    is_consistent: bool
    grade: float
    error_types: tuple[str, ...]


def read(path: Path) -> list[Placed]:
    """Return the rows of a file of judgements; the texts of one without come from `benchmark_data.json` beside it."""
    entries = list(read_records(path))
    if entries and _SENTENCES in entries[0].data:
        rows = read_each(entries, lambda entry: [entry.placed(_row(entry, entry, _judge_sentences(entry)))])
    else:
        texts = _read_texts(path)
        rows = read_each(entries, lambda entry: [entry.placed(_row(entry, _text_of(entry, texts), _judge(entry)))])
    return list(with_own_ids(rows))


def _key(entry: Entry) -> tuple[str, str]:
    return entry.id("hash"), entry.id("model_name")


def _read_texts(path: Path) -> dict[tuple[str, str], Entry]:
    beside = path.with_name("benchmark_data.json")
    if not beside.is_file():
        fault = Entry(str(path), 0, {}).fault
        raise fault(f"{beside.name} is missing beside it.", "Put it into the same folder: it holds the texts.")
    return {_key(entry): entry for entry in read_records(beside)}


def _text_of(entry: Entry, texts: dict[tuple[str, str], Entry]) -> Entry:
    if _key(entry) not in texts:
        article, model = _key(entry)
        raise entry.fault(f"benchmark_data.json has no text of hash {shown(article)} and model {shown(model)}.")
    return texts[_key(entry)]


def _row(entry: Entry, text: Entry, judged: _Judged) -> LabelledSummary:
    article, model = _key(entry)
    document = text.filled("article")
    part = entry.optional("dataset") or ("cnndm" if len(article) >= _CNNDM_HASH else "xsum")
    return LabelledSummary(
        id=f"frank:{article}:{model}",
        dataset="frank",
        domain=f"news/{part}",
        documents=(document,),
        summary=text.text("summary"),
        label=1 if judged.is_consistent else 0,
        grade=judged.grade,
        error_types=judged.error_types,
        group=group_of((document,)),
        model=model,
    )


def _judge_sentences(entry: Entry) -> _Judged:
    sentences = [[found.texts(name) for name in found.data] for found in entry.records(_SENTENCES)]
    if not sentences or not all(sentences):
        raise entry.fault(f"{_SENTENCES!r} is empty, or a sentence has no judgement.")
    votes = [is_majority([set(named) == {_NONE} for named in annotators]) for annotators in sentences]
    label, grade = judge_summary(votes)
    return _Judged(bool(label), grade, _shared(sentences))


def _shared(sentences: list[list[tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the errors that two annotators or more name for one sentence, in the order of the summary."""
    found: dict[str, None] = {}
    for annotators in sentences:
        counts = Counter(kind for named in annotators for kind in dict.fromkeys(named))
        found |= dict.fromkeys(kind for kind, count in counts.items() if count > 1 and kind != _NONE)
    return tuple(found)


def _judge(entry: Entry) -> _Judged:
    grade = entry.number("Factuality")
    if grade is None:
        raise entry.fault("the field 'Factuality' is missing.", "Take the file of the official repository.")
    figures = {kind: entry.number(kind) for kind in _KINDS}
    known = {kind: figure for kind, figure in figures.items() if figure is not None}
    highest = max(known.values(), default=1.0)
    return _Judged(grade == 1, grade, tuple(kind for kind, figure in known.items() if figure < highest))


LAYOUT = FieldLayout(
    name="frank",
    files="human_annotations_sentence.json, or human_annotations.json beside benchmark_data.json",
    marks=(frozenset({"hash", "model_name", _SENTENCES}), frozenset({"hash", "model_name", "Factuality"})),
    reader=read,
    repeats={"human_annotations.json": "human_annotations_sentence.json"},
)
