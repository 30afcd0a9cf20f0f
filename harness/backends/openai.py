"""`openai/MODEL`: the chat completions protocol, at OpenAI or at any server that speaks it (`base_url`).

A key goes to the provider's own host only; another server gets one where `key_env` names its variable. Redirects are
not followed, cookies not kept, and proxies that the environment names not used. A request is sent once: asking again
is the runner's work.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from harness import __version__
from harness.backends.base import Answer, BackendOptions, Request
from harness.backends.completions import SOON, Reply, read_answer, read_retry_after
from harness.backends.keys import Key, read_key
from harness.backends.options import parameters_set, refuse_options
from harness.backends.quoting import quote_line
from harness.backends.registry import MODEL_OPTIONS
from harness.errors import BackendError, UsageError

if TYPE_CHECKING:  # aiohttp is imported where it is used: it takes a quarter of a second
    import aiohttp

    from harness.backends.batches import Batches

BASE_URL = "https://api.openai.com/v1"
KEY_ENV = "OPENAI_API_KEY"
MAX_BODY = 16_000_000
"""Bytes of a reply that are read."""


@dataclass
class OpenAI:
    """Answers with what a model at one server makes of the prompt. To be used within one event loop."""

    name: str
    model: str
    base_url: str
    key_env: str | None
    timeout: float
    settings: Mapping[str, Any] = field(default_factory=dict)
    needs_references: bool = False
    _session: aiohttp.ClientSession | None = field(default=None, repr=False, compare=False)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the request holds besides the prompt, and the server that it goes to."""
        return {"model": self.model, "base_url": self.base_url, **self.settings}

    async def complete(self, request: Request) -> Answer:
        """Send the request once.

        Raises BackendError: retryable where the connection fails, breaks off or takes too long, or the server asks to
        be asked again; final where it says no, and before anything is sent where the key is missing.
        """
        key = read_key(self.key_env, self._where) if self.key_env else None
        started = time.perf_counter()
        reply = await self._send(request, key)
        seconds = time.perf_counter() - started
        return read_answer(reply).model_copy(update={"seconds": seconds})

    def batches(self) -> Batches:
        """Return the server's batches, which hold the same requests and are shown the same key."""
        from harness.backends.batch_http import BatchServer  # noqa: PLC0415  (few runs have batches)
        from harness.backends.openai_batch import OpenAIBatches  # noqa: PLC0415

        return OpenAIBatches(BatchServer(self._where, self.base_url, self.key_env, self.timeout), self._body)

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    @property
    def _where(self) -> str:
        return quote_line(self.name)

    def _body(self, request: Request) -> dict[str, Any]:
        settings = dict(self.settings)
        extra = settings.pop("extra_body", {})
        system = [{"role": "system", "content": settings.pop("system")}] if "system" in settings else []
        # OpenAI's newer models refuse `max_tokens`, many other servers know nothing else
        limit = "max_completion_tokens" if _is_openai(urlsplit(self.base_url)) else "max_tokens"
        names = {"max_tokens": limit, "model_seed": "seed"}
        return {
            "model": self.model,
            "messages": [*system, *({"role": one.role, "content": one.content} for one in request.messages)],
            **{names.get(name, name): value for name, value in settings.items()},
            **extra,
        }

    async def _send(self, request: Request, key: Key | None) -> Reply:
        import aiohttp  # noqa: PLC0415

        try:
            async with self._open_session().post(
                f"{self.base_url}/chat/completions",
                json=self._body(request),
                headers=key.headers if key else {},
                allow_redirects=False,
            ) as response:
                wait = read_retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
                return Reply(self._where, response.status, await self._read(response), wait, key)
        except (aiohttp.ClientError, OSError) as error:
            failure = self._explain(error)
        raise failure  # not from the error: aiohttp's hold the request's headers, and quote what the server sent

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > MAX_BODY:
                what = f"the server's answer is over {MAX_BODY:,} bytes long."
                raise BackendError(what, where=self._where, mend="Check --base-url.")
        return bytes(body)

    def _open_session(self) -> aiohttp.ClientSession:
        import aiohttp  # noqa: PLC0415

        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # how many run at once is the runner's to say
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": f"summary-harness/{__version__}"},
                timeout=aiohttp.ClientTimeout(total=self.timeout),
                trust_env=False,
            )
        return self._session

    def _explain(self, error: Exception) -> BackendError:
        """Return a failure to get any reply in our words; only a certificate that is refused is final."""
        import aiohttp  # noqa: PLC0415

        host = urlsplit(self.base_url).netloc
        retry_after: float | None = SOON
        mend = ""
        if isinstance(error, TimeoutError):
            what = f"{host} did not answer within {self.timeout:g} seconds."
        elif isinstance(error, aiohttp.ClientConnectorCertificateError):
            what, retry_after = f"the certificate of {host} is refused: {error.certificate_error}.", None
        elif isinstance(error, aiohttp.ClientConnectorError):
            what, mend = f"{host} cannot be reached: {error.strerror or error.os_error}.", "Check --base-url."
        elif isinstance(error, aiohttp.ClientPayloadError):
            what = f"the answer of {host} broke off."
        elif isinstance(error, aiohttp.InvalidURL):
            what, retry_after, mend = f"{host} is no host.", None, "Check --base-url."
        elif isinstance(error, aiohttp.ClientResponseError):
            what = f"{host} does not answer in HTTP."
        else:
            what = f"{host} closed the connection before it had answered."
        return BackendError(quote_line(what), where=self._where, mend=mend, retry_after=retry_after)


def create(model: str, options: BackendOptions) -> OpenAI:
    """Return the backend of a model; raise UsageError where the base URL or the key's variable cannot be used."""
    name = f"openai/{model}"
    refuse_options(name, options, reads=MODEL_OPTIONS)
    base_url = check_base_url(BASE_URL if options.base_url is None else options.base_url)
    if options.key_env is not None and not re.fullmatch("[A-Z_][A-Z0-9_]{0,63}", options.key_env):
        # not quoted: it may be the key itself
        what = "--key-env wants the name of an environment variable, in capitals."
        raise UsageError(what, where=quote_line(name))
    own_key_env = KEY_ENV if _is_openai(urlsplit(base_url)) else None
    return OpenAI(
        name=name,
        model=model,
        base_url=base_url,
        key_env=options.key_env or own_key_env,
        timeout=options.timeout,
        settings=parameters_set(options),
    )


def check_base_url(text: str) -> str:
    """Return a base URL without a slash at its end; raise UsageError, without quoting it, where it is none."""
    fault = _find_fault(text)
    if fault:
        raise UsageError(fault, where="--base-url", mend="Write it as in http://localhost:8000/v1.")
    return text.rstrip("/")


def _find_fault(text: str) -> str:
    """Return what is wrong with a base URL; nothing where it can be used."""
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        is_whole = False
    if not is_whole or "\\" in text or not text.isprintable() or " " in text:
        return "this is no URL that begins with http:// or https://."
    if parts.username is not None or parts.password is not None:
        return "a URL must not hold a name or a password."
    if parts.query or parts.fragment:
        return "a base URL has no '?' and no '#'."
    if parts.path.rstrip("/").endswith("/chat/completions"):
        return "'/chat/completions' is put after the base URL, and does not belong in it."
    return ""


def _is_openai(url: SplitResult) -> bool:
    """Whether a URL is of the provider's own host, over TLS: what may be shown its key."""
    own = urlsplit(BASE_URL)
    return (url.scheme, url.hostname, url.port or 443) == (own.scheme, own.hostname, 443)
