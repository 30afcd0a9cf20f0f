"""Options of the commands that ask models: whom, with which key, and with which parameters."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from harness.cli.options import FiniteRange

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _read_object(_: click.Context, __: click.Parameter, value: str | None) -> dict[str, Any] | None:
    """Return the JSON object that a text is."""
    if value is None:
        return None
    try:
        found = json.loads(value, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise click.BadParameter("this is not JSON.") from None
    if not isinstance(found, dict):
        raise click.BadParameter("this is no JSON object.")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _refuse_empty(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value == "":
        raise click.BadParameter("this is empty.")
    return value


def _many(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what a repeatable option was given; None where it was not given at all."""
    if "" in value:
        raise click.BadParameter("this is empty.")
    return value or None


_OPTIONS = (
    click.option("--base-url", metavar="URL", help="Another server than the provider's; it gets no key by itself."),
    click.option("--key-env", metavar="NAME", help="Environment variable that holds the key."),
    click.option("--max-tokens", type=click.IntRange(min=1), metavar="N", help="At most so many tokens an answer."),
    click.option("--temperature", type=FiniteRange(min=0), metavar="T", help="Sampling temperature."),
    click.option(
        "--top-p", type=FiniteRange(min=0, max=1, min_open=True), metavar="P", help="Share of probability sampled from."
    ),
    click.option("--model-seed", type=int, metavar="N", help="Seed that is sent to the model."),
    click.option("--stop", metavar="TEXT", multiple=True, callback=_many, help="End the answer there; repeatable."),
    click.option("--system", metavar="TEXT", callback=_refuse_empty, help="System prompt."),
    click.option(
        "--reasoning-effort", metavar="E", callback=_refuse_empty, help="How long a model is to think, such as low."
    ),
    click.option("--extra-body", metavar="JSON", callback=_read_object, help="Further fields of the request's body."),
    click.option("--timeout", type=FiniteRange(min=0, min_open=True), metavar="S", help="Seconds for one request."),
)


def model_options(command: _Command) -> _Command:
    """Give a command all options of models."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
