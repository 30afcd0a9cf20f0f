"""`litellm/PROVIDER/MODEL`: the providers that the package litellm speaks to, of the extra of that name.

litellm itself reads its provider's key from the environment, and sends it to that provider. With `base_url`, another
server is asked, and is shown the key of `key_env` or none. Requests are sent as `harness.backends.wire` says, where
litellm sends them over HTTP itself: providers with a package of their own, such as Bedrock, send as that one does.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.completions import read_answer, read_completion
from harness.backends.options import as_typed, parameters_set, refuse_extra, refuse_options
from harness.backends.quoting import quote_line
from harness.backends.registry import MODEL_OPTIONS, MODEL_PARAMETERS
from harness.backends.replies import Reply, value_at
from harness.backends.servers import Server, check_base_url, check_key_env
from harness.backends.wire import NO_KEY, Exchange, Wire, client_settings, open_client
from harness.errors import BackendError, UsageError

PACKAGE = "litellm"

_NAMES = {"model_seed": "seed"}
_TAKEN = {
    "max_tokens": "max_tokens",
    "max_completion_tokens": "max_tokens",
    "temperature": "temperature",
    "top_p": "top_p",
    "seed": "model_seed",
    "stop": "stop",
    "reasoning_effort": "reasoning_effort",
}
"""Fields of the body that an option of its own sets."""

_NOT_TAKEN = "AsyncHTTPHandler"
"""Stands in the error of a provider that is asked through the package openai, and takes no client of the other kind."""


@dataclass
class LiteLLM:
    """Answers with what a model makes of the prompt. To be used within one event loop."""

    name: str
    model: str
    wire: Wire
    settings: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False
    _client: Any = field(default=None, repr=False, compare=False)
    _takes_client: bool = field(default=True, repr=False, compare=False)

    @property
    def server(self) -> Server:
        """The server that is asked."""
        return self.wire.server

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the request holds besides the prompt, and the server that it goes to, where that is named."""
        server = {"base_url": self.wire.server.base_url} if self.wire.server.base_url else {}
        return {"model": self.model, **server, **self.settings}

    async def complete(self, request: Request) -> Answer:
        """Send the request once; raise BackendError as the other hosted backends do."""
        with_client = self._takes_client
        try:
            exchange = await self._send(request)
        except BackendError as error:
            if error.is_retryable or not with_client or _NOT_TAKEN not in error.what:
                raise
            self._takes_client = False  # nothing has been sent
            exchange = await self._send(request)
        answer = _read(exchange)
        return answer.model_copy(update={"seconds": exchange.seconds})

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client:
            load().in_memory_llm_clients_cache.flush_cache()  # of clients over this one
            await client.aclose()

    async def _send(self, request: Request) -> Exchange:
        litellm = load()
        return await self.wire.exchange(lambda: litellm.acompletion(**self._body(request), **self._connection(litellm)))

    def _body(self, request: Request) -> dict[str, Any]:
        settings = {_NAMES.get(name, name): value for name, value in self.settings.items()}
        system = [{"role": "system", "content": settings.pop("system")}] if "system" in settings else []
        if "stop" in settings:
            settings["stop"] = list(settings["stop"])
        return {
            "model": self.model,
            "messages": [*system, *({"role": one.role, "content": one.content} for one in request.messages)],
            **settings,
        }

    def _connection(self, litellm: Any) -> dict[str, Any]:  # noqa: ANN401  (the package is optional)
        """Return what litellm is told of the connection: no retries, and the client whose requests pass the gate."""
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler  # noqa: PLC0415

        if self._client is None:
            self._client = open_client(PACKAGE)
        handler = AsyncHTTPHandler(event_hooks=client_settings()["event_hooks"])
        handler.client = self._client
        litellm.aclient_session = self._client  # for providers that the package openai asks
        server = self.wire.server
        return {
            "max_retries": 0,
            "num_retries": 0,
            "timeout": 2 * self.wire.timeout,  # the wire's own comes first
            **({"client": handler} if self._takes_client else {}),
            **({"api_key": NO_KEY} if server.base_url or server.key_env else {}),
            **({"api_base": server.base_url} if server.base_url else {}),
        }


def load() -> Any:  # noqa: ANN401  (the package is optional)
    """Return the package, which is told to send nothing but requests: no telemetry, no prices from the network."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"  # else it would read the keys of a file .env
    import litellm  # noqa: PLC0415

    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.disable_aiohttp_transport = True
    litellm.drop_params = False
    litellm.num_retries = 0
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return litellm


def _read(exchange: Exchange) -> Answer:
    """Return the answer that litellm has read; raise BackendError for what it raised, by what the server said."""
    reply = exchange.reply or Reply(exchange.wire.where, 200, b"{}", key=exchange.key)
    if not reply.is_success:
        return read_answer(reply)
    if exchange.failure and not isinstance(value_at(reply.parse(), "choices"), list):
        raise exchange.failure
    if exchange.failure:  # litellm cannot read what it paid for, and it is a chat completion as it stands
        return read_answer(reply)
    return read_completion(reply, exchange.result.model_dump())


def create(model: str, options: BackendOptions) -> LiteLLM:
    """Return the backend of a model; raise UsageError for options that its provider does not take.

    ModuleNotFoundError where the package litellm is missing.
    """
    litellm = load()
    name = f"litellm/{model}"
    refuse_options(name, options, reads=MODEL_OPTIONS)
    refuse_extra(name, options.extra_body, _TAKEN, own=("model", "messages", "stream", "n"))
    base_url = "" if options.base_url is None else check_base_url(options.base_url)
    server = Server(base_url, check_key_env(name, options.key_env), "", is_own=False)
    _check_parameters(litellm, name, model, options)
    wire = Wire(name, PACKAGE, server, options.timeout, headers=None)
    return LiteLLM(name, model, wire, parameters_set(options))


def _check_parameters(litellm: Any, name: str, model: str, options: BackendOptions) -> None:  # noqa: ANN401  (the same)
    """Raise UsageError where litellm knows no such provider, or the provider not all of the parameters."""
    try:
        bare, provider, _, _ = litellm.get_llm_provider(model=model, api_base=options.base_url)
        known = {"system", *(litellm.get_supported_openai_params(model=bare, custom_llm_provider=provider) or ())}
    except Exception:  # noqa: BLE001  (litellm raises anything)
        provider = None
    if not provider:
        what = "litellm knows no provider of this name."
        raise UsageError(what, where=quote_line(name), mend="Write litellm/PROVIDER/MODEL, as in litellm/groq/llama3.")
    if provider == "openai" or provider in litellm.openai_compatible_providers:
        known.add("extra_body")
    for option in MODEL_PARAMETERS:
        if getattr(options, option) is not None and _NAMES.get(option, option) not in known:
            what = f"litellm has no {as_typed(option)} for {provider}."
            raise UsageError(what, where=quote_line(name), mend="Leave the option out.")
