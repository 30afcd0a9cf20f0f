"""`harness report`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("report", epilog="Example: harness report latest -o report.html")
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=options.OutputFile(),
    default=Path("report.html"),
    show_default=True,
    help="The page; '-' is standard output.",
)
@click.option("--title", default="Summary harness", show_default=True, help="What stands at its head.")
@options.results
def command(*, runs: tuple[str, ...], output: Path, title: str, folder: Path) -> None:
    """Write a page to look at runs, as one HTML file.

    It needs no network. RUN is a run's id, a prefix that only it has, its folder's path, or 'latest'.
    """
    from harness.cli.outputs import check_outputs, write_outputs  # noqa: PLC0415  (heavy)
    from harness.cli.running import cards_here  # noqa: PLC0415  (the same)
    from harness.results.report.data import pack  # noqa: PLC0415  (the same)
    from harness.results.report.page import render_page  # noqa: PLC0415  (the same)
    from harness.results.store import open_run  # noqa: PLC0415  (the same)

    folders = [open_run(run, folder) for run in runs]
    check_outputs([output], (path for one in folders for path in one.path.rglob("*")))
    page = render_page(pack(folders, cards=cards_here()), title)
    write_outputs({output: page})
    if output != options.STDOUT:
        click.echo(f"Written: {output} ({len(page.encode()) / 1000:,.0f} kB)", err=True)
