"""Which of the caller's options a backend reads; the others are refused, never ignored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from harness.backends.base import BackendOptions
from harness.backends.registry import MODEL_OPTIONS, MODEL_PARAMETERS
from harness.errors import UsageError


def parameters_set(options: BackendOptions) -> dict[str, Any]:
    """Return the model's parameters that are set, by name, as plain data: what the manifest keeps of them."""
    given = options.model_dump(include=set(MODEL_PARAMETERS), exclude_none=True)
    return {name: given[name] for name in MODEL_PARAMETERS if name in given}


def as_typed(option: str) -> str:
    """Return how an option is typed on the command line."""
    return f"--{option.replace('_', '-')}"


def refuse_options(name: str, options: BackendOptions, *, reads: Collection[str] = ()) -> None:
    """Raise UsageError where an option is set that this backend does not read."""
    for option in MODEL_OPTIONS:
        if option not in reads and getattr(options, option) is not None:
            raise UsageError(
                f"this backend has no use for {as_typed(option)}.", where=name, mend="Leave the option out."
            )
