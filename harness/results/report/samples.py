"""The samples of a page: their articles, facts and disputes, as they come together from several runs and the gold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from harness.gold.gold import Evidence, Gold
from harness.gold.models import Importance
from harness.gold.verdicts import FactVerdict
from harness.results.figures import KINDS
from harness.results.report.offsets import Offsets
from harness.results.report.tables import Pieces, Tables

WEIGHTS: tuple[str, ...] = get_args(Importance)


@dataclass(frozen=True)
class PageArticle:
    """An article's place among the page's, and its offsets."""

    place: int
    offsets: Offsets


@dataclass
class PageFact:
    """What is known of a gold fact; `article` is the place of the one it is of, -1 where that is not known."""

    id: str
    kind: int
    weight: int = -1
    says: str = ""
    article: int = -1
    evidence: Pieces | None = None


@dataclass
class PageDispute:
    """What is known of a dispute; without the gold, its id alone."""

    id: str
    point: str = ""
    relation: str = ""
    members: tuple[str, ...] = ()


@dataclass
class PageSample:
    """A sample. Facts and disputes have the places at which they came; they are those of all runs that have it."""

    place: int
    id: str
    task: str
    articles: dict[str, PageArticle]
    facts: list[PageFact] = field(default_factory=list)
    disputes: list[PageDispute] = field(default_factory=list)
    _fact_places: dict[str, int] = field(default_factory=dict)
    _dispute_places: dict[str, int] = field(default_factory=dict)

    def evidence(self, pieces: Iterable[Evidence]) -> Pieces:
        """Return pieces of evidence; those of articles that the sample lacks are left out."""
        return tuple(
            (article.place, article.offsets.unit(piece.start), article.offsets.unit(piece.end))
            for piece in pieces
            if (article := self.articles.get(piece.article))
        )

    def fact(self, name: str, kind: str) -> int:
        """Return a fact's place; it is added where it is new."""
        if name not in self._fact_places:
            self._fact_places[name] = len(self.facts)
            self.facts.append(PageFact(name, [*KINDS].index(kind) if kind in KINDS else -1))
        return self._fact_places[name]

    def dispute(self, name: str) -> int:
        """Return a dispute's place; it is added where it is new."""
        if name not in self._dispute_places:
            self._dispute_places[name] = len(self.disputes)
            self.disputes.append(PageDispute(name))
        return self._dispute_places[name]

    def learn(self, gold: Gold) -> None:
        """Take what the gold says of facts and disputes."""
        for given in gold.facts:
            fact = self.facts[self.fact(given.id, given.kind)]
            fact.says, fact.weight = given.fact.statement, WEIGHTS.index(given.fact.importance)
            fact.evidence = self.evidence(given.evidence)
            if given.article in self.articles:
                fact.article = self.articles[given.article].place
        for group in gold.groups:
            if group.is_dispute:
                dispute = self.disputes[self.dispute(group.id)]
                dispute.point, dispute.relation = group.group.point, group.group.relation
                dispute.members = group.members

    def hear(self, verdict: FactVerdict) -> int:
        """Return the place of a verdict's fact, of which it may tell more than is known."""
        place = self.fact(verdict.id, verdict.kind)
        fact = self.facts[place]
        if fact.evidence is None:
            fact.evidence = self.evidence(verdict.evidence)
        if fact.weight < 0 and verdict.importance:
            fact.weight = WEIGHTS.index(verdict.importance)
        if not fact.says and verdict.kind == "statement":
            fact.says = verdict.expected
        return place

    def packed(self, tables: Tables) -> dict[str, Any]:
        """Return it as the page reads it."""
        return {
            "id": self.id,
            "task": self.task,
            "articles": [article.place for article in self.articles.values()],
            "facts": [
                [
                    fact.id,
                    fact.kind,
                    fact.weight,
                    tables.text(fact.says),
                    fact.article,
                    tables.evidence.place(fact.evidence or ()),
                ]
                for fact in self.facts
            ],
            "disputes": [
                {
                    "id": one.id,
                    "point": one.point,
                    "relation": one.relation,
                    "members": [self._fact_places[name] for name in one.members if name in self._fact_places],
                }
                for one in self.disputes
            ],
        }
