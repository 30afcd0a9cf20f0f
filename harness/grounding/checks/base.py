"""What a check is, and what all checks see of a summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, ClaimType
from harness.grounding.context import Companions
from harness.grounding.document import Document
from harness.text.amounts import Amount
from harness.text.fold import Span
from harness.text.reading import Quantity, Reading


@dataclass(frozen=True)
class Page:
    """One summary being checked, with the articles it is checked against and the claims that were found before."""

    document: Document
    reading: Reading
    claims: tuple[Claim, ...]

    @cached_property
    def companions(self) -> Companions:
        """Finds the company of the summary's words in the articles."""
        return Companions(self.document, self.reading)

    def span(self, first: int, last: int) -> Span:
        """Return the span of words `first` to `last - 1`."""
        return self.reading.words[first].start, self.reading.words[last - 1].end

    def around(self, place: int) -> tuple[Evidence, ...]:
        """Return the sentence of an article that a place lies in."""
        number, sentence = self.document.sentence(place)
        source = self.document.sources[number]
        return source.evidence(*source.reading.sentences[sentence])


def by_amount(reading: Reading) -> dict[Amount, list[Quantity]]:
    """Return the numbers of a text by their amounts."""
    found: dict[Amount, list[Quantity]] = {}
    for quantity in reading.quantities:
        found.setdefault(quantity.amount, []).append(quantity)
    return found


class Check(Protocol):
    """Finds one kind of violation, on its own."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        ...

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each violation and each warning."""
        ...


def against(kind: ClaimType, span: Span, reason: str, evidence: tuple[Evidence, ...], *, is_sure: bool = True) -> Claim:
    """Return a claim that the articles speak against; a warning where that may be the reader's fault."""
    severity = "hard" if is_sure else "warning"
    return Claim(span=span, type=kind, verdict="contradicted", severity=severity, evidence=evidence, reason=reason)


def is_doubted(claim: Claim) -> bool:
    """Whether no article carries a claim, though it may be right: by itself only a warning."""
    return claim.verdict == "unsupported" and claim.severity == "warning"
