"""`harness eval --cache` and `harness cache …`, against a loopback server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from servers import ModelServer, completion

from harness.backends.registry import MODEL_OPTIONS
from harness.cli import cache_explain
from harness.runner.cache import AnswerCache

Call = Callable[..., Result]
Lines = Callable[..., list[Any]]

FILE = Path("results") / ".cache" / "answers.sqlite"


@pytest.fixture
def asked(model_server: ModelServer) -> tuple[str, ...]:
    """The arguments of a run on the server; what it answers differs each time."""
    model_server.script = lambda _: completion(f"Summary {len(model_server.received)}.")
    return ("two", "--backend", "openai/m", "--base-url", model_server.url)


def test_a_run_is_answered_by_the_cache_of_one_before(
    call: Call, project: Path, asked: tuple[str, ...], model_server: ModelServer
) -> None:
    first = call("eval", *asked, "--cache")
    assert first.exit_code == 0, first.stderr
    assert "Taken from the cache: 0 of 2 answers.\n" in first.stderr
    assert (project / FILE).exists()
    second = call("eval", *asked, "--cache", "--backend", "extractive/lead-1", "--epochs", "2")
    assert "Taken from the cache: 2 of 8 answers.\n" in second.stderr
    assert "Taken from the cache: 2 of 8 answers.\n" in second.stdout
    assert len(model_server.received) == 4
    runs = [path for path in (project / "results").iterdir() if not path.name.startswith(".")]
    assert sorted(json.loads((path / "summary.json").read_text("utf-8"))["counts"]["cached"] for path in runs) == [0, 2]
    run = Path(second.stderr.rpartition("Results: ")[2].strip()).name
    rows = [json.loads(line) for line in call("results", "show", run, "--format", "jsonl").stdout.splitlines()]
    assert {row["backend"]: row["cached"] for row in rows} == {"openai/m": 2, "extractive/lead-1": 0}


def test_a_run_without_the_option_takes_nothing_and_says_nothing_of_it(call: Call, asked: tuple[str, ...]) -> None:
    call("eval", *asked, "--cache")
    result = call("eval", *asked)
    assert "cache" not in result.stderr + result.stdout


def test_a_file_of_ones_own_is_used(call: Call, project: Path, asked: tuple[str, ...], lines: Lines) -> None:
    assert call("eval", *asked, "--cache-file", "mine.sqlite").exit_code == 0
    assert not (project / FILE).exists()
    (row,) = lines("cache", "info", "--cache-file", "mine.sqlite", "--format", "jsonl")
    assert (row["backend"], row["entries"], row["hits"], row["saved"]) == ("openai/m", 2, 0, 0.0)


def test_the_info_shows_the_file_and_each_backend(call: Call, asked: tuple[str, ...]) -> None:
    assert call("eval", *asked, "--cache").exit_code == 0
    shown = call("cache", "info").stdout.splitlines()
    assert shown[0].startswith(f"{FILE}: 2 answers, ")
    assert shown[0].endswith(" kB, $0.0000 saved")
    assert shown[2].split() == ["backend", "entries", "oldest", "newest", "hits", "saved"]
    assert shown[3].split()[:2] == ["openai/m", "2"]


def test_it_is_explained_what_would_be_asked_and_why(call: Call, asked: tuple[str, ...], lines: Lines) -> None:
    assert call("eval", *asked, "--cache").exit_code == 0
    rows = lines("cache", "explain", *asked, "--epochs", "2", "--format", "jsonl")
    assert [(row["sample"], row["epoch"], row["cached"], row["why"]) for row in rows] == [
        ("two/flood", 1, True, ""),
        ("two/bridges", 1, True, ""),
        ("two/flood", 2, False, "the nearest answer is of another request: it is of epoch 1"),
        ("two/bridges", 2, False, "the nearest answer is of another request: it is of epoch 1"),
    ]
    shown = call("cache", "explain", *asked, "--temperature", "0.5", "--backend", "extractive/lead-1").stdout
    assert " ".join(shown.split()) == (
        "openai/m: 0 of 2 requests in the cache"
        " 2 not: the nearest answer is of another request: its temperature is none, not 0.5"
        " (two/flood, epoch 1; two/bridges, epoch 1)"
        " extractive/lead-1: 0 of 2 requests in the cache"
        " 2 not: answers of this backend are never kept (two/flood, epoch 1; two/bridges, epoch 1)"
    )


def test_explaining_asks_nobody_and_counts_no_use(
    call: Call, asked: tuple[str, ...], lines: Lines, model_server: ModelServer
) -> None:
    call("eval", *asked, "--cache")
    lines("cache", "explain", *asked, "--format", "jsonl")
    assert len(model_server.received) == 2
    assert [row["hits"] for row in lines("cache", "info", "--format", "jsonl")] == [0]


def test_the_same_text_in_another_task_is_in_the_cache(call: Call, asked: tuple[str, ...], lines: Lines) -> None:
    call("eval", *asked, "--cache")
    (row,) = lines("cache", "explain", "flood", *asked[1:], "--format", "jsonl")
    assert (row["sample"], row["cached"]) == ("flood/flood", True)


def test_explain_takes_every_option_that_makes_a_request() -> None:
    assert set(cache_explain.MODEL_OPTIONS) == set(MODEL_OPTIONS)


def test_answers_are_removed_by_backend_and_age(call: Call, project: Path, asked: tuple[str, ...]) -> None:
    call("eval", *asked, "--cache")
    for age in ("1h", "90000w", "99999w"):
        assert call("cache", "clear", "--older-than", age).stderr == f"Removed 0 of 2 answers from {FILE}.\n"
    wrong = call("cache", "clear", "--backend", "openai/n")
    assert (wrong.exit_code, wrong.stderr) == (2, "the cache has no answer of 'openai/n'. Did you mean 'openai/m'?\n")
    assert call("cache", "clear", "--backend", "openai/m").stderr == f"Removed 2 of 2 answers from {FILE}.\n"
    with AnswerCache(project / FILE) as cache:
        assert cache.backends() == []
    assert call("cache", "clear").stderr == f"Removed 0 of 0 answers from {FILE}.\n"


@pytest.mark.parametrize("age", ["", "30", "d", "-1d", "1.5h", "3y", "999999d", "\u0663d"])
def test_an_age_that_is_none_is_wrong_usage(call: Call, age: str) -> None:
    result = call("cache", "clear", "--older-than", age)
    assert result.exit_code == 2
    assert "is no length of time. Write it as 90m, 12h, 30d or 8w." in result.stderr


@pytest.mark.parametrize("command", ["info", "clear", "explain"])
def test_where_there_is_no_cache_that_is_told(call: Call, project: Path, command: str) -> None:
    result = call("cache", command)
    assert result.exit_code == 2
    assert result.stderr == f"{FILE}: there is no cache. Make one with 'harness eval --cache'.\n"
    assert not (project / "results").exists()


def test_a_file_that_is_no_cache_is_told_before_anything_is_asked(
    call: Call, project: Path, asked: tuple[str, ...], model_server: ModelServer
) -> None:
    (project / "mine").write_text("mine, and not for others to write to; " * 99, "utf-8")
    result = call("eval", *asked, "--cache-file", "mine")
    assert (result.exit_code, result.stderr) == (2, "mine: is no cache of this program. Name another file.\n")
    assert model_server.received == []
    assert not (project / "results").exists()


def test_a_cache_goes_not_with_a_recording(call: Call, project: Path, asked: tuple[str, ...]) -> None:
    result = call("eval", *asked, "--cache", "--record", "r.yaml")
    assert result.exit_code == 2
    assert "neither recorded nor replayed" in result.stderr
    assert not (project / "results").exists()
    assert not (project / "r.yaml").exists()


def test_a_label_of_a_file_is_no_part_of_a_request(
    call: Call, project: Path, asked: tuple[str, ...], model_server: ModelServer, lines: Lines
) -> None:
    """What is asked, and whether it is kept at all, is the backend's own: a label is what it is called in the table."""
    for label, sentences in (("hot", 1), ("cold", 2)):
        entries = [
            {"name": "openai/m", "base_url": model_server.url, "label": label},
            {"name": f"extractive/lead-{sentences}", "label": "lead"},
        ]
        (project / f"{label}.yaml").write_text(json.dumps({"backends": entries}), encoding="utf-8")
    assert call("eval", "two", "--backends", "hot.yaml", "--cache").exit_code == 0
    assert "Taken from the cache: 2 of 4 answers.\n" in call("eval", "two", "--backends", "cold.yaml", "--cache").stderr
    assert "Taken from the cache: 2 of 2 answers.\n" in call("eval", *asked, "--cache").stderr
    assert len(model_server.received) == 2
    (row,) = lines("cache", "info", "--format", "jsonl")
    assert (row["backend"], row["entries"], row["hits"]) == ("openai/m", 2, 4)
    rows = lines("cache", "explain", "two", "--backends", "cold.yaml", "--format", "jsonl")
    assert [(row["backend"], row["cached"]) for row in rows] == [("cold", True)] * 2 + [("lead", False)] * 2
    assert rows[3]["why"] == "answers of this backend are never kept"


def test_articles_that_are_cut_are_looked_for_as_they_are_shown(
    call: Call, asked: tuple[str, ...], lines: Lines
) -> None:
    cut = ("short-report", *asked[1:], "--context", "600", "--max-tokens", "10", "--truncate", "end")
    assert " cut " in call("eval", *cut, "--cache").stdout
    assert all(row["cached"] for row in lines("cache", "explain", *cut, "--format", "jsonl"))
    refused = call("cache", "explain", *asked, "--context", "50")
    assert refused.exit_code == 2
    assert "the model takes 50" in refused.stderr


def test_a_run_that_cannot_be_resumed_makes_no_cache(call: Call, project: Path, asked: tuple[str, ...]) -> None:
    assert call("eval", *asked).exit_code == 0
    for other in (("--resume", "nosuch"), ("--resume", "latest", "--epochs", "2", "--temperature", "1")):
        assert call("eval", *asked, "--cache", *other).exit_code == 2
    assert not (project / FILE).parent.exists()
