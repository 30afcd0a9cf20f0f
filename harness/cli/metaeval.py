"""`harness metaeval`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


def _refuse_stdout(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    del ctx, param
    if value in (Path("-"), options.STDOUT):
        raise click.BadParameter("a card is written to a file CARD.json or a folder, not to standard output.")
    return value


@click.command("metaeval", epilog="Example: harness metaeval labels.jsonl --scorer grounding --scorer rouge")
@click.argument("data", metavar="DATA...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--scorer", "scorers", metavar="NAME", multiple=True, help="Measure this instead of 'grounding'; repeatable."
)
@click.option(
    "--head",
    metavar="HEAD",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Measure a head that 'harness fit' made, too; on documents that it was not fitted on.",
)
@click.option("--layout", metavar="L", help="How the files are laid out, where it cannot be seen.")
@click.option(
    "--split",
    "share",
    type=options.FiniteRange(0, 1, min_open=True, max_open=True),
    metavar="SHARE",
    help="Report this share of each dataset's documents, to tune on, and the others, only counted, apart.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
@click.option(
    "--save",
    metavar="CARD",
    type=click.Path(path_type=Path),
    callback=_refuse_stdout,
    help="Write a scorer's card to CARD.json, or every scorer's to the folder CARD.",
)
@click.option(
    "--rows",
    "rows_file",
    metavar="OUT",
    type=options.OutputFile(),
    help="Write each row's scores and verdicts to OUT, a JSON object a line; to stdout for -.",
)
def command(
    *,
    data: tuple[Path, ...],
    scorers: tuple[str, ...],
    head: Path | None,
    layout: str | None,
    share: float | None,
    form: str,
    save: Path | None,
    rows_file: Path | None,
) -> None:
    """Measure how far scorers agree with people's labels.

    DATA are files of documents, summaries and labels, as docs/metaeval.md describes them. Beside the scorers stand
    scores that the files carry, simple counting, and what the form of the summaries alone gives away. Two scorers or
    more are compared with each other too. With --rows - the report goes to stderr.
    """
    from harness.cli.measuring import measure_files  # noqa: PLC0415  (heavy)
    from harness.metaeval.trust.table import report_json, show_report  # noqa: PLC0415  (the same)

    run = measure_files(data, scorers, layout=layout, share=share, head=head, save=save, rows_file=rows_file)
    text = report_json(run.report) if form == "json" else show_report(run.report)
    click.echo(text, nl=False, err=rows_file == options.STDOUT)
