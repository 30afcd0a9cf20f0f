"""An event loop in which waiting takes no time: hours of a run pass in a second, and always alike."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from harness.runner.clock import Clock

_T = TypeVar("_T")
START = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its clock stands still while there is work, and jumps to the next timer when there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self.now = max(self.now, self._scheduled[0]._when)  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: START + timedelta(seconds=self.now), sleep=asyncio.sleep, seconds=lambda: self.now)


def run_virtually(work: Coroutine[Any, Any, _T], loop: VirtualLoop) -> _T:
    """Run a coroutine to its end in a loop, which is closed."""
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
