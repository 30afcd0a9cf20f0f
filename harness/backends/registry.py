"""Backends by name: `provider/model`, each provider one entry point of the group `harness.backends`."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Literal

from harness.errors import UsageError, did_you_mean

if TYPE_CHECKING:  # `harness backend list` needs no record, hence no pydantic
    from harness.backends.base import Backend, BackendOptions

GROUP = "harness.backends"
DISTRIBUTION = "summary-harness"

DEFAULT_BACKENDS = (
    "extractive/lead-3",
    "extractive/random-3",
    "extractive/textrank-3",
    "extractive/lexrank-3",
    "extractive/oracle-3",
)
"""What a run asks where no backend is named: no key, no network, and the same answers everywhere."""

BUILTIN = {
    "anthropic": "harness.backends.anthropic:create",
    "command": "harness.backends.command:create",
    "extractive": "harness.backends.extractive:create",
    "google": "harness.backends.google:create",
    "hf": "harness.backends.hf:create",
    "litellm": "harness.backends.litellm:create",
    "openai": "harness.backends.openai:create",
    "python": "harness.backends.python:create",
    "saved": "harness.backends.saved:create",
}
"""The same entry points as in pyproject.toml, for a source tree that is not installed."""

MODEL_PARAMETERS = (
    "temperature",
    "top_p",
    "max_tokens",
    "model_seed",
    "stop",
    "system",
    "reasoning_effort",
    "extra_body",
)
"""What a model may be asked with; a provider that lacks one refuses it."""

SERVER_OPTIONS = ("base_url", "key_env")

MODEL_OPTIONS = (*SERVER_OPTIONS, *MODEL_PARAMETERS)
"""Options that only some backends read; `seed`, `timeout` and `samples` are the run's, and every backend takes them."""

Create = Callable[[str, "BackendOptions"], "Backend"]


@dataclass(frozen=True, slots=True)
class BackendInfo:
    """One line of `harness backend list`. `options` are those that not every backend reads; None where unknown.

    `in_files` says whether a file may name it: not where that would run code which the file brings along.
    """

    pattern: str
    what: str
    needs: Literal["none", "key", "extra", "unknown"]
    example: str
    options: tuple[str, ...] | None = ()
    in_files: bool = True

    @property
    def provider(self) -> str:
        """What stands before the slash."""
        return self.pattern.partition("/")[0]


INFOS = (
    BackendInfo("extractive/lead-N", "the first N sentences; of several articles in turn", "none", "extractive/lead-3"),
    BackendInfo("extractive/random-N", "N sentences drawn with the run's seed", "none", "extractive/random-3"),
    BackendInfo(
        "extractive/textrank-N", "N sentences by shared words (Mihalcea & Tarau 2004)", "none", "extractive/textrank-3"
    ),
    BackendInfo(
        "extractive/lexrank-N", "N sentences by tf-idf centrality (Erkan & Radev 2004)", "none", "extractive/lexrank-3"
    ),
    BackendInfo(
        "extractive/oracle-N",
        "N sentences chosen with the references in view: an upper bound, no contestant",
        "none",
        "extractive/oracle-3",
    ),
    BackendInfo(
        "openai/MODEL",
        "a model behind the chat completions protocol; --base-url names another server, which is sent no key",
        "key",
        "openai/gpt-4o-mini",
        MODEL_OPTIONS,
    ),
    BackendInfo(
        "anthropic/MODEL",
        "a model at Anthropic; needs --max-tokens, and the extra anthropic",
        "key",
        "anthropic/claude-haiku-4-5",
        tuple(option for option in MODEL_OPTIONS if option != "model_seed"),
    ),
    BackendInfo(
        "google/MODEL",
        "a Gemini model at Google; needs the extra google",
        "key",
        "google/gemini-2.5-flash",
        MODEL_OPTIONS,
    ),
    BackendInfo(
        "litellm/PROVIDER/MODEL",
        "a model of any provider that litellm knows; needs the extra litellm",
        "key",
        "litellm/groq/llama-3.3-70b-versatile",
        MODEL_OPTIONS,
    ),
    BackendInfo(
        "python/MODULE:FUNCTION",
        "a function of yours, from the prompt to the summary",
        "none",
        "python/mine:summarize",
        in_files=False,
    ),
    BackendInfo(
        "command/COMMAND",
        "a shell command: the prompt on stdin, the summary on stdout",
        "none",
        "command/./summarize.sh --short",
    ),
    BackendInfo(
        "hf/MODEL",
        "a transformers model on this machine: a folder, or a repository of the Hugging Face hub",
        "extra",
        "hf/Qwen/Qwen3-0.6B",
        ("temperature", "top_p", "max_tokens", "model_seed", "stop", "system"),
    ),
    BackendInfo("saved/FILE", "summaries made elsewhere, in JSONL or CSV", "none", "saved/answers.jsonl"),
)


def is_allowed_in_file(provider: str) -> bool:
    """Whether a file may name a backend of a provider; an unknown one is told to be that where it is made."""
    return all(info.in_files for info in INFOS if info.provider == provider)


def reads_option(spec: str, option: str) -> bool:
    """Whether a spec's backend is known to read an option that not every backend reads."""
    return option in (_options_read(spec) or ())


def create_backend(spec: str, options: BackendOptions) -> Backend:
    """Return the backend that `provider/model` names; raise UsageError, with the nearest name, where there is none."""
    provider, _, model = spec.partition("/")
    entries = _find_entries()
    if provider not in entries:
        what = "there is no such backend." if "/" in spec else "a backend is named provider/model."
        raise UsageError(what, where=repr(spec), mend=_suggest(spec, entries))
    if not model:
        raise UsageError("no model is named.", where=repr(spec), mend=f"Write {_pattern(provider)}.")
    entry = _only_entry(provider, entries[provider])
    if options.key_env:
        from harness.backends.keys import name_key  # noqa: PLC0415  (seldom needed)

        name_key(options.key_env)  # before any backend is asked: a command could print it
    try:
        return _load(entry)(model, options)
    except ModuleNotFoundError as error:
        raise _missing_package(entry, error) from error
    except ImportError as error:
        raise _broken(entry, error) from error


def create_backends(specs: Sequence[str], options: BackendOptions) -> tuple[Backend, ...]:
    """Return a backend for each spec, each given those of the options that it reads.

    Raises UsageError for an option that none of them reads.
    """
    reads = {spec: _options_read(spec) for spec in specs}
    _refuse_unread(options, reads.values())
    return tuple(create_backend(spec, _only_read(options, reads[spec])) for spec in specs)


def list_backends() -> tuple[BackendInfo, ...]:
    """Return what can be named: the built-in backends, then those of installed plug-ins. Imports none of them."""
    plugins = [
        BackendInfo(f"{name}/…", f"from the package {_distribution(entry)}", "unknown", "", None)
        for name, entries in sorted(_find_entries().items())
        for entry in entries
        if entry.value != BUILTIN.get(name)
    ]
    return (*INFOS, *plugins)


def _find_entries() -> dict[str, list[EntryPoint]]:
    """Return the entry points by provider; more than one where packages claim the same name."""
    found: dict[str, dict[str, EntryPoint]] = {
        name: {value: EntryPoint(name, value, GROUP)} for name, value in BUILTIN.items()
    }
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, {}).setdefault(entry.value, entry)
    return {name: list(by_value.values()) for name, by_value in found.items()}


def _only_entry(provider: str, entries: list[EntryPoint]) -> EntryPoint:
    """Return the one entry point of a name: a plug-in that claimed `openai` would be given the key."""
    if len(entries) == 1:
        return entries[0]
    claimants = " and ".join(sorted({_distribution(entry) for entry in entries}))
    raise UsageError(f"{claimants} both provide the backend {provider!r}.", mend="Uninstall one of them.")


def _load(entry: EntryPoint) -> Create:
    try:
        create: Create = entry.load()
    except ModuleNotFoundError:
        raise
    except (ImportError, AttributeError) as error:
        raise _broken(entry, error) from error
    return create


def _missing_package(entry: EntryPoint, error: ModuleNotFoundError) -> UsageError:
    package = (error.name or "").partition(".")[0]
    if package in ("", entry.module.partition(".")[0]):
        return _broken(entry, error)
    extra = entry.extras[0] if entry.extras else entry.name
    what = f"the backend {entry.name!r} needs the package {package!r}, which is not installed."
    return UsageError(what, mend=f'Install it: pip install "{_distribution(entry)}[{extra}]"')


def _broken(entry: EntryPoint, error: Exception) -> UsageError:
    what = f"the backend {entry.name!r} of {_distribution(entry)} cannot be loaded: {error}."
    return UsageError(what, mend="Install it anew.")


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else DISTRIBUTION


def _suggest(spec: str, entries: Iterable[str]) -> str:
    """Return the nearest provider with the model as it was typed, else the nearest whole spec, else all providers."""
    provider, _, model = spec.partition("/")
    near = difflib.get_close_matches(provider, sorted(entries), n=1)
    if near and model:
        return f"Did you mean {f'{near[0]}/{model}'!r}?"
    if near:
        return f"Write {_pattern(near[0])}."
    whole = {name: info.example for info in INFOS for name in (info.example, info.example.partition("/")[2])}
    close = difflib.get_close_matches(spec, sorted(whole), n=1)
    return f"Did you mean {whole[close[0]]!r}?" if close else did_you_mean(provider, entries)


def _pattern(provider: str) -> str:
    """Return how a provider's backends are named, with an example where there is one."""
    info = next((info for info in INFOS if info.provider == provider), None)
    return f"{info.pattern}, such as {info.example}" if info else f"{provider}/MODEL"


def _options_read(spec: str) -> tuple[str, ...] | None:
    """Return which of the options that not all read a spec's backend reads; None for a plug-in, which may read any."""
    provider = spec.partition("/")[0]
    return next((info.options for info in INFOS if info.provider == provider), None)


def _refuse_unread(options: BackendOptions, reads: Iterable[tuple[str, ...] | None]) -> None:
    from harness.backends.options import as_typed  # noqa: PLC0415  (it loads pydantic)

    readers = list(reads)
    for option in MODEL_OPTIONS:
        if getattr(options, option) is not None and not any(r is None or option in r for r in readers):
            raise UsageError(
                f"no backend of this run reads the option {as_typed(option)}.", mend="Leave the option out."
            )


def _only_read(options: BackendOptions, reads: tuple[str, ...] | None) -> BackendOptions:
    """Return the options without those that do not concern a backend.

    A model's parameters concern every model: one that lacks one of them says so itself.
    """
    if reads is None or any(option in MODEL_PARAMETERS for option in reads):
        reads = (*MODEL_PARAMETERS, *(MODEL_OPTIONS if reads is None else reads))
    unread = [option for option in MODEL_OPTIONS if option not in reads]
    return options.model_copy(update=dict.fromkeys(unread))
