"""What `harness eval --dry-run` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from harness.results.clean import clean_line, how_many, markdown_cell
from harness.results.spending import show_dollars
from harness.results.table import WIDTH, Form, lay_out, markdown_lines, print_records
from harness.runner.estimate import Estimate, EstimateRow

_HEADS = ["backend", "requests", "input tokens", "output tokens", "cost"]
_IS_TEXT = [True, False, False, False, False]
_UNKNOWN = "unknown"


def print_estimate(estimate: Estimate, form: Form) -> str:
    """Return an estimate in a format; `json` has all of it, the others a row for each backend and one in all."""
    if form == "json":
        return estimate.model_dump_json(indent=1) + "\n"
    rows = [*estimate.rows, estimate.total]
    if form in ("csv", "jsonl"):
        return print_records([row.model_dump() for row in rows], form)
    notes = list(_notes(estimate))
    if form == "md":
        cells = [[markdown_cell(row.backend), *_figures(row)] for row in rows]
        lines = [*markdown_lines(_HEADS, cells, _IS_TEXT), "", *(f"{note}<br>" for note in notes[:-1]), notes[-1]]
    else:
        cells = [[clean_line(row.backend), *_figures(row)] for row in rows]
        lines = [*lay_out([_HEADS], cells, _IS_TEXT), ""]
        lines += [line for note in notes for line in textwrap.wrap(note, WIDTH, subsequent_indent="  ")]
    return "\n".join(lines) + "\n"


def _figures(row: EstimateRow) -> list[str]:
    written = _UNKNOWN if row.output_tokens is None else f"{row.output_tokens:,}"
    cost = _UNKNOWN if row.cost is None else show_dollars(row.cost)
    return [f"{row.requests:,}", f"{row.input_tokens:,}", written, cost]


def _notes(estimate: Estimate) -> Iterator[str]:
    """Yield what must be said below the table, a line each."""
    yield "Nobody was asked. Tokens and cost are upper estimates, each request being sent once."
    answered = estimate.total.answered
    if answered:
        yield f"{how_many(answered, 'request')} of the run {'is' if answered == 1 else 'are'} answered already."
    for source in dict.fromkeys(row.priced_by for row in estimate.rows if row.priced_by and row.cost != 0):
        yield f"Prices: {source}. They change: check them."
    for row in estimate.rows:
        yield from (f"{clean_line(row.backend)}: {note}" for note in _unknown(row))
    if estimate.asked_by_scorers:
        yield f"Scorers ask models {estimate.asked_by_scorers:,} times besides; what that costs is unknown."
    if estimate.spent:
        yield f"Earlier sittings have cost {show_dollars(estimate.spent)}."
    yield from _beside_budget(estimate)


def _unknown(row: EstimateRow) -> Iterator[str]:
    if row.priced_by is None:
        yield "no price is known. Give one with --prices FILE."
    if row.output_tokens is None and row.cost != 0:
        yield "nothing limits the length of its answers. Give --max-tokens."
    elif not row.is_limited and row.cost != 0:
        yield "without --max-tokens, each answer is counted as long as the model can write."
    if row.cut:
        yield f"the articles of {how_many(row.cut, 'sample')} are cut to fit."


def _beside_budget(estimate: Estimate) -> Iterator[str]:
    cost = estimate.total.cost
    if estimate.budget is None or cost is None:
        return
    left = estimate.budget - estimate.spent
    fits = "covers all of it" if cost <= left else "may not cover all of it: the run would stop, and could be resumed"
    yield f"The budget of {show_dollars(estimate.budget)} {fits}."
