"""Gates of the commands: what is printed, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Call = Callable[..., Result]
LEAD = ("--backend", "extractive/lead-1")


def test_commands_end_with_the_gates_exit_code(call: Call) -> None:
    assert call("eval", "flood", *LEAD, "--fail-if", "answered < 1").exit_code == 0
    failed = call("eval", "flood", *LEAD, "--fail-if", "answered > 0", "--fail-if", "errors > 0")
    assert failed.exit_code == 1
    assert "FAILED: answered > 0 [extractive/lead-1]: it is 1" in failed.stderr
    assert "passed: errors > 0 [extractive/lead-1]: it is 0" in failed.stderr
    assert failed.stderr.endswith("Gates: 1 of 2 failed.\n")
    shown = call("results", "show", "latest", "--format", "json", "--fail-if", "answered > 0")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("{")
    assert "Gates" not in shown.stdout


def test_a_failed_gate_goes_before_a_missing_answer(call: Call) -> None:
    arguments = ("eval", "flood", "--backend", "command/exit 1")
    assert call(*arguments, "--fail-if", "answered > 0").exit_code == 3
    assert call(*arguments, "--fail-if", "errors > 0").exit_code == 1


def test_a_wrong_gate_asks_nobody(call: Call, project: Path) -> None:
    result = call("eval", "flood", *LEAD, "--fail-if", "fact_recall.dif < 1")
    assert result.exit_code == 2
    assert "column 13" in result.stderr
    assert not (project / "results").exists()


def test_compare_has_gates(call: Call) -> None:
    others = ("--backend", "extractive/lead-2", "--backend", "extractive/lead-3")
    assert call("eval", "flood", *LEAD, *others).exit_code == 0
    sides = ("compare", "latest:lead-1", "latest:lead-2")
    assert call(*sides, "--fail-if", "rouge1.diff < -1").exit_code == 0
    failed = call(*sides, "--fail-if", "rouge1.diff > -1")
    assert failed.exit_code == 1
    assert "FAILED: rouge1.diff > -1" in failed.stderr
    board = call("compare", "latest", "--fail-if", "rouge1.diff > -1")
    assert board.exit_code == 2
    assert "not a leaderboard" in board.stderr
