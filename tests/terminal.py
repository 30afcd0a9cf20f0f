"""A program on a real terminal, one of a pair of pseudo-terminals: what it shows is waited for, never slept for."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import child_environment

LONGEST = 20
"""Seconds that a text is waited for before the test fails."""

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A `harness` command with a terminal for its input and output."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self._own, theirs = os.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "harness", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env=child_environment(folder, TERM="xterm", NO_COLOR="1", **environment),
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        self._read = 0

    def expect(self, text: str) -> str:
        """Wait until a text is shown; return what was shown since the last one, without codes for colours."""
        while (at := self.plain.find(text, self._read)) < 0:
            assert self._more(), f"it ended, and never showed {text!r}:\n{self.shown}"
        found = self.plain[self._read : at + len(text)]
        self._read = at + len(text)
        return found

    def send(self, text: str) -> None:
        """Type a text."""
        data = text.encode()
        while data:
            self._more(0)  # what is echoed must be read, or neither side can go on
            data = data[os.write(self._own, data[:512]) :]

    def interrupt(self) -> None:
        """Do as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """Wait for the end; return the exit code."""
        while self._more():
            pass
        os.close(self._own)
        return self._process.wait(LONGEST)

    @property
    def plain(self) -> str:
        """What was shown, without codes for colours, lines ending as in a file."""
        return _CODES.sub("", self.shown).replace("\r\n", "\n")

    def _more(self, longest: float = LONGEST) -> bool:
        ready, _, _ = select.select([self._own], [], [], longest)
        if not ready:
            if longest:
                self._process.kill()
                self.end()
                pytest.fail(f"nothing is shown any more after\n{self.shown[-2000:]}")
            return True
        try:
            data = os.read(self._own, 65536)
        except OSError:  # the other side is closed
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)
