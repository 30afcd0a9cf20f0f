"""Fixtures for all tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings
from servers import ModelServer
from small_project import install_plugin, make_project

from harness.cli.app import app

settings.register_profile("untimed", deadline=None)  # a busy machine must not turn a test red
settings.load_profile("untimed")

Call = Callable[..., Result]


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A chat completions server on a loopback port."""
    with ModelServer() as server:
        yield server


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds the small project; `told` is installed in `site/`."""
    monkeypatch.syspath_prepend(install_plugin(tmp_path / "site"))
    monkeypatch.chdir(make_project(tmp_path))
    return tmp_path


@pytest.fixture
def call(project: Path) -> Call:
    """Calls the program with arguments, in the small project's folder."""
    del project

    def _call(*arguments: str, text: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=text, prog_name="harness")

    return _call


@pytest.fixture
def lines(call: Call) -> Callable[..., list[Any]]:
    """Calls the program and returns its JSON lines; it must end well."""

    def _lines(*arguments: str, text: str | bytes | None = None) -> list[Any]:
        result = call(*arguments, text=text)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return _lines
