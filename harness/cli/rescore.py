"""`harness rescore`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("rescore", epilog="Example: harness rescore latest")
@click.argument("run")
@click.argument("names", metavar="[TASK]...", nargs=-1)
@options.scorers
@options.results
@options.originals
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    *, run: str, names: tuple[str, ...], scorers: tuple[str, ...], folder: Path, originals: Path | None, form: str
) -> None:
    """Score a run's answers anew, with the gold and scorers of now.

    Nobody is asked. The scores that it had are kept in the run's folder, under earlier/, and can be read as a run. TASK
    are names, files or folders, where the tasks are not those that 'harness eval' finds here.
    """
    from harness.api import rescore  # noqa: PLC0415  (heavy)
    from harness.results.comparing.printing import print_rescored  # noqa: PLC0415  (the same)

    found = rescore(run, names, scorers=scorers, results_dir=folder, originals=originals)
    click.echo(found.model_dump_json(indent=1) if form == "json" else print_rescored(found), nl=form == "json")
