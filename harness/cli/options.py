"""Options that several commands have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

FILE = click.Path(dir_okay=False, path_type=Path)

out = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder of the run folders.",
)

cache_file = click.option(
    "--cache-file", type=FILE, metavar="FILE", help="The cache, where it is not .cache/answers.sqlite under --out."
)

FORMS = ("table", "json", "jsonl", "csv", "md")

STDOUT = Path("/dev/stdout")
"""What `-` is as the name of a file to be written."""


class OutputFile(click.Path):
    """A file to be written; `-` and /dev/stdout are `STDOUT`. A file of that name is `./-`."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  (click's signature)
        """Return the path; fail, as wrong usage, where it is a folder."""
        return STDOUT if str(value) in ("-", str(STDOUT)) else super().convert(value, param, ctx)


class FiniteRange(click.FloatRange):
    """A number in a range; neither infinite nor NaN, which no range refuses."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401  (click's signature)
        """Return the number; fail, as wrong usage, where it is none."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is no finite number.", param, ctx)
        return number


file = click.Path(exists=True, dir_okay=False, path_type=Path)

task_names = click.argument("names", metavar="[TASK]...", nargs=-1)

form = click.option(
    "--format", "form", type=click.Choice(FORMS), default="table", show_default=True, help="How to print."
)

results = click.option(
    "--results",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder of the run folders.",
)

by = click.option("--by", type=click.Choice(["kind", "task"]), help="Split the table by kind of fact, or by task.")

fail_if = click.option(
    "--fail-if",
    "gates",
    metavar="GATE",
    multiple=True,
    help='End with exit code 1 where this holds, as in "fact_recall < 0.3"; repeatable.',
)

junit = click.option("--junit", type=OutputFile(), metavar="FILE", help="Write gates and verdicts as JUnit XML too.")

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


def refuse_beside(option: str, others: Mapping[str, object]) -> None:
    """Fail, as wrong usage, where an option is given with others that it cannot stand beside."""
    given = [name for name, value in others.items() if value is not None]
    if given:
        raise click.UsageError(f"{option} does not go with {' or '.join(given)}.")
