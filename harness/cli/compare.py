"""`harness compare`."""

from __future__ import annotations

from dataclasses import replace
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
@click.option(
    "--split",
    is_flag=True,
    help="Grade both sides alike, with present gold and scorers, and say what of a difference is theirs.",
)
@options.results
@options.fail_if
@options.junit
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How to print.",
)
def command(*, runs: tuple[str, ...], folder: Path, form: str, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Say whether a run is better than another, and on which facts.

    Two sides, A and B, are compared on what they share; three to fifty make a leaderboard. RUN is a run's id, a prefix
    that only it has, its folder's path, or 'latest'. Without a backend, those of equal name are compared.
    """
    from harness.cli.gating import check_junit, end_with, write_comparisons_junit  # noqa: PLC0415  (heavy)
    from harness.cli.splitting import compare_split  # noqa: PLC0415  (the same)
    from harness.results.comparing.compare import SHOWN, Terms, compare_pairs  # noqa: PLC0415  (the same)
    from harness.results.comparing.leaderboard import rank  # noqa: PLC0415  (the same)
    from harness.results.comparing.show import print_all, print_board  # noqa: PLC0415  (the same)
    from harness.results.comparing.sides import find_sides  # noqa: PLC0415  (the same)
    from harness.results.gates.conditions import read_gates  # noqa: PLC0415  (the same)
    from harness.results.gates.judge import judge_comparisons  # noqa: PLC0415  (the same)

    conditions, junit = read_gates(given["gates"], "comparison"), given["junit"]
    check_junit(junit)
    terms = Terms(
        shown=None if given["show_all"] else SHOWN,
        across=frozenset(given["across"]),
        cluster="sample" if given["samples_are_population"] else "event",
        figures=frozenset(given["figures"]),
    )
    sides = find_sides(runs, folder)
    compare = compare_split if given["split"] else compare_pairs
    if sides.board:
        if given["split"]:
            raise click.UsageError("--split wants two sides, not a leaderboard: RUN:BACKEND RUN:BACKEND.")
        if conditions or junit:
            raise click.UsageError("--fail-if and --junit want two sides, not a leaderboard: RUN:BACKEND RUN:BACKEND.")
        click.echo(print_board(rank(sides.board, terms), form), nl=False)
        return
    found = [*compare(sides.pairs, terms)]
    click.echo(print_all(found, form), nl=False)
    report = judge_comparisons(conditions, found)
    if junit:
        found = [*compare(sides.pairs, replace(terms, shown=None))]
    write_comparisons_junit(junit, found, report)
    end_with(report)
