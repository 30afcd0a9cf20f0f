"""An attribution as it stands in a text: whom it names, how firmly, and which words it gives to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from harness.gold.matching.passage import Key


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a sentence gives as source: keys of names (none for one that the gold does not know), and how firmly.

    `first` to `last - 1` are the words that name the source, `cue` those that make it one, `scope` those that are
    given to it. `is_subject` says that it surely is the source: it stands right beside its cue. An addressee is told
    something or passes it on: `told the BBC`, `cited by BILD`.
    """

    keys: frozenset[Key]
    how: str
    first: int
    last: int
    is_subject: bool = False
    is_negated: bool = False
    scope: tuple[int, int] = (0, 0)
    cue: tuple[int, int] = (0, 0)
    role: Literal["source", "addressee"] = "source"

    @property
    def hull(self) -> tuple[int, int]:
        """The words of the source with its cue."""
        return min(self.first, self.cue[0]), max(self.last, self.cue[1])
