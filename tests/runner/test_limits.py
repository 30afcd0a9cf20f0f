from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runner_fakes import FakeBackend, KeptProgress, make_task
from virtual_time import VirtualLoop, run_virtually

from harness.backends.base import Answer, Request, Usage
from harness.errors import BackendError
from harness.results.models import AnswerRecord
from harness.results.store import RunFolder
from harness.runner.ask import Desk, ask
from harness.runner.book import Book
from harness.runner.conditions import Conditions, Limits, Terms
from harness.runner.journal import Journal
from harness.runner.plan import choose_samples, make_plan

SAMPLES = choose_samples([make_task()])


@dataclass
class Server:
    """A server in virtual time: latency, a token bucket, times of being down; it keeps when what came."""

    loop: VirtualLoop
    latency: Callable[[random.Random], float] = lambda _: 1.0
    rate: float | None = None
    burst: float = 1.0
    whole_seconds: bool = False
    down: Callable[[float], bool] = lambda _: False
    cost: Callable[[random.Random], int] = lambda _: 100
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    arrivals: list[float] = field(default_factory=list)
    tokens: list[tuple[float, int]] = field(default_factory=list)
    good: list[float] = field(default_factory=list)
    refused: int = 0
    answer: Callable[[Request], Awaitable[Answer]] | None = None
    level: float = -1.0
    at: float = 0.0

    async def reply(self, _: Request) -> Answer:
        now = self.loop.now
        self.arrivals.append(now)
        if self.down(now):
            raise BackendError("gone.", retry_after=1.0, cause="unavailable")
        wait = self.take(now)
        if wait:
            self.refused += 1
            raise BackendError(
                "slow.", retry_after=float(int(wait) + 1) if self.whole_seconds else wait, cause="rate limit"
            )
        used = self.cost(self.chance)
        self.tokens.append((now, used))
        await asyncio.sleep(self.latency(self.chance))
        self.good.append(self.loop.now)
        return Answer(text="It rose.", usage=Usage(input_tokens=used - 10, output_tokens=10))

    def take(self, now: float) -> float:
        if self.rate is None:
            return 0.0
        if self.level < 0:
            self.level = self.burst
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1 - 1e-9:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


def run_against(
    folder: Path,
    server: Server,
    limits: Limits,
    epochs: int,
    *,
    deadline: float = 3600.0,
    say: Callable[[str], None] = print,
) -> list[AnswerRecord]:
    async def main() -> None:
        with Journal(folder / "answers.jsonl") as journal:
            book = Book(journal, make_plan(SAMPLES, [FakeBackend(reply=server.answer or server.reply)], epochs))
            conditions = Conditions(default=Terms(limits=limits), deadline=deadline)
            desk = Desk(book, KeptProgress(on_say=say), server.loop.clock, random.Random(1), conditions)
            assert await ask(desk)

    run_virtually(main(), server.loop)
    return list(RunFolder(folder).answers())


def most_in(times: list[float], window: float) -> int:
    """The most events in any half-open window."""
    inside: deque[float] = deque()
    most = 0
    for time in times:
        inside.append(time)
        while inside[0] <= time - window:
            inside.popleft()
        most = max(most, len(inside))
    return most


@pytest.mark.parametrize(("rpm", "latency"), [(600, 1.0), (600, 0.01), (60, 3.0), (6000, 0.5), (90, 0.1)])
def test_requests_a_minute_are_kept_and_used(tmp_path: Path, rpm: int, latency: float) -> None:
    server = Server(VirtualLoop(), latency=lambda _: latency)

    run_against(tmp_path, server, Limits(rpm=rpm, max_connections=64), epochs=rpm)

    minutes = (server.arrivals[-1] - server.arrivals[0]) / 60
    assert most_in(server.arrivals, 1.0) <= max(rpm / 60 * 1.02, 1) + (rpm % 60 > 0)
    assert 0.95 * rpm <= (len(server.arrivals) - 1) / minutes <= rpm


def test_tokens_a_minute_are_kept_and_used_although_estimates_are_wrong(tmp_path: Path) -> None:
    server = Server(VirtualLoop(), cost=lambda chance: chance.randint(150, 250))

    run_against(tmp_path, server, Limits(tpm=1_200_000, max_connections=200), epochs=6000)

    times = [time for time, _ in server.tokens]
    settled = [one for one in server.tokens if one[0] > times[0] + 5]
    minutes = (settled[-1][0] - settled[0][0]) / 60
    used = sum(tokens for _, tokens in settled) / minutes
    assert 0.95 * 1_200_000 <= used <= 1.02 * 1_200_000


@pytest.mark.parametrize("whole_seconds", [False, True])
@pytest.mark.parametrize(("rate", "burst"), [(10.0, 1.0), (10.0, 10.0), (3.0, 30.0), (40.0, 5.0)])
@pytest.mark.parametrize("latency", [0.05, 2.0])
def test_a_storm_of_refusals_settles_at_the_servers_rate(
    tmp_path: Path, rate: float, burst: float, latency: float, whole_seconds: bool
) -> None:
    server = Server(VirtualLoop(), latency=lambda _: latency, rate=rate, burst=burst, whole_seconds=whole_seconds)

    records = run_against(tmp_path, server, Limits(max_connections=1000), epochs=int(rate * 150))

    assert all(record.answer for record in records)
    last = server.good[-len(server.good) // 4 :]
    settled = len(last) / (last[-1] - last[0])
    assert server.refused / len(server.arrivals) < 0.05
    # a server that asks for a whole second where a tenth would do loses what it could have answered meanwhile
    assert settled > (0.6 if whole_seconds else 0.9) * rate


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 50), st.floats(1, 50), st.floats(0.01, 5), st.integers(1, 200), st.integers(0, 99))
def test_every_request_is_answered_once_whatever_the_server_allows(
    tmp_path_factory: pytest.TempPathFactory, rate: float, burst: float, latency: float, connections: int, seed: int
) -> None:
    server = Server(
        VirtualLoop(),
        latency=lambda chance: chance.uniform(0, latency),
        rate=rate,
        burst=burst,
        chance=random.Random(seed),
    )
    records = run_against(tmp_path_factory.mktemp("run"), server, Limits(max_connections=connections), epochs=200)

    assert len(records) == len(server.good) == 400
    assert all(record.answer for record in records)


def test_refusals_now_and_then_do_not_slow_a_run(tmp_path: Path) -> None:
    server = Server(VirtualLoop(), latency=lambda _: 0.1)
    refused: set[str] = set()

    async def reply(request: Request) -> Answer:
        if len(server.arrivals) % 50 == 49 and request.id not in refused:
            refused.add(request.id)
            server.arrivals.append(server.loop.now)
            raise BackendError("slow.", retry_after=0.01, cause="rate limit")
        return await server.reply(request)

    server.answer = reply
    run_against(tmp_path, server, Limits(max_connections=10), epochs=5000)

    assert len(refused) > 100
    assert server.loop.now < 1.3 * 10_000 / 100


def test_a_server_that_asks_for_a_pause_gets_one_from_all(tmp_path: Path) -> None:
    server = Server(VirtualLoop(), latency=lambda _: 0.1)
    asked: list[float] = []

    async def reply(request: Request) -> Answer:
        if len(server.arrivals) >= 20 and not asked:
            asked.append(server.loop.now)
            raise BackendError("slow.", retry_after=30.0, cause="rate limit")
        return await server.reply(request)

    server.answer = reply
    run_against(tmp_path, server, Limits(max_connections=4), epochs=30)

    assert not [time for time in server.arrivals if asked[0] < time < asked[0] + 30]
    assert len(server.good) == 60


def test_a_backend_that_goes_down_is_left_alone_and_found_again(tmp_path: Path) -> None:
    said: list[str] = []
    server = Server(VirtualLoop(), latency=lambda _: 0.1, down=lambda now: 5 < now < 605)

    records = run_against(tmp_path, server, Limits(max_connections=8), epochs=1000, say=said.append)

    while_down = [time for time in server.arrivals if 5 < time < 605]
    assert len(while_down) < 50
    assert all(record.answer for record in records)
    assert "10 requests in a row failed; the last: gone." in said[0]
    assert said[-1].startswith("fake/one answers again, after 6")
    assert any("under way; held to be down" in line for line in said)


def test_a_backend_that_never_answered_is_given_up_after_a_minute(tmp_path: Path) -> None:
    said: list[str] = []
    server = Server(VirtualLoop(), down=lambda _: True)

    records = run_against(tmp_path, server, Limits(max_connections=8), epochs=1000, say=said.append)

    errors = [record.error for record in records if record.error]
    assert len(errors) == 2000
    assert all(error.retryable for error in errors)
    assert sum("it was not asked: it has been down for" in error.what for error in errors) >= 1990
    assert 60 <= server.loop.now < 200
    assert len(server.arrivals) < 60


def test_a_backend_that_refuses_the_key_is_not_asked_any_more(tmp_path: Path) -> None:
    server = Server(VirtualLoop())

    async def reply(_: Request) -> Answer:
        server.arrivals.append(server.loop.now)
        await asyncio.sleep(0.1)
        raise BackendError("the server answered 401.", cause="denied")

    server.answer = reply
    records = run_against(tmp_path, server, Limits(max_connections=2), epochs=1000, say=lambda _: None)

    assert len(server.arrivals) <= 4
    assert len(records) == 2000
    assert all(record.error and record.error.retryable for record in records)
    assert {record.attempts for record in records} == {0, 1}


def test_a_sample_has_a_deadline(tmp_path: Path) -> None:
    server = Server(VirtualLoop())

    async def reply(request: Request) -> Answer:
        if request.sample.endswith("oder"):
            await asyncio.sleep(1e9)
        return Answer(text="It rose.")

    server.answer = reply
    records = run_against(tmp_path, server, Limits(), epochs=1, deadline=600)

    late = next(record for record in records if record.error)
    assert late.error
    assert late.error.what == "fake/one: no answer came in 600 s and 1 attempt. Raise --deadline."
    assert server.loop.now == pytest.approx(600)
