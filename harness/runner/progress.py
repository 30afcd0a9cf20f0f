"""How far a run is: what the runner tells, and two ways to show it on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TextIO

from harness.results.models import AnswerRecord

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

QUIET_SECONDS = 10.0


class Progress(Protocol):
    """Is told how a run goes on."""

    def start(self, total: int, done: int) -> None:
        """Asking begins: so many requests are planned, and so many of them were answered in an earlier sitting."""
        ...

    def advance(self, record: AnswerRecord) -> None:
        """One more answer or error is in the journal."""
        ...

    def say(self, text: str) -> None:
        """Show a line."""
        ...

    def finish(self) -> None:
        """Asking has ended, by whatever end."""
        ...


class NoProgress:
    """Shows nothing."""

    def start(self, total: int, done: int) -> None:
        """Show nothing."""

    def advance(self, record: AnswerRecord) -> None:
        """Show nothing."""

    def say(self, text: str) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""


@dataclass
class QuietProgress:
    """A line at most every 10 s, and one at the end: for logs."""

    stream: TextIO | None = None
    seconds: Callable[[], float] = time.monotonic
    total: int = 0
    done: int = 0
    errors: int = 0
    shown_at: float = 0.0

    def start(self, total: int, done: int) -> None:
        """Set the counts."""
        self.total, self.done, self.errors, self.shown_at = total, done, 0, self.seconds()

    def advance(self, record: AnswerRecord) -> None:
        """Count, and show the counts when 10 s have passed since they were shown."""
        self.done += 1
        self.errors += record.error is not None
        if self.seconds() - self.shown_at >= QUIET_SECONDS:
            self._show()

    def say(self, text: str) -> None:
        """Show a line."""
        print(text, file=self.stream or sys.stderr, flush=True)

    def finish(self) -> None:
        """Show the last counts."""
        self._show()

    def _show(self) -> None:
        self.shown_at = self.seconds()
        self.say(f"{self.done} of {self.total} requests done, errors: {self.errors}")


class RichProgress:
    """A bar with counts, errors and the time left: for terminals."""

    def __init__(self, stream: TextIO | None = None) -> None:
        from rich.console import Console  # noqa: PLC0415  (heavy)
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        self._bar: Bar = Bar(
            TextColumn("asking", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("errors: {task.fields[errors]}", markup=False),
            TimeRemainingColumn(),
            console=Console(file=stream, stderr=stream is None),
        )
        self._task: TaskID | None = None
        self._errors = 0

    def start(self, total: int, done: int) -> None:
        """Show the bar."""
        self._errors = 0
        self._task = self._bar.add_task("asking", total=total, completed=done, errors=0)
        self._bar.start()

    def advance(self, record: AnswerRecord) -> None:
        """Move the bar."""
        self._errors += record.error is not None
        if self._task is not None:
            self._bar.update(self._task, advance=1, errors=self._errors)

    def say(self, text: str) -> None:
        """Show a line above the bar."""
        self._bar.console.print(text, markup=False, highlight=False)

    def finish(self) -> None:
        """Leave the bar as it stands."""
        self._bar.stop()
