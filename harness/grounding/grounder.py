"""The grounder: from a summary to its violations, and to how well the articles carry each of its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.articles.models import Article
from harness.gold.gold import Gold
from harness.gold.matching.claims import ClaimChecker
from harness.gold.verdicts import Claim, ClaimType, SentenceSupport
from harness.grounding.checks import Page, find_all
from harness.grounding.document import Document
from harness.grounding.keys import is_content
from harness.grounding.support import SupportReader
from harness.text.reading import Reading
from harness.text.undress import undress

_ORDER: tuple[ClaimType, ...] = (
    "quotation",
    "reference",
    "quantity",
    "date",
    "polarity",
    "antonym",
    "certainty",
    "attribution",
    "role",
    "statement",
    "name",
)
"""The types of claims by how seldom a violation of them is a false alarm on human labels, the surest first."""

_NEARLY_ONE = 0.99
"""What lack of all support weighs beside one violation: always less."""


def surest_first(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return those of some claims that are violations, by type, then by place."""
    found = [claim for claim in claims if claim.is_violation]
    return tuple(sorted(found, key=lambda claim: (_ORDER.index(claim.type), claim.span)))


@dataclass(frozen=True)
class Grounding:
    """What was found of one summary: its claims in order, and its sentences with their support.

    `groundedness` is the mean support of the sentences, each weighing as many words as it has; None without any
    word of substance.
    """

    claims: tuple[Claim, ...]
    sentences: tuple[SentenceSupport, ...]
    groundedness: float | None

    @property
    def violations(self) -> tuple[Claim, ...]:
        """Claims that are surely wrong, the surest kind first."""
        return surest_first(self.claims)

    @property
    def score(self) -> float:
        """For ranking summaries of one sample: fewer violations first, then the better grounded; in (0, 1].

        With n violations it is above 1 / (n + 2) and at most 1 / (n + 1), and rises with groundedness.
        """
        lack = 1 - (self.groundedness or 0.0)
        return 1 / (1 + len(self.violations) + _NEARLY_ONE * max(0.0, lack))


class Grounder:
    """Checks summaries of one sample. Made once per sample; `ground` keeps no state."""

    def __init__(self, articles: Sequence[Article], gold: Gold | None = None) -> None:
        self._claims = ClaimChecker(gold, articles)
        self._document = Document(self._claims.sources)

    def read(self, summary: str) -> Page:
        """Return a summary as the checks see it: read, with its numbers, times, names and quotations checked."""
        reading = Reading(summary)
        return Page(self._document, reading, self._claims.check(reading))

    def ground(self, summary: str) -> Grounding:
        """Return what the articles do and do not carry of a summary."""
        plain = undress(summary)
        page = self.read(plain.text)
        claims = [*page.claims, *find_all(page)]
        found = list(SupportReader(self._document, page.companions).sentences())
        length = sum(words for _, words in found) if any(map(is_content, page.reading.lemmas)) else 0
        return Grounding(
            claims=tuple(
                claim.model_copy(update={"span": plain.span(*claim.span)})
                for claim in sorted(claims, key=lambda claim: claim.span)
            ),
            sentences=tuple(s.model_copy(update={"span": plain.span(*s.span)}) for s, _ in found),
            groundedness=sum(s.groundedness * words for s, words in found) / length if length else None,
        )
