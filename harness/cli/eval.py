"""`harness eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options


@click.command(
    "eval",
    epilog="Example: harness eval short-report --backend openai/gpt-4o-mini --backend extractive/lead-3",
)
@options.task_names
@click.option(
    "--backend", "backends", metavar="B", multiple=True, help="As 'harness backend list' has them; repeatable."
)
@options.scorers
@click.option(
    "--base-url", metavar="URL", help="Server that speaks the protocol of openai/…; it gets no key by itself."
)
@click.option("--key-env", metavar="NAME", help="Environment variable that holds the key for it.")
@click.option("--max-tokens", type=click.IntRange(min=1), metavar="N", help="At most so many tokens an answer.")
@click.option("--temperature", type=options.FiniteRange(min=0), metavar="T", help="Sampling temperature.")
@click.option("--timeout", type=options.FiniteRange(min=0, min_open=True), metavar="S", help="Seconds for one request.")
@click.option(
    "--max-connections",
    type=click.IntRange(min=1),
    metavar="N",
    default=8,
    show_default=True,
    help="Requests at once to each backend.",
)
@click.option("--epochs", type=click.IntRange(min=1), metavar="N", default=1, show_default=True, help="Passes.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N samples in all.")
@click.option("--seed", type=int, metavar="N", default=0, show_default=True, help="For backends that draw.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder of the run folders.",
)
@click.option("--batch", is_flag=True, help="Hand the requests over in batches: slower, and at many providers cheaper.")
@click.option("--no-wait", is_flag=True, help="With --batch: hand them over, and collect with --resume later.")
@click.option("--resume", metavar="RUN", help="Ask what this run still lacks: its id, a prefix of it, or 'latest'.")
@options.originals
@options.form
@options.by
def command(*, names: tuple[str, ...], form: Any, by: Any, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Ask backends for summaries, grade them, and show the results.

    A TASK is a name, a file or a folder; without one, the tasks in the tasks/ of this folder or the nearest above are
    run, else the built-in ones. Without --backend, extractive ones are asked, which need no key and no network; their
    upper bound only where every sample has references.

    The run's folder appears under --out. Ctrl-C loses nothing: --resume goes on.
    """
    if given["no_wait"] and not given["batch"]:
        raise click.UsageError("--no-wait goes with --batch only.")
    from harness.api import evaluate  # noqa: PLC0415  (heavy)
    from harness.cli.running import arguments, cards_here, failures_of, report_of  # noqa: PLC0415  (the same)
    from harness.results.table import print_report  # noqa: PLC0415  (the same)

    cards = cards_here()
    run = evaluate(names, **arguments(given))
    for line in failures_of(run):
        click.echo(line, err=True)
    click.echo(f"Results: {run.folder}", err=True)
    click.echo(print_report(report_of(run, by, cards), form), nl=False)
    if run.exit_code:
        click.get_current_context().exit(run.exit_code)
