"""JSON on disk: files that are written whole or not at all, lines that no text can break, and errors in words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from harness.errors import RunError

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ModelT = TypeVar("_ModelT", bound=BaseModel)


@contextmanager
def translate_os_errors(path: Path, mend: str = "") -> Iterator[None]:
    """Turn what the system says of a file into RunError."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{error.strerror or error}.", where=str(path), mend=mend) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, whole."""
    with replacing(path) as write:
        write(text)


@contextmanager
def replacing(path: Path) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes text; the file appears, or is replaced, when the block ends without an error."""
    part = path.with_name(f"{path.name}.part")
    try:
        with translate_os_errors(path):
            file = part.open("w", encoding="utf-8", newline="\n")
        with file:

            def write(text: str) -> None:
                with translate_os_errors(path):
                    file.write(text)

            yield write
            with translate_os_errors(path):
                file.flush()
                os.fsync(file.fileno())
        with translate_os_errors(path):
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def to_json(record: BaseModel, *, indent: int | None = None) -> str:
    """Return a record as ASCII JSON: every character beyond ASCII is escaped, so that no text can break a line."""
    return json.dumps(record.model_dump(), ensure_ascii=True, allow_nan=False, indent=indent)


def parse_json(data: bytes) -> Any:  # noqa: ANN401  (what JSON holds is any; the records type it)
    """Return what a line or file says, None where it is no JSON. Lone surrogates are replaced: no record holds them."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if b"\\ud" in data.lower():
        value = json.loads(replace_lone_surrogates(json.dumps(value, ensure_ascii=False)))
    return value


def replace_lone_surrogates(text: str) -> str:
    """Return a text with U+FFFD for each half of a surrogate pair, which is no character and cannot be encoded."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def to_record(value: Any, model: type[_ModelT], where: str, mend: str = "") -> _ModelT:  # noqa: ANN401  (as above)
    """Return parsed JSON as a record; raise RunError, with the field that is wrong, where it is none."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        how = f" ({field}: {first['msg']})" if field else ""
        raise RunError(f"is damaged{how}.", where=where, mend=mend) from error


def read_record(path: Path, model: type[_ModelT], mend: str = "") -> _ModelT:
    """Return the record that a file holds; raise RunError where it is missing, damaged or of another version."""
    with translate_os_errors(path, mend):
        value = parse_json(path.read_bytes())
    version = value.get("schema_version", 1) if isinstance(value, dict) else 1
    if "schema_version" in model.model_fields and version != 1:
        what = f"has schema version {version!r}; this version of the harness reads 1."
        raise RunError(what, where=str(path), mend="Read it with the version that wrote it.")
    return to_record(value, model, str(path), mend)
