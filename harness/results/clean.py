"""Text of models and articles made fit to print: nothing in it can steer a terminal, a spreadsheet or a page."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

_JOINERS = frozenset("\u200c\u200d")
"""Zero-width characters that some scripts and emoji are spelled with, and that steer nothing."""

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_PLANE_ENDS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_NO_CHARACTER = frozenset(_PLANE_ENDS + "".join(map(chr, range(0xFDD0, 0xFDF0))))
"""Code points that are none by definition, for which XML has no place."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AT_START = re.compile(r"^(\s*)::", re.MULTILINE)
_ANYWHERE = re.compile(r"##(\[|[A-Za-z]+\[)")
_FORMULA = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def clean_line(text: str) -> str:
    """Return text as one line: blanks and line ends as single blanks, control and direction marks as escapes."""
    return escape_controls(" ".join(text.split()))


def how_many(number: int, noun: str) -> str:
    """Return a number with its noun: `1 fact`, `2 facts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def escape_controls(text: str) -> str:
    r"""Return text with control, format and direction characters written out: ESC as `\x1b`.

    Lone surrogates, and code points that are no characters, are written out too.
    Line feeds stay; a tab becomes a blank.
    """
    return "".join(_escaped(text)) if not text.isascii() or not text.isprintable() else text


def _escaped(text: str) -> Iterator[str]:
    for char in text:
        if char == "\t":
            yield " "
        elif char == "\n" or char in _JOINERS or not _is_unsafe(char):
            yield char
        else:
            yield char.encode("unicode_escape").decode("ascii")


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in _UNSAFE or char in _NO_CHARACTER


def safe_log(text: str) -> str:
    r"""Return lines that no CI takes for its own: `::error::` at a line's start, and `##[…]` or `##vso[…]` anywhere.

    The sign that makes them one is written out, as in `\x3a:error::`.
    """
    if "::" not in text and "##" not in text:
        return text
    return _ANYWHERE.sub(r"\\x23#\1", _AT_START.sub(r"\1\\x3a:", text))


def xml_text(text: str) -> str:
    """Return text as it may stand in XML 1.0, between tags or in an attribute; what XML has no place for as escapes."""
    clean = _NOT_XML.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), escape_controls(text))
    return html.escape(clean, quote=True)


def csv_cell(text: str) -> str:
    """Return text as a spreadsheet may open it: an apostrophe before what it would compute; numbers stay."""
    clean = escape_controls(text)
    first = (text[:1], text.lstrip()[:1])
    if _FORMULA.isdisjoint(first) or _NUMBER.fullmatch(text):
        return clean
    return f"'{clean}"


def markdown_cell(text: str) -> str:
    """Return text as a code span for a table's cell, where a pipe needs an escape."""
    return code_span(text).replace("|", "\\|")


def code_span(text: str) -> str:
    """Return text as a Markdown code span, in which no markup, link or mention works."""
    line = clean_line(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""
