"""Help and version: complete, with examples, and without loading anything heavy."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import Result
from small_project import child_environment

import harness
from harness.cli import options
from harness.cli.commands import COMMANDS, GROUPS, PAGE, module_of
from harness.results import table

Call = Callable[..., Result]

HEAVY = ["asyncio", "click", "importlib.metadata", "jsonschema", "numpy", "pydantic", "rich", "typing", "yaml"]

TELL_MODULES = """
import sys
before = set(sys.modules)
sys.path.insert(0, {root!r})
import harness.cli
try:
    harness.cli.main()
except SystemExit:
    pass
loaded = sorted(set(sys.modules) - before)
import json
print(json.dumps(loaded), file=sys.stderr)
"""
ROOT = Path(harness.__file__).resolve().parents[1]


def modules_loaded(folder: Path, *arguments: str) -> tuple[str, set[str]]:
    """Return what the program printed, and the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", TELL_MODULES.format(root=str(ROOT)), *arguments],
        capture_output=True,
        check=True,
        cwd=folder,
        env=child_environment(),
        encoding="utf-8",
    )
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("argument", ["--help", "-h", "--version"])
def test_help_and_version_load_nothing(tmp_path: Path, argument: str) -> None:
    _, loaded = modules_loaded(tmp_path, argument)
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("arguments", [("eval", "--help"), ("task", "-h"), ("score", "--help")])
def test_help_of_a_command_loads_click_alone(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    _, loaded = modules_loaded(tmp_path, *arguments)
    assert not loaded & (set(HEAVY) - {"click", "typing"})
    assert "click" in loaded


def test_the_page_is_the_same_whether_click_is_loaded_or_not(call: Call, tmp_path: Path) -> None:
    printed, _ = modules_loaded(tmp_path, "--help")
    assert printed == PAGE
    assert call("--help").stdout == PAGE
    assert all(len(line) <= 80 for line in PAGE.splitlines())


def test_the_version_is_the_same_whether_click_is_loaded_or_not(call: Call, tmp_path: Path) -> None:
    printed, _ = modules_loaded(tmp_path, "--version")
    assert printed == call("--version").stdout == f"harness {harness.__version__}\n"


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_says_in_its_help_what_the_page_says_and_shows_an_example(call: Call, path: str) -> None:
    shown = call(*path.split(), "--help")
    assert shown.exit_code == 0
    text = " ".join(shown.stdout.split())
    assert COMMANDS[path].removesuffix(".") in text
    assert f"Example: harness {path} " in f"{text} "
    assert call(*path.split(), "-h").stdout == shown.stdout


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_has_the_name_that_it_is_called_by(path: str) -> None:
    command = import_module(f"harness.cli.{module_of(path)}").command
    assert isinstance(command, click.Command)
    assert command.name == path.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_lists_its_commands(call: Call, group: str) -> None:
    shown = call(group, "--help").stdout
    assert GROUPS[group] in shown
    for path, what in COMMANDS.items():
        if path.startswith(f"{group} "):
            assert what.split(":")[0] in " ".join(shown.split())


def test_the_formats_that_are_offered_are_those_that_there_are() -> None:
    assert options.FORMS == table.FORMS


def test_every_module_of_a_command_is_on_the_page() -> None:
    folder = Path(harness.__file__).parent / "cli"
    modules = {file.stem for file in folder.glob("*.py") if "\n@click.command(" in file.read_text("utf-8")}
    assert modules - {"app"} == {module_of(path) for path in COMMANDS}
