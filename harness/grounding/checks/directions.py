"""Directions: a number by which the articles say that something rose, and a summary that it fell, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against, by_amount
from harness.grounding.checks.ways import direction_of, span_with_cue


class DirectionCheck:
    """Finds changes that go the other way in the articles."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "direction"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number of a change which all articles that have the number tell the other way."""
        for quantity in page.reading.quantities:
            told = direction_of(page.reading, quantity)
            if told is None:
                continue
            same = [
                (source, other)
                for source in page.document.sources
                for other in source.reading.once(by_amount).get(quantity.amount, ())
                if (quantity.bound != "about" or other.bound == "about")
            ]
            directions = [direction_of(source.reading, other) for source, other in same]
            if same and all(direction not in (None, told) for direction in directions):
                source, other = same[0]
                words = source.reading.text[other.start : other.end]
                reason = f"The article has {words!r} as a change {directions[0]}, the summary as one {told}."
                first, last = source.reading.sentences[other.sentence]
                span = span_with_cue(page.reading, quantity, (quantity.start, quantity.end))
                yield against("antonym", span, reason, source.evidence(first, last))
