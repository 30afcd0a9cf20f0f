"""The protocol of Gemini models: what is asked, and what its replies mean."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from asking import ask, needs, request
from hypothesis import given
from hypothesis import strategies as st
from provider_replies import generated, generation_fails
from servers import ModelServer
from servers import Reply as Sent

from harness.backends.base import Answer, BackendOptions, Message, Usage
from harness.backends.google import create, read_content
from harness.backends.replies import Reply
from harness.errors import BackendError, UsageError


def read(sent: Sent) -> Answer:
    return read_content(Reply.read("google/m", sent.status, sent.headers, sent.data, None))


def failure(sent: Sent) -> BackendError:
    with pytest.raises(BackendError) as caught:
        read(sent)
    return caught.value


def options(**more: Any) -> BackendOptions:
    needs("google-genai")
    return BackendOptions(**more)


def test_every_parameter_has_its_place_in_the_body(model_server: ModelServer) -> None:
    model_server.script = generated("A summary.")
    given_options = options(
        base_url=model_server.root,
        temperature=0.5,
        top_p=0.75,
        max_tokens=90,
        model_seed=7,
        stop=("END\n",),
        system="Be dry. ",
        reasoning_effort="low",
        extra_body={"generationConfig": {"topK": 3}, "labels": {"a": "b"}},
    )
    messages = (Message(role="system", content="Be brief."), Message(role="user", content="Sum up: é"))

    ask(create("stub", given_options), request().model_copy(update={"messages": messages}))

    received = model_server.received[0]
    generation = received.body["generationConfig"]
    thinking = generation.pop("thinkingConfig")
    assert received.path == "/v1beta/models/stub:generateContent"
    assert received.body["contents"] == [{"role": "user", "parts": [{"text": "Sum up: é"}]}]
    assert received.body["systemInstruction"]["parts"] == [{"text": "Be dry. \n\nBe brief."}]
    assert received.body["labels"] == {"a": "b"}
    assert {name.replace("_", "").lower(): value for name, value in thinking.items()} == {"thinkinglevel": "LOW"}
    assert generation == {
        "temperature": 0.5,
        "topP": 0.75,
        "maxOutputTokens": 90,
        "seed": 7,
        "stopSequences": ["END\n"],
        "topK": 3,
    }


def test_nothing_is_sent_that_was_not_set(model_server: ModelServer) -> None:
    model_server.script = generated("A summary.")

    ask(create("stub", options(base_url=model_server.root)))

    body = {name: value for name, value in model_server.received[0].body.items() if value}
    assert body == {"contents": [{"role": "user", "parts": [{"text": "Summarize."}]}]}


@pytest.mark.parametrize(
    ("given_options", "said"),
    [
        ({"reasoning_effort": "max"}, "no reasoning effort 'max'. Write one of minimal, low, medium, high."),
        ({"extra_body": {"contents": []}}, "--extra-body must not set 'contents'. The harness sets it itself."),
        ({"extra_body": {"systemInstruction": {}}}, "'systemInstruction'. Use --system for it."),
        ({"extra_body": {"generationConfig": {"temperature": 1}}}, "'temperature'. Use --temperature for it."),
        ({"extra_body": {"generation_config": {"max_output_tokens": 1}}}, "'max_output_tokens'. Use --max-tokens"),
        ({"extra_body": {"generationConfig": {"candidateCount": 2}}}, "'candidateCount'. The harness sets it itself."),
        ({"base_url": "http://localhost:8000/v1beta"}, "'/v1beta/models' is put after the base URL"),
    ],
)
def test_what_the_provider_does_not_take_is_refused(given_options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        create("m", options(**given_options))

    assert said in str(caught.value)


def test_a_thinking_budget_may_stand_in_the_extra_body_where_no_effort_is_set() -> None:
    extra = {"generationConfig": {"thinkingConfig": {"thinkingBudget": 0}}}

    assert create("m", options(extra_body=extra))
    with pytest.raises(UsageError, match="Use --reasoning-effort for it"):
        create("m", options(extra_body=extra, reasoning_effort="low"))


def test_thoughts_are_no_part_of_the_summary() -> None:
    parts = [{"text": "Hm.", "thought": True}, {"text": "A "}, {"inlineData": {}}, {"text": "summary."}]

    assert read(generated(candidates=[{"content": {"parts": parts}, "finishReason": "STOP"}])).text == "A summary."


@pytest.mark.parametrize(
    ("said", "finish"),
    [
        ("STOP", "stop"),
        ("MAX_TOKENS", "length"),
        ("SAFETY", "refused"),
        ("RECITATION", "refused"),
        ("BLOCKLIST", "refused"),
        ("PROHIBITED_CONTENT", "refused"),
        ("SPII", "refused"),
        ("OTHER", "unknown"),
        ("MALFORMED_FUNCTION_CALL", "unknown"),
        (None, "unknown"),
    ],
)
def test_how_the_answer_ended_is_kept(said: str | None, finish: str) -> None:
    assert read(generated("A.", finish=said)).finish == finish


@pytest.mark.parametrize("reason", ["SAFETY", "OTHER", "PROHIBITED_CONTENT"])
def test_a_prompt_that_a_filter_stops_is_a_refusal(reason: str) -> None:
    answer = read(generated(candidates=None, promptFeedback={"blockReason": reason}))

    assert (answer.text, answer.finish) == ("", "refused")


def test_a_candidate_without_content_is_empty() -> None:
    answer = read(generated(candidates=[{"finishReason": "MAX_TOKENS"}]))

    assert (answer.text, answer.finish) == ("", "length")


def test_the_output_counts_the_thoughts() -> None:
    usage = {
        "promptTokenCount": 3000,
        "cachedContentTokenCount": 2000,
        "candidatesTokenCount": 10,
        "thoughtsTokenCount": 40,
    }

    assert read(generated("A.", usageMetadata=usage)).usage == Usage(
        input_tokens=3000, output_tokens=50, cached_input_tokens=2000, reasoning_tokens=40
    )
    assert read(generated("A.", usageMetadata={})).usage is None


def test_the_id_of_the_reply_and_the_model_that_answered_are_kept() -> None:
    answer = read(generated("A.", modelVersion="stub-002"))

    assert (answer.request_id, answer.model) == ("resp_1", "stub-002")


PER_DAY = {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}],
}
PER_MINUTE = {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    "violations": [{"quotaId": "GenerateRequestsPerMinutePerProjectPerModel"}],
}
RETRY = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}
BAD_KEY = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}


@pytest.mark.parametrize(
    ("sent", "cause", "retry_after"),
    [
        (generation_fails(400, kind="INVALID_ARGUMENT"), "other", None),
        (generation_fails(400, kind="INVALID_ARGUMENT", details=[BAD_KEY]), "denied", None),
        (generation_fails(400, "billing is off", kind="FAILED_PRECONDITION"), "denied", None),
        (generation_fails(403, kind="PERMISSION_DENIED"), "denied", None),
        (generation_fails(404, kind="NOT_FOUND"), "denied", None),
        (generation_fails(429, kind="RESOURCE_EXHAUSTED", retry_after="3"), "rate limit", 3.0),
        (generation_fails(429, kind="RESOURCE_EXHAUSTED", details=[PER_MINUTE, RETRY]), "rate limit", 34.5),
        (generation_fails(429, kind="RESOURCE_EXHAUSTED", details=[PER_DAY, RETRY]), "denied", None),
        (generation_fails(500, kind="INTERNAL"), "unavailable", 1.0),
        (generation_fails(503, kind="UNAVAILABLE"), "unavailable", 1.0),
        (generation_fails(504, kind="DEADLINE_EXCEEDED"), "unavailable", 1.0),
    ],
)
def test_each_error_of_the_provider_has_its_cause(sent: Sent, cause: str, retry_after: float | None) -> None:
    error = failure(sent)

    assert (error.cause, error.retry_after) == (cause, retry_after)


def test_an_error_in_a_list_is_read_too() -> None:
    body = json.dumps([json.loads(generation_fails(429, "slow down", details=[RETRY]).body)])

    error = failure(Sent(429, body))

    assert (error.what, error.retry_after) == ("the server answered 429: slow down", 34.5)


def test_a_prompt_that_is_too_long_names_the_remedy() -> None:
    said = "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."

    assert "the prompt is too long" in failure(generation_fails(400, said, kind="INVALID_ARGUMENT")).what


def test_a_closed_account_denies_what_follows() -> None:
    error = failure(generated(finish="PUP_LIMITED_DISABLED"))

    assert (error.cause, error.is_retryable) == ("denied", False)


NAMES = [
    "candidates",
    "content",
    "parts",
    "text",
    "thought",
    "usageMetadata",
    "error",
    "details",
    "violations",
    "quotaId",
]
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([200, 302, 400, 429, 503]))
def test_any_reply_is_an_answer_or_a_backend_error(data: object, status: int) -> None:
    with suppress(BackendError):
        assert read(Sent(status, json.dumps(data))).finish in ("stop", "length", "refused", "unknown")
