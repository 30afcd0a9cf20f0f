"""What is typed or pasted on a terminal: single keys, and texts however long their lines are."""

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


def read_key(prompt: str) -> str:
    """Show a prompt, and return the key that is pressed; nothing at the end of input (Ctrl-D)."""
    with _unbroken(is_echoing=False) as read:
        click.echo(prompt, nl=False)
        key = read(1)
    click.echo(key if key.isprintable() else "")
    return "" if key == _END_OF_TEXT else key


def read_pasted() -> str:
    """Return what is pasted up to a line with a single full stop, or the end of input (Ctrl-D)."""
    with _unbroken(is_echoing=True) as read:
        click.echo("Paste the article, then a line with a single full stop.")
        return _up_to_end(read)


def _up_to_end(read: Callable[[int], str]) -> str:
    lines: list[str] = [""]
    while piece := read(_PIECE):
        for char in piece:
            if char == _END_OF_TEXT:
                return "\n".join(lines)
            if char in _BACKSPACE:
                lines[-1] = lines[-1][:-1]
            elif char != "\n":
                lines[-1] += char
            elif lines[-1].strip() == _END:
                return "\n".join(lines[:-1])
            else:
                lines.append("")
    return "\n".join(lines)


@contextmanager
def _unbroken(*, is_echoing: bool) -> Iterator[Callable[[int], str]]:
    """Yield a function that reads what is there, of so many bytes at most, as soon as something is.

    A terminal that edits lines waits for their end, and cuts those of 4,096 bytes and more. What is typed ahead stays.
    """
    try:
        import termios  # noqa: PLC0415  (there is none on Windows)
    except ImportError:  # pragma: no cover  (there a console hands over keys, and lines of any length)
        yield lambda most: click.getchar() if most == 1 else sys.stdin.readline().replace("\x1a", "")
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    now = termios.tcgetattr(terminal)
    now[3] &= ~(termios.ICANON | (termios.ECHOCTL if is_echoing else termios.ECHO))
    now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(most: int) -> str:
        while data := os.read(terminal, most):
            if piece := decoder.decode(data):
                return piece
        return ""

    termios.tcsetattr(terminal, termios.TCSADRAIN, now)
    try:
        yield read
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
