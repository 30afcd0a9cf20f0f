"""Sentences with marks for what a reader should find in them, and the notation of gold files for what it means."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date

from harness.text.amounts import Amount, parse_amount
from harness.text.dates import Duration, Period, day_of, parse_duration, parse_period
from harness.text.fold import Span
from harness.text.reading import Quantity
from harness.text.timing import TimeMention

PUBLISHED = day_of(date(2025, 2, 5))
"""A Wednesday."""

BOUNDS = ("about", "at least", "at most", "more than", "fewer than", "up to")
_MARK = re.compile(r"[{}\[\]<>]")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the spans that they enclosed: `{quantity}`, `[time]`, `<name>`."""

    text: str
    quantities: tuple[Span, ...]
    times: tuple[Span, ...]
    names: tuple[Span, ...]


def read_marks(marked: str) -> Marked:
    pieces: list[str] = []
    spans: dict[str, list[Span]] = {"}": [], "]": [], ">": []}
    start = length = position = 0
    for mark in _MARK.finditer(marked):
        pieces.append(marked[position : mark.start()])
        length += mark.start() - position
        position = mark.end()
        if mark.group() in spans:
            spans[mark.group()].append((start, length))
        else:
            start = length
    text = "".join(pieces) + marked[position:]
    return Marked(text, *(tuple(spans[closer]) for closer in "}]>"))


def split_bound(notation: str) -> tuple[str, str]:
    for bound in BOUNDS:
        if notation.startswith(bound + " "):
            return bound, notation.removeprefix(bound + " ")
    return "exact", notation


def quantity_is(quantity: Quantity, notation: str) -> bool:
    """Whether a quantity is what gold files write as `about 11000`, `10000 to 11000`, `more than 1/3`, `thousands`."""
    bound, value = split_bound(notation)
    expected = parse_amount(value.removeprefix("-"))
    if value.startswith("-"):  # gold files write no numbers below zero
        expected = replace(expected, low=-expected.high, high=-expected.low)
    return quantity.bound == bound and amounts_agree(quantity.amount, expected)


def amounts_agree(a: Amount, b: Amount) -> bool:
    same_kind = (a.is_share, a.magnitude) == (b.is_share, b.magnitude)
    return same_kind and math.isclose(a.low, b.low, rel_tol=1e-9) and math.isclose(a.high, b.high, rel_tol=1e-9)


def time_is(mention: TimeMention, notation: str) -> bool:
    """Whether a time is what gold files write as `mid 2025-01`, `2024-10/..`, `3 weeks`, `more than several months`."""
    if mention.period:
        expected = parse_period(notation)
        return days_of(mention.period) == days_of(expected)
    bound, value = split_bound(notation)
    return mention.duration is not None and mention.bound == bound and lengths_agree(mention.duration, value)


def days_of(period: Period) -> tuple[date | None, date | None, bool]:
    return period.earliest, period.latest, period.has_year


def lengths_agree(duration: Duration, notation: str) -> bool:
    expected = parse_duration(notation)
    return (round(duration.low, 6), round(duration.high, 6)) == (round(expected.low, 6), round(expected.high, 6))
