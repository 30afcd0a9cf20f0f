"""The checks of grounding that go with gold facts: those that speak of meaning and are seldom wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from harness.gold.matching.claims.source import Source
from harness.gold.verdicts import Claim
from harness.grounding.checks import CHECKS, Page, find_all
from harness.grounding.document import Document
from harness.text.reading import Reading

_NAMES = frozenset(("certainty", "change", "dating", "denial", "exchange", "quoted", "reaction", "role", "step"))
"""Others find what gold facts find, with more false alarms on free paraphrase."""


class MeaningChecks:
    """Finds doubts and denials removed, numbers and dates exchanged or turned, words and roles given to others.

    Made once per sample.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._checks = [check for check in CHECKS if check.name in _NAMES]

    @cached_property
    def _document(self) -> Document:
        return Document(self._sources)

    def find(self, reading: Reading, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield the violations of a summary that the checks find."""
        page = Page(self._document, reading, tuple(claims))
        yield from (claim for claim in find_all(page, self._checks) if claim.is_violation)
