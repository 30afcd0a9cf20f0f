"""`harness task check`."""

from __future__ import annotations

from typing import Any

import click

from harness.cli import options


@click.command("check", epilog="Example: harness task check short-report")
@options.task_names
@click.option("--strict", is_flag=True, help="End with exit code 1 on warnings too.")
@click.option("--quick", is_flag=True, help="Leave out the trial on sentences, which takes most of the time.")
@click.option("--fix", is_flag=True, help="Mend first what can be mended safely, and tell what was done.")
@click.option("--watch", is_flag=True, help="Check again whenever a file of the tasks changes, until Ctrl-C.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to print; github is for the log of a workflow.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    form: Any,  # noqa: ANN401  (click's value)
    **flags: bool,
) -> None:
    """Check gold, and try it on sentences with known verdicts.

    TASK is a name, a file or a folder of tasks. A finding is a line: the file and line, whether it is a problem or a
    warning, what it is, how to mend it, and its code, which 'harness explain CODE' explains. The exit code is 1 where
    there is a problem; what cannot be read at all ends with 2.
    """
    from harness.cli.checking import check_once, watch  # noqa: PLC0415  (heavy)

    if flags["watch"]:
        if form != "text":
            raise click.UsageError("--watch goes with --format text.")
        watch(names, is_fixed=flags["fix"], is_tried=not flags["quick"])
    ctx.exit(
        check_once(names, form=form, is_fixed=flags["fix"], is_tried=not flags["quick"], is_strict=flags["strict"])
    )
