"""Requests that arrive at once, answered together by one thread, so that the event loop stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from harness.backends.base import Answer, Request, Result
from harness.errors import BackendError

MOMENT = 0.01
"""Seconds in which further requests may join the first one."""


@dataclass(eq=False)
class Ticket:
    """A request that waits or is worked on. The thread that works on it reads `is_dropped`: nobody waits any more."""

    request: Request
    future: asyncio.Future[Result]
    is_dropped: bool = False


Work: TypeAlias = Callable[[Sequence[Ticket]], Sequence[Result]]
"""Makes an outcome of each ticket; it is called in the thread."""


class Gatherer:
    """Hands all requests that wait to a function, again and again. To be used within one event loop.

    No more requests wait than are asked at once, so a batch is never larger than the number of connections.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gatherer")
        self._waiting: list[Ticket] = []
        self._batch: list[Ticket] = []
        self._serving: asyncio.Task[None] | None = None

    async def ask(self, request: Request) -> Answer:
        """Return the answer to a request, or raise its BackendError; cancelling it drops the request."""
        ticket = Ticket(request, asyncio.get_running_loop().create_future())
        self._waiting.append(ticket)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        try:
            outcome = await ticket.future
        finally:
            ticket.is_dropped = True
        if isinstance(outcome, BackendError):
            raise outcome
        return outcome

    async def close(self) -> None:
        """Drop what is left, and wait until the thread has noticed."""
        for ticket in (*self._waiting, *self._batch):
            ticket.is_dropped = True
            ticket.future.cancel()
        if self._serving:
            await asyncio.wait([self._serving])
        self._thread.shutdown(wait=False)

    async def _serve(self) -> None:
        while self._waiting:
            await asyncio.sleep(MOMENT)
            self._batch = [ticket for ticket in self._waiting if not ticket.is_dropped]
            self._waiting.clear()
            if self._batch:
                await self._serve_batch(self._batch)
            self._batch = []

    async def _serve_batch(self, batch: Sequence[Ticket]) -> None:
        try:
            outcomes = await asyncio.get_running_loop().run_in_executor(self._thread, self._work, batch)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is raised where the answer is waited for)
            for ticket in batch:
                if not ticket.future.done():
                    ticket.future.set_exception(error)
            return
        for ticket, outcome in zip(batch, outcomes, strict=True):
            if not ticket.future.done():
                ticket.future.set_result(outcome)
