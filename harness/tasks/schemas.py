"""The JSON Schemas of the files that people write. `python -m harness.tasks.schemas` writes them to `docs/schemas/`.

They describe the files as they are written, short forms included, and as an editor sees them: it takes `2024` for a
number and `true` for a truth value, where the harness takes a text until a typed field reads it. What spans several
places (names, ids, quotes) only the harness checks.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from harness.articles.models import FrontMatter
from harness.gold.models import GoldFile
from harness.tasks.models import PromptFile, TaskFile

VERSION = 1
"""The version of the formats; it stands at the end of each schema's `$id`."""

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"

SCHEMAS: dict[str, type[BaseModel]] = {
    "article": FrontMatter,
    "gold": GoldFile,
    "prompt": PromptFile,
    "task": TaskFile,
}
"""By the kind of file; of an article and a prompt, what stands between the two lines of `---`."""


class AsWritten(GenerateJsonSchema):
    """Says what a YAML file may hold where a record has a text, a number or a truth value."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Return the schema of a text: `2024` and `true` are texts too, where no number or truth value is wanted."""
        return {**super().str_schema(schema), "type": ["string", "number", "boolean"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """Return the schema of a whole number, which may be quoted."""
        return {**super().int_schema(schema), "type": ["integer", "string"], "pattern": "^(0|[1-9][0-9]*)$"}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002  (pydantic's signature)
        """Return the schema of a truth value, which may be quoted."""
        return {"enum": [True, False, "true", "false"]}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """Return the schema of one of several words; a number may be unquoted."""
        expected = [str(word) for word in schema["expected"]]
        return {"enum": [*expected, *(int(word) for word in expected if word.isdecimal())]}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  (pydantic's signature)
        """Leave titles out that only repeat the key."""
        return False


def schema_text(name: str) -> str:
    """Return a schema as its file holds it."""
    schema = SCHEMAS[name].model_json_schema(schema_generator=AsWritten)
    head = {"$schema": AsWritten.schema_dialect, "$id": f"urn:harness:{name}:{VERSION}"}
    return json.dumps({**head, **schema}, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
