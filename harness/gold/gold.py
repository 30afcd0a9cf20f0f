"""Gold as the scorers see it: facts of one or several articles with their evidence found and names resolved."""

from __future__ import annotations

from collections.abc import Mapping

from harness.files.records import Record
from harness.gold.models import WEIGHTS, Fact, Group, NameEntry, Reference


class Evidence(Record):
    """A span of an article that bears on a fact or a claim; code points, end exclusive."""

    article: str
    start: int
    end: int


class GoldFact(Record):
    """A fact with the article that it is of. In a set its id is ARTICLE/FACT."""

    id: str
    article: str
    fact: Fact
    evidence: tuple[Evidence, ...]

    @property
    def kind(self) -> str:
        """Count, date, attribution or statement."""
        return self.fact.kind


class GoldGroup(Record):
    """A group with its members' full ids."""

    id: str
    group: Group
    members: tuple[str, ...]
    weight: int

    @property
    def is_dispute(self) -> bool:
        """Whether its members differ."""
        return self.group.is_dispute


class Gold(Record):
    """All that is known of one sample: facts, groups, names, references.

    A set's `facts` are the members of its groups; `others` are the rest of its articles' facts, which get no verdict
    but tell whose words a figure is. `words` and `opposites` are added to the lexicon for this sample. Drafts are in
    none of these, nor in `sha256`; `drafts` counts them, facts and groups, with those of the files that a set includes.
    """

    name: str
    sha256: str
    articles: tuple[str, ...]
    facts: tuple[GoldFact, ...]
    others: tuple[GoldFact, ...] = ()
    groups: tuple[GoldGroup, ...] = ()
    names: Mapping[str, Mapping[str, NameEntry]] = {}
    background: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = {}
    opposites: tuple[tuple[str, str], ...] = ()
    references: tuple[Reference, ...] = ()
    drafts: int = 0

    def names_of(self, article: str) -> Mapping[str, NameEntry]:
        """Return the names that an article's facts refer to, by key."""
        return self.names.get(article, {})

    def fact(self, fact_id: str) -> GoldFact:
        """Return a fact by its id."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    @property
    def is_set(self) -> bool:
        """Whether it is about several articles together."""
        return len(self.articles) > 1


def heaviest(facts: list[Fact]) -> int:
    """Return the greatest weight among facts."""
    return max(WEIGHTS[fact.importance] for fact in facts)
