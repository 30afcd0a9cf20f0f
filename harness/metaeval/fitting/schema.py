"""The JSON Schema of a head's file.

`python -m harness.metaeval.fitting.schema` writes it to `docs/schemas/head.json`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from harness.results.schemas import FOLDER, text_of_schema
from harness.scorers.head import Head

SCHEMA_FILE = FOLDER / "head.json"


def schema_text() -> str:
    """Return the JSON Schema of a head as its file holds it."""
    return text_of_schema(Head)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SCHEMA_FILE
    target.write_text(schema_text(), encoding="utf-8", newline="\n")
