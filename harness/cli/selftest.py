"""`harness selftest`."""

from __future__ import annotations

import click

from harness.cli import options


@click.command("selftest", epilog="Example: harness selftest short-report --misses 2")
@options.task_names
@options.scorers
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--misses",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="List up to N misses of each class: gold and fact, the sentence before (-) and after (+), what was said (=).",
)
def command(*, names: tuple[str, ...], scorers: tuple[str, ...], form: str, misses: int) -> None:
    """Count what scorers find of known errors, and flag wrongly.

    Errors and harmless rewordings are made of the sentences of the tasks' gold. Without --scorer, the tasks' own
    scorers are tried, but for 'shape', and 'grounding'. docs/selftest.md says what each class is.
    """
    import asyncio  # noqa: PLC0415  (heavy)

    from harness.api import load_tasks  # noqa: PLC0415  (the same)
    from harness.metaeval.matrix import matrix_json, show_matrix  # noqa: PLC0415  (the same)
    from harness.metaeval.run import selftest_tasks  # noqa: PLC0415  (the same)

    matrix = asyncio.run(selftest_tasks(load_tasks(names), scorers))
    click.echo(matrix_json(matrix, misses) if form == "json" else show_matrix(matrix, misses), nl=False)
