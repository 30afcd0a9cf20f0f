"""Points in a plane: how many lie on which side of a place, for many places at once."""

from __future__ import annotations

import numpy as np

from harness.metaeval.trust.documents import Whole


class Quadrants:
    """Points, given by the codes (`codes_of`) of their two coordinates; there is one at least.

    The points are ordered by the first coordinate and parted by the bits of the second, from the highest, with how many
    went to the zeros before each place: a wavelet matrix (Claude, Navarro and Ordóñez 2015, "The Wavelet Matrix: An
    Efficient Wavelet Tree for Large Alphabets"). It takes O(n log n), and a place O(log n).
    """

    def __init__(self, first: Whole, second: Whole) -> None:
        self._firsts = np.sort(first)
        self._seconds = np.sort(second)
        self._bits = range((int(self._seconds[-1]) + 1).bit_length())[::-1]
        self._zeros: list[Whole] = []
        rest = second[np.argsort(first, kind="stable")]
        for bit in self._bits:
            is_one = (rest >> bit) & 1 == 1
            self._zeros.append(np.concatenate(([0], np.cumsum(~is_one))))
            rest = np.concatenate((rest[~is_one], rest[is_one]))

    def balance(self, first: Whole, second: Whole) -> Whole:
        """Return for each place how many points are above it in both coordinates or below it in both, less the others.

        Points that are level with it in a coordinate are neither.
        """
        below, upto = (np.searchsorted(self._firsts, first, side) for side in ("left", "right"))
        low, high = (np.searchsorted(self._seconds, second, side) for side in ("left", "right"))
        corners = sum(self._count(before, bound) for before in (below, upto) for bound in (second, second + 1))
        return np.asarray(len(self._firsts) - below - upto - low - high + corners, dtype=np.int64)

    def _count(self, before: Whole, bound: Whole) -> Whole:
        """Return how many of the first so many points have a second coordinate below a bound."""
        start, end = np.zeros_like(before), before
        found = np.zeros_like(before)
        for bit, zeros in zip(self._bits, self._zeros, strict=True):
            is_one = (bound >> bit) & 1 == 1
            first, last = zeros[start], zeros[end]
            found += np.where(is_one, last - first, 0)
            start = np.where(is_one, zeros[-1] + start - first, first)
            end = np.where(is_one, zeros[-1] + end - last, last)
        return found
