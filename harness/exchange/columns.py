"""The columns of gold as a sheet: which key of which record each is, and how a cell has its value.

A row is a `fact`, where the column `row` does not say otherwise; the other rows are `file`, `name`, `background`,
`words`, `opposites`, `group` and `reference`. A list stands in one cell, its items parted by `|`; alternatives of
`terms` are parted by `/`, joint sources by `+`, alternative sources by `/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harness.exchange.csv_text import escape, split, unescape


@dataclass(frozen=True)
class Form:
    """How plain data, as YAML has it, is written in a cell and read from it."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _write_list(items: Any) -> str:  # noqa: ANN401  (plain data)
    return " | ".join(escape(item, "|") for item in items)


def _read_list(cell: str) -> list[str]:
    return [unescape(part) for part in split(cell, "|") if part]


def _write_terms(groups: Any) -> str:  # noqa: ANN401  (plain data)
    return " | ".join(" / ".join(escape(word, "|/") for word in group) for group in groups)


def _read_terms(cell: str) -> list[list[str]]:
    return [[unescape(word) for word in split(group, "/") if word] for group in split(cell, "|") if group]


def _write_sources(who: Any) -> str:  # noqa: ANN401  (plain data)
    sign, keys = ("+", who["all"]) if "all" in who else ("/", who["any"])
    written = f" {sign} ".join(escape(key, "+/") for key in keys)
    return f"{written} /" if sign == "/" and len(keys) == 1 else written


def _read_sources(cell: str) -> dict[str, list[str]]:
    sign, kind = ("/", "any") if len(split(cell, "/")) > 1 else ("+", "all")
    return {kind: [unescape(key) for key in split(cell, sign) if key]}


def _write_flag(value: Any) -> str:  # noqa: ANN401  (plain data)
    return str(value).lower()


def _read_flag(cell: str) -> str:
    text = unescape(cell)
    return text.lower() if text.lower() in ("true", "false") else text


def _write_examples(examples: Any) -> str:  # noqa: ANN401  (plain data)
    return " | ".join(f"{one['verdict']}: {escape(one['text'], '|')}" for one in examples)


def _read_examples(cell: str) -> list[dict[str, str]]:
    parts = [unescape(part).partition(":") for part in split(cell, "|") if part]
    return [{"verdict": verdict.strip(), "text": text.strip()} for verdict, _, text in parts]


def _write_spans(spans: Any) -> str:  # noqa: ANN401  (plain data)
    return " | ".join("-".join(map(str, span)) if span else "" for span in spans)


def _read_spans(cell: str) -> list[Any]:
    return [part.split("-") if part else None for part in split(unescape(cell), "|")]


TEXT = Form(escape, unescape)
LIST = Form(_write_list, _read_list)
TERMS = Form(_write_terms, _read_terms)
SOURCES = Form(_write_sources, _read_sources)
FLAG = Form(_write_flag, _read_flag)
EXAMPLES = Form(_write_examples, _read_examples)
SPANS = Form(_write_spans, _read_spans)

Keys = Mapping[str, Form]

FACT: Keys = {"id": TEXT, "draft": FLAG, "importance": TEXT, "statement": TEXT, "accepts": LIST, "rejects": LIST}
HAPPENING: Keys = {"who": TEXT, "did": LIST, "what": TEXT, "polarity": TEXT}
VALUES: Mapping[str, Keys] = {
    "count": {
        "value": TEXT,
        "bound": TEXT,
        "unit": TEXT,
        "who": TEXT,
        "did": LIST,
        "to": TEXT,
        "where": TEXT,
        "of": TEXT,
        "combined": FLAG,
        "certainty": TEXT,
        "terms": TERMS,
    },
    "date": {
        "when": TEXT,
        "lasting": TEXT,
        "bound": TEXT,
        "since": TEXT,
        "until": TEXT,
        "of": TEXT,
        "certainty": TEXT,
        "terms": TERMS,
    },
    "says": {"who": SOURCES, "via": LIST, "how": TEXT, "what": TEXT, "terms": TERMS},
    "states": {**HAPPENING, "certainty": TEXT, "terms": TERMS},
}
"""Of each kind of fact. What an attribution says is in `what` as words, or in `facts` as a list of ids."""

NAME: Keys = {"name": TEXT, "also": LIST, "kind": TEXT, "role": TEXT, "of": TEXT}
GROUP: Keys = {
    "id": TEXT,
    "draft": FLAG,
    "point": TEXT,
    "relation": TEXT,
    "importance": TEXT,
    "members": LIST,
    "examples": EXAMPLES,
}
REFERENCE: Keys = {"id": TEXT, "focus": TEXT, "text": TEXT}

COLUMNS = (
    *("gold", "row", "id", "draft", "importance", "kind", "statement", "evidence"),
    *("value", "bound", "unit", "when", "lasting", "since", "until", "who", "did", "what", "via", "how", "facts"),
    *("to", "where", "of", "combined", "polarity", "certainty", "terms", "accepts", "rejects", "original"),
    *("name", "also", "role", "members", "point", "relation", "examples", "focus", "text", "article"),
)
ALWAYS = frozenset({"gold", "row", "id", "draft", "importance", "kind", "statement", "evidence"})
"""Columns that are written even where they are empty throughout."""
