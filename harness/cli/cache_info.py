"""`harness cache info`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command("info", epilog="Example: harness cache info --format json")
@options.out
@options.cache_file
@options.form
def command(*, out: Path, cache_file: Path | None, form: Any) -> None:  # noqa: ANN401  (click's value)
    """Show what the cache holds, and what it saved.

    For each backend: how many answers, from when, how often they were used, and the US dollars that this saved.
    """
    from harness.cli.caches import describe_cache, open_existing, show_cache  # noqa: PLC0415  (heavy)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    with open_existing(out, cache_file) as cache:
        text = show_cache(cache) if form == "table" else print_records(describe_cache(cache), form)
    click.echo(text, nl=False)
