"""`harness task import-gold`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("import-gold", epilog="Example: harness task import-gold short-report.csv --out second")
@click.argument("file", type=options.file)
@click.option("--gold", metavar="NAME", help="The gold file of rows that name none; FILE's name where it is left out.")
@click.option(
    "--label",
    "labels",
    metavar="LABEL=KIND",
    multiple=True,
    help="Of marks: which kind of fact a label means, as in Amount=count; repeatable.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the gold files to this folder instead of the project's gold/.",
)
def command(*, file: Path, gold: str | None, labels: tuple[str, ...], out: Path | None) -> None:
    """Make gold files of a CSV from a spreadsheet, or of marks.

    FILE is CSV, with a row for each fact, as docs/exchange.md tells; or a file of marks in the articles' texts, each of
    which becomes a candidate to be completed: .ann of brat with the .txt beside it, or the .json of Label Studio. Every
    fault is told with its line, and then nothing is written; nor is anything overwritten.
    """
    from harness.exchange.new_files import project_here, write_new  # noqa: PLC0415  (heavy)

    project = project_here()
    kinds = dict(map(_label, labels))
    if file.suffix.lower() in (".ann", ".json"):
        from harness.exchange.import_marks import marked_gold  # noqa: PLC0415  (the same)
        from harness.exchange.marks import read_marked  # noqa: PLC0415  (the same)

        marked = read_marked(file)
        texts = marked_gold(project, marked, gold, kinds)
        for one in marked:
            left = ", ".join(f"{number} {kind!r}" for kind, number in one.others.items())
            if left:
                click.echo(f"{one.file}: not taken over, as they mark no words: {left}")
    elif kinds:
        raise click.UsageError("--label goes with a file of marks, .ann or .json.")
    else:
        from harness.exchange.import_gold import imported_gold, read_gold_sheet  # noqa: PLC0415  (the same)

        texts = imported_gold(project, read_gold_sheet(file), gold or file.stem.lower())
    folder = out or project.root / "gold"
    written = {folder / f"{name}.yaml": text for name, text in texts.items()}
    write_new(written)
    for path in written:
        click.echo(f"wrote {path if out else project.name(path)}")


def _label(given: str) -> tuple[str, str]:
    label, _, kind = given.rpartition("=")
    if not label or kind not in ("count", "date", "says", "states"):
        raise click.UsageError(f"--label {given!r} wants LABEL=KIND, with KIND one of count, date, says and states.")
    return label, kind
