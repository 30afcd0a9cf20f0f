from __future__ import annotations

from pathlib import Path

import pytest
from writing import ONE, write_project

from harness.errors import TaskError
from harness.files.project import Project, builtin_project, find_project, is_file


@pytest.mark.parametrize(
    ("kind", "reference", "path"),
    [
        ("article", "flood", "seeds/flood.md"),
        ("gold", "flood", "gold/flood.yaml"),
        ("task", "river", "tasks/river.yaml"),
        ("prompt", "plain", "tasks/prompts/plain.md"),
        ("article", "seeds/flood.md", "seeds/flood.md"),
        ("gold", "gold/second/flood.yaml", "gold/second/flood.yaml"),
        ("article", "flood.md", "flood.md"),
        ("article", "a.b", "seeds/a.b.md"),
        ("gold", "gold/../gold/flood.yaml", "gold/../gold/flood.yaml"),
    ],
)
def test_a_bare_name_is_in_its_folder_and_a_path_is_from_the_root(
    kind: str, reference: str, path: str, tmp_path: Path
) -> None:
    assert Project(tmp_path).path(kind, reference) == tmp_path / path


@pytest.mark.parametrize(
    "reference", ["../flood", "..", "../../../../etc/passwd", "/etc/passwd", "seeds/../../a.md", "a\0b", "./../a.md"]
)
def test_what_leads_out_is_refused(reference: str, tmp_path: Path) -> None:
    project = Project(tmp_path / "project")

    if reference == "..":  # a bare name: the file seeds/...md
        assert project.path("article", reference) == project.root / "seeds" / "...md"
        return
    with pytest.raises(ValueError, match=r"leads out of the project folder. Keep every file inside it."):
        project.path("article", reference)


@pytest.mark.parametrize("reference", ["seeds\\flood.md", "..\\flood", "\\\\server\\share"])
def test_a_backslash_is_refused_on_every_system(reference: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"has a backslash. Separate folders with '/'."):
        Project(tmp_path).path("article", reference)


def test_read_says_what_a_file_is_called_from_the_root(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path, ONE))

    assert project.read(tmp_path / "gold" / "flood.yaml").name == "gold/flood.yaml"
    with pytest.raises(TaskError, match=r"^gold/none.yaml: there is no such file"):
        project.read(tmp_path / "gold" / "none.yaml")


def test_a_file_outside_is_not_read(tmp_path: Path) -> None:
    write_project(tmp_path, {"secret.md": "secret"})
    project = Project(write_project(tmp_path / "project", ONE))

    with pytest.raises(TaskError, match=r"lies outside the project folder"):
        project.read(project.root / ".." / "secret.md")


def test_a_project_that_is_reached_through_a_link_is_read(tmp_path: Path) -> None:
    write_project(tmp_path / "real", ONE)
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")

    assert Project(tmp_path / "link").read(tmp_path / "link" / "gold" / "flood.yaml").text == ONE["gold/flood.yaml"]


def test_known_names_are_sorted_and_leave_the_readme_out(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path, {f"seeds/{name}.md": "" for name in ("b", "a", "README")}))

    assert project.known("article") == ["a", "b"]
    assert project.known("gold") == []


def test_the_nearest_folder_above_that_holds_tasks_is_the_project(tmp_path: Path) -> None:
    write_project(tmp_path, {"tasks/a.yaml": "", "inner/tasks/b.yaml": "", "inner/deep/er/c": "", "other/d": ""})

    assert find_project(tmp_path) == Project(tmp_path)
    assert find_project(tmp_path / "inner" / "deep" / "er") == Project(tmp_path / "inner")
    assert find_project(tmp_path / "other") == Project(tmp_path)
    assert find_project(Path(tmp_path.anchor)) is None


def test_a_file_named_tasks_makes_no_project(tmp_path: Path) -> None:
    write_project(tmp_path, {"tasks": "", "a/b": ""})

    found = find_project(tmp_path / "a")

    assert found is None or found.root not in (tmp_path, tmp_path / "a")


def test_the_built_in_project_holds_tasks_gold_and_articles() -> None:
    project = builtin_project()

    assert "five-reports" in project.known("task")
    assert set(project.known("article")) < set(project.known("gold"))
    assert project.known("prompt") == ["one-article", "several-articles"]


@pytest.mark.parametrize("name", ["none", "x" * 300, "a\0b", "x" * 5000])
def test_a_name_that_no_file_can_have_is_no_file(name: str, tmp_path: Path) -> None:
    assert not is_file(tmp_path / name)
