"""Rows as CSV, JSON lines, Markdown and LaTeX, each line made when its row comes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from harness.results.clean import clean_line, csv_cell, markdown_cell
from harness.results.exporting.tables import Column, Table
from harness.results.rows import Cell

Format = Literal["csv", "jsonl", "parquet", "markdown", "latex"]
Rows = Iterable[Sequence[Cell]]

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    "-": "{-}",
    "[": "{[}",
    "]": "{]}",
    "?": "{?}",
    "!": "{!}",
    "*": "{*}",
}
_LATEX_SIGN = re.compile(f"[{re.escape(''.join(_LATEX))}]")


def to_csv(table: Table, rows: Rows) -> Iterator[str]:
    """Yield CSV (RFC 4180, with LF), the columns' names first; what a spreadsheet would compute is defused."""
    yield _csv_line(table.names)
    for row in rows:
        yield _csv_line([_csv_value(value) for value in row])


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _csv_value(value: Cell) -> str:
    return csv_cell(value) if isinstance(value, str) else _plain(value)


def _plain(value: float | bool | None) -> str:  # noqa: FBT001  (a cell's value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def to_jsonl(table: Table, rows: Rows) -> Iterator[str]:
    """Yield an object of ASCII JSON for each row; empty is null, and texts are as they are."""
    for row in rows:
        yield json.dumps(dict(zip(table.names, row, strict=True)), allow_nan=False) + "\n"


def to_markdown(table: Table, rows: Rows) -> Iterator[str]:
    """Yield a Markdown table; each text is a code span, in which no markup works."""
    yield f"| {' | '.join(table.names)} |\n"
    yield f"| {' | '.join('---' if _is_left(column) else '---:' for column in table.columns)} |\n"
    for row in rows:
        yield f"| {' | '.join(markdown_cell(one) if isinstance(one, str) else _plain(one) for one in row)} |\n"


def to_latex(table: Table, rows: Rows) -> Iterator[str]:
    """Yield a LaTeX `longtable`, which wants that package and `textcomp`; no text can be a command."""
    yield f"\\begin{{longtable}}{{{''.join('l' if _is_left(column) else 'r' for column in table.columns)}}}\n"
    yield f"\\hline\n{' & '.join(map(latex_text, table.names))} \\\\\n\\hline\n\\endhead\n"
    for row in rows:
        cells = (latex_text(one if isinstance(one, str) else _plain(one)) for one in row)
        yield f"{' & '.join(cells)} \\\\\n"
    yield "\\hline\n\\end{longtable}\n"


def latex_text(text: str) -> str:
    """Return text as LaTeX shows it: on one line, with no sign that LaTeX would take for its own."""
    return _LATEX_SIGN.sub(lambda found: _LATEX[found[0]], clean_line(text))


def _is_left(column: Column) -> bool:
    return column.type == "text"


WRITERS: dict[Format, Callable[[Table, Rows], Iterator[str]]] = {
    "csv": to_csv,
    "jsonl": to_jsonl,
    "markdown": to_markdown,
    "latex": to_latex,
}
"""By format; Parquet is no text, and has a module of its own."""
