"""A new task: an article, gold of candidates, and the task itself, as the texts of their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.articles.load import parse_article
from harness.articles.models import Article, FrontMatter
from harness.authoring.candidates import find_candidates, first_statement
from harness.authoring.gold_text import front_matter, gold_text
from harness.authoring.names import Named, give_keys, slug
from harness.errors import UsageError
from harness.files.patch import scalar
from harness.files.project import Project
from harness.files.source import Source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.load import load_gold
from harness.gold.models import Fact, GoldFile

PROMPT = "brief"
PROMPT_TEXT = """\
---
prompt: brief
version: 1
---
Summarize the article below in at most {words} words. Keep who says what, and add nothing.

{articles}
"""
_LONGEST_TITLE = 150
_LANGUAGE = "en"


@dataclass(frozen=True)
class Wanted:
    """What is known of an article that is to become a task; None where nobody said.

    `is_there` says that it is an article of the project already.
    """

    text: str
    name: str | None = None
    title: str | None = None
    event: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    invented: bool = False
    is_there: bool = False

    def completed(self) -> Wanted:
        """Return it with a title, a name and an event: the first line, the title's words, the name."""
        title, text = (self.title, self.text) if self.title else split_title(self.text)
        name = self.name or slug(" ".join(title.split()[:6]), "-") or "article"
        return replace(self, text=text, title=title, name=name, event=self.event or name)


def read_wanted(source: Source) -> Wanted:
    """Return what a text says of itself: the keys of its front matter, where it has some.

    Raises TaskError where the front matter is wrong.
    """
    if not source.text.startswith("---\n"):
        return Wanted(source.text.strip())
    article = parse_article(source)
    return Wanted(
        article.text,
        article.id,
        article.title,
        article.event,
        article.outlet,
        article.published.date if article.published else None,
        article.language,
        article.invented,
    )


def split_title(text: str) -> tuple[str, str]:
    """Return a text's title and the rest: its first line where a blank line follows, else its first words."""
    first, _, rest = text.strip().partition("\n")
    title = re.sub(r"^#+\s*", "", first).strip()
    is_title = (first.startswith("#") or rest.strip("\n") != rest) and len(title) <= _LONGEST_TITLE
    if title and rest.strip() and is_title and not re.search(r"[.!?]$", title):
        return title, rest.strip()
    words = text.split()
    return " ".join(words[:10]) + ("…" if len(words) > 10 else ""), text.strip()  # noqa: PLR2004  (a headline's length)


def article_of(wanted: Wanted) -> Article:
    """Return the article that is wanted; raise UsageError, which names the option, where a key cannot be so."""
    keys = _keys(wanted)
    if not re.search(r"[^\W_]", wanted.text):
        raise UsageError("there is no word in it.", where="text", mend="Give an article.")
    try:
        front = FrontMatter.model_validate(keys)
        return Article(text=wanted.text.strip(), **{key: getattr(front, key) for key in type(front).model_fields})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = {"id": "name"}.get(str(first["loc"][0]), str(first["loc"][0])) if first["loc"] else "text"
        raise UsageError(str(first["msg"]), where=key) from error


def _keys(wanted: Wanted) -> dict[str, Any]:
    return {
        "id": wanted.name,
        "title": wanted.title,
        "event": wanted.event,
        "outlet": wanted.outlet,
        "published": {"date": wanted.published} if wanted.published else None,
        "language": wanted.language or _LANGUAGE,
        **({"invented": True} if wanted.invented else {}),
    }


def candidates_of(article: Article) -> tuple[list[Fact], list[Named]]:
    """Return the drafts that an article's gold begins with, and its names; never no draft at all."""
    found = find_candidates(article)
    facts = [one.fact for one in found.candidates]
    return facts or [first_statement(article)], list(found.named)


def kept_facts(project: Project, path: Path, article: Article) -> tuple[list[Fact], list[Named]]:
    """Return the facts of gold that an article has already; raise TaskError where it is wrong."""
    load_gold(project, path, {article.id: article})
    file, _ = check_record(parse_yaml(project.read(path)), GoldFile)
    return list(file.facts if file else ()), []


def article_files(
    project: Project, wanted: Wanted, facts: Sequence[Fact], named: Sequence[Named]
) -> Mapping[Path, str]:
    """Return the files of a new article and its gold with their texts, without those of an article that is there.

    Raises UsageError where another file is in their place: nothing is overwritten.
    """
    name = str(wanted.name)
    gold = project.path("gold", name)
    texts = {} if wanted.is_there else {project.path("article", name): front_matter(_keys(wanted), wanted.text)}
    if not (wanted.is_there and gold.is_file()):
        texts[gold] = gold_text(name, facts, named)
    _refuse_existing(project, texts)
    return texts


def _refuse_existing(project: Project, paths: Iterable[Path]) -> None:
    for path in paths:
        if path.exists() or path.is_symlink():
            raise UsageError("is there already.", where=project.name(path), mend="Choose another --name.")


def task_files(
    project: Project, wanted: Wanted, facts: Sequence[Fact], named: Sequence[Named], *, words: int, prompt: str
) -> Mapping[Path, str]:
    """Return the files of a new task with their texts, the prompt's among them where it is not there yet.

    Raises UsageError where one is there already: nothing is overwritten.
    """
    name = str(wanted.name)
    texts = {
        **({} if wanted.is_there else {project.path("article", name): front_matter(_keys(wanted), wanted.text)}),
        project.path("gold", name): gold_text(name, facts, named),
        project.path("task", name): _task_text(name, str(wanted.title), words, prompt),
    }
    _refuse_existing(project, texts)
    at = project.path("prompt", prompt)
    if not at.exists():
        if prompt != PROMPT:
            raise UsageError(
                "there is no such prompt.", where=project.name(at), mend="Write it, or leave --prompt out."
            )
        texts[at] = PROMPT_TEXT
    return texts


def _task_text(name: str, title: str, words: int, prompt: str) -> str:
    key = scalar(name)
    return (
        f"task: {key}\nversion: 1\ndescription: {scalar(title)}\narticles: {key}\ngold: {key}\nprompt: {prompt}\n"
        f"limit: {{words: {words}}}\nscorers: [facts, shape]\n"
    )


def with_more(
    facts: Sequence[Fact], named: Sequence[Named], more: Iterable[Fact], sources: Iterable[Named]
) -> tuple[list[Fact], list[Named]]:
    """Return drafts and names with further ones behind them."""
    every = [*named, *sources]
    give_keys(every)
    return [*facts, *more], every
