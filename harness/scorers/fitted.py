"""The grounding scorer with a head fitted on a user's own labels. It grades no document that it was fitted on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harness.errors import ScorerError, SeenDocumentError
from harness.scorers.base import Need, Outcome, Score, Scorer
from harness.scorers.features import features_of
from harness.scorers.grounding import GroundingScorer
from harness.scorers.head import Head, document_sha256, load_head
from harness.scorers.pairs import bare_signature
from harness.tasks.samples import Sample

VERSION = 1
"""Raise it with every change that moves a figure."""

_PASSED_ON = ("groundedness", "violations", "warnings")
_MEND = "Grade other documents, or fit a head without these."


def fitted_scorer(path: Path) -> FittedScorer:
    """Return the scorer of a head's file.

    Raises ScorerError where the file is no head, or where it was fitted with another version of the scorer below it.
    """
    head = load_head(path)
    try:
        return FittedScorer(head)
    except ScorerError as error:
        raise ScorerError(error.what, where=str(path), mend=error.mend) from error


@dataclass(frozen=True)
class FittedScorer:
    """Tells how probable it is that a summary is consistent, by a head over what another scorer found."""

    head: Head
    base: Scorer = field(default_factory=GroundingScorer)

    def __post_init__(self) -> None:
        """Raise ScorerError where the head was fitted with another version of the scorer below it."""
        signature = bare_signature(self.base)
        if self.head.scorer != signature:
            what = f"the head was fitted with {self.head.scorer!r}, and the scorer is now {signature!r}."
            raise ScorerError(what, mend="Fit it again: 'harness fit'.")

    @property
    def name(self) -> str:
        """`fitted`."""
        return "fitted"

    @property
    def needs(self) -> frozenset[Need]:
        """What the scorer below it needs."""
        return self.base.needs

    def signature(self, sample: Sample) -> str:
        """Return version, the head's hash, and the signature of the scorer below it."""
        return f"fitted|v:{VERSION}|head:{self._digest}|{self.base.signature(sample)}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        """Return the probability that the summary is consistent as `score`, 0 to 1, with the claims behind it.

        `consistent` says whether it reaches the head's threshold. Raises SeenDocumentError where the head was fitted
        on an article of the sample.
        """
        articles = [article.text for article in sample.articles]
        if seen := self.count_seen(articles):
            which = "the document" if len(articles) == 1 else f"{seen} of the {len(articles)} documents"
            raise SeenDocumentError(f"the head was fitted on {which}.", mend=_MEND)
        found = await self.base.score(sample, summary)
        return self._graded(found, summary) if isinstance(found, Score) else found

    def count_seen(self, documents: Iterable[str]) -> int:
        """Return how many different documents of these the head was fitted on."""
        return len({document_sha256(text) for text in documents} & self._seen)

    def _graded(self, found: Score, summary: str) -> Score:
        probability = self.head.probability(features_of(found, summary))
        told = f"probability of being consistent {probability:.2f}, threshold {self.head.threshold:.2f}"
        passed_on = {name: found.values[name] for name in _PASSED_ON if name in found.values}
        return found.model_copy(
            update={
                "values": {"score": probability, **passed_on},
                "reason": f"{told}; {found.reason}",
                "consistent": probability >= self.head.threshold,
            }
        )

    @cached_property
    def _seen(self) -> frozenset[str]:
        return frozenset(self.head.documents)

    @cached_property
    def _digest(self) -> str:
        return document_sha256(self.head.model_dump_json())[:12]


def refuse_seen(scorers: Iterable[Scorer], documents: Iterable[str]) -> None:
    """Raise SeenDocumentError, saying how many, where a scorer was fitted on any of the documents to be graded."""
    texts = set(documents)
    for scorer in scorers:
        seen = scorer.count_seen(texts) if isinstance(scorer, FittedScorer) else 0
        if seen:
            total = len({document_sha256(text) for text in texts})
            what = f"the head of {scorer.name!r} was fitted on {seen} of the {total} documents to be graded."
            raise SeenDocumentError(what, mend=_MEND)
