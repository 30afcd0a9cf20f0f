"""`harness task list`, `show` and `export`, and `harness backend list`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from harness.backends.registry import INFOS

Call = Callable[..., Result]
Lines = Callable[..., list[Any]]


def test_tasks_are_listed(call: Call) -> None:
    assert call("task", "list").stdout == (
        "name  version articles facts samples\n"
        "flood       1        1     2       1\n"
        "two         3        2     0       2\n"
    )


def test_tasks_are_a_list_of_objects_in_json(call: Call) -> None:
    assert json.loads(call("task", "list", "--format", "json").stdout) == [
        {"name": "flood", "version": 1, "articles": 1, "facts": 2, "samples": 1},
        {"name": "two", "version": 3, "articles": 2, "facts": 0, "samples": 2},
    ]


def test_without_own_tasks_the_built_in_ones_are_listed(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty" / "tasks").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty")
    names = [task["name"] for task in json.loads(call("task", "list", "--format", "json").stdout)]
    assert "short-report" in names


def test_a_task_is_shown_with_all_that_it_is_made_of(call: Call) -> None:
    assert call("task", "show", "flood").stdout == (
        "flood, version 1\n"
        "A river rises.\n"
        "\n"
        "Samples: flood/flood\n"
        "Limit:   50 words\n"
        "Scorers: told, rouge\n"
        "\n"
        "Articles\n"
        "  flood: The Oder rises (32 words, on oder-flood, 2026-05-04)\n"
        "\n"
        "Gold flood: 2 facts, 1 reference\n"
        "  count: 2\n"
        "    left (key): About 1,200 people left their homes.\n"
        "    closed: Two bridges were closed.\n"
        "\n"
        "Prompt plain, version 1\n"
        "  Summarize in {words} words:\n"
        "\n"
        "  {articles}\n"
    )


def test_hostile_text_in_a_task_steers_no_terminal(call: Call, project: Path) -> None:
    prompt = (project / "tasks" / "prompts" / "plain.md").read_text("utf-8")
    (project / "tasks" / "prompts" / "plain.md").write_text(f"{prompt}\x1b[31m\u202e\n", "utf-8")
    shown = call("task", "show", "flood").stdout
    assert "  \\x1b[31m\\u202e\n" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_prompts_are_exported_as_lines(lines: Lines) -> None:
    found = lines("task", "export", "two", "flood")
    assert [row["sample"] for row in found] == ["two/flood", "two/bridges", "flood/flood"]
    assert all(row.keys() == {"sample", "prompt", "words"} and row["words"] == 50 for row in found)
    assert found[2]["prompt"].startswith("Summarize in 50 words:\n\nThe Oder rises\n\nThe Oder rose")


def test_prompts_are_exported_to_a_file(call: Call, project: Path) -> None:
    result = call("task", "export", "flood", "--out", "prompts.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (project / "prompts.jsonl").read_bytes() == call("task", "export", "flood").stdout.encode()


def test_backends_are_listed_with_what_they_need(call: Call) -> None:
    shown = call("backend", "list").stdout
    assert all(len(line) <= 80 for line in shown.splitlines())
    for info in INFOS:
        assert f"\n{info.pattern}\n" in f"\n{shown}"
    assert "--backend extractive/lead-3" in shown
    assert '--backend "command/./summarize.sh --short"' in shown


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md"])
def test_backends_are_listed_in_every_format(call: Call, form: str) -> None:
    shown = call("backend", "list", "--format", form)
    assert shown.exit_code == 0
    assert all(info.pattern in shown.stdout for info in INFOS)


def test_backends_as_json_are_a_list_of_objects(call: Call) -> None:
    found = json.loads(call("backend", "list", "--format", "json").stdout)
    assert found[0] == {
        "backend": "extractive/lead-N",
        "needs": "none",
        "example": "extractive/lead-3",
        "what": INFOS[0].what,
    }
