"""The messages protocol: what is asked, and what its replies mean."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from asking import ask, needs, request
from hypothesis import given
from hypothesis import strategies as st
from provider_replies import message, message_fails
from servers import ModelServer
from servers import Reply as Sent

from harness.backends.anthropic import create, read_message
from harness.backends.base import Answer, BackendOptions, Message, Usage
from harness.backends.replies import Reply
from harness.errors import BackendError, UsageError


def read(sent: Sent) -> Answer:
    return read_message(Reply.read("anthropic/m", sent.status, sent.headers, sent.data, None))


def failure(sent: Sent) -> BackendError:
    with pytest.raises(BackendError) as caught:
        read(sent)
    return caught.value


def options(**more: Any) -> BackendOptions:
    needs("anthropic")
    return BackendOptions(**{"max_tokens": 90, **more})


def test_every_parameter_has_its_place_in_the_body(model_server: ModelServer) -> None:
    model_server.script = message("A summary.")
    given_options = options(
        base_url=model_server.root,
        temperature=0.5,
        top_p=0.9,
        stop=("END\n",),
        system="Be dry. ",
        reasoning_effort="low",
        extra_body={"top_k": 3, "metadata": {"user_id": "a"}},
    )
    messages = (Message(role="system", content="Be brief."), Message(role="user", content="Sum up: é"))
    made = create("stub", given_options)

    ask(made, request().model_copy(update={"messages": messages}))

    assert model_server.received[0].path == "/v1/messages"
    assert model_server.received[0].body == {
        "model": "stub",
        "messages": [{"role": "user", "content": "Sum up: é"}],
        "max_tokens": 90,
        "system": "Be dry. \n\nBe brief.",
        "temperature": 0.5,
        "top_p": 0.9,
        "stop_sequences": ["END\n"],
        "output_config": {"effort": "low"},
        "top_k": 3,
        "metadata": {"user_id": "a"},
    }
    assert made.parameters == {
        "model": "stub",
        "base_url": model_server.root,
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 90,
        "stop": ("END\n",),
        "system": "Be dry. ",
        "reasoning_effort": "low",
        "extra_body": {"top_k": 3, "metadata": {"user_id": "a"}},
    }


def test_nothing_is_sent_that_was_not_set_and_any_limit_is_asked_for_whole(model_server: ModelServer) -> None:
    model_server.script = message("A summary.")

    ask(create("stub", options(base_url=model_server.root, max_tokens=200_000)))

    assert model_server.received[0].body == {
        "model": "stub",
        "messages": [{"role": "user", "content": "Summarize."}],
        "max_tokens": 200_000,
    }


@pytest.mark.parametrize(
    ("given_options", "said"),
    [
        ({"max_tokens": None}, "this provider wants a token limit. Give --max-tokens, such as 1000."),
        ({"model_seed": 3}, "this backend has no use for --model-seed. Leave the option out."),
        ({"temperature": 1.5}, "the temperature of this provider is from 0 to 1. Lower --temperature."),
        ({"reasoning_effort": "lots"}, "no reasoning effort 'lots'. Write one of low, medium, high, xhigh, max."),
        ({"extra_body": {"max_tokens": 3}}, "--extra-body must not set 'max_tokens'. Use --max-tokens for it."),
        ({"extra_body": {"stop_sequences": []}}, "--extra-body must not set 'stop_sequences'. Use --stop for it."),
        ({"extra_body": {"system": "x"}}, "--extra-body must not set 'system'. Use --system for it."),
        ({"extra_body": {"stream": True}}, "--extra-body must not set 'stream'. The harness sets it itself."),
        (
            {"reasoning_effort": "low", "extra_body": {"output_config": {}}},
            "--extra-body must not set 'output_config'. Use --reasoning-effort for it.",
        ),
        ({"base_url": "http://localhost:8000/v1"}, "'/v1/messages' is put after the base URL"),
        ({"base_url": "http://localhost:8000/v1/messages/"}, "Write it as in http://localhost:8000."),
    ],
)
def test_what_the_provider_does_not_take_is_refused(given_options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        create("m", options(**given_options))

    assert said in str(caught.value)


def test_thoughts_and_tools_are_no_part_of_the_summary() -> None:
    content = [
        {"type": "thinking", "thinking": "Hm.", "text": "Hm."},
        {"type": "text", "text": "A "},
        {"type": "tool_use", "id": "1"},
        {"type": "text", "text": "summary."},
    ]

    assert read(message(content=content)).text == "A summary."


@pytest.mark.parametrize(
    ("said", "finish"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("refusal", "refused"),
        ("pause_turn", "unknown"),
        ("tool_use", "unknown"),
        (None, "unknown"),
    ],
)
def test_how_the_answer_ended_is_kept(said: str | None, finish: str) -> None:
    assert read(message("A.", stop=said)).finish == finish


def test_the_input_counts_what_the_cache_gave_and_took() -> None:
    usage = {
        "input_tokens": 10,
        "cache_creation_input_tokens": 200,
        "cache_read_input_tokens": 3000,
        "output_tokens": 50,
        "output_tokens_details": {"thinking_tokens": 40},
    }

    assert read(message("A.", usage=usage)).usage == Usage(
        input_tokens=3210, output_tokens=50, cached_input_tokens=3000, reasoning_tokens=40
    )
    assert read(message("A.", usage=None)).usage is None


def test_the_id_of_the_request_and_the_model_that_answered_are_kept() -> None:
    answer = read(message("A.", model="stub-20261122"))

    assert (answer.request_id, answer.model) == ("req_1", "stub-20261122")


@pytest.mark.parametrize(
    ("status", "kind", "said", "cause", "is_retryable"),
    [
        (400, "invalid_request_error", "temperature: wrong", "other", False),
        (400, "invalid_request_error", "Your credit balance is too low to access the API.", "denied", False),
        (401, "authentication_error", "invalid x-api-key", "denied", False),
        (402, "billing_error", "no", "denied", False),
        (403, "permission_error", "no", "denied", False),
        (404, "not_found_error", "model: claude-9", "denied", False),
        (429, "rate_limit_error", "This request would exceed your limit of tokens a minute", "rate limit", True),
        (500, "api_error", "no", "unavailable", True),
        (504, "timeout_error", "no", "unavailable", True),
        (529, "overloaded_error", "Overloaded", "unavailable", True),
    ],
)
def test_each_error_of_the_provider_has_its_cause(
    status: int, kind: str, said: str, cause: str, *, is_retryable: bool
) -> None:
    error = failure(message_fails(status, said, kind=kind, retry_after="9"))

    assert said in error.what
    assert (error.cause, error.retry_after) == (cause, 9.0 if is_retryable else None)


@pytest.mark.parametrize(
    "sent",
    [
        message_fails(400, "prompt is too long: 213123 tokens > 200000 maximum", kind="invalid_request_error"),
        message_fails(413, "Request exceeds the maximum size", kind="request_too_large"),
    ],
)
def test_a_prompt_that_is_too_long_names_the_remedy(sent: Sent) -> None:
    error = failure(sent)

    assert error.what.startswith("the prompt is too long for the model")
    assert not error.is_retryable


def test_an_error_in_a_reply_that_claims_success_is_an_error() -> None:
    error = failure(Sent(200, message_fails(500, "no luck").body))

    assert "no luck" in error.what
    assert error.is_retryable


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "content", "text", "usage", "error", "input_tokens"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from([200, 302, 400, 429, 503]))
def test_any_reply_is_an_answer_or_a_backend_error(data: object, status: int) -> None:
    with suppress(BackendError):
        assert read(Sent(status, json.dumps(data))).finish in ("stop", "length", "refused", "unknown")
