"""`harness cache clear`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from harness.cli import options

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _read_age(_: click.Context, __: click.Parameter, value: str | None) -> timedelta | None:
    """Return a length of time; fail, as wrong usage, where it is none."""
    if value is None:
        return None
    found = re.fullmatch("([0-9]{1,5})([mhdw])", value)
    if not found:
        raise click.BadParameter(f"{value!r} is no length of time. Write it as 90m, 12h, 30d or 8w.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _stamp(time: datetime) -> str:
    """Return a time as records have it, with four digits of the year however long ago it is: they compare as texts."""
    return f"{time.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


@click.command("clear", epilog="Example: harness cache clear --backend openai/gpt-4o-mini --older-than 30d")
@click.option("--backend", metavar="B", help="Only this backend's answers.")
@click.option(
    "--older-than", callback=_read_age, metavar="AGE", help="Only answers that came so long ago: 90m, 12h, 30d or 8w."
)
@options.out
@options.cache_file
def command(*, backend: str | None, older_than: timedelta | None, out: Path, cache_file: Path | None) -> None:
    """Remove answers from the cache.

    All of them, or those of a backend or an age.
    """
    from harness.cli.caches import open_existing, refuse_unknown  # noqa: PLC0415  (heavy)

    before = _stamp(datetime.now(UTC) - older_than) if older_than is not None else None
    with open_existing(out, cache_file) as cache:
        refuse_unknown(cache, backend)
        removed, entries = cache.clear(backend, before)
        click.echo(f"Removed {removed} of {entries} answers from {cache.path}.", err=True)
