"""What every backend is: one narrow door from a request to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeAlias

from pydantic import ConfigDict, Field

from harness.articles.models import Article
from harness.errors import BackendError
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
    """Tokens, as the backend counts them; None where it does not say."""

    input_tokens: int | None = None
    output_tokens: int | None = Field(default=None, description="All that was written, thoughts included.")
    cached_input_tokens: int | None = Field(default=None, description="Of the input, what the provider had cached.")
    reasoning_tokens: int | None = Field(default=None, description="Of the output, thoughts that are not shown.")


class Answer(Record):
    """What a backend returned: the summary and how it ended. `text` may be empty; `seconds` is the latency."""

    text: str
    finish: Finish = "stop"
    model: str | None = Field(default=None, description="The model that really answered, as the provider names it.")
    usage: Usage | None = None
    seconds: float | None = None
    request_id: str | None = Field(default=None, description="The provider's own id of the request.")


Result: TypeAlias = Answer | BackendError
"""What became of a request, where many are answered together."""


class BackendOptions(Record):
    """What a caller may set; a backend refuses what it does not know with a UsageError."""

    model_config = ConfigDict(str_strip_whitespace=False)  # a system prompt or a stop text may end in a line end

    base_url: str | None = Field(default=None, description="The server, where it is not the provider's own.")
    key_env: str | None = Field(default=None, description="The environment variable that holds the key.")
    seed: int = Field(default=0, description="For what the harness draws; it is not sent to models.")
    temperature: float | None = Field(default=None, ge=0, description="Sampling temperature.")
    top_p: float | None = Field(default=None, gt=0, le=1, description="Share of probability that is sampled from.")
    max_tokens: int | None = Field(default=None, ge=1, description="At most so many tokens an answer.")
    model_seed: int | None = Field(default=None, description="Seed that is sent to the model.")
    stop: tuple[str, ...] | None = Field(default=None, min_length=1, description="Texts at which the answer ends.")
    system: str | None = Field(default=None, min_length=1, description="System prompt.")
    reasoning_effort: str | None = Field(default=None, min_length=1, description="How long a model is to think.")
    extra_body: Mapping[str, Any] | None = Field(default=None, description="Further fields of the request's body.")
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
