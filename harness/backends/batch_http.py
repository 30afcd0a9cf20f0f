"""What the batch endpoints of all providers have in common: JSON over HTTP, and files of lines in both directions.

A key goes where the backend's own requests go, is read when it is used, and is masked in what a server says. Redirects
are not followed, cookies not kept, and proxies that the environment names not used.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness import __version__
from harness.backends.completions import read_answer
from harness.backends.keys import Key, read_key
from harness.backends.quoting import quote_line
from harness.backends.replies import MAX_BODY, SOON, Reply
from harness.errors import BackendError

if TYPE_CHECKING:  # aiohttp takes a quarter of a second
    import aiohttp

_SUCCESS = 2


def show_bearer(key: Key | None) -> Mapping[str, str]:
    """Return the header that shows a key as most servers want it."""
    return key.headers if key else {}


@dataclass
class BatchServer:
    """A server with batch endpoints. `timeout` is in seconds, for a reply, or for the next piece of a file."""

    where: str
    base_url: str
    key_env: str | None
    timeout: float
    headers: Callable[[Key | None], Mapping[str, str]] = show_bearer
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        data: Any = None,  # noqa: ANN401  (a mapping, which is sent as JSON; a form; or an open file of JSON)
        **query: str,
    ) -> dict[str, Any]:
        """Return the JSON object that the server answers with.

        Raises BackendError: retryable where no reply comes or the server asks to be asked again.
        """
        body: dict[str, Any] = {"json": data} if isinstance(data, Mapping) else {"data": data}
        is_file = hasattr(data, "read")
        more = {"content-type": "application/json"} if is_file else {}
        async with self._open(method, path, more, params=query, **body) as (response, key):
            reply = await self._read(response, key)
            try:
                found = json.loads(reply.body)
            except (ValueError, RecursionError):
                found = None
            if not isinstance(found, dict):
                what = "the server's answer is no JSON object, or was cut off."
                raise BackendError(what, where=self.where, mend="Check --base-url.", retry_after=SOON)
            return found

    async def lines(self, path: str) -> AsyncGenerator[tuple[Any, Key | None], None]:
        """Yield the JSON of each line of a file, and the key that it was asked for with.

        Raises BackendError: retryable where the file breaks off, final where a line is no JSON.
        """
        async with self._open("GET", path) as (response, key):
            rest = b""
            async for piece in response.content.iter_any():
                *whole, rest = (rest + piece).split(b"\n")
                for line in whole:
                    if line.strip():
                        yield self._parse(line), key
                if len(rest) > MAX_BODY:
                    raise BackendError(f"a line of the results is over {MAX_BODY:,} bytes long.", where=self.where)
            if rest.strip():
                yield self._parse(rest), key

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401  (what aiohttp takes)
    ) -> AsyncIterator[tuple[aiohttp.ClientResponse, Key | None]]:
        """Yield a reply of success, of which the body is still to be read; raise BackendError for any other."""
        import aiohttp  # noqa: PLC0415

        key = read_key(self.key_env, self.where) if self.key_env else None
        try:
            async with self._connect().request(
                method,
                f"{self.base_url}{path}",
                headers={**self.headers(key), **(headers or {})},
                allow_redirects=False,
                **more,
            ) as response:
                if response.status // 100 != _SUCCESS:
                    raise _failure(await self._read(response, key))
                yield response, key
        except (aiohttp.ClientError, OSError) as error:
            failure = self._explain(error)
        else:
            return
        raise failure  # not from the error: aiohttp's hold the request's headers, and quote what the server sent

    async def _read(self, response: aiohttp.ClientResponse, key: Key | None) -> Reply:
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > MAX_BODY:
                what = f"the server's answer is over {MAX_BODY:,} bytes long."
                raise BackendError(what, where=self.where, mend="Check --base-url.")
        return Reply.read(self.where, response.status, response.headers, bytes(body), key)

    def _parse(self, line: bytes) -> object:
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BackendError("a line of the results is no JSON.", where=self.where) from error

    def _connect(self) -> aiohttp.ClientSession:
        import aiohttp  # noqa: PLC0415

        if self._session is None:
            limits = aiohttp.ClientTimeout(total=None, sock_connect=self.timeout, sock_read=self.timeout)
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": f"summary-harness/{__version__}"},
                timeout=limits,
                trust_env=False,
            )
        return self._session

    def _explain(self, error: Exception) -> BackendError:
        """Return a failure to get a reply in our words; only a certificate that is refused is final."""
        import aiohttp  # noqa: PLC0415

        host = urlsplit(self.base_url).netloc
        retry_after: float | None = SOON
        if isinstance(error, TimeoutError):
            what = f"{host} did not answer within {self.timeout:g} seconds."
        elif isinstance(error, aiohttp.ClientConnectorCertificateError):
            what, retry_after = f"the certificate of {host} is refused: {error.certificate_error}.", None
        elif isinstance(error, aiohttp.ClientConnectorError):
            what = f"{host} cannot be reached: {error.strerror or error.os_error}."
        else:
            what = f"{host} closed the connection before it had answered."
        return BackendError(quote_line(what), where=self.where, retry_after=retry_after, cause="unavailable")


def _failure(reply: Reply) -> BackendError:
    """Return the error that a reply without success is."""
    try:
        read_answer(reply)
    except BackendError as error:
        return error
    return BackendError(f"the server answered {reply.status}.", where=reply.where)
