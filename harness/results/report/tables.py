"""Things that recur in many answers, each once: texts, and pieces of evidence."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_ThingT = TypeVar("_ThingT", bound=Hashable)

Pieces = tuple[tuple[int, int, int], ...]
"""Evidence: for each piece the article's place, start and end."""


class Table(Generic[_ThingT]):
    """Things that are named by their place."""

    def __init__(self) -> None:
        self._places: dict[_ThingT, int] = {}

    def place(self, thing: _ThingT) -> int:
        """Return a thing's place; it is added where it is new."""
        return self._places.setdefault(thing, len(self._places))

    @property
    def things(self) -> list[_ThingT]:
        """All of them, by place."""
        return list(self._places)


@dataclass(frozen=True)
class Tables:
    """The tables of a page."""

    strings: Table[str] = field(default_factory=Table)
    evidence: Table[Pieces] = field(default_factory=Table)

    def text(self, text: str | None) -> int:
        """Return a text's place; -1 where there is none."""
        return self.strings.place(text) if text else -1
