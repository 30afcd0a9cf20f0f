"""Tasks, backends and scorers that are handed to the runner under test."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.articles.models import Article
from harness.backends.base import Answer, Request
from harness.gold.gold import Gold
from harness.gold.models import Reference
from harness.results.models import AnswerRecord
from harness.runner.clock import Clock
from harness.scorers.base import Need, Outcome, Score
from harness.tasks.models import Limit, Prompt, Task
from harness.tasks.samples import Sample

FOLDER = Path(__file__).resolve().parent
NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def child_environment(**more: str) -> dict[str, str]:
    """The environment of a child process that imports this module and the package."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(FOLDER), str(FOLDER.parents[1])]), **more}


def make_article(name: str, event: str = "flood") -> Article:
    return Article(id=name, title=f"About {name}", event=event, text=f"The {name} rose by 3 metres on Monday.")


def make_task(name: str = "rivers", articles: Sequence[str] = ("oder", "elbe"), *, with_gold: bool = False) -> Task:
    gold = tuple(
        Gold(
            name=article,
            sha256="0" * 64,
            articles=(article,),
            facts=(),
            references=(Reference(id="a", focus="all", text=f"The {article} rose."),),
        )
        for article in articles
    )
    return Task(
        name=name,
        version=1,
        description=None,
        articles=tuple(make_article(article) for article in articles),
        together=False,
        gold=gold if with_gold else (),
        prompt=Prompt(name="short", version=1, text="Summarize in {words} words:\n\n{articles}"),
        limit=Limit(words=50),
        scorers=(),
        file=f"tasks/{name}.yaml",
    )


async def say_so(request: Request) -> Answer:
    return Answer(text=f"A summary of {request.sample}.")


@dataclass
class FakeBackend:
    """Answers with what `reply` returns, and keeps what it was asked."""

    name: str = "fake/one"
    reply: Callable[[Request], Awaitable[Answer]] = say_so
    parameters: Mapping[str, Any] = field(default_factory=lambda: {"temperature": 0.0})
    needs_references: bool = False
    requests: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    is_closed: bool = False

    async def complete(self, request: Request) -> Answer:
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self.reply(request)
        finally:
            self.at_once -= 1

    async def close(self) -> None:
        self.is_closed = True


@dataclass(frozen=True)
class LengthScorer:
    """Counts words; `fault` is raised instead where it is given."""

    name: str = "length"
    needs: frozenset[Need] = frozenset()
    fault: Exception | None = None

    def signature(self, sample: Sample) -> str:
        return f"{self.name}|v:1|lang:{sample.language}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        if self.fault:
            raise self.fault
        return Score(values={"words": float(len(summary.split()))}, reason=f"the words of {sample.id}")


@dataclass
class KeptProgress:
    """Keeps what it is told, and calls `on_say` with each line."""

    on_say: Callable[[str], None] = lambda _: None
    started: tuple[int, int] | None = None
    records: list[AnswerRecord] = field(default_factory=list)
    is_finished: bool = False

    def start(self, total: int, done: int) -> None:
        self.started = (total, done)

    def advance(self, record: AnswerRecord) -> None:
        self.records.append(record)

    def say(self, text: str) -> None:
        self.on_say(text)

    def finish(self) -> None:
        self.is_finished = True


@dataclass
class FakeTime:
    """It is always noon; waiting is kept and takes no time, but the seconds go on by it."""

    waits: list[float] = field(default_factory=list)
    waited: float = 0.0

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        until = self.seconds() + seconds
        await asyncio.sleep(0)
        self.waited += max(until - self.seconds(), 0.0)

    def seconds(self) -> float:
        return time.monotonic() + self.waited

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: NOON, sleep=self.sleep, seconds=self.seconds)
