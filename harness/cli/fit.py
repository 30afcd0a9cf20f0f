"""`harness fit`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("fit", epilog="Example: harness fit labelled.jsonl -o head.json")
@click.argument("data", metavar="DATA...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--out",
    metavar="FILE",
    required=True,
    type=options.OutputFile(),
    help="Where to write the head; - is stdout, and the report then goes to stderr.",
)
@click.option("--layout", metavar="NAME", help="The data's layout, where it cannot be told by itself.")
def command(*, data: tuple[Path, ...], out: Path, layout: str | None) -> None:
    """Fit a small head over the grounding scorer on your labels.

    DATA are files of labelled summaries, a row each. The head weighs the violations that 'grounding' finds, how well
    grounded the sentences are, and the summary's length. What it is worth is measured on documents that were left out,
    beside the scorer without it. 'harness score --pairs FILE --head HEAD' grades with it, but no document that it was
    fitted on. docs/schemas/head.json describes the file.
    """
    from harness.cli.fitting import fit_files  # noqa: PLC0415  (heavy)

    click.echo(fit_files(data, out, layout), nl=False, err=out == options.STDOUT)
