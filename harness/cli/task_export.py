"""`harness task export`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("export", epilog="Example: harness task export short-report --out prompts.jsonl")
@options.task_names
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Instead of stdout.")
@options.originals
def command(*, names: tuple[str, ...], out: Path | None, originals: Path | None) -> None:
    """Write prompts as JSONL, to be answered elsewhere.

    A line is {"sample": …, "prompt": …, "words": …}. Add a "summary" to each line, and
    'harness eval --backend saved/FILE' grades them.
    """
    from harness.cli.listing import export_prompts  # noqa: PLC0415  (heavy)
    from harness.results.disk import write_whole  # noqa: PLC0415  (the same)
    from harness.tasks.load import load_tasks  # noqa: PLC0415  (the same)

    text = export_prompts(load_tasks(names, originals=originals))
    if out:
        write_whole(out, text)
    else:
        click.echo(text, nl=False)
