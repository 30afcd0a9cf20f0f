"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

FORMS = ("table", "json", "jsonl", "csv", "md")

task_names = click.argument("names", metavar="[TASK]...", nargs=-1)

form = click.option(
    "--format", "form", type=click.Choice(FORMS), default="table", show_default=True, help="How to print."
)

by = click.option("--by", type=click.Choice(["kind", "task"]), help="Split the table by kind of fact, or by task.")

scorers = click.option(
    "--scorer",
    "scorers",
    metavar="NAME",
    multiple=True,
    help="Score with this instead of the task's scorers; repeatable.",
)

originals = click.option(
    "--originals",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the reports that articles retell; their texts are used instead.",
)
