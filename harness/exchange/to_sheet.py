"""Gold files as rows of a sheet. Nothing is lost but comments, layout, and a quote's own `article`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.errors import Problem, TaskError
from harness.exchange.columns import (
    ALWAYS,
    COLUMNS,
    FACT,
    GROUP,
    HAPPENING,
    LIST,
    NAME,
    REFERENCE,
    SPANS,
    TEXT,
    VALUES,
    Keys,
)
from harness.exchange.csv_text import write_csv
from harness.files.source import read_source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.links import check_links
from harness.gold.models import Fact, GoldFile

Row = dict[str, str]


def sheet_text(files: Mapping[str, GoldFile]) -> str:
    """Return gold files, by name, as one CSV; columns that no row has anything in are left out."""
    rows = [{"gold": TEXT.write(name), **row} for name, file in files.items() for row in _rows(file)]
    columns = [name for name in COLUMNS if name in ALWAYS or any(row.get(name) for row in rows)]
    return write_csv([columns, *([row.get(name, "") for name in columns] for row in rows)])


def _rows(file: GoldFile) -> Iterator[Row]:
    data = file.model_dump(exclude_defaults=True)
    yield _row("file", {"article": TEXT, "members": LIST}, {**data, "members": data.get("includes", ())})
    for key, entry in data.get("names", {}).items():
        members = {"members": LIST.write(entry["all"])} if "all" in entry else {}
        yield {**_row("name", NAME, entry), "id": TEXT.write(key), **members}
    for text in data.get("background", ()):
        yield {"row": "background", "text": TEXT.write(text)}
    for key, words in data.get("words", {}).items():
        yield {"row": "words", "id": TEXT.write(key), "also": LIST.write(words)}
    for pair in data.get("opposites", ()):
        yield {"row": "opposites", "members": LIST.write(pair)}
    yield from map(_fact_row, file.facts)
    for group in data.get("groups", ()):
        yield _row("group", GROUP, group)
    for reference in data.get("references", ()):
        yield _row("reference", REFERENCE, reference)


def _row(row: str, keys: Keys, data: Mapping[str, Any]) -> Row:
    return {"row": row, **{key: form.write(data[key]) for key, form in keys.items() if key in data}}


def _fact_row(fact: Fact) -> Row:
    data = fact.model_dump(exclude_defaults=True)
    (kind,) = (kind for kind in VALUES if kind in data)
    value = dict(data[kind])
    row = _row("fact", FACT, data)
    row["kind"] = kind
    row["evidence"] = LIST.write([quote.quote for quote in fact.evidence])
    row["original"] = _spans([quote.original for quote in fact.evidence])
    if kind == "says" and not isinstance(value["what"], str):
        row["facts"] = LIST.write(value.pop("what"))
    if kind == "date" and not isinstance(value["of"], str):
        happening = value.pop("of") or {"polarity": "positive"}
        row.update({key: form.write(happening[key]) for key, form in HAPPENING.items() if key in happening})
    row.update({key: form.write(value[key]) for key, form in VALUES[kind].items() if key in value})
    return row


def _spans(spans: Sequence[tuple[int, int] | None]) -> str:
    return SPANS.write(spans) if any(spans) else ""


def read_gold_files(paths: Iterable[Path]) -> dict[str, GoldFile]:
    """Return gold files by name; raise TaskError with every fault that can be seen without their articles."""
    files: dict[str, GoldFile] = {}
    problems: list[Problem] = []
    for path in paths:
        document = parse_yaml(read_source(path, str(path)))
        file, faults = check_record(document, GoldFile)
        problems += [*faults, *check_links(document)]
        if path.stem in files:
            problems.append(Problem(str(path), 0, 0, "another file has the same name.", "Export one at a time."))
        if file:
            files[path.stem] = file
    if problems:
        raise TaskError(problems)
    return files
