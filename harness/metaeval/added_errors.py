"""Errors that are added: a sentence with a source, a number, a date or a quotation that no article has."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.gold import Gold
from harness.metaeval.probes import Probe

_ADDED = (
    "Radio Meldora was the first to report this.",
    "The whole affair has cost 84 million dollars so far.",
    "It all began on 17 August 1987.",
    '"We never saw it coming," one onlooker said.',
    "The matter was settled by Tessa Quillfeather.",
)
"""Made up so that no article says them; each is a whole sentence, so that it can stand behind any other."""


def inventions_of(gold: Gold) -> Iterator[Probe]:
    """Yield an article's key facts (the first one, where it has none), each with an invention behind it."""
    facts = [fact for fact in gold.facts if fact.fact.importance == "key"] or list(gold.facts[:1])
    for i, fact in enumerate(facts):
        base = fact.fact.statement
        text = f"{base} {_ADDED[i % len(_ADDED)]}"
        yield Probe(fact=fact.id, group="error", change="invented", base=base, text=text)
