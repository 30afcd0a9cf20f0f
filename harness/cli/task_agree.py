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
    """Say how far two gold files of one article agree, and where they do not.

    FIRST and SECOND are gold files. A fact of one is a fact of the other where their kind is the same, their evidence
    overlaps, and their words are much the same. F1 is of facts found; kappa (Cohen) and alpha (Krippendorff) are of
    which sentences bear a fact; 1 is full agreement, 0 what chance would give.
    """
    from harness.exchange.agreement import agreement_lines, compare  # noqa: PLC0415  (heavy)
    from harness.exchange.annotation import load_both  # noqa: PLC0415  (the same)
    from harness.results.clean import clean_line, how_many  # noqa: PLC0415  (the same)
    from harness.results.disk import to_json  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    agreement = compare(*load_both(first, second))
    if form == "json":
        click.echo(to_json(agreement, indent=1))
        return
    heads = {
        "only_first": "first",
        "only_second": "second",
        "sentence_kappa": "kappa",
        "sentence_alpha": "alpha",
        "same_values": "same",
        "importance_kappa": "weight",
    }
    keys = ("kind", "both", "only_first", "only_second", "f1", "sentence_kappa", "sentence_alpha", "same_values")
    rows = [
        {heads.get(key, key): getattr(kind, key) for key in (*keys, "importance_kappa")} for kind in agreement.kinds
    ]
    click.echo(print_records(rows, "table"))
    click.echo(f"{how_many(len(agreement.disagreements), 'disagreement')} on {agreement.article}")
    for line in agreement_lines(agreement):
        indent = line[: len(line) - len(line.lstrip())]
        click.echo(indent + clean_line(line))
