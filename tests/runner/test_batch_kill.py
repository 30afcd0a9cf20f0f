"""Batch runs in real processes that are killed or interrupted, and collected in another. Tests wait for lines, and for
what the provider sees, never for time.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import batch_server
import pytest
from batch_child import EPOCHS, LIMITS
from batch_server import BatchServer
from runner_fakes import FOLDER, child_environment

from harness.results.store import RunFolder, open_run, read_journal

REQUESTS = 2 * EPOCHS
BATCHES = REQUESTS // LIMITS.requests


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchServer]:
    monkeypatch.setattr(batch_server, "CREATED", datetime.now(UTC))  # the children's clocks are real
    with BatchServer() as made:
        yield made


@contextmanager
def child(
    server: BatchServer, results: Path, provider: str, *, resume: str = "-", manner: str = "wait"
) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(FOLDER / "batch_child.py"), str(results), resume, provider]
    with subprocess.Popen(
        [*command, getattr(server, provider), manner],
        env=child_environment(),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    for line in process.stdout:
        yield line.rstrip("\n")


def check_whole(server: BatchServer, results: Path) -> None:
    folder = open_run("latest", results)
    assert set(server.counts.values()) == {1}
    assert answers_in(folder) == server.counts
    assert folder.summary().counts.answered == REQUESTS == len(server.counts)


def answers_in(folder: RunFolder) -> Counter[str]:
    with folder.journal.open("rb") as file:
        return Counter(line.record.id for line in read_journal(file, "answers.jsonl"))


PROVIDERS = pytest.mark.parametrize("provider", ["openai", "anthropic"])


@PROVIDERS
def test_batches_are_handed_over_by_one_process_and_collected_by_another(
    provider: str, tmp_path: Path, server: BatchServer
) -> None:
    server.looks = 2
    with child(server, tmp_path, provider, manner="leave") as first:
        said = list(lines_of(first))
    name = open_run("latest", tmp_path).path.name

    assert first.returncode == 3
    assert len(server.batches) == BATCHES
    assert said[-1].endswith(f"the same command with '--resume {name}' goes on from there.")
    assert not answers_in(open_run("latest", tmp_path))

    with child(server, tmp_path, provider, resume=name) as second:
        list(lines_of(second))

    assert second.returncode == 0
    check_whole(server, tmp_path)


@PROVIDERS
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_process_killed_between_a_batch_and_its_note_pays_for_nothing_twice(
    provider: str, number: int, tmp_path: Path, server: BatchServer
) -> None:
    path = "POST /v1/batches" if provider == "openai" else "POST /v1/messages/batches"
    with child(server, tmp_path, provider) as first:

        def kill(what: str) -> None:
            if what == path and len(server.batches) == number:
                first.kill()
                first.wait()  # it never learns that the batch was made

        server.on_done = kill
        list(lines_of(first))
    server.on_done = lambda _: None
    assert len(server.batches) == number

    with child(server, tmp_path, provider, resume="latest") as second:
        list(lines_of(second))

    assert second.returncode == 0
    assert len(server.batches) == BATCHES
    check_whole(server, tmp_path)


@PROVIDERS
@pytest.mark.parametrize("done", [1, 7, 20, 33])
def test_a_process_killed_while_collecting_loses_nothing(
    provider: str, done: int, tmp_path: Path, server: BatchServer
) -> None:
    with child(server, tmp_path, provider) as first:
        seen = 0
        for line in lines_of(first):
            seen += line.startswith("done")
            if seen == done:
                first.kill()

    with child(server, tmp_path, provider, resume="latest") as second:
        list(lines_of(second))

    assert second.returncode == 0
    check_whole(server, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="another process cannot be sent Ctrl-C alone")
@PROVIDERS
def test_ctrl_c_leaves_the_batches_under_way_and_says_how_to_collect(
    provider: str, tmp_path: Path, server: BatchServer
) -> None:
    server.looks = 10**9
    with child(server, tmp_path, provider) as first:
        lines = lines_of(first)
        next(line for line in lines if line.startswith("say Batches under way: 3, with 0 of 60 requests done."))
        first.send_signal(signal.SIGINT)
        after = [line for line in lines if not line.startswith("say Batches")]
    name = open_run("latest", tmp_path).path.name

    assert first.returncode == 3
    mend = f"Nothing is lost: the same command with '--resume {name}' goes on from there."
    assert after == [
        "say Stopping after the step under way. Ctrl-C again drops it.",
        f"say 3 batches are left under way, and go on without this program; '--resume {name}' with '--batch' collects.",
        f"error {name}: the run was stopped. {mend}",
    ]

    server.looks = 0
    with child(server, tmp_path, provider, resume=name) as second:
        list(lines_of(second))

    assert second.returncode == 0
    check_whole(server, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="another process cannot be sent Ctrl-C alone")
def test_a_second_ctrl_c_drops_the_step_under_way(tmp_path: Path, server: BatchServer) -> None:
    with child(server, tmp_path, "openai") as first:
        lines = lines_of(first)

        def interrupt(what: str) -> None:
            if what == "POST /v1/batches":
                first.send_signal(signal.SIGINT)
                assert "Stopping" in next(line for line in lines if "Stopping" in line)
                first.send_signal(signal.SIGINT)
                first.wait()

        server.on_done = interrupt
        first.wait()
    server.on_done = lambda _: None

    assert first.returncode == 3
    assert len(server.batches) == 1
    with child(server, tmp_path, "openai", resume="latest") as second:
        list(lines_of(second))
    assert second.returncode == 0
    check_whole(server, tmp_path)
