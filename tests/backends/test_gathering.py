from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest
from asking import request

from harness.backends.base import Answer, Request, Result
from harness.backends.gathering import Gatherer, Ticket
from harness.errors import BackendError


def numbered(*numbers: int) -> list[Request]:
    return [request().model_copy(update={"id": str(number)}) for number in numbers]


class Desk:
    """Keeps the batches that it is given; the one that holds `held` is worked on until it is let go or dropped."""

    def __init__(self, held: str = "") -> None:
        self.batches: list[list[str]] = []
        self.held = held
        self.started = threading.Event()
        self.go_on = threading.Event()

    def work(self, tickets: Sequence[Ticket]) -> list[Result]:
        ids = [ticket.request.id for ticket in tickets]
        self.batches.append(ids)
        self.started.set()
        while self.held in ids and not self.go_on.is_set() and not all(ticket.is_dropped for ticket in tickets):
            self.go_on.wait(0.001)
        return [BackendError("odd") if int(one) % 2 else Answer(text=one) for one in ids]


async def started(desk: Desk) -> None:
    await asyncio.to_thread(desk.started.wait)


def test_what_is_asked_at_once_is_one_batch_and_each_gets_its_own_outcome() -> None:
    desk = Desk()

    async def ask_all() -> list[Answer | BaseException]:
        gatherer = Gatherer(desk.work)
        outcomes = await asyncio.gather(*map(gatherer.ask, numbered(0, 1, 2, 3)), return_exceptions=True)
        await gatherer.close()
        return outcomes

    outcomes = asyncio.run(ask_all())

    assert desk.batches == [["0", "1", "2", "3"]]
    assert [getattr(outcome, "text", None) for outcome in outcomes] == ["0", None, "2", None]
    assert [type(outcome) for outcome in outcomes[1::2]] == [BackendError, BackendError]


def test_what_is_asked_while_the_thread_works_is_the_next_batch_and_the_loop_is_free() -> None:
    desk = Desk(held="0")

    async def ask_all() -> None:
        gatherer = Gatherer(desk.work)
        first = asyncio.create_task(gatherer.ask(*numbered(0)))
        await started(desk)
        later = [asyncio.create_task(gatherer.ask(one)) for one in numbered(2, 4)]
        await asyncio.sleep(0)
        assert desk.batches == [["0"]]
        desk.go_on.set()
        await asyncio.gather(first, *later)
        await gatherer.close()

    asyncio.run(ask_all())

    assert desk.batches == [["0"], ["2", "4"]]


def test_a_cancelled_request_is_dropped_whether_it_waits_or_is_worked_on() -> None:
    desk = Desk(held="0")

    async def cancel_all() -> None:
        gatherer = Gatherer(desk.work)
        first = asyncio.create_task(gatherer.ask(*numbered(0)))
        await started(desk)
        second = asyncio.create_task(gatherer.ask(*numbered(2)))
        await asyncio.sleep(0)
        second.cancel()
        first.cancel()  # the desk is never told to go on: only the drop can end its work
        assert [type(one) for one in await asyncio.gather(first, second, return_exceptions=True)] == [
            asyncio.CancelledError
        ] * 2
        assert (await gatherer.ask(*numbered(4))).text == "4"
        await gatherer.close()

    asyncio.run(cancel_all())

    assert desk.batches == [["0"], ["4"]]


def test_closing_ends_the_work_under_way() -> None:
    desk = Desk(held="0")

    async def close() -> None:
        gatherer = Gatherer(desk.work)
        first = asyncio.create_task(gatherer.ask(*numbered(0)))
        await started(desk)
        await gatherer.close()
        with pytest.raises(asyncio.CancelledError):
            await first

    asyncio.run(close())


def test_a_fault_of_the_work_is_raised_where_the_answer_is_waited_for() -> None:
    def work(_: Sequence[Ticket]) -> list[Result]:
        raise ZeroDivisionError

    async def ask_twice() -> list[Answer | BaseException]:
        gatherer = Gatherer(work)
        outcomes = await asyncio.gather(*map(gatherer.ask, numbered(0, 2)), return_exceptions=True)
        await gatherer.close()
        return outcomes

    assert [type(outcome) for outcome in asyncio.run(ask_twice())] == [ZeroDivisionError] * 2
