"""`harness results sql`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command(
    "sql",
    epilog='Example: harness results sql "SELECT fact, count(*) AS n FROM facts GROUP BY fact ORDER BY n" latest',
)
@click.argument("question", metavar="SELECT")
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
@options.results
@options.form
def command(*, question: str, runs: tuple[str, ...], folder: Path, form: Any) -> None:  # noqa: ANN401  (click's value)
    """Ask the results of runs a question in SQL.

    The tables are answers, scores, facts, claims and figures, with the columns of docs/exporting.md. It is one SELECT,
    by DuckDB (the extra 'sql'), which can reach no file and no network then. RUN is a run's id, a prefix that only it
    has, its folder's path, or 'latest'.
    """
    from harness.results.exporting.duck import ask  # noqa: PLC0415  (heavy)
    from harness.results.store import open_run  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    found = ask(question, [open_run(run, folder) for run in runs])
    click.echo(print_records(found.records(), form), nl=False)
