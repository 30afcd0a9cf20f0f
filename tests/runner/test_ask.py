from __future__ import annotations

import asyncio
import os
import random
import threading
import tracemalloc
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runner_fakes import FakeBackend, FakeTime, KeptProgress, make_task

from harness.backends.base import Answer, Request
from harness.backends.prices import Price
from harness.errors import BackendError, RunError
from harness.results.models import AnswerRecord
from harness.results.store import RunFolder
from harness.runner.ask import Desk, ask, seconds_to_wait
from harness.runner.book import Book
from harness.runner.budget import Budget, spent_in
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions, Limits, Terms
from harness.runner.journal import Journal
from harness.runner.plan import choose_samples, make_plan

SAMPLES = choose_samples([make_task()])
ONE_BY_ONE = Conditions.connections(1)


def run_ask(
    folder: Path,
    backends: Sequence[FakeBackend],
    *,
    epochs: int = 1,
    max_connections: int = 4,
    clock: Clock | None = None,
    progress: KeptProgress | None = None,
) -> bool:
    async def main() -> bool:
        with Journal(folder / "answers.jsonl") as journal:
            conditions = Conditions.connections(max_connections)
            book = Book(journal, make_plan(SAMPLES, backends, epochs))
            return await ask(
                Desk(book, progress or KeptProgress(), clock or FakeTime().clock, random.Random(1), conditions)
            )

    return asyncio.run(main())


def read(folder: Path) -> list[AnswerRecord]:
    return list(RunFolder(folder).answers())


def failing(times: int, retry_after: float | None) -> FakeBackend:
    """A backend that fails so many times before each answer."""
    failures: dict[str, int] = {}

    async def reply(request: Request) -> Answer:
        failures[request.id] = failures.get(request.id, 0) + 1
        if failures[request.id] <= times:
            raise BackendError("busy.", where="fake/one", mend="Wait.", retry_after=retry_after)
        return Answer(text="It rose.")

    return FakeBackend(reply=reply)


def test_everything_planned_is_asked_once_and_journalled(tmp_path: Path) -> None:
    backends = [FakeBackend("a/1"), FakeBackend("b/2")]
    progress = KeptProgress()

    assert run_ask(tmp_path, backends, epochs=3, progress=progress)

    planned = sorted(planned.id for planned in make_plan(SAMPLES, backends, 3))
    assert sorted(record.id for record in read(tmp_path)) == planned
    assert sorted(request.id for backend in backends for request in backend.requests) == planned
    assert sorted(record.id for record in progress.records) == planned
    assert {record.at for record in progress.records} == {"2026-11-22T12:00:00Z"}


def test_nothing_planned_is_nothing_to_do(tmp_path: Path) -> None:
    async def main() -> bool:
        with Journal(tmp_path / "answers.jsonl") as journal:
            plan = make_plan([], [FakeBackend()])
            return await ask(Desk(Book(journal, plan), KeptProgress(), FakeTime().clock, random.Random(1), ONE_BY_ONE))

    assert asyncio.run(main())


@pytest.mark.parametrize("connections", [1, 3])
def test_each_backend_has_its_own_limit_of_requests_at_once(tmp_path: Path, connections: int) -> None:
    async def reply(_: Request) -> Answer:
        for _turn in range(5):
            await asyncio.sleep(0)
        return Answer(text="It rose.")

    backends = [FakeBackend("a/1", reply), FakeBackend("b/2", reply)]
    run_ask(tmp_path, backends, epochs=10, max_connections=connections)

    assert [backend.most_at_once for backend in backends] == [connections, connections]


def test_backends_that_never_wait_take_turns(tmp_path: Path) -> None:
    order: list[str] = []

    def answering(name: str) -> FakeBackend:
        async def reply(_: Request) -> Answer:
            order.append(name)
            return Answer(text="It rose.")

        return FakeBackend(name, reply)

    run_ask(tmp_path, [answering("a/1"), answering("b/2")], epochs=2, max_connections=1)

    assert order == ["a/1", "b/2"] * 4


def test_an_answer_is_in_the_journal_before_its_slot_is_used_again(tmp_path: Path) -> None:
    before: list[int] = []

    async def reply(_: Request) -> Answer:
        before.append(len(read(tmp_path)))
        return Answer(text="It rose.")

    run_ask(tmp_path, [FakeBackend(reply=reply)], epochs=3, max_connections=1)

    assert before == [0, 1, 2, 3, 4, 5]


def test_a_retryable_error_is_retried_after_what_it_asks_for(tmp_path: Path) -> None:
    time = FakeTime()
    backend = failing(4, retry_after=7.0)

    run_ask(tmp_path, [backend], clock=time.clock, max_connections=1)

    assert [record.error for record in read(tmp_path)] == [None, None]
    assert len(backend.requests) == 10
    for wait, longest in zip(time.waits, [1, 2, 4, 8, 1, 2, 4, 8], strict=True):
        assert 7 <= wait <= 7 + longest
    assert len(set(time.waits)) == 8


def test_the_error_after_the_fifth_attempt_is_journalled_as_retryable(tmp_path: Path) -> None:
    backend = failing(5, retry_after=0.0)

    assert run_ask(tmp_path, [backend])

    errors = [record.error for record in read(tmp_path)]
    assert [(error.what, error.retryable) for error in errors if error] == [("fake/one: busy. Wait.", True)] * 2
    assert len(backend.requests) == 10


def test_a_final_error_is_journalled_at_once(tmp_path: Path) -> None:
    time = FakeTime()
    backend = failing(9, retry_after=None)

    run_ask(tmp_path, [backend], clock=time.clock)

    assert [record.error.retryable for record in read(tmp_path) if record.error] == [False, False]
    assert (len(backend.requests), time.waits) == (2, [])


def test_an_error_text_with_half_a_character_is_kept_readable(tmp_path: Path) -> None:
    async def reply(_: Request) -> Answer:
        raise BackendError("cut \ud83d off")

    run_ask(tmp_path, [FakeBackend(reply=reply)])

    assert {record.error.what for record in read(tmp_path) if record.error} == {"cut \ufffd off"}


@given(st.integers(1, 5), st.floats(-10, 1e9), st.integers())
def test_a_wait_is_bounded(failures: int, retry_after: float, seed: int) -> None:
    asked = min(max(retry_after, 0.0), 120.0)

    assert asked <= seconds_to_wait(failures, retry_after, random.Random(seed)) <= asked + 2 ** (failures - 1)


def test_backoff_grows_to_half_a_minute() -> None:
    chance = random.Random(1)
    longest = [max(seconds_to_wait(n, 0.0, chance) for _ in range(2000)) for n in (1, 2, 3, 4, 5, 6, 40)]

    assert longest == pytest.approx([1, 2, 4, 8, 16, 30, 30], rel=0.01)


def test_a_fault_of_a_backend_surfaces_after_what_was_in_flight(tmp_path: Path) -> None:
    others_wait = asyncio.Event()

    async def reply(request: Request) -> Answer:
        if (request.sample, request.epoch) == ("rivers/oder", 2):
            others_wait.set()
            raise ZeroDivisionError("a fault")
        await others_wait.wait()
        return Answer(text="It rose.")

    backend = FakeBackend(reply=reply)
    with pytest.raises(ZeroDivisionError, match="a fault"):
        run_ask(tmp_path, [backend], epochs=50, max_connections=3)

    assert len(backend.requests) == 3
    assert len(read(tmp_path)) == 2


def test_a_cancelled_run_keeps_what_was_answered(tmp_path: Path) -> None:
    running: list[asyncio.Task[bool]] = []

    async def reply(request: Request) -> Answer:
        if request.epoch == 2:
            running[0].cancel()
            await asyncio.Event().wait()
        return Answer(text="It rose.")

    async def main() -> None:
        with Journal(tmp_path / "answers.jsonl") as journal:
            plan = make_plan(SAMPLES, [FakeBackend(reply=reply)], 2)
            desk = Desk(Book(journal, plan), KeptProgress(), FakeTime().clock, random.Random(1), ONE_BY_ONE)
            running.append(asyncio.create_task(ask(desk)))
            await running[0]

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())
    assert [record.epoch for record in read(tmp_path)] == [1, 1]


def test_a_stop_ends_the_wait_between_attempts_and_nothing_is_journalled(tmp_path: Path) -> None:
    async def main() -> bool:
        async def sleep(_: float) -> None:
            desk.stop.set()
            await asyncio.Event().wait()

        with Journal(tmp_path / "answers.jsonl") as journal:
            plan = make_plan(SAMPLES, [failing(1, retry_after=60.0)])
            desk = Desk(Book(journal, plan), KeptProgress(), Clock(sleep=sleep), random.Random(1), ONE_BY_ONE)
            return await ask(desk)

    assert not asyncio.run(main())
    assert read(tmp_path) == []


@pytest.mark.parametrize("is_dropped", [True, False])
def test_what_a_stopped_request_may_have_cost_is_in_the_journal(tmp_path: Path, *, is_dropped: bool) -> None:
    """The budget holds over all sittings: the next one learns from the journal what this one may have to pay."""

    async def main() -> float:
        async def reply(_: Request) -> Answer:
            if is_dropped:
                running[0].cancel()
                await asyncio.Event().wait()
            raise BackendError("no answer came.", retry_after=1.0, may_be_billed=True)

        async def sleep(_: float) -> None:
            desk.stop.set()
            await asyncio.Event().wait()

        running: list[asyncio.Task[bool]] = []
        priced = Terms(limits=Limits(max_connections=1), price=Price(input=1.0, output=1.0))
        with Journal(tmp_path / "answers.jsonl") as journal:
            plan = make_plan(SAMPLES, [FakeBackend(reply=reply, parameters={"max_tokens": 50})])
            book, budget = Book(journal, plan), Budget(1.0)
            clock, conditions = Clock(sleep=sleep), Conditions(default=priced, budget=1.0)
            desk = Desk(book, KeptProgress(), clock, random.Random(1), conditions, budget)
            running.append(asyncio.create_task(ask(desk)))
            with suppress(asyncio.CancelledError):
                await running[0]
        return budget.spent

    spent = asyncio.run(main())
    assert spent > 0
    (record,) = read(tmp_path)
    assert not record.is_final
    assert spent_in([record]) == pytest.approx(spent)


def test_a_journal_that_fails_stops_the_run(tmp_path: Path) -> None:
    async def main() -> None:
        async def reply(_: Request) -> Answer:
            os.close(journal._file.fileno())
            return Answer(text="It rose.")

        journal = Journal(tmp_path / "answers.jsonl")
        backend = FakeBackend(reply=reply)
        book = Book(journal, make_plan(SAMPLES, [backend], 50))
        desk = Desk(book, KeptProgress(), FakeTime().clock, random.Random(1), ONE_BY_ONE)
        try:
            with pytest.raises(RunError, match=r"answers\.jsonl: Bad file descriptor"):
                await ask(desk)
            assert len(backend.requests) == 1
        finally:
            with pytest.raises(OSError, match="Bad file descriptor"):
                journal._file.close()

    asyncio.run(main())


def test_it_runs_outside_the_main_thread(tmp_path: Path) -> None:
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(run_ask(tmp_path, [FakeBackend()])))
    thread.start()
    thread.join()

    assert found == [True]
    assert len(read(tmp_path)) == 2


def test_a_hundred_thousand_requests_are_no_hundred_thousand_tasks(tmp_path: Path) -> None:
    tasks: list[int] = []

    async def reply(_: Request) -> Answer:
        tasks.append(len(asyncio.all_tasks()))
        if len(tasks) == 500:
            raise ZeroDivisionError("enough")
        return Answer(text="It rose.")

    tracemalloc.start()
    try:
        with pytest.raises(ZeroDivisionError, match="enough"):
            run_ask(tmp_path, [FakeBackend(reply=reply)], epochs=50_000, max_connections=16)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (
        max(tasks) <= 16 + 2 + 2 * 8
    )  # the workers, the one that syncs, the caller, and 8 workers' waits for their start
    assert peak < 60_000_000
