"""A text pasted on a terminal, however long its lines are."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_END = "."
_END_OF_TEXT, _BACKSPACE = "\x04", ("\x7f", "\b")
_PIECE = 65536


def read_pasted() -> str:
    """Return what is pasted up to a line with a single full stop, or the end of input (Ctrl-D)."""
    click.echo("Paste the article, then a line with a single full stop.")
    with _unbroken_lines() as read:
        return _up_to_end(read)


def _up_to_end(read: Callable[[], str]) -> str:
    text = ""
    while piece := read():
        for char in piece:
            if char in _BACKSPACE:
                text = text[:-1] if text[-1:] not in ("", "\n") else text
            elif char == _END_OF_TEXT:
                return text
            else:
                text += char
                if char == "\n" and text[:-1].rpartition("\n")[2].strip() == _END:
                    return text[: -len(text[:-1].rpartition("\n")[2]) - 1]
    return text


@contextmanager
def _unbroken_lines() -> Iterator[Callable[[], str]]:
    """Yield a function that reads what is there: a terminal that edits lines cuts those of 4,096 bytes and more."""
    try:
        import termios  # noqa: PLC0415  (there is none on Windows)
    except ImportError:  # pragma: no cover  (the lines are as long as the console lets them be)
        yield lambda: sys.stdin.readline().replace("\x1a", "")
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    raw = termios.tcgetattr(terminal)
    raw[3] &= ~termios.ICANON
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read() -> str:
        while data := os.read(terminal, _PIECE):
            if piece := decoder.decode(data):
                return piece
        return ""

    termios.tcsetattr(terminal, termios.TCSADRAIN, raw)
    try:
        yield read
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
