"""Sentences that say the same as a gold fact in other ways: none of them holds an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.gold.gold import Gold, GoldFact
from harness.gold.models import NameEntry
from harness.metaeval.number_errors import sums_of
from harness.metaeval.probes import Probe, proper_names, sentences_of, spellings
from harness.metaeval.slots import Slot, slot_of, stems_in
from harness.metaeval.written import find_once, forms_of, lower_first, places_of, put

REWORDINGS: dict[str, str] = {
    "by hand": "the sentences that the gold accepts",
    "number format": "11,000 as 11000, 11 000, 11k or eleven thousand",
    "spelling": "another spelling of a name",
    "unit": "three weeks as 21 days",
    "typography": "curly quotes, dashes, spaces that do not break",
    "framing": "'In short, …', a heading or a bullet before it",
    "sum": "the right total of two numbers",
    "order": "two facts, one after the other and the other way round",
}
"""The kinds of rewording and what they are."""


def rewordings_of(gold: Gold) -> Iterator[Probe]:
    """Yield every rewording that can be made of a gold file's facts."""
    for fact in gold.facts:
        statement = fact.fact.statement
        for change, texts in _texts_of(gold, fact).items():
            for text in dict.fromkeys(texts):
                if text != statement:
                    yield Probe(fact=fact.id, group="rewording", change=change, base=statement, text=text)
    yield from sums_of(gold, right=True)
    yield from _orders(gold)


def _texts_of(gold: Gold, fact: GoldFact) -> dict[str, list[str]]:
    statement = fact.fact.statement
    return {
        "by hand": list(fact.fact.accepts),
        "number format": list(_formats(fact)),
        "spelling": list(_spelt_anew(gold, fact)),
        "unit": list(_other_units(fact)),
        "typography": list(_typography(statement)),
        "framing": list(_framings(gold, fact)),
    }


def _formats(fact: GoldFact) -> Iterator[str]:
    count = fact.fact.count
    if count is None or count.amount.magnitude or count.amount.is_share or count.amount.low != count.amount.high:
        return
    for base in sentences_of(fact)[:1]:
        forms = list(forms_of(count.amount.low))
        place = find_once(base, forms)
        if place:
            yield from (put(base, place, form) for form in forms if form != base[slice(*place)])


def _spelt_anew(gold: Gold, fact: GoldFact) -> Iterator[str]:
    base = fact.fact.statement
    for entry in gold.names_of(fact.article).values():
        slot = slot_of(base, entry) if entry.kind in ("person", "body", "outlet") else None
        if slot is None or slot.article.lower() in ("a ", "an ") or base[slot.end : slot.end + 1] in ("'", "\u2019"):
            continue
        for other in spellings(entry):
            is_apart = not places_of(slot.words, other) and not places_of(other, slot.words)
            if is_apart and _is_alike(slot, other, entry):
                text = other if other.lower().startswith("the ") else slot.article.lower() + other
                yield put(base, (slot.start - len(slot.article), slot.end), text)


def _is_alike(slot: Slot, other: str, entry: NameEntry) -> bool:
    """Whether a spelling takes an article, or does without, as the one does that stands in a slot."""
    if slot.article:
        return other.lower().startswith("the ") or (other.isupper() and " " not in other)
    small = [word for word in other.split() if word[0].islower()]
    if any(word[0].islower() for word in slot.words.split()):  # a common noun: both have to be plural
        return all(text.split()[-1].endswith("s") for text in (other, slot.words)) and "'" not in other
    if other.lower().startswith("the "):
        return True
    if entry.kind == "body":
        return "'s " in other and not small
    return not small and bool(stems_in([other]) & stems_in([entry.name or ""]) or entry.kind == "outlet")


def _other_units(fact: GoldFact) -> Iterator[str]:
    date, base = fact.fact.date, fact.fact.statement
    if date is None or not date.lasting:
        return
    match = re.fullmatch(r"(\d+) (week|year)s?", date.lasting)
    if match is None or int(match[1]) > 12:  # noqa: PLR2004  (nobody counts more of them in days or months)
        return
    number, unit = int(match[1]), match[2]
    for form in forms_of(number):
        place = find_once(base, [f"{form} {unit}s", f"{form} {unit}"])
        if place:
            other = f"{number * 7} days" if unit == "week" else f"{number * 12} months"
            yield put(base, place, other)
            return


def _typography(statement: str) -> Iterator[str]:
    yield statement.replace("'", "\u2019").replace(' "', " \u201c").replace('"', "\u201d")
    yield statement.replace(" ", "\u00a0", 3).replace("-", "\u2011")
    yield f"  {statement.replace(' ', '  ')} \n"


def _framings(gold: Gold, fact: GoldFact) -> Iterator[str]:
    statement = fact.fact.statement
    yield f"In short, {lower_first(statement, proper_names(gold, fact.article))}"
    yield f"- {statement}"
    yield f"Here is a concise summary of the article:\n\n{statement}"
    yield f"**Summary:** {statement}"


def _orders(gold: Gold) -> Iterator[Probe]:
    """Yield neighbouring facts told in both orders."""
    facts = [fact for fact in gold.facts if fact.article == gold.facts[0].article]
    for one, other in zip(facts[::2], facts[1::2], strict=False):
        a, b = one.fact.statement, other.fact.statement
        yield Probe(fact=one.id, group="rewording", change="order", base=f"{a} {b}", text=f"{b} {a}")
