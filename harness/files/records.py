"""The base of every record that is read from or written to a file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


class Record(BaseModel):
    """A frozen record that refuses unknown keys, NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


def _read_flag(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("flag", "wants true or false, found {found}", {"found": repr(value)})


def _read_whole(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        if value.isascii() and value.isdigit() and (value == "0" or not value.startswith("0")):
            return int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("whole", "wants a whole number, found {found}", {"found": repr(value)})


def _read_one_or_many(value: Any) -> Any:  # noqa: ANN401
    return value if isinstance(value, (list, tuple)) else [value]


Flag = Annotated[bool, BeforeValidator(_read_flag)]
"""`true` or `false`, as written; YAML 1.1's `yes`, `no`, `on` and `off` are not read."""

Whole = Annotated[int, BeforeValidator(_read_whole)]
"""A whole number without a leading zero, as written."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Text that is not empty."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=100)]
"""A name that can be a file's: lower-case ASCII letters, digits, `-`, `_` and `.`."""

one_or_many = BeforeValidator(_read_one_or_many)
"""Reads one item where a list is wanted as a list of one."""
