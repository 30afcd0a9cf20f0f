"""Asking in batches: handing requests over, waiting for a provider's answers, and fetching them, each once.

A run's batches stand in batches.jsonl. A batch is planned there before it is handed over. So after a crash it is known
which batches the provider may have, and they are looked for there before anything is handed over again.
"""

from __future__ import annotations

import asyncio
import signal
import tempfile
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.backends.base import Answer, Result
from harness.backends.batches import Batches, BatchState, Portion, Sought, batches_of
from harness.errors import BackendError
from harness.results.disk import replace_lone_surrogates
from harness.results.models import AnswerError, AnswerRecord, BatchRecord, BatchStep
from harness.results.store import RunFolder
from harness.runner.batch_log import BatchLog, OpenBatch
from harness.runner.batch_portions import new_key, portions
from harness.runner.book import Book
from harness.runner.clock import Clock
from harness.runner.plan import Planned
from harness.runner.progress import Progress
from harness.runner.reckon import Reckoner

FIRST_PAUSE, LONGEST_PAUSE = 10.0, 300.0
"""Seconds between two looks at the batches: half as long again each time, and at most five minutes."""

GROWTH = 1.5
LOOKS = 5
"""How often it is tried to hand batches over where their end is not waited for."""


async def run_batches(
    book: Book, folder: RunFolder, reckoner: Reckoner, clock: Clock, progress: Progress, *, wait: bool
) -> bool:
    """Have everything that the book lacks answered in batches; results go to the journal, each once.

    What earlier sittings handed over is collected, and only the rest is handed over. Without `wait`, looks once and
    leaves the batches to their provider. Returns False where some are still under way: left, or stopped by Ctrl-C.

    Raises UsageError for a backend without batches. Raises BackendError where a provider refuses a batch (a wrong key,
    no such endpoint), after the batches of the others are done: its requests are asked when the run is resumed.
    """
    missing = {planned.id: planned for planned in book.plan if book.lacks(planned.number)}
    backends = {planned.backend.name: planned.backend for planned in missing.values()}
    desk = _Desk(
        missing=missing,
        doors={name: batches_of(backend) for name, backend in backends.items()},
        book=book,
        reckoner=reckoner,
        log=BatchLog(folder.batches),
        clock=clock,
        progress=progress,
        run=folder.manifest().run,
    )
    work = asyncio.ensure_future(desk.work(wait=wait))
    try:
        with _interrupts(desk, work):
            return await _finish(desk, work)
    finally:
        book.journal.sync()
        desk.say_what_is_left()
        for door in desk.doors.values():
            await door.close()


@dataclass
class _Desk:
    """One sitting. `missing` are the requests that have no result yet; it shrinks."""

    missing: dict[str, Planned]
    doors: Mapping[str, Batches]
    book: Book
    reckoner: Reckoner
    log: BatchLog
    clock: Clock
    progress: Progress
    run: str
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    states: dict[str, BatchState] = field(default_factory=dict)
    refused: dict[str, BackendError] = field(default_factory=dict)
    """By backend: the error after which its provider is left alone in this sitting."""

    async def work(self, *, wait: bool) -> bool:
        """Look at the batches again and again; return whether everything is collected."""
        pause, looks = FIRST_PAUSE, 0
        while not self.stop.is_set():
            looks += 1
            trouble = await self._look()
            if not self._has_more:
                self._raise_refusal()
                return True
            if not wait and (trouble is None or looks == LOOKS):
                self._raise_refusal()
                if trouble and self._rest():
                    raise trouble
                return False
            self._say_how_far(pause, trouble)
            await self._pause(pause)
            pause = min(pause * GROWTH, LONGEST_PAUSE)
        return False

    def say_what_is_left(self) -> None:
        """Say what is left under way, and how to come back to it."""
        left = len(self.log.open)
        if left:
            are = "1 batch is left under way, and goes" if left == 1 else f"{left} batches are left under way, and go"
            self.progress.say(f"{are} on without this program; '--resume {self.run}' with '--batch' collects.")

    @property
    def _open(self) -> list[OpenBatch]:
        return [batch for batch in self.log.open if batch.backend not in self.refused]

    @property
    def _has_more(self) -> bool:
        """Whether there is anything to wait for, or to hand over."""
        return bool(self._open or self._rest())

    def _rest(self) -> list[Planned]:
        """Return the requests that are to be handed over: those that are in no batch."""
        out = {one for batch in self.log.open for one in batch.requests}
        return [
            planned
            for planned in self.missing.values()
            if planned.id not in out and planned.backend.name not in self.refused
        ]

    def _raise_refusal(self) -> None:
        for error in self.refused.values():
            raise error

    async def _look(self) -> BackendError | None:
        """Take every step that can be taken now; return the last failure that may pass, if there was one."""
        trouble = None
        for batch in self.log.open:
            if not self.stop.is_set() and batch.backend not in self.refused:
                trouble = await self._try(batch.backend, self._attend(batch)) or trouble
        by_backend: dict[str, list[Planned]] = {}
        for planned in self._rest():
            by_backend.setdefault(planned.backend.name, []).append(planned)
        for name, rest in by_backend.items():
            trouble = await self._try(name, self._hand_over(name, rest)) or trouble
        return trouble

    async def _try(self, backend: str, step: Coroutine[Any, Any, None]) -> BackendError | None:
        """Take a step; return its failure where that may pass, and keep it as a refusal where not."""
        try:
            await step
        except BackendError as error:
            if error.is_retryable:
                return error
            self.refused[backend] = error
        return None

    async def _attend(self, batch: OpenBatch) -> None:
        """Take the next step of a batch: find it, or see how far it is, or collect it."""
        if not any(one in self.missing for one in batch.requests):  # the last sitting died before it noted so
            self._note(batch.key, batch.backend, "collected" if batch.batch else "dropped")
        elif batch.batch is None:
            await self._find(batch)
        else:
            state = await self.doors[batch.backend].state(batch.batch)
            self.states[batch.key] = state
            if state.ended:
                await self._collect(batch, batch.batch, state)

    async def _find(self, batch: OpenBatch) -> None:
        since = datetime.fromisoformat(batch.planned_at)
        found = await self.doors[batch.backend].find(Sought(self.run, batch.key, len(batch.requests), since))
        self._note(batch.key, batch.backend, "submitted" if found else "dropped", batch=found)

    async def _collect(self, batch: OpenBatch, name: str, state: BatchState) -> None:
        """Write all results of a batch that the journal lacks."""
        left = {one for one in batch.requests if one in self.missing}
        async for request, result in self.doors[batch.backend].collect(name):
            if request in left:
                left.remove(request)
                self._write(request, result)
        for request in batch.requests:
            if request in left:
                self._write(request, state.rest)
        self.book.journal.sync()  # first: a batch that is noted as collected is not looked at again
        self._note(batch.key, batch.backend, "collected")

    async def _hand_over(self, name: str, rest: Sequence[Planned]) -> None:
        """Hand requests over, in as many batches as they need."""
        door = self.doors[name]
        with tempfile.TemporaryDirectory() as folder:
            for portion in portions(
                rest, door, Path(folder), run=self.run, key=lambda: new_key(self.run, name, self.log.count)
            ):
                if isinstance(portion, Portion):
                    if self.stop.is_set():
                        return
                    self._note(portion.key, name, "planned", requests=portion.ids)
                    await self._submit(name, door, portion)
                else:
                    self._write(*portion)

    async def _submit(self, name: str, door: Batches, portion: Portion) -> None:
        try:
            batch = await door.submit(portion)
        except BackendError as error:
            if not error.is_retryable:
                self._note(portion.key, name, "dropped")
            raise
        self._note(portion.key, name, "submitted", batch=batch)
        self.progress.say(f"{name}: {len(portion.ids):,} requests are handed over in batch {batch}.")

    def _note(
        self, key: str, backend: str, state: BatchStep, *, batch: str | None = None, requests: tuple[str, ...] = ()
    ) -> None:
        self.log.append(
            BatchRecord(key=key, state=state, backend=backend, batch=batch, requests=requests, at=self.clock.stamp())
        )

    def _write(self, request: str, result: Result) -> None:
        """Put a result into the journal; a request has one in a sitting."""
        planned = self.missing.pop(request)
        record = AnswerRecord(
            id=planned.id,
            sample=planned.sample.id,
            backend=planned.backend.name,
            epoch=planned.epoch,
            answer=result if isinstance(result, Answer) else None,
            error=None if isinstance(result, Answer) else _error_of(result),
            at=self.clock.stamp(),
            cost=self.reckoner.batch_cost(planned, result) if isinstance(result, Answer) else None,
        )
        self.book.add(planned, record)
        self.progress.advance(record)

    def _say_how_far(self, pause: float, trouble: BackendError | None) -> None:
        open_batches = self._open
        known = [self.states[batch.key] for batch in open_batches if batch.key in self.states]
        done, total = sum(state.done for state in known), sum(len(batch.requests) for batch in open_batches)
        line = f"Batches under way: {len(open_batches)}, with {done:,} of {total:,} requests done."
        if trouble:
            line += f" {trouble}"
        self.progress.say(f"{line} Next look in {pause:.0f} seconds.")

    async def _pause(self, seconds: float) -> None:
        """Wait, but no longer than until a stop."""
        waits = [asyncio.ensure_future(self.clock.sleep(seconds)), asyncio.ensure_future(self.stop.wait())]
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()  # a clock's fault is raised here
        finally:
            for wait in waits:
                wait.cancel()


def _error_of(error: BackendError) -> AnswerError:
    return AnswerError(what=replace_lone_surrogates(str(error)), retryable=error.is_retryable)


async def _finish(desk: _Desk, work: asyncio.Task[bool]) -> bool:
    """Wait for the work; where a second Ctrl-C cancelled it, that is a stop as well."""
    try:
        return await work
    except asyncio.CancelledError:
        if desk.stop.is_set() and work.done():
            return False
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        raise


@contextmanager
def _interrupts(desk: _Desk, work: asyncio.Task[bool]) -> Iterator[None]:
    """Handle Ctrl-C while the block runs; only a main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    previous = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(_interrupt, desk, work))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous if previous is not None else signal.default_int_handler)


def _interrupt(desk: _Desk, work: asyncio.Task[bool]) -> None:
    if desk.stop.is_set():
        work.cancel()
        return
    desk.stop.set()
    desk.progress.say("Stopping after the step under way. Ctrl-C again drops it.")
