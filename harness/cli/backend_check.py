"""`harness backend check`."""

from __future__ import annotations

from typing import Any

import click

from harness.cli import options
from harness.cli.parameters import model_options


@click.command("check", epilog="Example: harness backend check openai/llama3 --base-url http://localhost:8000/v1")
@click.argument("backend")
@model_options
@click.option("--seed-check", is_flag=True, help="Ask twice with the same seed, and compare.")
@options.form
def command(*, backend: str, seed_check: bool, form: Any, **given: Any) -> None:  # noqa: ANN401  (click's values)
    """Ask a backend for one short answer, and tell what works.

    BACKEND is named as 'harness backend list' has it. The answer has at most 16 tokens, unless --max-tokens says
    otherwise. The exit code is 3 where the request fails.
    """
    from harness.api import wait_for  # noqa: PLC0415  (heavy)
    from harness.backends.base import BackendOptions  # noqa: PLC0415  (the same)
    from harness.backends.check import check_backend  # noqa: PLC0415  (the same)
    from harness.cli.listing import describe_check, show_check  # noqa: PLC0415  (the same)
    from harness.results.table import print_records  # noqa: PLC0415  (the same)

    asked = BackendOptions(**{name: value for name, value in given.items() if value is not None})
    checked = wait_for(check_backend(backend, asked, seed_check=seed_check))
    click.echo(show_check(checked) if form == "table" else print_records(describe_check(checked), form), nl=False)
    if not checked.is_good:
        click.get_current_context().exit(3)
