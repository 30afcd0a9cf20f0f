"""Grounding: what the articles do not support of a summary, read without gold facts."""

from harness.grounding.grounder import Grounder, Grounding, surest_first
from harness.grounding.meaning import MeaningChecks

__all__ = ["Grounder", "Grounding", "MeaningChecks", "surest_first"]
