"""Errors put into sentences that state a gold fact: each differs from the truth in one way.

They are made from the gold's typed values and from plain rules of English, and from nothing that the matcher reads
with: what makes the test must not share the blind spots of what is tested. Where a rule cannot be sure of a sound
sentence, it makes none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from harness.gold.gold import Gold, GoldFact
from harness.metaeval.added_errors import inventions_of
from harness.metaeval.name_errors import exchanged_names, made_up_quotation, other_name, other_speaker
from harness.metaeval.number_errors import exchanges_of, other_bound, other_number, other_scale, sums_of
from harness.metaeval.probes import Probe, sentences_of
from harness.metaeval.time_errors import other_date, other_duration, other_time_unit
from harness.metaeval.tone_errors import antonym, other_certainty, other_polarity, stated_and_denied

Maker = Callable[[Gold, GoldFact, str], Iterator[str]]
"""Yields a fact's sentence with one error in it, or nothing."""

ERRORS: dict[str, str] = {
    "number": "another number",
    "exchange": "two numbers exchanged between the things they count",
    "sum": "a wrong total of two right numbers",
    "bound": "at most for at least, more than for up to, and the like",
    "unit": "million for thousand, years for weeks",
    "date": "another month, year, day, or part of a month or year",
    "duration": "another length of time",
    "speaker": "another source",
    "quotation": "words in quotation marks that nobody said so",
    "name": "another person, body or place",
    "roles": "two names exchanged",
    "certainty": "a doubt removed, or put in",
    "negation": "what is so denied, or what is not so asserted",
    "denied": "a fact, and behind it its denial",
    "antonym": "the opposite word",
    "invented": "a source, number, date, name or quotation that the article lacks",
}
"""The error classes and what they are."""

_MAKERS: tuple[tuple[str, Maker], ...] = (
    ("number", other_number),
    ("bound", other_bound),
    ("unit", other_scale),
    ("unit", other_time_unit),
    ("date", other_date),
    ("duration", other_duration),
    ("speaker", other_speaker),
    ("quotation", made_up_quotation),
    ("name", other_name),
    ("roles", exchanged_names),
    ("certainty", other_certainty),
    ("negation", other_polarity),
    ("denied", stated_and_denied),
    ("antonym", antonym),
)


def corruptions_of(gold: Gold) -> Iterator[Probe]:
    """Yield every error that can be put into the sentences of a gold file's facts."""
    for fact in gold.facts:
        for change, make in _MAKERS:
            for base in sentences_of(fact):
                for text in make(gold, fact, base):
                    if text != base:
                        yield Probe(fact=fact.id, group="error", change=change, base=base, text=text)
    yield from exchanges_of(gold)
    yield from sums_of(gold, right=False)
    yield from inventions_of(gold)
