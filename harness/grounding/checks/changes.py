"""Changes: what a summary says that a number was and became, and the articles that it became and was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.text.amounts import Amount
from harness.text.reading import Quantity, Reading

_REACH = 12
_FARTHEST = 60
_NOUN = r"(?:\s+[^\W\d][\w-]*){0,5}?"
_ABOUT = r"(?:(?:about|around|some|only|just)\s+)?"
_TO = re.compile(rf"{_NOUN}\s+to\s+{_ABOUT}")
_AFTER = re.compile(
    rf"{_NOUN}\s*,?\s*(?:(?:up|down)\s+from|(?:as\s+)?compared\s+(?:with|to)|against|versus|vs\.?|instead\s+of)"
    rf"\s+{_ABOUT}|\s*,\s*(?:previously|formerly|earlier)\s+{_ABOUT}"
)
_FROM = re.compile(rf"{_NOUN}\s*,?\s*from\s+(?:an?\s+(?:\w+\s+){{0,2}}of\s+)?{_ABOUT}")
_BRACKET = re.compile(rf"{_NOUN}\s*\(\s*(?:[^\W\d]+:\s*)?")
_BEHIND_BRACKET = re.compile(r"\s*\)")
_APPOSED = re.compile(r"\s*,\s+or\s+")
_AFTER_APPOSED = re.compile(rf",\s*(?:{_AFTER.pattern})$")
_APPOSITION = re.compile(r"\s*,\s+or\s+[^,;]{1,30},")
_STEP = re.compile(rf"\s*,?\s*(?:up|down|an? (?:rise|fall|increase|decrease|drop|gain) of)\s+(?:by\s+)?{_ABOUT}")
_FROM_THERE = re.compile(rf"\s+from\s+{_ABOUT}")
_WITH_STEP = re.compile(rf"{_STEP.pattern}[^\s]{{1,12}}(?:\s+(?:percent|per cent))?{_FROM_THERE.pattern}")
_BEGINS = re.compile(rf"\b(?P<word>from|to)\s+{_ABOUT}$")
_SCALES = (1.0, 1e9, 1e6, 1e3)
_MOST_TIMES = 10
"""How many times the other the numbers of one change are at most."""


class Change(NamedTuple):
    """What a number was, and what it became; and where in the text that is told."""

    former: Amount
    current: Amount
    span: tuple[int, int]
    sentence: int


class ChangeCheck:
    """Finds changes that the articles tell the other way round: `from 13% to 14%` for `to 13% from 14%`."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "change"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each change which the articles have with its ends exchanged, and never as it is."""
        sources = page.document.sources
        for change in changes_in(page.reading):
            if any((change.former, change.current) in source.reading.once(_by_ends) for source in sources):
                continue
            turned = change.current, change.former
            source = next((source for source in sources if turned in source.reading.once(_by_ends)), None)
            if source is None:
                continue
            other = source.reading.once(_by_ends)[turned]
            words = source.reading.text[slice(*other.span)]
            evidence = source.evidence(*source.reading.sentences[other.sentence])
            yield against("quantity", change.span, f"The article tells the change the other way: {words!r}.", evidence)


def _by_ends(reading: Reading) -> dict[tuple[Amount, Amount], Change]:
    """Return the first change of a text from one number to another, by these."""
    return {(change.former, change.current): change for change in reversed(changes_in(reading))}


def changes_in(reading: Reading) -> list[Change]:
    """Return the changes of a text: `from 5 to 6`, `to 6 from 5`, `6, against 5`, `6 (5)`."""
    found = []
    for first, second in _pairs(reading):
        if first.sentence != second.sentence or second.start - first.end > _FARTHEST:
            continue
        order = _order(reading.text, first, second)
        a, b = first.amount, _alike(first, second)
        if order and _may_change(a, b):
            former, current = (a, b) if order == "from" else (b, a)
            found.append(Change(former, current, (first.start, second.end), first.sentence))
    return found


def _pairs(reading: Reading) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield each two neighbours, and those with an apposition between: `$4 million, or 7 cents, against $5 million`."""
    numbers = reading.quantities
    yield from pairwise(numbers)
    for first, inner, second in zip(numbers, numbers[1:], numbers[2:], strict=False):
        opening, following = (first.end, inner.start), (inner.end, second.start)
        is_apposed = _APPOSED.fullmatch(reading.text, *opening) and _AFTER_APPOSED.search(reading.text, *following)
        if is_apposed or _is_step_between(reading.text, opening, following):
            yield first, second


def _is_step_between(text: str, opening: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether what stands on either side of a number makes it a step: `$486 million, up 8% from $450 million`."""
    return bool(_STEP.fullmatch(text, *opening) and _FROM_THERE.fullmatch(text, *following))


def _alike(first: Quantity, second: Quantity) -> Amount:
    """Return the amount of a number that leaves out what the one before it has: `13.0% (14.0)`, `9 million (8)`."""
    ours, theirs = first.amount, second.amount
    if second.units or theirs.is_share:
        return theirs
    if ours.is_share:
        return replace(theirs, low=theirs.low / 100, high=theirs.high / 100, is_share=True)
    near = (scale for scale in _SCALES if ours.low <= _MOST_TIMES * scale * theirs.low <= _MOST_TIMES**2 * ours.low)
    scale = next(near, 1.0)
    return replace(theirs, low=theirs.low * scale, high=theirs.high * scale)


def _order(text: str, first: Quantity, second: Quantity) -> str | None:
    """Return whether a change is told from its begin, `from`, or from its end, `to`; None where none is told."""
    opening = _BEGINS.search(text, max(0, first.start - _REACH), first.start)
    between = text[first.end : second.start]
    if _WITH_STEP.fullmatch(between):
        return "to"
    if (apposed := _APPOSITION.match(between)) and _AFTER.fullmatch(between, apposed.end() - 1):
        return "to"
    if opening and opening["word"] == "from":
        return "from" if _TO.fullmatch(between) else None
    if _AFTER.fullmatch(between) or (opening and _FROM.fullmatch(between)):
        return "to"
    is_enclosed = _BRACKET.fullmatch(between) and _BEHIND_BRACKET.match(text, second.end)
    return "to" if is_enclosed else None


def _may_change(a: Amount, b: Amount) -> bool:
    """Whether two amounts may be of one thing: both shares or neither, of about the same size, and not the same."""
    if a.is_share != b.is_share or a == b or a.is_range or b.is_range or a.magnitude or b.magnitude:
        return False
    low, high = sorted((abs(a.low), abs(b.low)))
    return low > 0 and high <= _MOST_TIMES * low
