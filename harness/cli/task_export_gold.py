"""`harness task export-gold`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("export-gold", epilog="Example: harness task export-gold gold/short-report.yaml --out short-report.csv")
@click.argument("files", type=options.file, metavar="GOLD...", nargs=-1, required=True)
@click.option(
    "--out", type=options.OutputFile(), metavar="FILE", default="-", help="Write it to this file; - is stdout."
)
def command(*, files: tuple[Path, ...], out: Path) -> None:
    """Write gold as CSV, for a spreadsheet.

    A row is a fact, a name, a group or a reference; 'harness task import-gold' makes the same gold of it again.
    docs/exchange.md tells of the columns. What a spreadsheet would compute or change has an apostrophe before it.
    """
    from harness.cli.outputs import check_outputs, write_outputs  # noqa: PLC0415  (heavy)
    from harness.exchange.to_sheet import read_gold_files, sheet_text  # noqa: PLC0415  (the same)

    check_outputs([out], files)
    write_outputs({out: sheet_text(read_gold_files(files))})
