"""`harness init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init", epilog="Example: harness init our-tasks")
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path())
def command(*, folder: Path) -> None:
    """Make a folder for tasks of your own, with an example.

    It gets tasks/, gold/, seeds/, results/, a README, a .gitignore, a GitHub workflow that checks the gold, and one
    task on an invented article, which 'harness eval' runs at once. Without DIR, this folder is taken. A file that is
    there already stays as it is.
    """
    from harness.authoring.start import start_project  # noqa: PLC0415  (heavy)
    from harness.results.clean import clean_line, how_many  # noqa: PLC0415  (the same)

    written, there = start_project(folder)
    for name in written:
        click.echo(f"wrote {clean_line(str(folder / name))}")
    if there:
        click.echo(f"{how_many(len(there), 'file')} stayed: {', '.join(there)}.")
    if written and folder != Path():
        click.echo(f"\nNext: cd {clean_line(str(folder))} && harness eval")
    elif written:
        click.echo("\nNext: harness eval")
