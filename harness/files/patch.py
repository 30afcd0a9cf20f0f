"""Changing a YAML file at its marks: the text around a change, its comments and its layout stay as they are.

Nothing here writes a file, and nothing loads and dumps one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.files.document import Document, Path

_PLAIN = re.compile(r"[A-Za-z0-9][\w ./()'%$€£-]*(?:, [\w ./()'%$€£-]+)*")
"""Texts that mean themselves without quotes; beside brackets, those without a comma."""

_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "nan", "inf"})
_DASH = re.compile(r"-[ \t]*\n?[ \t]*\Z")


@dataclass(frozen=True, order=True)
class Patch:
    """A span of a text, end exclusive, and what stands there instead."""

    start: int
    end: int
    new: str = ""


def patched(text: str, patches: Iterable[Patch]) -> str:
    """Return a text with its patches made; of patches that overlap, the spans are joined and the texts follow."""
    joined: list[Patch] = []
    for patch in sorted(patches):
        if joined and patch.start < joined[-1].end:
            last = joined.pop()
            joined.append(Patch(last.start, max(last.end, patch.end), last.new + patch.new))
        else:
            joined.append(patch)
    for patch in reversed(joined):
        text = text[: patch.start] + patch.new + text[patch.end :]
    return text


def removal(document: Document, path: Path) -> Patch:
    """Return the patch that takes a list's item, or a key with its value, out of a file.

    Of what stands in lines of its own these lines go, up to the end of the value's last one; comments above stay.
    """
    start, end = _start(document, path), document.ends[path]
    if _is_in_brackets(document, path[:-1]):
        return _removal_in_brackets(document, path, start, end)
    text = document.source.text
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():  # the first key of a list's item stands behind its dash
        following = [_start(document, other) for other in _siblings(document, path) if _start(document, other) > start]
        return Patch(start, min(following)) if following else Patch(start, end)
    stop = text.find("\n", end)
    return Patch(line, stop + 1 if stop >= 0 else len(text))


def _removal_in_brackets(document: Document, path: Path, start: int, end: int) -> Patch:
    others = [other for other in _siblings(document, path) if other != path]
    following = [_start(document, other) for other in others if _start(document, other) > start]
    if following:
        return Patch(start, min(following))
    before = [document.ends[other] for other in others]
    return Patch(max(before, default=start), end)


def _siblings(document: Document, path: Path) -> list[Path]:
    parent = document.at(path[:-1])
    names: Iterable[str | int] = parent if isinstance(parent, dict) else range(len(parent))
    return [found for name in names if (found := (*path[:-1], name)) in document.ends]


def _start(document: Document, path: Path) -> int:
    """Return where an item's dash, a key, or an item in brackets starts."""
    if path in document.keys:
        return document.keys[path]
    start = document.values[path]
    dash = None if _is_in_brackets(document, path[:-1]) else _DASH.search(document.source.text, 0, start)
    return dash.start() if dash else start


def _is_in_brackets(document: Document, path: Path) -> bool:
    return document.source.text[document.values[path]] in "[{"


def replacement(document: Document, path: Path, value: str) -> Patch:
    """Return the patch that puts another text in the place of a value, written so that it is read as that text."""
    parents = [path[:end] for end in range(len(path))]
    is_inside = any(_is_in_brackets(document, parent) for parent in parents)
    return Patch(document.values[path], document.ends[path], scalar(value, is_inside=is_inside))


def addition(document: Document, path: Path, key: str, value: str) -> Patch:
    """Return the patch that adds a key to the mapping at a path, behind its last one, or before it on one line."""
    text, end = document.source.text, document.ends[path]
    if _is_in_brackets(document, path):
        inner = text[document.values[path] + 1 : end - 1].rstrip()
        comma = "" if not inner or inner.endswith(",") else ", "
        place = document.values[path] + 1 + len(inner)
        return Patch(place, place, f"{comma or ' '}{key}: {value}" if inner else f"{key}: {value}")
    _, column = document.source.position(document.values[path])
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    return Patch(stop, stop, f"\n{' ' * (column - 1)}{key}: {value}")


def appended(document: Document, path: Path, value: str) -> Patch:
    """Return the patch that adds an item, as YAML has it, behind the last one of a list that is not empty."""
    last = document.ends[(*path, len(document.at(path)) - 1)]
    if _is_in_brackets(document, path):
        return Patch(last, last, f", {value}")
    text = document.source.text
    _, column = document.source.position(_start(document, (*path, 0)))
    stop = text.find("\n", last)
    stop = len(text) if stop < 0 else stop
    indent = " " * (column - 1)
    return Patch(stop, stop, "".join(f"\n{indent}{line}" for line in f"- {value}".split("\n")))


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
