from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asking import ask, request
from servers import ModelServer, Received, Reply, completion, fails

from harness.backends.base import BackendOptions, Message
from harness.backends.openai import OpenAI, create
from harness.backends.replies import MAX_BODY
from harness.errors import BackendError, UsageError

KEY = "sk-planted-4f9a1c77e2d84b06"


@pytest.fixture(autouse=True)
def planted_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OTHER_KEY", KEY)


@pytest.fixture
def other_server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def backend(base_url: str | None, **options: Any) -> OpenAI:
    return create("stub", BackendOptions(base_url=base_url, **options))


def failure(made: OpenAI, *, is_retryable: bool) -> str:
    error = error_of(made)
    assert error.is_retryable is is_retryable
    assert error.retry_after in (None, 1.0)
    return error.what


def error_of(made: OpenAI) -> BackendError:
    with pytest.raises(BackendError) as caught:
        ask(made)
    return caught.value


def cost_of(made: OpenAI) -> tuple[str, bool]:
    error = error_of(made)
    return error.cause, error.may_be_billed


def test_one_request_carries_the_messages_and_nothing_that_was_not_set(model_server: ModelServer) -> None:
    messages = (Message(role="system", content="Be brief."), Message(role="user", content="Sum up: é"))
    asked = request().model_copy(update={"messages": messages})

    answer = ask(backend(model_server.url), asked)

    assert (answer.text, answer.model, answer.finish) == ("A summary.", "stub-1", "stop")
    assert (answer.seconds or 0) > 0
    assert model_server.received[0].path == "/v1/chat/completions"
    assert model_server.received[0].body == {
        "model": "stub",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Sum up: é"}],
    }


def test_settings_are_sent_and_are_parameters(model_server: ModelServer) -> None:
    made = backend(model_server.url, temperature=0, max_tokens=90)

    ask(made)

    body = model_server.received[0].body
    assert (body["temperature"], body["max_tokens"]) == (0, 90)
    assert made.parameters == {"model": "stub", "base_url": model_server.url, "max_tokens": 90, "temperature": 0}


def test_every_parameter_has_its_place_in_the_body(model_server: ModelServer) -> None:
    extra = {"top_k": 3, "metadata": {"a": [1]}}
    made = backend(
        model_server.url,
        top_p=0.5,
        model_seed=7,
        stop=("END\n",),
        system="Be dry. ",
        reasoning_effort="low",
        extra_body=extra,
    )

    ask(made)

    body = model_server.received[0].body
    assert body["messages"][0] == {"role": "system", "content": "Be dry. "}
    assert {name: body[name] for name in ("top_p", "seed", "stop", "reasoning_effort", "top_k", "metadata")} == {
        "top_p": 0.5,
        "seed": 7,
        "stop": ["END\n"],
        "reasoning_effort": "low",
        **extra,
    }
    assert "system" not in body
    assert made.parameters["extra_body"] == extra


def test_the_providers_own_host_is_sent_its_name_for_the_token_limit() -> None:
    assert backend(None, max_tokens=90)._body(request())["max_completion_tokens"] == 90


def test_the_seed_is_not_sent_so_that_epochs_may_differ(model_server: ModelServer) -> None:
    ask(backend(model_server.url, seed=5))

    assert "seed" not in model_server.received[0].body


def test_requests_in_turn_share_a_connection(model_server: ModelServer) -> None:
    ask(backend(model_server.url), *[request()] * 5)

    assert len(model_server.received) == 5
    assert model_server.connections == 1


def test_150_requests_run_at_once(model_server: ModelServer) -> None:
    all_here = threading.Barrier(150)

    def reply(received: Received) -> Reply:
        all_here.wait(60)
        return completion(f"Re: {received.prompt}")

    model_server.script = reply

    async def ask_all() -> list[str]:
        made = backend(model_server.url)
        answers = await asyncio.gather(*(made.complete(request(prompt=str(n))) for n in range(150)))
        await made.close()
        return [answer.text for answer in answers]

    assert asyncio.run(ask_all()) == [f"Re: {n}" for n in range(150)]


def test_a_backend_may_be_closed_unused_twice_and_used_again(model_server: ModelServer) -> None:
    made = backend(model_server.url)

    asyncio.run(made.close())
    assert ask(made).text == ask(made).text == "A summary."


def test_nothing_is_sent_twice(model_server: ModelServer) -> None:
    model_server.script = fails(503)

    failure(backend(model_server.url), is_retryable=True)

    assert len(model_server.received) == 1


def test_retry_after_comes_from_the_header(model_server: ModelServer) -> None:
    model_server.script = fails(429, retry_after="17")

    with pytest.raises(BackendError) as caught:
        ask(backend(model_server.url))

    assert caught.value.retry_after == 17


def test_milliseconds_to_wait_are_more_exact_than_seconds(model_server: ModelServer) -> None:
    model_server.script = fails(429, retry_after="17", retry_after_ms="250")

    assert error_of(backend(model_server.url)).retry_after == 0.25


def test_the_providers_id_of_a_request_is_kept(model_server: ModelServer) -> None:
    model_server.script = Reply(200, completion("A.").body, {"X-Request-Id": "req_1 sk-abcdefgh"})

    assert ask(backend(model_server.url)).request_id == "req_1 [key]"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("model", "The harness sets it itself."),
        ("messages", "The harness sets it itself."),
        ("stream", "The harness sets it itself."),
        ("n", "The harness sets it itself."),
        ("max_tokens", "Use --max-tokens for it."),
        ("max_completion_tokens", "Use --max-tokens for it."),
        ("Temperature", "Use --temperature for it."),
        ("topP", "Use --top-p for it."),
        ("seed", "Use --model-seed for it."),
        ("stop", "Use --stop for it."),
        ("reasoning_effort", "Use --reasoning-effort for it."),
    ],
)
def test_the_extra_body_cannot_override_what_the_harness_sets(field: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        backend(None, extra_body={"top_k": 3, field: 1})

    assert str(caught.value) == f"openai/stub: --extra-body must not set '{field}'. {said}"


def test_another_server_gets_no_key_unless_one_is_named(model_server: ModelServer) -> None:
    ask(backend(model_server.url))
    ask(backend(model_server.url, key_env="OTHER_KEY"))

    assert [each.headers.get("authorization") for each in model_server.received] == [None, f"Bearer {KEY}"]


@pytest.mark.parametrize(
    ("base_url", "key_env"),
    [
        (None, "OPENAI_API_KEY"),
        ("https://api.openai.com/v1/", "OPENAI_API_KEY"),
        ("https://API.OpenAI.com:443/v1", "OPENAI_API_KEY"),
        ("http://api.openai.com/v1", None),
        ("https://api.openai.com:8443/v1", None),
        ("https://api.openai.com.example.org/v1", None),
        ("https://example.org/api.openai.com/v1", None),
        ("https://xapi.openai.com/v1", None),
        ("https://api.openai.com./v1", None),
        ("http://localhost:8000/v1", None),
    ],
)
def test_only_the_providers_own_host_is_given_its_key(base_url: str | None, key_env: str | None) -> None:
    assert backend(base_url).server.key_env == key_env


@pytest.mark.parametrize("options", [{}, {"key_env": "NO_SUCH_KEY"}])
def test_without_a_key_nothing_is_sent(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch, options: dict[str, str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    made = backend(model_server.url, **options) if options else backend(None)

    said = failure(made, is_retryable=False)

    assert said == f"the environment variable {options.get('key_env', 'OPENAI_API_KEY')} holds no key."
    assert model_server.received == []


def test_a_redirect_is_not_followed_and_its_target_sees_nothing(
    model_server: ModelServer, other_server: ModelServer
) -> None:
    for status in (301, 302, 303, 307, 308):
        model_server.script = Reply(status, "", {"Location": f"{other_server.url}/chat/completions"})
        assert "redirect" in failure(backend(model_server.url, key_env="OTHER_KEY"), is_retryable=False)

    assert other_server.connections == 0


def test_a_proxy_of_the_environment_is_not_used(
    model_server: ModelServer, other_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other_server.url.removesuffix("/v1"))

    ask(backend(model_server.url))

    assert (len(model_server.received), other_server.connections) == (1, 0)


def test_cookies_are_not_kept(model_server: ModelServer) -> None:
    reply = completion("A.")
    model_server.script = Reply(200, reply.body, {"Set-Cookie": "session=1; Path=/"})

    ask(backend(model_server.url.replace("127.0.0.1", "localhost")), request(), request())

    assert "cookie" not in model_server.received[1].headers


def echo_key(received: Received) -> str:
    return received.headers.get("authorization", "")


HOSTILE: list[Callable[[Received], Reply]] = [
    lambda received: fails(401, f"Incorrect API key provided: {echo_key(received)}"),
    lambda received: fails(403, f"key={echo_key(received)[7:27]} is wrong, {echo_key(received)[10:]} too"),
    lambda received: fails(400, "x" * 190 + echo_key(received)),
    lambda received: fails(429, json.dumps(dict(received.headers))),
    lambda received: Reply(500, f"<p>{echo_key(received)}"),
    lambda received: Reply(502, f"\n\n{echo_key(received)}"),
    lambda received: Reply(302, "", {"Location": f"http://127.0.0.1:1/?{echo_key(received)}"}),
    lambda received: Reply(200, json.dumps({"error": {"message": echo_key(received), "code": 400}})),
    lambda received: Reply(200, json.dumps({"error": echo_key(received)})),
    lambda received: Reply(200, echo_key(received)),
    lambda received: Reply(200, json.dumps({"key": echo_key(received)})),
    lambda received: Reply(200, f'{{"k": "{echo_key(received)}' + "x" * 99, manner="cut"),
    lambda received: Reply(200, "", {"Content-Encoding": "gzip", "X-Key": echo_key(received)}),
    lambda received: Reply(200, echo_key(received), {"Content-Encoding": "gzip"}),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_error_shows_the_key_whatever_the_server_does(model_server: ModelServer, number: int) -> None:
    model_server.script = HOSTILE[number]
    made = backend(model_server.url, key_env="OTHER_KEY")

    with pytest.raises(BackendError) as caught:
        ask(made)

    error = caught.value
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.args) + repr(vars(error))
    assert model_server.received[0].headers["authorization"] == f"Bearer {KEY}"
    assert not any(KEY[i : i + 8] in shown for i in range(len(KEY) - 7))


def test_a_server_that_does_not_answer_in_http_cannot_show_the_key_either() -> None:
    async def ask_garbage() -> BackendError:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            sent = await reader.readuntil(b"\r\n\r\n")
            writer.write(b"NONSENSE " + sent.replace(b"\r\n", b" ") + b"\r\n\r\n")
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            made = backend(f"http://127.0.0.1:{port}", key_env="OTHER_KEY")
            with pytest.raises(BackendError) as caught:
                await made.complete(request())
            await made.close()
            return caught.value

    error = asyncio.run(ask_garbage())

    assert "does not answer in HTTP" in error.what
    assert error.is_retryable
    assert KEY not in "".join(traceback.format_exception(error)) + repr(error.__context__)


def test_neither_backend_nor_answer_holds_the_key(model_server: ModelServer) -> None:
    model_server.script = lambda received: completion(f"You sent {echo_key(received)}.", model=echo_key(received))
    made = backend(model_server.url, key_env="OTHER_KEY")

    answer = ask(made)

    assert answer.text == "You sent Bearer [key]."
    assert KEY not in f"{made!r} {vars(made)} {made.parameters} {made.name} {answer!r}"


def test_a_refused_connection_may_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    said = failure(backend(f"http://127.0.0.1:{port}/v1"), is_retryable=True)

    assert said.startswith(f"127.0.0.1:{port} cannot be reached")


def test_a_server_that_is_not_reached_is_unavailable_and_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert cost_of(backend(f"http://127.0.0.1:{port}/v1")) == ("unavailable", False)


def test_a_server_that_stays_silent_before_the_request_is_out_bills_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections, and never speaks TLS
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/v1"

        assert cost_of(backend(url, timeout=0.3)) == ("unavailable", False)


@pytest.mark.parametrize(
    "reply", [Reply(manner="hang"), Reply(manner="reset"), Reply(body=completion("A.").body, manner="cut")]
)
def test_a_request_that_went_out_may_be_billed_though_no_answer_came(model_server: ModelServer, reply: Reply) -> None:
    model_server.script = reply

    assert cost_of(backend(model_server.url, timeout=0.5)) == ("unavailable", True)


def test_a_missing_key_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")

    assert cost_of(backend(None)) == ("denied", False)


def test_a_name_that_is_not_known_may_become_known() -> None:
    assert "cannot be reached" in failure(backend("http://no-such-host.invalid/v1"), is_retryable=True)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(manner="reset"), "closed the connection before it had answered."),
        (Reply(body=completion("A.").body, manner="cut"), "broke off."),
        (Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}), "broke off."),
    ],
)
def test_a_connection_that_breaks_may_hold_next_time(model_server: ModelServer, reply: Reply, said: str) -> None:
    model_server.script = reply

    assert said in failure(backend(model_server.url), is_retryable=True)


def test_a_server_that_never_answers_is_left_after_the_timeout(model_server: ModelServer) -> None:
    model_server.script = Reply(manner="hang")

    assert "did not answer within 0.3 seconds" in failure(backend(model_server.url, timeout=0.3), is_retryable=True)


def test_a_reply_without_end_is_not_read_to_it(model_server: ModelServer) -> None:
    model_server.script = Reply(body=b" " * (MAX_BODY + 1))

    assert "is over 16,000,000 bytes long" in failure(backend(model_server.url), is_retryable=False)


def test_a_cancelled_request_leaves_the_backend_usable(model_server: ModelServer) -> None:
    model_server.script = [Reply(manner="hang"), completion("A summary.")]

    async def cancel_the_first() -> str:
        made = backend(model_server.url)
        first = asyncio.create_task(made.complete(request()))
        await asyncio.to_thread(model_server.wait_for_request)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        answer = await made.complete(request())
        await made.close()
        return answer.text

    assert asyncio.run(cancel_the_first()) == "A summary."


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "localhost:8000/v1",
        "ftp://localhost/v1",
        "http://",
        "http:///v1",
        "http://local host/v1",
        "http://localhost:port/v1",
        "http://localhost:99999/v1",
        "http://[::1/v1",
        "https://api.openai.com\\@example.org/v1",
        "http://user:sk-planted-4f9a1c77e2d84b06@localhost/v1",
        "http://localhost/v1?key=sk-planted-4f9a1c77e2d84b06",
        "http://localhost/v1#top",
        "http://localhost/v1/chat/completions",
        "http://localhost/v1\n",
    ],
)
def test_a_base_url_that_cannot_be_used_is_refused_without_quoting_it(base_url: str) -> None:
    with pytest.raises(UsageError, match="--base-url: ") as caught:
        create("stub", BackendOptions.model_construct(base_url=base_url))

    assert KEY not in str(caught.value)


@pytest.mark.parametrize("key", [KEY, "gsk_planted4f9a1c77e2d84b06"])
def test_a_key_in_place_of_its_variables_name_is_refused_without_quoting_it(key: str) -> None:
    with pytest.raises(UsageError, match="--key-env wants the name of an environment variable") as caught:
        backend(None, key_env=key)

    assert key not in str(caught.value)


def test_a_session_is_closed_with_the_backend(model_server: ModelServer) -> None:
    """A connection left open would warn at the end of the process, where warnings are errors."""
    code = (
        "import asyncio, sys; from harness.backends.base import BackendOptions, Request, Message;"
        "from harness.backends.openai import create;"
        "made = create('stub', BackendOptions(base_url=sys.argv[1]));"
        "asked = Request(id='1', sample='t/a', epoch=1, messages=(Message(role='user', content='x'),), articles=());"
        "run = lambda: asyncio.gather(made.complete(asked), made.complete(asked));"
        "\nasync def main():\n    await run()\n    await made.close()\nasyncio.run(main())"
    )

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, model_server.url],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (run.returncode, run.stderr) == (0, "")
