"""Other ways of writing a number: cents for dollars, basis points for percent, a sign in words, rounded, or split."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from harness.gold.matching.claims.source import Source
from harness.gold.matching.claims.values import Window, close_to
from harness.gold.matching.derived import Derived
from harness.text.fold import Span
from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

_CENTS = word_set("cent penny pence")
_BASIS_POINTS = word_set("bps bp")
_HUNDRED = 100
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_FRACTION = re.compile(r"\d[.]\d")
_OF_SCALED = re.compile(
    r" of (?:the |its |their |these )?\W?[\d.,]{1,9} (?P<scale>thousand|million|billion)\b", re.IGNORECASE
)
"""What stands behind a number that leaves its scale to the next: `9.1 of the 14.6 million`."""

_ROUNDED = 0.06
"""How far from a number of two figures, in parts of it, one may lie that is rounded to it."""

_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FEWEST_FIGURES = 2
_SPLIT = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:, \d{3})+(?!\d)|\d{1,3}\. \d{1,2}(?=[ -]?(?:%|percent|per cent|million|billion)))"
)
_AROUND = 12


def written_otherwise(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how an article writes a summary's number, where it does so in another way."""
    if quantity.amount.magnitude:
        return None
    for value, span in source.reading.once(_all_split):
        if math.isclose(value, quantity.amount.low, rel_tol=1e-9):
            return Derived(f"{quantity} stands in the article with a blank in it.", (span,))
    for value, _ in split_numbers(reading.text, quantity):
        whole = _number_of(source, value)
        if whole:
            return Derived(f"{quantity} is a piece of a number of the article.", ((whole.start, whole.end),))
    if quantity.amount.is_range:
        return None
    scale = _OF_SCALED.match(reading.text, quantity.end)
    if scale:
        full = quantity.amount.low * _SCALES[scale["scale"].lower()]
        whole = _number_of(source, full)
        if whole:
            return Derived(f"{quantity} is {whole} of the article, without its scale.", ((whole.start, whole.end),))
    text = reading.text[quantity.start : quantity.end]
    near = source.values.within(_windows(quantity))
    found = next((q for q in near if _is_same(source, q, quantity, text)), None)
    reason = f"{quantity} is {found} of the article, written otherwise."
    return Derived(reason, ((found.start, found.end),)) if found else None


def _number_of(source: Source, value: float) -> Quantity | None:
    """Return the first number of an article that has a value, or begins at it."""
    near = source.values.within([close_to(value)], has_wide=True)
    return next((q for q in near if math.isclose(value, q.amount.low, rel_tol=1e-9)), None)


def _windows(quantity: Quantity) -> Iterator[Window]:
    """Yield where the numbers lie that an article may have written for a summary's."""
    low, units = quantity.amount.low, _in_units(quantity)
    yield low - _ROUNDED * abs(low), low + _ROUNDED * abs(low)
    values = (-low, units, _HUNDRED * units, _HUNDRED**2 * units, *(low / scale for scale in _SCALES.values()))
    yield from (close_to(value) for value in values)


def _is_same(source: Source, article: Quantity, summary: Quantity, text: str) -> bool:
    if article.amount.magnitude or article.amount.is_range:
        return False
    ours, theirs = article.amount.low, summary.amount.low
    if ours < 0 and article.amount.is_share == summary.amount.is_share and math.isclose(-ours, theirs):
        return True  # `fell by 3%` for `minus 3%`
    if math.isclose(_in_units(article), _in_units(summary), rel_tol=1e-9) and _is_unit(article) != _is_unit(summary):
        return True
    if _is_basis_points(article) and _is_basis_points(summary):
        return math.isclose(ours, theirs)
    written = source.reading.text[article.start : article.end]
    if not _FRACTION.search(written) or article.amount.is_share != summary.amount.is_share:
        return False
    told = (scale for word, scale in _SCALES.items() if word in source.reading.lemma_set)
    return any(math.isclose(ours * scale, theirs, rel_tol=1e-9) for scale in told) or _is_rounded(ours, theirs, text)


def _in_units(quantity: Quantity) -> float:
    """Return a number in dollars where it is in cents, and in parts of one where it is in basis points."""
    if _is_basis_points(quantity):
        return quantity.amount.low / _HUNDRED / _HUNDRED
    if quantity.units[:1] == ("point",):
        return quantity.amount.low / _HUNDRED
    return quantity.amount.low / _HUNDRED if is_cents(quantity) else quantity.amount.low


def _is_unit(quantity: Quantity) -> bool:
    return is_cents(quantity) or _is_basis_points(quantity)


def is_cents(quantity: Quantity) -> bool:
    """Whether a number counts hundredths of a currency."""
    return quantity.units[:1] != () and quantity.units[0] in _CENTS


def _is_basis_points(quantity: Quantity) -> bool:
    return quantity.units[:2] == ("basis", "point") or (quantity.units[:1] != () and quantity.units[0] in _BASIS_POINTS)


def _is_rounded(ours: float, theirs: float, text: str) -> bool:
    """Whether an article's number with decimals, rounded to as many figures as the summary writes, is the summary's."""
    figures = _FIGURES.search(text)
    if figures is None or not ours:
        return False
    count = len(re.sub(r"\D", "", figures.group()).lstrip("0"))
    digits = count - 1 - math.floor(math.log10(abs(ours)))
    return count >= _FEWEST_FIGURES and math.isclose(round(ours, digits), theirs, rel_tol=1e-9)


def _all_split(reading: Reading) -> list[tuple[float, Span]]:
    first: dict[float, Span] = {}
    for value, span in split_numbers(reading.text):
        first.setdefault(value, span)
    return list(first.items())


def split_numbers(text: str, around: Quantity | None = None) -> Iterator[tuple[float, Span]]:
    """Yield the numbers of a text that have a blank in them, `235, 000` and `98. 7%`, with their spans.

    Of all of it, or around one number.
    """
    begin, end = (max(0, around.start - _AROUND), around.end + _AROUND) if around else (0, len(text))
    for match in _SPLIT.finditer(text, begin, end):
        if around is None or (match.start() < around.end and around.start < match.end()):
            value = float(match.group().replace(", ", "").replace(" ", ""))
            for scale in (1, 1 / _HUNDRED, *_SCALES.values()):
                yield value * scale, match.span()
