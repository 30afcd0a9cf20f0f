"""What a score holds against a summary."""

from __future__ import annotations

from harness.gold.verdicts import Claim
from harness.scorers.base import Score


def violations_of(score: Score) -> tuple[Claim, ...]:
    """Return the claims that are surely wrong, in the scorer's order: the surest first."""
    return tuple(claim for claim in score.claims if claim.is_violation)
