"""`harness results export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command("export", epilog="Example: harness results export latest --of facts -o facts.csv")
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=options.OutputFile(), metavar="FILE", required=True, help="Where to; - is standard output."
)
@click.option(
    "--of",
    "name",
    type=click.Choice(["scores", "facts", "claims", "table", "answers"]),
    default="scores",
    show_default=True,
    help="What to write: docs/exporting.md has the columns.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "parquet", "markdown", "latex"]),
    help="By default as FILE ends: .csv, .jsonl, .parquet, .md or .tex; else csv.",
)
@options.results
def command(*, runs: tuple[str, ...], output: Path, name: Any, form: Any, folder: Path) -> None:  # noqa: ANN401  (click's values)
    """Write scores, facts, claims or the table of runs as a table.

    RUN is a run's id, a prefix that only it has, its folder's path, or 'latest'. Parquet wants the extra 'sql'.
    """
    from harness.results.exporting.export import SUFFIXES, export, lines_of  # noqa: PLC0415  (heavy)
    from harness.results.store import open_run  # noqa: PLC0415  (the same)

    form = form or SUFFIXES.get(output.suffix.lower(), "csv")
    folders = [open_run(run, folder) for run in runs]
    if output != options.STDOUT:
        export(name, folders, form, output)
        return
    if form == "parquet":
        raise click.UsageError("Parquet goes to a file, not to standard output: name one with -o.")
    for line in lines_of(name, folders, form):
        click.echo(line, nl=False)
