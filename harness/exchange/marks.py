"""Marks that people made in a text with another program: brat's standoff files, and Label Studio's JSON.

brat: https://brat.nlplab.org/standoff.html; offsets count code points of the .txt as it stands. Label Studio: its JSON
export, one annotation of each task; offsets count UTF-16 units, as browsers do, or code points, whichever holds the
text that the mark quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.errors import Problem, TaskError
from harness.files.source import read_source
from harness.results.disk import parse_json

_TEXT_BOUND = re.compile(r"(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_NOTE = re.compile(r"#\S*\t\S+ (T\S*)\t(.*)")
_LONGEST = 50_000_000


@dataclass(frozen=True)
class Mark:
    """Spans of a text under one label. `line` is that of the file, 0 where it has none; `note` what someone wrote."""

    id: str
    label: str
    spans: tuple[tuple[int, int], ...]
    line: int = 0
    note: str = ""


@dataclass
class Marked:
    """A text with its marks. `name` is the article that the file names; `others` counts what is no mark, by kind."""

    file: str
    text: str
    marks: list[Mark]
    name: str | None = None
    others: dict[str, int] = field(default_factory=dict)


def read_marked(path: Path) -> list[Marked]:
    """Return what is marked in a file: .ann with the .txt beside it, or .json; raise TaskError with every fault."""
    return [_read_brat(path)] if path.suffix.lower() == ".ann" else _read_label_studio(path)


def _read_brat(path: Path) -> Marked:
    source = read_source(path, str(path))
    beside = path.with_suffix(".txt")
    read_source(beside, str(beside))  # its faults in our words
    text = beside.read_bytes().decode("utf-8").removeprefix("\ufeff")
    marked = Marked(str(path), text, [], path.stem.lower())
    notes: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if note := _NOTE.fullmatch(line):
            notes[note[1]] = note[2].strip()
        elif line.startswith("T"):
            problems.extend(_add_brat(marked, line, number))
        elif line.strip():
            marked.others[line[0]] = marked.others.get(line[0], 0) + 1
    if problems:
        raise TaskError(problems)
    marked.marks = [Mark(one.id, one.label, one.spans, one.line, notes.get(one.id, "")) for one in marked.marks]
    return marked


def _add_brat(marked: Marked, line: str, number: int) -> Iterator[Problem]:
    found = _TEXT_BOUND.fullmatch(line)
    if not found:
        mend = "Write ID, tab, 'LABEL START END', tab, TEXT."
        yield Problem(marked.file, number, 0, "this is no mark of brat's.", mend)
        return
    name, label, places, quoted = found.groups()
    spans = tuple((int(start), int(end)) for start, end in (place.split() for place in places.split(";")))
    there = " ".join(marked.text[start:end] for start, end in spans)
    if " ".join(there.split()) != " ".join(quoted.split()) or not there.strip():
        what = f"{name} quotes {quoted[:60]!r}, but at {places} the text has {there[:60]!r}."
        yield Problem(marked.file, number, 0, what, "Take the .txt that was annotated.")
    elif any(one.id == name for one in marked.marks):
        yield Problem(marked.file, number, 0, f"the id {name!r} stands twice.", "Give each its own.")
    else:
        marked.marks.append(Mark(name, label, spans, number))


def _read_label_studio(path: Path) -> list[Marked]:
    source = read_source(path, str(path), longest=_LONGEST)
    tasks = parse_json(source.text.encode())
    if not isinstance(tasks, list) or not tasks or not all(isinstance(task, dict) for task in tasks):
        mend = "Export the project as JSON, or name an .ann file of brat's."
        raise TaskError([Problem(str(path), 0, 0, "is no export of Label Studio's: it wants a list of tasks.", mend)])
    problems: list[Problem] = []
    read = [_read_task(str(path), number, task, problems) for number, task in enumerate(tasks, 1)]
    if problems:
        raise TaskError(problems)
    return [one for one in read if one]


def _read_task(file: str, number: int, task: Mapping[str, Any], problems: list[Problem]) -> Marked | None:
    def fail(what: str, mend: str = "") -> None:
        problems.append(Problem(file, 0, 0, f"task {number}: {what}", mend))

    data, annotations = task.get("data"), task.get("annotations")
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(text, str):
        fail("there is no text in 'data'.", "Call the field of the text 'text'.")
        return None
    done = [one for one in annotations if not one.get("was_cancelled")] if isinstance(annotations, list) else []
    if len(done) != 1:
        fail(
            f"has {len(done)} annotations, not one.", "Export each annotator's by themselves; 'task merge' joins gold."
        )
        return None
    named = data.get("article")
    marked = Marked(file, text, [], named if isinstance(named, str) else None)
    for one in done[0].get("result", ()):
        value = one.get("value", {}) if isinstance(one, dict) else {}
        labels = value.get("labels") if isinstance(value, dict) else None
        if not labels or not isinstance(labels, list):
            kind = str(one.get("type", "other")) if isinstance(one, dict) else "other"
            marked.others[kind] = marked.others.get(kind, 0) + 1
            continue
        span = _span(text, value)
        if span is None:
            fail(f"the mark {one.get('id')!r} is not where it says.", "Export the project anew.")
        else:
            name = f"r{len(marked.marks) + 1}"
            marked.marks.append(Mark(name, str(labels[0]), (span,), 0, _note(value)))
    return marked


def _note(value: Mapping[str, Any]) -> str:
    meta = value.get("meta")
    return str(meta.get("text", "")) if isinstance(meta, dict) else ""


def _span(text: str, value: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return a mark's place in code points; None where the text that it quotes stands at neither."""
    start, end, quoted = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        return None
    units = text.encode("utf-16-le")
    points = [len(units[: 2 * place].decode("utf-16-le", "ignore")) for place in (start, end)]
    for first, last in ((points[0], points[1]), (start, end)):
        found = text[first:last]
        if found.strip() and (quoted is None or found == quoted):
            return first, last
    return None
