"""Asking backends: so many requests at once, retries, and a stop that loses nothing that was answered."""

from __future__ import annotations

import asyncio
import random
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from harness.backends.base import Answer, Backend, Request
from harness.errors import BackendError
from harness.results.disk import replace_lone_surrogates
from harness.results.models import AnswerError, AnswerRecord
from harness.runner.book import Book
from harness.runner.budget import Budget
from harness.runner.cache import AnswerCache
from harness.runner.caching import find_cached, keep
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions
from harness.runner.line import Line, Ticket
from harness.runner.plan import Planned
from harness.runner.progress import Progress
from harness.runner.reckon import Reckoner
from harness.runner.watch import Watch

ATTEMPTS = 5
SYNC_SECONDS = 0.5
LONGEST_RETRY_AFTER = 120.0
"""Seconds: a backend that asks for more patience than this is tried earlier, and then left for a resumed run."""
LONGEST_BACKOFF = 30.0
FIRST_WAVE = 8
RAMP_SECONDS = 0.001
"""The first 8 requests to a backend go out at once, and each further connection opens a millisecond later."""


def seconds_to_wait(failures: int, retry_after: float, chance: random.Random) -> float:
    """Return how long to wait after the n-th failure (from 1) of a request.

    What the backend asks for, at most 120 s, and on top of it a random time of up to 1, 2, 4, … 30 s (exponential
    backoff with full jitter), so that requests refused together do not come again together.
    """
    longest = min(LONGEST_BACKOFF, 2.0 ** (failures - 1))
    return min(max(retry_after, 0.0), LONGEST_RETRY_AFTER) + chance.uniform(0.0, longest)


@dataclass
class Desk:
    """What every worker needs: where answers go, when to stop, the clock and the dice."""

    book: Book
    progress: Progress
    clock: Clock
    chance: random.Random
    conditions: Conditions = field(default_factory=Conditions)
    budget: Budget | None = None
    cache: AnswerCache | None = None
    backends: dict[str, Backend] = field(default_factory=dict)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    lines: dict[str, Line] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open a line to each backend, and begin to watch."""
        self.watch = Watch(self.clock)
        self.reckoner = Reckoner(self.conditions)
        for backend in self.book.plan.backends:
            self.backends.setdefault(backend.name, backend)
            terms = self.conditions.terms_of(backend.name)
            self.lines[backend.name] = Line(
                backend.name, terms, self.clock, self.conditions.deadline, self.progress.say
            )

    async def work(self, queue: Iterator[Planned], start_after: float) -> None:
        """Take requests from a shared queue, one after the other; each is in the journal before the next is taken."""
        try:
            if start_after:
                await self.pause(start_after)
            for planned in queue:
                if self.stop.is_set():
                    return
                await self._handle(planned)
        except BaseException:
            self.stop.set()  # at once: nobody is to send another request after a fault
            raise

    async def pause(self, seconds: float) -> None:
        """Wait, but no longer than until a stop."""
        if self.stop.is_set():
            return
        waits = [asyncio.ensure_future(self.clock.sleep(seconds)), asyncio.ensure_future(self.stop.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def held_by(self, backend: str) -> str:
        """Return in words what holds the requests to a backend back."""
        return self.lines[backend].held_by()

    async def _handle(self, planned: Planned) -> None:
        self.watch.begin(planned)
        try:
            spec = self.conditions.spec_of(planned.backend.name)
            record = find_cached(self.cache, planned, spec) if self.cache else None
            record = record or await _Attempts(self, planned, self.lines[planned.backend.name]).make()
        finally:
            self.watch.end(planned)
        if record:
            self.book.add(planned, record)
            if self.cache:
                keep(self.cache, planned, spec, record)
            self.progress.advance(record)
        await asyncio.sleep(0)  # a backend that never waits would keep Ctrl-C and the others from their turn


class _Attempts:
    """All attempts at one request."""

    def __init__(self, desk: Desk, planned: Planned, line: Line) -> None:
        self.desk = desk
        self.planned = planned
        self.line = line
        self.sent = 0
        self.faults = 0
        self.started = desk.clock.seconds()
        self.cost: float | None = 0.0

    async def make(self) -> AnswerRecord | None:
        """Return the answer, or the error left after the last attempt; None where a stop came between attempts.

        What they may have cost is kept in the journal all the same, for the budget of the sittings that follow.
        """
        try:
            return await self._make()
        except asyncio.CancelledError:
            what = "it was dropped before its answer came."
            dropped = BackendError(what, where=self.planned.backend.name, retry_after=0.0)
            if record := self._left(dropped):
                self.desk.book.add(self.planned, record)
            raise

    async def _make(self) -> AnswerRecord | None:
        request = self.planned.request
        tokens = self._tokens() if self.line.pace.counts_tokens else 0.0
        last: BackendError | None = None
        while True:
            ticket = await self.line.enter(tokens, self.desk.pause, self.desk.stop.is_set)
            if ticket is None:
                return self._left(last) if self.desk.stop.is_set() else self._record(error=self._not_asked(last))
            found = await self._send(request, ticket, last)
            if found is None:
                return self._left(last)
            if isinstance(found, Answer):
                return self._record(answer=found)
            last = found
            if not await self._may_go_on(last):
                return self._record(error=last)
            if self.desk.stop.is_set():
                return self._left(last)

    async def _send(self, request: Request, ticket: Ticket, last: BackendError | None) -> Answer | BackendError | None:
        """Send the request once; None where the budget does not leave it any more."""
        spent = 0.0
        reserved = self._worst() or 0.0 if self.desk.budget else 0.0
        if self.desk.budget and not await self.desk.budget.reserve(reserved):
            ticket.dropped()
            self.desk.stop.set()
            return None
        self.sent += 1
        try:
            async with asyncio.timeout(self._seconds_left()):
                answer = await self.desk.backends[self.planned.backend.name].complete(request)
        except BackendError as error:
            ticket.failed(error)
            spent = self._add(self._worst()) if error.may_be_billed else 0.0
            return error
        except TimeoutError:
            late = self._too_late(last)
            ticket.failed(late)
            spent = self._add(self._worst())
            return late
        except BaseException:
            ticket.dropped()
            spent = self._add(reserved)  # it is not known what the provider has done with it
            raise
        else:
            ticket.answered(answer.usage)
            spent = self._add(self.desk.reckoner.cost(self.planned, answer))
            return answer
        finally:
            if self.desk.budget:
                self.desk.budget.settle(reserved, spent)

    def _left(self, error: BackendError | None) -> AnswerRecord | None:
        """Return what is kept of a request that a stop ended: its last error where it may have cost money."""
        return self._record(error=error) if error and self.cost else None

    def _worst(self) -> float | None:
        return self.desk.reckoner.worst_cost(self.planned)

    def _add(self, cost: float | None) -> float:
        """Add what an attempt has cost; what is not known makes the whole unknown. Return it, 0 for the unknown."""
        self.cost = None if cost is None or self.cost is None else self.cost + cost
        return cost or 0.0

    def _tokens(self) -> float:
        tokens = self.desk.reckoner.tokens(self.planned)
        return float(tokens.input + (tokens.output or 0))

    async def _may_go_on(self, error: BackendError) -> bool:
        """Wait as a failure asks; return whether to try again after it."""
        if error.retry_after is None:
            return False
        if error.cause == "rate limit":  # the line holds everything back; a refusal says nothing against the request
            return self._seconds_left() > 0
        if self.line.circuit.is_open:
            return self._seconds_left() > 0
        self.faults += 1
        if self.faults == ATTEMPTS:
            return False
        wait = seconds_to_wait(self.faults, error.retry_after, self.desk.chance)
        if wait >= self._seconds_left():
            return False
        await self.desk.pause(wait)
        return True

    def _seconds_left(self) -> float:
        return self.started + self.desk.conditions.deadline - self.desk.clock.seconds()

    def _too_late(self, last: BackendError | None) -> BackendError:
        attempts = f"{self.sent} {'attempt' if self.sent == 1 else 'attempts'}"
        said = f"; before that: {last.what}" if last else "."
        what = f"no answer came in {self.desk.conditions.deadline:g} s and {attempts}{said}"
        where = self.planned.backend.name
        return BackendError(what, where=where, mend="Raise --deadline.", retry_after=0.0, may_be_billed=True)

    def _not_asked(self, last: BackendError | None) -> BackendError:
        if last:
            return last
        what = f"it was not asked: {self.line.circuit.given_up}"
        return BackendError(what, where=self.planned.backend.name, retry_after=0.0)

    def _record(self, *, answer: Answer | None = None, error: BackendError | None = None) -> AnswerRecord:
        planned = self.planned
        return AnswerRecord(
            id=planned.id,
            sample=planned.sample.id,
            backend=planned.backend.name,
            epoch=planned.epoch,
            answer=answer,
            error=_error_record(error) if error else None,
            at=self.desk.clock.stamp(),
            attempts=self.sent,
            cost=self.cost,
        )


def _error_record(error: BackendError) -> AnswerError:
    """Return an error as it is kept; one that a key or an account can mend is asked again when the run is resumed."""
    may_pass = error.is_retryable or error.cause == "denied"
    return AnswerError(what=replace_lone_surrogates(str(error)), retryable=may_pass)


async def ask(desk: Desk) -> bool:
    """Ask for everything that the desk's book lacks, under the desk's conditions.

    Returns False where Ctrl-C stopped it: the first lets the requests in flight end, the second cancels them. An
    exception that is no BackendError is a fault of the backend's code: those in flight end, and it is raised.
    """
    for backend in desk.backends.values():
        if prepare := getattr(backend, "prepare", None):
            await prepare()
    workers = [
        asyncio.create_task(desk.work(queue, start_after))
        for backend in desk.book.plan.backends
        for queue, start_after in _workers_of(backend, desk)
    ]
    if not workers:
        return True
    beating = asyncio.create_task(_beat(desk))
    try:
        with _interrupts(desk, workers):
            await _finish(workers)
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    return not desk.stop.is_set()


def _workers_of(backend: Backend, desk: Desk) -> Iterator[tuple[Iterator[Planned], float]]:
    """Yield the queue that all workers of a backend draw from, and when each starts, once for each worker.

    Many do not start in the same instant: a server that allows a few requests a second would refuse all the others.
    """
    book = desk.book
    numbers = book.plan.numbers_of(backend)
    lacking = sum(book.lacks(number) for number in numbers)
    queue = (book.plan[number] for number in numbers if book.lacks(number))
    for worker in range(min(desk.lines[backend.name].terms.limits.max_connections, lacking)):
        yield queue, max(worker - FIRST_WAVE, 0) * RAMP_SECONDS


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


async def _beat(desk: Desk) -> None:
    """Sync the journal twice a second, and say what is waited for where nothing finishes."""
    while True:
        await asyncio.sleep(SYNC_SECONDS)
        desk.book.journal.sync()
        line = desk.watch.beat(desk.held_by)
        if line:
            desk.progress.say(line)


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
    longest = desk.watch.longest()
    text = f"Stopping: waiting for the requests in flight ({in_flight}). Ctrl-C again drops them. {longest}"
    desk.progress.say(text.rstrip())
