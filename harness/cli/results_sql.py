"""`harness results sql`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options

SHOWN = 100


@click.command(
    "sql", epilog='Example: harness results sql "SELECT kind, verdict, count(*) FROM facts GROUP BY ALL" latest'
)
@click.argument("query")
@click.argument("runs", nargs=-1, metavar="[RUN]...")
@options.results
@options.form
def command(*, query: str, runs: tuple[str, ...], folder: Path, form: Any) -> None:  # noqa: ANN401  (click's value)
    """Ask runs in SQL, by DuckDB.

    Tables: runs, answers, scores, metrics, facts, claims; 'DESCRIBE facts' shows the columns of one. RUN is a run's id,
    a prefix that only it has, its folder's path, or 'latest', which is meant where none is named. The query reads these
    tables and nothing else: no file, no network, no extension. Needs the extra 'sql'.
    """
    from harness.errors import UsageError  # noqa: PLC0415  (heavy)
    from harness.results.query import query as ask  # noqa: PLC0415  (the same)
    from harness.results.store import open_run  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    found = [open_run(run, folder) for run in dict.fromkeys(runs or ("latest",))]
    try:
        rows = ask(query, found)
    except ModuleNotFoundError as error:
        mend = 'Install it with: pip install "summary-harness[sql]"'
        raise UsageError("needs DuckDB, which is not installed.", where="results sql", mend=mend) from error
    shown = rows[:SHOWN] if form == "table" else rows
    if rows or form in {"json", "jsonl"}:
        click.echo(print_records(shown, form), nl=False)
    if len(rows) > len(shown):
        click.echo(f"{len(rows)} rows; the first {SHOWN} are shown. --format csv has all.", err=True)
    elif not rows:
        click.echo("No rows.", err=True)
