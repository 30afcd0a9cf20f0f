"""`anthropic/MODEL`: the messages protocol, at Anthropic or at a server that speaks it (`base_url`).

Requests are made by the package anthropic, of the extra of that name, and sent as `harness.backends.wire` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.backends.base import Answer, BackendOptions, Finish, Request, Usage
from harness.backends.options import check_effort, parameters_set, refuse_extra, refuse_options
from harness.backends.registry import MODEL_OPTIONS
from harness.backends.replies import (
    SERVER_FAULT,
    Fault,
    Reply,
    count_at,
    failure,
    no_protocol,
    read_data,
    text_at,
    value_at,
)
from harness.backends.servers import Provider, Server
from harness.backends.wire import NO_KEY, Wire, open_client
from harness.errors import BackendError, UsageError

if TYPE_CHECKING:
    from harness.backends.batches import Batches

ANTHROPIC = Provider("https://api.anthropic.com", "ANTHROPIC_API_KEY", path="/v1/messages")
PROTOCOL = "message"

_EFFORTS = ("low", "medium", "high", "xhigh", "max")
_TAKEN = {
    "max_tokens": "max_tokens",
    "temperature": "temperature",
    "top_p": "top_p",
    "stop_sequences": "stop",
    "system": "system",
}
"""Fields of the body that an option of its own sets."""

_FINISHES: dict[str, Finish] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}


@dataclass
class Anthropic:
    """Answers with what a model makes of the prompt. To be used within one event loop."""

    name: str
    model: str
    wire: Wire
    settings: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False
    _client: Any = field(default=None, repr=False, compare=False)

    @property
    def server(self) -> Server:
        """The server that is asked."""
        return self.wire.server

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the request holds besides the prompt, and the server that it goes to."""
        return {"model": self.model, "base_url": self.wire.server.base_url, **self.settings}

    async def complete(self, request: Request) -> Answer:
        """Send the request once; raise BackendError, as `Wire.exchange` and `read_message` say."""
        client = self._open()
        exchange = await self.wire.exchange(lambda: client.messages.create(**self._body(request), timeout=None))
        answer = read_message(exchange.reply or Reply(self.wire.where, SERVER_FAULT, b""))
        return answer.model_copy(update={"seconds": exchange.seconds})

    async def find_context(self) -> int | None:
        """Return how many tokens the server says that a prompt may have; None where it does not say."""
        client = self._open()
        try:
            exchange = await self.wire.exchange(lambda: client.models.retrieve(self.model, timeout=None))
        except BackendError:
            return None
        reply = exchange.reply
        return count_at(reply.parse(), "max_input_tokens") if reply and reply.is_success else None

    def batches(self) -> Batches:
        """Return the server's batches, which hold the same requests and are shown the same key."""
        from harness.backends.anthropic_batch import AnthropicBatches, message_server  # noqa: PLC0415  (rarely used)

        server = self.wire.server
        door = message_server(
            self.wire.where, base_url=server.base_url, key_env=server.key_env, timeout=self.wire.timeout
        )
        return AnthropicBatches(door, self._sent)

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client:
            await client.close()

    def _body(self, request: Request) -> dict[str, Any]:
        """Return what the SDK is called with: by name what all its versions know, the rest as it is sent."""
        settings = dict(self.settings)
        extra = dict(settings.pop("extra_body", {}))
        effort, stop = settings.pop("reasoning_effort", None), settings.pop("stop", None)
        system = [settings.pop("system")] if "system" in settings else []
        system += [one.content for one in request.messages if one.role == "system"]
        if system:
            extra["system"] = "\n\n".join(system)
        if stop:
            extra["stop_sequences"] = list(stop)
        if effort:
            extra["output_config"] = {"effort": effort}
        return {
            "model": self.model,
            "messages": [{"role": one.role, "content": one.content} for one in request.messages if one.role == "user"],
            "max_tokens": settings.pop("max_tokens"),
            "extra_body": {**settings, **extra},
        }

    def _sent(self, request: Request) -> dict[str, Any]:
        """Return the body of a request as it is sent."""
        body = self._body(request)
        return {**body.pop("extra_body"), **body}

    def _open(self) -> Any:  # noqa: ANN401  (the SDK is optional)
        from anthropic import AsyncAnthropic  # noqa: PLC0415

        if self._client is None:
            self._client = AsyncAnthropic(
                api_key=NO_KEY,
                base_url=self.wire.server.base_url,
                max_retries=0,
                http_client=open_client(self.wire.package),
            )
        return self._client


def read_message(reply: Reply) -> Answer:
    """Return the answer that a reply holds; raise BackendError where it holds none."""
    data = read_data(reply, PROTOCOL)
    if not reply.is_success:
        raise _read_failure(reply, reply.status, reply.parse())
    if text_at(data, "type") == "error":
        raise _read_failure(reply, SERVER_FAULT, data)
    content = value_at(data, "content")
    if not isinstance(content, list):
        raise no_protocol(reply, PROTOCOL)
    shown = [text_at(part, "text") or "" for part in content if text_at(part, "type") == "text"]
    model = text_at(data, "model")
    return Answer(
        text=reply.clean("".join(shown)),
        finish=_FINISHES.get(text_at(data, "stop_reason") or "", "unknown"),
        model=reply.clean(model) if model else None,
        usage=_read_usage(value_at(data, "usage")),
        request_id=reply.request_id,
    )


def _read_failure(reply: Reply, status: int, data: object) -> BackendError:
    kind = text_at(data, "error", "type")
    said = text_at(data, "error", "message") or reply.body.decode("utf-8", "replace")
    return failure(reply, Fault(status, said, [kind] if kind else []))


def _read_usage(usage: object) -> Usage | None:
    """Return the tokens; the provider counts what it read from its cache, or wrote there, apart from the input."""
    cached = count_at(usage, "cache_read_input_tokens")
    uncached = count_at(usage, "input_tokens")
    written = count_at(usage, "cache_creation_input_tokens")
    found = Usage(
        input_tokens=None if uncached is None else uncached + (cached or 0) + (written or 0),
        output_tokens=count_at(usage, "output_tokens"),
        cached_input_tokens=cached,
        reasoning_tokens=count_at(usage, "output_tokens_details", "thinking_tokens"),
    )
    return found if found != Usage() else None


def create(model: str, options: BackendOptions) -> Anthropic:
    """Return the backend of a model; raise UsageError for options that the provider does not take.

    ModuleNotFoundError where the package anthropic is missing.
    """
    import anthropic  # noqa: F401, PLC0415  (missing or broken, it is told before anything is sent)

    name = f"anthropic/{model}"
    refuse_options(name, options, reads=[option for option in MODEL_OPTIONS if option != "model_seed"])
    effort = {"output_config": "reasoning_effort"} if options.reasoning_effort else {}
    refuse_extra(name, options.extra_body, {**_TAKEN, **effort}, own=("model", "messages", "stream"))
    check_effort(name, options, _EFFORTS)
    if options.max_tokens is None:
        raise UsageError("this provider wants a token limit.", where=name, mend="Give --max-tokens, such as 1000.")
    if options.temperature is not None and options.temperature > 1:
        raise UsageError("the temperature of this provider is from 0 to 1.", where=name, mend="Lower --temperature.")
    headers = frozenset({"anthropic-version"})
    wire = Wire(name, "anthropic", ANTHROPIC.choose(name, options), options.timeout, headers)
    return Anthropic(name, model, wire, parameters_set(options))
