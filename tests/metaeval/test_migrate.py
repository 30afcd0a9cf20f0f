"""Gold files of an older version are patched at their marks; with one version there is nothing to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli.app import app
from harness.errors import TaskError
from harness.files.project import Project
from harness.files.source import Source
from harness.metaeval.migrate import STEPS, Edit, Migrated, migrate

FLOOD = Path(__file__).resolve().parents[1] / "data" / "flood"


def rename_unit(source: Source) -> Iterator[Edit]:
    """A made-up step: `unit` was called `of_what`."""
    for found in re.finditer(r"\bof_what(?=:)", source.text):
        yield found.start(), found.end(), "unit"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(FLOOD, tmp_path / "flood")
    return Project(tmp_path / "flood")


def test_a_step_changes_its_pieces_and_the_version_and_nothing_else(project: Project) -> None:
    path, new = project.root / "gold" / "flood.yaml", project.root / "gold" / "dyke.yaml"
    text, present = path.read_bytes(), new.read_bytes()
    old = b"\xef\xbb\xbf" + text.replace(b"unit:", b"of_what:").replace(b"gold: 1", b"gold: 0  # by hand")
    path.write_bytes(old.replace(b"\n", b"\r\n"))

    done = migrate([(project, path), (project, new)], steps={0: rename_unit}, present=1)

    assert done == [Migrated("gold/flood.yaml", 0, 1)]
    mended = b"\xef\xbb\xbf" + text.replace(b"gold: 1", b"gold: 1  # by hand")
    assert path.read_bytes() == mended.replace(b"\n", b"\r\n")
    assert new.read_bytes() == present
    assert migrate([(project, path)], steps={0: rename_unit}, present=1) == []


def test_several_steps_follow_one_another(project: Project) -> None:
    path = project.root / "gold" / "flood.yaml"
    path.write_bytes(path.read_bytes().replace(b"gold: 1", b"gold: '0'"))
    (done,) = migrate([(project, path)], steps={0: lambda _: [], 1: lambda _: []}, present=2)
    assert (str(done), path.read_bytes()[:9]) == ("gold/flood.yaml: from version 0 to 2.", b"gold: '2'")


@pytest.mark.parametrize(("version", "code"), [("gold: 9", "G108"), ("gold: 0", "G108"), ("golt: 1", "V102")])
def test_a_version_without_a_step_is_refused_and_nothing_is_written(project: Project, version: str, code: str) -> None:
    path, other = project.root / "gold" / "flood.yaml", project.root / "gold" / "dyke.yaml"
    path.write_text(path.read_text("utf-8").replace("gold: 1", version), "utf-8")
    other.write_text(other.read_text("utf-8").replace("gold: 1", "gold: 5"), "utf-8")
    before = other.read_bytes()
    with pytest.raises(TaskError) as raised:
        migrate([(project, path), (project, other)], steps={5: lambda _: []}, present=6)
    assert [problem.code for problem in raised.value.problems] == [code]
    assert other.read_bytes() == before


def test_the_command_says_that_there_is_nothing_to_do(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(app, ["task", "migrate"], prog_name="harness")
    assert (done.exit_code, done.stdout) == (0, "3 gold files of version 1, 0 changed.\n")
    assert STEPS == {}
