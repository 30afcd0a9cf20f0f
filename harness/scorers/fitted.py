"""The grounding scorer with a head fitted on a user's own labels. It grades no document that it was fitted on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harness.errors import ScorerError, SeenDocumentError, shown
from harness.scorers.base import Need, Outcome, Score, Scorer
from harness.scorers.features import features_of
from harness.scorers.grounding import GroundingScorer
from harness.scorers.head import Head, document_hashes, document_sha256, group_sha256, load_head
from harness.scorers.pairs import bare_signature
from harness.tasks.samples import Sample

VERSION = 1
"""Raise it with every change that moves a figure."""

_PASSED_ON = ("groundedness", "violations", "warnings")
_MEND = "Grade other documents, or fit a head without these."
_MEND_GROUP = f"{_MEND} Where it is a group of other documents, name it otherwise."


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
        self.refuse([article.text for article in sample.articles])
        found = await self.base.score(sample, summary)
        return self._graded(found, summary) if isinstance(found, Score) else found

    def refuse(self, documents: Sequence[str], group: str | None = None) -> None:
        """Raise SeenDocumentError where the head was fitted on any of the documents, or on rows of the group."""
        if seen := self.find_seen(documents):
            which = "the document" if len(documents) == 1 else f"{len(seen)} of the {len(documents)} documents"
            raise SeenDocumentError(f"the head was fitted on {which}.", mend=_MEND)
        if group is not None and self.knows_group(group):
            raise SeenDocumentError(f"the head was fitted on rows of the group {shown(group)}.", mend=_MEND_GROUP)

    def find_seen(self, documents: Sequence[str]) -> frozenset[str]:
        """Return the hashes of those of a row's documents that the head was fitted on: all, if on their whole text."""
        hashes = document_hashes(documents)
        single = frozenset(hashes[: len(documents)])
        return single if hashes[-1] in self._seen else single & self._seen

    def knows_group(self, name: str) -> bool:
        """Whether the head was fitted on rows that named this group."""
        return group_sha256(name) in self._groups

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
    def _groups(self) -> frozenset[str]:
        return frozenset(self.head.groups)

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self.head.model_dump_json().encode("ascii", "backslashreplace")).hexdigest()[:12]


def refuse_seen(scorers: Iterable[Scorer], rows: Iterable[tuple[Sequence[str], str | None]]) -> None:
    """Raise SeenDocumentError, saying how many, where a scorer was fitted on any documents or groups to be graded.

    Rows are their documents, each with the group that it names, if any.
    """
    given = dict.fromkeys((tuple(documents), group) for documents, group in rows)
    for scorer in scorers:
        if isinstance(scorer, FittedScorer):
            _refuse_seen(scorer, given)


def _refuse_seen(scorer: FittedScorer, rows: Iterable[tuple[Sequence[str], str | None]]) -> None:
    told = f"the head of {scorer.name!r} was fitted on"
    if seen := {sha for documents, _ in rows for sha in scorer.find_seen(documents)}:
        total = len({document_sha256(text) for documents, _ in rows for text in documents})
        raise SeenDocumentError(f"{told} {len(seen)} of the {total} documents to be graded.", mend=_MEND)
    groups = dict.fromkeys(group for _, group in rows if group is not None and scorer.knows_group(group))
    if groups:
        what = f"{told} rows of {len(groups)} of the groups to be graded, such as {shown(next(iter(groups)))}."
        raise SeenDocumentError(what, mend=_MEND_GROUP)
