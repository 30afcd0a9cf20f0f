"""What a score holds against a summary."""

from __future__ import annotations

from harness.gold.verdicts import Claim
from harness.grounding import surest_first
from harness.scorers.base import Score


def violations_of(score: Score) -> tuple[Claim, ...]:
    """Return the claims that are surely wrong, the surest kind first."""
    return surest_first(score.claims)
