"""What a chat completions server sends back, read as an answer or as an error that says whether to ask again."""

from __future__ import annotations

from harness.backends.base import Answer, Finish, Usage
from harness.backends.replies import (
    SERVER_FAULT,
    Fault,
    Reply,
    broke_off,
    count_at,
    failure,
    no_protocol,
    read_data,
    text_at,
    value_at,
    without_thoughts,
)
from harness.errors import BackendError

PROTOCOL = "chat completion"

_REFUSALS = frozenset({"content_filter", "content_policy_violation"})
_FINISHES: dict[str, Finish] = {
    **dict.fromkeys(("stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete"), "stop"),
    **dict.fromkeys(("length", "max_tokens", "model_length"), "length"),
    **dict.fromkeys(("content_filter", "safety", "recitation", "refusal", "sensitive"), "refused"),
}
"""What servers that speak this protocol say of how an answer ended, in lower case."""

_BROKEN = frozenset({"error", "abort", "network_error", "insufficient_system_resource"})
"""Ends that are the server's failure, and no answer of the model."""

_CONTEXTS = (("max_model_len",), ("context_length",), ("context_window",), ("meta", "n_ctx"))
"""Where servers' lists of models have a model's context."""

_SHOWN = (None, "text", "output_text")
"""Kinds of the parts of a message that are meant to be read."""


def read_answer(reply: Reply) -> Answer:
    """Return the answer that a reply holds; raise BackendError where it holds none.

    Asking again may help after 408, 409, 429, any 5xx, and a body that is no JSON; not after 429 where the account's
    quota is used up, another status, or JSON that is no completion. A refusal by a content filter is an answer.
    """
    data = read_data(reply, PROTOCOL)
    if not reply.is_success:
        return _read_failure(reply, reply.status, reply.parse())
    if value_at(data, "error"):
        return _read_failure(reply, _status(value_at(data, "error", "code")), data)
    return read_completion(reply, data)


def read_completion(reply: Reply, data: object) -> Answer:
    """Return the answer that the JSON of a completion holds; raise BackendError where it holds none."""
    choice = value_at(data, "choices", 0)
    refusal = text_at(choice, "message", "refusal")
    if not isinstance(value_at(choice, "message"), dict):
        raise no_protocol(reply, PROTOCOL)
    ended = (text_at(choice, "finish_reason") or "").lower()
    if ended in _BROKEN:
        raise broke_off(reply, ended)
    content = _read_content(reply, value_at(choice, "message", "content"))
    model = text_at(data, "model")
    return Answer(
        text=reply.clean(without_thoughts(content) or refusal or ""),
        finish="refused" if refusal else _FINISHES.get(ended, "unknown"),
        model=reply.clean(model) if model else None,
        usage=_read_usage(value_at(data, "usage")),
        request_id=reply.request_id,
    )


def read_context(reply: Reply, model: str) -> int | None:
    """Return the context of a model, in tokens, that a server's list of models tells; None where it tells none."""
    models = value_at(reply.parse(), "data")
    for one in models if reply.is_success and isinstance(models, list) else []:
        if text_at(one, "id") == model:
            return next((count for path in _CONTEXTS if (count := count_at(one, *path))), None)
    return None


def _read_content(reply: Reply, content: object) -> str:
    """Return the text of a message, which some servers send in parts; other parts, such as thoughts, fall."""
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return "".join(text_at(part, "text") or "" for part in content if value_at(part, "type") in _SHOWN)
    what = "the message's 'content' is neither text nor a list of parts."
    raise BackendError(what, where=reply.where, mend="Check --base-url.", may_be_billed=True)


def _read_usage(usage: object) -> Usage | None:
    cached = count_at(usage, "prompt_tokens_details", "cached_tokens")
    if cached is None:
        cached = count_at(usage, "prompt_cache_hit_tokens")
    found = Usage(
        input_tokens=count_at(usage, "prompt_tokens"),
        output_tokens=count_at(usage, "completion_tokens"),
        cached_input_tokens=cached,
        reasoning_tokens=count_at(usage, "completion_tokens_details", "reasoning_tokens"),
    )
    return found if found != Usage() else None


def _read_failure(reply: Reply, status: int, data: object) -> Answer:
    """Return the answer that a refusal is; raise BackendError for every other failure."""
    codes = [code for name in ("code", "type") if (code := text_at(data, "error", name))]
    if _REFUSALS.intersection(codes) or value_at(data, "error", "metadata", "flagged_input") is not None:
        return Answer(text="", finish="refused", request_id=reply.request_id)
    raise failure(reply, Fault(status, _find_message(reply, data), codes))


def _find_message(reply: Reply, data: object) -> str:
    """Return what a server says of its failure, in the places where servers say it; else the whole body."""
    known = (("error", "message"), ("error",), ("message",), ("detail",))
    found = next((text for path in known if (text := text_at(data, *path))), None)
    return found if found is not None else reply.body.decode("utf-8", "replace")


def _status(code: object) -> int:
    """Return the status that an error in a reply of status 200 stands for."""
    if isinstance(code, str) and code.isascii() and code.isdecimal() and len(code) == 3:  # noqa: PLR2004
        return int(code)
    return code if type(code) is int else SERVER_FAULT
