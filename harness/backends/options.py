"""Which of the caller's options a backend reads; the others are refused, never ignored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from harness.backends.base import BackendOptions
from harness.backends.registry import MODEL_OPTIONS, MODEL_PARAMETERS
from harness.errors import UsageError, shown


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


def refuse_extra(
    name: str, extra: Mapping[str, Any] | None, taken: Mapping[str, str], *, own: Collection[str] = ()
) -> None:
    """Raise UsageError where `extra_body` sets what the harness sets itself.

    `taken` are the fields of the provider's body that an option sets, by its name; `own` are those that nobody else
    sets. Case and underscores make no other field of one.
    """
    options = {_folded(field): option for field, option in taken.items()}
    reserved = {_folded(field) for field in own}
    for field in extra or {}:
        if _folded(field) in options:
            mend = f"Use {as_typed(options[_folded(field)])} for it."
        elif _folded(field) in reserved:
            mend = "The harness sets it itself."
        else:
            continue
        raise UsageError(f"--extra-body must not set {shown(field)}.", where=name, mend=mend)


def check_effort(name: str, options: BackendOptions, known: Collection[str]) -> None:
    """Raise UsageError where the reasoning effort is none that the provider has."""
    effort = options.reasoning_effort
    if effort is not None and effort not in known:
        what = f"there is no reasoning effort {shown(effort)}."
        raise UsageError(what, where=name, mend=f"Write one of {', '.join(known)}.")


def _folded(field: str) -> str:
    return field.replace("_", "").lower()
