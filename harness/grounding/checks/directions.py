"""Directions: a number by which the articles say that something rose, and a summary that it fell, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness.gold.matching.claims.source import Source
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against, by_amount
from harness.grounding.checks.ways import Direction, direction_of, span_with_cue
from harness.text.amounts import Amount
from harness.text.reading import Quantity


class _Change(NamedTuple):
    """A number of an article and which way it goes there."""

    source: Source
    quantity: Quantity
    direction: Direction | None

    @property
    def is_about(self) -> bool:
        """Whether the article has it as a rounded one."""
        return self.quantity.bound == "about"


class DirectionCheck:
    """Finds changes that go the other way in the articles."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "direction"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number of a change which all articles that have the number tell the other way."""
        changes: dict[Amount, list[_Change]] = {}
        for quantity in page.reading.quantities:
            told = direction_of(page.reading, quantity)
            if told is None:
                continue
            if quantity.amount not in changes:
                changes[quantity.amount] = _changes_of(page.document.sources, quantity.amount)
            same = [change for change in changes[quantity.amount] if quantity.bound != "about" or change.is_about]
            if same and all(change.direction not in (None, told) for change in same):
                source, other = same[0].source, same[0].quantity
                words = source.reading.text[other.start : other.end]
                reason = f"The article has {words!r} as a change {same[0].direction}, the summary as one {told}."
                first, last = source.reading.sentences[other.sentence]
                span = span_with_cue(page.reading, quantity, (quantity.start, quantity.end))
                yield against("antonym", span, reason, source.evidence(first, last))


def _changes_of(sources: Sequence[Source], amount: Amount) -> list[_Change]:
    """Return the first number of each direction, exact and rounded, among the articles' numbers of an amount."""
    found = (
        _Change(source, quantity, direction_of(source.reading, quantity))
        for source in sources
        for quantity in source.reading.once(by_amount).get(amount, ())
    )
    first: dict[tuple[bool, Direction | None], _Change] = {}
    for change in found:
        first.setdefault((change.is_about, change.direction), change)
    return list(first.values())
