"""Reading gold files, finding their evidence, and checking everything that they refer to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.articles.models import Article
from harness.errors import Problem, TaskError, did_you_mean
from harness.files.project import Project
from harness.files.yaml import Document, parse_yaml, read_record
from harness.gold.gold import Evidence, Gold, GoldFact, GoldGroup
from harness.gold.models import WEIGHTS, Fact, GoldFile, Group, NameEntry, Quote


def load_gold(project: Project, path: Path, articles: Mapping[str, Article]) -> Gold:
    """Read a gold file for articles that are loaded; raise TaskError with every fault of it and of those it includes."""
    source = project.read(path)
    document = parse_yaml(source)
    file = read_record(document, GoldFile)
    if file.article:
        return _gold_of_article(path.stem, document, file, articles)
    return _gold_of_set(project, path.stem, document, file, articles)


def _gold_of_article(name: str, document: Document, file: GoldFile, articles: Mapping[str, Article]) -> Gold:
    assert file.article
    article = articles.get(file.article)
    if article is None:
        what = f"the gold is of the article {file.article!r}, which is not among the task's."
        raise TaskError([document.problem(("article",), what, did_you_mean(file.article, articles))])
    problems = [*_duplicate_ids(document, file), *_unknown_names(document, file), *_unknown_facts(document, file)]
    facts = []
    for i, fact in enumerate(file.facts):
        evidence: list[Evidence] = []
        for j, quote in enumerate(fact.evidence):
            found = _locate(quote, article)
            if isinstance(found, str):
                place = (
                    ("facts", i, "evidence", j, "quote")
                    if ("facts", i, "evidence", j) in document.values
                    else ("facts", i, "evidence")
                )
                problems.append(
                    document.problem(place, found, "Copy it from the article, long enough to be the only one.")
                )
            elif found:
                evidence.append(found)
        facts.append(GoldFact(id=fact.id, article=article.id, fact=fact, evidence=tuple(evidence)))
    if problems:
        raise TaskError(problems)
    by_id = {fact.id: fact for fact in file.facts}
    return Gold(
        name=name,
        sha256=document.source.sha256,
        articles=(article.id,),
        facts=tuple(facts),
        groups=tuple(_group(group, group.members, [by_id[m] for m in group.members]) for group in file.groups),
        names={article.id: file.names},
        background=file.background,
        references=file.references,
    )


def _locate(quote: Quote, article: Article) -> Evidence | str | None:
    """Return where a quote stands, or what is wrong with it; None where the original has no span for it."""
    if article.is_original:
        if quote.original is None:
            return None
        start, end = quote.original
        if end > len(article.text):
            return f"'original' ends at {end}, past the end of the report ({len(article.text)})."
        return Evidence(article=article.id, start=start, end=end)
    spans = article.folded.find(quote.quote)
    if len(spans) == 1:
        return Evidence(article=article.id, start=spans[0][0], end=spans[0][1])
    times = "nowhere" if not spans else f"{len(spans)} times"
    shown = quote.quote if len(quote.quote) <= 70 else quote.quote[:67] + "..."  # noqa: PLR2004
    return f"the quote {shown!r} stands {times} in the article {article.id!r}, not once."


def _group(group: Group, members: tuple[str, ...], facts: list[Fact]) -> GoldGroup:
    weight = WEIGHTS[group.importance] if group.importance else max(fact.weight for fact in facts)
    return GoldGroup(id=group.id, group=group, members=members, weight=weight)


def _duplicate_ids(document: Document, file: GoldFile) -> Iterator[Problem]:
    lists = {
        "facts": [fact.id for fact in file.facts],
        "groups": [group.id for group in file.groups],
        "references": [reference.id for reference in file.references],
    }
    for key, ids in lists.items():
        for i, name in enumerate(ids):
            first = ids.index(name)
            if first < i:
                line, _ = document.source.position(document.offset((key, first, "id")))
                what = f"the id {name!r} stands twice (first in line {line})."
                yield document.problem((key, i, "id"), what, "Give each its own.")


def _unknown_names(document: Document, file: GoldFile) -> Iterator[Problem]:
    def check(keys: tuple[str, ...], place: tuple[str | int, ...]) -> Iterator[Problem]:
        for key in keys:
            if key not in file.names:
                what = f"{key!r} is no key of 'names'."
                yield document.problem(place, what, did_you_mean(key, file.names))

    for key, entry in file.names.items():
        yield from check(entry.all, ("names", key, "all"))
    for i, fact in enumerate(file.facts):
        if fact.says:
            yield from check(fact.says.who.keys, ("facts", i, "says", "who"))
            yield from check(fact.says.via, ("facts", i, "says", "via"))


def _unknown_facts(document: Document, file: GoldFile) -> Iterator[Problem]:
    known = {fact.id for fact in file.facts}

    def check(ids: tuple[str, ...], place: tuple[str | int, ...]) -> Iterator[Problem]:
        for name in ids:
            if name not in known:
                yield document.problem(place, f"{name!r} is no fact of this file.", did_you_mean(name, known))

    for i, fact in enumerate(file.facts):
        if fact.says and isinstance(fact.says.what, tuple):
            yield from check(fact.says.what, ("facts", i, "says", "what"))
        if fact.date and isinstance(fact.date.of, str):
            yield from check((fact.date.of,), ("facts", i, "date", "of"))
        if fact.count and fact.count.of and not fact.count.of.replace(".", "").isdigit():
            yield from check((fact.count.of,), ("facts", i, "count", "of"))
    for i, group in enumerate(file.groups):
        yield from check(group.members, ("groups", i, "members"))


def _gold_of_set(
    project: Project, name: str, document: Document, file: GoldFile, articles: Mapping[str, Article]
) -> Gold:
    parts: list[Gold] = []
    problems: list[Problem] = [*_duplicate_ids(document, file)]
    for i, include in enumerate(file.includes):
        try:
            part = load_gold(project, project.path("gold", include), articles)
        except TaskError as error:
            problems.extend(error.problems)
            continue
        if part.is_set:
            problems.append(
                document.problem(
                    ("includes", i), f"{include!r} is for a set itself.", "Name gold files of one article."
                )
            )
        parts.append(part)
    if problems:
        raise TaskError(problems)
    facts = {f"{part.articles[0]}/{fact.id}": fact for part in parts for fact in part.facts}
    groups: list[GoldGroup] = []
    owner: dict[str, str] = {}
    for i, group in enumerate(file.groups):
        for j, member in enumerate(group.members):
            place = ("groups", i, "members", j)
            if member not in facts:
                what = f"{member!r} is no fact of the included gold files (ARTICLE/FACT)."
                problems.append(document.problem(place, what, did_you_mean(member, facts) if len(facts) else ""))
            elif member in owner:
                what = f"{member!r} is in the group {owner[member]!r} already."
                problems.append(document.problem(place, what, "Keep it in one group."))
            owner.setdefault(member, group.id)
        if all(member in facts for member in group.members):
            groups.append(_group(group, group.members, [facts[m].fact for m in group.members]))
    if problems:
        raise TaskError(problems)
    chosen = [member for group in groups for member in group.members]
    joined = "\n".join([document.source.sha256, *(part.sha256 for part in parts)])
    return Gold(
        name=name,
        sha256=hashlib.sha256(joined.encode()).hexdigest(),
        articles=tuple(part.articles[0] for part in parts),
        facts=tuple(facts[key].model_copy(update={"id": key}) for key in chosen),
        others=tuple(fact.model_copy(update={"id": key}) for key, fact in facts.items() if key not in set(chosen)),
        groups=tuple(groups),
        names={"": file.names, **{article: entries for part in parts for article, entries in part.names.items()}},
        background=(*file.background, *(entry for part in parts for entry in part.background)),
        references=file.references,
    )
