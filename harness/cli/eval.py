"""`harness eval`."""

from __future__ import annotations

from typing import Any

import click

from harness.cli import options
from harness.cli.parameters import model_options


@click.command(
    "eval",
    epilog="Example: harness eval short-report --backend openai/gpt-4o-mini --backend extractive/lead-3",
)
@options.task_names
@click.option(
    "--backend", "backends", metavar="B", multiple=True, help="As 'harness backend list' has them; repeatable."
)
@click.option("--backends", "backends_file", type=options.file, metavar="FILE", help="YAML file of several backends.")
@options.scorers
@model_options
@click.option(
    "--max-connections",
    type=click.IntRange(min=1),
    metavar="N",
    default=8,
    show_default=True,
    help="Requests at once to each backend.",
)
@click.option(
    "--rpm", type=options.FiniteRange(min=0, min_open=True), metavar="N", help="Requests a minute to each backend."
)
@click.option(
    "--tpm",
    type=options.FiniteRange(min=0, min_open=True),
    metavar="N",
    help="Tokens a minute of each, prompts and answers together.",
)
@click.option(
    "--deadline",
    type=options.FiniteRange(min=0, min_open=True),
    metavar="S",
    default=3600.0,
    show_default=True,
    help="Seconds for one sample, with all attempts.",
)
@click.option("--budget", type=options.FiniteRange(min=0, min_open=True), metavar="USD", help="Spend at most this.")
@click.option("--prices", type=options.file, metavar="FILE", help="YAML file of prices, before the built-in ones.")
@click.option("--context", type=click.IntRange(min=1), metavar="N", help="Tokens of prompt and answer together.")
@click.option("--truncate", type=click.Choice(["end"]), help="Cut articles that do not fit, at the end of a sentence.")
@click.option("--dry-run", is_flag=True, help="Only say how many requests there are, and what they cost at most.")
@click.option("--epochs", type=click.IntRange(min=1), metavar="N", default=1, show_default=True, help="Passes.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N samples in all.")
@click.option("--seed", type=int, metavar="N", default=0, show_default=True, help="For backends that draw.")
@options.out
@click.option("--batch", is_flag=True, help="Hand the requests over in batches: slower, and at many providers cheaper.")
@click.option("--no-wait", is_flag=True, help="With --batch: hand them over, and collect with --resume later.")
@click.option("--resume", metavar="RUN", help="Ask what this run still lacks: its id, a prefix of it, or 'latest'.")
@click.option("--cache", is_flag=True, help="Take answers that earlier runs have paid for, and keep those of this one.")
@options.cache_file
@click.option("--record", type=options.FILE, metavar="FILE", help="Keep all HTTP of the run in this new file.")
@click.option("--replay", type=options.FILE, metavar="FILE", help="Take all HTTP from such a file; nothing is sent.")
@options.originals
@options.fail_if
@options.junit
@options.form
@options.by
def command(*, names: tuple[str, ...], form: Any, by: Any, dry_run: bool, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Ask backends for summaries, grade them, and show the results.

    A TASK is a name, a file or a folder; without one, the tasks in the tasks/ of this folder or the nearest above are
    run, else the built-in ones. Without --backend, extractive ones are asked, which need no key and no network; their
    upper bound only where every sample has references.

    The run's folder appears under --out. Ctrl-C loses nothing: --resume goes on. docs/ci.md tells of --fail-if.
    """
    if given["no_wait"] and not given["batch"]:
        raise click.UsageError("--no-wait goes with --batch only.")
    from harness.api import estimate, evaluate  # noqa: PLC0415  (heavy)
    from harness.cli.dry_run import print_estimate  # noqa: PLC0415  (the same)
    from harness.cli.gating import check_junit, end_with, write_run_junit  # noqa: PLC0415  (the same)
    from harness.cli.running import (  # noqa: PLC0415  (the same)
        arguments,
        cache_file,
        cards_here,
        choose_progress,
        failures_of,
        report_of,
    )
    from harness.results.gates.conditions import read_gates  # noqa: PLC0415  (the same)
    from harness.results.gates.judge import judge_run  # noqa: PLC0415  (the same)
    from harness.results.store import RunFolder  # noqa: PLC0415  (the same)
    from harness.results.table import print_report  # noqa: PLC0415  (the same)

    conditions = read_gates(given["gates"], "run")
    if dry_run:
        click.echo(print_estimate(estimate(names, **arguments(given)), form), nl=False)
        return
    check_junit(given["junit"])
    cards = cards_here()
    run = evaluate(names, **arguments(given), progress=choose_progress())
    for line in failures_of(run):
        click.echo(line, err=True)
    if cache_file(given):
        click.echo(f"Taken from the cache: {run.counts.cached} of {run.counts.planned} answers.", err=True)
    click.echo(f"Results: {run.folder}", err=True)
    click.echo(print_report(report_of(run, by, cards), form), nl=False)
    report = judge_run(conditions, run.manifest, run.summary)
    write_run_junit(given["junit"], RunFolder(run.folder), report)
    end_with(report, run.exit_code)
