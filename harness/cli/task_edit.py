"""`harness task edit`."""

from __future__ import annotations

import click


@click.command("edit", epilog="Example: harness task edit footbridge")
@click.argument("task")
@click.option("--gold", metavar="NAME", help="Which of the task's gold files, where it has several.")
@click.option("--all", "is_all", is_flag=True, help="Walk through what counts already too.")
def command(*, task: str, gold: str | None, is_all: bool) -> None:
    """Walk through a gold file, fact by fact.

    Each draft is shown with its place in the article. One key decides: a accepts it, so that it counts; c changes its
    words or its value; r rejects and deletes it, with the names that it alone speaks of; i sets its importance; s
    leaves it for later; b goes back; q ends. Each decision is in the file at once, and nothing else of the file
    changes: comments and layout stay. It needs a terminal; elsewhere, edit the file itself.
    """
    from harness.cli.walk import walk  # noqa: PLC0415  (heavy)

    walk(task, gold, is_all=is_all)
