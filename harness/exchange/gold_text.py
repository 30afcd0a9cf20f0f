"""A gold file as text, in the layout of those that come with the harness; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harness.files.patch import flow, scalar
from harness.gold.models import Fact, GoldFile, Quote

_KINDS = ("count", "date", "says", "states")


def gold_text(file: GoldFile, comments: Mapping[str, str] | None = None) -> str:
    """Return a gold file's text. `comments` stand above the facts and groups of these ids, a line each."""
    return "\n".join(_lines(file, comments or {})) + "\n"


def _lines(file: GoldFile, comments: Mapping[str, str]) -> Iterator[str]:
    data = file.model_dump(exclude_defaults=True)
    yield f"gold: {file.gold}"
    yield f"article: {file.article}" if file.article else f"includes: {flow(file.includes)}"
    for key in ("names", "words"):
        if data.get(key):
            yield f"{key}:"
            yield from (f"  {_key(name)}: {flow(_plain(value))}" for name, value in data[key].items())
    for key in ("background", "opposites"):
        if data.get(key):
            yield f"{key}:"
            yield from (f"- {scalar(one) if isinstance(one, str) else flow(one)}" for one in data[key])
    for key, lines in (("facts", map(fact_lines, file.facts)), ("groups", map(_group_lines, data.get("groups", ())))):
        items = data.get(key, ())
        if items:
            yield f"{key}:"
            for item, content in zip(items, lines, strict=True):
                yield from (f"# {line}" for line in comments.get(item["id"], "").splitlines())
                yield from as_item(content)
    if data.get("references"):
        yield "references:"
        for one in data["references"]:
            yield from as_item(f"{key}: {scalar(one[key])}" for key in ("id", "focus", "text"))


def as_item(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a mapping as those of a list's item."""
    for i, line in enumerate(lines):
        yield f"{'  ' if i else '- '}{line}"


def fact_lines(fact: Fact) -> Iterator[str]:
    """Yield the keys of a fact, a line each."""
    data = fact.model_dump(exclude_defaults=True)
    for key in ("id", "draft", "importance", "statement"):
        if key in data:
            yield f"{key}: {scalar(data[key]) if isinstance(data[key], str) else flow(data[key])}"
    for kind in _KINDS:
        if kind in data:
            yield f"{kind}: {flow(_short(kind, data[kind]))}"
    quotes = [_quote(quote) for quote in fact.evidence]
    yield f"evidence: {_one_or_many(quotes)}"
    for key in ("accepts", "rejects"):
        if key in data:
            yield f"{key}: {flow(data[key])}"


def _group_lines(group: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "draft", "point", "relation", "importance"):
        if key in group:
            yield f"{key}: {scalar(group[key]) if isinstance(group[key], str) else flow(group[key])}"
    yield f"members: {flow(group['members'])}"
    if "examples" in group:
        yield "examples:"
        yield from (f"- {flow(one)}" for one in group["examples"])


def _short(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a typed value in its short forms: one word for a list of one, a name for a source."""
    short = {key: _plain(item) for key, item in value.items()}
    for key in ("did", "via"):
        if len(short.get(key, ())) == 1:
            short[key] = short[key][0]
    if kind == "says" and len(short["who"].get("all", ())) == 1:
        short["who"] = short["who"]["all"][0]
    if kind == "date" and isinstance(short["of"], dict) and len(short["of"].get("did", ())) == 1:
        short["of"]["did"] = short["of"]["did"][0]
    return short


def _plain(value: Any) -> Any:  # noqa: ANN401  (what a record holds)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _quote(quote: Quote) -> Any:  # noqa: ANN401  (a text, or a mapping)
    return {"quote": quote.quote, "original": list(quote.original)} if quote.original else quote.quote


def _one_or_many(items: list[Any]) -> str:
    if len(items) > 1 or not isinstance(items[0], str):
        return flow(items)
    return scalar(items[0])


def _key(name: str) -> str:
    return scalar(name)
