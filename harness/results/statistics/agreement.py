"""How far the epochs of a run agree: whether a fact of a sample has the same verdict each time it is asked for.

Of a fact with n verdicts, c of them alike in each sort, two different epochs agree with the chance
sum c (c - 1) / n (n - 1) (the observed agreement P_i of Fleiss 1971, "Measuring Nominal Scale Agreement Among Many
Raters"); the mean over facts is no worse for a fact that only some epochs were graded on.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

from harness.results.models import Agreement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_FACTS = 2**32
_CODES = {"omitted": 0, "supported": 1, "contradicted": 2}


class Verdicts:
    """Verdicts of several epochs while they come; 9 bytes each. `samples` are numbers from 0."""

    def __init__(self) -> None:
        """Start with none."""
        self._facts: dict[str, int] = {}
        self._things = array("q")
        self._verdicts = array("b")

    def add(self, sample: int, fact: str, verdict: str) -> None:
        """Add a verdict on a fact of a sample; KeyError where it is no verdict."""
        self._things.append(sample * _MOST_FACTS + self._facts.setdefault(fact, len(self._facts)))
        self._verdicts.append(_CODES[verdict])

    def agreement(self) -> Agreement | None:
        """Return how far they agree; None where no fact has two verdicts."""
        import numpy as np  # noqa: PLC0415  (heavy, and no run of one epoch needs it)

        things, verdicts = np.array(self._things, dtype=np.int64), np.array(self._verdicts, dtype=np.int64)
        return agreement_of(things, verdicts)


def agreement_of(things: NDArray[np.int64], verdicts: NDArray[np.int64]) -> Agreement | None:
    """Return how far verdicts on the same thing agree; None where nothing has two.

    Row i of both arrays is one verdict: on which fact of which sample, and a verdict's code, 0 to 2.
    """
    import numpy as np  # noqa: PLC0415  (the same)

    _, place = np.unique(things, return_inverse=True)
    count = np.zeros((int(place.max(initial=-1)) + 1, len(_CODES)))
    np.add.at(count, (place, verdicts), 1)
    asked = count.sum(axis=1)
    count, asked = count[asked > 1], asked[asked > 1]
    if not len(asked):
        return None
    pairs = (count * (count - 1)).sum(axis=1) / (asked * (asked - 1))
    return Agreement(facts=len(asked), same=int((count.max(axis=1) == asked).sum()), pairs=float(pairs.mean()))


def add_agreements(found: Iterable[Agreement | None]) -> Agreement | None:
    """Return the agreement on the facts of several tasks; None where none has any."""
    parts = [one for one in found if one]
    facts = sum(one.facts for one in parts)
    if not facts:
        return None
    pairs = sum(one.pairs * one.facts for one in parts) / facts
    return Agreement(facts=facts, same=sum(one.same for one in parts), pairs=pairs)
