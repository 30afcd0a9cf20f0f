"""`harness task list`."""

from __future__ import annotations

from typing import Any

import click

from harness.cli import options


@click.command("list", epilog="Example: harness task list --format json")
@options.form
def command(*, form: Any) -> None:  # noqa: ANN401  (click's value)
    """List the tasks: those in the tasks/ of this folder or the nearest above, else the built-in ones."""
    from harness.cli.listing import describe_tasks  # noqa: PLC0415  (heavy)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)
    from harness.tasks.load import load_tasks  # noqa: PLC0415  (the same)

    click.echo(print_records(describe_tasks(load_tasks()), form), nl=False)
