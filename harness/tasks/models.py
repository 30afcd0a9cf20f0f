"""What a task file and a prompt file hold, and the task that is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from harness.articles.models import Article
from harness.errors import Problem
from harness.files.records import (
    NAME_PATTERN,
    Flag,
    Name,
    Positive,
    Record,
    Shorthand,
    Text,
    Whole,
    fault,
    not_empty,
    one_or_many,
)
from harness.gold.gold import Gold

SLOTS = ("articles", "words")
"""What is replaced in a prompt where it stands in braces."""


class Limit(Record):
    """How long a summary may be."""

    words: Positive = Field(
        description="Asked for in the prompt; text past it plus 10% earns no recall.", examples=[100]
    )


class ScorerEntry(Record):
    """A scorer that a task asks for, with its options."""

    name: Name = Field(description="The scorer's name.", examples=["rouge"])
    options: Mapping[str, Any] = Field(default_factory=dict, description="What the scorer takes.", examples=[{}])


def _read_entry(item: Any) -> Any:  # noqa: ANN401
    """`rouge` and `{rouge: {types: […]}}` are both entries."""
    if isinstance(item, str):
        return {"name": item}
    if not isinstance(item, dict):
        return item
    if len(item) != 1:
        raise fault(
            f"one entry names {len(item)} scorers.",
            "Give each its own: [NAME, {NAME: {OPTION: VALUE}}], and so on.",
            code="T112",
        )
    ((name, options),) = item.items()
    if options is not None and not isinstance(options, dict):
        raise fault(
            f"the options of {name!r} are no keys with values.", f"Write '{name}: {{OPTION: VALUE}}'.", code="T113"
        )
    return {"name": name, "options": options or {}}


def _entry_schema(_: dict[str, Any]) -> dict[str, Any]:
    name = {"type": "string", "pattern": NAME_PATTERN, "description": "A scorer's name."}
    with_options = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": name,
        "additionalProperties": {"type": ["object", "null"]},
        "description": "A scorer's name with its options.",
    }
    return {"anyOf": [name, with_options]}


class TaskFile(Record):
    """The keys of a file under tasks/."""

    task: Name = Field(description="The task's name; the file is tasks/TASK.yaml.", examples=["river-flood"])
    version: Whole = Field(description="Raise it when prompt, articles or gold change what figures mean.", examples=[1])
    description: Text | None = Field(
        default=None, description="What it tests, in a sentence.", examples=["Two counts that are easily exchanged."]
    )
    articles: Annotated[tuple[Text, ...], not_empty, one_or_many] = Field(
        description="Names of files under seeds/, or paths from the project's root.", examples=[["river-flood"]]
    )
    together: Flag = Field(
        default=False, description="true: one sample of all articles; false: a sample per article.", examples=[True]
    )
    gold: Annotated[tuple[Text, ...], one_or_many] = Field(
        default=(), description="Names of files under gold/: one per article, or the set's.", examples=["river-flood"]
    )
    prompt: Text = Field(description="Name of a file under tasks/prompts/.", examples=["one-article"])
    limit: Limit | None = Field(default=None, description="The word limit.", examples=[{"words": 100}])
    scorers: Annotated[
        tuple[Annotated[ScorerEntry, Shorthand(_read_entry, _entry_schema)], ...], not_empty, one_or_many
    ] = Field(description="Names of scorers, or NAME: {options}.", examples=[["facts", "rouge"]])


class PromptFile(Record):
    """The keys at the head of a prompt file."""

    prompt: Name = Field(
        description="The prompt's name; the file is tasks/prompts/PROMPT.md.", examples=["one-article"]
    )
    version: Whole = Field(description="Raise it with every change of the text.", examples=[1])


class Prompt(Record):
    """A prompt's text; `{articles}` and `{words}` stand once or more and are replaced, nothing else is."""

    name: str
    version: int
    text: str

    @property
    def asks_for_words(self) -> bool:
        """Whether the word limit is part of it."""
        return "{words}" in self.text


class ScorerSpec(Record):
    """A scorer asked for by name, with options and, where it stands in a file, its place."""

    name: str
    options: Mapping[str, Any] = Field(default_factory=dict)
    file: str = ""
    line: int = 0
    column: int = 0

    def problem(self, what: str, mend: str = "", code: str = "") -> Problem:
        """Return a problem at the place where the scorer is asked for."""
        return Problem(self.file or "--scorer", self.line, self.column, what, mend, code)


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
