"""Bare numbers of a summary that an article has in another role: a score, a minute, a year, a part of a list."""

from __future__ import annotations

import re

from harness.gold.matching.claims.places import number_spans, score_spans
from harness.gold.matching.claims.source import Source
from harness.gold.matching.derived import Derived
from harness.text.numerals import BLANK
from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

_REACH = 40
_HALF = 0.5
_A_HALF = re.compile(r"\bhal(?:f|v\w+)\b", re.IGNORECASE)
_MINUTE_UNITS = word_set("minute min mins")
_MINUTES_BEFORE = re.compile(
    rf"\bmin(?:ute)?s?\.?{BLANK}(?:\d{{1,3}}{BLANK}?(?:,|and|&|or){BLANK}?){{0,9}}$", re.IGNORECASE
)
_SCORED = word_set("goal point run game set try")
_YEARS = range(1000, 2101)
_MULTIPLES: dict[float, tuple[str, ...]] = {
    2: ("twice", "double", "doubled", "twofold", "two-fold", "again", "second"),
    3: ("thrice", "triple", "tripled", "treble", "trebled", "threefold", "three-fold", "third"),
    4: ("quadruple", "quadrupled", "fourfold", "four-fold"),
    5: ("quintuple", "quintupled", "fivefold", "five-fold"),
    10: ("tenfold", "ten-fold"),
}
"""What tells of a multiple in one word; to double is to rise by 100%."""


def in_role(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return which number of an article a bare number is that counts nothing there."""
    amount = quantity.amount
    times = quantity.units[:1] == ("time",)
    if (amount.is_share or times) and (found := _multiple(reading, quantity, source)):
        return found
    if quantity.bound != "exact" or amount.magnitude:
        return None
    if amount.is_range:
        return _of_score(reading, quantity, source, frozenset((abs(amount.low), abs(amount.high))))
    if amount.is_share:
        return _half(reading, quantity, source)
    return _bare(reading, quantity, source)


def _of_score(reading: Reading, quantity: Quantity, source: Source, pair: frozenset[float]) -> Derived | None:
    if pair not in source.scores:
        return None
    return Derived(f"{_text(reading, quantity)} is a score of the article.", score_spans(source, pair))


def _half(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    is_half = quantity.amount.low == _HALF and _text(reading, quantity).lower().endswith("half")
    match = _A_HALF.search(source.reading.text) if is_half else None
    return Derived("The article tells of halves.", (match.span(),)) if match else None


def _bare(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    text, number, unit = _text(reading, quantity), quantity.amount.low, quantity.units[:1]
    before = reading.text[max(0, quantity.start - _REACH) : quantity.start]
    is_minute = bool(_MINUTES_BEFORE.search(before)) or not _MINUTE_UNITS.isdisjoint(unit)
    is_role = not unit or is_minute or (text.isdigit() and number in _YEARS)
    if is_role and abs(number) in source.numerals:
        return Derived(f"{text} is a number of the article.", number_spans(source, abs(number)))
    if not _SCORED.isdisjoint(unit) and any(number in pair for pair in source.scores):
        return Derived(f"{text} is of a score of the article.", score_spans(source, frozenset((number,))))
    return None


def _multiple(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return which word of an article tells of so many times as much, or of a rise by so many percent."""
    times = quantity.amount.high + (1 if quantity.amount.is_share else 0)
    word = next((word for word in _MULTIPLES.get(times, ()) if word in source.reading.lemma_set), None)
    return Derived(f"{_text(reading, quantity)} is {word}.", _word_span(source, word)) if word else None


def _word_span(source: Source, lemma: str) -> tuple[tuple[int, int]]:
    word = source.reading.words[source.reading.lemmas.index(lemma)]
    return ((word.start, word.end),)


def _text(reading: Reading, quantity: Quantity) -> str:
    return reading.text[quantity.start : quantity.end]
