"""Where in an article the numbers stand that a summary's number follows from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from harness.gold.matching.claims.source import ORDINAL, SCORE, Source, find_ages
from harness.text.dates import UNIT_DAYS
from harness.text.fold import Span
from harness.text.reading import Reading

_MOST = 60
"""Only an article's first numbers are reckoned with."""

_TINY = 1e-6


def number_spans(source: Source, number: float) -> tuple[Span, ...]:
    """Return where an article first writes a number in any role: a count, a rank, a year; empty for nowhere."""
    first = source.reading.once(_first_spans).get(number)
    return (first,) if first else ()


def _first_spans(reading: Reading) -> dict[float, Span]:
    """Return where each number of a text stands first."""
    told = [(span, end) for span, amount in reading.numbers for end in (abs(amount.low), abs(amount.high))]
    told += [(match.span(1), float(match[1])) for match in ORDINAL.finditer(reading.text)]
    return {number: span for span, number in sorted(told, reverse=True)}


def score_spans(source: Source, pair: frozenset[float]) -> tuple[Span, ...]:
    """Return where an article first has a score of two numbers, or one side of which is a number."""
    return next(((span,) for span, sides in source.reading.once(_score_spans) if pair <= sides), ())


def _score_spans(reading: Reading) -> list[tuple[Span, set[float]]]:
    return [(match.span(), {float(match[1]), float(match[2])}) for match in SCORE.finditer(reading.text)]


def age_spans(source: Source, years: int) -> tuple[Span, ...]:
    """Return where an article tells an age, or else writes its number or a length of as many years."""
    told = source.reading.once(_age_spans).get(years)
    if told:
        return (told,)
    days = years * UNIT_DAYS["year"]
    lengths = ((t.start, t.end) for t in source.durations if t.duration and abs(t.duration.low - days) < 1)
    return number_spans(source, float(years)) or tuple(lengths)[:1]


def _age_spans(reading: Reading) -> dict[int, Span]:
    """Return where a text first tells each age."""
    return {age: span for span, age in reversed(list(find_ages(reading.text)))}


def difference_spans(source: Source, number: float) -> tuple[Span, ...]:
    """Return where two numbers of an article stand, or two of its lengths, whose difference a number is."""
    slack = _TINY * abs(number)
    pairs = combinations(_values(source), 2)
    return next(((one, other) for (a, one), (b, other) in pairs if abs(abs(a - b) - number) <= slack), ())


def _values(source: Source) -> Iterator[tuple[float, Span]]:
    """Yield the first numbers of an article and its first lengths in their own units, each with its span."""
    quantities = [q for q in source.reading.quantities if not (q.amount.is_share or q.amount.magnitude)][:_MOST]
    for quantity in quantities:
        for end in sorted({quantity.amount.low, quantity.amount.high}):
            yield end, (quantity.start, quantity.end)
    for time in source.durations[:_MOST]:
        if time.duration and time.duration.unit in UNIT_DAYS:
            yield time.duration.low / UNIT_DAYS[time.duration.unit], (time.start, time.end)
