"""`harness score`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import click

from harness.cli import options


@click.command("score", epilog="Example: harness score --task short-report --summary summary.txt")
@click.option("--task", metavar="T", required=True, help="A task's name or file.")
@click.option("--sample", metavar="S", help="Which sample the summary is of, where the task has several.")
@click.option("--summary", type=click.File("rb"), metavar="FILE", help="One summary; - reads stdin.")
@click.option("--summaries", type=click.File("rb"), metavar="FILE", help="A summary a line, as JSON; - reads stdin.")
@options.scorers
@options.originals
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="How to print.",
)
def command(
    *,
    task: str,
    sample: str | None,
    summary: BinaryIO | None,
    summaries: BinaryIO | None,
    scorers: tuple[str, ...],
    originals: Path | None,
    form: Any,  # noqa: ANN401  (click's value)
) -> None:
    """Grade summaries that you have, and show each verdict with its reason.

    Lines of --summaries are {"id": …, "summary": …}, with "sample" where the task has several; other fields are not
    read. They are graded as they come, however many: a faulty line ends the command with exit code 2 after the lines
    before it. With --format jsonl each gives one line, as docs/schemas/score-row.json describes it.
    """
    from harness.cli.summaries import grade_all, read_one, read_rows  # noqa: PLC0415  (heavy)
    from harness.cli.view import print_graded  # noqa: PLC0415  (the same)

    if summary and not summaries:
        rows = read_one(summary)
    elif summaries and not summary:
        rows = read_rows(summaries)
    else:
        raise click.UsageError("Name either --summary or --summaries.")
    print_graded(grade_all(task, scorers, originals, rows, sample), form)
