"""What every scorer is, and what it returns: a score, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, runtime_checkable

from pydantic import Field

from harness.files.records import Record
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict, SentenceSupport
from harness.tasks.samples import Sample

Need = Literal["gold", "references"]


class Score(Record):
    """What a scorer found: named figures, each finite or None where undefined, and the reasons for them."""

    values: Mapping[str, float | None]
    reason: str
    facts: tuple[FactVerdict, ...] = ()
    disputes: tuple[DisputeVerdict, ...] = ()
    claims: tuple[Claim, ...] = ()
    sentences: tuple[SentenceSupport, ...] = ()
    consistent: bool | None = Field(default=None, description="Only for scorers that judge consistency.")


class Unscored(Record):
    """The scorer could not grade this summary. Counted and shown, never averaged in as a number."""

    reason: str


class NoAnswer(Record):
    """There is nothing to grade: the answer is empty, refused or cut off."""

    reason: str


Outcome = Score | Unscored | NoAnswer


class Scorer(Protocol):
    """Grades one summary of one sample.

    The signature names everything that can move a figure (version, options, model); two scores compare only when
    their signatures are equal.
    """

    @property
    def name(self) -> str:
        """The name that a task asks for it by."""
        ...

    @property
    def needs(self) -> frozenset[Need]:
        """What a sample must have: gold, references."""
        ...

    def signature(self, sample: Sample) -> str:
        """Return everything that can move a figure on this sample, as one printable line."""
        ...

    async def score(self, sample: Sample, summary: str) -> Outcome:
        """Grade a summary; the answer's own emptiness has been dealt with before."""
        ...


@runtime_checkable
class Guarded(Protocol):
    """What a scorer is, too, that must not grade some documents, such as those that it was fitted on."""

    def refuse(self, documents: Sequence[str], group: str | None = None) -> None:
        """Raise SeenDocumentError for documents, or for the group that their row names, that it must not grade."""
        ...
