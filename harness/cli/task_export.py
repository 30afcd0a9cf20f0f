"""`harness task export`."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli import options


@click.command("export", epilog="Example: harness task export short-report --out prompts.jsonl")
@options.task_names
@click.option(
    "--out", type=options.OutputFile(), metavar="FILE", default="-", help="Write them to this file; - is stdout."
)
@options.originals
def command(*, names: tuple[str, ...], out: Path, originals: Path | None) -> None:
    """Write prompts as JSONL, to be answered elsewhere.

    A line is {"sample": …, "prompt": …, "words": …}. Add a "summary" to each line, and
    'harness eval --backend saved/FILE' grades them.
    """
    from harness.cli.listing import export_prompts  # noqa: PLC0415  (heavy)
    from harness.cli.outputs import check_outputs, write_outputs  # noqa: PLC0415  (the same)
    from harness.tasks.load import load_tasks, project_files  # noqa: PLC0415  (the same)

    check_outputs([out], project_files(names, originals=originals))
    write_outputs({out: export_prompts(load_tasks(names, originals=originals))})
