"""`harness score`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import click

from harness.cli import options


@click.command("score", epilog="Example: harness score --task short-report --summary summary.txt")
@click.option("--task", metavar="T", help="A task's name or file; needed but with --pairs.")
@click.option("--sample", metavar="S", help="Which sample the summary is of, where the task has several.")
@click.option("--summary", type=click.File("rb"), metavar="FILE", help="One summary; - reads stdin.")
@click.option("--summaries", type=click.File("rb"), metavar="FILE", help="A summary a line, as JSON; - reads stdin.")
@click.option(
    "--pairs",
    type=click.File("rb"),
    metavar="FILE",
    help="A document with a summary a line, as JSON, without a task; - reads stdin.",
)
@options.scorers
@click.option(
    "--head",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --pairs: grade with a head that 'harness fit' made.",
)
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
    task: str | None,
    sample: str | None,
    summary: BinaryIO | None,
    summaries: BinaryIO | None,
    pairs: BinaryIO | None,
    scorers: tuple[str, ...],
    head: Path | None,
    originals: Path | None,
    form: Any,  # noqa: ANN401  (click's value)
) -> None:
    """Grade summaries that you have, and show each verdict with its reason.

    Lines of --summaries are {"id": …, "summary": …}, with "sample" where the task has several; other fields are not
    read. They are graded as they come, however many: a faulty line ends the command with exit code 2 after the lines
    before it. With --format jsonl each gives one line, as docs/schemas/score-row.json describes it.

    Lines of --pairs are {"id": …, "document": …, "summary": …}, or "documents" with a list. They need no task and no
    gold: the scorer 'grounding', or another that --scorer names, compares each summary with its document. They are read
    as those of --summaries are; docs/schemas/pair-row.json describes the lines of --format jsonl.
    """
    from harness.cli.drawing import print_graded  # noqa: PLC0415  (heavy)

    if pairs:
        from harness.cli.documents import read_pairs  # noqa: PLC0415  (the same)
        from harness.cli.pairs import choose_scorer, grade_pairs, pair_json  # noqa: PLC0415  (the same)

        given = {"--task": task, "--sample": sample, "--summary": summary, "--summaries": summaries}
        options.refuse_beside("--pairs", {**given, "--originals": originals})
        print_graded(grade_pairs(choose_scorer(scorers, head), read_pairs(pairs)), form, pair_json)
        return
    from harness.cli.summaries import grade_all, read_one, read_rows  # noqa: PLC0415  (the same)

    options.refuse_beside("--task", {"--head": head})
    if task is None:
        raise click.UsageError("Missing option '--task'.")
    if summary and not summaries:
        rows = read_one(summary)
    elif summaries and not summary:
        rows = read_rows(summaries)
    else:
        raise click.UsageError("Name either --summary or --summaries.")
    print_graded(grade_all(task, scorers, originals, rows, sample), form)
