"""What servers and commands say, made fit to be quoted in a one-line message."""

from __future__ import annotations

import unicodedata

QUOTED = 200
"""Characters of foreign text that one message quotes at most."""


def quote_line(text: str, limit: int = QUOTED) -> str:
    """Return text as one line of at most `limit` characters, without control or direction marks."""
    shown = "".join(" " if unicodedata.category(char).startswith("C") else char for char in text)
    line = " ".join(shown.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def mend_surrogates(text: str) -> str:
    """Return text with each half of a surrogate pair, which UTF-8 cannot hold, as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
