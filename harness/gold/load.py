"""Reading gold files, finding their evidence, and checking everything that they point to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.articles.models import Article
from harness.errors import Problem, TaskError, did_you_mean
from harness.files.document import Document
from harness.files.project import Project, is_file
from harness.files.records import NAME_PATTERN
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.gold import Evidence, Gold, GoldFact, GoldGroup, heaviest
from harness.gold.links import check_links, check_members, check_quotes, fact_ids, locate
from harness.gold.models import WEIGHTS, Fact, GoldFile, Group


def load_gold(project: Project, path: Path, articles: Mapping[str, Article]) -> Gold:
    """Read a gold file for articles that are loaded; raise TaskError with every fault of it and what it includes."""
    gold, problems = check_gold(project, path, articles)
    if problems or gold is None:
        raise TaskError(problems)
    return gold


def check_gold(
    project: Project, path: Path, articles: Mapping[str, Article], *, are_all: bool = True
) -> tuple[Gold | None, list[Problem]]:
    """Return a gold file's content and every fault of it and of those it includes; no content where there are faults.

    With `are_all=False` some of the articles could not be loaded: that one is missing is no fault of the gold then.
    """
    return _Reader(project, articles, are_all=are_all).read(path)


@dataclass(frozen=True)
class _Draft:
    """A gold file as it was written, with its faults; `file` is None where no record could be made of it."""

    name: str
    document: Document
    file: GoldFile | None
    article: Article | None
    problems: list[Problem]

    @property
    def is_of_set(self) -> bool:
        return bool(self.document.items(("includes",))) and not self.document.items(("article",))

    def members(self) -> list[str]:
        """Return its facts' ids as a set's groups name them."""
        return [f"{self.document.at(('article',))}/{fact}" for fact in fact_ids(self.document)]


class _Reader:
    """Reads the gold of one article, or of a set with all that it includes."""

    def __init__(self, project: Project, articles: Mapping[str, Article], *, are_all: bool) -> None:
        self.project = project
        self.articles = articles
        self.are_all = are_all

    def read(self, path: Path) -> tuple[Gold | None, list[Problem]]:
        try:
            draft = self._draft(path)
        except TaskError as error:
            return None, list(error.problems)
        if draft.is_of_set:
            return self._read_set(draft)
        return None if draft.problems else _gold_of_article(draft), draft.problems

    def _draft(self, path: Path) -> _Draft:
        """Read one file and note its faults; raise TaskError where it is no YAML."""
        document = parse_yaml(self.project.read(path))
        file, problems = check_record(document, GoldFile)
        problems.extend(check_links(document))
        article = None
        for place, name in document.text(("article",)):
            article = self.articles.get(name)
            if article:
                problems.extend(check_quotes(document, article))
            elif self.are_all:
                what = f"the gold is of the article {name!r}, which is not among the task's."
                problems.append(document.problem(place, what, did_you_mean(name, self.articles), code="G210"))
        return _Draft(path.stem, document, file, article, problems)

    def _read_set(self, draft: _Draft) -> tuple[Gold | None, list[Problem]]:
        parts: list[_Draft] = []
        faults = list(self._read_parts(draft, parts))
        problems = [*draft.problems, *faults, *(problem for part in parts for problem in part.problems)]
        known = {member for part in parts for member in part.members()}
        if faults or len(parts) < max(2, len(draft.document.items(("includes",)))):  # the others' facts are not known
            known.update(name for _, name in _members(draft.document))
        problems.extend(check_members(draft.document, known, "fact of the included gold files (ARTICLE/FACT)"))
        return None if problems else _gold_of_set(draft, parts), problems

    def _read_parts(self, draft: _Draft, parts: list[_Draft]) -> Iterator[Problem]:
        """Fill in the gold files that a set includes, those that can be read; yield why the others cannot."""
        owner: dict[str, str] = {}
        for place, name in draft.document.texts(("includes",)):
            if not re.match(NAME_PATTERN, name):
                continue  # told already
            path = self.project.path("gold", name)
            if not is_file(path):
                what = f"there is no gold {name!r} ({self.project.name(path)})."
                yield draft.document.problem(place, what, did_you_mean(name, self.project.known("gold")), code="G211")
                continue
            try:
                part = self._draft(path)
            except TaskError as error:
                yield from error.problems
                continue
            parts.append(part)
            article = part.document.at(("article",))
            if part.is_of_set:
                yield draft.document.problem(
                    place, f"{name!r} is of a set itself.", "Name gold files of one article.", code="G212"
                )
            elif isinstance(article, str) and article in owner:
                what = f"{name!r} is of the same article as {owner[article]!r}."
                yield draft.document.problem(place, what, "Keep one.", code="G213")
            if isinstance(article, str):  # anything else is told as what it is
                owner.setdefault(article, name)


def _members(document: Document) -> Iterator[tuple[object, str]]:
    for group in document.items(("groups",)):
        yield from document.texts((*group, "members"))


def _gold_of_article(draft: _Draft) -> Gold | None:
    file, article = draft.file, draft.article
    if file is None or article is None:
        return None
    by_id = {fact.id: fact for fact in file.facts}
    return Gold(
        name=draft.name,
        sha256=draft.document.source.sha256,
        articles=(article.id,),
        facts=tuple(
            GoldFact(id=fact.id, article=article.id, fact=fact, evidence=_evidence(fact, article))
            for fact in file.facts
        ),
        groups=tuple(_group(group, [by_id[member] for member in group.members]) for group in file.groups),
        names={article.id: file.names},
        background=file.background,
        words=file.words,
        opposites=file.opposites,
        references=file.references,
    )


def _evidence(fact: Fact, article: Article) -> tuple[Evidence, ...]:
    found = [locate(quote, article) for quote in fact.evidence]
    return tuple(evidence for evidence in found if evidence)


def _group(group: Group, facts: list[Fact]) -> GoldGroup:
    weight = WEIGHTS[group.importance] if group.importance else heaviest(facts)
    return GoldGroup(id=group.id, group=group, members=group.members, weight=weight)


def _joined_words(parts: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    joined: dict[str, tuple[str, ...]] = {}
    for words in parts:
        for name, phrases in words.items():
            joined[name] = (*joined.get(name, ()), *phrases)
    return joined


def _gold_of_set(draft: _Draft, drafts: list[_Draft]) -> Gold | None:
    parts = [part for part in map(_gold_of_article, drafts) if part]
    file = draft.file
    if file is None or len(parts) < len(drafts):
        return None
    facts = {f"{part.articles[0]}/{fact.id}": fact for part in parts for fact in part.facts}
    chosen = dict.fromkeys(member for group in file.groups for member in group.members)
    joined = "\n".join([draft.document.source.sha256, *(part.sha256 for part in parts)])
    return Gold(
        name=draft.name,
        sha256=hashlib.sha256(joined.encode()).hexdigest(),
        articles=tuple(part.articles[0] for part in parts),
        facts=tuple(facts[key].model_copy(update={"id": key}) for key in chosen),
        others=tuple(fact.model_copy(update={"id": key}) for key, fact in facts.items() if key not in chosen),
        groups=tuple(_group(group, [facts[member].fact for member in group.members]) for group in file.groups),
        names={"": file.names, **{article: entries for part in parts for article, entries in part.names.items()}},
        background=(*file.background, *(entry for part in parts for entry in part.background)),
        words=_joined_words([file.words, *(part.words for part in parts)]),
        opposites=(*file.opposites, *(pair for part in parts for pair in part.opposites)),
        references=file.references,
    )
