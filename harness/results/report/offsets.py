"""Offsets as pages count them: UTF-16 code units, of which a character beyond U+FFFF takes two."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from harness.gold.verdicts import Span

_LAST_OF_ONE_UNIT = 0xFFFF


class Offsets:
    """Turns offsets into one text from code points to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _wide(self) -> list[int]:
        """Where in the text the characters of two units stand."""
        if self._text.isascii():
            return []
        return [i for i, char in enumerate(self._text) if ord(char) > _LAST_OF_ONE_UNIT]

    def unit(self, point: int) -> int:
        """Return the offset in code units of an offset in code points; one outside the text is moved to its edge."""
        point = max(0, min(point, len(self._text)))
        return point + bisect_left(self._wide, point)

    def span(self, span: Span) -> list[int]:
        """Return a span, start and end, in code units."""
        return [self.unit(span[0]), self.unit(span[1])]
