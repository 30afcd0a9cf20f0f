"""Files that a command writes: looked at before its work, and written all or not at all at the end of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from harness.cli.options import STDOUT
from harness.errors import UsageError
from harness.results.disk import check_writable, write_all


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path] = ()) -> None:
    """Raise UsageError or RunError where an output cannot be written, is asked for twice, or is one of the inputs.

    Links are followed. `inputs` are only looked through where one of the outputs is there already.
    """
    seen: set[str] = set()
    for path in outputs:
        place = os.path.realpath(path)
        if place in seen:
            raise UsageError("two outputs would go there.", where=show_output(path), mend="Name another file for one.")
        seen.add(place)
        if path != STDOUT:
            check_writable(path)
    there = [path for path in outputs if path != STDOUT and path.is_file()]
    for source in inputs if there else ():
        for path in there:
            if source.is_file() and path.samefile(source):
                what = "this file is read" if path == source else f"this is {source}, which is read"
                raise UsageError(
                    f"{what}: it would be overwritten.", where=str(path), mend="Name another one to write."
                )


def write_outputs(texts: Mapping[Path, str], folder: Path | None = None) -> None:
    """Write files, all of them or none, and then what goes to standard output; `folder` is made where it is missing."""
    write_all({path: text for path, text in texts.items() if path != STDOUT}, folder)
    if STDOUT in texts:
        click.echo(texts[STDOUT], nl=False)


def show_output(path: Path) -> str:
    """Return what messages call an output."""
    return "standard output" if path == STDOUT else str(path)
