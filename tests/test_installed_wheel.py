"""The wheel as a stranger has it: installed beside its dependencies, used from a folder that is not the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from small_project import ROOT, TASK, make_project

pytest.importorskip("hatchling")
pytest.importorskip("pip")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="paths of a venv are others there"),
    pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="there is no source to build"),
    pytest.mark.xdist_group("wheel"),
]

DATA = ("css", "html", "js", "json", "md", "txt", "yaml", "yml")


def done(command: list[str | Path], folder: Path, **more: str) -> str:
    """Run a command without the repository in its way, and return what it prints; it must end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "HARNESS"))}
    found = subprocess.run(
        list(map(str, command)), cwd=folder, env={**kept, **more}, capture_output=True, encoding="utf-8", check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment's programs; it has the wheel, and sees what the tests have."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    done([sys.executable, "-m", "pip", "--python", python, "install", *install], folder)
    (site,) = folder.glob("lib/python*/site-packages")
    # what is in the folder that a .pth names is seen, but .pth files there are not read: no editable install is
    (site / "tests.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    where = done([python, "-c", "import harness; print(harness.__file__)"], folder)
    assert Path(where.strip()).is_relative_to(site)
    return folder / "bin"


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A project of someone else's."""
    make_project(tmp_path)
    for file in (tmp_path / "tasks").glob("*.yaml"):
        file.unlink()
    (tmp_path / "tasks" / "flood.yaml").write_text(TASK.replace("[told, rouge]", "[facts, rouge]"), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return tmp_path


def test_the_wheel_has_all_data_of_the_package(wheel: Path) -> None:
    files = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for ending in DATA
        for path in (ROOT / "harness").rglob(f"*.{ending}")
        if "__pycache__" not in path.parts
    }
    assert {"harness/results/report/page.html", "harness/results/report/page.css"} <= wanted
    assert any(name.startswith("harness/results/report/js/") for name in wanted)
    assert wanted <= files
    for kind in ("tasks", "gold"):
        own = {path.relative_to(ROOT).as_posix() for path in (ROOT / kind).rglob("*.yaml")}
        assert own
        assert {f"harness/builtin/{name}" for name in own} <= files
    assert not [name for name in files if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_a_task_is_a_test_and_its_run_a_page(installed: Path, stranger: Path) -> None:
    python, harness = installed / "python", installed / "harness"
    task = ["--harness-task", "tasks/flood.yaml", "--harness-backend", "extractive/lead-2"]
    printed = done([python, "-m", "pytest", "-p", "no:cacheprovider", *task], stranger)
    assert "1 passed" in printed
    done([harness, "eval", "tasks/flood.yaml", "--backend", "extractive/lead-1"], stranger)
    runs = sorted(path.name for path in (stranger / "results").iterdir() if path.is_dir())
    assert len(runs) == 2
    assert "B  " in done([harness, "compare", *runs], stranger)
    done([harness, "report", *runs, "-o", "page.html"], stranger)
    page = (stranger / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Content-Security-Policy" in page
    assert len(page) > 50_000


def test_the_built_in_tasks_are_there_without_a_project(installed: Path, tmp_path: Path) -> None:
    assert "short-report" in done([installed / "harness", "task", "list"], tmp_path)
    done([installed / "harness", "eval", "short-report", "--backend", "extractive/lead-3"], tmp_path)
    assert "recall" in done([installed / "harness", "results", "show", "latest"], tmp_path)
