"""`openai/MODEL`: the chat completions protocol, at OpenAI or at any server that speaks it (`base_url`).

A key goes to the provider's own host only; another server gets one where `key_env` names its variable. Redirects are
not followed, cookies not kept, and proxies that the environment names not used. A request is sent once: asking again
is the runner's work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.completions import read_answer, read_context
from harness.backends.keys import Key, read_key
from harness.backends.options import parameters_set, refuse_extra, refuse_options
from harness.backends.quoting import quote_line
from harness.backends.registry import MODEL_OPTIONS
from harness.backends.replies import MAX_BODY, SOON, Reply, explain_os, too_large
from harness.backends.servers import USER_AGENT, Provider, Server
from harness.errors import BackendError, Cause

if TYPE_CHECKING:  # aiohttp is imported where it is used: it takes a quarter of a second
    import aiohttp

    from harness.backends.batches import Batches

OPENAI = Provider("https://api.openai.com/v1", "OPENAI_API_KEY", path="/chat/completions")

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


@dataclass
class OpenAI:
    """Answers with what a model at one server makes of the prompt. To be used within one event loop."""

    name: str
    model: str
    server: Server
    timeout: float
    settings: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False
    _session: aiohttp.ClientSession | None = field(default=None, repr=False, compare=False)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the request holds besides the prompt, and the server that it goes to."""
        return {"model": self.model, "base_url": self.server.base_url, **self.settings}

    async def complete(self, request: Request) -> Answer:
        """Send the request once.

        Raises BackendError: retryable where the connection fails, breaks off or takes too long, or the server asks to
        be asked again; final where it says no, and before anything is sent where the key is missing.
        """
        key = read_key(self.server.key_env, self._where) if self.server.key_env else None
        session = self._open_session()
        started = time.perf_counter()
        reply = await self._send(session, request, key)
        seconds = time.perf_counter() - started
        return read_answer(reply).model_copy(update={"seconds": seconds})

    async def prepare(self) -> None:
        """Load the HTTP client: a tenth of a second, by which the first request would be late, and the second early."""
        self._open_session()

    async def find_context(self) -> int | None:
        """Return how many tokens the server says that prompt and answer may have; None where it does not say."""
        import aiohttp  # noqa: PLC0415

        key = read_key(self.server.key_env, self._where) if self.server.key_env else None
        try:
            async with self._open_session().get(
                f"{self.server.base_url}/models",
                headers=key.headers if key else {},
                allow_redirects=False,
                trace_request_ctx=_Way(),
            ) as response:
                reply = Reply.read(self._where, response.status, response.headers, await self._read(response), key)
        except (aiohttp.ClientError, OSError):
            return None
        return read_context(reply, self.model)

    def batches(self) -> Batches:
        """Return the server's batches, which hold the same requests and are shown the same key."""
        from harness.backends.batch_http import BatchServer  # noqa: PLC0415  (few runs have batches)
        from harness.backends.openai_batch import OpenAIBatches  # noqa: PLC0415

        return OpenAIBatches(
            BatchServer(self._where, self.server.base_url, self.server.key_env, self.timeout), self._body
        )

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session:
            await session.close()
            await asyncio.sleep(0)  # the transports end in the loop's next turn, and there may be none after this

    @property
    def _where(self) -> str:
        return quote_line(self.name)

    def _body(self, request: Request) -> dict[str, Any]:
        settings = dict(self.settings)
        extra = settings.pop("extra_body", {})
        system = [{"role": "system", "content": settings.pop("system")}] if "system" in settings else []
        # OpenAI's newer models refuse `max_tokens`, many other servers know nothing else
        limit = "max_completion_tokens" if self.server.is_own else "max_tokens"
        names = {"max_tokens": limit, "model_seed": "seed"}
        return {
            "model": self.model,
            "messages": [*system, *({"role": one.role, "content": one.content} for one in request.messages)],
            **{names.get(name, name): value for name, value in settings.items()},
            **extra,
        }

    async def _send(self, session: aiohttp.ClientSession, request: Request, key: Key | None) -> Reply:
        import aiohttp  # noqa: PLC0415

        way = _Way()
        try:
            async with session.post(
                self.server.url,
                json=self._body(request),
                headers=key.headers if key else {},
                allow_redirects=False,
                trace_request_ctx=way,
            ) as response:
                body = await self._read(response)
                return Reply.read(self._where, response.status, response.headers, body, key)
        except (aiohttp.ClientError, OSError) as error:
            failure = self._explain(error, may_be_billed=way.is_sent)
        raise failure  # not from the error: aiohttp's hold the request's headers, and quote what the server sent

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > MAX_BODY:
                raise too_large(self._where)
        return bytes(body)

    def _open_session(self) -> aiohttp.ClientSession:
        import aiohttp  # noqa: PLC0415

        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # how many run at once is the runner's to say
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": USER_AGENT},
                timeout=aiohttp.ClientTimeout(total=self.timeout),
                trace_configs=[_trace()],
                trust_env=False,
            )
        return self._session

    def _explain(self, error: Exception, *, may_be_billed: bool) -> BackendError:
        """Return a failure to get any reply in our words; only a certificate or a URL that is refused is final."""
        import aiohttp  # noqa: PLC0415

        host = urlsplit(self.server.base_url).netloc
        retry_after: float | None = SOON
        cause: Cause = "unavailable"
        mend = ""
        if isinstance(error, TimeoutError):
            what = f"{host} did not answer within {self.timeout:g} seconds."
        elif isinstance(error, aiohttp.ClientConnectorCertificateError):
            what = f"the certificate of {host} is refused: {error.certificate_error}."
            retry_after, cause = None, "denied"
        elif isinstance(error, aiohttp.ClientConnectorError):
            what, mend = f"{host} cannot be reached: {explain_os(error.os_error)}.", "Check --base-url."
        elif isinstance(error, aiohttp.ClientPayloadError):
            what = f"the answer of {host} broke off."
        elif isinstance(error, aiohttp.InvalidURL):
            what, mend = f"{host} is no host.", "Check --base-url."
            retry_after, cause = None, "denied"
        elif isinstance(error, aiohttp.ClientResponseError):
            what = f"{host} does not answer in HTTP."
        else:
            what = f"{host} closed the connection before it had answered."
        return BackendError(
            quote_line(what),
            where=self._where,
            mend=mend,
            retry_after=retry_after,
            cause=cause,
            may_be_billed=may_be_billed,
        )


@dataclass
class _Way:
    """How far a request has come."""

    is_sent: bool = False


def _trace() -> aiohttp.TraceConfig:
    """Return what notes that a request has gone out: from there on, an answer that does not come may cost."""
    import aiohttp  # noqa: PLC0415

    async def note(_: object, context: Any, __: object) -> None:  # noqa: ANN401  (aiohttp's signature)
        context.trace_request_ctx.is_sent = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(note)
    return trace


def create(model: str, options: BackendOptions) -> OpenAI:
    """Return the backend of a model; raise UsageError where the base URL or the key's variable cannot be used.

    The same where `extra_body` holds what the harness sets itself.
    """
    name = f"openai/{model}"
    refuse_options(name, options, reads=MODEL_OPTIONS)
    refuse_extra(name, options.extra_body, _TAKEN, own=("model", "messages", "stream", "n"))
    return OpenAI(
        name=name,
        model=model,
        server=OPENAI.choose(name, options),
        timeout=options.timeout,
        settings=parameters_set(options),
    )
