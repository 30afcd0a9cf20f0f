"""From data to a record: pydantic's faults in our words, each at its line and column, with how to mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from harness.errors import Problem, TaskError, did_you_mean, nearest, shown
from harness.files.document import Document, Path
from harness.files.records import NAME_PATTERN

_ModelT = TypeVar("_ModelT", bound=BaseModel)


def read_record(document: Document, model: type[_ModelT]) -> _ModelT:
    """Return a document's data as a record; raise TaskError with every fault, each at its line and column."""
    record, problems = check_record(document, model)
    if record is None or problems:
        raise TaskError(problems)
    return record


def check_record(document: Document, model: type[_ModelT]) -> tuple[_ModelT | None, list[Problem]]:
    """Return a document's data as a record, None where it is none, and every fault of the document."""
    problems = list(document.problems)
    if not isinstance(document.data, dict):
        return None, [*problems, _no_mapping(document, model)]
    try:
        return model.model_validate(document.data), problems
    except ValidationError as error:
        return None, [*problems, *_problems(document, model, error)]


def _no_mapping(document: Document, model: type[BaseModel]) -> Problem:
    found = "nothing: it is empty" if document.data is None else f"{_found(document.data)} at the top"
    needed = ", ".join(name for name, field in model.model_fields.items() if field.is_required())
    return document.problem(
        (), f"wants 'key: value' lines, found {found}.", f"Needed: {needed} (see docs/formats.md).", code="V112"
    )


def _problems(document: Document, model: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    faults = error.errors(include_url=False)
    unknown = {fault["loc"] for fault in faults if fault["type"] == "extra_forbidden"}
    meant = {(*loc[:-1], nearest(str(loc[-1]), _known_keys(model, loc[:-1]))) for loc in unknown}
    for fault in faults:
        loc: Path = fault["loc"]
        is_key = fault["type"] in ("extra_forbidden", "missing")
        path = _written(document, loc[:-1] if is_key else loc)
        if loc in unknown:
            yield _unknown_key(document, model, loc, (*path, loc[-1]))
        elif path in document.mended or loc in meant:  # a misspelt key is one fault, not two
            continue
        elif is_key:
            yield _missing_key(document, model, loc, path)
        else:
            yield _wrong_value(document, model, fault, path)


def _unknown_key(document: Document, model: type[BaseModel], loc: Path, path: Path) -> Problem:
    key = str(loc[-1])
    if " " in key.strip():
        mend = "If it is text, its ':' makes it a key: put the text in quotes."
    elif key == "<<":
        mend = "Merge keys are not read: write the keys out."
    else:
        mend = did_you_mean(key, _known_keys(model, loc[:-1]))
    return document.key_problem(path, f"unknown key {shown(key)}.", mend, code="V101")


def _missing_key(document: Document, model: type[BaseModel], loc: Path, path: Path) -> Problem:
    key = str(loc[-1])
    example = _example(key, _field(model, loc))
    return document.problem(path, f"the key {key!r} is missing.", f"Add {example}.", code="V102")


def _wrong_value(document: Document, model: type[BaseModel], fault: Any, path: Path) -> Problem:  # noqa: ANN401
    field = _field(model, fault["loc"])
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    is_record = fault["type"] in ("value_error", "fault") and isinstance(fault["input"], (dict, BaseModel))
    name = "" if is_record or field is None else f"{key!r}: "
    what, mend, code = _explain(fault)
    return document.problem(path, name + what, mend or _as_in_example(key, field, fault, what), code)


def _as_in_example(key: str, field: FieldInfo | None, fault: Any, what: str) -> str:  # noqa: ANN401
    if field is None or "Write" in what or "is not one of" in what:
        return ""
    delete = "Delete the key, or write" if fault["input"] is None and not field.is_required() else "Write"
    return f"{delete} it as in {_example(key, field)}."


def _explain(fault: Any) -> tuple[str, str, str]:  # noqa: ANN401
    """Return what is wrong, how to mend it where the kind of fault tells, and its code."""
    kind, context, found = fault["type"], fault.get("ctx", {}), _found(fault["input"])
    if kind == "fault":
        return str(context["what"]), str(context["mend"]), str(context["code"])
    if kind in _WANTED:
        return f"wants {_WANTED[kind]}, found {found}.", _mend_type(kind, fault["input"]), "V103"
    if kind == "literal_error":
        near = nearest(str(fault["input"]), re.findall(r"'([^']+)'", str(context["expected"])))
        return f"{found} is not one of {context['expected']}.", f"Did you mean {near!r}?" if near else "", "V104"
    if kind == "string_pattern_mismatch" and context["pattern"] == NAME_PATTERN:
        return f"{found} is no name.", "Write lower-case ASCII letters, digits, '-', '_' and '.' only.", "V105"
    said = _SAID.get(kind, "{msg}.").format(found=found, msg=str(fault["msg"]).rstrip("."), **context)
    return said, "", _CODES.get(kind, "V113")


_SAID: dict[str, str] = {
    "value_error": "{error}",
    "string_too_short": "is empty.",
    "too_short": "is empty.",
    "string_too_long": "{found} is too long: at most {max_length} characters are read.",
    "greater_than_equal": "wants at least {ge}, found {found}.",
}

_CODES: dict[str, str] = {
    "string_too_short": "V106",
    "too_short": "V106",
    "string_too_long": "V107",
    "greater_than_equal": "V111",
}

_WANTED: dict[str, str] = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def _mend_type(kind: str, value: object) -> str:
    if kind == "string_type" and isinstance(value, dict):
        return "If it is one sentence, its ':' makes it a key: put the text in quotes."
    if kind == "string_type" and isinstance(value, list):
        return "Text that starts with '[' needs quotes."
    return ""


def _found(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, (list, tuple)):
        return "a list"
    return shown(str(value))


def _written(document: Document, loc: Path) -> Path:
    """Return the path in the file of pydantic's `loc`, which also counts steps that a short form leaves out."""
    path: Path = ()
    for step in loc:
        path = (*path, step) if document.has((*path, step)) else path
    return path


def _field(model: type[BaseModel], loc: Path) -> FieldInfo | None:
    """Return the field that holds a place, the nearest around it that is one."""
    for end in range(len(loc), 0, -1):
        name = loc[end - 1]
        for found in _models_at(model, _keys(loc[: end - 1])) if isinstance(name, str) else ():
            if name in found.model_fields:
                return found.model_fields[name]
    return None


def _known_keys(model: type[BaseModel], loc: Path) -> set[str]:
    """Return the keys that a record at a place below a model may have."""
    return {name for found in _models_at(model, _keys(loc)) for name in found.model_fields}


def _keys(loc: Path) -> tuple[str, ...]:
    return tuple(step for step in loc if isinstance(step, str))


@lru_cache(maxsize=1000)
def _models_at(model: type[BaseModel], keys: tuple[str, ...]) -> frozenset[type[BaseModel]]:
    models = {model}
    for key in keys:
        annotations = [m.model_fields[key].annotation for m in models if key in m.model_fields]
        models = {inner for annotation in annotations for inner in _records_in(annotation)} or models
    return frozenset(models)


def _records_in(annotation: Any) -> Iterable[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _records_in(argument)


def _example(key: str, field: FieldInfo | None) -> str:
    """Return a key with its example as one would write it."""
    if field is None or not field.examples:
        return f"'{key}: …'"
    return f"'{key}: {in_flow_style(field.examples[0])}'"


def in_flow_style(value: object) -> str:
    """Return data as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {in_flow_style(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(in_flow_style(item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    is_plain = re.fullmatch(r"[\w.][^:#,\[\]{}\"\n]*", text)
    return text if is_plain else json.dumps(text, ensure_ascii=False)
