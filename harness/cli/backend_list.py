"""`harness backend list`."""

from __future__ import annotations

from typing import Any

import click

from harness.cli import options


@click.command("list", epilog="Example: harness backend list --format md")
@options.form
def command(*, form: Any) -> None:  # noqa: ANN401  (click's value)
    """List the backends that --backend can name."""
    from harness.backends.registry import list_backends  # noqa: PLC0415  (heavy)
    from harness.cli.listing import describe_backends, show_backends  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    found = list_backends()
    text = show_backends(found) if form == "table" else print_records(describe_backends(found), form)
    click.echo(text, nl=False)
