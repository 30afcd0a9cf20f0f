"""Three to fifty sides by one figure, on the answers that all of them share: ranks, and who cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from harness.errors import UsageError
from harness.results.clean import how_many
from harness.results.comparing.columns import Book, Columns, Floats
from harness.results.comparing.compare import Entrant, Terms, by_sample, entrant_key, read_entrants, refuse_nothing
from harness.results.comparing.conclude import show
from harness.results.comparing.models import Leaderboard, NotCompared, Standing
from harness.results.comparing.pairing import Cells, Pairing, Parts, clusters_by_code, pair
from harness.results.comparing.shared import Shared, share
from harness.results.comparing.tabling import LEVEL
from harness.results.comparing.traits import TABLE, better, figures_for
from harness.results.figures import Figure, is_share
from harness.results.models import Interval
from harness.results.statistics.chances import letters, max_flips
from harness.results.statistics.intervals import FEWEST_EVENTS, ratio_interval

RANKED_BY = "fact_recall"


def rank(entrants: Sequence[Entrant], terms: Terms | None = None) -> Leaderboard:
    """Return the leaderboard of sides, by the figure that is asked for, else by recall of facts.

    Raises UsageError where they share nothing, and for a figure that they have not all.
    """
    terms, book = terms or Terms(), Book()
    if len(terms.figures) > 1:
        raise UsageError("a leaderboard is by one figure.", mend="Give --figure once.")
    columns = read_entrants(entrants, book)
    shared = share([one.manifest for one in entrants], terms.across)
    refuse_nothing(list(entrants), shared)
    shared = by_sample(shared) if terms.cluster == "sample" else shared
    board = _Board([columns[entrant_key(one)] for one in entrants], shared, book)
    name = next(iter(terms.figures), RANKED_BY)
    return _leaderboard(entrants, board, board.figure(name), terms)


class _Board:
    """All sides' answers, paired with the first's."""

    def __init__(self, sides: Sequence[Columns], shared: Shared, book: Book) -> None:
        self.shared = shared
        first = sides[0]
        keys = first.keys[pair(first, first, shared, book).rows_a]
        for side in sides[1:]:
            keys = np.intersect1d(keys, side.keys, assume_unique=True)
        clusters = clusters_by_code(shared, book)
        rows = [_rows_of(side, keys) for side in sides]
        samples = first.samples[rows[0]]
        other_gold = np.isin(samples, book.samples.codes(shared.other_gold))
        self.pairings = [
            Pairing(first, side, rows[0], of_side, samples, clusters[samples], other_gold)
            for side, of_side in zip(sides, rows, strict=True)
        ]

    def figure(self, name: str) -> Figure:
        """Return a figure that all sides have; raise UsageError else."""
        known = {figure.name: figure for figure in self.figures()}
        if name not in known:
            raise UsageError(f"not all sides have the figure {name}.", mend=f"They share: {', '.join(known)}.")
        return known[name]

    def figures(self) -> list[Figure]:
        """Return the figures that all sides have."""
        values: dict[str, list[str]] = {}
        for scorer in self.pairings[0].a.scorers:
            if all(scorer in pairing.b.scorers for pairing in self.pairings):
                values[scorer] = list(self.pairings[0].a.scorers[scorer].values)
        return list(figures_for(values))

    def cells(self, figure: Figure) -> list[Cells]:
        """Return each side's parts (as those of B), of the answers that all sides are scored on alike."""
        used = np.ones(len(self.pairings[0]), dtype=bool)
        parts = [pairing.parts(figure) for pairing in self.pairings]
        for pairing, part in zip(self.pairings, parts, strict=True):
            used &= pairing.comparable(figure.scorers) & pairing.scored(figure.scorers)[1] & ~np.isnan(part.top_b)
        return [pairing.cells_of(figure, used, part) for pairing, part in zip(self.pairings, parts, strict=True)]


def _rows_of(
    side: Columns, keys: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    order = np.argsort(side.keys)
    return order[np.searchsorted(side.keys[order], keys)]


def _leaderboard(entrants: Sequence[Entrant], board: _Board, figure: Figure, terms: Terms) -> Leaderboard:
    cells = board.cells(figure)
    values = [_value(one) for one in cells]
    sign = -1 if better(figure.name) == "lower" else 1
    order = sorted(range(len(values)), key=lambda i: (values[i] is None, -sign * (values[i] or 0.0)))
    parts = [one.by_cluster() for one in cells]
    events = len(parts[0].top_b)
    groups = _groups(order, parts, cells[0].scale) if events >= FEWEST_EVENTS else {}
    others = {one.name: [_value(cell) for cell in board.cells(one)] for one in board.figures() if one.name in TABLE}
    standings = tuple(
        Standing(
            rank=1 + sum(_is_ahead(values[other], values[i], sign) for other in order),
            side=entrants[i].side,
            figures={figure.name: values[i]} | {name: found[i] for name, found in others.items()},
            intervals={figure.name: _interval(figure, cells[i], parts[i])},
            groups=groups.get(i, ""),
        )
        for i in order
    )
    return Leaderboard(
        figure=figure.name,
        conclusion=_conclude(standings, figure.name, events, bool(groups), terms),
        samples=len(cells[0].samples),
        events=events,
        epochs=board.shared.epochs,
        cluster=terms.cluster,
        spread=how_many(events, terms.cluster),
        standings=standings,
        not_compared=(*board.shared.notes, *_left_out(cells, board)),
    )


def _value(cells: Cells) -> float | None:
    bottom = float(cells.parts.bottom_b.sum())
    return cells.scale * float(cells.parts.top_b.sum()) / bottom if bottom else None


def _is_ahead(one: float | None, other: float | None, sign: int) -> bool:
    return one is not None and (other is None or sign * one > sign * other)


def _groups(order: list[int], parts: Sequence[Parts], scale: float) -> dict[int, str]:
    pairs = list(combinations(range(len(parts)), 2))
    effects = np.stack([_effects(parts[i], parts[j], scale) for i, j in pairs])
    told = {both: p < LEVEL for both, p in zip(pairs, max_flips(effects), strict=True)}
    return letters(order, lambda i, j: told[min(i, j), max(i, j)])


def _effects(a: Parts, b: Parts, scale: float) -> Floats:
    bottom_a, bottom_b = float(a.bottom_b.sum()), float(b.bottom_b.sum())
    if not bottom_a or not bottom_b:
        return np.zeros(len(a.top_b))
    pooled = float(a.top_b.sum() + b.top_b.sum()) / (bottom_a + bottom_b)
    of_a, of_b = (a.top_b - pooled * a.bottom_b) / bottom_a, (b.top_b - pooled * b.bottom_b) / bottom_b
    effects = np.asarray(scale * len(of_a) * (of_b - of_a), dtype=np.float64)
    effects[np.abs(effects) < 1e-12 * scale] = 0.0
    return effects


def _interval(figure: Figure, cells: Cells, parts: Parts) -> Interval | None:
    if figure.rule == "sum":
        return None
    counted = [
        (top, bottom) for top, bottom in zip(parts.top_b.tolist(), parts.bottom_b.tolist(), strict=True) if bottom
    ]
    found = ratio_interval(counted, cells.scale, is_share=is_share(figure.name)).interval
    return Interval(low=found[0], high=found[1], events=len(counted)) if found else None


def _left_out(cells: Sequence[Cells], board: _Board) -> list[NotCompared]:
    left = len(board.shared.task_of) - len(cells[0].samples)
    if not left:
        return []
    why = "left out: not scored alike on every side"
    return [NotCompared(what=how_many(left, "sample"), a="", b="", reason=why)]


def _conclude(standings: Sequence[Standing], figure: str, events: int, told: bool, terms: Terms) -> str:  # noqa: FBT001
    standings = [one for one in standings if not one.side.upper_bound] or standings
    first = standings[0]
    name = f"{first.side.run}:{first.side.backend}"
    value = show(first.figures[figure], figure)
    if first.figures[figure] is None:
        return f"Nothing can be ranked: {figure} has nothing to count on the answers that all sides share."
    if not told:
        events_had = how_many(events, terms.cluster)
        return (
            f"{name} has the best {figure} ({value}); whether by more than chance cannot be told from {events_had}: "
            f"a test needs {FEWEST_EVENTS}."
        )
    apart = [one for one in standings[1:] if not set(one.groups) & set(first.groups)]
    if len(apart) == len(standings) - 1:
        return f"{name} has the best {figure} ({value}), better than all others."
    number = len(standings) - 1 - len(apart)
    others = "1 other cannot be told from it" if number == 1 else f"{number} others cannot be told from it"
    return f"{name} has the best {figure} ({value}); {others}."
