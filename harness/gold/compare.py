"""Comparing typed values: what a gold fact says with what a summary says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from harness.text.amounts import Amount
from harness.text.dates import Duration, Period, far_end

Relation = Literal["same", "coarser", "bound dropped", "weaker", "different"]
"""`weaker` is compatible but says less than the fact; `different` excludes it."""

STATED: frozenset[Relation | None] = frozenset({"same", "coarser", "bound dropped"})
"""The relations in which a fact counts as stated."""

LOWER = frozenset({"at least", "more than"})
UPPER = frozenset({"at most", "up to", "fewer than"})
ROUGH = frozenset({"about", "more than", "fewer than"})
ROUGH_SHARE = 0.04
"""How far from a share, in parts of the whole, a simpler one may lie that is called rough."""

SHARE_ROUNDED = 0.004
"""How far a share may lie from a fraction that it is when rounded: 33 percent from a third."""

_PARTS, _WHOLE = 10_000, 1e-6
"""A share in ten-thousandths, and how near a whole number of them it lies where it has a short form in percent."""

ABOUT = 0.05
"""How far from its number, in parts of it, a value called `about` may lie."""

_AT_LEAST = 0.4
"""The least part of what `several weeks` are, from which on a length in weeks may be called so."""

SAME_END = 0.01
"""How near, in parts of it, a number lies to an end of a range that it is meant to be."""

CLOSE_SHARE = 0.02
"""By how much a share may exceed another that is told for it: `just over three in five` for 61.4%."""

SAME_LENGTH = 0.09
"""How far apart two durations in different units may lie and be the same: 12 weeks and 3 months."""

_LADDER = {"day": 0, "part of month": 1, "month": 2, "season": 3, "part of year": 3, "year": 4, "decade": 5}


@dataclass(frozen=True, slots=True)
class Value:
    """An amount with its bound."""

    amount: Amount
    bound: str = "exact"

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the greatest number that it leaves open."""
        low, high = self.amount.low, self.amount.high
        if self.bound == "about":
            return low * (1 - ABOUT), high * (1 + ABOUT)
        if self.bound in LOWER:
            return low, math.inf
        if self.bound in UPPER:
            return 0.0, high
        return low, high


def compare_amounts(fact: Value, found: Value) -> Relation | None:
    """Return how a found amount relates to a fact's; None where a share meets a number."""
    if fact.amount.is_share != found.amount.is_share:
        return None
    if fact.amount.magnitude or found.amount.magnitude:
        return _compare_magnitudes(fact, found)
    if _equal(fact.amount, found.amount):
        return _compare_bounds(fact, found)
    if _is_rounding(fact, found):
        return "coarser"
    if found.amount.is_range and fact.bound in UPPER and found.amount.high == fact.amount.high:
        return "same"
    if fact.amount.is_share and found.bound in ROUGH and _is_close_share(fact, found):
        return "weaker"
    return "different" if _is_other_end(fact, found) else _compare_intervals(fact, found)


def _is_close_share(fact: Value, found: Value) -> bool:
    """Whether a share that is called rough may be meant: `about a quarter` for 22%, `more than half` for 52%."""
    low, high = fact.amount.low, fact.amount.high
    below, above = found.amount.low - ROUGH_SHARE, found.amount.high + ROUGH_SHARE
    if found.bound == "more than":
        return found.amount.low <= low <= above
    if found.bound == "fewer than":
        return below <= high <= found.amount.high
    return below <= low and high <= above


def is_turned(bound: str, other: str) -> bool:
    """Whether two bounds of one number exclude each other: `at least` and `at most`."""
    return (bound in LOWER and other in UPPER) or (bound in UPPER and other in LOWER)


def _compare_intervals(fact: Value, found: Value) -> Relation:
    low, high = fact.interval
    found_low, found_high = found.interval
    if _disjoint(fact, found):
        return "different"
    if found_low <= low and high <= found_high:
        return "weaker"
    if fact.bound in LOWER | UPPER and fact.bound != "exact" and not (fact.amount.is_range or found.amount.is_range):
        # At least 1,000 does not carry 1,500, nor at least 1,500; at most 1,500 it leaves open.
        return (
            "weaker"
            if (fact.bound in LOWER) != (found.bound in LOWER) and found.bound in LOWER | UPPER
            else "different"
        )
    return "weaker"


def _is_other_end(fact: Value, found: Value) -> bool:
    """Whether a bound excludes what the fact says: `a third or less` for a third to a half, `over 8,500` for 9,500."""
    if fact.amount.is_range and not found.amount.is_range:
        low, high = fact.amount.low * (1 + SAME_END), fact.amount.high * (1 - SAME_END)
        if found.bound in UPPER:
            return found.amount.high <= low
        return found.bound in LOWER and found.amount.low >= high
    is_alike = fact.bound == found.bound and fact.bound in LOWER | UPPER
    return is_alike and not (fact.amount.is_range or found.amount.is_range) and _digits(found) >= _digits(fact)


def _digits(value: Value) -> int:
    """Return how many significant digits a number has."""
    return len(f"{value.amount.low:.10g}".replace(".", "").strip("0"))


def _equal(a: Amount, b: Amount) -> bool:
    is_rounded = a.is_share and any(_is_fraction(end) for end in (a.low, a.high, b.low, b.high))
    tolerance = SHARE_ROUNDED if is_rounded else 1e-9
    return math.isclose(a.low, b.low, rel_tol=1e-9, abs_tol=tolerance) and math.isclose(
        a.high, b.high, rel_tol=1e-9, abs_tol=tolerance
    )


def _is_fraction(share: float) -> bool:
    """Whether a share has no short form in percent, as a third has not: 33 percent is that, rounded."""
    return abs(_PARTS * share - round(_PARTS * share)) > _WHOLE


def _compare_bounds(fact: Value, found: Value) -> Relation:
    if (fact.bound in LOWER and found.bound in LOWER) or (fact.bound in UPPER and found.bound in UPPER):
        return "same"
    if found.bound in ("exact", "about"):
        return "same" if fact.bound in ("exact", "about") else "bound dropped"
    if fact.bound in ("exact", "about"):
        strict = found.bound in ("more than", "fewer than") and fact.bound == "exact"
        return "different" if strict else "weaker"
    return "different"


_VAGUE = frozenset({"several", "multiple", "a few", "few", "some", "many"})
_ONE_STEP = frozenset(
    {"dozen", "score", "hundred", "thousand", "tens of thousand", "hundreds of thousand", "million", "tens of million"}
    | {"hundreds of million", "billion", "tens of billion", "hundreds of billion", "trillion"}
)
"""Magnitude words that are one step coarser than a number."""


def _compare_magnitudes(fact: Value, found: Value) -> Relation:
    low, high = fact.amount.low, fact.amount.high
    if fact.amount.magnitude and found.amount.magnitude:
        if fact.amount.magnitude in _VAGUE and found.amount.magnitude in _VAGUE:
            return "same"
        if found.amount.low <= low and found.amount.high >= high:
            return "same" if found.amount.high == high else "weaker"
        if low <= found.amount.low and found.amount.high <= high:
            return "same"
        return "different" if found.amount.low > high or found.amount.high < low else "weaker"
    return _compare_word(fact, found) if found.amount.magnitude else _compare_with_word(fact, found)


def _compare_word(fact: Value, found: Value) -> Relation:
    """Compare a number with a magnitude found."""
    low, high = fact.amount.low, fact.amount.high
    inside = found.amount.low <= low and high <= found.amount.high
    if inside and (found.amount.magnitude or "").rstrip("s") in _ONE_STEP:
        return "coarser"
    return "weaker" if inside or found.amount.low <= high else "different"


def _compare_with_word(fact: Value, found: Value) -> Relation:
    """Compare a magnitude with a number found."""
    low, high = fact.amount.low, fact.amount.high
    if found.bound in UPPER and found.amount.high <= low:
        return "different"
    if found.amount.low > high or (found.amount.high < low and found.bound not in LOWER):
        return "different"
    # 4,000 are thousands; that the article does not say so precisely, its claims tell.
    is_held = low <= found.amount.low and found.amount.high <= high and found.bound not in UPPER
    is_held = is_held and (found.amount.low > low or found.bound not in LOWER)
    return "same" if is_held else "weaker"


def round_to_one_digit(number: float) -> float:
    """Return a number rounded to one significant digit, halves away from zero."""
    if number == 0:
        return 0.0
    scale = 10 ** math.floor(math.log10(abs(number)))
    return float(math.floor(abs(number) / scale + 0.5) * scale * math.copysign(1, number))


def _is_rounding(fact: Value, found: Value) -> bool:
    """Whether a number is the fact's, rounded to one significant digit and said to be so."""
    if fact.amount.is_range or found.amount.is_range:
        return False
    value, said = fact.amount.low, found.amount.low
    if fact.amount.is_share:
        over = value - said if found.bound == "more than" else said - value if found.bound == "fewer than" else 0.0
        return 0 < over <= CLOSE_SHARE and fact.bound in ("exact", "about")
    if found.bound in ("more than", "fewer than"):
        scale = 10 ** math.floor(math.log10(value)) if value > 0 else 1
        if found.bound == "more than":
            return said == math.floor(value / scale) * scale and said < value and fact.bound not in UPPER
        return said == math.ceil(value / scale) * scale and said > value and fact.bound not in LOWER
    return found.bound == "about" and said == round_to_one_digit(value)


def _disjoint(fact: Value, found: Value) -> bool:
    low, high = fact.interval
    found_low, found_high = found.interval
    return found_low > high or found_high < low


def compare_periods(fact: Period, found: Period) -> Relation:
    """Return how a found period relates to a fact's; where either lacks a year, years are not compared."""
    if fact.has_year != found.has_year:
        if _spans_years(fact) or _spans_years(found):
            return "weaker"
        if any(period.is_open and period.grain in ("year", "decade") for period in (fact, found)):
            return "different"  # June is no part of `since 1998`
        fact, found = fact.without_year(), found.without_year()
    if fact.is_open or found.is_open:
        return _compare_open(fact, found)
    if (fact.earliest, fact.latest) == (found.earliest, found.latest):
        return "same"
    if fact.contains(found):
        # A year of a range of years is its end, or a part; a month of `late 2024` is that time.
        return "weaker" if _spans_years(fact) and fact.grain == "year" else "same"
    if found.contains(fact):
        return "coarser" if _LADDER[found.grain] - _LADDER[fact.grain] <= 1 else "weaker"
    return "weaker" if fact.overlaps(found) else "different"


def place_year(period: Period, published: Period | None) -> Period | None:
    """Return a period without a year in the last one before an article came out; None where that is not known."""
    if period.has_year or period.earliest is None or published is None or published.latest is None:
        return None
    placed = period.with_year(published.latest.year)
    if placed.earliest and placed.earliest > published.latest:
        placed = period.with_year(published.latest.year - 1)
    return placed


def _spans_years(period: Period) -> bool:
    if period.earliest is None or period.latest is None:
        return False
    return (period.latest - period.earliest).days > 366  # noqa: PLR2004


def _compare_open(fact: Period, found: Period) -> Relation:
    """Compare periods of which one is open, by the end that the fact has: `since October 2024`, `until 16 April`.

    `in October 2024` and `since autumn 2024` are that, coarser; another start is another date.
    """
    if not fact.is_open:
        return "coarser" if found.earliest == fact.earliest else "weaker" if fact.overlaps(found) else "different"
    is_start = fact.latest is None
    ours, theirs = (fact.earliest, found.earliest) if is_start else (fact.latest, found.latest)
    if ours is None or theirs is None:
        return "weaker" if fact.overlaps(found) else "different"
    if ours == theirs:
        return "same" if found.is_open else "coarser"
    if found.is_open and _near(ours, theirs, fact.grain, is_start=is_start):
        return "same"
    if _near(theirs, ours, found.grain, is_start=is_start):
        return "coarser" if _LADDER[found.grain] - _LADDER[fact.grain] <= 1 else "weaker"
    if found.is_open:
        return "different"
    return "weaker" if fact.overlaps(found) else "different"


def _near(end: date, other: date, grain: str, *, is_start: bool) -> bool:
    """Whether a day lies in the month, season or year that begins (or, for a last day, ends) with another."""
    far = far_end(end, grain, is_first=is_start)
    return min(end, far) <= other <= max(end, far)


def compare_durations(
    fact: Duration, found: Duration, *, is_vague: bool, bound: str = "exact", found_bound: str = "exact"
) -> Relation:
    """Return how a found length of time relates to a fact's. `is_vague` is of the found one, as in 'several weeks'."""
    if is_vague or fact.is_vague:
        if fact.unit == found.unit and is_vague:
            holds = fact.is_vague or found.low * _AT_LEAST <= fact.low <= found.high
            if fact.high < found.low * _AT_LEAST:
                return "different"  # one week is not several
            return "same" if (fact.low, fact.high) == (found.low, found.high) else "coarser" if holds else "weaker"
        return "different" if found.high < fact.low or fact.high < found.low else "weaker"
    slack = SAME_LENGTH if fact.unit != found.unit else 1e-9
    if abs(fact.low - found.low) <= slack * fact.low and abs(fact.high - found.high) <= slack * fact.high:
        return "different" if is_turned(bound, found_bound) else "same"
    if found.low <= fact.low and fact.high <= found.high:
        return "weaker"
    if (found_bound in LOWER and found.high <= fact.low) or (found_bound in UPPER and found.low >= fact.high):
        return "weaker"
    return "different"
