"""`harness task merge`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command(
    "merge", epilog="Example: harness task merge gold/short-report.yaml other/short-report.yaml --out both.yaml"
)
@click.argument("first", type=options.file)
@click.argument("second", type=options.file)
@click.option("--out", type=options.FILE, required=True, metavar="FILE", help="The new gold file.")
def command(*, first: Path, second: Path, out: Path) -> None:
    """Join two gold files of one article, for someone to decide.

    Facts that both have alike are kept, with the accepts and rejects of both. The others stand in the new file side by
    side, each with a comment that says where it is from and in what it differs, for someone to decide. Which facts are
    one is told as 'harness task agree' does. Nothing is overwritten.
    """
    from harness.exchange.annotation import load_both  # noqa: PLC0415  (heavy)
    from harness.exchange.merge import merge  # noqa: PLC0415  (the same)
    from harness.exchange.new_files import write_new  # noqa: PLC0415  (the same)
    from harness.results.clean import how_many  # noqa: PLC0415  (the same)

    merged = merge(*load_both(first, second))
    write_new({out: merged.text}, "Name another file.")
    click.echo(f"wrote {out}: {how_many(merged.agreed, 'fact')} agreed, {merged.undecided} to decide")
