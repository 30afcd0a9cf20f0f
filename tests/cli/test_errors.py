"""What goes wrong is told in lines, with the exit code that the page promises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from small_project import TASK

Call = Callable[..., Result]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("evl",), "No such command 'evl'. Did you mean 'eval'?"),
        (("task", "lst"), "No such command 'lst'. Did you mean 'list'?"),
        (("eval", "--bakend", "x"), "--backend"),
        (("eval", "--format", "xml"), "'xml' is not one of 'table', 'json', 'jsonl', 'csv', 'md'"),
        (("eval", "--temperature", "nan"), "nan is no finite number."),
        (("eval", "--temperature", "inf"), "inf is no finite number."),
        (("eval", "--top-p", "0"), "0.0 is not in the range 0<x<=1"),
        (("eval", "--stop", ""), "Invalid value for '--stop': this is empty."),
        (("eval", "--system", ""), "Invalid value for '--system': this is empty."),
        (("eval", "--reasoning-effort", ""), "Invalid value for '--reasoning-effort': this is empty."),
        (("eval", "--extra-body", "{"), "Invalid value for '--extra-body': this is not JSON."),
        (("eval", "--extra-body", '{"a": NaN}'), "Invalid value for '--extra-body': this is not JSON."),
        (("eval", "--extra-body", "[1]"), "Invalid value for '--extra-body': this is no JSON object."),
        (("eval", "--timeout", "nan"), "nan is no finite number."),
        (("eval", "--timeout", "inf"), "inf is no finite number."),
        (("eval", "--epochs", "0"), "0 is not in the range x>=1"),
        (("score", "--task", "flood"), "Name either --summary or --summaries."),
        (("results", "show", "latest", "--backend", "x"), "--backend goes with --sample."),
        (("results", "show"), "Missing argument 'RUN'"),
    ],
)
def test_wrong_usage_is_told_with_the_nearest_name(call: Call, arguments: tuple[str, ...], told: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("eval", "flod"), "no task, file or folder is named 'flod'. Did you mean 'flood'?"),
        (("eval", "flood", "--backend", "extractve/lead-3"), "Did you mean 'extractive/lead-3'?"),
        (("eval", "flood", "--scorer", "roug"), "--scorer: there is no scorer 'roug'. Did you mean 'rouge'?"),
        (("eval", "flood", "--temperature", "1"), "no backend of this run reads the option --temperature."),
        (
            ("eval", "flood", "--scorer", "rouge", "--scorer", "rouge"),
            "--scorer: the scorer 'rouge' is asked for twice. Keep one.",
        ),
        (("results", "show", "latest"), "results: there are no runs."),
        (("score", "--task", "two", "--summary", "-"), "the task has 2 samples; which one the summary is of"),
        (("score", "--task", "two", "--sample", "brigdes", "--summary", "-"), "there is no sample 'brigdes'."),
    ],
)
def test_bad_input_is_told_in_one_line_and_nothing_is_written(
    call: Call, project: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = call(*arguments, text="Rain.")
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    assert not (project / "results").exists()


def test_all_faults_of_all_files_are_told_in_one_go(call: Call, project: Path) -> None:
    (project / "tasks" / "flood.yaml").write_text(TASK.replace("rouge", "roug").replace("flood.", "x"), "utf-8")
    (project / "tasks" / "bad.yaml").write_text("task: bad\n", "utf-8")
    result = call("eval")
    assert result.exit_code == 2
    assert "tasks/flood.yaml:8:17: there is no scorer 'roug'. Did you mean 'rouge'?" in result.stderr
    assert "tasks/bad.yaml:1:1: the key 'prompt' is missing." in result.stderr
    assert not (project / "results").exists()


def test_a_fault_of_the_program_is_told_to_be_one(call: Call) -> None:
    result = call("score", "--task", "flood", "--summary", "-", text="crash")
    assert result.exit_code == 70
    assert result.stderr == (
        "ZeroDivisionError: crash [bold]\\x1b[31m\n"
        "This is a fault of the harness itself. 'harness --debug …' shows where; please report it.\n"
    )


def test_debug_shows_the_traceback(call: Call) -> None:
    crashed = call("--debug", "score", "--task", "flood", "--summary", "-", text="crash")
    assert crashed.exit_code == 70
    assert "Traceback" in crashed.stderr
    assert "told_scorer.py" in crashed.stderr
    refused = call("--debug", "eval", "flod")
    assert refused.exit_code == 2
    assert "harness.errors.UsageError" in refused.stderr


def test_an_interrupt_is_one_line(call: Call) -> None:
    result = call("score", "--task", "flood", "--summary", "-", text="interrupt")
    assert (result.exit_code, result.stderr) == (130, "Interrupted.\n")


def test_a_file_that_cannot_be_written_is_told(call: Call, project: Path) -> None:
    result = call("task", "export", "flood", "--out", str(project / "nowhere" / "prompts.jsonl"))
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
    assert len(result.stderr.splitlines()) == 1
