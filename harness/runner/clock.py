"""Time as an argument: what the runner asks of the clock, so that tests need not wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """The time of day (UTC), seconds that never go back, and a way to let time pass, in seconds."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    seconds: Callable[[], float] = time.monotonic

    def stamp(self) -> str:
        """Return the time as records have it: 2026-11-22T05:17:58Z."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")
