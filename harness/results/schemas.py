"""The JSON Schemas of a run folder's files, and of what `harness compare` prints.

`python -m harness.results.schemas` writes them to `docs/schemas/`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from harness.results.comparing.models import Comparison, Leaderboard
from harness.results.models import AnswerRecord, BatchRecord, Manifest, ScoreRow, StoredArticle, Summary

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"

SCHEMAS: dict[str, type[BaseModel]] = {
    "manifest": Manifest,
    "articles": StoredArticle,
    "answers": AnswerRecord,
    "batches": BatchRecord,
    "scores": ScoreRow,
    "summary": Summary,
}
"""By the name of the file that they describe; of a .jsonl file, each line."""

PRINTED: dict[str, type[BaseModel]] = {"comparison": Comparison, "leaderboard": Leaderboard}
"""By the name of what `harness compare --format json` prints."""


def schema_text(name: str) -> str:
    """Return a schema as its file holds it."""
    return text_of_schema({**SCHEMAS, **PRINTED}[name])


def text_of_schema(record: type[BaseModel]) -> str:
    """Return the JSON Schema of a record as its file holds it: ASCII, indented by two blanks."""
    schema = record.model_json_schema(mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SCHEMAS, *PRINTED):
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
