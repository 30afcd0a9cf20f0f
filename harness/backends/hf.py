"""`hf/MODEL`: a model of the transformers library on this machine: a folder of yours, or a repository of the hub.

Weights are read from safetensors files alone, and no code that a model brings is run. A folder is used without any
connection. Requests that are asked at once are generated as one batch, in a thread of its own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from harness.backends.base import Answer, BackendOptions, Request, Result
from harness.backends.gathering import Gatherer, Ticket
from harness.backends.hf_source import Source, find_source
from harness.backends.options import parameters_set, refuse_options
from harness.backends.quoting import quote_line
from harness.errors import BackendError, UsageError

if TYPE_CHECKING:  # torch takes seconds
    from harness.backends.hf_model import LocalModel

MAX_TOKENS = 512
"""Tokens that an answer may have where `max_tokens` says nothing else."""

READS = ("temperature", "top_p", "max_tokens", "model_seed", "stop", "system")


@dataclass
class HuggingFace:
    """Answers with what a local model makes of the prompt. To be used within one event loop."""

    name: str
    source: Source
    settings: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False
    _gatherer: Gatherer | None = field(default=None, repr=False, compare=False)
    _loaded: LocalModel | BackendError | None = field(default=None, repr=False, compare=False)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Which model it is, and how it is asked; not the device, which may move the last bits of a figure."""
        return {**self.source.identity, **self.settings}

    async def complete(self, request: Request) -> Answer:
        """Generate the answer; the first request loads the model.

        Raises a final BackendError where the model cannot be loaded, the prompt is longer than its context, or its
        chat template takes no system prompt. No time limit holds but the tokens'.
        """
        if self._gatherer is None:
            self._gatherer = Gatherer(self._work)
        return await self._gatherer.ask(request)

    async def close(self) -> None:
        """End what is being generated, after the token that is under way, and let go of the model."""
        gatherer, self._gatherer = self._gatherer, None
        if gatherer:
            await gatherer.close()
        self._loaded = None

    def _work(self, tickets: Sequence[Ticket]) -> Sequence[Result]:
        """Return the outcomes of a batch; called in the thread."""
        if self._loaded is None or (isinstance(self._loaded, BackendError) and self._loaded.is_retryable):
            self._loaded = self._load()
        if isinstance(self._loaded, BackendError):
            return [self._loaded] * len(tickets)
        return self._loaded.answer(tickets)

    def _load(self) -> LocalModel | BackendError:
        from harness.backends.hf_model import load_model  # noqa: PLC0415

        try:
            return load_model(self.source, self.settings, quote_line(self.name))
        except BackendError as error:
            return error


def create(model: str, options: BackendOptions) -> HuggingFace:
    """Return the backend of a local model, which is loaded with the first request.

    Raises UsageError where a package is missing, the model cannot be found, or it is asked for what it cannot do.
    """
    name = f"hf/{model}"
    refuse_options(name, options, reads=READS)
    settings = {"max_tokens": MAX_TOKENS, "temperature": 0.0, **parameters_set(options)}
    if "top_p" in settings and not settings["temperature"]:
        what = "--top-p has no effect without a temperature: the likeliest token is taken each time."
        raise UsageError(what, where=quote_line(name), mend="Set --temperature, or leave --top-p out.")
    if settings["temperature"]:
        settings.setdefault("model_seed", 0)
    else:
        settings.pop("model_seed", None)  # nothing is drawn
    _require_packages(name)
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    return HuggingFace(name, find_source(name, model), settings)


def _require_packages(name: str) -> None:
    if not find_spec("transformers"):
        raise ModuleNotFoundError("transformers is missing", name="transformers")
    if not find_spec("torch"):
        what = "this backend needs the package 'torch', which is not installed."
        raise UsageError(what, where=quote_line(name), mend="Install the build for your machine: see pytorch.org.")
