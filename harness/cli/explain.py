"""`harness explain`."""

from __future__ import annotations

import click


@click.command("explain", epilog="Example: harness explain G301")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def command(*, codes: tuple[str, ...]) -> None:
    """Explain the codes of problems, with examples.

    A code stands at the end of each line of 'harness task check'. Without a CODE, all are listed.
    """
    from harness.metaeval.codes import explain, list_codes  # noqa: PLC0415  (heavy)

    click.echo("\n".join(map(explain, codes)) if codes else list_codes(), nl=False)
