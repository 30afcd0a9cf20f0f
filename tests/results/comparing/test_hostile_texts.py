"""Nothing that a model or an article says steers who reads a comparison."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_runs import LOST_AND_GAINED, write_run

from harness.results.comparing.compare import Terms
from harness.results.comparing.show import compare_runs

HOSTILE = (
    "\x1b[31mred",
    "\u202egnp.exe",
    "::error file=a::b",
    "<script>alert(1)</script>",
    "| a | b |",
    "`code` **bold** [x](javascript:alert(1))",
    "\ud800 half",
    "a\n::set-output name=x::y",
)


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_reason_changes_nothing(text: str, form: str, tmp_path: Path) -> None:
    for run, made in zip("AB", LOST_AND_GAINED, strict=True):
        path = write_run(tmp_path / run, replace(made, backend=f"x/{run}")) / "scores.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for fact in [fact for row in rows for fact in row["facts"]]:
            fact["reason"] = text
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    shown = compare_runs(["A", "B"], tmp_path, Terms(), form)
    lines = shown.splitlines()
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert not any(line.lstrip().startswith(("::", "<")) for line in lines)
    assert shown.encode()
    if form == "markdown":
        told = [line for line in lines if line.startswith("- `rivers/f/")]
        assert len(told) == 2
        assert all(line.rstrip("`").count("`") >= 3 for line in told)  # the reason stands in a code span
    if form == "json":
        assert json.loads(shown)["lost"][0]["fact"] == "fact-0"
