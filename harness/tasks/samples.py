"""Samples: the units that are summarized."""

from __future__ import annotations

import re
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

    @property
    def events(self) -> tuple[str, ...]:
        """The events that its articles are about."""
        return tuple(dict.fromkeys(article.event for article in self.articles))

    @property
    def language(self) -> str:
        """The language of its first article."""
        return self.articles[0].language

    @property
    def references(self) -> tuple[str, ...]:
        """The reference summaries' texts."""
        return tuple(reference.text for reference in self.gold.references) if self.gold else ()

    @cached_property
    def prompt_text(self) -> str:
        """The prompt with the articles and the word limit put in, once; nothing in the articles is replaced."""
        slots = {"articles": render_articles(self.articles), "words": str(self.words or "")}
        return _SLOT.sub(lambda match: slots[match[1]], self.prompt.text)


def render_articles(articles: tuple[Article, ...]) -> str:
    """Return the articles as a model is shown them: numbered `[1]`, `[2]`, … where there are several."""
    if len(articles) == 1:
        return f"{articles[0].title}\n\n{articles[0].text}"
    return "\n\n".join(f"[{i}] {article.title}\n\n{article.text}" for i, article in enumerate(articles, 1))


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
