"""The numbers of an article by how much they are, to find those near one without looking at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from harness.text.reading import Quantity

Window = tuple[float, float]
"""The least and the greatest number looked for."""


class Values:
    """The numbers of a text, each first mention of an amount with its bound and unit, in order."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        first: dict[object, Quantity] = {}
        for quantity in quantities:
            first.setdefault((quantity.amount, quantity.bound, quantity.units), quantity)
        self.every: Sequence[Quantity] = tuple(first.values())
        places = range(len(self.every))
        self._wide = [i for i in places if self.every[i].amount.is_range or self.every[i].amount.magnitude]
        wide = frozenset(self._wide)
        self._single = sorted((i for i in places if i not in wide), key=lambda i: self.every[i].amount.low)
        self._lows = [self.every[i].amount.low for i in self._single]

    def within(self, windows: Iterable[Window], *, has_wide: bool = False) -> list[Quantity]:
        """Return the single numbers that lie in one of some windows, in order.

        With `has_wide`, all ranges and magnitudes are among them.
        """
        found = {
            i
            for least, most in windows
            for i in self._single[bisect_left(self._lows, least) : bisect_right(self._lows, most)]
        }
        return [self.every[i] for i in sorted(found.union(self._wide) if has_wide else found)]


def close_to(value: float, slack: float = 0.0) -> Window:
    """Return the window of the numbers that are one but for a slack and what adding floats loses."""
    slack += 1e-6 * abs(value)
    return value - slack, value + slack
