"""Which files a name, a file, a folder or nothing means, and what is loaded from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from writing import ONE, SET, changed, write_project

from harness.errors import Problem, TaskError, UsageError
from harness.files.project import Project, builtin_project
from harness.tasks import Task, find_task_files, load_task, load_tasks

BUILTIN = builtin_project()


def found(names: Iterable[str], cwd: Path) -> list[str]:
    return [project.name(path) for project, path in find_task_files(list(names), cwd=cwd)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {**SET, **ONE})


def test_no_name_means_all_tasks_of_the_project_around(root: Path) -> None:
    for cwd in (root, root / "tasks", root / "seeds"):
        assert found([], cwd) == ["tasks/both.yaml", "tasks/river.yaml"]


def test_outside_of_a_project_no_name_means_the_built_in_tasks(tmp_path: Path) -> None:
    assert [path.stem for _, path in find_task_files(cwd=tmp_path)] == BUILTIN.known("task")


def test_a_folder_tasks_without_tasks_does_not_hide_the_built_in_ones(tmp_path: Path) -> None:
    write_project(tmp_path, {"tasks/notes.txt": ""})

    assert [path.stem for _, path in find_task_files(cwd=tmp_path)] == BUILTIN.known("task")


def test_a_name_is_looked_for_in_the_project_before_the_built_in_tasks(root: Path) -> None:
    write_project(root, {"tasks/five-reports.yaml": ""})

    assert find_task_files(["five-reports"], cwd=root) == [(Project(root), root / "tasks" / "five-reports.yaml")]
    assert find_task_files(["short-report"], cwd=root) == [(BUILTIN, BUILTIN.root / "tasks" / "short-report.yaml")]


@pytest.mark.parametrize("name", ["tasks/river.yaml", "./tasks/river.yaml", "seeds/../tasks/river.yaml"])
def test_a_file_is_looked_for_from_where_one_stands(name: str, root: Path) -> None:
    (project, path), *rest = find_task_files([name], cwd=root)

    assert rest == []
    assert project.root == root
    assert path.samefile(root / "tasks" / "river.yaml")


def test_an_absolute_file_and_a_file_of_another_project_are_found(root: Path, tmp_path: Path) -> None:
    other = write_project(tmp_path / "other", ONE)

    assert find_task_files([str(other / "tasks" / "river.yaml")], cwd=root)[0][0] == Project(other)


@pytest.mark.parametrize("name", [".", "tasks", "tasks/", "../project"])
def test_a_folder_means_its_tasks(name: str, root: Path) -> None:
    assert [path.name for _, path in find_task_files([name], cwd=root)] == ["both.yaml", "river.yaml"]


def test_names_keep_their_order_and_a_task_comes_once(root: Path) -> None:
    assert found(["river", "both", "river", "."], root) == ["tasks/river.yaml", "tasks/both.yaml"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rivr", "no task, file or folder is named 'rivr'. Did you mean 'river'?"),
        ("five-report", "no task, file or folder is named 'five-report'. Did you mean 'five-reports'?"),
        ("tasks/none.yaml", "no task, file or folder is named 'tasks/none.yaml'."),
        ("seeds", "the folder 'seeds' holds no tasks. A task is a file tasks/NAME.yaml."),
        ("a\0b", r"no task, file or folder is named 'a\x00b'."),
        ("x" * 300, "no task, file or folder is named 'xxx"),
        ("x/" * 3000, "no task, file or folder is named 'x/x"),
    ],
    ids=range(7),
)
def test_a_name_that_means_nothing_is_told(name: str, said: str, root: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_task_files([name], cwd=root)

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("names", [[], ["."], ["tasks"], ["mine"]])
def test_a_task_file_that_ends_in_yml_is_told(names: list[str], tmp_path: Path) -> None:
    write_project(tmp_path, {"tasks/mine.yml": ""})

    with pytest.raises(UsageError, match=r"mine\.yml: a task's file ends in \.yaml\. Name it mine\.yaml\."):
        find_task_files(names, cwd=tmp_path)


def test_a_file_that_ends_in_yml_does_not_hide_a_built_in_task_that_is_named(tmp_path: Path) -> None:
    write_project(tmp_path, {"tasks/mine.yml": ""})

    assert found(["short-report"], tmp_path) == ["tasks/short-report.yaml"]


def test_hidden_files_are_no_tasks(root: Path) -> None:
    write_project(root, {"tasks/._river.yaml": "\0", "tasks/._river.yml": "\0"})

    assert found([], root) == ["tasks/both.yaml", "tasks/river.yaml"]


def test_a_task_needs_a_project(tmp_path: Path) -> None:
    write_project(tmp_path, {"river.yaml": ONE["tasks/river.yaml"]})

    with pytest.raises(UsageError, match=r"'river.yaml' lies in no project. Put it in a folder tasks/, with gold/"):
        find_task_files(["river.yaml"], cwd=tmp_path)


def test_a_loaded_task_has_all_that_it_names(root: Path) -> None:
    task = load_task("river", cwd=root)

    assert (task.name, task.version, task.description, task.together) == ("river", 1, "A flood.", False)
    assert [article.id for article in task.articles] == ["flood"]
    assert [gold.name for gold in task.gold] == ["flood"]
    assert task.prompt.text == "Summarize in at most {words} words.\n\n{articles}"
    assert task.limit is not None
    assert task.limit.words == 50
    assert task.file == "tasks/river.yaml"


def test_a_scorer_keeps_its_options_and_its_place(tmp_path: Path) -> None:
    files = changed(
        ONE, "tasks/river.yaml", "scorers: [facts, rouge]", "scorers:\n- facts\n- rouge: {types: [1, L]}\n- shape:"
    )
    facts, rouge, shape = load_task("river", cwd=write_project(tmp_path, files)).scorers

    assert [(spec.name, spec.options) for spec in (facts, rouge, shape)] == [
        ("facts", {}),
        ("rouge", {"types": ["1", "L"]}),
        ("shape", {}),
    ]
    assert str(rouge.problem("no.")) == "tasks/river.yaml:10:3: no."


def test_one_scorer_need_not_be_a_list(tmp_path: Path) -> None:
    files = changed(ONE, "tasks/river.yaml", "scorers: [facts, rouge]", "scorers: facts")
    (facts,) = load_task("river", cwd=write_project(tmp_path, files)).scorers

    assert str(facts.problem("no.")) == "tasks/river.yaml:8:10: no."


def test_a_name_that_means_several_tasks_is_none_for_load_task(root: Path) -> None:
    with pytest.raises(UsageError, match=r"'tasks' means 2 tasks, not one. Name one of them."):
        load_task("tasks", cwd=root)


def test_tasks_come_in_the_order_of_their_names(root: Path) -> None:
    assert [task.name for task in load_tasks(["river", "both"], cwd=root)] == ["river", "both"]


def test_two_tasks_of_one_name_are_told(root: Path, tmp_path: Path) -> None:
    other = write_project(tmp_path / "other", ONE)

    with pytest.raises(TaskError, match=r"tasks/river.yaml:1:1: the task 'river' is also in tasks/river.yaml."):
        load_tasks(["river", str(other)], cwd=root)


def test_what_a_check_finds_is_told_with_the_other_faults(root: Path) -> None:
    write_project(root, {"tasks/both.yaml": "task: both\n"})

    def check(task: Task) -> list[Problem]:
        return [task.scorers[0].problem("no good.")]

    with pytest.raises(TaskError) as caught:
        load_tasks(cwd=root, check=check)

    assert [problem.file for problem in caught.value.problems] == ["tasks/both.yaml"] * 4 + ["tasks/river.yaml"]
    assert str(caught.value.problems[-1]) == "tasks/river.yaml:8:11: no good."


def test_the_built_in_tasks_load(tmp_path: Path) -> None:
    assert [task.name for task in load_tasks(cwd=tmp_path)] == BUILTIN.known("task")


REPORT = f"{'Rivers rise, the agency said.':30}on Monday, too.\n"


def retold(root: Path, sha256: str) -> Path:
    original = f"original: {{file: report.txt, sha256: {sha256}}}"
    files = changed(ONE, "seeds/flood.md", "invented: true", original)
    return write_project(root, {**files, "reports/report.txt": REPORT})


def test_with_originals_a_task_has_the_reports_and_their_spans(tmp_path: Path) -> None:
    root = retold(tmp_path, hashlib.sha256(REPORT.encode()).hexdigest())

    (task,) = load_tasks(["river"], cwd=root, originals=root / "reports")

    assert task.articles[0].text == REPORT
    (evidence,) = task.gold[0].fact("rose-when").evidence
    assert REPORT[evidence.start : evidence.end] == "on Monday"
    assert not load_task("river", cwd=root).articles[0].is_original


def test_a_wrong_checksum_is_told_with_the_other_faults(tmp_path: Path) -> None:
    root = retold(tmp_path, "0" * 64)
    write_project(root, {"tasks/river.yaml": ONE["tasks/river.yaml"].replace("version: 1", "version: one")})

    with pytest.raises(TaskError) as caught:
        load_task("river", cwd=root, originals=root / "reports")

    report, version = caught.value.problems
    assert (report.file, report.line) == (str(root / "reports" / "report.txt"), 0)
    assert "0" * 64 in report.what
    assert hashlib.sha256(REPORT.encode()).hexdigest() in report.what
    assert (version.file, version.line) == ("tasks/river.yaml", 2)
