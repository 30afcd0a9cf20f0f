"""A gold file as one annotator's reading of one article: its facts, and the lines where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.errors import Problem, TaskError, UsageError, did_you_mean
from harness.files.document import Document
from harness.files.project import Project, builtin_project, find_project, is_file
from harness.files.source import read_source
from harness.files.yaml import parse_yaml
from harness.gold.gold import Gold
from harness.gold.load import load_gold


@dataclass(frozen=True)
class Annotation:
    """One gold file of one article; `file` is what messages call it."""

    file: str
    document: Document
    gold: Gold
    article: Article

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The line, from 1, in which each fact begins, by the fact's id."""
        document = self.document
        items = ((item, document.text((*item, "id"))) for item in document.items(("facts",)))
        return {name: document.source.position(document.offset(item))[0] for item, ids in items for _, name in ids}


def load_annotation(path: Path, *, cwd: Path | None = None) -> Annotation:
    """Read a gold file, inside a project or out of one; the article is that of a project near it, else near `cwd`.

    Raises TaskError with its faults, UsageError for the gold of a set.
    """
    document = parse_yaml(read_source(path, str(path)))
    if document.at(("includes",)) and not document.at(("article",)):
        mend = "Name the gold files of one article."
        raise UsageError("is the gold of a set.", where=str(path), mend=mend)
    name = document.at(("article",))
    if not isinstance(name, str):
        raise TaskError([document.problem((), "names no article.", "Add 'article: NAME'.", "V102")])
    project, article = _article(document, name, _projects(path, cwd or Path.cwd()))
    real = path.resolve()
    gold = load_gold(project if project.holds(real) else Project(real.parent), real, {article.id: article})
    return Annotation(str(path), document, gold, article)


def load_both(first: Path, second: Path) -> tuple[Annotation, Annotation]:
    """Read two annotations of one article; raise UsageError where they are of two, or one file."""
    one, two = load_annotation(first), load_annotation(second)
    if first.resolve() == second.resolve():
        raise UsageError("both are the same file.", where=one.file, mend="Name the gold files of two annotators.")
    if one.article.id != two.article.id:
        what = f"is of the article {two.article.id!r}, but {one.file} of {one.article.id!r}."
        raise UsageError(what, where=two.file, mend="Name two gold files of one article.")
    return one, two


def _projects(path: Path, cwd: Path) -> Iterator[Project]:
    for project in (find_project(path.resolve().parent), find_project(cwd), builtin_project()):
        if project:
            yield project


def _article(document: Document, name: str, projects: Iterator[Project]) -> tuple[Project, Article]:
    known: set[str] = set()
    for project in projects:
        try:
            path = project.path("article", name)
        except ValueError as error:
            raise TaskError([document.problem(("article",), str(error))]) from error
        if is_file(path):
            return project, load_article(project, path)
        known.update(project.known("article"))
    what = f"there is no article {name!r} (seeds/{name}.md)."
    raise TaskError([Problem(*_place(document), what, did_you_mean(name, known))])


def _place(document: Document) -> tuple[str, int, int]:
    return (document.source.name, *document.source.position(document.offset(("article",))))
