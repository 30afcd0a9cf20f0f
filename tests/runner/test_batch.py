"""Runs in batches, against a provider on a loopback port that speaks both protocols."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from batch_fakes import BatchFake
from batch_server import Batch, BatchServer, completed, errored, failed, refused, succeeded
from runner_fakes import NOON, FakeBackend, FakeTime, KeptProgress, LengthScorer, make_task

from harness.backends.base import BackendOptions
from harness.backends.batches import BatchLimits
from harness.backends.openai import create
from harness.errors import BackendError, HarnessError, RunError, UsageError
from harness.results.models import AnswerRecord, BatchRecord
from harness.results.store import RunFolder, open_run, read_journal
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions
from harness.runner.evaluate import Run, RunStoppedError, evaluate

EPOCHS = 3
REQUESTS = 2 * EPOCHS


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer() as made:
        yield made


@pytest.fixture(params=["openai", "anthropic"])
def backend(request: pytest.FixtureRequest, server: BatchServer) -> BatchFake:
    return fake(server, request.param)


def fake(server: BatchServer, provider: str = "openai", **more: Any) -> BatchFake:
    return BatchFake(f"{provider}/stub", getattr(server, provider), **more)


class Patience(FakeTime):
    """A clock that stands still, and gives up on whoever looks at it without end."""

    async def sleep(self, seconds: float) -> None:
        assert len(self.waits) < 100
        await super().sleep(seconds)


class Sitting:
    """How one sitting of a run went."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.progress = KeptProgress(self.said.append)
        self.time = Patience()


def sit(
    results: Path,
    *backends: Any,
    batches: Literal["wait", "leave"] | None = "wait",
    resume: str | None = None,
    sitting: Sitting | None = None,
) -> Run:
    sitting = sitting or Sitting()
    return asyncio.run(
        evaluate(
            [make_task()],
            backends,
            scorers={"rivers": [LengthScorer()]},
            results_dir=results,
            epochs=EPOCHS,
            conditions=Conditions(batches=batches),
            resume=resume,
            progress=sitting.progress,
            clock=Clock(now=lambda: NOON, sleep=sitting.time.sleep),
        )
    )


def journalled(folder: RunFolder) -> list[AnswerRecord]:
    with folder.journal.open("rb") as file:
        return [line.record for line in read_journal(file, "answers.jsonl")]


def steps(folder: RunFolder) -> list[str]:
    lines = folder.batches.read_text(encoding="utf-8").splitlines()
    return [BatchRecord.model_validate(json.loads(line)).state for line in lines]


def check_whole(run: Run, server: BatchServer) -> None:
    """Every request was handed over once, answered once, and the answer is its own."""
    records = journalled(RunFolder(run.folder))
    assert set(server.counts.values()) == {1}
    assert Counter(record.id for record in records) == server.counts
    assert len(records) == run.counts.answered == REQUESTS
    assert [record.answer and record.answer.text for record in records] == [f"It rose, {one.id}." for one in records]


def test_every_request_is_answered_once_by_one_batch(tmp_path: Path, server: BatchServer, backend: BatchFake) -> None:
    server.looks = 4
    sitting = Sitting()

    run = sit(tmp_path, backend, sitting=sitting)

    check_whole(run, server)
    assert run.exit_code == 0
    assert len(server.batches) == 1
    assert steps(RunFolder(run.folder)) == ["planned", "submitted", "collected"]
    assert sitting.time.waits == [10.0, 15.0, 22.5, 33.75]
    assert sitting.said[:2] == [
        f"{backend.name}: 6 requests are handed over in batch batch-0.",
        "Batches under way: 1, with 0 of 6 requests done. Next look in 10 seconds.",
    ]


def test_answers_hold_what_the_provider_says_of_them(tmp_path: Path, server: BatchServer, backend: BatchFake) -> None:
    answer = journalled(RunFolder(sit(tmp_path, backend).folder))[0].answer

    assert answer
    assert answer.usage
    assert (answer.model, answer.finish, answer.usage.input_tokens, answer.usage.output_tokens) == (
        "stub-1",
        "stop",
        11,
        7,
    )
    assert answer.request_id in ("req-1", "msg-1")
    assert server.batches


def test_pauses_grow_to_five_minutes(tmp_path: Path, server: BatchServer) -> None:
    server.looks = 12
    sitting = Sitting()

    sit(tmp_path, fake(server), sitting=sitting)

    assert max(sitting.time.waits) == 300.0
    assert sitting.time.waits == sorted(sitting.time.waits)


@pytest.mark.parametrize(
    ("limits", "count"),
    [(BatchLimits(requests=4, size=10**6), 2), (BatchLimits(requests=100, size=700), 3)],
)
def test_what_a_provider_does_not_take_at_once_goes_out_in_several(
    limits: BatchLimits, count: int, tmp_path: Path, server: BatchServer, backend: BatchFake
) -> None:
    backend.limits = limits

    run = sit(tmp_path, backend)

    check_whole(run, server)
    assert 1 < len(server.batches) <= count
    assert (
        len({batch.metadata["key"] if batch.metadata else batch.rows[0]["custom_id"] for batch in server.batches}) > 1
    )
    for batch in server.batches:
        assert len(batch.rows) <= limits.requests
        assert sum(len(json.dumps(row)) + 1 for row in batch.rows) <= limits.size


def test_a_request_too_large_for_any_batch_is_an_error_of_its_own(tmp_path: Path, server: BatchServer) -> None:
    run = sit(tmp_path, fake(server, limits=BatchLimits(requests=100, size=100)))

    records = journalled(RunFolder(run.folder))
    assert run.counts.errors == REQUESTS
    assert records[0].error
    assert "the request of the sample 'rivers/oder' has " in records[0].error.what
    assert not records[0].error.retryable
    assert not server.batches


def test_rows_that_fail_are_errors_and_those_that_may_pass_are_asked_again(tmp_path: Path, server: BatchServer) -> None:
    results = iter(
        [
            failed(400, "too long"),
            failed(429, "slow down"),
            refused("batch_expired", "This request could not be executed."),
            None,
            completed("Fine."),
            refused("odd", "Never."),
        ]
    )
    known: dict[str, Any] = {}
    server.result = lambda one, _: known[one] if one in known else known.setdefault(one, next(results))

    run = sit(tmp_path, fake(server))

    errors = {record.error.what: record.error.retryable for record in journalled(RunFolder(run.folder)) if record.error}
    assert errors == {
        "openai/stub: the server answered 400: too long": False,
        "openai/stub: the server answered 429: slow down": True,
        "openai/stub: the batch: This request could not be executed.": True,
        "openai/stub: the batch ended without a result for this request.": True,
        "openai/stub: the batch: Never.": False,
    }
    assert run.exit_code == 3

    server.result = lambda one, _: completed(f"It rose, {one}.")
    again = sit(tmp_path, fake(server), resume=run.id)

    assert [len(batch.rows) for batch in server.batches] == [6, 3]
    assert (again.counts.answered, again.counts.errors) == (4, 2)


def test_rows_of_messages_fail_in_their_own_words(tmp_path: Path, server: BatchServer) -> None:
    results = iter(
        [
            errored("invalid_request_error", "too long"),
            errored("overloaded_error", "busy"),
            {"result": {"type": "expired"}},
            {"result": {"type": "canceled"}},
            succeeded("Cut", "max_tokens"),
            succeeded("", "refusal"),
        ]
    )
    known: dict[str, Any] = {}
    server.result = lambda one, _: known[one] if one in known else known.setdefault(one, next(results))

    records = journalled(RunFolder(sit(tmp_path, fake(server, "anthropic")).folder))

    assert {record.error.what: record.error.retryable for record in records if record.error} == {
        "anthropic/stub: the batch: too long": False,
        "anthropic/stub: the batch: busy": True,
        "anthropic/stub: the batch expired before this request was answered.": True,
        "anthropic/stub: the batch was cancelled before this request was answered.": True,
    }
    assert sorted(record.answer.finish for record in records if record.answer) == ["length", "refused"]


@pytest.mark.parametrize(
    ("status", "said", "may_pass"),
    [
        ("expired", "the batch expired before this request was answered.", True),
        ("cancelled", "the batch was cancelled before this request was answered.", True),
        ("failed", "the batch: the model has no batches", False),
    ],
)
def test_a_batch_that_ends_early_keeps_its_answers_and_the_rest_are_errors(
    status: str, said: str, may_pass: bool, tmp_path: Path, server: BatchServer
) -> None:
    server.status = status
    kept: set[str] = set()

    def result(one: str, _: Any) -> Any:
        if len(kept) < 2:
            kept.add(one)
        return completed("It rose.") if one in kept else None

    server.result = result

    run = sit(tmp_path, fake(server))

    records = journalled(RunFolder(run.folder))
    answered = 0 if status == "failed" else 2
    assert run.counts.answered == answered
    assert {(record.error.what, record.error.retryable) for record in records if record.error} == {
        (f"openai/stub: {said}", may_pass)
    }
    assert len(records) == REQUESTS


# failures of the provider


@pytest.mark.parametrize("fault", [500, 429, "lost", "cut"])
@pytest.mark.parametrize("where", ["POST /v1/files", "POST /v1/batches", "GET /v1/batches/", "GET /v1/files/"])
def test_failures_that_pass_are_waited_out_and_nothing_is_paid_twice(
    where: str, fault: int | str, tmp_path: Path, server: BatchServer
) -> None:
    server.faults = {where: [fault, fault]}
    sitting = Sitting()

    run = sit(tmp_path, fake(server), sitting=sitting)

    check_whole(run, server)
    assert len(server.faults[where]) < 2  # what was done although its answer was lost is not asked for again
    assert [line for line in sitting.said if "openai/stub: " in line and "Next look in" in line]


@pytest.mark.parametrize("fault", [500, "lost", "cut"])
@pytest.mark.parametrize("where", ["POST /v1/messages/batches", "GET /v1/messages/batches/"])
def test_failures_that_pass_are_waited_out_with_messages_too(
    where: str, fault: int | str, tmp_path: Path, server: BatchServer
) -> None:
    server.faults = {where: [fault, fault]}

    run = sit(tmp_path, fake(server, "anthropic"))

    check_whole(run, server)
    assert len(server.faults[where]) < 2


def test_a_lost_batch_is_found_on_a_later_page_among_strange_ones(
    tmp_path: Path, server: BatchServer, backend: BatchFake
) -> None:
    server.page = 2
    path = "/v1/messages/batches" if backend.name.startswith("anthropic") else "/v1/batches"
    server.faults = {f"POST {path}": ["lost"]}

    def add_strange_ones(what: str) -> None:
        if what == f"POST {path}" and len(server.batches) == 1:
            rows: list[Any] = [{"custom_id": f"{number}_strange"} for number in range(REQUESTS)]
            for number in range(5):
                strange = Batch(f"strange-{number}", rows, {"run": "other", "key": "strange"})
                strange.status = "completed"
                server.batches.append(strange)

    server.on_done = add_strange_ones

    run = sit(tmp_path, backend)

    assert run.counts.answered == REQUESTS
    assert len(server.batches) == 6
    assert steps(RunFolder(run.folder)) == ["planned", "submitted", "collected"]


def test_a_refusal_ends_the_run_after_the_other_backends_are_done(tmp_path: Path, server: BatchServer) -> None:
    server.looks = 3
    server.faults = {"POST /v1/files": [401]}
    good, bad = fake(server, "anthropic"), fake(server)
    sitting = Sitting()

    with pytest.raises(BackendError) as caught:
        sit(tmp_path, bad, good, sitting=sitting)

    folder = open_run("latest", tmp_path)
    assert str(caught.value) == "openai/stub: the server answered 401: no: 401. Check the key."
    assert {record.backend for record in journalled(folder)} == {"anthropic/stub"}
    assert not [line for line in sitting.said if "left under way" in line]
    assert len(journalled(folder)) == REQUESTS

    run = sit(tmp_path, bad, good, resume="latest")

    assert run.counts.answered == 2 * REQUESTS
    assert set(server.counts.values()) == {1}


def test_a_batch_that_is_refused_a_look_stays_under_way(tmp_path: Path, server: BatchServer) -> None:
    server.faults = {"GET /v1/batches/": [403]}
    sitting = Sitting()

    with pytest.raises(BackendError, match="answered 403"):
        sit(tmp_path, fake(server), sitting=sitting)

    assert sitting.said[-1].startswith("1 batch is left under way, and goes on without this program; '--resume ")
    run = sit(tmp_path, fake(server), resume="latest")
    check_whole(run, server)


# leaving and coming back


def test_batches_are_left_and_collected_in_another_sitting(
    tmp_path: Path, server: BatchServer, backend: BatchFake
) -> None:
    server.looks = 3
    for resume, looks in ((None, 0), ("latest", 1), ("latest", 2)):
        sitting = Sitting()
        with pytest.raises(RunStoppedError) as caught:
            sit(tmp_path, backend, batches="leave", resume=resume, sitting=sitting)
        folder = open_run("latest", tmp_path)
        assert caught.value.exit_code == 3
        assert str(caught.value) == (
            f"{folder.path.name}: the run is not done: its batches are not waited for. Nothing is lost: "
            f"the same command with '--resume {folder.path.name}' goes on from there."
        )
        assert sitting.time.waits == []
        assert [batch.looks for batch in server.batches] == [looks]
        assert journalled(folder) == []

    run = sit(tmp_path, backend, batches="leave", resume="latest")

    check_whole(run, server)
    assert run.exit_code == 0


def test_handing_over_is_tried_five_times_where_it_is_not_waited_for(tmp_path: Path, server: BatchServer) -> None:
    server.faults = {"POST /v1/files": [503] * 5}
    sitting = Sitting()

    with pytest.raises(RunStoppedError):
        sit(tmp_path, fake(server), batches="leave", sitting=sitting)

    assert server.faults == {"POST /v1/files": []}
    assert len(sitting.time.waits) == 4
    run = sit(tmp_path, fake(server), resume="latest")
    check_whole(run, server)


def test_a_run_with_batches_under_way_is_not_asked_one_by_one(tmp_path: Path, server: BatchServer) -> None:
    with pytest.raises(RunStoppedError):
        sit(tmp_path, fake(server), batches="leave")

    with pytest.raises(RunError) as caught:
        sit(tmp_path, fake(server), batches=None, resume="latest")

    name = open_run("latest", tmp_path).path.name
    assert str(caught.value) == f"{name}: a batch is under way. Add --batch to collect what was paid for."


def test_a_collected_batch_whose_note_was_lost_is_not_fetched_again(tmp_path: Path, server: BatchServer) -> None:
    run = sit(tmp_path, fake(server))
    folder = RunFolder(run.folder)
    whole = folder.batches.read_bytes()
    folder.batches.write_bytes(whole[: len(whole) - 30])  # the last line is torn
    asked = len(server.asked)

    again = sit(tmp_path, fake(server), resume=run.id)

    assert steps(folder) == ["planned", "submitted", "collected"]
    assert len(server.asked) == asked
    check_whole(again, server)


@pytest.mark.parametrize(
    "line", ["{}\n", "no JSON\n", '{"key": "x", "state": "collected", "backend": "b", "at": ""}\n']
)
def test_a_damaged_list_of_batches_is_told(line: str, tmp_path: Path, server: BatchServer) -> None:
    run = sit(tmp_path, fake(server))
    batches = RunFolder(run.folder).batches
    batches.write_text(line + batches.read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(HarnessError, match=r"batches\.jsonl"):
        sit(tmp_path, fake(server), resume=run.id)


def test_a_backend_without_batches_is_refused_before_anything_is_written(tmp_path: Path, server: BatchServer) -> None:
    with pytest.raises(UsageError) as caught:
        sit(tmp_path / "results", fake(server), FakeBackend())

    assert str(caught.value) == "fake/one: this backend has no batches. Leave --batch out."
    assert not (tmp_path / "results").exists()
    assert not server.asked


def test_a_key_is_shown_to_the_server_and_stands_nowhere_else(
    tmp_path: Path, server: BatchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-planted-4f9a1c77e2d84b06"
    monkeypatch.setenv("STUB_KEY", key)
    server.result = lambda one, _: completed(f"{one} {key}")

    run = sit(tmp_path, create("stub", BackendOptions(base_url=server.openai, key_env="STUB_KEY")))

    assert {headers.get("authorization") for headers in server.headers} == {f"Bearer {key}"}
    assert run.counts.answered == REQUESTS
    for file in run.folder.rglob("*.json*"):
        assert key not in file.read_text(encoding="utf-8")


def test_a_batch_can_be_cancelled(server: BatchServer, backend: BatchFake, tmp_path: Path) -> None:
    server.looks = 99
    with pytest.raises(RunStoppedError):
        sit(tmp_path, backend, batches="leave")

    async def cancel() -> bool:
        door = backend.batches()
        try:
            await door.cancel("batch-0")
            return (await door.state("batch-0")).ended
        finally:
            await door.close()

    assert asyncio.run(cancel())
