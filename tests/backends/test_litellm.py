"""What litellm is asked with, and what is refused before it is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from asking import ask, needs, request
from servers import ModelServer, completion

from harness.backends.base import BackendOptions, Message
from harness.backends.litellm import create
from harness.errors import UsageError

pytestmark = pytest.mark.filterwarnings("ignore")


def options(**more: Any) -> BackendOptions:
    needs("litellm")
    return BackendOptions(**more)


def test_every_parameter_has_its_place_in_the_body(model_server: ModelServer) -> None:
    model_server.script = completion("A summary.")
    given_options = options(
        base_url=model_server.url,
        temperature=0.5,
        top_p=0.75,
        max_tokens=90,
        model_seed=7,
        stop=("END",),
        system="Be dry.",
        extra_body={"top_k": 3},
    )
    messages = (Message(role="system", content="Be brief."), Message(role="user", content="Sum up: é"))
    made = create("openai/stub", given_options)

    ask(made, request().model_copy(update={"messages": messages}))

    assert model_server.received[0].body == {
        "model": "stub",
        "messages": [
            {"role": "system", "content": "Be dry."},
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Sum up: é"},
        ],
        "temperature": 0.5,
        "top_p": 0.75,
        "max_tokens": 90,
        "seed": 7,
        "stop": ["END"],
        "top_k": 3,
    }
    assert made.parameters["base_url"] == model_server.url
    assert made.parameters["model_seed"] == 7


@pytest.mark.parametrize(
    ("model", "given_options", "said"),
    [
        ("nonsense", {}, "litellm knows no provider of this name. Write litellm/PROVIDER/MODEL"),
        ("nonsense/model", {}, "litellm knows no provider of this name."),
        ("anthropic/stub", {"model_seed": 3}, "litellm has no --model-seed for anthropic. Leave the option out."),
        ("anthropic/stub", {"extra_body": {"top_k": 3}}, "litellm has no --extra-body for anthropic."),
        ("groq/stub", {"extra_body": {"stream": True}}, "--extra-body must not set 'stream'."),
        ("groq/stub", {"extra_body": {"max_tokens": 3}}, "'max_tokens'. Use --max-tokens for it."),
    ],
)
def test_what_a_provider_does_not_take_is_refused(model: str, given_options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        create(model, options(**given_options))

    assert said in str(caught.value)


def test_nothing_is_fetched_or_read_from_a_file_when_it_is_loaded(tmp_path: Any, model_server: ModelServer) -> None:
    needs("litellm")
    (tmp_path / ".env").write_text("PLANTED=from a file\n", encoding="utf-8")
    code = (
        "import os, socket\n"
        "def refuse(*_): raise SystemExit('a connection was opened')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from harness.backends.litellm import load\n"
        "litellm = load()\n"
        "print(os.environ.get('PLANTED'), litellm.telemetry)"
    )

    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "HTTPS_PROXY": model_server.root},
    )

    assert (run.stdout, run.returncode) == ("None False\n", 0), run.stderr
