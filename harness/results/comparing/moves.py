"""How figures moved between two scorings of the same answers, and whether the gold or the scorer moved them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from harness.results.comparing.changes import find_changes
from harness.results.comparing.columns import Book, Bools
from harness.results.comparing.compare import Entrant, entrant_key, read_entrants
from harness.results.comparing.models import ChangeCount, Move
from harness.results.comparing.pairing import REFERENCE_SCORERS, Cells, Pairing, Parts, pair
from harness.results.comparing.shared import share
from harness.results.comparing.traits import TABLE, figures_for
from harness.results.figures import Figure

_NEITHER, _GOLD, _SCORER, _BOTH = range(4)
_ORDER = (_GOLD, _SCORER, _BOTH, _NEITHER)


def find_moves(before: Entrant, after: Entrant) -> tuple[list[Move], tuple[ChangeCount, ...]]:
    """Return how the figures of one backend moved, and the facts that are told otherwise."""
    book = Book()
    read = read_entrants([before, after], book)
    shared = share([before.manifest, after.manifest], frozenset({"version", "prompt"}))
    pairing = pair(read[entrant_key(before)], read[entrant_key(after)], shared, book)
    moves = [find_move(pairing, figure, book, after.side.backend) for figure in moving_figures(pairing)]
    found = [move for move in moves if move and (move.before != move.after or any(_parts(move)))]
    has_facts = frozenset(pairing.scorers) & {"facts"}
    scored = pairing.scored(has_facts)
    return found, find_changes(pairing, scored[0] & scored[1]).counts()


def moving_figures(pairing: Pairing) -> Iterator[Figure]:
    """Yield the figures of which moves are told: those of the table, and all of scorers that have none there."""
    values = {
        scorer: [name for name in pairing.a.scorers[scorer].values if name in pairing.b.scorers[scorer].values]
        for scorer in pairing.scorers
    }
    yield from (figure for figure in figures_for(values) if figure.name in TABLE or not figure.scorers <= _OWN)


_OWN = frozenset({"facts", "rouge", "shape"})


def usable(pairing: Pairing, figure: Figure) -> Bools:
    """Return the answers that count for a figure in both scorings."""
    parts = pairing.parts(figure)
    a, b = pairing.scored(figure.scorers)
    return np.asarray(a & b & ~np.isnan(parts.top_a) & ~np.isnan(parts.top_b), dtype=bool)


def find_move(pairing: Pairing, figure: Figure, book: Book, backend: str, used: Bools | None = None) -> Move | None:
    """Return how a figure moved between two scorings of some answers, or of all; None where there is none to count."""
    parts = pairing.parts(figure)
    used = usable(pairing, figure) if used is None else used
    causes = _causes(pairing, figure, book)
    taken = np.zeros(len(used), dtype=bool)
    before = value = _value(pairing, figure, used, parts, taken)
    steps: dict[int, float] = {}
    for cause in _ORDER:
        taken = taken | (causes == cause)
        then = _value(pairing, figure, used, parts, taken)
        steps[cause] = 0.0 if then is None or value is None else then - value
        value = then
    if before is None and value is None:
        return None
    return Move(
        backend=backend,
        figure=figure.name,
        before=before,
        after=value,
        gold=steps[_GOLD],
        scorer=steps[_SCORER],
        both=steps[_BOTH],
        neither=steps[_NEITHER],
        answers=int(used.sum()),
    )


def _parts(move: Move) -> tuple[float, ...]:
    return move.gold, move.scorer, move.both, move.neither


def _value(pairing: Pairing, figure: Figure, used: Bools, parts: Parts, anew: Bools) -> float | None:
    """Return the figure with the present scores of some answers, and the earlier ones of all others."""
    top, bottom = np.where(anew, parts.top_b, parts.top_a), np.where(anew, parts.bottom_b, parts.bottom_a)
    cells: Cells = pairing.cells_of(figure, used, Parts(top, bottom, top, bottom))
    whole = float(cells.parts.bottom_a.sum())
    return cells.scale * float(cells.parts.top_a.sum()) / whole if whole else None


def _causes(pairing: Pairing, figure: Figure, book: Book) -> NDArray[np.int8]:
    """Return of each answer what has changed of what grades it: a bit for the gold, a bit for the scorer."""
    causes = np.zeros(len(pairing), dtype=np.int8)
    for scorer in figure.scorers:
        a, b = pairing.signatures(scorer)
        both, place = np.unique(np.stack([a, b]), axis=1, return_inverse=True)
        kinds = [_cause(book.signatures[int(one)], book.signatures[int(other)]) for one, other in both.T]
        causes |= np.array(kinds, dtype=np.int8)[place.ravel()]
        if scorer in REFERENCE_SCORERS:
            causes |= np.where(pairing.other_gold, _GOLD, 0).astype(np.int8)
    return causes


def _cause(a: str, b: str) -> int:
    """Return what differs between two signatures: the gold (its hash, or how many references it has), or the rest."""
    found = 0
    for one, other in zip_longest(a.split("|"), b.split("|"), fillvalue=""):
        if one != other:
            is_gold = all(field.partition(":")[0] in ("gold", "refs") for field in (one, other))
            found |= _GOLD if is_gold else _SCORER
    return found
