"""The base of every record that is read from or written to a file, and the types that records are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import PydanticCustomError, core_schema

from harness.errors import shown

NAME_PATTERN = r"^[a-z0-9][a-z0-9._-]*$"
_LONGEST_NUMBER = 15


class Record(BaseModel):
    """A frozen record that refuses unknown keys, NaN and infinity."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True, defer_build=True
    )


def fault(what: str, mend: str, code: str = "") -> PydanticCustomError:
    """Return what a validator raises: what is wrong with a value, how to mend it, each a sentence, and its code."""
    return PydanticCustomError("fault", "{what} {mend}", {"what": what, "mend": mend, "code": code})


@dataclass(frozen=True)
class Shorthand:
    """Reads a short form as the full one; `schema` makes the JSON Schema of both from that of the full one."""

    read: Callable[[Any], Any]
    schema: Callable[[dict[str, Any]], dict[str, Any]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        full = handler(schema)
        return self.schema(full) if handler.mode == "validation" else full


@dataclass(frozen=True)
class NotEmpty:
    """Asks for one item or more; unlike pydantic's own length, it is silent where an item is wrong itself."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401
        return core_schema.no_info_after_validator_function(_check_filled, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "minItems": 1}


def _check_filled(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise fault("is empty.", "", code="V106")
    return value


def _read_flag(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(value).lower())
    raise fault(f"wants true or false, found {_found(value)}.", f"Write {meant or 'true or false'}.", code="V108")


def _read_whole(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER:
        if value == "0" or not value.startswith("0"):
            return int(value)
        raise fault(
            f"wants a whole number, found {_found(value)}.", f"Write {int(value)}, without a leading zero.", code="V109"
        )
    raise fault(f"wants a whole number, found {_found(value)}.", "Write it in digits only, such as 100.", code="V109")


def _read_number(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?", value):
        return float(value)
    raise fault(f"wants a number, found {_found(value)}.", "Write it in digits, such as 0.5.", code="V109")


def _found(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "keys and values"
    return "nothing" if value is None else shown(str(value))


def _read_one_or_many(value: Any) -> Any:  # noqa: ANN401
    return value if value is None or isinstance(value, (list, tuple)) else [value]


def _one_or_many_schema(full: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [full["items"], full]}


Flag = Annotated[bool, BeforeValidator(_read_flag)]
"""`true` or `false`, as written; YAML 1.1's `yes`, `no`, `on` and `off` are not read."""

Whole = Annotated[int, BeforeValidator(_read_whole)]
"""A whole number without a leading zero, as written; at most 15 digits."""

Positive = Annotated[int, Field(ge=1), BeforeValidator(_read_whole)]
"""A whole number from 1."""

Number = Annotated[float, BeforeValidator(_read_number)]
"""A number in digits, with a point where it is no whole one, as written."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Text that is not empty."""

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=100)]
"""A name that can be a file's: lower-case ASCII letters, digits, `-`, `_` and `.`."""

not_empty = NotEmpty()

one_or_many = Shorthand(_read_one_or_many, _one_or_many_schema)
"""Reads one item where a list is wanted as a list of one."""
