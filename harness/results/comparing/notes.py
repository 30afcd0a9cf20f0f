"""What stands below the tables of a comparison: epochs, what cannot be told, what was left out and could change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.results.clean import clean_line, how_many
from harness.results.comparing.conclude import show
from harness.results.comparing.models import Comparison, FigureDifference
from harness.results.epochs import say_agreement


def is_told(row: FigureDifference) -> bool:
    """Whether either side has the figure."""
    return row.a is not None or row.b is not None


def note_lines(found: Comparison) -> Iterator[str]:
    """Yield what must be said below: why figures cannot be told, what was left out, and what is not comparable."""
    rows = [row for row in found.figures if row.in_table and row.task is None and row.kind is None and is_told(row)]
    if found.graded_anew:
        yield "Both sides are graded anew here, alike, with present gold and scorers; the runs are left as they were."
    yield from _epoch_lines(found, rows)
    reasons: dict[str, list[str]] = {}
    of_kinds = [row for row in found.figures if row.in_table and row.task is None and row.kind and is_told(row)]
    for row in (*rows, *of_kinds):
        if row.verdict == "cannot be told":
            kind = f"{row.kind}: " if row.kind else ""
            reasons.setdefault(row.reason, []).append(f"{kind}{row.figure.replace('_', ' ')}")
    for reason, names in reasons.items():
        yield clean_line(f"Cannot be told of {', '.join(names)}: {reason}.")
    yield from _interval_lines(rows)
    for one in found.left_out:
        a, b = (
            f"{unscored} unscored and {none} without an answer in {name}"
            for name, unscored, none in (("A", one.unscored_a, one.no_answer_a), ("B", one.unscored_b, one.no_answer_b))
        )
        yield clean_line(f"Left out of both sides of {one.scorer}: {how_many(one.samples, 'sample')} ({a}; {b}).")
    yield from _bound_lines(rows)
    for note in found.not_compared:
        sides = f" (A: {note.a}; B: {note.b})" if note.a or note.b else ""
        yield clean_line(f"{note.what[:1].upper()}{note.what[1:]}{sides}: {note.reason}.")


def _interval_lines(rows: Sequence[FigureDifference]) -> Iterator[str]:
    """Yield why a figure may be better or worse and have no interval."""
    shown = [row for row in rows if row.verdict in ("better", "worse", "different")]
    if bare := [row.figure.replace("_", " ") for row in shown if row.interval is None]:
        yield f"No interval of {', '.join(bare)}: the difference is the same in every event, so no spread is seen."


def _bound_lines(rows: Sequence[FigureDifference]) -> Iterator[str]:
    """Yield what the differences could be if the samples that are left out had a score, or why that is not known."""
    said = []
    for row in rows:
        if row.lowest is not None and row.highest is not None:
            low, high = (show(end, row.figure, sign=True) for end in (row.lowest, row.highest))
            said.append(f"{row.figure.replace('_', ' ')} {low} to {high}")
    if said:
        yield f"With scores for them, from worst to best, B - A could be: {'; '.join(said)}."
    unknown: dict[str, list[str]] = {}
    for row in rows:
        if row.why_no_bounds:
            unknown.setdefault(row.why_no_bounds, []).append(row.figure.replace("_", " "))
    for reason, names in unknown.items():
        yield f"What they could change of {', '.join(names)} is not known: {reason}."


def _epoch_lines(found: Comparison, rows: Sequence[FigureDifference]) -> Iterator[str]:
    """Yield how far the epochs of each side agree, and how far the difference goes in each epoch alone."""
    sides = (("A", found.agreement_a), ("B", found.agreement_b))
    said = [f"{say_agreement(agreement)} in {name}" for name, agreement in sides if agreement]
    if said:
        yield f"Facts judged alike in all {found.epochs} epochs: {', '.join(said)}."
    first = next((row for row in rows if any(value is not None for value in row.by_epoch)), None)
    if first:
        values = [value for value in first.by_epoch if value is not None]
        low, high = (show(value, first.figure, sign=True) for value in (min(values), max(values)))
        name = first.figure.replace("_", " ")
        yield f"B - A in {name} in one epoch alone: from {low} to {high} ({how_many(len(values), 'epoch')})."
