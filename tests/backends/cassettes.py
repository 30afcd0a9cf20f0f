"""Recordings of each hosted backend's exchange with its server, and how they are made.

    PYTHONPATH=.:tests:tests/backends python tests/backends/cassettes.py openai anthropic google litellm

records those named anew from a loopback server; each needs its package. Nothing is ever sent to a provider.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vcr
from asking import needs, request
from provider_replies import generated, generation_fails, message, message_fails
from servers import ModelServer, Received, Reply, completion, fails

from harness.backends.base import Answer, BackendOptions
from harness.backends.registry import create_backend
from harness.errors import BackendError

FOLDER = Path(__file__).parents[1] / "cassettes"
KEY = "sk-planted-4f9a1c77e2d84b06"
COOKIE = "planted-cookie-77e2d84b06"
PROMPTS = ("Sum up the first.", "Sum up the second.", "Sum up too much.")


@dataclass(frozen=True)
class Recorded:
    """One hosted backend: its name, the package that it needs, and how its server answers and fails."""

    name: str
    spec: str
    package: str
    answers: Callable[[str], Reply]
    fails: Callable[..., Reply]

    @property
    def file(self) -> Path:
        """The recording that is kept."""
        return FOLDER / f"{self.name}.yaml"

    def reply(self, received: Received) -> Reply:
        """Return what the server sends back to each of the prompts."""
        asked = json.dumps(received.body)
        if PROMPTS[2] in asked:
            return self.fails(429, "too much", retry_after="7")
        reply = self.answers("The first." if PROMPTS[0] in asked else "The second.")
        return Reply(reply.status, reply.body, {**reply.headers, "Set-Cookie": f"session={COOKIE}"})


RECORDED = {
    each.name: each
    for each in (
        Recorded("openai", "openai/stub", "aiohttp", completion, fails),
        Recorded("anthropic", "anthropic/stub", "anthropic", message, message_fails),
        Recorded("google", "google/stub", "google-genai", generated, generation_fails),
        Recorded("litellm", "litellm/mistral/stub", "litellm", completion, fails),
    )
}


@contextmanager
def tape(file: Path, mode: str) -> Iterator[Any]:
    """Record what is sent and answered in the block, without keys and cookies, or play it back."""
    recorder = vcr.VCR(
        record_mode=mode,
        match_on=("method", "scheme", "host", "port", "path", "query", "body"),
        filter_headers=["authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie"],
        filter_query_parameters=["key"],
        before_record_response=_without_cookies,
    )
    with recorder.use_cassette(str(file)) as cassette:
        yield cassette


def _without_cookies(response: dict[str, Any]) -> dict[str, Any]:
    headers = {name: value for name, value in response["headers"].items() if name.lower() not in ("set-cookie", "date")}
    return {**response, "headers": headers}


def ask_all(recorded: Recorded, base_url: str) -> list[str]:
    """Ask all prompts at once; return the summaries, and what errors say."""

    async def run() -> list[str]:
        made = create_backend(recorded.spec, BackendOptions(base_url=base_url, key_env="TAPE_KEY", max_tokens=90))
        try:
            found = await asyncio.gather(
                *(made.complete(request(prompt=prompt)) for prompt in PROMPTS), return_exceptions=True
            )
        finally:
            await made.close()
        return [_shown(each) for each in found]

    return asyncio.run(run())


def _shown(found: Answer | BaseException) -> str:
    if isinstance(found, BackendError):
        return f"{found.what} {found.cause} {found.retry_after:g}"
    if isinstance(found, BaseException):
        return type(found).__name__
    return f"{found.text} {found.model} {found.usage.output_tokens if found.usage else ''}"


SHOWN = [
    "The first. stub-1 7",
    "The second. stub-1 7",
    "the server answered 429: too much rate limit 7",
]
"""What all of them make of the prompts."""


def record(recorded: Recorded, file: Path) -> str:
    """Record a backend's exchange with a server of this machine into a file; return the server's base URL."""
    needs(recorded.package)
    file.unlink(missing_ok=True)
    with ModelServer() as server, tape(file, "once"):
        server.script = recorded.reply
        base_url = server.url if recorded.name == "openai" else server.root
        assert ask_all(recorded, base_url) == SHOWN
    return base_url


def main() -> None:
    """Record those that are named."""
    os.environ["TAPE_KEY"] = KEY
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:]:
        record(RECORDED[name], RECORDED[name].file)


if __name__ == "__main__":
    main()
