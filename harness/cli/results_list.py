"""`harness results list`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command("list", epilog="Example: harness results list --format json")
@options.results
@options.form
def command(*, folder: Path, form: Any) -> None:  # noqa: ANN401  (click's value)
    """List the runs of a folder.

    The oldest stands first. A run that is unfinished can be resumed; of one that is damaged, standard error says why.
    """
    from harness.cli.listing import describe_runs, show_runs  # noqa: PLC0415  (heavy)
    from harness.results.clean import clean_line  # noqa: PLC0415  (the same)
    from harness.results.runs import list_runs  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    found = list(list_runs(folder))
    for one in found:
        if one.problem:
            click.echo(clean_line(one.problem), err=True)
    click.echo(show_runs(found) if form == "table" else print_records(describe_runs(found), form), nl=False)
