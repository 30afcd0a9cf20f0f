"""The report on scorers for people: tables of at most 80 columns, and for programs: JSON and JSONL."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from harness.metaeval.trust.marks import Kind
from harness.metaeval.trust.models import Agreement, MarkedRow, Measured, Part, TrustReport
from harness.results.clean import clean_line, how_many
from harness.results.disk import to_json
from harness.scorers.cards import Estimate, FigureName

WIDTH = 80
_GAP = "  "
_LONGEST = 24

_COLUMNS: Mapping[FigureName, str] = {
    "auc": "AUC",
    "verdict": "verdict",
    "threshold": "threshold",
    "pairs": "pairs",
    "spearman": "Spearman",
    "kendall": "Kendall",
}
_TITLES: Mapping[Kind, str] = {
    "scorer": "scorers",
    "peer": "published",
    "baseline": "counting",
    "control": "control",
}
_LEGEND: Mapping[str, str] = {
    "auc": "AUC: the chance that a consistent row scores above an inconsistent one.",
    "verdict": "verdict: balanced accuracy of the scorer's own verdict.",
    "threshold": "threshold: the same with a threshold on the score, chosen on all other documents.",
    "pairs": "pairs: how often the right one of a minimal pair scores higher.",
    "spearman": "Spearman, Kendall: correlation with the grades.",
}


def show_report(report: TrustReport) -> str:
    """Return the tables, part by part, with what must be said of them below."""
    lines: list[str] = []
    for part in report.parts:
        lines += [*_part_lines(part), ""]
    return "\n".join([*lines, *_legend(report)]) + "\n"


def report_json(report: TrustReport) -> str:
    """Return the report as JSON."""
    return f"{to_json(report, indent=2)}\n"


def rows_jsonl(rows: Iterable[MarkedRow]) -> str:
    """Return a line of JSON for each row."""
    return "".join(f"{to_json(row)}\n" for row in rows)


def show_figure(found: Estimate | None) -> str:
    """Return a figure with its interval, such as `.61 (.58, .65)`; `-` where it is undefined."""
    if found is None or found.value is None:
        return "-"
    if found.low is None or found.high is None:
        return _short(found.value)
    return f"{_short(found.value)} ({_short(found.low)}, {_short(found.high)})"


def _short(value: float) -> str:
    text = f"{value:.2f}"
    return "0" if float(text) == 0 else text.replace("0.", ".", 1) if abs(value) < 0.995 else text  # noqa: PLR2004


def _part_lines(part: Part) -> Iterator[str]:
    yield from textwrap.wrap(_head(part), WIDTH, subsequent_indent="  ")
    yield ""
    yield from _figures_table(part)
    scorers = [found for found in part.measured if found.kind == "scorer"]
    if part.partnerless:
        yield f"Left out of the pairs: {how_many(part.partnerless, 'row')} without a partner."
    for found in part.measured:
        yield from _notes(found, part)
    for agreement in part.agreement:
        yield from _wrap(_agreement(agreement))
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
    names = [name for name in _COLUMNS if any(name in found.figures for found in part.measured)]
    cells = {name: [show_figure(found.figures.get(name)) for found in part.measured] for name in names}
    widths = {name: max(len(_COLUMNS[name]), *map(len, cells[name])) for name in names}
    labels = [f"  {_cut(found.name)}" for found in part.measured]
    first = max(map(len, (*labels, *_TITLES.values())))
    for block in _blocks(names, widths, WIDTH - first):
        yield _line("", first, ((_COLUMNS[name], widths[name]) for name in block))
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
        yield from _wrap(" ".join(_sentences(found)))
    elif found.kind == "peer" and found.scored < part.rows:
        yield from _wrap(f"{found.name}: carried by {found.scored} of {how_many(part.rows, 'row')}.")


def _sentences(found: Measured) -> Iterator[str]:
    """Yield what is said of a scorer below the table."""
    yield f"{found.name}: rows are ranked by {found.ranked_by!r}." if found.ranked_by else f"{found.name}: no figure."
    if found.unscored:
        yield f"{how_many(found.unscored, 'row')} unscored, in no figure."
    verdict, place = (found.figures.get(name) for name in ("verdict", "explanation"))
    if verdict is None:
        yield "It gives no verdict."
    else:
        counts = verdict.counts
        yield (
            f"Violations found in {counts['flagged inconsistent']} of {counts['inconsistent']} inconsistent rows and "
            f"{counts['flagged consistent']} of {counts['consistent']} consistent ones."
        )
    if found.worst_pair_type is not None:
        yield f"Weakest on pairs of the type {found.worst_pair_type}."
    if place is not None and place.value is not None:
        yield f"The first stood at the error in {place.counts['at the error']} of {place.n}: {show_figure(place)}."


def _agreement(found: Agreement) -> str:
    told = [f"Spearman of their scores {show_figure(found.scores)}"]
    if found.verdicts is not None:
        told.insert(0, f"kappa of their verdicts {show_figure(found.verdicts)}")
    return f"{found.first} and {found.second}: {', '.join(told)}."


def _types_table(
    title: str, scorers: Sequence[Measured], of: Callable[[Measured], Mapping[str, Estimate]]
) -> Iterator[str]:
    shown = [found for found in scorers if of(found)]
    if not shown:
        return
    types = list(dict.fromkeys(name for found in shown for name in of(found)))
    first = max(len(title), *(2 + len(_cut(name, WIDTH // 2)) for name in types))
    columns = [[show_figure(of(found).get(name)) for name in types] for found in shown]
    widths = [max(len(_cut(found.name)), *map(len, cells)) for found, cells in zip(shown, columns, strict=True)]
    sizes = [str(max(of(found)[name].n for found in shown if name in of(found))) for name in types]
    room = max(1, (WIDTH - first - 6) // (len(_GAP) + max(widths)))
    for start in range(0, len(shown), room):
        some = range(start, min(start + room, len(shown)))
        yield ""
        yield _line(title, first, [("rows".rjust(4), 4), *((_cut(shown[i].name), widths[i]) for i in some)])
        for place, name in enumerate(types):
            cells = [(sizes[place].rjust(4), 4), *((columns[i][place], widths[i]) for i in some)]
            yield _line(f"  {_cut(name, WIDTH // 2)}", first, cells)


def _legend(report: TrustReport) -> Iterator[str]:
    names = {name for part in report.parts for found in part.measured for name in found.figures}
    told = [text for name, text in _LEGEND.items() if name in names]
    told.append("In brackets: 95% intervals over documents, where they can be given. docs/metaeval.md says more.")
    yield from textwrap.wrap(" ".join(told), WIDTH)


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(clean_line(text), WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _cut(name: str, longest: int = _LONGEST) -> str:
    name = clean_line(name)
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
