"""Small files in each published layout, all texts invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FERRY = "The ferry to Lomvik sailed at noon with 40 people.\nIt came back empty."
BRIDGE = "The bridge in Veldmoor was closed on Monday. Three cables were cracked."
CNNDM_HASH = "a" * 40


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def write_json(path: Path, data: object) -> Path:
    return write(path, json.dumps(data, indent=1))


def write_jsonl(path: Path, *rows: object) -> Path:
    return write(path, "".join(f"{json.dumps(row)}\n" for row in rows))


def write_csv(path: Path, columns: Sequence[str], *rows: Sequence[object]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    return write(path, out.getvalue())


def own(id: object = "a", **fields: Any) -> dict[str, Any]:  # noqa: A002
    return {"id": id, "document": FERRY, "summary": "The ferry sailed at noon.", "label": 1, **fields}


def summedits(id: str, label: int, *edit_types: str, summary: str = "A ferry sailed.") -> dict[str, Any]:  # noqa: A002
    return {
        "id": id,
        "doc": FERRY,
        "summary": summary,
        "label": label,
        "original_summary": "The ferry sailed.",
        "edit_types": list(edit_types),
        "split": "test",
    }


def bump(id: int, **fields: Any) -> dict[str, Any]:  # noqa: A002
    return {
        "id": id,
        "article_id": 7,
        "article": BRIDGE,
        "reference_summary": "The bridge was closed on Monday .",
        "edited_summary": "The bridge was closed on Friday .",
        "error_type": "Extrinsic Entity Error",
        "scores": {"BLEU_edited": 0.25, "Q2_edited": None, "BLEU_reference": 0.5, "Q2_reference": 1},
        **fields,
    }


def qags(article: str, **sentences: str) -> dict[str, Any]:
    """A record with a sentence for each name, judged by a letter an annotator: y or n."""
    return {
        "article": article,
        "summary_sentences": [
            {
                "sentence": f"Sentence {name}.",
                "responses": [{"worker_id": i, "response": {"y": "yes", "n": "no"}[v]} for i, v in enumerate(votes)],
            }
            for name, votes in sentences.items()
        ],
    }


def frank(*sentences: Sequence[Sequence[str]], model: str = "bart", hash: str = CNNDM_HASH) -> dict[str, Any]:  # noqa: A002
    """A record of sentence judgements: for each sentence what each annotator names."""
    return {
        "hash": hash,
        "model_name": model,
        "article": FERRY,
        "summary": "The ferry sailed.",
        "summary_sentences": ["The ferry sailed."] * len(sentences),
        "summary_sentences_annotations": [
            {f"annotator_{i}": list(named) for i, named in enumerate(annotators)} for annotators in sentences
        ],
        "split": "test",
    }


def faithbench(id: int, *annotations: dict[str, Any], **metadata: Any) -> dict[str, Any]:  # noqa: A002
    return {
        "sample_id": id,
        "source": FERRY,
        "summary": " The ferry sailed at one.",
        "annotations": list(annotations),
        "metadata": {"summarizer": "maker/model-1", "raw_sample_id": 15, **metadata},
    }


def mark(*label: str, start: int = 21, end: int = 24, words: str = "one") -> dict[str, Any]:
    return {"label": list(label), "summary_start": start, "summary_end": end, "summary_span": words, "note": ""}


def ragtruth(id: str, source: str, *labels: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: A002
    return {
        "id": id,
        "source_id": source,
        "model": "model-1",
        "labels": list(labels),
        "split": "test",
        "quality": "good",
        "response": "The ferry sailed with 50 people.",
        **fields,
    }


def ragtruth_source(id: str, task: str = "Summary") -> dict[str, Any]:  # noqa: A002
    info: Any = FERRY if task == "Summary" else {"question": "When?"}
    return {"source_id": id, "task_type": task, "source": "Invented News", "source_info": info}


AGGREFACT = ("", "dataset", "origin", "id", "doc", "summary", "model_name", "label", "cut", "DAE_score", "DAE_label")


def aggrefact(id: str, label: object, score: object = "", **fields: str) -> list[object]:  # noqa: A002
    values: dict[str, object] = {
        "dataset": "Invented",
        "origin": "cnndm",
        "id": id,
        "doc": FERRY,
        "summary": "It sailed.",
        "model_name": "BART",
        "label": label,
        "DAE_score": score,
        **fields,
    }
    return [values.get(column, "") for column in AGGREFACT]


TOFUEVAL = ("doc_id", "annotation_id", "topic", "model_name", "sent_idx", "summ_sent", "sent_label", "exp", "type")


def tofueval(doc: str, index: int, sentence: str, said: str, kind: str = "") -> list[object]:
    return [doc, 3, "The ferry", "model_A", index, sentence, said, "", kind]
