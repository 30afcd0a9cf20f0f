"""Keys are planted in the environment, and a server says back all that it is shown: no key is in any byte that is left.

What is looked for: any eight characters in a row of a key, of its form in a URL, and of its forms in base64.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from servers import ModelServer, Received, Reply, completion, fails
from small_project import child_environment, make_project

from harness.backends.base import Answer, BackendOptions, Message, Request
from harness.backends.openai import OpenAI, create
from harness.errors import BackendError

SHOWN = "sk-Zq8v/T3xW+mK7pLr2NdY5hBc9J="
UNSHOWN = "ghp_Xw4Rk9Qz2Vt7Lm5Np8Js3Hd6"
KEYS = {"SOME_VARIABLE": SHOWN, "OTHER_TOKEN": UNSHOWN, "HF_TOKEN": UNSHOWN[::-1]}

TASK = """\
task: flood
version: 1
articles: [flood]
gold: flood
prompt: plain
limit: {words: 50}
scorers: [facts, grounding, rouge, shape]
"""

LEAKY = """
import os
from harness.backends.base import Answer

class Leaky:
    name, needs_references, parameters = "leaky/m", False, {}

    async def complete(self, request):
        raise ValueError(f"the header {os.environ['OTHER_TOKEN']!r} is bad")

    async def close(self):
        pass

def create(model, options):
    return Leaky()
"""


def forms(key: str) -> Iterator[str]:
    yield from (key, quote(key, safe=""), key[::-1])
    for before in range(3):
        coded = base64.b64encode(b"." * before + key.encode()).decode().rstrip("=")
        yield from (coded[before + 1 : -1], coded[before + 1 : -1].translate(str.maketrans("+/", "-_")))


PARTS = {form[i : i + 8] for key in KEYS.values() for form in forms(key) for i in range(len(form) - 7)}


def leaks(data: bytes | str) -> list[str]:
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    return sorted(part for part in PARTS if part in text)


def echo(request: Received) -> str:
    """Return all that a request shows, in every form."""
    text = json.dumps(dict(request.headers))
    bearer = request.headers.get("authorization", "")
    coded = base64.b64encode(bearer.encode()).decode()
    return f"{text} {quote(text, safe='')} {coded} {base64.urlsafe_b64encode(b'.' + bearer.encode()).decode()}"


def echoing() -> Callable[[Received], Reply]:
    """Return a script: replies of every kind in turn, each with all that the request showed."""
    numbers = count()

    def reply(request: Received) -> Reply:
        text, head = echo(request), request.headers.get("authorization", "")
        kinds = [
            completion(f"The Oder rose. {text}", model=text, id=text),
            completion(text, **{"x-echo": text}),
            completion(None, refusal=text),
            completion("It rose.", finish=text),
            fails(400, text),
            fails(401, f"Incorrect API key provided: {SHOWN[:11]}********{SHOWN[-9:]}. {text}"),
            fails(429, text, retry_after="0", x_request_id=head, x_secret=head),
            fails(503, head * 9, retry_after="0"),
            Reply(500, text),
            Reply(404, f'"{text}"'),
            Reply(302, text, {"Location": f"{request.path}?key={quote(SHOWN, safe='')}"}),
            Reply(200, f"no JSON {text}"),
            Reply(200, json.dumps({"error": {"message": text, "code": 400}})),
            Reply(200, json.dumps({"choices": text})),
            Reply(body=json.dumps({"choices": [{"message": {"content": {"a": text}}}]})),
            Reply(200, text, manner="cut"),
            Reply(manner="reset"),
            Reply(200, b"\xff\xfe" + text.encode("utf-16-le")),
        ]
        return kinds[next(numbers) % len(kinds)]

    return reply


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    info = site / "leaky-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: leaky\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[harness.backends]\nleaky = leaky_backend:create\n", "utf-8")
    (site / "leaky_backend.py").write_text(LEAKY, "utf-8")
    (tmp_path / "work").mkdir()
    return make_project(
        tmp_path / "work", {"tasks/flood.yaml": TASK, "tasks/two.yaml": TASK.replace("flood\n", "two\n", 1)}
    )


def run(folder: Path, *arguments: str, keys: Mapping[str, str] = KEYS) -> tuple[int, str]:
    """Run the program with the keys in its environment; return its exit code and all that it printed."""
    environment = child_environment(folder.parent / "site", **keys)
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "harness", "--debug", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file, and its name as content."""
    for path in folder.rglob("*"):
        yield path.name, path.name.encode()
        if path.is_file():
            yield path.name, path.read_bytes()


def check(folder: Path, printed: str) -> None:
    assert leaks(printed) == [], printed
    assert [(name, leaks(data)) for name, data in written(folder) if leaks(data)] == []


def test_the_search_finds_what_it_looks_for() -> None:
    bearer = base64.b64encode(f"Bearer {SHOWN}".encode()).decode()
    for text in (f"x{SHOWN[9:17]}y", quote(SHOWN, safe="")[:12], bearer, bearer[20:30], UNSHOWN[-8:]):
        assert leaks(text)
    assert not leaks("sk-Zq8v and T3xW+mK")


@pytest.mark.parametrize("option", ["--record", "--cache-file"])
def test_a_run_leaves_no_key_in_any_file_or_line(folder: Path, model_server: ModelServer, option: str) -> None:
    model_server.script = echoing()
    asked = ("eval", "--base-url", model_server.url, "--key-env", "SOME_VARIABLE", "--epochs", "9")
    code, printed = run(folder, *asked, "--backend", "openai/m", "--backend", "command/env", option, "kept")
    assert code == 3, printed
    assert any(SHOWN in request.headers.get("authorization", "") for request in model_server.received)
    names = {name for name, _ in written(folder)}
    assert names >= {"kept", "answers.jsonl", "scores.jsonl", "manifest.json"}
    check(folder, printed)
    shown = run(folder, "results", "show", "latest", "--sample", "flood/flood", "--format", "json")
    check(folder, shown[1])
    if option == "--record":
        code, printed = run(folder, *asked, "--backend", "openai/m", "--replay", "kept")
        assert code == 3, printed
    else:
        code, printed = run(folder, "cache", "explain", *asked[1:], "--backend", "openai/m", option, "kept")
        assert code == 0, printed
    check(folder, printed)


def test_a_fault_of_a_plugin_that_quotes_a_key_is_told_without_it(folder: Path) -> None:
    code, printed = run(folder, "eval", "--backend", "leaky/m")
    assert code == 70, printed
    assert "ValueError: the header '[key]' is bad" in printed
    assert "Traceback" in printed
    check(folder, printed)


@pytest.mark.parametrize("arguments", [("--key-env", SHOWN), ("--base-url", f"http://{UNSHOWN}@localhost/v1")])
def test_a_key_in_the_wrong_place_is_not_quoted(folder: Path, arguments: tuple[str, ...]) -> None:
    code, printed = run(folder, "eval", "--backend", "openai/m", "--base-url", "http://localhost:1/v1", *arguments)
    assert code == 2, printed
    check(folder, printed)


def ask(backend: OpenAI) -> Answer:
    async def asking() -> Answer:
        try:
            messages = (Message(role="user", content="Summarize."),)
            return await backend.complete(Request(id="1", sample="t/a", epoch=1, messages=messages, articles=()))
        finally:
            await backend.close()

    return asyncio.run(asking())


@pytest.mark.parametrize("number", range(18))
def test_no_exception_holds_a_key(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    reply = echoing()

    def script(request: Received) -> Reply:
        replies = [reply(request) for _ in range(18)]
        return replies[number]

    model_server.script = script
    backend = create("m", BackendOptions(base_url=model_server.url, key_env="SOME_VARIABLE"))
    try:
        told = repr(ask(backend))
    except BackendError as error:
        shown = traceback.TracebackException.from_exception(error, capture_locals=False)
        told = "".join([*shown.format(), repr(error), str(error), repr(vars(error)), repr(error.args)])
    assert leaks(told + repr(backend) + repr(vars(backend))) == []
    assert os.environ["SOME_VARIABLE"] == SHOWN
