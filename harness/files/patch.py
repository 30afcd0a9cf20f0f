"""Texts and plain data as YAML has them on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z0-9][\w ./()'%$€£-]*(?:, [\w ./()'%$€£-]+)*")
"""Texts that mean themselves without quotes; beside brackets, those without a comma."""

_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "nan", "inf"})


def scalar(value: str, *, is_inside: bool = False) -> str:
    """Return a text as YAML has it in one line: plain where it means itself, else in quotation marks.

    `is_inside` says that it stands in brackets, where a comma parts.
    """
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _RESERVED and value == value.strip()
    if is_plain and not (is_inside and "," in value):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    """Return a text in double quotation marks; JSON's escapes are YAML's, and what cannot be printed is escaped."""
    written = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in written)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004  (the plane's end)


def flow(value: object) -> str:
    """Return a value on one line: mappings in braces, lists in brackets, texts, numbers and truth values in them."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value, is_inside=True) if isinstance(value, str) else str(value)
