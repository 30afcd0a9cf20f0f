from __future__ import annotations

from pathlib import Path

import pytest
from writing import write_project

from harness.errors import TaskError
from harness.files.project import Project
from harness.tasks.models import Prompt
from harness.tasks.prompts import load_prompt

TITLE = "'{title}' is not replaced by anything. Known: articles, words."
HEAD = "---\nprompt: plain\nversion: 2\n---\n"


def load(root: Path, text: str) -> Prompt:
    project = Project(write_project(root, {"tasks/prompts/plain.md": text}))
    return load_prompt(project, project.path("prompt", "plain"))


def test_a_prompt_is_the_text_below_its_front_matter(tmp_path: Path) -> None:
    assert load(tmp_path, f"{HEAD}\n\n  Summarize.\n\n{{articles}}\n\n") == Prompt(
        name="plain", version=2, text="Summarize.\n\n{articles}"
    )


@pytest.mark.parametrize(("text", "asks"), [("{words} {articles}", True), ("{articles}", False)])
def test_a_prompt_knows_whether_it_asks_for_words(text: str, asks: bool, tmp_path: Path) -> None:
    assert load(tmp_path, HEAD + text).asks_for_words is asks


@pytest.mark.parametrize("text", ['{"summary": 1}', "{}", "{ }", "{1}", "{-}", "{a b}", "{a: b}", "{a}}"[:1]])
def test_other_braces_are_text(text: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"{HEAD}{text} {{articles}}").text == f"{text} {{articles}}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\n  {article}", ["7:3: '{article}' is not replaced by anything. Did you mean '{articles}'?"]),
        ("{articles} {word}", ["5:12: '{word}' is not replaced by anything. Did you mean '{words}'?"]),
        (
            "{articles}\n{title}\n{title}",
            [f"{i}:1: '{{title}}' is not replaced by anything. Known: articles, words." for i in (6, 7)],
        ),
        ("Summarize.", ["5:1: the prompt lacks '{articles}'. Put it where the articles go."]),
        ("{Articles}", ["5:1: '{Articles}' is not replaced by anything. Did you mean '{articles}'?"]),
        ("{articles } {words}", ["5:1: '{articles }' is not replaced by anything. Did you mean '{articles}'?"]),
        ("", ["4:4: the prompt lacks '{articles}'. Put it where the articles go."]),
    ],
)
def test_a_slot_that_nothing_fills_is_told_at_each_place(text: str, said: list[str], tmp_path: Path) -> None:
    with pytest.raises(TaskError) as caught:
        load(tmp_path, HEAD + text)

    assert [str(problem) for problem in caught.value.problems] == [f"tasks/prompts/plain.md:{line}" for line in said]


def test_faults_of_head_and_body_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(TaskError) as caught:
        load(tmp_path, "---\nprompt: plane\nverson: 2\n---\n{text}\n")

    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(2, 9), (3, 1), (5, 1), (5, 1)]
