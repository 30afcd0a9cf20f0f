"""Runs that take answers from a cache, and add theirs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from runner_fakes import FakeBackend, FakeTime, KeptProgress, LengthScorer, make_task

from harness.backends.base import Answer, Request
from harness.errors import BackendError, UsageError
from harness.results.models import AnswerRecord
from harness.results.store import RunFolder
from harness.runner.cache import AnswerCache
from harness.runner.conditions import Conditions
from harness.runner.evaluate import Run, evaluate


def run(tmp_path: Path, *backends: FakeBackend, cache: bool = True, **given: Any) -> Run:
    conditions = Conditions(cache=tmp_path / "cache" if cache else None)
    work = evaluate(
        [given.pop("task", make_task())],
        backends,
        scorers={"rivers": [LengthScorer()]},
        results_dir=tmp_path,
        conditions=conditions,
        clock=FakeTime().clock,
        **given,
    )
    return asyncio.run(work)


def records_of(run: Run) -> list[AnswerRecord]:
    return list(RunFolder(run.folder).answers())


def numbered() -> FakeBackend:
    """Answers differently each time."""
    backend = FakeBackend()

    async def reply(_: Request) -> Answer:
        return Answer(text=f"Summary {len(backend.requests)}.", seconds=3.5)

    backend.reply = reply
    return backend


def test_a_second_run_asks_nothing_and_has_the_same_answers(tmp_path: Path) -> None:
    first, again = numbered(), numbered()
    one = run(tmp_path, first, epochs=2)
    progress = KeptProgress()
    two = run(tmp_path, again, epochs=2, progress=progress)
    assert (len(first.requests), len(again.requests)) == (4, 0)
    before = {record.id: record for record in records_of(one)}
    for record in records_of(two):
        assert record == before[record.id].model_copy(update={"cached": True, "attempts": 0})
    assert (one.counts.cached, two.counts.cached) == (0, 4)
    assert progress.started == (4, 0)
    assert len(progress.records) == 4
    assert two.counts.answered == 4


def test_an_epoch_more_is_asked_and_the_others_are_taken(tmp_path: Path) -> None:
    run(tmp_path, numbered(), epochs=1)
    second = numbered()
    done = run(tmp_path, second, epochs=2)
    assert [request.epoch for request in second.requests] == [2, 2]
    assert done.counts.cached == 2
    with AnswerCache(tmp_path / "cache") as cache:
        assert [found.entries for found in cache.backends()] == [4]


def test_what_failed_or_was_refused_is_asked_again(tmp_path: Path) -> None:
    async def refuse(request: Request) -> Answer:
        if request.sample == "rivers/oder":
            raise BackendError("no.")
        return Answer(text="I will not.", finish="refused")

    run(tmp_path, FakeBackend(reply=refuse))
    second = numbered()
    assert run(tmp_path, second).counts.cached == 0
    assert len(second.requests) == 2


def test_without_a_cache_nothing_is_taken_or_kept(tmp_path: Path) -> None:
    run(tmp_path, numbered(), cache=False)
    assert not (tmp_path / "cache").exists()
    run(tmp_path, numbered())
    third = numbered()
    assert run(tmp_path, third, cache=False).counts.cached == 0
    assert len(third.requests) == 2


@pytest.mark.parametrize("name", ["extractive/lead-3", "command/cat"])
def test_backends_that_are_not_cached_are_always_asked(tmp_path: Path, name: str) -> None:
    run(tmp_path, FakeBackend(name))
    second = FakeBackend(name)
    run(tmp_path, second)
    assert len(second.requests) == 2
    with AnswerCache(tmp_path / "cache") as cache:
        assert cache.backends() == []


def test_a_resumed_run_takes_what_another_has_paid_for(tmp_path: Path) -> None:
    async def fail(_: Request) -> Answer:
        raise BackendError("later.", retry_after=0)

    failed = run(tmp_path, FakeBackend(reply=fail), cache=False)
    run(tmp_path, numbered())
    last = numbered()
    resumed = run(tmp_path, last, resume=failed.id)
    assert last.requests == []
    assert resumed.counts.cached == 2
    assert all(record.answer for record in records_of(resumed))


def test_an_answer_is_kept_before_the_run_ends(tmp_path: Path) -> None:
    async def stop(request: Request) -> Answer:
        if request.epoch == 2:
            raise ZeroDivisionError
        return Answer(text="It rose.")

    with pytest.raises(ZeroDivisionError):
        run(tmp_path, FakeBackend(reply=stop), epochs=2)
    with AnswerCache(tmp_path / "cache") as cache:
        assert [found.entries for found in cache.backends()] == [2]


def test_a_cache_goes_neither_with_recording_nor_with_replaying(tmp_path: Path) -> None:
    cache, tape = tmp_path / "cache", tmp_path / "r.yaml"
    for conditions in (Conditions(cache=cache, record=tape), Conditions(cache=cache, replay=tape)):
        with pytest.raises(UsageError, match="could be neither recorded nor replayed"):
            asyncio.run(
                evaluate([make_task()], [FakeBackend()], scorers={}, results_dir=tmp_path, conditions=conditions)
            )
    assert list(tmp_path.iterdir()) == []
