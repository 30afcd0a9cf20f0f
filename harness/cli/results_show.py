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
@click.option(
    "--results",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder of the run folders.",
)
@options.by
@options.form
def command(
    *,
    run: str,
    sample: str | None,
    backend: str | None,
    folder: Path,
    by: Any,  # noqa: ANN401  (click's value)
    form: Any,  # noqa: ANN401  (the same)
) -> None:
    """Show a run's table, or the verdicts on one sample.

    RUN is a run's id, a prefix that only it has, its folder's path, or 'latest'. With --sample, the formats are table,
    json and jsonl, and a row's id is that of the answer.
    """
    from harness.cli.running import cards_here, report_of  # noqa: PLC0415  (heavy)
    from harness.cli.view import print_graded  # noqa: PLC0415  (the same)
    from harness.results.graded import graded_of_run  # noqa: PLC0415  (the same)
    from harness.results.store import open_run  # noqa: PLC0415  (the same)
    from harness.results.table import print_report  # noqa: PLC0415  (the same)

    if sample is None and backend is not None:
        raise click.UsageError("--backend goes with --sample.")
    found = open_run(run, folder)
    if sample is None:
        click.echo(print_report(report_of(found, by, cards_here()), form), nl=False)
    else:
        print_graded(graded_of_run(found, sample, backend), form)
