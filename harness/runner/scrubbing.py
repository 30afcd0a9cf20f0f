"""What a recording keeps of a request and its reply: no key, no cookie, nothing of an account.

Headers and query parameters are kept only where they are known to be harmless. Keys of the environment, and what the
request showed to the server, are masked in all that is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from http.client import responses as PHRASES  # noqa: N812  (it is a constant)
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from harness.backends.keys import Key, find_keys, mask_keys, mask_parts

REQUEST_HEADERS = frozenset({"accept", "content-type", "anthropic-version"})
"""Names, in lower case, of the request headers that are kept."""

RESPONSE_HEADERS = frozenset(
    {"content-type", "retry-after", "retry-after-ms", "x-should-retry", "request-id", "x-request-id"}
)
"""Names, in lower case, of the reply's headers that are kept. How its body was packed is not: it is kept unpacked."""

QUERY_PARAMETERS = frozenset({"alt", "api-version", "beta"})
"""Names of the query parameters that are kept."""

_SECRET_NAMES = re.compile("auth|cookie|key|secret|token", re.IGNORECASE)
_BOUNDARY = re.compile(r'boundary="?([^";,\s]+)"?', re.IGNORECASE)
_FAILURE = 400


class Sent(Protocol):
    """A request as vcrpy hands it over."""

    method: str
    uri: str
    body: Any
    headers: Mapping[str, Any]


def digest_of(request: Sent) -> str:
    """Return a hash of a request's method, scheme, host, port, path, kept query parameters and body.

    The order of query parameters and of keys in a JSON body does not matter, nor does the boundary of a form.
    """
    url = urlsplit(request.uri)
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    body = _canonical(text_of(request.body), request.headers)
    parts = [request.method.upper(), url.scheme, url.hostname, port, url.path or "/", sorted(_query(url.query)), body]
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def keys_shown(request: Sent) -> tuple[Key, ...]:
    """Return the keys that a server could echo: those of the environment, and what the request's head holds."""
    url = urlsplit(request.uri)
    held = [*request.headers.items(), *parse_qsl(url.query)]
    values = [value for name, value in held if _SECRET_NAMES.search(name)] + [url.username, url.password]
    words = dict.fromkeys(word for value in values if value for word in str(value).split())
    return (*find_keys(), *map(Key, words))


def scrub_request(request: Sent, keys: Sequence[Key]) -> dict[str, Any]:
    """Return what is kept of a request, in the form of vcrpy's cassettes, with keys masked."""
    url = urlsplit(request.uri)
    uri = urlunsplit((url.scheme, url.netloc.rpartition("@")[2], url.path, urlencode(_query(url.query)), ""))
    return {
        "method": request.method,
        "uri": mask_parts(uri, *keys),
        "body": mask_parts(text_of(request.body), *keys),
        "headers": {
            name: [mask_parts(str(value), *keys)]
            for name, value in request.headers.items()
            if name.lower() in REQUEST_HEADERS
        },
    }


def scrub_response(response: Mapping[str, Any], keys: Sequence[Key]) -> dict[str, Any]:
    """Return what is kept of a reply in the form of vcrpy's cassettes: keys masked, its body unpacked and as text.

    Bytes of a body that are no UTF-8 become U+FFFD. In an error all that looks like a key is masked too; in an answer
    only keys that are known, for else the words of a summary could be changed.
    """
    from vcr.filters import decode_response  # noqa: PLC0415  (vcrpy takes a tenth of a second)

    code = response["status"]["code"]
    headers = {name.lower(): _as_list(values) for name, values in response["headers"].items()}
    packed = {"headers": dict(headers), "body": {"string": response["body"].get("string") or b""}}
    text = decode_response(packed)["body"]["string"].decode("utf-8", "replace")
    return {
        "status": {"code": code, "message": PHRASES.get(code, "")},  # the server's own phrase could be anything
        "headers": {
            name: [mask_keys(value, *keys) for value in values]
            for name, values in headers.items()
            if name in RESPONSE_HEADERS
        },
        "body": {"string": mask_keys(text, *keys) if code >= _FAILURE else mask_parts(text, *keys)},
    }


def text_of(body: Any) -> str:  # noqa: ANN401  (what a client sends is any)
    """Return a request's body as text; what is neither text, bytes nor plain data is named by its kind only."""
    if body is None or isinstance(body, str):
        return body or ""
    if isinstance(body, (bytes, bytearray)):
        return bytes(body).decode("utf-8", "replace")
    try:
        return json.dumps(body, ensure_ascii=False)
    except (TypeError, ValueError):
        return f"[{type(body).__name__}]"


def _query(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name in QUERY_PARAMETERS]


def _canonical(text: str, headers: Mapping[str, Any]) -> str:
    kind = next((str(value) for name, value in headers.items() if name.lower() == "content-type"), "")
    boundary = _BOUNDARY.search(kind)
    if boundary:
        return text.replace(boundary[1], "boundary")
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return text


def _as_list(values: Any) -> list[str]:  # noqa: ANN401  (vcrpy's clients differ)
    return [str(value) for value in values] if isinstance(values, (list, tuple)) else [str(values)]
