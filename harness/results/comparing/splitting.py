"""What a difference comes from where two runs were scored otherwise: from gold, from scorers, or from the models.

Let m be how far a side's figure moves when its answers are graded as both are now, and model the difference then:

    B - A = model - (m_B - m_A)

and each m is split by what has changed of what graded the answer (`moves.py`), so the difference is too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from harness.results.comparing.columns import Book, Bools, Ints
from harness.results.comparing.compare import Entrant, entrant_key, read_entrants
from harness.results.comparing.models import Split
from harness.results.comparing.moves import find_move, moving_figures, usable
from harness.results.comparing.pairing import Pairing, pair
from harness.results.comparing.shared import Across, share
from harness.results.figures import Figure

_GRADING: frozenset[Across] = frozenset({"version"})
"""A task's version says what grades it too; prompts and articles are compared by themselves."""


def split_differences(
    before: tuple[Entrant, Entrant], now: tuple[Entrant, Entrant], across: frozenset[Across] = frozenset()
) -> tuple[Split, ...]:
    """Return what the difference of each figure comes from; of those that differ before or now.

    `before` are A and B as their runs were scored, `now` the same answers, both graded alike. Only answers that have a
    score in all four count.
    """
    book = Book()
    read = read_entrants([*before, *now], book)
    shared = share([one.manifest for one in (*before, *now)], across | _GRADING)
    a, b = (
        pair(read[entrant_key(was)], read[entrant_key(one)], shared, book) for was, one in zip(before, now, strict=True)
    )
    figures = {figure.name: figure for figure in moving_figures(a)}
    names = [figure.name for figure in moving_figures(b) if figure.name in figures]
    found = (_split(a, b, figures[name], book) for name in names)
    return tuple(one for one in found if one and (one.a != one.b or one.gold or one.scorer or one.both or one.neither))


def _split(a: Pairing, b: Pairing, figure: Figure, book: Book) -> Split | None:
    used_a, used_b = _in_both(a, b, usable(a, figure), usable(b, figure))
    of_a, of_b = find_move(a, figure, book, "A", used_a), find_move(b, figure, book, "B", used_b)
    if of_a is None or of_b is None:
        return None
    ends = (of_a.before, of_a.after, of_b.before, of_b.after)
    values = [value for value in ends if value is not None]
    if len(values) < len(ends):
        return None
    before_a, after_a, before_b, after_b = values
    return Split(
        figure=figure.name,
        a=before_a,
        b=before_b,
        gold=of_a.gold - of_b.gold,
        scorer=of_a.scorer - of_b.scorer,
        both=of_a.both - of_b.both,
        neither=of_a.neither - of_b.neither,
        model=after_b - after_a,
        answers=of_a.answers,
    )


def _in_both(a: Pairing, b: Pairing, used_a: Bools, used_b: Bools) -> tuple[Bools, Bools]:
    """Return which answers of each side count: those of a sample and epoch that counts on both."""
    keys_a, keys_b = (one.a.keys[one.rows_a] for one in (a, b))
    both: Iterator[Ints] = iter((keys_b[used_b], keys_a[used_a]))
    return used_a & np.isin(keys_a, next(both)), used_b & np.isin(keys_b, next(both))
