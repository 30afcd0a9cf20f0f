"""Comparing typed values: what a gold fact says with what a summary says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from harness.text.amounts import Amount
from harness.text.dates import Duration, Period

Relation = Literal["same", "coarser", "bound dropped", "weaker", "different"]
"""`weaker` is compatible but says less than the fact; `different` excludes it."""

STATED: frozenset[Relation | None] = frozenset({"same", "coarser", "bound dropped"})
"""The relations in which a fact counts as stated."""

LOWER = frozenset({"at least", "more than"})
UPPER = frozenset({"at most", "up to", "fewer than"})
ABOUT = 0.05
"""How far from its number, in parts of it, a value called `about` may lie."""

SAME_LENGTH = 0.085
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
    low, high = fact.interval
    found_low, found_high = found.interval
    if _disjoint(fact, found):
        return "different"
    if found_low <= low and high <= found_high:
        return "weaker"
    if fact.bound in LOWER | UPPER and fact.bound != "exact" and not (fact.amount.is_range or found.amount.is_range):
        # At least 1,000 does not carry 1,500, nor at least 1,500.
        return "different"
    return "weaker"


def _equal(a: Amount, b: Amount) -> bool:
    tolerance = 0.006 if a.is_share else 1e-9
    return math.isclose(a.low, b.low, rel_tol=1e-9, abs_tol=tolerance) and math.isclose(
        a.high, b.high, rel_tol=1e-9, abs_tol=tolerance
    )


def _compare_bounds(fact: Value, found: Value) -> Relation:
    if (fact.bound in LOWER and found.bound in LOWER) or (fact.bound in UPPER and found.bound in UPPER):
        return "same"
    if found.bound in ("exact", "about"):
        return "same" if fact.bound in ("exact", "about") else "bound dropped"
    if fact.bound in ("exact", "about"):
        strict = found.bound in ("more than", "fewer than") and fact.bound == "exact"
        return "different" if strict else "weaker"
    return "different"


def _compare_magnitudes(fact: Value, found: Value) -> Relation:
    if fact.amount.magnitude and found.amount.magnitude:
        low, high = fact.amount.low, fact.amount.high
        if found.amount.low <= low and found.amount.high >= high:
            return "same" if found.amount.high == high else "weaker"
        if low <= found.amount.low and found.amount.high <= high:
            return "same"
        return "different" if found.amount.low > high or found.amount.high < low else "weaker"
    if found.amount.magnitude:
        inside = found.amount.low <= fact.amount.low and fact.amount.high <= found.amount.high
        if inside and found.amount.magnitude.rstrip("s") in (
            "dozen",
            "score",
            "hundred",
            "thousand",
            "ten of thousand",
            "million",
            "tens of thousand",
            "hundreds of thousand",
        ):
            return "coarser"
        return "weaker" if inside or found.amount.low <= fact.amount.high else "different"
    if found.amount.low > fact.amount.high or found.amount.high < fact.amount.low:
        return "different"
    return "different" if found.bound in ("exact", "about") and not found.amount.is_range else "weaker"


def round_to_one_digit(number: float) -> float:
    """Return a number rounded to one significant digit, halves away from zero."""
    if number == 0:
        return 0.0
    scale = 10 ** math.floor(math.log10(abs(number)))
    return float(math.floor(abs(number) / scale + 0.5) * scale * math.copysign(1, number))


def _is_rounding(fact: Value, found: Value) -> bool:
    """Whether a number is the fact's, rounded to one significant digit and said to be so."""
    if fact.amount.is_range or found.amount.is_range or fact.amount.is_share:
        return False
    value, said = fact.amount.low, found.amount.low
    if found.bound == "more than":
        scale = 10 ** math.floor(math.log10(value)) if value > 0 else 1
        return said == math.floor(value / scale) * scale and said < value and fact.bound not in UPPER
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
        fact, found = fact.without_year(), found.without_year()
    if fact.is_open or found.is_open:
        return _compare_open(fact, found)
    if (fact.earliest, fact.latest) == (found.earliest, found.latest) or fact.contains(found):
        return "same"
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
    """`since October 2024` and `in October 2024` share their start; another start is another date."""
    ours = fact.earliest if fact.latest is None else fact.latest
    theirs = found.earliest if fact.latest is None else found.latest
    if ours is None or theirs is None:
        return "weaker"
    if ours == theirs:
        return "same" if found.is_open == fact.is_open else "coarser"
    if fact.is_open and found.is_open:
        return "different" if (ours.year, ours.month) != (theirs.year, theirs.month) else "weaker"
    if not fact.is_open:
        return "weaker" if fact.overlaps(found) else "different"
    if (
        found.grain in ("year", "part of year")
        and found.earliest
        and found.latest
        and found.earliest <= ours <= found.latest
    ):
        return "weaker"
    return "different" if found.latest and found.latest < ours else "weaker"


def compare_durations(
    fact: Duration, found: Duration, *, is_vague: bool, bound: str = "exact", found_bound: str = "exact"
) -> Relation:
    """Return how a found length of time relates to a fact's. `is_vague` is of the found one, as in 'several weeks'."""
    if is_vague:
        return "coarser" if found.unit == fact.unit and found.low * 0.4 <= fact.low <= found.high else "weaker"
    if abs(fact.low - found.low) <= SAME_LENGTH * fact.low and abs(fact.high - found.high) <= SAME_LENGTH * fact.high:
        opposite = (bound in LOWER and found_bound in UPPER) or (bound in UPPER and found_bound in LOWER)
        return "different" if opposite else "same"
    if found.low <= fact.low and fact.high <= found.high:
        return "weaker"
    if found_bound in LOWER and found.high <= fact.low:
        return "weaker"
    return "different"
