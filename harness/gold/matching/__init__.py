"""Deciding whether a summary states gold facts: verdicts on facts, disputes and claims, each with its words."""

from harness.gold.matching.matcher import Matcher, Matching

__all__ = ["Matcher", "Matching"]
