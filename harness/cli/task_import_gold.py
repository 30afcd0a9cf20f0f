"""`harness task import-gold`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("import-gold", epilog="Example: harness task import-gold short-report.csv --out second")
@click.argument("file", type=options.file)
@click.option("--gold", metavar="NAME", help="The gold file of rows that name none; FILE's name where it is left out.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the gold files to this folder instead of the project's gold/.",
)
def command(*, file: Path, gold: str | None, out: Path | None) -> None:
    """Make gold files of a CSV from a spreadsheet.

    FILE has a row for each fact, as docs/exchange.md tells; the columns may be parted by commas, semicolons or tabs.
    Every fault is told with its line and column, and then nothing is written; nor is anything overwritten.
    """
    from harness.exchange.import_gold import imported_gold, read_gold_sheet  # noqa: PLC0415  (heavy)
    from harness.exchange.new_files import project_here, write_new  # noqa: PLC0415  (the same)

    project = project_here()
    texts = imported_gold(project, read_gold_sheet(file), gold or file.stem.lower())
    folder = out or project.root / "gold"
    written = {folder / f"{name}.yaml": text for name, text in texts.items()}
    write_new(written)
    for path in written:
        click.echo(f"wrote {path if out else project.name(path)}")
