"""`harness task migrate`."""

from __future__ import annotations

import click

from harness.cli import options


@click.command("migrate", epilog="Example: harness task migrate")
@options.task_names
def command(*, names: tuple[str, ...]) -> None:
    """Bring gold files of an older version to the present one.

    TASK is a name, a file or a folder of tasks; their gold files are changed in place, comments and layout stay.
    All files are changed or none. There has been one version so far.
    """
    from harness.gold.notation import VERSION  # noqa: PLC0415  (heavy)
    from harness.metaeval.check import parts_of  # noqa: PLC0415  (the same)
    from harness.metaeval.migrate import migrate  # noqa: PLC0415  (the same)
    from harness.results.clean import escape_controls, how_many  # noqa: PLC0415  (the same)
    from harness.tasks.load import find_task_files  # noqa: PLC0415  (the same)

    parts = parts_of(find_task_files(names))
    files = [(part.project, path) for part in parts for path in part.gold]
    done = migrate(files)
    for one in done:
        click.echo(escape_controls(str(one)))
    click.echo(f"{how_many(len(files), 'gold file')} of version {VERSION}, {len(done)} changed.")
