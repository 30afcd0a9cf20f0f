"""Marks as candidates for gold: a fact for each, with its words as evidence, for someone to look at and complete.

A mark says that something is there, and of what kind; what it says has to be written by a person. What can be read off
its words is filled in: a number with its unit, a date in digits, the name of a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.errors import Problem, TaskError, did_you_mean, shown
from harness.exchange.from_sheet import unused
from harness.exchange.import_gold import checked_text
from harness.exchange.marks import Mark, Marked
from harness.files.project import Project, is_file
from harness.files.records import NAME_PATTERN
from harness.gold.models import Fact, GoldFile
from harness.results.clean import clean_line
from harness.text.dates import parse_duration, parse_period
from harness.text.fold import fold
from harness.text.sentences import split_sentences
from harness.text.words import as_phrase

KINDS = {
    "count": "count",
    "number": "count",
    "quantity": "count",
    "date": "date",
    "time": "date",
    "duration": "date",
    "says": "says",
    "source": "says",
    "attribution": "says",
    "states": "states",
    "statement": "states",
}
"""The kind of fact that a label means, where nobody says otherwise; any other label means a statement."""

_COUNT = re.compile(
    r"(?:(about|at least|at most|more than|fewer than|up to)\s+)?"
    r"(\d[\d,]*(?:\.\d+)?(?:\s(?:thousand|million|billion))?|\d+%)\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A bound, a number, and what is counted."""


def marked_gold(project: Project, marked: list[Marked], gold: str | None, kinds: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of gold files made of marks, by name; raise TaskError with every fault.

    `gold` names the article of a file that names none. `kinds` adds to what labels mean.
    """
    files: dict[str, str] = {}
    problems: list[Problem] = []
    meant = {**KINDS, **{label.lower(): kind for label, kind in kinds.items()}}
    for one in marked:
        name = gold or one.name or ""
        article = _article(project, one, name, problems)
        if article is None:
            continue
        if name in files:
            problems.append(Problem(one.file, 0, 0, f"two texts are of the article {name!r}.", "Import one of them."))
        maker = _Maker(one, article, meant)
        facts = list(maker.facts())
        problems += maker.problems
        if facts and not maker.problems:
            file = GoldFile.model_validate(
                {"gold": "1", "article": name, "names": maker.names, "facts": [fact.model_dump() for fact in facts]}
            )
            files[name] = checked_text(file, name, maker.comments)
        elif not facts and not maker.problems:
            problems.append(Problem(one.file, 0, 0, "nothing is marked in it."))
    if problems:
        raise TaskError(problems)
    return files


def _article(project: Project, marked: Marked, name: str, problems: list[Problem]) -> Article | None:
    path = project.path("article", name) if re.fullmatch(NAME_PATTERN, name) else None
    if path is not None and is_file(path):
        return load_article(project, path)
    what = f"there is no article {shown(name)}." if name else "does not say which article it is of."
    problems.append(
        Problem(marked.file, 0, 0, what, did_you_mean(name, project.known("article")) or "Name it with --gold.")
    )
    return None


class _Maker:
    """Makes facts of the marks of one text."""

    def __init__(self, marked: Marked, article: Article, kinds: Mapping[str, str]) -> None:
        self.marked = marked
        self.article = article
        self.kinds = kinds
        self.sentences = split_sentences(marked.text)
        self.names: dict[str, Any] = {}
        self.comments: dict[str, str] = {}
        self.problems: list[Problem] = []

    def facts(self) -> Iterator[Fact]:
        """Yield the facts, in the order of the marks' places."""
        for mark in sorted(self.marked.marks, key=lambda mark: mark.spans):
            evidence = [self._quote(span, mark) for span in mark.spans]
            if not all(evidence):
                continue
            name = re.sub(r"[^a-z0-9]+", "-", mark.id.lower()).strip("-") or "mark"
            name = unused(name, self.comments)
            self.comments[name] = clean_line(f"{mark.label} ({mark.id}): complete it.")
            sentence = " ".join(self.marked.text[slice(*self._sentence(mark.spans[0]))].split())
            fact = {"id": name, "statement": mark.note.strip() or sentence, "evidence": evidence}
            if "draft" in Fact.model_fields:
                fact["draft"] = "true"
            words = " ".join(" ".join(self.marked.text[start:end] for start, end in mark.spans).split())
            kind = self.kinds.get(mark.label.lower(), "states")
            yield self._fact(fact, self._value(kind, words, sentence), words)

    def _fact(self, fact: Mapping[str, Any], value: Mapping[str, Any], words: str) -> Fact:
        """Return a fact with a typed value, or a statement where no gold file could hold that value."""
        try:
            return Fact.model_validate({**fact, **value})
        except ValidationError:
            return Fact.model_validate({**fact, "states": {"did": "be", "what": words}})

    def _value(self, kind: str, words: str, sentence: str) -> dict[str, Any]:
        """Return a typed value as far as the marked words tell it; a statement of them where they do not."""
        found = _COUNT.fullmatch(words)
        if kind == "count" and found:
            count = {"value": found[2].replace(",", ""), "unit": found[3]}
            return {"count": {**count, **({"bound": found[1].lower()} if found[1] else {})}}
        if kind == "date":
            for key, parse in (("when", parse_period), ("lasting", parse_duration)):
                if _is_read(parse, words):
                    return {"date": {key: words, "of": {"what": sentence}}}
        if kind == "says":
            key = re.sub(r"[^a-z0-9]+", "-", words.lower().removeprefix("the ")).strip("-") or "source"
            self.names.setdefault(key, {"name": words})
            terms = max(as_phrase(sentence) or ("say",), key=len)
            return {"says": {"who": key, "what": sentence, "terms": [[terms]]}}
        return {"states": {"did": "be", "what": words}}

    def _quote(self, span: tuple[int, int], mark: Mark) -> str:
        """Return the marked words, or the sentence around them where they stand more than once in the article."""
        for start, end in (span, self._sentence(span)):
            quote = " ".join(self.marked.text[start:end].split())
            wanted = fold(quote).strip()
            times = self.article.folded.text.count(wanted) if wanted else 0
            if times == 1:
                return quote
        what = f"{mark.id}: {shown(quote)} stands {'nowhere' if not times else f'{times} times'} in the article"
        mend = "Let the article be the text that was annotated." if not times else "Mark more of its words."
        self.problems.append(Problem(self.marked.file, mark.line, 0, f"{what} {self.article.id!r}.", mend))
        return ""

    def _sentence(self, span: tuple[int, int]) -> tuple[int, int]:
        for start, end in self.sentences:
            if start <= span[0] < end:
                return start, max(end, span[1])
        return span


def _is_read(parse: Any, words: str) -> bool:  # noqa: ANN401  (one of two parsers)
    try:
        parse(words)
    except ValueError:
        return False
    return True
