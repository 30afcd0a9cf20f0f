"""Scoring a run's answers anew: what moved, because of what, and what is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from small_project import GOLD, SCORER, TASK, make_project

from harness.results.store import open_run

TASKS = {"tasks/flood.yaml": TASK.replace("[told, rouge]", "[facts, told, rouge]"), "tasks/two.yaml": TASK}


@pytest.fixture
def run(project: Path, call: Any) -> Path:
    make_project(project, {"tasks/flood.yaml": TASKS["tasks/flood.yaml"]})
    done = call("eval", "flood", "--backend", "extractive/lead-2")
    assert done.exit_code == 0, done.output
    (folder,) = (project / "results").iterdir()
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def rescored(call: Any, *more: str) -> dict[str, Any]:
    done: Result = call("rescore", "latest", "flood", "--format", "json", *more)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_with_nothing_changed_nothing_is_written(run: Path, call: Any) -> None:
    before = files_of(run)
    found = rescored(call)
    assert (found["changed"], found["earlier"], found["answers"]) == (0, None, 1)
    assert files_of(run) == before
    assert not (run / "earlier").exists()
    assert call("rescore", "latest", "flood").stdout == "Nothing has changed: all 1 answer score as they did.\n"


def test_a_change_of_gold_is_said_to_be_one(run: Path, project: Path, call: Any) -> None:
    before = files_of(run)
    make_project(project, {**TASKS, "gold/flood.yaml": GOLD.replace("value: 1200, bound: about", "value: 1300")})
    (project / "tasks" / "two.yaml").unlink()
    found = rescored(call)
    (recall,) = [move for move in found["moves"] if move["figure"] == "fact_recall"]
    # the key fact (weight 3 of 5) is no longer stated; the other never was
    assert (recall["before"], recall["after"]) == (0.6, 0.0)
    assert recall["gold"] == pytest.approx(-0.6)
    assert recall["scorer"] == recall["both"] == recall["neither"] == 0
    earlier = Path(found["earlier"])
    assert {name: (earlier / name).read_bytes() for name in ("manifest.json", "scores.jsonl", "summary.json")} == {
        name: before[name] for name in ("manifest.json", "scores.jsonl", "summary.json")
    }
    assert (run / "answers.jsonl").read_bytes() == before["answers.jsonl"]
    assert open_run(run, project).manifest().tasks[0].gold != open_run(earlier, project).manifest().tasks[0].gold
    assert open_run(earlier, project).summary().rows[0].metrics["fact_recall"].value == 0.6
    assert "Nothing has changed" in call("rescore", "latest", "flood").stdout


@pytest.mark.usefixtures("run")
def test_a_change_of_the_scorer_is_said_to_be_one(project: Path, call: Any, monkeypatch: Any) -> None:
    path = next(project.rglob("told_scorer.py"))
    text = SCORER.replace("told|v:1", "told|v:2").replace('float(verdict == "supported")', "0.25")
    path.write_text(text, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "told_scorer", raising=False)
    found = rescored(call)
    (move,) = found["moves"]
    assert (move["figure"], move["after"], move["gold"]) == ("told.facts", 0.25, 0)
    assert move["scorer"] == pytest.approx(move["after"] - move["before"])


def test_scores_that_were_lost_are_made_again(run: Path, call: Any) -> None:
    before = files_of(run)
    (run / "scores.jsonl").unlink()
    rescored(call)
    assert files_of(run) == before


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"tasks/prompts/plain.md": "---\nprompt: plain\nversion: 2\n---\nIn {words} words:\n\n{articles}\n"},
            "prompt",
        ),
        ({"tasks/flood.yaml": TASKS["tasks/flood.yaml"].replace("words: 50", "words: 60")}, "word limit"),
    ],
)
def test_answers_to_something_else_are_refused(
    files: dict[str, str], said: str, run: Path, project: Path, call: Any
) -> None:
    before = files_of(run)
    make_project(project, {"tasks/flood.yaml": TASKS["tasks/flood.yaml"], **files})
    done = call("rescore", "latest", "flood")
    assert done.exit_code == 2
    assert said in done.stderr
    assert files_of(run) == before


def test_a_run_that_is_not_finished_is_refused(run: Path, call: Any) -> None:
    (run / "answers.jsonl").write_text("", encoding="utf-8")
    done = call("rescore", "latest", "flood")
    assert (done.exit_code, "is not finished: 0 of 1 request" in done.stderr) == (2, True)


def test_where_writing_fails_the_scores_stay_as_they_were(run: Path, project: Path, call: Any) -> None:
    before = files_of(run)
    make_project(
        project,
        {"tasks/flood.yaml": TASKS["tasks/flood.yaml"], "gold/flood.yaml": GOLD.replace("value: 1200", "value: 1300")},
    )
    (run / "earlier").write_text("in the way", encoding="utf-8")
    done = call("rescore", "latest", "flood")
    assert done.exit_code == 2
    assert {name: text for name, text in files_of(run).items() if name != "earlier"} == before
