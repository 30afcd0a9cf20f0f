"""Recorded runs in real processes that are killed or interrupted, and gone on with."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from servers import ModelServer, Received, Reply, completion
from small_project import child_environment, install_plugin, make_project

EPOCHS = 5
"""Of two samples: ten requests."""


class Held:
    """Answers the first three requests, each differently, and holds the others until it is let go."""

    def __init__(self) -> None:
        self.arrived = threading.Semaphore(0)
        self.go = threading.Event()
        self._numbers = iter(range(1, 1000))

    def __call__(self, _: Received) -> Reply:
        number = next(self._numbers)
        self.arrived.release()
        if number > 3:
            self.go.wait()
        return completion(f"Summary {number}.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    install_plugin(tmp_path / "site")
    return make_project(tmp_path)


def command(server: ModelServer, *more: str) -> list[str]:
    asked = ["eval", "two", "--backend", "openai/m", "--base-url", server.url, "--epochs", str(EPOCHS)]
    return [sys.executable, "-m", "harness", *asked, "--max-connections", "2", *more]


@contextmanager
def recorded(folder: Path, server: ModelServer) -> Iterator[tuple[subprocess.Popen[str], Held]]:
    """Start a recorded run; when the block begins, three answers are in its journal and two requests are under way."""
    held = Held()
    server.script = held
    arguments = command(server, "--record", "r.yaml")
    with subprocess.Popen(
        arguments, cwd=folder, env=child_environment(folder / "site"), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            for _ in range(5):
                held.arrived.acquire()
            yield process, held
        finally:
            process.kill()
            held.go.set()


def run(folder: Path, server: ModelServer, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        command(server, *more),
        cwd=folder,
        env=child_environment(folder / "site"),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stderr


def answers_in(folder: Path) -> dict[str, dict[str, str]]:
    """Return the answers of each run, by its id: each request's text."""
    found = {}
    for journal in (folder / "results").glob("*/answers.jsonl"):
        records = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
        found[journal.parent.name] = {one["id"]: one["answer"]["text"] for one in records if one["answer"]}
    return found


def test_a_run_that_is_killed_keeps_its_recording_and_goes_on_with_it(folder: Path) -> None:
    with ModelServer() as server:
        with recorded(folder, server) as (process, _):
            process.kill()
        (first,) = answers_in(folder)
        killed = answers_in(folder)[first]
        assert len(killed) == 3
        assert (folder / "r.yaml").read_bytes().count(b"\n- ") == 3

        code, told = run(folder, server, "--resume", first, "--record", "r.yaml")
        assert code == 0, told
    whole = answers_in(folder)[first]
    assert len(whole) == 2 * EPOCHS
    assert killed.items() <= whole.items()

    code, told = run(folder, server, "--replay", "r.yaml")
    assert code == 0, told
    (second,) = answers_in(folder).keys() - {first}
    assert answers_in(folder)[second] == whole
    assert "not played" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="another process cannot be sent Ctrl-C alone")
def test_ctrl_c_keeps_what_was_under_way_in_the_recording_too(folder: Path) -> None:
    with ModelServer() as server, recorded(folder, server) as (process, held):
        process.send_signal(signal.SIGINT)
        assert process.stderr
        assert "Stopping: waiting for the requests in flight (2)" in process.stderr.readline()
        held.go.set()
        assert process.wait() == 3
    assert (folder / "r.yaml").read_bytes().count(b"\n- ") == 5
    (first,) = answers_in(folder)
    code, told = run(folder, server, "--replay", "r.yaml")
    assert code == 3
    assert "5 requests failed; the first: openai/m: the recording has no reply for sample" in told
    (second,) = answers_in(folder).keys() - {first}
    assert answers_in(folder)[second] == answers_in(folder)[first]


def test_a_file_that_exists_is_refused_in_one_line(folder: Path, model_server: ModelServer) -> None:
    (folder / "r.yaml").write_text("mine", "utf-8")
    code, told = run(folder, model_server, "--record", "r.yaml")
    mend = "Name another file, or delete it."
    assert (code, told) == (2, f"r.yaml: exists already, and a recording is never overwritten. {mend}\n")
    assert model_server.received == []
    assert not (folder / "results").exists()
