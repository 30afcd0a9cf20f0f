"""Samples: the units that are summarized."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from harness.articles.models import Article
from harness.files.records import Record
from harness.gold.gold import Gold
from harness.tasks.models import Prompt, Task

_SLOT = re.compile(r"\{(articles|words)\}")


class Sample(Record):
    """One article of a task, or all of them together, with the gold and the prompt that go with it."""

    id: str
    task: str
    task_version: int
    articles: tuple[Article, ...]
    gold: Gold | None
    prompt: Prompt
    words: int | None = None
    given_references: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """The events that its articles are about."""
        return tuple(dict.fromkeys(article.event for article in self.articles))

    @property
    def language(self) -> str:
        """The language of its first article."""
        return self.articles[0].language

    @property
    def size(self) -> int:
        """How many characters the texts of its articles have, all together."""
        return sum(len(article.text) for article in self.articles)

    @property
    def references(self) -> tuple[str, ...]:
        """The reference summaries' texts."""
        return tuple(reference.text for reference in self.gold.references) if self.gold else self.given_references

    @cached_property
    def prompt_text(self) -> str:
        """The prompt with the articles and the word limit put in, once; nothing in the articles is replaced."""
        slots = {"articles": render_articles(self.articles), "words": str(self.words or "")}
        return _SLOT.sub(lambda match: slots[match[1]], self.prompt.text)


def render_articles(articles: tuple[Article, ...]) -> str:
    """Return the articles as a model is shown them: numbered `[1]`, `[2]`, … where there are several."""
    if len(articles) == 1:
        return articles[0].full_text
    return "\n\n".join(f"[{i}] {article.full_text}" for i, article in enumerate(articles, 1))


def sample_of(documents: Sequence[str], *, id: str = "document", references: Sequence[str] = ()) -> Sample:  # noqa: A002
    """Return a sample of bare documents, for scorers that need no gold; its articles are called `1`, `2`, and so on.

    With `references`, scorers of overlap can grade it too. Raises pydantic's ValidationError for a blank document.
    """
    articles = tuple(Article(id=str(i), title="", event=id, text=text) for i, text in enumerate(documents, 1))
    prompt = Prompt(name="none", version=0, text="{articles}")
    return Sample(
        id=id,
        task="pairs",
        task_version=0,
        articles=articles,
        gold=None,
        prompt=prompt,
        given_references=tuple(references),
    )


def samples_of(task: Task) -> tuple[Sample, ...]:
    """Return a task's samples in the order of its articles. Ids are `task/article` or `task/set`."""
    words = task.limit.words if task.limit else None
    if task.together:
        groups = [("set", task.articles, next(iter(task.gold), None))]
    else:
        gold = {g.articles[0]: g for g in task.gold}
        groups = [(article.id, (article,), gold.get(article.id)) for article in task.articles]
    return tuple(
        Sample(
            id=f"{task.name}/{name}",
            task=task.name,
            task_version=task.version,
            articles=articles,
            gold=found,
            prompt=task.prompt,
            words=words,
        )
        for name, articles, found in groups
    )
