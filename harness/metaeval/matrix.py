"""The self-test's matrix for people and programs: a table of 80 columns, and JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from harness.metaeval.probes import Group
from harness.metaeval.selftest import CHANGES, Matrix, Tally, Trial
from harness.results.clean import clean_line

WIDTH = 80
_FIRST = 15
_TITLES: dict[Group, str] = {"error": "Errors: found", "rewording": "Rewordings: flagged"}
_MISSED: dict[Group, str] = {"error": "not found", "rewording": "flagged"}


def show_matrix(matrix: Matrix, misses: int = 0) -> str:
    """Return the table, with up to so many misses of each class and scorer below it."""
    return "\n".join([*_table(matrix), *_notes(matrix), *(_missed(matrix, misses) if misses else ())]) + "\n"


def _table(matrix: Matrix) -> Iterator[str]:
    columns = {scorer: _column(matrix, scorer) for scorer in matrix.scorers}
    widths = {scorer: max(len(scorer), *map(len, column.values())) for scorer, column in columns.items()}
    for i, group in enumerate(_TITLES):
        changes = matrix.changes(group)
        if not changes:
            continue
        if i:
            yield ""
        heads = (scorer.rjust(widths[scorer]) for scorer in matrix.scorers)
        yield "  ".join([_TITLES[group].ljust(_FIRST + 6), *heads]).rstrip()
        for change in (*changes, None):
            cells = (columns[scorer][group, change].rjust(widths[scorer]) for scorer in matrix.scorers)
            yield "  ".join([f"  {change or 'all':<{_FIRST + 4}}", *cells])
        if any(matrix.tally(group, scorer).unscored for scorer in matrix.scorers):
            left = (str(matrix.tally(group, scorer).unscored).rjust(widths[scorer]) for scorer in matrix.scorers)
            yield "  ".join([f"  {'unscored':<{_FIRST + 4}}", *left])


def _column(matrix: Matrix, scorer: str) -> dict[tuple[Group, str | None], str]:
    groups: tuple[Group, ...] = ("error", "rewording")
    return {
        (group, change): _cell(matrix.tally(group, scorer, change))
        for group in groups
        for change in (*matrix.changes(group), None)
    }


def _cell(tally: Tally) -> str:
    if not tally.scored:
        return "-"
    return f"{tally.flagged}/{tally.scored} {percent(tally.flagged, tally.scored):>3}%"


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent; 0 and 100 only where it is none and all."""
    rounded = round(100 * part / whole)
    return rounded if part in (0, whole) else min(99, max(1, rounded))


def _notes(matrix: Matrix) -> Iterator[str]:
    for scorer in matrix.scorers:
        if scorer not in matrix.judging:
            note = (
                f"{scorer} gives no verdict: it flags what has a lower first figure than the sentence it was made from."
            )
            yield ""
            yield from textwrap.wrap(note, WIDTH)


def _missed(matrix: Matrix, limit: int) -> Iterator[str]:
    for group, title in _MISSED.items():
        for change in matrix.changes(group):
            for scorer in matrix.scorers:
                yield from _missed_of(matrix, group, change, scorer, limit, title)


def _missed_of(matrix: Matrix, group: Group, change: str, scorer: str, limit: int, title: str) -> Iterator[str]:
    found = matrix.misses(group, scorer, change, limit)
    if not found:
        return
    yield from ("", f"{scorer}, {change}: {title} ({CHANGES[group].get(change, change)})")
    for trial in found:
        yield f"  {trial.gold}#{trial.probe.fact}"
        yield from _lines("-", trial.probe.base)
        yield from _lines("+", trial.probe.text)
        yield from _lines("=", trial.reason)


def _lines(mark: str, text: str) -> list[str]:
    lead = f"    {mark} "
    return textwrap.wrap(
        clean_line(text), WIDTH, initial_indent=lead, subsequent_indent="      ", break_on_hyphens=False
    )


def matrix_json(matrix: Matrix, misses: int = 0) -> str:
    """Return the matrix as JSON: `scorers`, `rows` (a class and a scorer each) and `misses`."""
    rows = [
        _row(matrix, group, change, scorer)
        for group in _TITLES
        for change in matrix.changes(group)
        for scorer in matrix.scorers
    ]
    missed = [
        _miss(trial)
        for group in _TITLES
        for change in matrix.changes(group)
        for scorer in matrix.scorers
        for trial in matrix.misses(group, scorer, change, misses)
    ]
    scorers = [{"name": name, "judges": name in matrix.judging} for name in matrix.scorers]
    return json.dumps({"scorers": scorers, "rows": rows, "misses": missed}, indent=2) + "\n"


def _row(matrix: Matrix, group: Group, change: str, scorer: str) -> Mapping[str, Any]:
    tally = matrix.tally(group, scorer, change)
    return {
        "group": group,
        "class": change,
        "scorer": scorer,
        "flagged": tally.flagged,
        "scored": tally.scored,
        "unscored": tally.unscored,
    }


def _miss(trial: Trial) -> Mapping[str, str]:
    probe = trial.probe
    return {
        "scorer": trial.scorer,
        "group": probe.group,
        "class": probe.change,
        "gold": trial.gold,
        "fact": probe.fact,
        "before": probe.base,
        "after": probe.text,
        "said": trial.reason,
    }
