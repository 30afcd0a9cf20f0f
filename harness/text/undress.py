"""Undressing: a text without what it was wrapped in, so that how it was typed changes nothing of what is read in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from harness.text.fold import INVISIBLE, Edit, EditedText, Span

_INVISIBLE = re.compile(rf"[{INVISIBLE}]+")
_FENCED = re.compile(r"\s*```(?:json|text|markdown)?[^\S\n]*\n(.*?)\n?```\s*", re.DOTALL)
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a character that stand alone: no text that is written has them."""

_RETURN = re.compile(r"\r\n?")
_BREAK = re.compile(r"\n[^\S\n]*+(?=\S)")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\S\n]*[^\s][^\n]*)*")
_ITEM = re.compile(r"[-*+\u2022\u2013#>|]|\(?\d{1,3}[.)]\s")
_EDGES = " \t\r\n\ufeff"
_SHORTEST_LINE, _LONGEST_LINE = 30, 120
"""How long the longest line of a wrapped paragraph is."""

_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:\s*)?')
_VALUE = re.compile(r"[-+.\w]+")
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[^u]")


def undress(text: str) -> EditedText:
    """Return a text without invisible characters, the breaks of lines wrapped for their length, and the signs of JSON.

    A blank line stays, and so does a break before an item of a list or behind a heading.
    """
    plain = EditedText(text, ((m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)))
    fence = _FENCED.fullmatch(plain.text)
    if fence:
        plain = plain.edited([(0, fence.start(1), ""), (fence.end(1), fence.end(), "")])
    if _is_json(plain.text):
        plain = plain.edited(_json_edits(plain.text))
    plain = plain.edited((m.start(), m.end(), "\ufffd") for m in _HALVES.finditer(plain.text))
    plain = plain.edited((m.start(), m.end(), "\n") for m in _RETURN.finditer(plain.text))
    return plain.edited((start, end, " ") for start, end in _wrapped(plain.text))


def _is_json(text: str) -> bool:
    """Whether a text is an object or a list in JSON that holds words."""
    if not text.lstrip(_EDGES).startswith(("{", "[")) or '"' not in text:
        return False
    try:
        json.loads(text.strip(_EDGES))
    except (ValueError, RecursionError):
        return False
    return True


def _json_edits(text: str) -> Iterator[Edit]:
    """Yield what makes the strings of JSON plain paragraphs; the keys of what is no string stay before their values."""
    end = 0
    for match in _STRING.finditer(text):
        is_apart = end > 0 and text[end : match.start()].strip(" :")
        yield end, match.start(), "\n\n" if is_apart else ""
        end = match.end()
        if match[2] and text[end : end + 1] == '"':  # the key of a string
            yield match.start(), end, ""
            continue
        yield match.start(), match.start(1), ""
        for escape in _ESCAPE.finditer(text, *match.span(1)):
            yield escape.start(), escape.end(), _unescaped(escape.group())
        yield match.end(1), end, ": " if match[2] else ""
        if match[2]:
            value = _VALUE.match(text, end)
            end = value.end() if value else end
    yield end, len(text), ""


def _unescaped(escape: str) -> str:
    return "\n" if escape == "\\r" else json.loads(f'"{escape}"')


def _wrapped(text: str) -> Iterator[Span]:
    """Yield the line breaks that only keep lines short, with the blanks around them."""
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        breaks = [(_trimmed(text, m.start()), m.end()) for m in _BREAK.finditer(text, start, end)]
        if not breaks:
            continue
        starts, ends = [start, *(b for _, b in breaks)], [*(a for a, _ in breaks), end]
        is_filled = _is_filled([text[a:b].rstrip() for a, b in zip(starts, ends, strict=True)])
        for before, after in breaks:
            is_item = _ITEM.match(text, after) is not None
            if not is_item and (is_filled or text[after].islower()):
                yield before, after


def _trimmed(text: str, end: int) -> int:
    """Return where the blanks begin that stand before a line break."""
    while end and text[end - 1].isspace() and text[end - 1] != "\n":
        end -= 1
    return end


def _is_filled(lines: list[str]) -> bool:
    """Whether every line but the last is so long that the first word of the next would not have stood in it."""
    width = max(map(len, lines))
    if not _SHORTEST_LINE <= width <= _LONGEST_LINE:
        return False
    return all(len(a) + 1 + len(b.split(None, 1)[0]) > width for a, b in pairwise(lines) if b.strip())
