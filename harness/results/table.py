"""Tables for people and programs: 80 columns of text, Markdown, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from harness.results.bill import bill_notes, bill_of
from harness.results.clean import clean_line, code_span, csv_cell, how_many, markdown_cell, safe_log
from harness.results.epochs import epochs_note, epochs_table
from harness.results.figures import is_share
from harness.results.models import Manifest, Summary
from harness.results.rows import By, Cell, TableRow, table_rows
from harness.scorers.cards import Card, find_cards, is_calibrated

Form = Literal["table", "json", "jsonl", "csv", "md"]
FORMS: tuple[Form, ...] = ("table", "json", "jsonl", "csv", "md")

WIDTH = 80
_LONGEST_NAME, _SHORTEST_NAME = 40, 12
_UNDEFINED = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A figure's column: its title, the same in two short lines, and whether it counts or is a share, 0 to 1."""

    figure: str
    title: str
    head: tuple[str, str]
    is_count: bool = False

    def show(self, row: TableRow) -> str:
        """Return the figure as the table has it; `-` where it is undefined."""
        value = row.figures.get(self.figure)
        if value is None:
            return _UNDEFINED
        return f"{value:.0f}" if self.is_count else f"{value:.2f}"

    def show_error(self, row: TableRow) -> str:
        """Return half the width of the figure's interval, as in ±.05; nothing where there is none.

        Of one that is cut at 0 or 1, which the figure is not in the middle of, the other end: ≤.19, ≥.84.
        """
        value, interval = row.figures.get(self.figure), row.intervals.get(self.figure)
        if value is None or interval is None:
            return ""
        is_low, is_high = (is_share(self.figure) and end in (0, 1) for end in (interval.low, interval.high))
        if is_low and is_high:
            return "0-1"
        sign, size = (
            ("≤", interval.high) if is_low else ("≥", interval.low) if is_high else ("±", interval.high - value)
        )
        return f"{sign}{size:.2f}".replace(f"{sign}0.", f"{sign}.")


_COLUMNS = (
    Column("over_limit", "over limit", ("over", "limit"), is_count=True),
    Column("fact_recall", "recall", ("", "recall")),
    Column("fact_accuracy", "accuracy", ("accu-", "racy")),
    Column("contradicted", "contradicted", ("contra-", "dicted"), is_count=True),
    Column("unsupported", "unsupported", ("unsup-", "ported"), is_count=True),
    Column("fairness", "fairness", ("fair-", "ness")),
    Column("rouge1", "ROUGE-1", ("ROU-", "GE-1")),
    Column("rougeL", "ROUGE-L", ("ROU-", "GE-L")),
)

_COLUMNS_OF_KINDS = (
    Column("supported", "supported", ("sup-", "ported"), is_count=True),
    Column("contradicted", "contradicted", ("contra-", "dicted"), is_count=True),
    Column("omitted", "omitted", ("", "omitted"), is_count=True),
    Column("supported_share", "share supported", ("share", "supported")),
    Column("fact_accuracy", "accuracy", ("accu-", "racy")),
)

_SHOWN_SCORERS = frozenset({"facts", "rouge", "shape"})
"""Scorers whose figures have columns above, or are left to the other formats."""


@dataclass(frozen=True)
class Report:
    """A run's results as they are printed. `run` is what `harness results show` finds the run by.

    Scorers for which none of the `cards` holds are called not calibrated.
    """

    run: str
    manifest: Manifest
    summary: Summary
    by: By | None = None
    cards: tuple[Card, ...] = field(default_factory=find_cards)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The table's rows."""
        return table_rows(self.manifest, self.summary, self.by)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that any row has a figure for; those of scorers that are not built in stand last."""
        names = dict.fromkeys(name for row in self.rows for name in row.figures)
        known = _COLUMNS_OF_KINDS if self.by == "kind" else _COLUMNS
        others = [name for name in self.summary.signatures if name not in _SHOWN_SCORERS]
        extra = (Column(name, name, ("", name)) for name in names if any(map(name.startswith, others)))
        return (*(column for column in known if column.figure in names), *extra)

    def notes(self) -> Iterator[str]:
        """Yield what must be said below the table, a line each."""
        counts = self.summary.counts
        if any(row.upper_bound for row in self.rows):
            yield "* An upper bound: it was shown the reference summaries."
        if counts.no_answer:
            yield f"Empty, refused or cut off: {counts.no_answer} of {counts.planned} answers, in no figure."
        if counts.errors:
            yield f"Ended as errors: {counts.errors} of {counts.planned} requests, in no figure."
        if counts.cached:
            yield f"Taken from the cache: {counts.cached} of {counts.planned} answers."
        if unscored := max((row.unscored for row in self.rows), default=0):
            yield f"Unscored, because a scorer could not grade them: up to {how_many(unscored, 'answer')} of a row."
        if any(row.agreement for row in self.rows):
            yield epochs_note(self.manifest.epochs)
        yield from bill_notes(self.rows)
        for backend, number in Counter(cut.backend for cut in self.manifest.cuts).items():
            yield f"{clean_line(backend)}: the articles of {how_many(number, 'sample')} were cut to fit the model."
        for name, signatures in self.summary.signatures.items():
            if not is_calibrated(name, signatures, self.cards):
                yield f"{name}: not calibrated (no card says how far it agrees with labels)."
        yield f"{self.summary.interval[:1].upper()}{self.summary.interval[1:]}{self._signs()}."

    def _signs(self) -> str:
        """Return what the signs below figures mean."""
        signs = {column.show_error(row)[:1] for row in self.rows for column in self.columns} - {""}
        meant = {"≤": "≤ one from 0 up", "≥": "≥ one up to 1", "0": "0-1 one that tells nothing"}
        cut = [text for sign, text in meant.items() if sign in signs]
        return "; " + ", ".join(["± is the 95% interval over them", *cut]) if signs else ""

    def signatures(self) -> Iterator[str]:
        """Yield a line for each scorer: everything that can move its figures."""
        for name, signatures in self.summary.signatures.items():
            yield merge_signatures(signatures) if signatures else f"{name}: no sample has what it needs"


def print_report(report: Report, form: Form) -> str:
    """Return a run's results in a format; all formats are made of the same rows."""
    if form == "table":
        return safe_log(_as_text(report))
    if form == "md":
        return safe_log(_as_markdown(report))
    rows = [row.cells(report.by) for row in report.rows]
    if form == "json":
        head = report.summary.model_dump(exclude={"schema_version", "rows"})
        return json.dumps({**head, "rows": rows}, indent=1, allow_nan=False) + "\n"
    return print_records(rows, form)


def print_records(records: Sequence[Mapping[str, Cell]], form: Form) -> str:
    """Return flat records in a format; the columns are the keys of all of them, in the order of their coming."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    if form == "json":
        return json.dumps(list(records), indent=1, allow_nan=False) + "\n"
    if form == "jsonl":
        return "".join(f"{json.dumps(record, allow_nan=False)}\n" for record in records)
    if form == "csv":
        return _to_csv(keys, records)
    table = [[_plain(record.get(key)) for key in keys] for record in records]
    is_text = [any(isinstance(record.get(key), str) for record in records) for key in keys]
    if form == "md":
        cells = [[_quoted(record.get(key)) for key in keys] for record in records]
        return safe_log("\n".join(markdown_lines(keys, cells, is_text)) + "\n")
    return safe_log("\n".join(lay_out([keys], table, is_text)) + "\n")


def merge_signatures(signatures: Sequence[str]) -> str:
    """Return the signatures of one scorer on several samples as one line: fields that differ have all their values.

    More than two values are only counted; `results show --format json` has them all.
    """
    parts = [signature.split("|") for signature in signatures]
    if len({len(fields) for fields in parts}) > 1:
        return " and ".join(signatures)
    return "|".join(_merge(list(dict.fromkeys(fields))) for fields in zip(*parts, strict=True))


def _merge(fields: Sequence[str]) -> str:
    if len(fields) == 1:
        return fields[0]
    key = fields[0].partition(":")[0]
    values = [field.partition(":")[2] for field in fields]
    return f"{key}:{' and '.join(values)}" if len(values) == 2 else f"{key}:{len(values)} values"  # noqa: PLR2004


def _as_text(report: Report) -> str:
    columns = report.columns
    heads = [["", *_heads(columns, 0)], ["backend", *_heads(columns, 1)]]
    figures = [_cells(columns, row) for row in report.rows]
    room = WIDTH - sum(1 + width for width in _widths([head[1:] for head in heads] + figures))
    names = [_shorten(row.backend, room - row.upper_bound) + "*" * row.upper_bound for row in report.rows]
    shown = [
        (row, cells)
        for name, figure, row in zip(names, figures, report.rows, strict=True)
        for cells in ([name, *figure], ["", "", *(column.show_error(row) for column in columns)])
        if any(cells)
    ]
    lines = lay_out(heads, [cells for _, cells in shown], [True] + [False] * (len(columns) + 1))
    table = lines[:2]
    rows = zip((row for row, _ in shown), (line.rstrip() for line in lines[2:]), strict=True)
    for group, members in groupby(rows, key=lambda item: item[0].task or item[0].kind):
        table += ["", clean_line(group)] if group else []
        table += [line for _, line in members]
    return "\n".join([*table, "", *_below(report), *_footer(report)]) + "\n"


def _small_tables(report: Report) -> Iterator[tuple[list[list[str]], list[list[str]]]]:
    """Yield the heads, in two lines, and the cells of the tables below: how epochs agree, and tokens and cost."""
    for heads, cells in (epochs_table(report.rows, report.manifest.epochs), bill_of(report.rows)):
        if cells:
            yield heads, cells


def _below(report: Report) -> list[str]:
    """Return the lines of the tables below, with an empty one behind each."""
    lines = []
    for heads, cells in _small_tables(report):
        named = [[_shorten(row[0], _LONGEST_NAME), *row[1:]] for row in cells]
        lines += [*lay_out(heads, named, [True, *[False] * len(heads[0][1:])]), ""]
    return lines


def _heads(columns: Iterable[Column], line: int) -> list[str]:
    return [("an-", "swered")[line], *(column.head[line] for column in columns)]


def _cells(columns: Iterable[Column], row: TableRow) -> list[str]:
    return [f"{row.answered}/{row.planned}", *(column.show(row) for column in columns)]


def _footer(report: Report) -> Iterator[str]:
    for note in report.notes():
        yield from textwrap.wrap(note, WIDTH, subsequent_indent="  ")
    for signature in report.signatures():
        yield from wrap_signature(signature)
    run, sample = (_argument(clean_line(given)) for given in (report.run, _first_sample(report.manifest)))
    yield f"Reasons: harness results show {run} --sample {sample}"


def _argument(text: str) -> str:
    """Return a command's argument as it is typed in the system's shell."""
    return shlex.quote(text) if os.name == "posix" else subprocess.list2cmdline([text])


def _first_sample(manifest: Manifest) -> str:
    """Return the first sample's id, or its last part where that is enough."""
    ids = [sample.id for task in manifest.tasks for sample in task.samples]
    short = ids[0].rpartition("/")[2] if ids else "ID"
    return short if sum(name.rpartition("/")[2] == short for name in ids) == 1 else ids[0]


def wrap_signature(signature: str, width: int = WIDTH, indent: str = "") -> list[str]:
    """Return a signature in lines of a width, cut only between its fields."""
    lines = [indent]
    for number, value in enumerate(clean_line(signature).split("|")):
        part = f"|{value}" if number else value
        if len(lines[-1]) + len(part) > width and lines[-1].strip():
            lines.append(f"{indent}  ")
        lines[-1] += part
    return lines


def _as_markdown(report: Report) -> str:
    columns = report.columns
    group = [report.by] if report.by else []
    keys = ["backend", *group, "answered", *(column.title for column in columns)]
    cells = [
        [
            markdown_cell(row.backend) + "\\*" * row.upper_bound,
            *(_quoted(getattr(row, name)) for name in group),
            f"{row.answered}/{row.planned}",
            *(" ".join(filter(None, (column.show(row), column.show_error(row)))) for column in columns),
        ]
        for row in report.rows
    ]
    is_text = [True, *([True] * len(group)), *([False] * (len(columns) + 1))]
    table = [*markdown_lines(keys, cells, is_text), ""]
    for heads, below in _small_tables(report):
        titles = [" ".join(filter(None, pair)) for pair in zip(*heads, strict=True)]
        quoted = [[markdown_cell(row[0]), *row[1:]] for row in below]
        table += [*markdown_lines(titles, quoted, [True, *[False] * len(titles[1:])]), ""]
    notes = [note.replace("*", "\\*") for note in report.notes()] + [code_span(s) for s in report.signatures()]
    return "\n".join([*table, *(f"{note}<br>" for note in notes[:-1]), notes[-1]]) + "\n"


def markdown_lines(keys: Sequence[str], cells: Iterable[Sequence[str]], is_text: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of a Markdown table; text stands to the left, figures to the right."""
    yield f"| {' | '.join(key.replace('_', ' ') for key in keys)} |"
    yield f"| {' | '.join('---' if text else '---:' for text in is_text)} |"
    for row in cells:
        yield f"| {' | '.join(row)} |"


def _to_csv(keys: Sequence[str], records: Iterable[Mapping[str, Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([csv_cell(key) for key in keys])
    for record in records:
        writer.writerow([_csv_value(record.get(key)) for key in keys])
    return out.getvalue()


def _csv_value(value: Cell) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else csv_cell(value) if isinstance(value, str) else str(value)


def _plain(value: Cell) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _UNDEFINED if value is None else clean_line(value) if isinstance(value, str) else str(value)


def _quoted(value: Cell) -> str:
    return markdown_cell(value) if isinstance(value, str) else _plain(value)


def _shorten(name: str, room: int) -> str:
    """Return a name in so many characters, 12 to 40; its end, which tells models apart, is kept."""
    name = clean_line(name)
    longest = max(_SHORTEST_NAME, min(room, _LONGEST_NAME))
    end = longest // 2
    return name if len(name) <= longest else f"{name[: longest - end - 1]}…{name[-end:]}"


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*table, strict=True)]


def lay_out(heads: list[list[str]], cells: list[list[str]], is_text: Sequence[bool]) -> list[str]:
    """Return aligned lines: text to the left, figures to the right."""
    table = [*heads, *cells]
    widths = _widths(table)
    lines = (
        " ".join(
            cell.ljust(width) if text else cell.rjust(width)
            for cell, width, text in zip(row, widths, is_text, strict=True)
        )
        for row in table
    )
    return [line.rstrip() for line in lines]
