"""What servers of models send back, and what each kind of failure means for the requests that follow.

The providers differ in how they say things; which failures pass, and what they cost, is the same for all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from harness.backends.keys import Key, mask_keys
from harness.backends.quoting import mend_surrogates, quote_line
from harness.errors import BackendError, Cause

SOON = 1.0
"""Seconds to wait where a server does not say how long."""

LONGEST_WAIT = 600.0

MAX_BODY = 16_000_000
"""Bytes of a reply that are read."""

_MOST_COUNTED = 10_000_000_000
"""Tokens that a server may say it has counted; what is above is a fault of its, and no count."""

RATE_LIMIT, SERVER_FAULT = 429, 500

_SUCCESS, _REDIRECT = 2, 3
DENIED = frozenset({401, 402, 403, 404})
_UNAVAILABLE = frozenset({408})
_MAY_PASS = frozenset({408, 409, 429})
_CONTENT_TOO_LARGE = 413
_REFUSED = frozenset({400, 422})
_WAITED_IN_VAIN = frozenset({504, 524})
"""Statuses of a gateway behind which the provider may have answered all the same."""

_DENIED_CODES = frozenset(
    {
        "insufficient_quota",
        "billing_error",
        "billing_hard_limit_reached",
        "billing_not_active",
        "account_deactivated",
        "access_terminated",
        "invalid_api_key",
        "authentication_error",
        "permission_error",
        "model_not_found",
        "API_KEY_INVALID",
        "FAILED_PRECONDITION",
    }
)
"""What providers call a key, an account or a model that they will refuse the next time too."""

_CONTEXT_CODES = frozenset({"context_length_exceeded", "exceed_context_size_error", "request_too_large"})
_CONTEXT_WORDS = re.compile(
    r"context (?:length|window|size)|prompt is too long|token count\b.{0,40}\bexceeds|too many input tokens",
    re.IGNORECASE,
)
_NO_CREDIT = re.compile(r"credit balance is too low", re.IGNORECASE)
_MENDS = {
    401: "Check the key.",
    402: "Check the account's credit.",
    403: "Check the key and what it is allowed.",
    404: "Check the model's name and --base-url.",
}
_REQUEST_IDS = ("x-request-id", "request-id", "apim-request-id")
_THOUGHTS = re.compile(r"\s*<(think|thinking)>.*?(?:</\1>\s*|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Reply:
    """A server's reply to one request, and the key that the request showed it."""

    where: str
    status: int
    body: bytes
    retry_after: float = SOON
    key: Key | None = None
    request_id: str | None = None

    @classmethod
    def read(cls, where: str, status: int, headers: Mapping[str, str], body: bytes, key: Key | None) -> Reply:
        """Return the reply; `headers` are found by their names in any case."""
        request_id = next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)
        shown = quote_line(mask_keys(request_id, key)) if request_id else None
        return cls(where, status, body, read_wait(headers, datetime.now(UTC)), key, shown)

    @property
    def is_success(self) -> bool:
        """Whether the status says that all went well."""
        return self.status // 100 == _SUCCESS

    @property
    def is_web_page(self) -> bool:
        """Whether the body is HTML, as proxies send it."""
        return self.body.lstrip()[:1] == b"<"

    def parse(self) -> object:
        """Return what the JSON of the body holds; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def clean(self, text: str) -> str:
        """Return text of the server that UTF-8 can hold, without the key."""
        return mend_surrogates(self.key.remove_from(text) if self.key else text)

    def quote(self, text: str) -> str:
        """Return text of the server as one line for a message; nothing where it is a web page."""
        return "" if text.lstrip().startswith("<") else quote_line(mask_keys(text, self.key))


class ToldError(BackendError):
    """A failure that a server told: it was reached, and answered with this status."""

    def __init__(self, what: str, *, status: int, **more: Any) -> None:  # noqa: ANN401  (as BackendError has it)
        super().__init__(what, **more)
        self.status = status


@dataclass(frozen=True)
class Fault:
    """What a server says of its failure: a status, its message, and the names by which its protocol calls it."""

    status: int
    said: str = ""
    codes: Collection[str] = ()


def read_data(reply: Reply, protocol: str) -> object:
    """Return the JSON of a reply that claims success, None where another status says what went wrong.

    Raises BackendError for a redirect, which is final, and for a body that is no JSON, which may be better next time.
    """
    if reply.status // 100 == _REDIRECT:
        what = f"the server answered {reply.status}, a redirect; none is followed."
        raise ToldError(what, status=reply.status, where=reply.where, mend="Check --base-url.")
    if not reply.is_success:
        return None
    data = reply.parse()
    if data is None:
        if reply.is_web_page:
            what, mend = f"the server sent a web page and no {protocol}.", "Check --base-url."
        else:
            what, mend = "the server's answer is no JSON, or was cut off.", ""
        raise ToldError(
            what,
            status=reply.status,
            where=reply.where,
            mend=mend,
            retry_after=reply.retry_after,
            cause="unavailable",
            may_be_billed=not reply.is_web_page,
        )
    return data


def no_protocol(reply: Reply, protocol: str) -> BackendError:
    """Return the error that JSON of another kind is: asking again brings the same."""
    what = f"the server's answer is no {protocol}."
    return ToldError(what, status=reply.status, where=reply.where, mend="Check --base-url.", may_be_billed=True)


def failure(reply: Reply, fault: Fault, *, retry_after: float | None = None) -> BackendError:
    """Return the error that a fault is: whether it may pass, and what it says of the requests that follow.

    `retry_after` is for a protocol that names the seconds in its body; else the reply's headers say.
    """
    said = reply.quote(fault.said)
    codes = set(fault.codes)
    is_denied = fault.status in DENIED or bool(codes & _DENIED_CODES) or bool(_NO_CREDIT.search(said))
    if not is_denied and _is_too_long(fault.status, said, codes):
        return _too_long(reply, fault.status, said)
    may_pass = not is_denied and (fault.status in _MAY_PASS or fault.status >= SERVER_FAULT)
    what = f"the server answered {fault.status}" + (f": {said}" if said else ".")
    mend = _MENDS.get(fault.status, "")
    if mend and not what.endswith((".", "!", "?", "…")):
        what += "."
    return ToldError(
        what,
        status=fault.status,
        where=reply.where,
        mend=mend,
        retry_after=(reply.retry_after if retry_after is None else retry_after) if may_pass else None,
        cause="denied" if is_denied else _cause(fault.status),
        may_be_billed=fault.status in _WAITED_IN_VAIN,
    )


def broke_off(reply: Reply, why: str) -> BackendError:
    """Return the error that an answer is which the provider itself gave up in the middle."""
    what = f"the answer was broken off by the provider: {quote_line(why, 40)}."
    return BackendError(what, where=reply.where, retry_after=reply.retry_after, cause="unavailable", may_be_billed=True)


def too_large(where: str) -> BackendError:
    """Return the error that a body without end is."""
    what = f"the server's answer is over {MAX_BODY:,} bytes long."
    return BackendError(what, where=where, mend="Check --base-url.", may_be_billed=True)


def explain_os(error: OSError) -> str:
    """Return what the system says of a connection that failed, such as "Connection refused"."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)


def read_wait(headers: Mapping[str, str], now: datetime) -> float:
    """Return the seconds, 0 to 600, that a reply's headers ask to wait: `retry-after-ms`, else `Retry-After`."""
    exact = headers.get("retry-after-ms") or ""
    if re.fullmatch(r"\s*[0-9]{1,300}(\.[0-9]{0,9})?\s*", exact):
        return min(float(exact) / 1000, LONGEST_WAIT)
    return read_retry_after(headers.get("Retry-After"), now)


def read_retry_after(value: str | None, now: datetime) -> float:
    """Return the seconds, 0 to 600, that a Retry-After header asks for (a number, or an HTTP date); 1 where none does.

    RFC 9110, section 10.2.3.
    """
    if not value:
        return SOON
    if re.fullmatch(r"\s*[0-9]{1,300}(\.[0-9]{0,9})?\s*", value):
        seconds = float(value)
    else:
        try:
            date = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return SOON
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def without_thoughts(text: str) -> str:
    """Return an answer without the block of thoughts that some servers leave at its beginning."""
    return _THOUGHTS.sub("", text, count=1) if _THOUGHTS.match(text) else text


def value_at(data: object, *path: str | int) -> object:
    """Return what stands at a path of keys and list positions; None where nothing does."""
    for step in path:
        if isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, list) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def text_at(data: object, *path: str | int) -> str | None:
    """Return the text at a path; None where there is none."""
    found = value_at(data, *path)
    return found if isinstance(found, str) else None


def count_at(data: object, *path: str | int) -> int | None:
    """Return the count at a path; None where there is none, or more than any request has."""
    found = value_at(data, *path)
    return found if type(found) is int and 0 <= found <= _MOST_COUNTED else None  # True is an int as well


def _cause(status: int) -> Cause:
    if status == RATE_LIMIT:
        return "rate limit"
    return "unavailable" if status in _UNAVAILABLE or status >= SERVER_FAULT else "other"


def _is_too_long(status: int, said: str, codes: set[str]) -> bool:
    return (
        status == _CONTENT_TOO_LARGE
        or bool(codes & _CONTEXT_CODES)
        or (status in _REFUSED and bool(_CONTEXT_WORDS.search(said)))
    )


def _too_long(reply: Reply, status: int, said: str) -> BackendError:
    what = f"the prompt is too long for the model (the server answered {status}" + (f": {said})." if said else ").")
    mend = "Shorten the sample's articles, see --truncate, or take a model with a longer context."
    return ToldError(what, status=status, where=reply.where, mend=mend)
