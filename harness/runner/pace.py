"""How fast one backend is asked: one request after the other, by requests and tokens a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from harness.runner.clock import Clock
from harness.runner.conditions import Limits
from harness.runner.throttle import Throttle

MINUTE = 60.0
SPARE = 1.025
"""Slots are this much wider than the limit asks, so that jitter on the way does not pass it."""
SLACK = 0.015
"""Seconds that a late request may be early again; more is not caught up with, or requests would bunch."""
_LEARNING = 0.2

Pause = Callable[[float], Awaitable[None]]
"""Lets seconds pass, or fewer where the run is being stopped."""


class _Slots:
    """Points in time for things that take up some of a rate each."""

    def __init__(self, seconds_each: float) -> None:
        self.seconds_each = seconds_each
        self.next = 0.0

    def take(self, now: float, amount: float) -> None:
        self.next = max(self.next, now - SLACK) + amount * self.seconds_each


class Pace:
    """Lets the requests to one backend go out one by one, as its limits and its refusals allow.

    Tokens are charged as estimated, in the proportion that earlier answers had to their estimates, and set right when
    the answer tells how many they were.
    """

    def __init__(self, limits: Limits, clock: Clock) -> None:
        """Start with no request sent. Limits are by the minute; without one, only refusals slow requests down."""
        self.throttle = Throttle(clock)
        self._clock = clock
        self._requests = _Slots(MINUTE / limits.rpm * SPARE) if limits.rpm else None
        self._tokens = _Slots(MINUTE / limits.tpm * SPARE) if limits.tpm else None
        self._learned = _Slots(0.0)
        self._ratio = 1.0
        self._turn = asyncio.Lock()

    @property
    def counts_tokens(self) -> bool:
        """Whether `wait` has a use for an estimate of tokens."""
        return self._tokens is not None

    async def wait(self, tokens: float, pause: Pause, is_stopped: Callable[[], bool]) -> float | None:
        """Wait for the turn of a request of about so many tokens; return the tokens charged, None after a stop."""
        charged = tokens * self._ratio
        if not (self._requests or self._tokens) and self.throttle.rate() is None and not self._seconds_left():
            return charged
        async with self._turn:
            while (seconds := self._seconds_left()) > 0:
                await pause(seconds)
                if is_stopped():
                    return None
            now = self._clock.seconds()
            rate = self.throttle.rate()
            self._learned.seconds_each = 1 / rate if rate else 0.0
            for slots, amount in ((self._requests, 1.0), (self._tokens, charged), (self._learned, 1.0)):
                if slots:
                    slots.take(now, amount)
        return charged

    def settle(self, estimated: float, charged: float, used: float) -> None:
        """Set right what was charged for an answered request, and learn from it."""
        if self._tokens and estimated > 0:
            self._ratio += _LEARNING * (used / estimated - self._ratio)
            self._tokens.next += (used - charged) * self._tokens.seconds_each

    def held_by(self) -> str:
        """Return in words what holds requests back now; nothing where nothing does."""
        now = self._clock.seconds()
        if self.throttle.paused_until > now:
            return f"asked to wait {self.throttle.paused_until - now:.0f} s more by the server"
        waits = {
            "--rpm": self._requests.next - now if self._requests else 0.0,
            "--tpm": self._tokens.next - now if self._tokens else 0.0,
            "the rate that the server was seen to allow": self._learned.next - now,
        }
        name = max(waits, key=lambda one: waits[one])
        return f"held back by {name}" if waits[name] > 0 else ""

    def _seconds_left(self) -> float:
        slots = [slots.next for slots in (self._requests, self._tokens, self._learned) if slots]
        return max(*slots, self.throttle.paused_until, 0.0) - self._clock.seconds()
