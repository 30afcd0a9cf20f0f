"""Gold facts: what an article asserts, typed and tied to its words, and whether a summary states it."""

from harness.gold.gold import Evidence, Gold, GoldFact, GoldGroup
from harness.gold.load import load_gold
from harness.gold.models import Fact, GoldFile, Group, NameEntry, Reference

__all__ = [
    "Evidence",
    "Fact",
    "Gold",
    "GoldFact",
    "GoldFile",
    "GoldGroup",
    "Group",
    "NameEntry",
    "Reference",
    "load_gold",
]
