"""What a run does with the cache: it takes what is there before it asks, and adds what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.results.models import AnswerRecord
from harness.runner.cache import AnswerCache, is_cached, is_good
from harness.runner.cache_keys import key_of, parts_of
from harness.runner.plan import Planned


@contextmanager
def opened(path: Path | None) -> Iterator[AnswerCache | None]:
    """Yield the cache of a file, open; None where there is no file. Raises RunError where it cannot be used."""
    if path is None:
        yield None
        return
    with AnswerCache(path) as cache:
        yield cache


def find_cached(cache: AnswerCache, planned: Planned, spec: str) -> AnswerRecord | None:
    """Return the journal's line of a request to a `provider/model` that the cache answers; None where it does not."""
    hit = cache.get(key_of(planned, spec)) if is_cached(spec) else None
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


def keep(cache: AnswerCache, planned: Planned, spec: str, record: AnswerRecord) -> None:
    """Keep the answer of a request to a `provider/model`, where it is one to keep.

    Raises RunError where it cannot be written.
    """
    if record.answer and not record.cached and is_cached(spec) and is_good(record.answer):
        parts = parts_of(planned, spec)
        cache.put(parts.key, parts, record.answer, record.cost, record.at)
