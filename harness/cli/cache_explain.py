"""`harness cache explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from harness.cli import options
from harness.cli.eval import command as eval_command

MODEL_OPTIONS = (
    "base_url",
    "key_env",
    "temperature",
    "top_p",
    "max_tokens",
    "model_seed",
    "stop",
    "system",
    "reasoning_effort",
    "extra_body",
)
"""The registry's, which takes long to load."""

_TAKEN = frozenset(
    {
        "names",
        "backends",
        "backends_file",
        "prices",
        "context",
        "truncate",
        "epochs",
        "limit",
        "seed",
        "originals",
        "out",
        "cache_file",
        *MODEL_OPTIONS,
    }
)
"""Options of `harness eval` that make a request what it is, or find the cache."""


@click.command("explain", epilog="Example: harness cache explain short-report --backend openai/gpt-4o-mini")
@options.form
def command(*, names: tuple[str, ...], form: Any, out: Path, cache_file: Path | None, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Show which requests the cache would answer, and why not.

    Takes what 'harness eval' takes, and asks nobody. Of a request that would be sent, it says what the nearest answer
    in the cache was asked with instead.
    """
    from harness.cli.caches import explain, open_existing, show_explained  # noqa: PLC0415  (heavy)
    from harness.cli.running import planned_requests  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    plan, conditions = planned_requests(names, given)
    with open_existing(out, cache_file) as cache:
        rows = explain(cache, plan, conditions)
    click.echo(show_explained(rows) if form == "table" else print_records(rows, form), nl=False)


command.params[:0] = [param for param in eval_command.params if param.name in _TAKEN]
