"""Verdicts: what is decided of a gold fact, a dispute and a claim, with the spans and the reason."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from harness.files.records import Record
from harness.gold.gold import Evidence
from harness.gold.models import DisputeVerdict as DisputeOutcome  # the word for one outcome
from harness.gold.models import Importance

Span = tuple[int, int]

ClaimType = Literal[
    "quantity",
    "date",
    "name",
    "quotation",
    "attribution",
    "statement",
    "polarity",
    "antonym",
    "certainty",
    "reference",
    "role",
]


class FactVerdict(Record):
    """Whether a summary states a gold fact. Spans count code points of the summary, end exclusive."""

    id: str
    kind: Literal["count", "date", "attribution", "statement"]
    importance: Importance | None = Field(default=None, description="The fact's; null in runs of earlier versions.")
    verdict: Literal["supported", "contradicted", "omitted"]
    mark: Literal["coarser", "bound dropped"] | None = None
    summary_span: Span | None = None
    evidence: tuple[Evidence, ...] = ()
    expected: str = ""
    found: str = ""
    reason: str


class DisputeVerdict(Record):
    """How a summary treats facts that differ: the worst that holds, the others in `also`."""

    id: str
    verdict: DisputeOutcome
    also: tuple[DisputeOutcome, ...] = ()
    spans: tuple[Span, ...] = ()
    values: tuple[str, ...] = ()
    reason: str


class Claim(Record):
    """One checkable assertion of a summary, beyond or against the articles."""

    span: Span
    type: ClaimType
    verdict: Literal["supported", "contradicted", "unsupported", "unverifiable"]
    severity: Literal["hard", "warning"]
    evidence: tuple[Evidence, ...] = ()
    reason: str
    check: str | None = Field(default=None, description="Which check made it: docs/grounding.md has the table.")

    @property
    def is_violation(self) -> bool:
        """Whether it is surely wrong: contradicted or unsupported, and no mere warning."""
        return self.severity == "hard" and self.verdict in ("contradicted", "unsupported")


class SentenceSupport(Record):
    """How well the articles carry a sentence of a summary, from 0 to 1, and where in them most of it stands."""

    span: Span
    groundedness: float
    evidence: tuple[Evidence, ...] = ()
