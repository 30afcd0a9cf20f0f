"""What a check of gold finds: problems and warnings, each with its place, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from harness.articles.models import Article
from harness.errors import Problem
from harness.files.document import Document
from harness.files.document import Path as Place
from harness.gold.gold import Gold
from harness.gold.models import Fact, GoldFile
from harness.results.clean import how_many

Level = Literal["problem", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that an editor should look at, of a fact or another part of the file.

    A warning may be as it should be; a problem may not.
    """

    problem: Problem
    level: Level
    fact: str = field(default="", compare=False)

    def __str__(self) -> str:
        found = self.problem
        return str(Problem(found.file, found.line, 0, f"{self.level}: {found.what}", found.mend))


@dataclass(frozen=True)
class Draft:
    """A gold file that was loaded without a fault, as it stands in its file and as scorers see it."""

    document: Document
    file: GoldFile
    gold: Gold
    articles: tuple[Article, ...]

    @cached_property
    def kept(self) -> tuple[Fact, ...]:
        """Its facts that are no drafts."""
        return tuple(fact for fact in self.file.facts if not fact.draft)

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {fact.id: ("facts", i) for i, fact in enumerate(self.file.facts)}

    def place(self, fact_id: str) -> Place:
        """Return where a fact stands in the file; the file's start for one of an included file."""
        return self._places.get(fact_id, ())

    def _fact_at(self, place: Place) -> str:
        is_in_fact = len(place) > 1 and place[0] == "facts" and isinstance(place[1], int)
        return self.file.facts[int(place[1])].id if is_in_fact else ""

    def problem(self, place: Place, what: str, mend: str = "", *, code: str) -> Finding:
        """Return a problem at a place of the file."""
        return Finding(self.document.problem(place, what, mend, code), "problem", self._fact_at(place))

    def warning(self, place: Place, what: str, mend: str = "", *, code: str) -> Finding:
        """Return a warning at a place of the file."""
        return Finding(self.document.problem(place, what, mend, code), "warning", self._fact_at(place))


def show_findings(findings: Sequence[Finding], files: int, drafts: int = 0) -> str:
    """Return a line for each finding, sorted by place, and a closing line of counts."""
    lines = [f"{finding} [{finding.problem.code}]" for finding in sorted(findings)]
    counts = f"{how_many(count(findings, 'problem'), 'problem')}, {how_many(count(findings, 'warning'), 'warning')}"
    left = f", {how_many(drafts, 'draft')} left" if drafts else ""
    return "\n".join([*lines, f"{how_many(files, 'gold file')}: {counts}{left}."]) + "\n"


def count(findings: Iterable[Finding], level: Level) -> int:
    """Return how many findings are of a level."""
    return sum(finding.level == level for finding in findings)
