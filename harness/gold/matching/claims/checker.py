"""Claims: quantities, dates, names and quotations of a summary, each checked against the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from harness.articles.models import Article
from harness.gold.gold import Gold
from harness.gold.matching.claims.named import NamePlaces
from harness.gold.matching.claims.names import NameClaims
from harness.gold.matching.claims.quantities import QuantityClaims
from harness.gold.matching.claims.quotations import QuotationClaims
from harness.gold.matching.claims.source import Source
from harness.gold.matching.claims.times import TimeClaims
from harness.gold.verdicts import Claim
from harness.text.known_names import KnownWords
from harness.text.reading import Reading


class ClaimFinder(Protocol):
    """Finds what else a summary says that the articles speak against."""

    def find(self, reading: Reading, claims: Sequence[Claim]) -> Iterable[Claim]:
        """Yield claims about a summary, whose numbers, times, names and quotations are checked."""
        ...


class ClaimChecker:
    """Checks what a summary says against the articles, the names and the background of its gold.

    `more` makes of the articles what finds more than numbers, times, names and quotations.
    """

    def __init__(
        self,
        gold: Gold | None,
        articles: Sequence[Article],
        more: Callable[[Sequence[Source]], ClaimFinder] | None = None,
    ) -> None:
        self.sources = sources = [Source(article) for article in articles]
        trusted = [*_trusted(gold), *(article.outlet for article in articles if article.outlet)]
        background = Reading(". ".join([*trusted, ""]).strip())
        known = KnownWords((source.reading for source in sources), trusted)
        self._kinds = (
            QuantityClaims(sources, background),
            TimeClaims(sources, background),
            QuotationClaims(sources),
            NameClaims(known, NamePlaces(sources)),
        )
        self._more = more(sources) if more else None

    def check(self, reading: Reading) -> tuple[Claim, ...]:
        """Return every checkable claim of a summary, in order, with its verdict."""
        claims = [claim for kind in self._kinds for claim in kind.check(reading)]
        if self._more:
            claims += self._more.find(reading, tuple(claims))
        return tuple(sorted(claims, key=lambda claim: claim.span))


def _trusted(gold: Gold | None) -> Iterator[str]:
    """Yield the words that a gold file vouches for: its background, its names with their spellings and roles."""
    if gold is None:
        return
    yield from gold.background
    for book in gold.names.values():
        for entry in book.values():
            yield from (text for text in (entry.name, *entry.also, entry.role, entry.of) if text)
