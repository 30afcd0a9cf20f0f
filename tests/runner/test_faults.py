"""Runs against a server in another process that fails in every way a server can."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner_fakes import LengthScorer, make_task

from harness.backends.base import BackendOptions
from harness.backends.registry import create_backend
from harness.results.models import AnswerRecord
from harness.results.store import RunFolder
from harness.runner.conditions import Conditions, Limits, Terms
from harness.runner.evaluate import Run, evaluate

LOOPBACK = Path(__file__).resolve().parents[1] / "loopback.py"


@dataclass(frozen=True)
class Loopback:
    """A running server."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def stats(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stats") as reply:
            found: dict[str, Any] = json.load(reply)
        return found


@contextmanager
def loopback(*options: str) -> Iterator[Loopback]:
    command = [sys.executable, str(LOOPBACK), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield Loopback(int(process.stdout.readline()))
        finally:
            process.stdin.close()


def run_on(server: Loopback, results: Path, samples: int, *, limits: Limits, timeout: float = 5.0) -> Run:
    task = make_task(articles=[f"a{i}" for i in range(samples)])
    backend = create_backend("openai/m", BackendOptions(base_url=server.url, timeout=timeout))
    return asyncio.run(
        evaluate(
            [task],
            [backend],
            scorers={"rivers": [LengthScorer()]},
            results_dir=results,
            conditions=Conditions(default=Terms(limits=limits)),
        )
    )


def records_of(run: Run) -> list[AnswerRecord]:
    lines = (run.folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [AnswerRecord.model_validate_json(line) for line in lines]


def test_a_fifth_of_faults_loses_nothing_and_pays_nothing_twice(tmp_path: Path) -> None:
    samples = 600
    with loopback("--faults", "0.2", "--stall", "4", "--seed", "3") as server:
        run = run_on(server, tmp_path, samples, limits=Limits(max_connections=64), timeout=2.0)
        stats = server.stats()

    records = records_of(run)
    answered = [record for record in records if record.answer]
    assert set(stats["faults"]) == {"limit", "error", "reset", "torn", "stall", "half", "page"}
    assert len(records) == len({record.id for record in records}) == samples  # each once, and none is lost
    assert all(record.error.what.startswith("openai/m: ") for record in records if record.error)
    assert len(answered) == stats["good"] == stats["prompts"]  # the server's own count
    assert stats["again"] == 0
    assert sum(record.attempts for record in records) == stats["requests"]
    assert run.counts.answered == len(answered)
    assert len(list(RunFolder(run.folder).scores())) == samples


def test_a_limit_in_another_process_is_found_and_kept(tmp_path: Path) -> None:
    with loopback("--rate", "100", "--burst", "10") as server:
        run = run_on(server, tmp_path, 400, limits=Limits(max_connections=64))
        stats = server.stats()

    assert run.counts.answered == stats["good"] == 400
    assert stats["again"] == 0
    assert stats["faults"]["over"] < 0.2 * stats["requests"]  # the storm at the start weighs much in so short a run


def test_requests_arrive_at_the_rate_that_was_asked_for(tmp_path: Path) -> None:
    with loopback("--latency", "0.05") as server:
        run_on(server, tmp_path, 100, limits=Limits(rpm=3000, max_connections=64))
        arrivals = server.stats()["arrivals"]

    seconds = Counter(int(time - arrivals[0]) for time in arrivals)
    assert max(seconds.values()) <= 51
    assert arrivals[-1] - arrivals[0] >= 99 / 51
