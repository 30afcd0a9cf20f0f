from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import Reply as Sent
from servers import completion, fails

from harness.backends.base import Answer, Usage
from harness.backends.completions import read_answer
from harness.backends.replies import Reply, read_retry_after
from harness.errors import BackendError

NOW = datetime(2025, 2, 5, 12, 0, tzinfo=UTC)


def read(sent: Sent, retry_after: float = 1.0) -> Answer:
    return read_answer(Reply("openai/m", sent.status, sent.data, retry_after))


def failure(sent: Sent, retry_after: float = 1.0) -> BackendError:
    with pytest.raises(BackendError) as caught:
        read(sent, retry_after)
    return caught.value


def test_the_summary_comes_with_usage_and_the_name_of_the_model_that_answered() -> None:
    assert read(completion("A summary.")) == Answer(
        text="A summary.", finish="stop", model="stub-1", usage=Usage(input_tokens=11, output_tokens=7)
    )


@pytest.mark.parametrize(
    ("said", "finish"),
    [
        ("stop", "stop"),
        ("length", "length"),
        ("content_filter", "refused"),
        ("max_tokens", "length"),
        ("model_length", "length"),
        ("eos", "stop"),
        ("eos_token", "stop"),
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("SAFETY", "refused"),
        ("RECITATION", "refused"),
        ("sensitive", "refused"),
        ("tool_calls", "unknown"),
        (None, "unknown"),
    ],
)
def test_how_the_answer_ended_is_kept(said: str | None, finish: str) -> None:
    assert read(completion("A.", finish=said)).finish == finish


def test_a_refusal_is_an_answer() -> None:
    answer = read(completion(None, refusal="I cannot help with that."))

    assert (answer.finish, answer.text) == ("refused", "I cannot help with that.")


@pytest.mark.parametrize("code", ["content_filter", "content_policy_violation"])
def test_a_prompt_that_a_filter_stops_is_a_refusal(code: str) -> None:
    assert read(fails(400, "The response was filtered", code=code)) == Answer(text="", finish="refused")


def test_an_answer_without_content_is_empty() -> None:
    assert read(completion(None, finish="length")) == Answer(
        text="", finish="length", model="stub-1", usage=Usage(input_tokens=11, output_tokens=7)
    )


def test_thoughts_are_no_part_of_the_summary() -> None:
    message = {"content": "A summary.", "reasoning": "Hm.", "reasoning_content": "Hm."}
    parts = [{"type": "reasoning", "text": "Hm."}, {"type": "output_text", "text": "A summary."}]

    assert read(message_of(message)).text == "A summary."
    assert read(content_of(parts)).text == "A summary."
    assert read(message_of({"content": None, "reasoning_content": "Hm."})).text == ""


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<think>\nHm.\n</think>\n\nA summary.", "A summary."),
        ("\n<think></think>A summary.", "A summary."),
        ("<thinking>Hm.</thinking>A <think>summary</think>.", "A <think>summary</think>."),
        ("<think>Hm, and cut off", ""),
        ("A summary of <think>.", "A summary of <think>."),
        ("<thinker>A summary.", "<thinker>A summary."),
    ],
)
def test_thoughts_that_a_server_leaves_before_the_summary_fall(content: str, text: str) -> None:
    assert read(completion(content)).text == text


@pytest.mark.parametrize("end", ["error", "abort", "insufficient_system_resource"])
def test_an_answer_that_the_server_gave_up_is_a_failure_that_may_pass(end: str) -> None:
    error = failure(completion("A half", finish=end), retry_after=3)

    assert error.what == f"the answer was broken off by the provider: {end}."
    assert (error.retry_after, error.cause, error.may_be_billed) == (3, "unavailable", True)


@pytest.mark.parametrize(
    "details",
    [
        {"prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens_details": {"reasoning_tokens": 5}},
        {"prompt_cache_hit_tokens": 4, "completion_tokens_details": {"reasoning_tokens": 5}},
    ],
)
def test_usage_tells_what_was_cached_and_what_was_thought(details: dict[str, Any]) -> None:
    usage = {"prompt_tokens": 11, "completion_tokens": 7, **details}

    assert read(completion("A.", usage=usage)).usage == Usage(
        input_tokens=11, output_tokens=7, cached_input_tokens=4, reasoning_tokens=5
    )


@pytest.mark.parametrize(
    "usage",
    [
        None,
        [],
        {"prompt_tokens": "11"},
        {"completion_tokens": True},
        {"prompt_tokens": 10**400, "completion_tokens": 10**11},
        {},
    ],
)
def test_usage_that_cannot_be_read_is_none(usage: object) -> None:
    assert read(completion("A.", usage=usage)).usage is None


def test_content_in_parts_is_the_text_of_the_parts() -> None:
    parts = [
        {"type": "thinking", "thinking": "Hm."},
        {"type": "text", "text": "A "},
        {"type": "text", "text": "summary."},
    ]

    assert read(content_of(parts)).text == "A summary."


@pytest.mark.parametrize("content", [3, {"text": "A."}, ["A."], True])
def test_content_of_another_type_fails_for_good(content: object) -> None:
    caught = failure(content_of(content))

    assert caught.what == "the message's 'content' is neither text nor a list of parts."
    assert not caught.is_retryable


def content_of(content: object) -> Sent:
    return message_of({"content": content})


def message_of(message: object) -> Sent:
    return Sent(body=json.dumps({"choices": [{"message": message}]}).encode())


def test_what_a_server_says_ends_in_a_stop_before_the_mend() -> None:
    assert str(failure(fails(401, "Incorrect key sk-abcdefgh"))).endswith("Incorrect key [key]. Check the key.")


def test_half_a_surrogate_pair_in_a_summary_is_replaced() -> None:
    body = completion("HERE").data.replace(b"HERE", rb"A\ud83d.")

    assert read(Sent(body=body)).text == "A\ufffd."


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_asking_again_may_help(status: int) -> None:
    error = failure(fails(status, "busy"), retry_after=7.5)

    assert error.retry_after == 7.5
    assert str(error) == f"openai/m: the server answered {status}: busy"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 422, 101])
def test_asking_again_does_not_help(status: int) -> None:
    error = failure(fails(status, "no"))

    assert error.retry_after is None
    assert error.what.removesuffix(".") == f"the server answered {status}: no"


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (400, "other"),
        (401, "denied"),
        (402, "denied"),
        (403, "denied"),
        (404, "denied"),
        (405, "other"),
        (408, "unavailable"),
        (409, "other"),
        (422, "other"),
        (429, "rate limit"),
        (500, "unavailable"),
        (503, "unavailable"),
        (504, "unavailable"),
        (529, "unavailable"),
    ],
)
def test_the_cause_tells_what_to_do_with_the_requests_that_follow(status: int, cause: str) -> None:
    error = failure(fails(status, "no"))

    assert error.cause == cause
    assert error.may_be_billed == (status == 504)  # a gateway waited in vain: the model may have answered


@pytest.mark.parametrize(
    "code", ["insufficient_quota", "billing_hard_limit_reached", "model_not_found", "invalid_api_key"]
)
@pytest.mark.parametrize("status", [400, 429, 500])
def test_what_the_next_request_would_be_denied_too_does_not_pass(status: int, code: str) -> None:
    error = failure(fails(status, "no", code=code))

    assert (error.is_retryable, error.cause) == (False, "denied")


LONG = [
    fails(400, "no", code="context_length_exceeded"),
    fails(400, "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens."),
    fails(400, "the request exceeds the available context size, try increasing it"),
    fails(400, "prompt is too long: 213123 tokens > 200000 maximum"),
    fails(400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."),
    fails(422, "Input validation error: the context window is too small"),
    Sent(400, json.dumps({"error": {"type": "exceed_context_size_error", "message": "no", "n_ctx": 512}})),
    Sent(413, "<html>413 Request Entity Too Large</html>"),
]


@pytest.mark.parametrize("sent", LONG)
def test_a_prompt_that_is_too_long_fails_for_good_and_names_the_remedy(sent: Sent) -> None:
    error = failure(sent)

    assert (error.is_retryable, error.cause) == (False, "other")
    assert error.what.startswith(f"the prompt is too long for the model (the server answered {sent.status}")
    assert error.mend == "Shorten the sample's articles, see --truncate, or take a model with a longer context."


def test_a_limit_of_tokens_a_minute_is_no_prompt_that_is_too_long() -> None:
    error = failure(fails(429, "Rate limit reached: your context window of 60 s holds 90000 tokens"))

    assert (error.is_retryable, error.cause) == (True, "rate limit")


def test_an_input_that_a_relay_flags_is_a_refusal() -> None:
    body = json.dumps({"error": {"code": 403, "message": "flagged", "metadata": {"flagged_input": "x"}}})

    assert read(Sent(403, body)).finish == "refused"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_final_error(status: int) -> None:
    error = failure(Sent(status, completion("A.").body, {"Location": "http://127.0.0.1:1/"}))

    assert error.what == f"the server answered {status}, a redirect; none is followed."
    assert not error.is_retryable


@pytest.mark.parametrize("body", ["", "{", '{"choices": [', "<html>", b"\xff\xfe\xfd", "[" * 100_000, "null"])
def test_a_body_that_is_no_json_may_be_better_next_time(body: str | bytes) -> None:
    error = failure(Sent(body=body))

    assert (error.is_retryable, error.cause) == (True, "unavailable")
    if body == "<html>":
        assert (error.what, error.may_be_billed) == ("the server sent a web page and no chat completion.", False)
    else:
        assert (error.what, error.may_be_billed) == ("the server's answer is no JSON, or was cut off.", True)


@pytest.mark.parametrize("data", [{}, [], 3, {"choices": []}, {"choices": [{}]}, {"choices": [{"message": "A."}]}])
def test_json_that_is_no_completion_is_a_final_error(data: object) -> None:
    error = failure(Sent(body=json.dumps(data)))

    assert error.what == "the server's answer is no chat completion."
    assert not error.is_retryable


@pytest.mark.parametrize(
    ("code", "is_retryable"),
    [(429, True), ("429", True), (502, True), (400, False), ("400", False), ("oops", True), (None, True)],
)
def test_an_error_in_a_reply_that_claims_success_is_an_error(code: object, *, is_retryable: bool) -> None:
    error = failure(Sent(body=json.dumps({"error": {"message": "no luck", "code": code}})))

    assert "no luck" in error.what
    assert error.is_retryable is is_retryable


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error": {"message": "wrong\\n\\u001b[31m model"}}', ": wrong [31m model"),
        ('{"error": "wrong model"}', ": wrong model"),
        ('{"message": "wrong model"}', ": wrong model"),
        ('{"detail": "wrong model"}', ": wrong model"),
        ("wrong\r\nmodel", ": wrong model"),
        ("<html><body>Bad Request</body></html>", "."),
        ("", "."),
    ],
)
def test_the_servers_message_becomes_one_plain_line(body: str, said: str) -> None:
    assert failure(Sent(400, body)).what == f"the server answered 400{said}"


def test_a_long_message_is_shortened() -> None:
    assert len(failure(fails(400, "no " * 1000)).what) < 240


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 1.0),
        ("", 1.0),
        ("0", 0.0),
        ("7", 7.0),
        (" 2.5 ", 2.5),
        ("600", 600.0),
        ("86400", 600.0),
        ("999999999", 600.0),
        ("9" * 30, 600.0),
        ("-5", 1.0),
        ("soon", 1.0),
        ("nan", 1.0),
        ("inf", 1.0),
        ("1e9", 1.0),
        ("٣", 1.0),
        (format_datetime(NOW + timedelta(seconds=30), usegmt=True), 30.0),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0.0),
        (format_datetime(NOW + timedelta(days=9), usegmt=True), 600.0),
        ("Wed, 05 Feb 2025 12:00:10 -0000", 10.0),
        ("Wed, 05 Feb 2025 14:00:10 +0200", 10.0),
        ("Wed, 99 Feb 2025 12:00:10 GMT", 1.0),
    ],
)
def test_retry_after_is_read_and_held_within_ten_minutes(value: str | None, seconds: float) -> None:
    assert read_retry_after(value, NOW) == seconds


@given(st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{1,5} \d\d:\d\d:\d\d [-+]?\w{1,4}"))
def test_any_retry_after_is_some_seconds(value: str) -> None:
    assert 0 <= read_retry_after(value, NOW) <= 600


KEYS = st.sampled_from(["choices", "message", "content", "finish_reason", "usage", "error", "code", "model", "detail"])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([200, 204, 302, 400, 429, 503]))
def test_any_reply_is_an_answer_or_a_backend_error(data: object, status: int) -> None:
    with suppress(BackendError):
        assert read(Sent(status, json.dumps(data))).finish in ("stop", "length", "refused", "unknown")


@given(st.binary(max_size=60))
def test_any_bytes_are_an_answer_or_a_backend_error(body: bytes) -> None:
    with pytest.raises(BackendError):
        read(Sent(body=body))
