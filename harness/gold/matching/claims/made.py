"""How claims are made, and what all kinds of them share."""

from __future__ import annotations

from collections.abc import Iterable

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, ClaimType
from harness.text.fold import Span


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
