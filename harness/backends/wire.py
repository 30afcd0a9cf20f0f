"""Requests through a provider's own client package (its SDK), on the harness's terms.

An SDK makes the request, and its HTTP client sends it. What that client may do is said here: it talks to one server,
shows it the key that belongs there and the headers that the protocol needs, sends once, follows no redirect, keeps no
cookie, and uses no proxy that the environment names. The reply is kept as it came, and the backend reads it: so all
versions of an SDK read alike, and no exception of an SDK, which holds the request's headers, gets any further.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from harness.backends.keys import Key, find_keys, mask_keys, read_key
from harness.backends.quoting import quote_line
from harness.backends.replies import DENIED, MAX_BODY, SOON, Reply, explain_os, too_large
from harness.backends.servers import USER_AGENT, Server
from harness.errors import BackendError

NO_KEY = "no-key-is-here"
"""What an SDK is given as the key: it would look for keys itself if it had none.

Where a server is shown a key, the gate puts it in this one's place, in whichever header the SDK has it.
"""

_SHARE_TO_CONNECT = 0.5
"""Of the time for a request, how much may pass before there is a connection."""

_HTTP_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
    }
)
"""Headers that any request needs. SDKs add others, which tell of the machine and its Python."""


@dataclass(frozen=True)
class Wire:
    """The way from one backend to its server.

    `package` is the SDK's distribution. `headers` are those that the protocol needs besides the usual and the key's, in
    lower case; None lets all of them pass.
    """

    where: str
    package: str
    server: Server
    timeout: float
    headers: frozenset[str] | None = frozenset()

    def lets_pass(self, header: str) -> bool:
        """Whether a header, by its name in lower case, goes out."""
        if self.headers is None:
            return header != "cookie" and not header.startswith("x-stainless-")  # of the machine and its Python
        return header in self.headers or header in _HTTP_HEADERS

    async def exchange(self, send: Callable[[], Awaitable[Any]]) -> Exchange:
        """Send one request and return its reply, whatever the SDK makes of that.

        Raises BackendError where there is no reply: final where the key is missing, the certificate is refused, or
        the SDK does not take the request.
        """
        key = read_key(self.server.key_env, self.where) if self.server.key_env else None
        exchange = Exchange(self, key)
        token = _exchange.set(exchange)
        started = time.perf_counter()
        failure: BackendError | None = None
        try:
            async with asyncio.timeout(self.timeout):
                exchange.result = await send()
        except Exception as error:  # noqa: BLE001  (SDKs raise anything; all of it is told)
            failure = exchange.refusal or _explain(error, exchange)
        finally:
            _exchange.reset(token)
        exchange.seconds = time.perf_counter() - started
        exchange.failure = failure
        if failure and not exchange.reply:
            raise failure  # not from the error: it holds the request's headers
        return exchange


@dataclass
class Exchange:
    """One request on its way, how far it has come, and what came back."""

    wire: Wire
    key: Key | None
    is_out: bool = False
    is_sent: bool = False
    has_begun: bool = False
    reply: Reply | None = None
    refusal: BackendError | None = None
    failure: BackendError | None = None
    result: Any = None
    seconds: float = 0.0

    async def note(self, event: str, _: object) -> None:
        """Note how far the HTTP client has come."""
        self.is_sent |= event.endswith("send_request_body.complete")
        self.has_begun |= event.endswith("receive_response_headers.complete")

    def refuse(self, what: str) -> BackendError:
        """Keep and return a final error for which the request does not go out."""
        self.refusal = BackendError(what, where=self.wire.where)
        return self.refusal


_exchange: ContextVar[Exchange] = ContextVar("exchange")


def client_settings() -> dict[str, Any]:
    """Return how an httpx client is made: time limits are the wire's own, and all its requests pass the gate."""
    return {
        "trust_env": False,
        "follow_redirects": False,
        "timeout": None,
        "event_hooks": {"request": [_let_out], "response": [_keep]},
    }


def open_client(package: str) -> Any:  # noqa: ANN401  (httpx is no dependency of the harness)
    """Return an HTTP client of the httpx that an SDK builds on: newer ones have httpx2."""
    names = [name for name in requires(package) or [] if "extra ==" not in name]
    httpx = import_module("httpx2" if any(name.startswith("httpx2") for name in names) else "httpx")
    logging.getLogger(package.replace("-", "_")).addHandler(logging.NullHandler())  # what it says is not for the user
    # how many run at once is the runner's to say
    return httpx.AsyncClient(**client_settings(), limits=httpx.Limits(max_connections=None))


async def _let_out(request: Any) -> None:  # noqa: ANN401  (httpx's, of either name)
    """Let a request go out once, to its own server, with no header but those that it needs."""
    exchange = _exchange.get()
    wire = exchange.wire
    if exchange.is_out:
        raise ConnectionError("a request is sent once")  # an SDK that tries again, whatever it was told
    if not wire.server.is_at(str(request.url)):
        raise exchange.refuse(f"the package {wire.package} asks another server than {wire.server.host}.")
    exchange.is_out = True
    for name, value in list(request.headers.items()):
        if NO_KEY in value and exchange.key:
            request.headers[name] = value.replace(NO_KEY, exchange.key.reveal())
        elif NO_KEY in value or not wire.lets_pass(name.lower()):
            del request.headers[name]
    request.headers["user-agent"] = USER_AGENT
    request.extensions["trace"] = exchange.note
    # sooner than the wire's own limit: cancelled in a TLS handshake, an httpx client leaves the connection open
    request.extensions["timeout"] = {"connect": _SHARE_TO_CONNECT * wire.timeout}


async def _keep(response: Any) -> None:  # noqa: ANN401  (the same)
    """Read a reply and keep it as it came."""
    exchange = _exchange.get()
    exchange.has_begun = True
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        exchange.refusal = too_large(exchange.wire.where)
        raise exchange.refusal
    body = await response.aread()
    exchange.reply = Reply.read(exchange.wire.where, response.status_code, response.headers, body, exchange.key)


def _explain(error: BaseException, exchange: Exchange) -> BackendError:
    """Return a failure to get any reply in the harness's words."""
    links = list(_links(error))
    names = {type(link).__name__ for link in links}
    wire, host = exchange.wire, exchange.wire.server.host
    certificate = next((link for link in links if isinstance(link, ssl.SSLCertVerificationError)), None)
    if certificate:
        what = f"the certificate of {host} is refused: {certificate.verify_message}."
        return BackendError(quote_line(what), where=wire.where, cause="denied")
    mend = ""
    if isinstance(error, TimeoutError):
        what = f"{host} did not answer within {wire.timeout:g} seconds."
    elif "ConnectTimeout" in names:
        what = f"{host} took no connection within {_SHARE_TO_CONNECT * wire.timeout:g} seconds."
    elif "ConnectError" in names:
        why = next((link for link in links if isinstance(link, OSError) and link.strerror), OSError("no connection"))
        what, mend = f"{host} cannot be reached: {explain_os(why)}.", "Check --base-url."
    elif exchange.reply:
        return _own_failure(error, exchange)
    elif exchange.has_begun:
        what = f"the answer of {host} broke off."
    elif "RemoteProtocolError" in names and not any("disconnected" in str(link) for link in links):
        what = f"{host} does not answer in HTTP."
    elif exchange.is_out:
        what = f"{host} closed the connection before it had answered."
    else:
        return _own_failure(error, exchange)
    return BackendError(
        quote_line(what),
        where=wire.where,
        mend=mend,
        retry_after=SOON,
        cause="unavailable",
        may_be_billed=exchange.is_sent,
    )


def _own_failure(error: BaseException, exchange: Exchange) -> BackendError:
    """Return the error that an SDK raised by itself: it does not take the request, or cannot read the answer."""
    wire = exchange.wire
    said = quote_line(mask_keys(f"{type(error).__name__}: {error}", exchange.key, *find_keys()))
    does = f"cannot read the answer of {wire.server.host}" if exchange.reply else "fails"
    return BackendError(
        f"the package {wire.package} {version_of(wire.package)} {does}: {said}",
        where=wire.where,
        cause="denied" if getattr(error, "status_code", None) in DENIED else "other",
        may_be_billed=exchange.reply is not None,
    )


def version_of(package: str) -> str:
    """Return the installed version of a distribution; nothing where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _links(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that led to it, groups' members too, each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        link = waiting.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [link.__cause__, link.__context__]
        if isinstance(link, BaseExceptionGroup):
            waiting += link.exceptions
