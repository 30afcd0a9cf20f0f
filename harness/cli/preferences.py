"""Two summaries of one document: read, graded and shown side by side."""

from __future__ import annotations

import asyncio
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

import click
from rich.text import Text

from harness.cli.documents import LONGEST_LINE, Row
from harness.cli.page import Page, page_width
from harness.cli.streams import is_colourful
from harness.errors import SeenDocumentError
from harness.files.jsonl import stream_name
from harness.files.source import decode
from harness.results.clean import clean_line, escape_controls
from harness.results.preferences import make_preference_row
from harness.results.table import WIDTH, wrap_signature
from harness.scorers.base import Scorer
from harness.scorers.pairs import bare_signature, grade_pair
from harness.scorers.preference import Preference, Rival, prefer, tell_apart

_MOST_WORDS = 2000
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Compared:
    """Two summaries with their outcomes, and which is preferred; the scorer's signature, and the files' names."""

    id: str | int
    a: Rival
    b: Rival
    preference: Preference
    signature: str
    names: tuple[str, str] = ("a", "b")


def read_files(documents: Sequence[BinaryIO], summaries: Sequence[BinaryIO]) -> Iterator[Row]:
    """Yield the one row that documents and two summaries in files make; raise TaskError for what is no UTF-8."""
    name = stream_name(documents[0])
    yield Row(name, 0, name, _texts(documents), _texts(summaries))


def _texts(streams: Sequence[BinaryIO]) -> tuple[str, ...]:
    longest = LONGEST_LINE
    return tuple(decode(stream_name(one), one.read(longest + 1), longest=longest).text for one in streams)


def compare_all(scorer: Scorer, rows: Iterable[Row], names: tuple[str, str] = ("a", "b")) -> Iterator[Compared]:
    """Yield each row compared; the next one is read when it is asked for.

    Raises SeenDocumentError, at the row, where the scorer was fitted on a document of it.
    """
    with asyncio.Runner() as runner:
        run = runner.get_loop().run_until_complete  # `runner.run` sets signal handlers anew for each row
        for row in rows:
            try:
                first, second = (run(grade_pair(scorer, row.documents, text, row.group)) for text in row.summaries)
            except SeenDocumentError as error:
                raise row.place(error) from error
            a, b = Rival("a", row.summaries[0], first), Rival("b", row.summaries[1], second)
            signature = bare_signature(scorer, len(row.documents)) or ""
            yield Compared(row.id, a, b, prefer(a, b, row.documents), signature, names)


def print_compared(compared: Iterable[Compared], form: Literal["table", "jsonl"], *, is_many: bool) -> None:
    """Print comparisons as they come; `is_many` heads each with its id."""
    is_colour, width = is_colourful(), page_width()
    for number, one in enumerate(compared):
        if form == "jsonl":
            click.echo(make_preference_row(one.id, one.a, one.b, one.preference).to_json())
            continue
        text = draw(one, str(one.id) if is_many else "", width=width, is_colour=is_colour)
        click.echo(("\n" if number else "") + text, nl=False, color=is_colour)


def draw(compared: Compared, heading: str = "", *, width: int = WIDTH, is_colour: bool = False) -> str:
    """Return the view of two summaries as lines: what is preferred, the words in which they differ, and why."""
    page = Page(width, is_colour=is_colour)
    conclusion = _conclusion(compared)
    page.line(f"{clean_line(heading)}: {conclusion}" if heading else conclusion, "bold")
    page.line()
    for rival, text in _marked(compared, is_colour=is_colour):
        page.line(text, indent=f"{rival.name}  ", hanging="   ")
    page.line()
    for reason in compared.preference.why:
        page.line(f"- {clean_line(reason)}", hanging="  ")
    page.line()
    for line in wrap_signature(compared.signature, page.width):
        page.line(line.strip(), "dim", indent=" " * (len(line) - len(line.lstrip())))
    return page.text()


def _conclusion(compared: Compared) -> str:
    a, b, preferred = compared.a.score, compared.b.score, compared.preference.preferred
    if a is None or b is None:
        return "No preference: not both have a score."
    if preferred is None:
        return f"No preference: both score {a:.2f}."
    label = dict(zip("ab", compared.names, strict=True))[preferred]
    name = preferred if label == preferred else f"{preferred} ({clean_line(label)})"
    return f"{name} is the more faithful: {' against '.join(tell_apart(max(a, b), min(a, b)))}."


def _marked(compared: Compared, *, is_colour: bool) -> Iterator[tuple[Rival, Text]]:
    stretches = differing_words(compared.a.summary, compared.b.summary)
    for rival, own in zip((compared.a, compared.b), stretches, strict=True):
        style = "underline green" if rival.name == compared.preference.preferred else "underline red"
        text, place = Text(), 0
        for start, end in own:
            text.append(escape_controls(rival.summary[place:start]))
            words = escape_controls(rival.summary[start:end])
            text.append(words if is_colour else f"[{words}]", style=style)
            place = end
        text.append(escape_controls(rival.summary[place:]))
        text.rstrip()
        yield rival, text if text.plain.strip() else Text("(nothing)")


def differing_words(a: str, b: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the stretches of words, between blanks, that each of two texts has and the other has not at that place.

    Spans count code points, end exclusive. None are told of texts of more than 2,000 words: comparing takes too long.
    """
    spans = [[match.span() for match in _WORD.finditer(text)] for text in (a, b)]
    first, second = ([text[start:end] for start, end in of] for text, of in zip((a, b), spans, strict=True))
    found: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    if max(len(first), len(second)) > _MOST_WORDS:
        return found
    for kind, *ends in difflib.SequenceMatcher(None, first, second).get_opcodes():
        for number, (start, end) in enumerate((ends[:2], ends[2:])):
            if kind != "equal" and end > start:
                found[number].append((spans[number][start][0], spans[number][end - 1][1]))
    return found
