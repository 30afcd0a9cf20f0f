"""From gates' verdicts to what a command prints of them, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from harness.cli.outputs import check_outputs, write_outputs
from harness.results.comparing.models import Comparison
from harness.results.gates.judge import GateReport
from harness.results.store import RunFolder


def check_junit(junit: Path | None) -> None:
    """Raise UsageError or RunError where the JUnit file cannot be written."""
    if junit is not None:
        check_outputs([junit])


def end_with(report: GateReport, otherwise: int = 0) -> None:
    """Print the verdicts on standard error, and end the command: with 1 where a gate failed, else with `otherwise`."""
    for line in report.lines():
        click.echo(line, err=True)
    if exit_code := report.exit_code or otherwise:
        click.get_current_context().exit(exit_code)


def write_run_junit(junit: Path | None, folder: RunFolder, report: GateReport) -> None:
    """Write the JUnit file of a run where one is asked for."""
    if junit is not None:
        from harness.results.junit import junit_of_run  # noqa: PLC0415  (only where it is asked for)

        write_outputs({junit: junit_of_run(folder, report)})


def write_comparisons_junit(junit: Path | None, found: Sequence[Comparison], report: GateReport) -> None:
    """Write the JUnit file of comparisons where one is asked for."""
    if junit is not None:
        from harness.results.junit import junit_of_comparisons  # noqa: PLC0415  (only where it is asked for)

        write_outputs({junit: junit_of_comparisons(found, report)})
