"""Bindings: a number of the articles that a summary puts to what they count otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.text.reading import Quantity
from harness.text.words import word_set

_MOST_OWN = 0.2
"""What share of a number's company may stand around it in an article."""

_LEAST_SURE = 0.8
_LEAST = 0.5
"""What share of it must stand around another number of the same kind."""

_FEWEST = 2
_MONEY = word_set("dollar euro pound yen won ruble hryvnia rupee lira shekel crown franc")


class BindingCheck:
    """Finds numbers that stand in an article, but not beside what the summary puts them to."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "binding"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number around whose like the articles have the same company; mostly a warning."""
        rows = [(place, q) for place, q in page.document.quantities]
        for quantity in page.reading.quantities:
            own = [place for place, q in rows if q.amount == quantity.amount]
            others = [place for place, q in rows if q.amount != quantity.amount and _kind(q) == _kind(quantity)]
            if own and others:
                yield from self._judge(page, quantity, own, others)

    def _judge(self, page: Page, quantity: Quantity, own: list[int], others: list[int]) -> Iterator[Claim]:
        companions = page.companions
        company = companions.company(quantity.first_word, skip=range(quantity.first_word, quantity.last_word + 1))
        if len(company.words) < _FEWEST:
            return
        other = companions.meeting(others, company)
        if other.share < _LEAST or companions.meeting(own, company).share > _MOST_OWN:
            return
        told = next(q for place, q in page.document.quantities if place == other.place)
        reason = f"The article has {told} where the summary has {quantity}, which it counts elsewhere."
        span = (quantity.start, quantity.end)
        yield against("quantity", span, reason, page.around(other.place), is_sure=other.share >= _LEAST_SURE)


def _kind(quantity: Quantity) -> str:
    """Return whether a number is a share, money or a count: only what is alike can be exchanged."""
    if quantity.amount.is_share:
        return "share"
    return "money" if quantity.units[:1] and quantity.units[0] in _MONEY else "count"
