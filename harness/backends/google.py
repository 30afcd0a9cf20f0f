"""`google/MODEL`: Gemini models, at Google or at a server that speaks the same protocol (`base_url`).

Requests are made by the package google-genai, of the extra google, and sent as `harness.backends.wire` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.backends.base import Answer, BackendOptions, Finish, Request, Usage
from harness.backends.options import check_effort, parameters_set, refuse_extra, refuse_options
from harness.backends.registry import MODEL_OPTIONS
from harness.backends.replies import (
    LONGEST_WAIT,
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
from harness.errors import BackendError

VERSION = "v1beta"
"""Of the protocol: the one that has all parameters."""

GOOGLE = Provider("https://generativelanguage.googleapis.com", "GEMINI_API_KEY", path=f"/{VERSION}/models")
PACKAGE = "google-genai"
PROTOCOL = "generated content"

_EFFORTS = ("minimal", "low", "medium", "high")
_NAMES = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_tokens": "max_output_tokens",
    "model_seed": "seed",
    "stop": "stop_sequences",
}
"""What the provider calls the model's parameters."""

_FINISHES: dict[str, Finish] = {
    "STOP": "stop",
    **dict.fromkeys(("MAX_TOKENS", "CONTINUATION"), "length"),
    **dict.fromkeys(
        ("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "ESCALATION"),
        "refused",
    ),
}


@dataclass
class Google:
    """Answers with what a model makes of the prompt. To be used within one event loop."""

    name: str
    model: str
    wire: Wire
    settings: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False
    _client: Any = field(default=None, repr=False, compare=False)
    _http: Any = field(default=None, repr=False, compare=False)

    @property
    def server(self) -> Server:
        """The server that is asked."""
        return self.wire.server

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the request holds besides the prompt, and the server that it goes to."""
        return {"model": self.model, "base_url": self.wire.server.base_url, **self.settings}

    async def complete(self, request: Request) -> Answer:
        """Send the request once; raise BackendError, as `Wire.exchange` and `read_content` say."""
        client = self._open()
        exchange = await self.wire.exchange(
            lambda: client.aio.models.generate_content(
                model=self.model,
                contents=[
                    {"role": "user", "parts": [{"text": one.content}]} for one in request.messages if one.role == "user"
                ],
                config=self._config(request),
            )
        )
        answer = read_content(exchange.reply or Reply(self.wire.where, SERVER_FAULT, b""))
        return answer.model_copy(update={"seconds": exchange.seconds})

    async def find_context(self) -> int | None:
        """Return how many tokens the server says that a prompt may have; None where it does not say."""
        client = self._open()
        try:
            exchange = await self.wire.exchange(lambda: client.aio.models.get(model=self.model))
        except BackendError:
            return None
        reply = exchange.reply
        return count_at(reply.parse(), "inputTokenLimit") if reply and reply.is_success else None

    async def close(self) -> None:
        """Close the connections."""
        client, http, self._client, self._http = self._client, self._http, None, None
        if client:
            client.close()
            await http.aclose()

    def _config(self, request: Request) -> dict[str, Any]:
        settings = self.settings
        system = [settings["system"]] if "system" in settings else []
        system += [one.content for one in request.messages if one.role == "system"]
        config = {theirs: settings[ours] for ours, theirs in _NAMES.items() if ours in settings}
        if system:
            config["system_instruction"] = "\n\n".join(system)
        if "reasoning_effort" in settings:
            config["thinking_config"] = {"thinking_level": settings["reasoning_effort"].upper()}
        if "extra_body" in settings:
            config["http_options"] = {"extra_body": settings["extra_body"]}
        return config

    def _open(self) -> Any:  # noqa: ANN401  (the SDK is optional)
        from google import genai  # noqa: PLC0415

        if self._client is None:
            self._http = open_client(self.wire.package)
            self._client = genai.Client(
                api_key=NO_KEY,
                vertexai=False,
                http_options={
                    "base_url": self.wire.server.base_url,
                    "api_version": VERSION,
                    "httpx_async_client": self._http,
                    "retry_options": {"attempts": 1},
                },
            )
        return self._client


def read_content(reply: Reply) -> Answer:
    """Return the answer that a reply holds; raise BackendError where it holds none."""
    data = read_data(reply, PROTOCOL)
    if not reply.is_success:
        raise _read_failure(reply, reply.parse())
    candidate = value_at(data, "candidates", 0)
    blocked = text_at(data, "promptFeedback", "blockReason")
    if not isinstance(candidate, dict) and not blocked:
        raise no_protocol(reply, PROTOCOL)
    ended = text_at(candidate, "finishReason") or ""
    if ended == "PUP_LIMITED_DISABLED":
        what = "the provider has limited or closed the account."
        raise BackendError(what, where=reply.where, cause="denied", may_be_billed=True)
    parts = _list_at(candidate, "content", "parts")
    shown = [text_at(part, "text") or "" for part in parts if not value_at(part, "thought")]
    model = text_at(data, "modelVersion")
    request_id = text_at(data, "responseId")
    return Answer(
        text=reply.clean("".join(shown)),
        finish="refused" if blocked else _FINISHES.get(ended, "unknown"),
        model=reply.clean(model) if model else None,
        usage=_read_usage(value_at(data, "usageMetadata")),
        request_id=reply.request_id or (reply.quote(request_id) if request_id else None),
    )


def _list_at(data: object, *path: str | int) -> list[object]:
    found = value_at(data, *path)
    return found if isinstance(found, list) else []


def _read_usage(usage: object) -> Usage | None:
    """Return the tokens; the provider counts thoughts apart from what it shows."""
    shown = count_at(usage, "candidatesTokenCount")
    thoughts = count_at(usage, "thoughtsTokenCount")
    found = Usage(
        input_tokens=count_at(usage, "promptTokenCount"),
        output_tokens=None if shown is None and thoughts is None else (shown or 0) + (thoughts or 0),
        cached_input_tokens=count_at(usage, "cachedContentTokenCount"),
        reasoning_tokens=thoughts,
    )
    return found if found != Usage() else None


def _read_failure(reply: Reply, data: object) -> BackendError:
    error = value_at(data, 0, "error") if isinstance(data, list) else value_at(data, "error")
    details = _list_at(error, "details")
    said = text_at(error, "message") or reply.body.decode("utf-8", "replace")
    return failure(reply, Fault(reply.status, said, list(_codes(error, details))), retry_after=_read_delay(details))


def _codes(error: object, details: list[object]) -> Iterator[str]:
    status = text_at(error, "status")
    if status:
        yield status
    for detail in details:
        reason = text_at(detail, "reason")
        if reason:
            yield reason
        for quota in _list_at(detail, "violations"):
            if "PerDay" in (text_at(quota, "quotaId") or ""):
                yield "insufficient_quota"


def _read_delay(details: list[object]) -> float | None:
    """Return the seconds that the body of an error asks to wait, such as "34.5s"; None where it does not say."""
    for detail in details:
        match = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)s", text_at(detail, "retryDelay") or "")
        if match:
            return min(float(match[1]), LONGEST_WAIT)
    return None


def create(model: str, options: BackendOptions) -> Google:
    """Return the backend of a model; raise UsageError for options that the provider does not take.

    ModuleNotFoundError where the package google-genai is missing.
    """
    try:
        import google.genai  # noqa: F401, PLC0415  (missing or broken, it is told before anything is sent)
    except ModuleNotFoundError as error:
        raise _missing(error) from error

    name = f"google/{model}"
    refuse_options(name, options, reads=MODEL_OPTIONS)
    _refuse_extra(name, options)
    check_effort(name, options, _EFFORTS)
    wire = Wire(name, PACKAGE, GOOGLE.choose(name, options), options.timeout)
    return Google(name, model, wire, parameters_set(options))


def _refuse_extra(name: str, options: BackendOptions) -> None:
    """Raise UsageError where `extra_body`, or the generation config in it, sets what the harness sets itself."""
    extra = options.extra_body or {}
    refuse_extra(name, extra, {"system_instruction": "system"}, own=("contents", "model"))
    taken = {theirs: ours for ours, theirs in _NAMES.items()}
    if options.reasoning_effort:
        taken["thinking_config"] = "reasoning_effort"
    for field_name, value in extra.items():
        if field_name in ("generationConfig", "generation_config") and isinstance(value, Mapping):
            refuse_extra(name, value, taken, own=("candidate_count",))


def _missing(error: ModuleNotFoundError) -> ModuleNotFoundError:
    """Return the error with the name of the package to install, where that of the module says less."""
    return ModuleNotFoundError(str(error), name=PACKAGE if error.name in ("google", "google.genai") else error.name)
