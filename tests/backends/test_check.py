"""One small request tells what of a backend works."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from asking import needs
from provider_replies import generated, message
from servers import ModelServer, Received, Reply, completion, fails

from harness.backends.base import BackendOptions
from harness.backends.check import Checked, check_backend
from harness.errors import UsageError

KEY = "sk-planted-4f9a1c77e2d84b06"


@pytest.fixture(autouse=True)
def planted_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTHER_KEY", KEY)
    monkeypatch.delenv("NO_KEY_HERE", raising=False)


def check(spec: str, *, seed_check: bool = False, **options: Any) -> Checked:
    return asyncio.run(check_backend(spec, BackendOptions(**options), seed_check=seed_check))


def found(checked: Checked) -> dict[str, tuple[str, str]]:
    return {one.what: (one.state, one.said) for one in checked.findings if one.what != "time"}


def with_models(*models: dict[str, Any]) -> Any:
    """Return a script of a server that lists its models and answers by itself."""

    def reply(received: Received) -> Reply:
        return Reply(body=json.dumps({"data": models})) if received.body is None else completion("All saved.")

    return reply


def test_all_that_works_is_told(model_server: ModelServer) -> None:
    model_server.script = with_models({"id": "other", "max_model_len": 1}, {"id": "stub", "max_model_len": 8192})

    checked = check("openai/stub", base_url=model_server.url, key_env="OTHER_KEY")

    assert checked.is_good
    assert found(checked) == {
        "server": ("good", f"{model_server.url}, reached"),
        "key": ("good", "OTHER_KEY is taken"),
        "model": ("good", "stub-1 answered"),
        "answer": ("good", "'All saved.'"),
        "end": ("good", "by itself"),
        "tokens": ("good", "11 in, 7 out"),
        "seed": ("unknown", "not tried; --seed-check asks twice"),
        "context": ("good", "8,192 tokens"),
    }
    asked = [received for received in model_server.received if received.body is not None]
    assert len(asked) == 1
    assert asked[0].body["max_tokens"] == 16
    assert "seed" not in asked[0].body


@pytest.mark.parametrize(
    "models", [Reply(404), Reply(body="[]"), Reply(manner="reset"), Reply(body='{"data": [{"id": "stub"}]}')]
)
def test_a_context_that_is_not_told_is_no_failure(model_server: ModelServer, models: Reply) -> None:
    model_server.script = lambda received: models if received.body is None else completion("All saved.")

    assert found(check("openai/stub", base_url=model_server.url))["context"] == ("unknown", "not told")


@pytest.mark.parametrize(
    "model",
    [{"max_model_len": 4096}, {"context_length": 4096}, {"context_window": 4096}, {"meta": {"n_ctx": 4096}}],
)
def test_the_context_is_found_where_servers_have_it(model_server: ModelServer, model: dict[str, Any]) -> None:
    model_server.script = with_models({"id": "stub", **model})

    assert check("openai/stub", base_url=model_server.url).context == 4096


def test_the_seed_is_tried_where_that_is_asked_for(model_server: ModelServer) -> None:
    same = check("openai/stub", seed_check=True, base_url=model_server.url)
    model_server.script = lambda _: completion(f"No {len(model_server.received)}.")
    differ = check("openai/stub", seed_check=True, base_url=model_server.url, model_seed=5, max_tokens=40)

    assert found(same)["seed"] == ("good", "two answers are the same")
    assert found(differ)["seed"] == ("bad", "two answers with the same seed differ")
    asked = [received.body for received in model_server.received if received.body]
    assert [(body["seed"], body["max_tokens"]) for body in asked] == [(1, 16), (1, 16), (5, 40), (5, 40)]


@pytest.mark.parametrize(
    ("reply", "options", "expected"),
    [
        (
            fails(401, "who are you"),
            {},
            {
                "server": ("good", "URL, reached"),
                "key": ("bad", "none is sent, and the server wants one: name it with --key-env"),
                "model": ("unknown", "not tried"),
                "answer": ("bad", "the server answered 401: who are you. Check the key."),
            },
        ),
        (
            fails(401, "who are you"),
            {"key_env": "OTHER_KEY"},
            {
                "server": ("good", "URL, reached"),
                "key": ("bad", "OTHER_KEY is refused"),
                "model": ("unknown", "not tried"),
                "answer": ("bad", "the server answered 401: who are you. Check the key."),
            },
        ),
        (
            completion("A."),
            {"key_env": "NO_KEY_HERE"},
            {
                "server": ("unknown", "URL, not tried"),
                "key": ("bad", "NO_KEY_HERE is not set"),
                "model": ("unknown", "not tried"),
                "answer": ("bad", "the environment variable NO_KEY_HERE holds no key. Set it."),
            },
        ),
        (
            fails(404, "no such model"),
            {"key_env": "OTHER_KEY"},
            {
                "server": ("good", "URL, reached"),
                "key": ("good", "OTHER_KEY is taken"),
                "model": ("bad", "not there, or there is no such address"),
                "answer": (
                    "bad",
                    "the server answered 404: no such model. Check the model's name and --base-url.",
                ),
            },
        ),
        (
            fails(503, "loading"),
            {"key_env": "OTHER_KEY"},
            {
                "server": ("good", "URL, reached"),
                "key": ("unknown", "OTHER_KEY is set"),
                "model": ("unknown", "not tried"),
                "answer": ("bad", "the server answered 503: loading"),
            },
        ),
        (
            Reply(body='{"choices": [{"message": {"content": 5}}]}'),
            {},
            {
                "server": ("good", "URL, reached"),
                "key": ("good", "none is sent"),
                "model": ("unknown", "not tried"),
                "answer": (
                    "bad",
                    "the message's 'content' is neither text nor a list of parts. Check --base-url.",
                ),
            },
        ),
        (
            Reply(manner="reset"),
            {},
            {
                "server": ("bad", "URL, no answer"),
                "key": ("good", "none is sent"),
                "model": ("unknown", "not tried"),
                "answer": ("bad", "HOST closed the connection before it had answered."),
            },
        ),
    ],
)
def test_what_does_not_work_is_told(
    model_server: ModelServer, reply: Reply, options: dict[str, Any], expected: dict[str, tuple[str, str]]
) -> None:
    model_server.script = reply

    checked = check("openai/stub", base_url=model_server.url, **options)

    host = model_server.root.removeprefix("http://")
    assert not checked.is_good
    assert {what: (state, said.replace(model_server.url, "URL").replace(host, "HOST"))
            for what, (state, said) in found(checked).items()} == expected  # fmt: skip


def test_an_empty_answer_of_a_model_that_thinks_names_the_remedy(model_server: ModelServer) -> None:
    model_server.script = completion("", finish="length", usage=None)

    checked = check("openai/stub", base_url=model_server.url)

    assert checked.is_good
    assert found(checked)["answer"] == ("unknown", "empty")
    assert "needs more (--max-tokens)" in found(checked)["end"][1]
    assert found(checked)["tokens"] == ("unknown", "not told; costs can only be estimated")


@pytest.mark.parametrize(
    ("spec", "package", "answer", "context", "tells"),
    [
        ("anthropic/stub", "anthropic", message("All saved."), {"max_input_tokens": 200_000}, "request id"),
        ("google/stub", "google-genai", generated("All saved."), {"inputTokenLimit": 200_000}, "request id"),
    ],
)
def test_other_providers_are_tried_alike(
    model_server: ModelServer, spec: str, package: str, answer: Reply, context: dict[str, int], tells: str
) -> None:
    needs(package)
    about = {"id": "stub", "type": "model", "name": "models/stub", "created_at": "2026-01-01T00:00:00Z", **context}
    headers = {"Content-Type": "application/json"}
    model_server.script = lambda received: answer if received.body else Reply(200, json.dumps(about), headers)

    checked = check(spec, base_url=model_server.root)

    assert checked.is_good
    assert checked.context == 200_000
    assert tells in found(checked)


def test_a_backend_without_a_server_tells_what_it_answers() -> None:
    assert found(check("extractive/lead-1")) == {
        "answer": ("good", "'The ferry to the island sank on Monday.'"),
        "end": ("good", "by itself"),
    }


def test_an_option_that_the_backend_does_not_read_is_refused() -> None:
    with pytest.raises(UsageError, match="has no use for --temperature"):
        check("extractive/lead-1", temperature=1)
