"""Which of the caller's options a backend reads; the others are refused, never ignored."""

from __future__ import annotations

from collections.abc import Collection

from harness.backends.base import BackendOptions
from harness.errors import UsageError

MODEL_OPTIONS = ("base_url", "key_env", "max_tokens", "temperature")
"""Options that only some backends read; `seed`, `timeout` and `samples` are the run's, and every backend takes them."""


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
