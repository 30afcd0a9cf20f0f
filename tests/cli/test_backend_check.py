"""`harness backend check` as a user sees it."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result
from servers import ModelServer, completion, fails

Call = Callable[..., Result]


def test_a_backend_that_works_is_told_to(call: Call, model_server: ModelServer) -> None:
    model_server.script = completion("All \x1b[31msaved.")

    result = call("backend", "check", "openai/stub", "--base-url", model_server.url)

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("openai/stub", "It works.")
    assert "  ok  answer      'All [31msaved.'" in lines
    assert "  -   seed        not tried; --seed-check asks twice" in lines


def test_a_backend_that_does_not_work_ends_with_3(call: Call, model_server: ModelServer) -> None:
    model_server.script = fails(401, "no")

    result = call("backend", "check", "openai/stub", "--base-url", model_server.url)

    assert result.exit_code == 3
    assert "  NO  answer      the server answered 401: no. Check the key." in result.stdout.splitlines()
    assert result.stdout.endswith("It does not work.\n")


def test_parameters_go_to_the_model(call: Call, model_server: ModelServer) -> None:
    given = ["--temperature", "0", "--top-p", "0.5", "--stop", "A", "--stop", "B", "--extra-body", '{"top_k": 3}']

    result = call(
        "backend", "check", "openai/stub", "--base-url", model_server.url, *given, "--seed-check", "--format", "json"
    )

    assert result.exit_code == 0
    body = model_server.received[0].body
    assert {name: body[name] for name in ("temperature", "top_p", "stop", "top_k", "seed", "max_tokens")} == {
        "temperature": 0,
        "top_p": 0.5,
        "stop": ["A", "B"],
        "top_k": 3,
        "seed": 1,
        "max_tokens": 16,
    }
    states = {row["what"]: row["state"] for row in json.loads(result.stdout)}
    assert (states["server"], states["seed"], states["context"]) == ("good", "good", "unknown")


def test_a_backend_that_does_not_exist_is_bad_input(call: Call) -> None:
    result = call("backend", "check", "opnai/stub")

    assert result.exit_code == 2
    assert "Did you mean 'openai/stub'?" in result.stderr
