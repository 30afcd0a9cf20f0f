"""What a scorer keeps of the texts it has read: as much as a given size allows, those asked for last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

KEPT_TEXT = 1_000_000
"""Characters of articles that a scorer keeps read, all together: read, they take some hundred times as many bytes."""

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """Keeps what was made, each with its size, up to `most` in all; what was not asked for longest goes first.

    What was made last stays, whatever its size.
    """

    def __init__(self, most: int = KEPT_TEXT) -> None:
        self._most = most
        self._size = 0
        self._made: OrderedDict[Hashable, tuple[_T, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], tuple[_T, int]]) -> _T:
        """Return what is kept under a key; where there is nothing, what `make` returns with its size."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key][0]
        made, size = self._made[key] = make()
        self._size += size
        while self._size > self._most and len(self._made) > 1:
            self._size -= self._made.popitem(last=False)[1][1]
        return made
