"""The plugin for pytest, in a pytest process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_project import child_environment

TEST = """
import sys

def test_light():
    assert "pydantic" not in sys.modules
    assert "harness.api" not in sys.modules

def test_score(harness_score):
    assert harness_score("flood", "About 1,200 people left.").consistent is True
    assert harness_score("flood", "About 2,000 people left.").consistent is False
"""


def run_pytest(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "harness.pytest_plugin", "-p", "no:cacheprovider", *arguments]
    environment = child_environment(folder / "site", PYTEST_ADDOPTS="", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(project: Path) -> Path:
    (project / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return project


def test_a_task_is_a_test_that_gates_decide(folder: Path) -> None:
    lead = ("--harness-task", "flood", "--harness-backend", "extractive/lead-1")
    code, printed = run_pytest(folder, *lead)
    assert code == 0, printed
    assert "1 passed" in printed
    code, printed = run_pytest(folder, *lead, "--harness-fail-if", "rouge1 < 2")
    assert code == 1, printed
    assert "FAILED: rouge1 < 2 [extractive/lead-1]: it is 0." in printed
    assert "Traceback" not in printed
    assert "1 failed" in printed


def test_the_fixture_grades_and_the_plugin_is_light(folder: Path) -> None:
    (folder / "test_own.py").write_text(TEST, encoding="utf-8")
    code, printed = run_pytest(folder)
    assert code == 0, printed
    assert "2 passed" in printed
