"""What holds for each backend that asks through a provider's own package: keys, costs, and failures of connections."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from asking import ask, needs, request
from provider_replies import generated, generation_fails, message, message_fails
from servers import ModelServer, Received, Reply, completion, fails

from harness.backends.base import Backend, BackendOptions
from harness.backends.registry import create_backend
from harness.backends.replies import MAX_BODY
from harness.backends.servers import Server
from harness.backends.wire import NO_KEY, Wire, open_client
from harness.errors import BackendError, UsageError

KEY = "sk-planted-4f9a1c77e2d84b06"
FOREIGN_KEY = "sk-foreign-6610be83ac9f4d27"
VARIABLES = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "GROQ_API_KEY",
    "OPENAI_API_KEY",
)


@dataclass(frozen=True)
class Case:
    """One backend, the package that it needs, and how its server answers and fails."""

    spec: str
    package: str
    answers: Callable[[str], Reply]
    fails: Callable[..., Reply]
    options: tuple[tuple[str, Any], ...] = ()
    own_host: str = ""

    def make(self, base_url: str | None, **options: Any) -> Backend:
        needs(self.package)
        return create_backend(self.spec, BackendOptions(base_url=base_url, **{**dict(self.options), **options}))


def marks_of(case: Case) -> list[pytest.MarkDecorator]:
    """Let litellm warn, as it does of itself."""
    return [pytest.mark.filterwarnings("ignore")] if case.package == "litellm" else []


CASES = [
    Case("anthropic/stub", "anthropic", message, message_fails, (("max_tokens", 90),), "https://api.anthropic.com"),
    Case("google/stub", "google-genai", generated, generation_fails, (), "https://generativelanguage.googleapis.com"),
    Case("litellm/anthropic/stub", "litellm", message, message_fails, (("max_tokens", 90),)),
    Case("litellm/groq/stub", "litellm", completion, fails),
    Case("litellm/openai/stub", "litellm", completion, fails),
]


@pytest.fixture(params=[pytest.param(case, id=case.spec, marks=marks_of(case)) for case in CASES])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture(autouse=True)
def planted_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, FOREIGN_KEY)
    monkeypatch.setenv("OTHER_KEY", KEY)
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Custom: yes")


@pytest.fixture
def other_server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def error_of(made: Backend) -> BackendError:
    with pytest.raises(BackendError) as caught:
        ask(made)
    return caught.value


def test_a_request_is_answered(case: Case, model_server: ModelServer) -> None:
    model_server.script = case.answers("A summary.")

    answer = ask(case.make(model_server.root))

    assert (answer.text, answer.finish, answer.model) == ("A summary.", "stop", "stub-1")
    assert answer.usage
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (11, 7)
    assert (answer.seconds or 0) > 0


def test_requests_in_turn_share_a_connection(case: Case, model_server: ModelServer) -> None:
    model_server.script = case.answers("A summary.")

    ask(case.make(model_server.root), *[request()] * 3)

    assert (len(model_server.received), model_server.connections) == (3, 1)


def test_120_requests_run_at_once(case: Case, model_server: ModelServer) -> None:
    made = case.make(model_server.root)
    all_here = threading.Barrier(120)

    def reply(received: Received) -> Reply:
        all_here.wait(60)
        return case.answers(f"{'n1' if 'n1.' in json.dumps(received.body) else 'n2'}")

    model_server.script = reply

    async def ask_all() -> list[str]:
        answers = await asyncio.gather(*(made.complete(request(prompt=f"n{1 + n % 2}.")) for n in range(120)))
        await made.close()
        return [answer.text for answer in answers]

    assert asyncio.run(ask_all()) == ["n1", "n2"] * 60


def test_a_backend_may_be_closed_unused_twice_and_used_again(case: Case, model_server: ModelServer) -> None:
    model_server.script = case.answers("A summary.")
    made = case.make(model_server.root)

    asyncio.run(made.close())
    assert ask(made).text == ask(made).text == "A summary."


def test_another_server_gets_no_key_unless_one_is_named(case: Case, model_server: ModelServer) -> None:
    model_server.script = case.answers("A summary.")

    ask(case.make(model_server.root))
    ask(case.make(model_server.root, key_env="OTHER_KEY"))

    without, with_key = (json.dumps([each.path, dict(each.headers), each.body]) for each in model_server.received)
    assert FOREIGN_KEY not in without + with_key
    assert NO_KEY not in without + with_key
    assert KEY not in without
    assert with_key.count(KEY) == 1


def test_the_providers_own_host_is_shown_its_key(case: Case) -> None:
    if not case.own_host:
        pytest.skip("litellm shows its providers their keys itself")
    variable = f"{ {'anthropic': 'ANTHROPIC', 'google': 'GEMINI'}[case.spec.partition('/')[0]] }_API_KEY"
    made: Any = case.make(None)

    assert (made.wire.server.base_url, made.wire.server.key_env) == (case.own_host, variable)
    assert case.make(f"{case.own_host}/").wire.server.key_env == variable  # type: ignore[attr-defined]
    assert case.make(case.own_host.replace("https", "http")).wire.server.key_env is None  # type: ignore[attr-defined]
    assert case.make(f"{case.own_host}.example.org").wire.server.key_env is None  # type: ignore[attr-defined]


def test_without_a_key_nothing_is_sent(case: Case, model_server: ModelServer) -> None:
    error = error_of(case.make(model_server.root, key_env="NO_SUCH_KEY"))

    assert error.what == "the environment variable NO_SUCH_KEY holds no key."
    assert (error.is_retryable, error.cause, error.may_be_billed) == (False, "denied", False)
    assert model_server.received == []


def test_nothing_is_told_of_the_machine(case: Case, model_server: ModelServer) -> None:
    model_server.script = case.answers("A summary.")

    ask(case.make(model_server.root))

    headers = model_server.received[0].headers
    assert headers["user-agent"].startswith("summary-harness/")
    assert [name for name in headers if name.startswith(("x-stainless", "x-goog-api-client", "x-custom"))] == []


def test_a_redirect_is_not_followed_and_its_target_sees_nothing(
    case: Case, model_server: ModelServer, other_server: ModelServer
) -> None:
    for status in (301, 302, 303, 307, 308):
        model_server.script = Reply(status, "", {"Location": f"{other_server.root}/v1/messages"})
        error = error_of(case.make(model_server.root, key_env="OTHER_KEY"))
        assert "redirect" in error.what
        assert not error.is_retryable

    assert other_server.connections == 0


def test_a_proxy_of_the_environment_is_not_used(
    case: Case, model_server: ModelServer, other_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_server.script = case.answers("A summary.")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other_server.root)

    ask(case.make(model_server.root))

    assert (len(model_server.received), other_server.connections) == (1, 0)


def test_cookies_are_not_kept(case: Case, model_server: ModelServer) -> None:
    reply = case.answers("A summary.")
    model_server.script = Reply(200, reply.body, {**reply.headers, "Set-Cookie": "session=1; Path=/"})

    ask(case.make(model_server.root.replace("127.0.0.1", "localhost")), request(), request())

    assert "cookie" not in model_server.received[1].headers


@pytest.mark.parametrize(
    ("status", "cause", "is_retryable"),
    [
        (400, "other", False),
        (401, "denied", False),
        (403, "denied", False),
        (404, "denied", False),
        (408, "unavailable", True),
        (429, "rate limit", True),
        (500, "unavailable", True),
        (503, "unavailable", True),
        (529, "unavailable", True),
    ],
)
def test_a_failure_of_the_server_is_told_once_with_its_cause(
    case: Case, model_server: ModelServer, status: int, cause: str, *, is_retryable: bool
) -> None:
    model_server.script = case.fails(status, "not today", retry_after="7")

    error = error_of(case.make(model_server.root))

    assert error.what.startswith(f"the server answered {status}: not today")
    assert (error.cause, error.retry_after) == (cause, 7.0 if is_retryable else None)
    assert len(model_server.received) == 1


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("reset", "closed the connection before it had answered."),
        ("cut", "broke off."),
        ("hang", "within 0.5 seconds."),
    ],
)
def test_a_connection_that_breaks_may_hold_next_time_and_may_be_billed(
    case: Case, model_server: ModelServer, manner: Any, said: str
) -> None:
    model_server.script = Reply(body=case.answers("A summary.").body, manner=manner)

    error = error_of(case.make(model_server.root, timeout=0.5 if manner == "hang" else 60))

    assert error.what.endswith(said)
    assert (error.retry_after, error.cause, error.may_be_billed) == (1.0, "unavailable", True)
    assert len(model_server.received) == 1


def test_a_refused_connection_may_pass_and_is_free(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    error = error_of(case.make(f"http://127.0.0.1:{port}"))

    assert error.what.startswith(f"127.0.0.1:{port} cannot be reached")
    assert (error.retry_after, error.cause, error.may_be_billed) == (1.0, "unavailable", False)


def test_a_server_that_stays_silent_before_the_request_is_out_bills_nothing(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections, and never speaks TLS
        error = error_of(case.make(f"https://127.0.0.1:{silent.getsockname()[1]}", timeout=2))

    assert error.what.endswith("took no connection within 1 seconds.")
    assert (error.cause, error.may_be_billed) == ("unavailable", False)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(200, "<html>Sign in</html>", {"Content-Type": "text/html"}), "the server sent a web page and no"),
        (Reply(200, "{", {"Content-Type": "application/json"}), "the server's answer is no JSON, or was cut off."),
        (Reply(200, "not gzip", {"Content-Encoding": "gzip"}), "broke off."),
    ],
)
def test_a_body_that_is_no_answer_may_be_better_next_time(
    case: Case, model_server: ModelServer, reply: Reply, said: str
) -> None:
    if case.package == "litellm" and "gzip" not in reply.headers.values():
        pytest.skip("litellm tells it in its own words")
    model_server.script = reply

    error = error_of(case.make(model_server.root))

    assert said in error.what
    assert (error.is_retryable, error.cause) == (True, "unavailable")


def test_json_of_another_kind_is_a_final_error(case: Case, model_server: ModelServer) -> None:
    model_server.script = Reply(200, '{"hello": 1}', {"Content-Type": "application/json"})

    error = error_of(case.make(model_server.root))

    assert (error.is_retryable, error.may_be_billed) == (False, True)


def test_a_reply_that_is_too_large_is_not_read(case: Case, model_server: ModelServer) -> None:
    model_server.script = Reply(200, b" " * (MAX_BODY + 1), {"Content-Type": "application/json"})

    error = error_of(case.make(model_server.root))

    assert "is over 16,000,000 bytes long" in error.what
    assert not error.is_retryable


def test_a_server_that_does_not_speak_http_is_told(case: Case) -> None:
    async def ask_garbage() -> BackendError:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            sent = await reader.readuntil(b"\r\n\r\n")
            writer.write(b"NONSENSE " + sent.replace(b"\r\n", b" ") + b"\r\n\r\n")
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            made = case.make(f"http://127.0.0.1:{port}", key_env="OTHER_KEY")
            with pytest.raises(BackendError) as caught:
                await made.complete(request())
            await made.close()
            return caught.value

    error = asyncio.run(ask_garbage())

    assert "does not answer in HTTP" in error.what
    assert KEY not in "".join(traceback.format_exception(error))


def shown_key(received: Received) -> str:
    """Return the key that a request shows, in whichever header."""
    return next((KEY for value in received.headers.values() if KEY in value), "")


def hostile(case: Case) -> list[Callable[[Received], Reply]]:
    return [
        lambda received: case.fails(401, f"Incorrect API key provided: {shown_key(received)}"),
        lambda received: case.fails(400, "x" * 190 + shown_key(received)),
        lambda received: case.fails(429, json.dumps(dict(received.headers))),
        lambda received: Reply(500, f"<p>{shown_key(received)}"),
        lambda received: Reply(200, shown_key(received)),
        lambda received: Reply(200, json.dumps({"key": shown_key(received)})),
        lambda received: Reply(302, "", {"Location": f"http://127.0.0.1:1/?{shown_key(received)}"}),
    ]


@pytest.mark.parametrize("number", range(7))
def test_no_error_shows_the_key_whatever_the_server_does(case: Case, model_server: ModelServer, number: int) -> None:
    model_server.script = hostile(case)[number]
    made = case.make(model_server.root, key_env="OTHER_KEY")

    error = error_of(made)

    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.args) + repr(vars(error))
    assert shown_key(model_server.received[0])
    assert not any(KEY[i : i + 8] in shown for i in range(len(KEY) - 7))
    assert error.__cause__ is None
    assert error.__context__ is None


def test_neither_backend_nor_answer_holds_the_key(case: Case, model_server: ModelServer) -> None:
    model_server.script = lambda received: case.answers(f"You sent {shown_key(received)}.")
    made = case.make(model_server.root, key_env="OTHER_KEY")

    async def ask_and_look() -> str:
        answer = await made.complete(request())
        assert answer.text == "You sent [key]."
        seen = f"{made!r} {made.parameters} {answer!r} {objects_of(made)}"
        await made.close()
        return seen

    assert KEY not in asyncio.run(ask_and_look())


def objects_of(made: Any) -> str:
    """Return what the backend's client can be made to show of itself."""
    client = made._client
    return "".join(repr(vars(client) if hasattr(client, "__dict__") else client))


def test_a_cancelled_request_leaves_the_backend_usable(case: Case, model_server: ModelServer) -> None:
    model_server.script = [Reply(manner="hang"), case.answers("A summary.")]
    made = case.make(model_server.root)

    async def cancel_the_first() -> str:
        first = asyncio.create_task(made.complete(request()))
        await asyncio.to_thread(model_server.wait_for_request)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        answer = await made.complete(request())
        await made.close()
        return answer.text

    assert asyncio.run(cancel_the_first()) == "A summary."


def test_a_base_url_or_key_variable_that_cannot_be_used_is_refused_without_quoting_it(case: Case) -> None:
    with pytest.raises(UsageError, match="--base-url: ") as caught:
        case.make(f"http://user:{KEY}@localhost")
    assert KEY not in str(caught.value)
    with pytest.raises(UsageError, match="--key-env wants the name of an environment variable") as caught:
        case.make(None, key_env=KEY)
    assert KEY not in str(caught.value)


def test_all_is_closed_with_the_backend(case: Case, model_server: ModelServer) -> None:
    """A connection left open would warn at the end of the process, where warnings of resources are errors."""
    model_server.script = case.answers("A summary.")
    case.make(model_server.root)
    code = (
        "import asyncio, sys; from harness.backends.base import BackendOptions, Request, Message;"
        "from harness.backends.registry import create_backend;"
        f"made = create_backend({case.spec!r}, BackendOptions(base_url=sys.argv[1], max_tokens=9));"
        "asked = Request(id='1', sample='t/a', epoch=1, messages=(Message(role='user', content='x'),), articles=());"
        "\nasync def main():\n    await made.complete(asked)\n    await made.close()\nasyncio.run(main())"
    )

    run = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", code, model_server.root],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (run.returncode, run.stderr) == (0, "")


@pytest.fixture
def wire(model_server: ModelServer) -> Wire:
    needs("anthropic")
    return Wire("some/model", "anthropic", Server(model_server.root, None, "", is_own=False), 60)


def test_a_request_to_another_server_does_not_go_out(
    wire: Wire, model_server: ModelServer, other_server: ModelServer
) -> None:
    async def ask_another() -> BackendError:
        async with open_client("anthropic") as client:
            with pytest.raises(BackendError) as caught:
                await wire.exchange(lambda: client.post(f"{other_server.root}/v1/messages", json={}))
        return caught.value

    error = asyncio.run(ask_another())

    host = model_server.root.removeprefix("http://")
    assert error.what == f"the package anthropic asks another server than {host}."
    assert (other_server.connections, error.is_retryable) == (0, False)


def test_a_package_that_tries_again_by_itself_is_stopped(wire: Wire, model_server: ModelServer) -> None:
    model_server.script = Reply(manner="reset")

    async def ask_twice() -> BackendError:
        async with open_client("anthropic") as client:

            async def send() -> None:
                with contextlib.suppress(Exception):
                    await client.post(f"{model_server.root}/v1/messages", json={})
                await client.post(f"{model_server.root}/v1/messages", json={})

            with pytest.raises(BackendError) as caught:
                await wire.exchange(send)
        return caught.value

    error = asyncio.run(ask_twice())

    assert (len(model_server.received), error.is_retryable, error.may_be_billed) == (1, True, True)


def test_what_a_package_raises_by_itself_is_told_without_keys(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", KEY)

    async def send() -> None:
        raise TypeError(f"unexpected argument with {KEY}")

    with pytest.raises(
        BackendError, match=r"the package anthropic [\d.]+ fails: TypeError: unexpected .* \[key\]"
    ) as caught:
        asyncio.run(wire.exchange(send))

    assert (caught.value.is_retryable, caught.value.may_be_billed) == (False, False)
    assert caught.value.__context__ is None
