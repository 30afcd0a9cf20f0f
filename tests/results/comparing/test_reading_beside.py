"""Runs that are read by processes of their own are the same as if they were read one after the other."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_runs import BACKEND, DIFFERENCE, LOST_AND_GAINED, UNSCORED, Made, write_run

from harness.errors import RunError
from harness.results.comparing import beside
from harness.results.comparing.beside import read_runs
from harness.results.comparing.columns import Book, read_columns
from harness.results.store import SCORES, RunFolder


@pytest.fixture(autouse=True)
def three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    found: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        found.append(real(*arguments, **options))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    return found


def write(folder: Path, *runs: Made) -> list[tuple[RunFolder, list[str]]]:
    for number, made in enumerate(runs):
        write_run(folder / f"run-{number}", made)
    return [(RunFolder(folder / f"run-{number}"), [made.backend]) for number, made in enumerate(runs)]


def flat(value: object) -> Any:
    """Return records as plain data, to be compared."""
    if isinstance(value, np.ndarray):
        return str(value.dtype), np.nan_to_num(value, nan=-7.0).tolist()
    if is_dataclass(value):
        return {field.name: flat(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: flat(one) for key, one in value.items()}
    return value


def test_columns_and_numbers_of_names_are_the_same(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    wanted = write(tmp_path, DIFFERENCE[0], UNSCORED[1], LOST_AND_GAINED[1])
    one_by_one, at_once = Book(), Book()
    expected = [read_columns(folder, backends, one_by_one) for folder, backends in wanted]

    found = read_runs(wanted, at_once, long=0)

    assert [flat(run) for run in found] == [flat(run) for run in expected]
    assert [*at_once.samples] == [*one_by_one.samples]
    assert [*at_once.facts] == [*one_by_one.facts]
    assert [*at_once.signatures] == [*one_by_one.signatures]
    assert [process.returncode is None for process in started] == [False, False]


def test_short_runs_start_no_process(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    assert len(read_runs(write(tmp_path, *DIFFERENCE), Book())) == 2
    assert started == []


def test_what_is_wrong_with_a_run_is_said_as_ever(tmp_path: Path) -> None:
    wanted = write(tmp_path, *DIFFERENCE)
    path = wanted[1][0].path / SCORES
    path.write_bytes(path.read_bytes() + b'{"id": 3\n')
    with pytest.raises(RunError, match=r"run-1.*scores\.jsonl:13.*is damaged") as raised:
        read_runs(wanted, Book(), long=0)
    assert "beside" not in str(raised.value)


def test_without_an_interpreter_to_start_all_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    first, second = read_runs(write(tmp_path, *DIFFERENCE), Book(), long=0)
    assert len(first[BACKEND]) == len(second[BACKEND]) == 12


def test_no_process_outlives_what_goes_wrong_here(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(beside, "read_columns", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_runs(write(tmp_path, *DIFFERENCE), Book(), long=0)
    assert [process.poll() is None for process in started] == [False]
