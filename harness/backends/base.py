"""What every backend is: one narrow door from a request to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from pydantic import Field

from harness.articles.models import Article
from harness.files.records import Record

Finish = Literal["stop", "length", "refused", "unknown"]


class Message(Record):
    """One message of a prompt."""

    role: Literal["system", "user"]
    content: str


class Request(Record):
    """All that a backend is given of one sample in one epoch: no gold, and references only for one that needs them."""

    id: str
    sample: str
    epoch: int
    messages: tuple[Message, ...]
    articles: tuple[Article, ...]
    references: tuple[str, ...] = ()
    words: int | None = None

    @property
    def prompt(self) -> str:
        """The messages' text, for backends that take one text."""
        return "\n\n".join(message.content for message in self.messages)


class Usage(Record):
    """Tokens, as the backend counts them."""

    input_tokens: int | None = None
    output_tokens: int | None = None


class Answer(Record):
    """What a backend returned: the summary and how it ended. `text` may be empty; `seconds` is the latency."""

    text: str
    finish: Finish = "stop"
    model: str | None = None
    usage: Usage | None = None
    seconds: float | None = None


class BackendOptions(Record):
    """What a caller may set; a backend refuses what it does not know with a UsageError."""

    base_url: str | None = None
    key_env: str | None = None
    seed: int = 0
    max_tokens: int | None = Field(default=None, ge=1)
    temperature: float | None = Field(default=None, ge=0)
    timeout: float = Field(default=120.0, gt=0, description="Seconds for one request.")
    samples: tuple[str, ...] = Field(default=(), description="Ids of the samples that will be asked for.")


class Backend(Protocol):
    """Answers one request at a time, many at once. Knows its provider's wire format, and nothing of tasks or scores."""

    @property
    def name(self) -> str:
        """`provider/model`, as a user writes it."""
        ...

    @property
    def needs_references(self) -> bool:
        """Whether requests must carry the reference summaries (an upper bound, never a contestant)."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Everything that can change its answers, for the manifest and the request ids; no key and no local path."""
        ...

    async def complete(self, request: Request) -> Answer:
        """Return the answer; raise BackendError, whose `retry_after` says whether asking again may help."""
        ...

    async def close(self) -> None:
        """Let go of connections and processes."""
        ...
