"""What a summary says beyond the gold: quantities, dates, names and quotations, checked against the articles."""

from harness.gold.matching.claims.checker import ClaimChecker, ClaimFinder

__all__ = ["ClaimChecker", "ClaimFinder"]
