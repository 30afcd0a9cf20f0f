"""Lengths of time and ages as the matcher of counts sees them: `42 seconds ahead`, `a 27-year-old driver`."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gold.matching.claims.source import find_ages
from harness.text.amounts import Amount
from harness.text.dates import UNIT_DAYS
from harness.text.fold import Span
from harness.text.reading import Quantity, Reading

AGE = ("year", "old")
"""The unit of an age."""


def lengths_in(reading: Reading) -> list[Quantity]:
    """Return the lengths of time and the ages that a text tells in numbers, as quantities, in order."""
    return reading.once(_lengths_in)


def time_unit_of(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """Return the unit of time that the base forms of a noun phrase begin with, `AGE` for an age; empty for others."""
    if phrase[:1] == ("age",) or (phrase[:1] == ("year",) and ("old" in phrase or "age" in phrase)):
        return AGE
    return phrase[:1] if phrase and phrase[0] in UNIT_DAYS else ()


def in_unit(quantity: Quantity, unit: tuple[str, ...]) -> Amount | None:
    """Return how much a length of time is in another unit; None where one of the two is an age and the other none."""
    if quantity.units == unit:
        return quantity.amount
    if AGE in (quantity.units, unit):
        return None
    times = UNIT_DAYS[quantity.units[0]] / UNIT_DAYS[unit[0]]
    return Amount(_rounded(quantity.amount.low * times), _rounded(quantity.amount.high * times))


def _lengths_in(reading: Reading) -> list[Quantity]:
    found = [*_durations(reading), *_ages(reading)]
    return sorted(found, key=lambda quantity: quantity.start)


def _durations(reading: Reading) -> Iterator[Quantity]:
    for time in reading.times:
        duration = time.duration
        if duration is None or time.is_vague or duration.unit not in UNIT_DAYS:
            continue
        days = UNIT_DAYS[duration.unit]
        amount = Amount(_rounded(duration.low / days), _rounded(duration.high / days))
        yield _quantity(reading, (time.start, time.end), amount, (duration.unit,), time.bound)


def _ages(reading: Reading) -> Iterator[Quantity]:
    for span, years in find_ages(reading.text):
        yield _quantity(reading, span, Amount(years, years), AGE, "exact")


def _quantity(reading: Reading, span: Span, amount: Amount, units: tuple[str, ...], bound: str) -> Quantity:
    """Return a length with the words of its number, without that of its unit."""
    first, last = reading.word_range(span)
    return Quantity(*span, amount, bound, reading.sentence_of(span[0]), units, first, max(first, last - 2))


def _rounded(number: float) -> float:
    return float(f"{number:.9g}")
