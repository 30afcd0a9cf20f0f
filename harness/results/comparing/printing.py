"""Comparisons as text of 80 columns, Markdown and JSON: the conclusion first, then figures, facts, and what is not."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from harness.results.clean import clean_line, code_span, how_many, markdown_cell
from harness.results.comparing.conclude import show
from harness.results.comparing.models import (
    ChangeName,
    Comparison,
    FactChange,
    FigureDifference,
    Leaderboard,
    Move,
    Rescored,
    Side,
)
from harness.results.comparing.notes import is_told, note_lines
from harness.results.comparing.tabling import EQUAL, say_p
from harness.results.table import WIDTH, lay_out, markdown_lines

HEADS = ("figure", "A", "B", "B - A", "interval", "p", "verdict")
_TITLES: dict[ChangeName, str] = {
    "lost": "Lost: A states them, B does not",
    "gained": "Gained: B states them, A does not",
    "newly contradicted": "Newly contradicted: by B, where A left them out",
    "no longer contradicted": "No longer contradicted: by A, and left out by B",
}


def print_comparison(found: Comparison) -> str:
    """Return a comparison as lines of at most 80 columns where the names allow it."""
    lines = [*_wrapped(clean_line(found.conclusion)), "", *_sides(found), ""]
    for title, rows in _tables(found):
        lines += [
            *([title] if title else []),
            *lay_out([list(HEADS)], [figure_cells(row) for row in rows], _IS_TEXT),
            "",
        ]
    lines += _split_table(found)
    lines += _changes(found)
    lines += _notes(found)
    return "\n".join(lines).rstrip() + "\n"


def markdown_comparison(found: Comparison) -> str:
    """Return a comparison as Markdown; no text of a model becomes markup."""
    lines = [f"**{markdown_text(found.conclusion)}**", ""]
    lines += [f"- {name}: {code_span(_side(side))}" for name, side in (("A", found.a), ("B", found.b))]
    for title, rows in _tables(found):
        lines += ["", *([f"**{title}**", ""] if title else [])]
        cells = [[markdown_cell(_name(row)), *figure_cells(row)[1:]] for row in rows]
        lines += markdown_lines(HEADS, cells, _IS_TEXT)
    if found.split:
        heads, cells = _split_cells(found)
        lines += ["", f"**{SPLIT}**", "", *markdown_lines(heads, cells, [True, *[False] * (len(heads) - 1)])]
    for change, title in _TITLES.items():
        number, told = found.count(change), _told(found, change)
        if number:
            lines += ["", f"**{title} ({number})**", ""]
            lines += [f"- {code_span(_fact(one))}: {code_span(one.reason_after)}" for one in told]
            lines += [f"- and {number - len(told)} more" for _ in range(number > len(told))]
    notes = list(note_lines(found))
    lines += ["", *(f"- {code_span(note)}" for note in notes)] if notes else []
    return "\n".join(lines) + "\n"


def print_leaderboard(found: Leaderboard) -> str:
    """Return a leaderboard as lines: the conclusion, the ranks, and what was left out."""
    heads, cells, is_text = _board(found)
    lines = [*_wrapped(clean_line(found.conclusion)), "", *lay_out([heads], cells, is_text), ""]
    return "\n".join([*lines, *_board_notes(found)]) + "\n"


def markdown_leaderboard(found: Leaderboard) -> str:
    """Return a leaderboard as Markdown."""
    heads, cells, is_text = _board(found)
    quoted = [[row[0], markdown_cell(row[1]), *row[2:]] for row in cells]
    lines = [f"**{markdown_text(found.conclusion)}**", "", *markdown_lines(heads, quoted, is_text), ""]
    return "\n".join([*lines, *(f"- {code_span(note)}" for note in _board_notes(found))]) + "\n"


def _board(found: Leaderboard) -> tuple[list[str], list[list[str]], list[bool]]:
    """Return heads, cells, and which columns are text; the side's name is in short where all are of one run."""
    is_one = len({one.side.run for one in found.standings}) == 1
    others = [name for name in _BESIDE if name in found.standings[0].figures and name != found.figure]
    heads = ["rank", "side", found.figure.replace("_", " "), "interval", "group"]
    heads += [name.replace("_", " ") for name in others]
    cells = []
    for one in found.standings:
        side = one.side.backend if is_one else f"{one.side.run}:{one.side.backend}"
        interval = one.intervals.get(found.figure)
        ends = [show(end, found.figure) for end in (interval.low, interval.high)] if interval else []
        cells.append(
            [
                str(one.rank),
                clean_line(side) + "*" * one.side.upper_bound,
                show(one.figures[found.figure], found.figure),
                " to ".join(ends) or "-",
                one.groups or "-",
                *(show(one.figures[name], name) for name in others),
            ]
        )
    return heads, cells, [False, True, False, False, True, *[False] * len(others)]


_BESIDE = ("fact_recall", "fact_accuracy", "contradicted", "unsupported")


def _board_notes(found: Leaderboard) -> Iterator[str]:
    yield f"On {how_many(found.samples, 'sample')} that all share, {found.spread}."
    if any(one.groups for one in found.standings):
        yield "Sides that share a letter cannot be told apart (5%, corrected for all pairs)."
    if any(one.side.upper_bound for one in found.standings):
        yield "* An upper bound: it was shown the reference summaries."
    for note in found.not_compared:
        sides = f" ({note.a}; {note.b})" if note.a or note.b else ""
        yield clean_line(f"{note.what[:1].upper()}{note.what[1:]}{sides}: {note.reason}.")


def print_rescored(found: Rescored) -> str:
    """Return what scoring anew has changed, as lines."""
    if found.earlier is None:
        return f"Nothing has changed: all {how_many(found.answers, 'answer')} score as they did.\n"
    lines = [f"The scores of {found.changed} of {how_many(found.answers, 'answer')} have changed.", ""]
    if found.moves:
        heads = ["backend", "figure", "before", "after", "moved", "gold", "scorer", "both", "neither"]
        cells = [
            [
                clean_line(one.backend),
                clean_line(one.figure.replace("_", " ")),
                show(one.before, one.figure),
                show(one.after, one.figure),
                *(show(part, one.figure, sign=True) for part in _parts(one)),
            ]
            for one in found.moves
        ]
        lines += [*lay_out([heads], cells, [True, True, *[False] * 7]), ""]
    for backend, counts in found.changes.items():
        told = {change: sum(one.facts for one in counts if one.change == change) for change in _TITLES}
        said = ", ".join(f"{number} {change}" for change, number in told.items() if number)
        lines += _wrapped(f"{clean_line(backend)}: facts {said}.", "", "  ")
    return "\n".join([*lines, f"Earlier scores: {clean_line(found.earlier)}"]) + "\n"


def _parts(one: Move) -> tuple[float | None, ...]:
    moved = None if one.before is None or one.after is None else one.after - one.before
    return moved, one.gold, one.scorer, one.both, one.neither


def markdown_text(text: str) -> str:
    """Return a sentence of ours for Markdown, without the signs that would mark it up."""
    line = clean_line(text)
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#&!" else char for char in line)


_IS_TEXT = (True, False, False, False, False, False, True)


def _sides(found: Comparison) -> Iterator[str]:
    for name, side in (("A", found.a), ("B", found.b)):
        yield f"{name}  {clean_line(_side(side))}"
    yield from _wrapped(shared_line(found))


def shared_line(found: Comparison) -> str:
    """Return on what two sides are compared, as a sentence."""
    shared = f"{how_many(found.samples, 'sample')}, {how_many(found.epochs, 'epoch')}; {found.spread}"
    return f"Compared on {clean_line(shared)}."


def _side(side: Side) -> str:
    return f"{side.run}:{side.backend}" + (" (shown the references)" if side.upper_bound else "")


def _tables(found: Comparison) -> Iterator[tuple[str, list[FigureDifference]]]:
    """Yield the tables that are shown, each with its title: over all, then by kind of fact."""
    rows = [row for row in found.figures if row.in_table and row.task is None and is_told(row)]
    yield "", [row for row in rows if row.kind is None]
    if of_kinds := [row for row in rows if row.kind and row.reason != EQUAL]:
        yield "By kind of fact, where they differ", of_kinds


def _name(row: FigureDifference) -> str:
    name = row.figure.replace("_", " ")
    return clean_line(f"{row.kind}: {name}" if row.kind else name)


def figure_cells(row: FigureDifference) -> list[str]:
    """Return a figure's row of the table, a text for each of `HEADS`."""
    values = [show(row.a, row.figure), show(row.b, row.figure), show(row.difference, row.figure, sign=True)]
    p = "-" if row.p_corrected is None else say_p(row.p_corrected).removeprefix("p = ").removeprefix("p ")
    return [_name(row), *values, _interval(row), p, verdict_word(row)]


def verdict_word(row: FigureDifference) -> str:
    """Return a figure's verdict as it is printed; what is the same throughout is called equal."""
    return "equal" if row.reason == EQUAL else row.verdict


def _interval(row: FigureDifference) -> str:
    if row.interval is None:
        return "-"
    low, high = (show(end, row.figure, sign=True) for end in (row.interval.low, row.interval.high))
    return f"{low} to {high}"


SPLIT = "B - A as the runs were scored, and what it comes from"
_SPLIT_PARTS = ("gold", "scorer", "both", "neither", "model")
_ALWAYS = frozenset({"gold", "scorer", "model"})


def _split_cells(found: Comparison) -> tuple[list[str], list[list[str]]]:
    """Return heads and cells of what differences come from; parts that are nothing throughout have no column."""
    parts = [name for name in _SPLIT_PARTS if name in _ALWAYS or any(getattr(one, name) for one in found.split)]
    cells = [
        [
            clean_line(one.figure.replace("_", " ")),
            show(one.a, one.figure),
            show(one.b, one.figure),
            *(show(part, one.figure, sign=True) for part in (one.b - one.a, *(getattr(one, name) for name in parts))),
        ]
        for one in found.split
    ]
    return ["figure", "A", "B", "B - A", *parts], cells


def _split_table(found: Comparison) -> Iterator[str]:
    if found.split:
        heads, cells = _split_cells(found)
        yield from (SPLIT, *lay_out([heads], cells, [True, *[False] * (len(heads) - 1)]), "")


def _changes(found: Comparison) -> Iterator[str]:
    for change, title in _TITLES.items():
        number, told = found.count(change), _told(found, change)
        if not number:
            continue
        yield f"{title} ({number})"
        for one in told:
            yield f"  {clean_line(_fact(one))}"
            yield from _wrapped(f"{one.before} -> {one.after}: {clean_line(one.reason_after)}", "    ")
        if number > len(told):
            yield f"  … and {number - len(told)} more: --all shows them"
        yield ""


def _told(found: Comparison, change: ChangeName) -> Sequence[FactChange]:
    return {
        "lost": found.lost,
        "gained": found.gained,
        "newly contradicted": found.newly_contradicted,
        "no longer contradicted": found.no_longer_contradicted,
    }[change]


def _fact(one: FactChange) -> str:
    epoch = f" (epoch {one.epoch})" if one.epoch > 1 else ""
    importance = f"{one.importance} " if one.importance else ""
    return f"{one.sample}/{one.fact}{epoch}: {importance}{one.kind}"


def _notes(found: Comparison) -> Iterator[str]:
    for note in note_lines(found):
        yield from _wrapped(note, "", "  ")


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """Return a text in lines; none of them begins as a command of a CI log does."""
    lines = textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest)
    return [line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line for line in lines]
