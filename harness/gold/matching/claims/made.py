"""How claims are made, and what all kinds of them share."""

from __future__ import annotations

from collections.abc import Iterable

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, ClaimType
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.words import word_set

_DENIALS = word_set("no not nobody none nothing never without neither nor n't")


def denies_near(reading: Reading, position: int) -> bool:
    """Whether a word that denies stands in the clause of a word of a summary, but as part of a bound."""
    first, last = reading.clause_at(position)
    told = (i for i in range(first, last) if i not in reading.bound_words)
    return any(reading.words[i].lower in _DENIALS or reading.words[i].lower.endswith("n't") for i in told)


def carried(kind: ClaimType, span: Span, reason: str, evidence: Iterable[Evidence] = ()) -> Claim:
    """Return a claim that the articles carry."""
    return Claim(
        span=span,
        type=kind,
        verdict="supported",
        severity="hard",
        evidence=tuple(evidence),
        reason=reason,
        check=kind,
    )


def missing(kind: ClaimType, span: Span, reason: str, *, is_sure: bool = True) -> Claim:
    """Return a claim that no article carries; a warning where that may be the reader's fault."""
    return Claim(
        span=span,
        type=kind,
        verdict="unsupported",
        severity="hard" if is_sure else "warning",
        evidence=(),
        reason=reason,
        check=kind,
    )
