"""The report on scorers for people: tables of at most 80 columns, and for programs: JSON and JSONL."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from harness.metaeval.trust.marks import Kind
from harness.metaeval.trust.models import MarkedRow, Measured, Part, TrustReport
from harness.metaeval.trust.notes import agreement_sentence, legend, missing_figures, sentences
from harness.metaeval.trust.shown import COLUMNS, WIDTH, cut, show_figure, wrap
from harness.results.clean import clean_line, how_many
from harness.results.disk import to_json
from harness.scorers.cards import Estimate, FigureName

_GAP = "  "

_TITLES: Mapping[Kind, str] = {
    "scorer": "scorers",
    "peer": "published",
    "baseline": "counting",
    "control": "control",
}


def show_report(report: TrustReport) -> str:
    """Return the tables, part by part, with what must be said of them below."""
    lines: list[str] = []
    for part in report.parts:
        lines += [*_part_lines(part), ""]
    lines += (line for text in legend(report) for line in wrap(text))
    return "\n".join(lines) + "\n"


def report_json(report: TrustReport) -> str:
    """Return the report as JSON."""
    return f"{to_json(report, indent=2)}\n"


def rows_jsonl(rows: Iterable[MarkedRow]) -> str:
    """Return a line of JSON for each row."""
    return "".join(f"{to_json(row)}\n" for row in rows)


def _part_lines(part: Part) -> Iterator[str]:
    yield from textwrap.wrap(_head(part), WIDTH, subsequent_indent="  ")
    yield ""
    yield from _figures_table(part)
    scorers = [found for found in part.measured if found.kind == "scorer"]
    if part.partnerless:
        yield f"Left out of the pairs: {how_many(part.partnerless, 'row')} without a partner."
    for found in part.measured:
        yield from _notes(found, part)
    for sentence in missing_figures(part):
        yield from wrap(sentence)
    for agreement in part.agreement:
        yield from wrap(agreement_sentence(agreement))
    yield from _types_table("Pairs by type", scorers, lambda found: found.pair_types)
    yield from _types_table("Errors found by type", scorers, lambda found: found.error_types)


def _head(part: Part) -> str:
    told = [f"{how_many(part.rows, 'row')} of {how_many(part.documents, 'document')}"]
    if part.consistent or part.inconsistent:
        told.append(f"{part.consistent} consistent, {part.inconsistent} not")
    if part.pairs:
        told.append(how_many(part.pairs, "pair"))
    if part.graded:
        told.append(f"{part.graded} graded")
    which = "" if part.part == "all" else f", {part.part}"
    return f"{clean_line(part.dataset)}{which}: {'; '.join(told)}"


def _figures_table(part: Part) -> Iterator[str]:
    names = [name for name in COLUMNS if any(name in found.figures for found in part.measured)]
    cells = {name: [show_figure(found.figures.get(name)) for found in part.measured] for name in names}
    widths = {name: max(len(COLUMNS[name]), *map(len, cells[name])) for name in names}
    labels = [f"  {cut(found.name)}" for found in part.measured]
    first = max(map(len, (*labels, *_TITLES.values())))
    for block in _blocks(names, widths, WIDTH - first):
        yield _line("", first, ((COLUMNS[name], widths[name]) for name in block))
        kind = None
        for place, found in enumerate(part.measured):
            if found.kind != kind:
                kind = found.kind
                yield _TITLES[kind]
            yield _line(labels[place], first, ((cells[name][place], widths[name]) for name in block))
        yield ""


def _blocks(names: Sequence[FigureName], widths: Mapping[FigureName, int], room: int) -> Iterator[list[FigureName]]:
    """Yield the columns in as many blocks as it takes to keep the width."""
    block: list[FigureName] = []
    for name in names:
        if block and sum(len(_GAP) + widths[other] for other in (*block, name)) > room:
            yield block
            block = []
        block.append(name)
    if block:
        yield block


def _line(label: str, first: int, cells: Iterable[tuple[str, int]]) -> str:
    return _GAP.join([label.ljust(first), *(text.ljust(width) for text, width in cells)]).rstrip()


def _notes(found: Measured, part: Part) -> Iterator[str]:
    if found.kind == "scorer":
        yield from wrap(" ".join(sentences(found, part)))
    elif found.kind == "peer" and found.scored < part.rows:
        yield from wrap(f"{found.name}: carried by {found.scored} of {how_many(part.rows, 'row')}.")


def _types_table(
    title: str, scorers: Sequence[Measured], of: Callable[[Measured], Mapping[str, Estimate]]
) -> Iterator[str]:
    shown = [found for found in scorers if any(figure.value is not None for figure in of(found).values())]
    if not shown:
        return
    types = list(dict.fromkeys(name for found in shown for name in of(found)))
    first = max(len(title), *(2 + len(cut(name, WIDTH // 2)) for name in types))
    columns = [[show_figure(of(found).get(name)) for name in types] for found in shown]
    widths = [max(len(cut(found.name)), *map(len, cells)) for found, cells in zip(shown, columns, strict=True)]
    sizes = [str(max(of(found)[name].n for found in shown if name in of(found))) for name in types]
    room = max(1, (WIDTH - first - 6) // (len(_GAP) + max(widths)))
    for start in range(0, len(shown), room):
        some = range(start, min(start + room, len(shown)))
        yield ""
        yield _line(title, first, [("rows".rjust(4), 4), *((cut(shown[i].name), widths[i]) for i in some)])
        for place, name in enumerate(types):
            cells = [(sizes[place].rjust(4), 4), *((columns[i][place], widths[i]) for i in some)]
            yield _line(f"  {cut(name, WIDTH // 2)}", first, cells)
