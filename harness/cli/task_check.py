"""`harness task check`."""

from __future__ import annotations

import click

from harness.cli import options


@click.command("check", epilog="Example: harness task check short-report")
@options.task_names
@click.option("--strict", is_flag=True, help="End with exit code 1 on warnings too.")
@click.pass_context
def command(ctx: click.Context, *, names: tuple[str, ...], strict: bool) -> None:
    """Check gold files, and try each on sentences with known verdicts.

    TASK is a name, a file or a folder of tasks. A finding is a line: the file and line, whether it is a problem or a
    warning, what it is, and how to mend it. The exit code is 1 where there is a problem; what cannot be read at all
    ends with 2.
    """
    from harness.metaeval.check import check_tasks  # noqa: PLC0415  (heavy)
    from harness.metaeval.findings import count, show_findings  # noqa: PLC0415  (the same)

    checked = check_tasks(names)
    click.echo(show_findings(checked.findings, checked.files, checked.drafts), nl=False)
    is_bad = count(checked.findings, "problem") > 0 or (strict and bool(checked.findings))
    ctx.exit(1 if is_bad else 0)
