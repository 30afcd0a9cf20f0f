"""`harness compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command("compare", epilog="Example: harness compare latest:extractive/lead-3 latest:extractive/textrank-3")
@click.argument("runs", metavar="RUN[:BACKEND]...", nargs=-1, required=True)
@click.option("--all", "show_all", is_flag=True, help="Show every fact that changed, not the first ten of each sort.")
@click.option(
    "--figure", "figures", metavar="NAME", multiple=True, help="Compare, and test together, only this; repeatable."
)
@click.option(
    "--across",
    type=click.Choice(["prompt", "version"]),
    multiple=True,
    help="Compare tasks of another prompt, or version, all the same; repeatable.",
)
@click.option("--samples-are-population", is_flag=True, help="Test over samples: no others are of interest than these.")
@options.results
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How to print.",
)
def command(*, runs: tuple[str, ...], folder: Path, form: str, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Say whether one run is better than another, and on which facts.

    Two sides, A and B, are compared on what they share; three to fifty make a leaderboard. RUN is a run's id, a prefix
    that only it has, its folder's path, or 'latest'. Without a backend, those of equal name are compared.
    """
    from harness.results.comparing.compare import SHOWN, Terms  # noqa: PLC0415  (heavy)
    from harness.results.comparing.show import compare_runs  # noqa: PLC0415  (the same)

    terms = Terms(
        shown=None if given["show_all"] else SHOWN,
        across=frozenset(given["across"]),
        cluster="sample" if given["samples_are_population"] else "event",
        figures=frozenset(given["figures"]),
    )
    click.echo(compare_runs(runs, folder, terms, form), nl=False)
