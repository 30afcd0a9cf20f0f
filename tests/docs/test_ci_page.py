"""The workflow that docs/ci.md shows works: its commands run, on a backend that needs no key."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_docs import ROOT, environment, write_file

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def workflow() -> dict[str, Any]:
    match = re.search(r"`\.github/workflows/\w+\.yml`\n\n```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert match
    found: dict[str, Any] = yaml.load(match[1], Loader=yaml.BaseLoader)  # GitHub reads `on` as a text
    return found


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("sh"), reason="the workflow's commands are for sh")
def test_the_commands_of_the_workflow_run(tmp_path: Path) -> None:
    (job,) = workflow()["jobs"].values()
    commands = [step["run"] for step in job["steps"] if step.get("run", "").startswith("harness")]
    assert len(commands) == 2
    write_file(tmp_path, "bin/harness", f'#!/bin/sh\nexec "{sys.executable}" -m harness "$@"\n')
    (tmp_path / "bin" / "harness").chmod(0o755)
    shutil.copytree(ROOT / "results" / "baseline", tmp_path / "results" / "baseline")
    given = environment(PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin", GITHUB_STEP_SUMMARY="summary.md")
    for command in commands:
        line = command.replace("openai/gpt-4o-mini", "extractive/lead-3")
        done = subprocess.run(
            ["sh", "-e", "-c", line], cwd=tmp_path, env=given, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert "Gates: all passed." in done.stderr
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("**")
    assert (tmp_path / "summaries.xml").read_text(encoding="utf-8").startswith("<?xml")
