"""`harness selftest`, from a project's files to the table."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cli.app import app

FERRY = Path(__file__).resolve().parents[1] / "data" / "ferry"


@pytest.fixture
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds a copy of the ferry project."""
    root = tmp_path / "ferry"
    shutil.copytree(FERRY, root)
    monkeypatch.chdir(root)
    return root


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["selftest", *arguments], prog_name="harness")


@pytest.mark.usefixtures("ferry")
def test_the_table_has_both_blocks_and_the_scorers_that_can_judge() -> None:
    done = call()
    assert done.exit_code == 0, done.output
    heads = [line for line in done.stdout.splitlines() if line.startswith(("Errors", "Rewordings"))]
    assert [head.split() for head in heads] == [
        ["Errors:", "found", "facts", "rouge", "grounding"],
        ["Rewordings:", "flagged", "facts", "rouge", "grounding"],
    ]
    assert done.stdout == call().stdout


def test_a_task_that_asks_for_grounding_has_it_once_in_its_place(ferry: Path) -> None:
    for task in (ferry / "tasks").glob("*.yaml"):
        text = task.read_text("utf-8")
        task.write_text(text.replace("[facts, rouge, shape]", "[grounding, facts]"), "utf-8")
    told = json.loads(call("ferry-morning", "--format", "json").stdout)
    assert told["scorers"] == [{"name": "grounding", "judges": True}, {"name": "facts", "judges": True}]


@pytest.mark.usefixtures("ferry")
def test_a_scorer_that_is_named_is_tried_alone() -> None:
    told = json.loads(call("ferry-morning", "--scorer", "rouge", "--format", "json").stdout)
    assert [scorer["name"] for scorer in told["scorers"]] == ["rouge"]


@pytest.mark.usefixtures("ferry")
def test_json_has_a_row_for_each_class_and_scorer() -> None:
    rows = json.loads(call("ferry-morning", "--scorer", "facts", "--format", "json").stdout)["rows"]
    (row,) = (row for row in rows if row["class"] == "number")
    assert row["scored"] == 4
    assert row["unscored"] == 0


@pytest.mark.usefixtures("ferry")
def test_misses_are_listed_on_demand() -> None:
    told = json.loads(call("ferry-morning", "--scorer", "rouge", "--format", "json", "--misses", "1").stdout)
    (miss,) = (miss for miss in told["misses"] if miss["class"] == "date")
    assert miss["gold"] == "ferry-morning"
    assert miss["fact"] == "in-service"
    assert (miss["before"], miss["after"]) == (
        "The ship had been in service since 1998.",
        "The ship had been in service since 1968.",
    )
    assert "rouge, date: not found" in call("ferry-morning", "--misses", "1").stdout


@pytest.mark.usefixtures("ferry")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ferry", "--scorer", "rogue"), "Did you mean 'rouge'?"),
        (("fairy",), "Did you mean 'ferry'?"),
        (("--misses", "-1"), "Invalid value for '--misses'"),
    ],
)
def test_what_cannot_be_tried_ends_with_2(arguments: tuple[str, ...], said: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_tasks_without_gold_have_nothing_to_try(ferry: Path) -> None:
    task = (ferry / "tasks" / "ferry-morning.yaml").read_text("utf-8")
    bare = (
        task.replace("gold: ferry-morning\n", "")
        .replace("[facts, rouge, shape]", "shape")
        .replace("task: ferry-morning", "task: bare")
    )
    (ferry / "tasks" / "bare.yaml").write_text(bare, "utf-8")
    done = call("bare")
    assert done.exit_code == 2
    assert "there is no gold" in done.stderr
