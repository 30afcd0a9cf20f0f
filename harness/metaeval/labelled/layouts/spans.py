"""Spans of errors as published files give them: offsets and the words themselves, which do not always agree."""

from __future__ import annotations


def find_span(summary: str, start: int, end: int, words: str) -> tuple[int, int] | None:
    """Return where words stand in a summary, as code points, end exclusive; None where they do not.

    The offsets given hold where these words, but for blanks around them, stand there. Else it is the place of the words
    that is nearest to `start`.
    """
    if 0 <= start < end <= len(summary) and summary[start:end].strip() == words.strip():
        return start, end
    words = words.strip()
    before, after = summary.rfind(words, 0, max(0, start) + len(words)), summary.find(words, max(0, start))
    found = [place for place in (before, after) if place >= 0]
    if not words or not found:
        return None
    nearest = min(found, key=lambda place: abs(place - start))
    return nearest, nearest + len(words)
