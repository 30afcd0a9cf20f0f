"""The JSON Schemas of cards and of what `harness metaeval` prints and writes.

`python -m harness.metaeval.schemas` writes them to `docs/schemas/`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from harness.metaeval.trust.models import MarkedRow, TrustReport
from harness.scorers.cards import Card

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"

SCHEMAS: dict[str, type[BaseModel]] = {
    "card": Card,
    "metaeval": TrustReport,
    "metaeval-row": MarkedRow,
}
"""By the name of the file that describes them; of a row, each line of a file."""


def schema_text(name: str) -> str:
    """Return a schema as its file holds it."""
    schema = SCHEMAS[name].model_json_schema(mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
