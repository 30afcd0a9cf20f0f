"""The JSON Schemas of the files that a run may be given. `python -m harness.runner.schemas` writes them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from harness.backends.price_table import PriceTable
from harness.runner.backends_file import BackendsFile
from harness.tasks.schemas import FOLDER, AsWritten

SCHEMAS: dict[str, type[BaseModel]] = {"backends": BackendsFile, "prices": PriceTable}


def schema_text(name: str) -> str:
    """Return a schema as its file holds it."""
    schema = SCHEMAS[name].model_json_schema(schema_generator=AsWritten)
    return json.dumps({"$schema": AsWritten.schema_dialect, **schema}, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
