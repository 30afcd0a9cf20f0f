"""Trying a backend with one small request: what of it works, and what it tells of itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from harness.articles.models import Article
from harness.backends.base import Answer, Backend, BackendOptions, Message, Request
from harness.backends.quoting import quote_line
from harness.backends.registry import create_backend, reads_option
from harness.backends.replies import ToldError
from harness.backends.servers import Server
from harness.errors import BackendError

MAX_TOKENS = 16
"""Of the answer, where one does not say otherwise."""

MODEL_SEED = 1
"""Sent where the seed is tried and none is named."""

State = Literal["good", "bad", "unknown"]

_TEXT = "The ferry to the island sank on Monday. All nine people on board were saved."
_PROMPT = f"Sum up in at most five words: {_TEXT}"
_UNAUTHORIZED, _NOT_FOUND = 401, 404


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, and what there is to say of it."""

    what: str
    state: State
    said: str


@dataclass(frozen=True)
class Checked:
    """What came of the request, and of a second one with the same seed where that was asked for."""

    backend: Backend
    answer: Answer | None = None
    error: BackendError | None = None
    again: Answer | None = None
    context: int | None = None
    findings: tuple[Finding, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", tuple(_find(self)))

    @property
    def is_good(self) -> bool:
        """Whether the backend answered."""
        return self.answer is not None


async def check_backend(spec: str, options: BackendOptions, *, seed_check: bool = False) -> Checked:
    """Ask a backend for one short answer, and once more with the same seed where `seed_check` says so.

    An answer has at most 16 tokens unless `options` say otherwise. Raises UsageError as `create_backend` does.
    """
    set_here: dict[str, object] = {}
    if options.max_tokens is None and reads_option(spec, "max_tokens"):
        set_here["max_tokens"] = MAX_TOKENS
    if options.model_seed is None and seed_check:
        set_here["model_seed"] = MODEL_SEED
    backend = create_backend(spec, options.model_copy(update=set_here))
    try:
        return await _check(backend, seed_check=seed_check)
    finally:
        await backend.close()


async def _check(backend: Backend, *, seed_check: bool) -> Checked:
    request = _request()
    try:
        answer = await backend.complete(request)
        again = await backend.complete(request) if seed_check else None
    except BackendError as error:
        return Checked(backend, error=error)
    find_context = getattr(backend, "find_context", None)
    return Checked(backend, answer, again=again, context=await find_context() if find_context else None)


def _request() -> Request:
    return Request(
        id="check",
        sample="check",
        epoch=1,
        messages=(Message(role="user", content=_PROMPT),),
        articles=(Article(id="check", title="Check", event="check", text=_TEXT),),
        references=(_TEXT,),
    )


def _find(checked: Checked) -> Iterator[Finding]:
    server = getattr(checked.backend, "server", None)
    if isinstance(server, Server):
        yield _reached(checked, server)
        yield _key(checked, server)
        yield _model(checked)
    if checked.error:
        yield Finding("answer", "bad", " ".join(part for part in (checked.error.what, checked.error.mend) if part))
    if checked.answer:
        yield from _told(checked.answer)
        if isinstance(server, Server):
            yield _usage(checked.answer)
            yield _seed(checked.answer, checked.again)
            yield _context(checked.context)


def _reached(checked: Checked, server: Server) -> Finding:
    at = quote_line(server.base_url) or "the provider's"
    is_down = checked.error is not None and checked.error.cause == "unavailable"
    has_written = checked.error is not None and checked.error.may_be_billed and not is_down
    if checked.answer or has_written or isinstance(checked.error, ToldError):
        return Finding("server", "good", f"{at}, reached")
    return Finding("server", "bad", f"{at}, no answer") if is_down else Finding("server", "unknown", f"{at}, not tried")


def _key(checked: Checked, server: Server) -> Finding:
    status = checked.error.status if isinstance(checked.error, ToldError) else None
    if server.key_env is None:
        said = "none is sent" if server.base_url else "the package looks for it"
        return Finding("key", "bad" if status == _UNAUTHORIZED else "good", f"{said}{_wanted(status)}")
    if not os.environ.get(server.key_env, "").strip():
        return Finding("key", "bad", f"{server.key_env} is not set")
    if checked.answer or status == _NOT_FOUND:
        return Finding("key", "good", f"{server.key_env} is taken")
    if status == _UNAUTHORIZED:
        return Finding("key", "bad", f"{server.key_env} is refused")
    return Finding("key", "unknown", f"{server.key_env} is set")


def _wanted(status: int | None) -> str:
    return ", and the server wants one: name it with --key-env" if status == _UNAUTHORIZED else ""


def _model(checked: Checked) -> Finding:
    if checked.answer:
        answered = checked.answer.model
        return Finding("model", "good", f"{quote_line(answered)} answered" if answered else "answered, unnamed")
    if isinstance(checked.error, ToldError) and checked.error.status == _NOT_FOUND:
        return Finding("model", "bad", "not there, or there is no such address")
    return Finding("model", "unknown", "not tried")


def _told(answer: Answer) -> Iterator[Finding]:
    text = quote_line(answer.text, 60)
    yield Finding("answer", "good" if text else "unknown", repr(text) if text else "empty")
    ends = {
        "stop": "by itself",
        "length": "cut off at the token limit" + ("" if text else "; a model that thinks needs more (--max-tokens)"),
        "refused": "refused",
        "unknown": "not told how",
    }
    yield Finding("end", "good" if answer.finish in ("stop", "length") else "unknown", ends[answer.finish])
    if answer.seconds is not None:
        yield Finding("time", "good", f"{answer.seconds:.2f} s")
    if answer.request_id:
        yield Finding("request id", "good", answer.request_id)


def _usage(answer: Answer) -> Finding:
    usage = answer.usage
    if usage is None:
        return Finding("tokens", "unknown", "not told; costs can only be estimated")
    parts = [
        f"{count} {of}"
        for count, of in (
            (usage.input_tokens, "in"),
            (usage.output_tokens, "out"),
            (usage.cached_input_tokens, "of the input cached"),
            (usage.reasoning_tokens, "of the output thoughts"),
        )
        if count is not None
    ]
    return Finding("tokens", "good", ", ".join(parts))


def _seed(first: Answer, second: Answer | None) -> Finding:
    if second is None:
        return Finding("seed", "unknown", "not tried; --seed-check asks twice")
    if first.text == second.text:
        return Finding("seed", "good", "two answers are the same")
    return Finding("seed", "bad", "two answers with the same seed differ")


def _context(context: int | None) -> Finding:
    if context is None:
        return Finding("context", "unknown", "not told")
    return Finding("context", "good", f"{context:,} tokens")
