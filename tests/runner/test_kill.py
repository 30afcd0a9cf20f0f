"""Runs in real processes that are killed or interrupted, and resumed. Tests wait for lines on pipes, never for time."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from run_child import CONNECTIONS
from runner_fakes import FOLDER, child_environment

from harness.results.store import RunFolder, open_run, read_journal

EPOCHS = 150
REQUESTS = 2 * EPOCHS


@contextmanager
def child(results: Path, resume: str, epochs: int, manner: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(FOLDER / "run_child.py"), str(results), resume, str(epochs), manner]
    with subprocess.Popen(
        command, env=child_environment(), stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    for line in process.stdout:
        yield line.rstrip("\n")


def ids(events: list[str], what: str) -> list[str]:
    return [event.split()[1] for event in events if event.startswith(f"{what} ")]


def answered(folder: RunFolder) -> set[str]:
    return {record.id for record in folder.answers()}


def sit(results: Path, resume: str, events: int) -> tuple[list[str], int]:
    """Run a child and kill it after so many events; return all its events and its exit code."""
    with child(results, resume, EPOCHS, "quick") as process:
        lines = lines_of(process)
        seen = list(islice(lines, events))
        process.kill()
        seen.extend(lines)
    return seen, process.returncode


def check_whole(folder: RunFolder) -> None:
    with folder.journal.open("rb") as file:
        times = Counter(line.record.id for line in read_journal(file, "answers.jsonl"))
    assert folder.journal.read_bytes().endswith(b"\n")
    assert len(times) == REQUESTS
    assert set(times.values()) == {1}
    assert len(list(folder.scores())) == REQUESTS
    assert folder.summary().counts.answered == REQUESTS


@pytest.mark.parametrize("seed", range(4))
def test_a_run_killed_five_times_loses_nothing_and_asks_nothing_twice(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    known: set[str] = set()
    resume = "-"
    kills = 0
    while kills < 5:
        seen, code = sit(tmp_path, resume, chance.randrange(1, 110))
        folder = open_run("latest", tmp_path)
        assert not known & set(ids(seen, "asked"))
        assert known | set(ids(seen, "done")) <= answered(folder)
        known, resume = answered(folder), folder.path.name
        if code == 0:  # it was done before the kill came
            check_whole(folder)
            known, resume = set(), "-"
        else:
            kills += 1

    seen, code = sit(tmp_path, resume, 2 * REQUESTS + 1)
    assert code == 0
    assert not known & set(ids(seen, "asked"))
    check_whole(open_run("latest", tmp_path))


def test_a_second_process_may_not_write_to_a_run(tmp_path: Path) -> None:
    with child(tmp_path, "-", 3, "stuck") as first:
        list(islice(lines_of(first), 4 + CONNECTIONS))  # two asked and done, then as many asked as may be at once
        folder = open_run("latest", tmp_path)
        with child(tmp_path, folder.path.name, 3, "quick") as second:
            assert [line for line in lines_of(second) if "is in use: another process writes to this run" in line]
        assert second.returncode == 2
        assert len(answered(folder)) == 2


POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="another process cannot be sent Ctrl-C alone")


@POSIX_ONLY
def test_the_first_ctrl_c_waits_for_what_is_in_flight(tmp_path: Path) -> None:
    with child(tmp_path, "-", 9, "held") as process:
        lines = lines_of(process)
        list(islice(lines, 4 + CONNECTIONS))
        process.send_signal(signal.SIGINT)
        after = list(lines)

    folder = open_run("latest", tmp_path)
    name = folder.path.name
    assert process.returncode == 3
    assert after[0] == f"say Stopping: waiting for the requests in flight ({CONNECTIONS}). Ctrl-C again drops them."
    assert ids(after, "asked") == []
    assert len(ids(after, "done")) == CONNECTIONS
    mend = f"Nothing is lost: the same command with '--resume {name}' goes on from there."
    assert after[-1] == f"error {name}: the run was stopped. {mend}"
    assert len(answered(folder)) == 2 + CONNECTIONS

    with child(tmp_path, "latest", 9, "quick") as again:
        seen = list(lines_of(again))
    assert again.returncode == 0
    assert len(ids(seen, "asked")) == 18 - 2 - CONNECTIONS
    assert folder.summary().counts.answered == 18


@POSIX_ONLY
def test_the_second_ctrl_c_drops_what_is_in_flight(tmp_path: Path) -> None:
    with child(tmp_path, "-", 9, "stuck") as process:
        lines = lines_of(process)
        list(islice(lines, 4 + CONNECTIONS))
        process.send_signal(signal.SIGINT)
        assert next(lines).startswith("say Stopping")
        process.send_signal(signal.SIGINT)
        after = list(lines)

    folder = open_run("latest", tmp_path)
    assert process.returncode == 3
    assert [event.split()[0] for event in after] == ["error"]
    assert len(answered(folder)) == 2

    with child(tmp_path, "latest", 9, "quick") as again:
        list(lines_of(again))
    assert again.returncode == 0
    assert folder.summary().counts.answered == 18
