"""What a run does with the cache: it takes what is there before it asks, and adds what is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from harness.results.models import AnswerRecord
from harness.runner.cache import AnswerCache, is_cached, is_good
from harness.runner.cache_keys import key_of, parts_of
from harness.runner.journal import Journal
from harness.runner.plan import Planned
from harness.runner.progress import Progress

_AT_ONCE = 50


@contextmanager
def opened(path: Path | None) -> Iterator[AnswerCache | None]:
    """Yield the cache of a file, open; None where there is no file. Raises RunError where it cannot be used."""
    if path is None:
        yield None
        return
    with AnswerCache(path) as cache:
        yield cache


def find_cached(cache: AnswerCache, planned: Planned) -> AnswerRecord | None:
    """Return the journal's line of a request that the cache answers; None where it does not."""
    hit = cache.get(key_of(planned)) if is_cached(planned.backend) else None
    if hit is None:
        return None
    return AnswerRecord(
        id=planned.id,
        sample=planned.sample.id,
        backend=planned.backend.name,
        epoch=planned.epoch,
        answer=hit.answer,
        error=None,
        at=hit.at,
        attempts=0,
        cost=hit.cost,
        cached=True,
    )


def keep(cache: AnswerCache, planned: Planned, record: AnswerRecord) -> None:
    """Keep the answer of a request, where it is one to keep. Raises RunError where it cannot be written."""
    if record.answer and not record.cached and is_cached(planned.backend) and is_good(record.answer):
        parts = parts_of(planned)
        cache.put(parts.key, parts, record.answer, record.cost, record.at)


async def take_cached(
    cache: AnswerCache, missing: Iterable[Planned], journal: Journal, progress: Progress
) -> list[Planned]:
    """Write the answers that the cache has to the journal, and return the requests that are left to be asked."""
    left = []
    for number, planned in enumerate(missing, 1):
        record = find_cached(cache, planned)
        if record:
            journal.append(record)
            progress.advance(record)
        else:
            left.append(planned)
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)  # for Ctrl-C
    return left


@dataclass(frozen=True)
class Keeping:
    """Progress that adds each answer to the cache on its way."""

    progress: Progress
    cache: AnswerCache
    plan: Mapping[str, Planned]

    @classmethod
    def of(cls, progress: Progress, cache: AnswerCache, plan: Iterable[Planned]) -> Self:
        """Return the progress of asking what is planned."""
        return cls(progress, cache, {planned.id: planned for planned in plan})

    def start(self, total: int, done: int) -> None:
        """Pass it on."""
        self.progress.start(total, done)

    def advance(self, record: AnswerRecord) -> None:
        """Keep the answer, and pass it on."""
        keep(self.cache, self.plan[record.id], record)
        self.progress.advance(record)

    def say(self, text: str) -> None:
        """Pass it on."""
        self.progress.say(text)

    def finish(self) -> None:
        """Pass it on."""
        self.progress.finish()
