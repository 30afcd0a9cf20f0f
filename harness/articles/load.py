"""Reading articles from disk."""

from __future__ import annotations

from pathlib import Path

from harness.articles.models import Article, FrontMatter, Original
from harness.errors import Problem, TaskError
from harness.files.document import Document
from harness.files.front_matter import split_front_matter
from harness.files.project import Project, is_file
from harness.files.source import Source, read_source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml


def load_article(project: Project, path: Path, *, originals: Path | None = None) -> Article:
    """Read an article; raise TaskError with every fault.

    With `originals`, the text of the report that the article retells is used instead, where the article names one
    and its checksum holds.
    """
    source = project.read(path)
    head, start = split_front_matter(source, "'id: NAME', 'title: TEXT', 'event: NAME'")
    document = parse_yaml(head)
    front, problems = check_record(document, FrontMatter)
    problems.extend(_misnamed(document, path))
    text = source.text[start:].strip()
    if not text:
        problems.append(
            source.problem(start, "the article has no text.", "Write it below the front matter.", code="A104")
        )
    if problems or front is None:
        raise TaskError(problems)
    article = Article(text=text, **{name: getattr(front, name) for name in type(front).model_fields})
    if originals is None or article.original is None:
        return article
    report = _read_original(originals, article.id, article.original)
    return article.model_copy(update={"text": report.text, "is_original": True})


def _misnamed(document: Document, path: Path) -> list[Problem]:
    name = document.at(("id",))
    if not isinstance(name, str) or name.strip() == path.stem:
        return []
    what = f"the id is {name.strip()!r} but the file is named {path.name!r}."
    return [document.problem(("id",), what, f"Write 'id: {path.stem}', or rename the file.", code="A105")]


def _read_original(folder: Path, article: str, original: Original) -> Source:
    path = folder / original.file
    if not is_file(path):
        what = f"there is no such file; the article {article!r} retells it."
        raise TaskError([Problem(str(path), 0, 0, what, "Put it there, or leave out --originals.", code="A106")])
    source = read_source(path, str(path))
    if source.sha256 != original.sha256:
        what = f"is not the report that {article!r} retells: its SHA-256 is {source.sha256}, not {original.sha256}."
        raise TaskError([Problem(str(path), 0, 0, what, "Get the very file, or leave out --originals.", code="A107")])
    return source
