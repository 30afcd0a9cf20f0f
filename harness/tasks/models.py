"""What a task file and a prompt file hold, and the task that is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from harness.articles.models import Article
from harness.errors import Problem
from harness.files.records import Flag, Name, Record, Text, Whole, one_or_many
from harness.gold.gold import Gold


class Limit(Record):
    """How long a summary may be."""

    words: Annotated[Whole, Field(ge=1, description="Asked for in the prompt; text past it plus 10% earns no recall.")]


class ScorerEntry(Record):
    """A scorer that a task asks for, with its options."""

    name: Name
    options: Mapping[str, Any] = Field(default_factory=dict)


def _as_entries(value: Any) -> Any:  # noqa: ANN401
    """`rouge` and `{rouge: {types: […]}}` are both entries."""
    if not isinstance(value, list):
        value = [value]
    return [_as_entry(item) for item in value]


def _as_entry(item: Any) -> Any:  # noqa: ANN401
    if isinstance(item, str):
        return {"name": item}
    if isinstance(item, dict) and len(item) == 1:
        ((name, options),) = item.items()
        return {"name": name, "options": {} if options is None else options}
    return item


class TaskFile(Record):
    """The keys of a file under tasks/."""

    task: Name = Field(description="The task's name; the file is tasks/TASK.yaml.")
    version: Whole = Field(description="Raise it when prompt, articles or gold change what figures mean.")
    description: Text | None = Field(default=None, description="What it tests, in a sentence.")
    articles: Annotated[tuple[Text, ...], one_or_many, Field(min_length=1)] = Field(
        description="Names of files under seeds/, or paths from the project's root."
    )
    together: Flag = Field(default=False, description="true: one sample of all articles; false: a sample per article.")
    gold: Annotated[tuple[Text, ...], one_or_many] = Field(
        default=(), description="Names of files under gold/: one per article, or the set's."
    )
    prompt: Text = Field(description="Name of a file under tasks/prompts/.")
    limit: Limit | None = Field(default=None, description="The word limit.")
    scorers: Annotated[tuple[ScorerEntry, ...], BeforeValidator(_as_entries), Field(min_length=1)] = Field(
        description="Names of scorers, or NAME: {options}."
    )


class PromptFile(Record):
    """The keys at the head of a prompt file."""

    prompt: Name = Field(description="The prompt's name; the file is tasks/prompts/PROMPT.md.")
    version: Whole = Field(description="Raise it with every change of the text.")


class Prompt(Record):
    """A prompt's text; `{articles}` and `{words}` stand once or more and are replaced, nothing else is."""

    name: str
    version: int
    text: str


class ScorerSpec(Record):
    """A scorer asked for by name, with options and, where it stands in a file, its place."""

    name: str
    options: Mapping[str, Any] = Field(default_factory=dict)
    file: str = ""
    line: int = 0
    column: int = 0

    def problem(self, what: str, mend: str = "") -> Problem:
        """Return a problem at the place where the scorer is asked for."""
        return Problem(self.file or "--scorer", self.line, self.column, what, mend)


class Task(Record):
    """A task with everything it names loaded and checked."""

    name: str
    version: int
    description: str | None
    articles: tuple[Article, ...]
    together: bool
    gold: tuple[Gold, ...]
    prompt: Prompt
    limit: Limit | None
    scorers: tuple[ScorerSpec, ...]
    file: str
