"""Scorers by name: found, checked, and refused with every fault at its place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from small_project import ROOT, TASK, install_plugin, make_project

from harness.errors import TaskError
from harness.scorers import registry
from harness.scorers.registry import check_scorers, create_scorer, list_scorers, scorers_for
from harness.tasks.load import load_task
from harness.tasks.models import ScorerSpec, Task


def ask(name: str, **options: object) -> ScorerSpec:
    return ScorerSpec(name=name, options=options, file="tasks/flood.yaml", line=8, column=11)


def fault(spec: ScorerSpec) -> list[str]:
    with pytest.raises(TaskError) as caught:
        create_scorer(spec)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def flood(tmp_path: Path) -> Task:
    return load_task("flood", cwd=make_project(tmp_path))


@pytest.mark.parametrize("name", ["facts", "rouge", "shape"])
def test_a_built_in_scorer_is_made_by_its_name(name: str) -> None:
    assert create_scorer(ask(name)).name == name


def test_the_built_in_scorers_are_the_entry_points_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][registry.GROUP] == registry.BUILTIN
    assert project["name"] == registry.DISTRIBUTION
    assert set(registry.BUILTIN) <= set(list_scorers())


def test_options_reach_the_scorer() -> None:
    scorer = create_scorer(ask("rouge", types=["rouge1"], stemmer="false"))
    assert scorer == create_scorer(ask("rouge", types="rouge1", stemmer=False))
    assert scorer != create_scorer(ask("rouge"))


def test_an_unknown_name_is_a_fault_at_its_place_with_the_nearest_name() -> None:
    assert fault(ask("roug")) == ["tasks/flood.yaml:8:11: there is no scorer 'roug'. Did you mean 'rouge'?"]


def test_an_unknown_name_of_the_command_line_is_a_fault_of_the_option() -> None:
    assert fault(ScorerSpec(name="facs")) == ["--scorer: there is no scorer 'facs'. Did you mean 'facts'?"]


def test_an_unknown_option_is_told_the_nearest() -> None:
    assert fault(ask("rouge", typs=["rouge1"])) == [
        "tasks/flood.yaml:8:11: the scorer 'rouge' has no option 'typs'. Did you mean 'types'?"
    ]


def test_an_option_of_a_scorer_that_has_none_is_a_fault() -> None:
    assert fault(ask("shape", words="10")) == [
        "tasks/flood.yaml:8:11: the scorer 'shape' has no option 'words'. It has no options."
    ]


def test_all_wrong_options_are_told_at_once_in_plain_words() -> None:
    found = fault(ask("rouge", types=["rouge1", "rougeX"], stemmer="yes", engine="fast"))
    assert len(found) == 3
    text = "\n".join(found)
    assert "option 'types': 'rougeX' is not known. It takes: rouge1 to rouge9, rougeL, rougeLsum." in text
    assert "option 'stemmer': wants true or false, found 'yes'." in text
    assert "option 'engine': wants 'harness' or 'rouge-score', found 'fast'." in text


def test_an_option_that_is_refused_by_a_rule_is_told_in_its_words() -> None:
    assert "each type is asked for once." in fault(ask("rouge", types=["rouge1", "rouge1"]))[0]


def test_a_scorer_asked_for_twice_is_a_fault(tmp_path: Path) -> None:
    task = TASK.replace("[told, rouge]", "[shape, shape]")
    found = check_scorers(load_task("flood", cwd=make_project(tmp_path, {"tasks/flood.yaml": task})))
    assert [problem.what for problem in found] == ["the scorer 'shape' is asked for twice."]


def test_an_empty_list_for_an_option_is_told_to_be_empty() -> None:
    assert "option 'types': is empty." in fault(ask("rouge", types=[]))[0]


def test_all_faults_of_a_task_are_found_with_their_columns(tmp_path: Path) -> None:
    task = TASK.replace("[told, rouge]", "[roug, shap, {rouge: {typs: x}}]")
    found = check_scorers(load_task("flood", cwd=make_project(tmp_path, {"tasks/flood.yaml": task})))
    assert [(problem.line, problem.column) for problem in found] == [(8, 11), (8, 17), (8, 23)]


def test_a_need_that_no_sample_meets_is_a_fault(tmp_path: Path) -> None:
    two = load_task("two", cwd=make_project(tmp_path))
    assert [str(problem) for problem in check_scorers(two, ["facts", "rouge"])] == [
        (
            "--scorer: the scorer 'facts' needs gold, and the task 'two' has none. "
            "Name a gold file in the task ('gold: NAME'), or leave the scorer out."
        ),
        (
            "--scorer: the scorer 'rouge' needs references, and the task 'two' has none. "
            "Add 'references' to the task's gold file, or leave the scorer out."
        ),
    ]


def test_a_need_that_some_samples_meet_is_none(tmp_path: Path) -> None:
    task = TASK.replace("[flood]", "[flood, bridges]").replace("[told, rouge]", "[facts, rouge]")
    assert check_scorers(load_task("flood", cwd=make_project(tmp_path, {"tasks/flood.yaml": task}))) == []


def test_names_replace_the_scorers_of_a_task_and_keep_its_options(tmp_path: Path) -> None:
    task = TASK.replace("[told, rouge]", "[told, {rouge: {types: rouge1}}]")
    flood = load_task("flood", cwd=make_project(tmp_path, {"tasks/flood.yaml": task}))
    rouge, shape = scorers_for(flood, ["rouge", "shape"])
    assert rouge == create_scorer(ask("rouge", types="rouge1"))
    assert shape.name == "shape"


def test_faulty_names_are_refused_before_any_scorer_is_returned(flood: Task) -> None:
    with pytest.raises(TaskError, match="there is no scorer 'nothing'"):
        scorers_for(flood, ["rouge", "nothing"])


def test_a_plugin_is_found_by_its_entry_point(tmp_path: Path, flood: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(install_plugin(tmp_path / "site"))
    assert [scorer.name for scorer in scorers_for(flood)] == ["told", "rouge"]
    assert "told" in list_scorers()


def test_a_plugin_that_takes_a_built_in_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(install_plugin(tmp_path / "site", name="facts", target="other_facts:create"))
    assert fault(ask("facts")) == [
        (
            "tasks/flood.yaml:8:11: facts-plugin and summary-harness both provide the scorer 'facts'. "
            "Uninstall one of them."
        )
    ]


def test_a_plugin_whose_package_is_missing_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import a_package_that_is_nowhere\n"
    monkeypatch.syspath_prepend(install_plugin(tmp_path / "site", name="lost", target="lost_one:create", code=code))
    assert fault(ask("lost")) == [
        (
            "tasks/flood.yaml:8:11: the scorer 'lost' needs the package 'a_package_that_is_nowhere', which is not "
            'installed. Install it: pip install "lost-plugin[lost]"'
        )
    ]


def test_a_plugin_without_its_function_is_told_to_be_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(install_plugin(tmp_path / "site", name="empty", target="empty_one:create", code="\n"))
    (found,) = fault(ask("empty"))
    assert "the scorer 'empty' of empty-plugin cannot be loaded" in found
