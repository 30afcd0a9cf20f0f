r"""CSV that a spreadsheet may open and save, and that is read back as it was.

A cell that a spreadsheet would compute (`=SUM(A1)`) or change (`2031-05`, `1/3`, `007`, `mar1`) has an apostrophe in
front; a control character is written as `\x1b` or `\u202e`, and a backslash as `\\`. Reading undoes all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.errors import Problem, TaskError
from harness.files.source import Source
from harness.results.clean import escape_controls

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,10})(\.\d*[1-9])?")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SHAPES = (
    r"0\d+",
    r"\d{12,}",
    r"\d+\.\d*0",
    r"\d+%",
    r"\d+e\d+",
    r"\d{1,4}[-/.:]\d{1,4}([-/.:]\d{1,4})?",
    rf"{_MONTH}[ -]?\d{{1,4}}",
    rf"\d{{1,4}}[ -]?{_MONTH}",
)
_CHANGED = re.compile(rf"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|(?:{'|'.join(_SHAPES)})\s*\Z", re.IGNORECASE)
"""What a spreadsheet takes for a formula at a cell's start, or a whole cell for something else than text."""

_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\\|/+]))")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, as it was written, and where it starts in the file (code points)."""

    text: str
    offset: int


@dataclass(frozen=True)
class Sheet:
    """A file's columns by name, and its rows that are not blank; a cell of a short row is empty."""

    source: Source
    columns: tuple[str, ...]
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column_problem(self, name: str, what: str, mend: str = "") -> Problem:
        """Return a problem at a column's name."""
        return self.source.problem(self.heads[self.columns.index(name)].offset, what, mend)

    def cells(self, row: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
        """Yield the cells of a row that are not blank, with their columns' names."""
        for name, cell in zip(self.columns, row, strict=False):
            if cell.text.strip():
                yield name, cell


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of texts as CSV (RFC 4180, with LF). The texts are `escape`d already."""
    return "".join(",".join(map(_quoted, map(defuse, row))) + "\n" for row in rows)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search('[",;\n\r\t]|^ | $', text) else text


def defuse(text: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet would compute or change; plain numbers stay."""
    return f"'{text}" if _CHANGED.match(text.lstrip("'")) and not _NUMBER.fullmatch(text) else text


def restore(text: str) -> str:
    """Return what `defuse` was given."""
    return text[1:] if text.startswith("'") and _CHANGED.match(text.lstrip("'")) else text


def escape(text: str, separators: str = "") -> str:
    """Return a text in which a backslash, the separators, and all that cannot be printed are written out."""
    marked = re.sub(rf"[\\{re.escape(separators)}]", r"\\\g<0>", text)
    return "".join(char if char == "\n" or escape_controls(char) == char else _written_out(char) for char in marked)


def _written_out(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004


def unescape(text: str) -> str:
    """Return what `escape` was given; a backslash before anything else is one."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(next(filter(None, found.groups()[:3]), "0"), 16)
    is_character = code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004  (Unicode's ends, and surrogates)
    return found[4] or (chr(code) if is_character else found[0])


def split(text: str, separator: str) -> list[str]:
    r"""Return the parts of a text between separators, without the blanks around them; in `\|` there is no separator."""
    parts = [""]
    for token in re.findall(r"\\.|.|\\", text, re.DOTALL):
        if token == separator:
            parts.append("")
        else:
            parts[-1] += token
    return [part.strip() for part in parts]


def read_sheet(source: Source, *, is_lower: bool = True) -> Sheet:
    """Return a file's rows; raise TaskError where it is no CSV, or its columns have no names or one name twice.

    With `is_lower=False` the names of columns keep their capitals.

    Cells are parted by commas, semicolons or tabs, whichever the first line has most of.
    """
    records = list(_records(source))
    if not records:
        raise TaskError([source.problem(0, "the file is empty.", "Write the columns' names in its first line.")])
    head, *rows = records
    names = tuple(restore(cell.text.strip()) for cell in head)
    names = tuple(map(str.lower, names)) if is_lower else names
    problems = [
        source.problem(cell.offset, f"the column {name!r} stands twice.", "Give each its own name.")
        for i, (name, cell) in enumerate(zip(names, head, strict=True))
        if name and name in names[:i]
    ]
    problems.extend(_stray_cells(source, names, rows))
    if problems:
        raise TaskError(problems)
    return Sheet(source, names, head, tuple(row for row in rows if any(cell.text.strip() for cell in row)))


def _stray_cells(source: Source, names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[Problem]:
    for row in rows:
        for i, cell in enumerate(row):
            if cell.text.strip() and not (i < len(names) and names[i]):
                what = f"a cell in column {i + 1}, which has no name."
                yield source.problem(cell.offset, what, "Name the column, or put text that has commas in quotes.")
                break


def _records(source: Source) -> Iterator[tuple[Cell, ...]]:
    text = source.text
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    plain = re.compile(f"[^{delimiter}\n]*")
    quoted = re.compile(r'[ ]*"([^"]*(?:""[^"]*)*)"[ ]*')
    place, row = 0, []
    while place < len(text):
        match = quoted.match(text, place)
        if match:
            end, content = match.end(), match[1].replace('""', '"')
        else:
            found = plain.match(text, place)
            end = found.end() if found else place
            content = text[place:end]
            if content.lstrip().startswith('"'):
                raise TaskError([source.problem(place, 'a quotation mark (") opens here and none closes.', _MEND)])
        row.append(Cell(content, place))
        if end < len(text) and text[end] not in (delimiter, "\n"):
            raise TaskError([source.problem(end, 'text behind the quotation mark (") that closes a cell.', _MEND)])
        if end < len(text) and text[end] == delimiter:
            if end + 1 == len(text):
                row.append(Cell("", end))
        else:
            yield tuple(row)
            row = []
        place = end + 1
    if row:
        yield tuple(row)


_MEND = 'Double each quotation mark inside a cell: "".'
