"""The way to one backend: what a request waits for before it goes out, and what its reply teaches."""

from __future__ import annotations

from collections.abc import Callable

from harness.backends.base import Usage
from harness.errors import BackendError
from harness.runner.circuit import Circuit
from harness.runner.clock import Clock
from harness.runner.conditions import Terms
from harness.runner.pace import Pace, Pause


class Line:
    """Holds the requests to one backend back as its limits, its refusals and its health ask."""

    def __init__(self, name: str, terms: Terms, clock: Clock, patience: float, say: Callable[[str], None]) -> None:
        """Start with nothing known of the backend. `patience` is how many seconds it may be down."""
        self.name = name
        self.terms = terms
        self.pace = Pace(terms.limits, clock)
        self.circuit = Circuit(name, clock, patience, say)

    async def enter(self, tokens: float, pause: Pause, is_stopped: Callable[[], bool]) -> Ticket | None:
        """Wait until a request of about so many tokens may go out; None after a stop, or where none may any more."""
        while True:
            while (seconds := self.circuit.seconds_left()) > 0:
                if self.circuit.given_up or is_stopped():
                    return None
                await pause(seconds)
            if self.circuit.given_up or is_stopped():
                return None
            charged = await self.pace.wait(tokens, pause, is_stopped)
            if charged is None:
                return None
            if not self.circuit.seconds_left():
                break
        self.circuit.enter()
        return Ticket(self, tokens, charged)

    def held_by(self) -> str:
        """Return in words what holds requests back; nothing where nothing does."""
        return "held to be down" if self.circuit.is_open else self.pace.held_by()


class Ticket:
    """A request that has gone out: one of its methods is called with what became of it."""

    __slots__ = ("_charged", "_line", "_sent_at", "_tokens")

    def __init__(self, line: Line, tokens: float, charged: float) -> None:
        """Note when it goes out."""
        self._line = line
        self._tokens = tokens
        self._charged = charged
        self._sent_at = line.pace.throttle.sent()

    def answered(self, usage: Usage | None) -> None:
        """An answer came, with so many tokens where it tells them."""
        self._line.pace.throttle.taken()
        self._line.circuit.answered()
        if usage and usage.input_tokens is not None:
            self._line.pace.settle(self._tokens, self._charged, usage.input_tokens + (usage.output_tokens or 0))

    def failed(self, error: BackendError) -> None:
        """An error came."""
        if error.cause == "rate limit":
            self._line.pace.throttle.refused(self._sent_at, error.retry_after or 0.0)
        else:
            self._line.pace.throttle.taken()
        self._line.circuit.failed(error)

    def dropped(self) -> None:
        """It was cancelled."""
        self._line.circuit.leave()
