"""`harness compare --split`: two runs that were scored with other gold, in a project that has changed since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_project import GOLD, TASK, make_project

TASKS = {"tasks/flood.yaml": TASK.replace("[told, rouge]", "[facts, told, rouge]")}
CHANGED = GOLD.replace("value: 1200, bound: about", "value: 1300")


@pytest.fixture
def runs(project: Path, call: Any) -> tuple[str, str]:
    """Two runs of one backend; between them the gold has changed."""
    make_project(project, TASKS)
    found: list[str] = []
    for gold in (GOLD, CHANGED):
        (project / "gold" / "flood.yaml").write_text(gold, encoding="utf-8")
        done = call("eval", "flood", "--backend", "extractive/lead-2")
        assert done.exit_code == 0, done.output
        found += [one.name for one in (project / "results").iterdir() if one.is_dir() and one.name not in found]
    return found[0], found[1]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_difference_of_gold_is_none_of_models(runs: tuple[str, str], project: Path, call: Any) -> None:
    before = files_of(project / "results")
    done = call("compare", *runs, "--split", "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    (recall,) = [one for one in found["split"] if one["figure"] == "fact_recall"]
    # the key fact (weight 3 of 5) is not what the summary says by the new gold
    assert (recall["a"], recall["b"], recall["model"]) == (0.6, 0.0, 0.0)
    assert recall["gold"] == pytest.approx(-0.6)
    assert recall["scorer"] == recall["both"] == recall["neither"] == 0
    assert found["graded_anew"]
    assert [one["difference"] for one in found["figures"] if one["figure"] == "fact_recall"] == [0.0]
    assert files_of(project / "results") == before
    text = call("compare", *runs, "--split").stdout
    assert "B - A as the runs were scored, and what it comes from" in text
    assert "fact recall 0.60 0.00 -0.60 -0.60   0.00  0.00" in text


def test_without_it_the_note_says_how_to(runs: tuple[str, str], call: Any) -> None:
    done = call("compare", *runs)
    assert "--split grades both alike" in " ".join(done.output.split())


def test_what_cannot_be_graded_now_cannot_be_split(runs: tuple[str, str], project: Path, call: Any) -> None:
    make_project(project, {**TASKS, "tasks/flood.yaml": TASKS["tasks/flood.yaml"].replace("words: 50", "words: 40")})
    (project / "gold" / "flood.yaml").write_text(CHANGED, encoding="utf-8")
    done = call("compare", *runs, "--split")
    text = " ".join(done.output.split())
    assert "cannot be split into gold, scorer and model" in text
    assert "its prompt or word limit has changed" in text


def test_a_leaderboard_is_not_split(runs: tuple[str, str], project: Path, call: Any) -> None:
    assert call("eval", "flood", "--backend", "extractive/lead-2").exit_code == 0
    (third,) = {one.name for one in (project / "results").iterdir() if one.is_dir()} - set(runs)
    done = call("compare", *runs, third, "--split")
    assert done.exit_code == 2
    assert "--split wants two sides" in done.output
