"""The bill: a small table of tokens and dollars below the results, where any are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.results.clean import clean_line, how_many
from harness.results.models import Spending
from harness.results.rows import TableRow
from harness.results.spending import show_dollars

_HEADS = [
    ["", "input", "output", "tokens a", "", "cost a"],
    ["backend", "tokens", "tokens", "summary", "cost", "summary"],
]
_UNKNOWN = "-"


def bill_of(rows: Sequence[TableRow]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the heads, in two lines, and the cells of the rows of which tokens or a cost are known."""
    cells = [
        [f"{row.backend}, {row.task}" if row.task else row.backend, *_cells(spent)] for row, spent in _billed(rows)
    ]
    return _HEADS, cells


def _billed(rows: Sequence[TableRow]) -> list[tuple[TableRow, Spending]]:
    return [(row, row.spending) for row in rows if row.spending and (row.spending.counted or row.spending.cost)]


def _cells(spending: Spending) -> list[str]:
    tokens = [_UNKNOWN] * 3
    if spending.counted:
        both = spending.input_tokens + spending.output_tokens
        tokens = [f"{n:,}" for n in (spending.input_tokens, spending.output_tokens, round(both / spending.counted))]
    cost = [_UNKNOWN] * 2
    if spending.priced:
        cost = [show_dollars(spending.cost), show_dollars(spending.cost / spending.priced)]
    return [*tokens, *cost]


def bill_notes(rows: Sequence[TableRow]) -> Iterator[str]:
    """Yield what must be said of sums that are not whole."""
    for row, spending in _billed(rows):
        name = clean_line(row.backend)
        if spending.counted < spending.asked:
            yield f"{name}: the tokens of {spending.counted} of {how_many(spending.asked, 'request')} are known."
        if 0 < spending.priced < spending.asked:
            yield f"{name}: the cost of {spending.priced} of {how_many(spending.asked, 'request')} is known."
    for row in rows:
        if row.spending and row.spending.cached:
            found = how_many(row.spending.cached, "answer")
            yield f"{clean_line(row.backend)}: {found} out of the cache, in no sum of tokens or cost."
