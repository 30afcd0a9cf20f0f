"""`harness task show`."""

from __future__ import annotations

import click


@click.command("show", epilog="Example: harness task show short-report")
@click.argument("task")
def command(*, task: str) -> None:
    """Show a task: its prompt, articles, facts, limit and scorers. TASK is a name or a file."""
    from harness.cli.listing import show_task  # noqa: PLC0415  (heavy)
    from harness.tasks.load import load_task  # noqa: PLC0415  (the same)

    click.echo(show_task(load_task(task)), nl=False)
