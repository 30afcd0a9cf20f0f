"""Asking backends: so many requests at once, retries, and a stop that loses nothing that was answered."""

from __future__ import annotations

import asyncio
import random
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from harness.backends.base import Answer
from harness.errors import BackendError
from harness.results.disk import replace_lone_surrogates
from harness.results.models import AnswerError, AnswerRecord
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions
from harness.runner.journal import Journal
from harness.runner.plan import Planned
from harness.runner.progress import Progress

ATTEMPTS = 5
SYNC_SECONDS = 0.5
LONGEST_RETRY_AFTER = 120.0
"""Seconds: a backend that asks for more patience than this is tried earlier, and then left for a resumed run."""
LONGEST_BACKOFF = 30.0


def seconds_to_wait(failures: int, retry_after: float, chance: random.Random) -> float:
    """Return how long to wait after the n-th failure (from 1) of a request.

    What the backend asks for, at most 120 s, and on top of it a random time of up to 1, 2, 4, … 30 s (exponential
    backoff with full jitter), so that requests refused together do not come again together.
    """
    longest = min(LONGEST_BACKOFF, 2.0 ** (failures - 1))
    return min(max(retry_after, 0.0), LONGEST_RETRY_AFTER) + chance.uniform(0.0, longest)


@dataclass(frozen=True)
class Desk:
    """What every worker needs: where answers go, when to stop, the clock and the dice."""

    journal: Journal
    progress: Progress
    clock: Clock
    chance: random.Random
    conditions: Conditions = field(default_factory=Conditions)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self, queue: Iterator[Planned]) -> None:
        """Take requests from a shared queue, one after the other; each is in the journal before the next is taken."""
        try:
            for planned in queue:
                if self.stop.is_set():
                    return
                await self._handle(planned)
        except BaseException:
            self.stop.set()  # at once: nobody is to send another request after a fault
            raise

    async def _handle(self, planned: Planned) -> None:
        record = await self._ask(planned)
        if record:
            self.journal.append(record)
            self.progress.advance(record)
        await asyncio.sleep(0)  # a backend that never waits would keep Ctrl-C and the others from their turn

    async def _ask(self, planned: Planned) -> AnswerRecord | None:
        """Return the answer, or the error left after the last attempt; None where a stop came between attempts."""
        request = planned.request
        for failures in range(1, ATTEMPTS + 1):
            try:
                answer = await planned.backend.complete(request)
            except BackendError as error:
                if error.retry_after is None or failures == ATTEMPTS:
                    return self._record(planned, error=error)
                await self._pause(seconds_to_wait(failures, error.retry_after, self.chance))
            else:
                return self._record(planned, answer=answer)
            if self.stop.is_set():
                return None
        return None

    async def _pause(self, seconds: float) -> None:
        """Wait, but no longer than until a stop."""
        waits = [asyncio.ensure_future(self.clock.sleep(seconds)), asyncio.ensure_future(self.stop.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _record(
        self, planned: Planned, *, answer: Answer | None = None, error: BackendError | None = None
    ) -> AnswerRecord:
        return AnswerRecord(
            id=planned.id,
            sample=planned.sample.id,
            backend=planned.backend.name,
            epoch=planned.epoch,
            answer=answer,
            error=AnswerError(what=replace_lone_surrogates(str(error)), retryable=error.is_retryable)
            if error
            else None,
            at=self.clock.stamp(),
        )


async def ask(plan: Sequence[Planned], desk: Desk) -> bool:
    """Ask for everything planned, under the desk's conditions.

    Returns False where Ctrl-C stopped it: the first lets the requests in flight end, the second cancels them. An
    exception that is no BackendError is a fault of the backend's code: those in flight end, and it is raised.
    """
    if not plan:
        return True
    workers = [
        asyncio.create_task(desk.work(queue))
        for name, queue, length in _queues(plan)
        for _ in range(min(desk.conditions.terms_of(name).limits.max_connections, length))
    ]
    syncing = asyncio.create_task(_sync_regularly(desk.journal))
    try:
        with _interrupts(desk, workers):
            await _finish(workers)
    finally:
        syncing.cancel()
        with suppress(asyncio.CancelledError):
            await syncing
    return not desk.stop.is_set()


def _queues(plan: Sequence[Planned]) -> Iterable[tuple[str, Iterator[Planned], int]]:
    """Return each backend's name, queue and length; all workers of a backend draw from the one iterator."""
    by_backend: dict[str, list[Planned]] = {}
    for planned in plan:
        by_backend.setdefault(planned.backend.name, []).append(planned)
    return [(name, iter(queue), len(queue)) for name, queue in by_backend.items()]


async def _finish(workers: Sequence[asyncio.Task[None]]) -> None:
    """Wait for the workers, and raise the first error of one; the others have then ended what they had in flight."""
    try:
        await asyncio.wait(workers)
    except asyncio.CancelledError:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        raise
    errors = [error for worker in workers if not worker.cancelled() and (error := worker.exception())]
    if errors:
        raise errors[0]


async def _sync_regularly(journal: Journal) -> None:
    while True:
        await asyncio.sleep(SYNC_SECONDS)
        journal.sync()


@contextmanager
def _interrupts(desk: Desk, workers: Sequence[asyncio.Task[None]]) -> Iterator[None]:
    """Handle Ctrl-C while the block runs.

    Only a main thread can; elsewhere whoever runs the loop cancels it, which cancels what is in flight.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    previous = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(_interrupt, desk, workers))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous if previous is not None else signal.default_int_handler)


def _interrupt(desk: Desk, workers: Sequence[asyncio.Task[None]]) -> None:
    if desk.stop.is_set():
        for worker in workers:
            worker.cancel()
        return
    desk.stop.set()
    in_flight = sum(not worker.done() for worker in workers)
    desk.progress.say(f"Stopping: waiting for the requests in flight ({in_flight}). Ctrl-C again drops them.")
