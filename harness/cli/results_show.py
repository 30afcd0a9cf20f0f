"""`harness results show`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command("show", epilog="Example: harness results show latest --sample short-report --backend extractive/lead-3")
@click.argument("run")
@click.option("--sample", metavar="ID", help="Show the verdicts on the summaries of this sample instead of the table.")
@click.option("--backend", metavar="B", help="With --sample: only the summaries of this backend.")
@options.results
@options.fail_if
@options.junit
@options.by
@options.form
def command(
    *,
    run: str,
    sample: str | None,
    backend: str | None,
    folder: Path,
    gates: tuple[str, ...],
    junit: Path | None,
    by: Any,  # noqa: ANN401  (click's value)
    form: Any,  # noqa: ANN401  (the same)
) -> None:
    """Show a run's table, or the verdicts on one sample.

    RUN is a run's id, a prefix that only it has, its folder's path, or 'latest'. With --sample, the formats are table,
    json and jsonl, and a row's id is that of the answer.
    """
    from harness.cli.drawing import print_graded  # noqa: PLC0415  (the same)
    from harness.cli.gating import check_junit, end_with, write_run_junit  # noqa: PLC0415  (heavy)
    from harness.cli.running import cards_here, report_of  # noqa: PLC0415  (the same)
    from harness.results.epochs import sample_epochs  # noqa: PLC0415  (the same)
    from harness.results.gates.conditions import read_gates  # noqa: PLC0415  (the same)
    from harness.results.gates.judge import judge_run  # noqa: PLC0415  (the same)
    from harness.results.graded import graded_of_run  # noqa: PLC0415  (the same)
    from harness.results.store import open_run  # noqa: PLC0415  (the same)
    from harness.results.table import print_report  # noqa: PLC0415  (the same)

    if sample is None and backend is not None:
        raise click.UsageError("--backend goes with --sample.")
    if sample is not None:
        options.refuse_beside("--sample", {"--fail-if": gates or None, "--junit": junit})
        graded = [*graded_of_run(open_run(run, folder), sample, backend)]
        print_graded(graded, form)
        if form == "table" and (lines := [*sample_epochs(one for _, one in graded)]):
            click.echo("\n".join(["", "Between epochs", *lines]))
        return
    conditions = read_gates(gates, "run")
    check_junit(junit)
    found = open_run(run, folder)
    shown = report_of(found, by, cards_here())
    click.echo(print_report(shown, form), nl=False)
    report = judge_run(conditions, shown.manifest, shown.summary)
    write_run_junit(junit, found, report)
    end_with(report)
