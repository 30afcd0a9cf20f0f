"""Noticing that a backend is plainly down, or refuses everything, before every request has failed at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.errors import BackendError
from harness.runner.clock import Clock

IN_A_ROW = 10
"""Requests in a row that fail because the backend is unavailable, until it is held to be down."""
DENIED_IN_A_ROW = 3
FIRST_PATIENCE = 60.0
"""Seconds that a backend may be down which has not answered once."""
_LONGEST_INTERVAL = 60.0


@dataclass
class Circuit:
    """Whether requests to a backend are worth sending.

    While it is open, they wait, and one goes out now and then to see: after 1, 2, 4, … 60 seconds. `patience` is how
    many seconds it may stay open, for a backend that has answered before. `say` shows a line to the user.
    """

    name: str
    clock: Clock
    patience: float
    say: Callable[[str], None] = field(repr=False)
    given_up: str = ""
    """Why no further request is sent, in words; nothing while they are."""
    _has_answered: bool = False
    _unavailable: int = 0
    _denied: int = 0
    _opened: float | None = None
    _interval: float = 1.0
    _next_try: float = 0.0
    _is_trying: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the backend is held to be down."""
        return self._opened is not None

    def seconds_left(self) -> float:
        """Return how long a request has to wait before it may be the next try; 0 where it may go out now."""
        if self._opened is None:
            return 0.0
        return 1.0 if self._is_trying else max(self._next_try - self.clock.seconds(), 0.0)

    def enter(self) -> None:
        """Send a request, for which `seconds_left` was 0: while the circuit is open, it is the one that tries."""
        self._is_trying = self._opened is not None

    def leave(self) -> None:
        """Take back a request that was dropped before there was any reply."""
        self._is_trying = False

    def answered(self) -> None:
        """Take note of an answer."""
        self._has_answered = True
        self._denied = 0
        self._close()

    def failed(self, error: BackendError) -> None:
        """Take note of a failure; open the circuit, or give the backend up, where it is one too many."""
        self._is_trying = False
        self._denied = self._denied + 1 if error.cause == "denied" else 0
        if self._denied >= DENIED_IN_A_ROW:
            self._give_up(f"{self._denied} requests in a row were refused; the last: {error}")
        if error.cause != "unavailable":
            self._close()
            return
        self._unavailable += 1
        now = self.clock.seconds()
        if self._opened is None:
            if self._unavailable < IN_A_ROW:
                return
            self._opened, self._interval = now, 1.0
            self.say(
                f"{self._unavailable} requests in a row failed; the last: {error} The others wait until it answers."
            )
        elif now >= self._next_try:
            self._interval = min(self._interval * 2, _LONGEST_INTERVAL)
        self._next_try = now + self._interval
        patience = self.patience if self._has_answered else min(FIRST_PATIENCE, self.patience)
        if now - self._opened >= patience:
            self._give_up(f"it has been down for {now - self._opened:.0f} s; the last: {error}")

    def _close(self) -> None:
        if self._opened is not None:
            self.say(f"{self.name} answers again, after {self.clock.seconds() - self._opened:.0f} s.")
        self._opened, self._unavailable, self._is_trying = None, 0, False

    def _give_up(self, why: str) -> None:
        if not self.given_up:
            self.given_up = why
            self.say(f"{self.name} is not asked any more: {why}")
