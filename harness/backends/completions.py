"""What a chat completions server sends back, read as an answer or as an error that says whether to ask again."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harness.backends.base import Answer, Finish, Usage
from harness.backends.keys import Key, mask_keys
from harness.backends.quoting import mend_surrogates, quote_line
from harness.errors import BackendError

SOON = 1.0
"""Seconds to wait where a server does not say how long."""

LONGEST_WAIT = 600.0

_MAY_PASS = frozenset({408, 409, 429})
_SUCCESS, _REDIRECT, _SERVER_FAULT = 2, 3, 500
_REFUSALS = frozenset({"content_filter", "content_policy_violation"})
_FINISHES: dict[str, Finish] = {"stop": "stop", "length": "length", "content_filter": "refused"}
_MENDS = {
    401: "Check the key.",
    403: "Check the key and what it is allowed.",
    404: "Check the model's name and --base-url.",
}


@dataclass(frozen=True)
class Reply:
    """A server's reply to one request, and the key that the request showed it."""

    where: str
    status: int
    body: bytes
    retry_after: float = SOON
    key: Key | None = None


def read_answer(reply: Reply) -> Answer:
    """Return the answer that a reply holds; raise BackendError where it holds none.

    Asking again may help after 408, 409, 429, any 5xx, and a body that is no JSON; not after 429 where the account's
    quota is used up, another status, or JSON that is no completion. A refusal by a content filter is an answer.
    """
    kind = reply.status // 100
    data = _parse(reply.body)
    if kind == _REDIRECT:
        raise _error(reply, f"the server answered {reply.status}, a redirect; none is followed.", "Check --base-url.")
    if kind != _SUCCESS:
        return _read_failure(reply, reply.status, data)
    if data is None:
        raise _error(reply, "the server's answer is no JSON, or was cut off.", retry_after=reply.retry_after)
    if _field(data, "error"):
        code = _field(data, "error", "code")
        return _read_failure(reply, code if isinstance(code, int) else 500, data)
    return _read_completion(reply, data)


def read_retry_after(value: str | None, now: datetime) -> float:
    """Return the seconds, 0 to 600, that a Retry-After header asks for (a number, or an HTTP date); 1 where none does.

    RFC 9110, section 10.2.3.
    """
    if not value:
        return SOON
    if re.fullmatch(r"\s*[0-9]{1,9}(\.[0-9]{0,9})?\s*", value):
        seconds = float(value)
    else:
        try:
            date = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return SOON
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _read_completion(reply: Reply, data: object) -> Answer:
    choice = _field(data, "choices", 0)
    refusal = _text(choice, "message", "refusal")
    if not isinstance(_field(choice, "message"), dict):
        raise _error(reply, "the server's answer is no chat completion.", "Check --base-url.")
    content = _read_content(reply, _field(choice, "message", "content"))
    model = _text(data, "model")
    return Answer(
        text=_clean(reply, content or refusal or ""),
        finish="refused" if refusal else _FINISHES.get(_text(choice, "finish_reason") or "", "unknown"),
        model=_clean(reply, model) if model else None,
        usage=_read_usage(_field(data, "usage")),
    )


def _read_content(reply: Reply, content: object) -> str:
    """Return the text of a message, which some servers send in parts; other parts, such as thoughts, fall."""
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return "".join(_text(part, "text") or "" for part in content)
    raise _error(reply, "the message's 'content' is neither text nor a list of parts.", "Check --base-url.")


def _read_usage(usage: object) -> Usage | None:
    counts = [_field(usage, name) for name in ("prompt_tokens", "completion_tokens")]
    known = [count if type(count) is int else None for count in counts]  # True is an int as well
    return Usage(input_tokens=known[0], output_tokens=known[1]) if known != [None, None] else None


def _read_failure(reply: Reply, status: int, data: object) -> Answer:
    """Return the answer that a refusal is; raise BackendError for every other failure."""
    code = _text(data, "error", "code")
    if code in _REFUSALS:
        return Answer(text="", finish="refused")
    may_pass = (status in _MAY_PASS or status >= _SERVER_FAULT) and code != "insufficient_quota"
    said = quote_line(mask_keys(_find_message(reply, data), reply.key))
    what = f"the server answered {status}" + (f": {said}" if said else ".")
    mend = _MENDS.get(status, "")
    if mend and not what.endswith((".", "!", "?", "…")):
        what += "."
    raise _error(reply, what, mend, retry_after=reply.retry_after if may_pass else None)


def _find_message(reply: Reply, data: object) -> str:
    """Return what a server says of its failure; nothing where that is a web page."""
    known = (("error", "message"), ("error",), ("message",), ("detail",))
    found = next((text for path in known if (text := _text(data, *path))), None)
    text = found if found is not None else reply.body.decode("utf-8", "replace")
    return "" if text.lstrip().startswith("<") else text


def _clean(reply: Reply, text: str) -> str:
    return mend_surrogates(reply.key.remove_from(text) if reply.key else text)


def _error(reply: Reply, what: str, mend: str = "", *, retry_after: float | None = None) -> BackendError:
    return BackendError(what, where=reply.where, mend=mend, retry_after=retry_after)


def _parse(body: bytes) -> object:
    """Return what the JSON of a body holds; None where it is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _field(data: object, *path: str | int) -> object:
    """Return what stands at a path of keys and list positions; None where nothing does."""
    for step in path:
        if isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, list) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _text(data: object, *path: str | int) -> str | None:
    found = _field(data, *path)
    return found if isinstance(found, str) else None
