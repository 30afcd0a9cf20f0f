"""`harness task agree`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("agree", epilog="Example: harness task agree gold/short-report.yaml other/short-report.yaml")
@click.argument("first", type=options.file)
@click.argument("second", type=options.file)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
def command(*, first: Path, second: Path, form: str) -> None:
    """Say how far two gold files of one article agree, and where.

    FIRST and SECOND are gold files. A fact of one is a fact of the other where both are of one kind, their evidence
    overlaps, and their words are much the same. F1 is of facts found by both. Kappa (Cohen) and alpha (Krippendorff)
    are of the sentences that bear a fact, and kappa of how important it is. Below the figures stand the facts that only
    one has, and those that differ.
    """
    from harness.exchange.agreement import agreement_table, compare, disagreement_lines  # noqa: PLC0415  (heavy)
    from harness.exchange.annotation import load_both  # noqa: PLC0415  (the same)
    from harness.results.disk import to_json  # noqa: PLC0415  (the same)

    agreement = compare(*load_both(first, second))
    if form == "json":
        click.echo(to_json(agreement, indent=1))
        return
    click.echo("\n".join([*agreement_table(agreement), "", *disagreement_lines(agreement)]))
