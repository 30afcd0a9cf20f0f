"""Reading articles from disk."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from harness.articles.models import Article, FrontMatter
from harness.errors import Problem, TaskError
from harness.files.project import Project
from harness.files.source import Source, read_source
from harness.files.yaml import parse_yaml, read_record

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)


def load_article(project: Project, path: Path, *, originals: Path | None = None) -> Article:
    """Read an article; raise TaskError with every fault.

    With `originals`, the text of the report that the article retells is used instead, where the article names one
    and its checksum holds.
    """
    source = project.read(path)
    match = _FRONT_MATTER.match(source.text)
    if not match:
        what = "the article has no front matter."
        raise TaskError(
            [source.problem(0, what, "Begin with '---', 'id: …' and so on, and '---' (see docs/formats.md).")]
        )
    # The first line is blanked so that line numbers in messages are those of the file.
    head = replace(source, text="   \n" + match.group(1))
    front = read_record(parse_yaml(head), FrontMatter)
    if front.id != path.stem:
        what = f"the id is {front.id!r} but the file is named {path.name!r}."
        raise TaskError([Problem(source.name, 2, 1, what, "Make them one.")])
    text = source.text[match.end() :].strip()
    if not text:
        raise TaskError([source.problem(match.end(), "the article has no text.", "Write it below the front matter.")])
    article = Article(text=text, **{name: getattr(front, name) for name in type(front).model_fields})
    if originals is None or article.original is None:
        return article
    return _with_original(article, originals)


def _with_original(article: Article, folder: Path) -> Article:
    assert article.original is not None
    path = folder / Path(article.original.file).name
    source: Source = read_source(path, str(path))
    if source.sha256 != article.original.sha256:
        what = f"is not the report that {article.id!r} retells: its SHA-256 is {source.sha256}, not {article.original.sha256}."
        raise TaskError([Problem(str(path), 0, 0, what, "Get the very file, or leave out --originals.")])
    return article.model_copy(update={"text": source.text, "is_original": True})
