"""The process's own streams: UTF-8 whatever the system thinks, and a quiet end when nobody reads on."""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import NoReturn

PIPE_CLOSED = 141
"""As shells report a process that was ended by SIGPIPE."""

TERMINATED = 143
"""As they report one that was ended by SIGTERM."""


def use_utf8() -> None:
    """Write UTF-8 with LF line ends where output is piped or redirected, unless PYTHONIOENCODING says otherwise.

    A terminal keeps its encoding; what it lacks is shown as escapes.
    """
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper):
        return
    if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
        stream.reconfigure(errors="backslashreplace")
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def is_colourful() -> bool:
    """Whether standard output is a terminal that shows colours, and NO_COLOR is not set (no-color.org)."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def leave_quietly() -> NoReturn:
    """End the process after its reader went away, as `| head` does: what is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(PIPE_CLOSED)


def clean_up_on_sigterm() -> None:
    """Have SIGTERM end the process as an error would, so that files that are half written are removed."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
