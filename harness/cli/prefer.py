"""`harness prefer`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import click

from harness.cli import options


@click.command("prefer", epilog="Example: harness prefer --document article.txt first.txt second.txt")
@click.argument("summaries", metavar="[A B]", nargs=-1, type=click.File("rb"))
@click.option(
    "--document",
    "documents",
    type=click.File("rb"),
    metavar="FILE",
    multiple=True,
    help="What they summarize; repeatable.",
)
@click.option("--rows", type=click.File("rb"), metavar="FILE", help="Such pairs a line, as JSON; - reads stdin.")
@click.option("--scorer", "scorers", metavar="NAME", multiple=True, help="Rank with this instead of 'grounding'.")
@click.option(
    "--head", type=click.Path(path_type=Path), metavar="FILE", help="Rank with a head that 'harness fit' made."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="How to print.",
)
def command(
    *,
    summaries: tuple[BinaryIO, ...],
    documents: tuple[BinaryIO, ...],
    rows: BinaryIO | None,
    scorers: tuple[str, ...],
    head: Path | None,
    form: Any,  # noqa: ANN401  (click's value)
) -> None:
    """Tell which of two summaries is the more faithful, and why.

    A and B are files, each with a summary of the documents. Lines of --rows are {"id": …, "document": …, "a": …,
    "b": …}, or "documents" with a list; they are compared as they come, however many. With --format jsonl each gives
    one line, as docs/schemas/preference-row.json describes it: "preferred" is "a", "b", or null on a tie or where one
    has no score.
    """
    from harness.cli.documents import read_rivals  # noqa: PLC0415  (heavy)
    from harness.cli.pairs import choose_scorer  # noqa: PLC0415  (the same)
    from harness.cli.preferences import compare_all, print_compared, read_files  # noqa: PLC0415  (the same)

    if rows:
        options.refuse_beside("--rows", {"--document": documents or None, "summaries": summaries or None})
        print_compared(compare_all(choose_scorer(scorers, head), read_rivals(rows)), form, is_many=True)
    elif documents and len(summaries) == 2:  # noqa: PLR2004  (A and B)
        names = (summaries[0].name, summaries[1].name)
        compared = compare_all(choose_scorer(scorers, head), read_files(documents, summaries), names)
        print_compared(compared, form, is_many=False)
    else:
        raise click.UsageError("Name a --document and two summaries, or --rows.")
