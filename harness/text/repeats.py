"""Sentences that a text says again, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harness.text.fold import Span

_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "this", "that", "these", "those", "his", "her", "its", "their"})
_FEWEST_WORDS = 3
_MARKER = re.compile(r"[\W_]{0,9}\[\d{1,3}\]")
"""What opens a sentence of an article by its number, as in `[2]`: what follows is of that article."""


def without_repeats(text: str, sentences: Iterable[Span]) -> str:
    """Return a text of the same length in which blanks stand for every sentence that was there before.

    A sentence that begins with a pronoun stays, since it may be of another by then; so does one under the number of
    another article, or of fewer than three words.
    """
    pieces: list[str] = []
    copied = 0
    seen: set[tuple[str, ...]] = set()
    marker = ""
    for start, end in sentences:
        opening = _MARKER.match(text, start, end)
        marker = opening.group() if opening else marker
        words = text[start:end].split()
        if len(words) < _FEWEST_WORDS or words[0].lower() in _PRONOUNS:
            continue
        key = (marker, *words)
        if key in seen:
            pieces += (text[copied:start], " " * (end - start))
            copied = end
        seen.add(key)
    return "".join(pieces) + text[copied:]
