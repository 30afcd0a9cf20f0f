"""Rows of a sheet as gold files: plain data that knows the cell of each value, so that every fault is told there."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.errors import Problem, TaskError, did_you_mean, shown
from harness.exchange.columns import (
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
from harness.exchange.csv_text import Cell, Sheet, restore
from harness.files.document import Document, Path

_ROWS = ("file", "fact", "name", "background", "words", "opposites", "group", "reference")
_COLUMNS_OF: Mapping[str, Keys] = {
    "file": {"article": TEXT, "members": LIST},
    "name": {**NAME, "id": TEXT, "members": LIST},
    "background": {"text": TEXT},
    "words": {"id": TEXT, "also": LIST},
    "opposites": {"members": LIST},
    "group": GROUP,
    "reference": REFERENCE,
}


@dataclass
class _Row:
    """A row's cells by column, with what is read of them; a cell that nothing reads is a fault in the end."""

    document: Document
    cells: Mapping[str, Cell]
    offset: int
    read: set[str] = field(default_factory=set)

    def text(self, column: str) -> str:
        """Return a cell as it was before it was made safe for spreadsheets; empty where there is none."""
        self.read.add(column)
        return restore(self.cells[column].text.strip()) if column in self.cells else ""

    def put(self, path: Path, column: str, value: Any) -> Any:  # noqa: ANN401  (plain data)
        """Note that a value at a path comes from a column, and return it."""
        self.place(path, self.cells[column].offset if column in self.cells else self.offset)
        return value

    def place(self, path: Path, offset: int) -> None:
        """Note where the value at a path stands; what it is in stands where its first row does."""
        for end in range(len(path)):
            self.document.values.setdefault(path[:end], self.offset)
        self.document.values[path] = offset

    def fields(self, path: Path, keys: Keys) -> dict[str, Any]:
        """Return what stands in the columns of a record at a path."""
        self.place(path, self.offset)
        return {
            key: self.put((*path, key), key, form.read(text)) for key, form in keys.items() if (text := self.text(key))
        }

    def problem(self, column: str, what: str, mend: str = "") -> Problem:
        """Return a problem at a cell of this row."""
        offset = self.cells[column].offset if column in self.cells else self.offset
        return self.document.source.problem(offset, what, mend)


def gold_documents(sheet: Sheet, default: str) -> dict[str, Document]:
    """Return the gold files that a sheet holds, by name, each as data whose places are the sheet's cells.

    Rows without a name in `gold` belong to the file `default`. Faults of the sheet are among each document's
    `problems`; raises TaskError for columns that are not known.
    """
    unknown = [name for name in sheet.columns if name and name not in COLUMNS and not name.startswith("#")]
    if unknown:
        problems = [
            sheet.column_problem(
                name,
                f"the column {shown(name)} is not known.",
                f"{did_you_mean(name, COLUMNS)} A '#' before its name leaves a column out.",
            )
            for name in unknown
        ]
        raise TaskError(problems)
    documents: dict[str, Document] = {}
    for cells in sheet.rows:
        row = _Row(Document(sheet.source, None), {n: c for n, c in sheet.cells(cells) if n[0] != "#"}, cells[0].offset)
        name = row.text("gold") or default
        document = documents.setdefault(name, Document(sheet.source, {"gold": "1"}, {(): row.offset}))
        row.document = document
        _add(row, document)
    for name, document in documents.items():
        if not document.has(("file",)):  # a person's sheet, not one that was exported
            _give_names(document)
        if not document.has(("article",)) and not document.has(("includes",)):
            document.data["article"] = name
    return documents


def _add(row: _Row, document: Document) -> None:
    """Add what a row holds to its file."""
    what = row.text("row").lower() or "fact"
    if what not in _ROWS:
        document.problems.append(row.problem("row", f"{shown(what)} is no kind of row.", did_you_mean(what, _ROWS)))
        return
    if what == "fact":
        _add_fact(row, document.data.setdefault("facts", []))
    else:
        _add_other(row, what, document.data)
    for column in row.cells.keys() - row.read:
        rest = f"a {row.text('kind')}" if what == "fact" and row.text("kind") in VALUES else f"a row '{what}'"
        document.problems.append(row.problem(column, f"{rest} has no {column!r}.", "Empty the cell."))


def _add_other(row: _Row, what: str, data: dict[str, Any]) -> None:
    lists = {"group": "groups", "reference": "references"}
    if what in lists:
        items = data.setdefault(lists[what], [])
        items.append(row.fields((lists[what], len(items)), _COLUMNS_OF[what]))
        return
    found = row.fields(("row", row.offset), _COLUMNS_OF[what])
    if what == "file":
        row.place(("file",), row.offset)
        for key, column in (("article", "article"), ("includes", "members")):
            if column in found:
                data[key] = row.put((key,), column, found[column])
    elif what == "background":
        items = data.setdefault("background", [])
        items.append(row.put(("background", len(items)), "text", found.get("text")))
    elif what == "opposites":
        items = data.setdefault("opposites", [])
        items.append(row.put(("opposites", len(items)), "members", found.get("members")))
    else:
        _add_entry(row, what, found, data.setdefault("names" if what == "name" else "words", {}))


def _add_entry(row: _Row, what: str, found: dict[str, Any], entries: dict[str, Any]) -> None:
    key = found.pop("id", "")
    if not key or key in entries:
        fault = f"the {what} {shown(key)} stands twice." if key else f"this {what} has no 'id'."
        row.document.problems.append(row.problem("id", fault, "Give each its own."))
        return
    path: Path = ("names" if what == "name" else "words", key)
    if what == "words":
        entries[key] = row.put(path, "also", found.get("also"))
        return
    if "members" in found:
        found["all"] = row.put((*path, "all"), "members", found.pop("members"))
    entries[key] = row.put(path, "id", found)
    for name in found:
        row.put((*path, name), "members" if name == "all" else name, None)


def _add_fact(row: _Row, facts: list[Any]) -> None:
    path: Path = ("facts", len(facts))
    fact = row.fields(path, FACT)
    facts.append(fact)
    if "id" not in fact and "statement" in fact:
        fact["id"] = unused(_slug(fact["statement"]), {str(other.get("id")) for other in facts})
    if evidence := _evidence(row, path):
        fact["evidence"] = evidence
    kind = row.text("kind").lower() or _kind_of(row)
    if kind not in VALUES:
        mend = f"Write one of {', '.join(VALUES)}."
        row.document.problems.append(row.problem("kind", f"{shown(kind)} is no kind of fact.", mend))
        row.read.update(row.cells)
        row.document.mended.add(path)
        return
    value = row.fields((*path, kind), VALUES[kind])
    if kind == "says" and (ids := row.text("facts")):
        value["what"] = row.put((*path, kind, "what"), "facts", LIST.read(ids))
    if kind == "date" and "of" not in value and (happening := row.fields((*path, kind, "of"), HAPPENING)):
        value["of"] = happening
    fact[kind] = value


def _kind_of(row: _Row) -> str:
    """Return the kind of a fact that does not say it, by the columns in which something stands."""
    for kind, columns in (("count", ("value",)), ("date", ("when", "lasting")), ("says", ("facts", "how", "via"))):
        if any(column in row.cells for column in columns):
            return kind
    return "states"


def _evidence(row: _Row, path: Path) -> list[Any]:
    quotes, spans = LIST.read(row.text("evidence")), row.text("original")
    items: list[Any] = list(quotes)
    if spans:
        found = SPANS.read(spans)
        if len(found) != len(quotes):
            what = f"'original' has {len(found)} spans for {len(quotes)} quotes."
            row.document.problems.append(row.problem("original", what, "Write as many, with nothing between two '|'."))
        else:
            items = [{"quote": q, "original": s} if s else q for q, s in zip(quotes, found, strict=True)]
    row.put((*path, "evidence"), "evidence", None)
    for i, item in enumerate(items):
        row.put((*path, "evidence", i), "evidence", None)
        if isinstance(item, dict):
            row.put((*path, "evidence", i, "quote"), "evidence", None)
            row.put((*path, "evidence", i, "original"), "original", None)
    return items


def _give_names(document: Document) -> None:
    """Make the names of a sheet that has none: an entry for each source, with a key of its words."""
    if "names" in document.data:
        return
    names: dict[str, Any] = {}
    for item in document.items(("facts",)):
        says = document.at((*item, "says"))
        if isinstance(says, dict):
            for kind in ("all", "any"):
                keys = says.get("who", {}).get(kind)
                if keys:
                    says["who"][kind] = [_key_of(text, names) for text in keys]
            if "via" in says:
                says["via"] = [_key_of(text, names) for text in says["via"]]
    if names:
        document.data["names"] = names


def _key_of(text: str, names: dict[str, Any]) -> str:
    for key, entry in names.items():
        if entry["name"] == text:
            return key
    key = unused(_slug(text.removeprefix("the ")), names)
    names[key] = {"name": text}
    return key


def _slug(text: str) -> str:
    """Return a name made of a text's first words."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:4])[:60] or "unnamed"


def unused(name: str, taken: Container[str]) -> str:
    """Return a name that is not taken: the one that is wanted, else with a number behind it."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
