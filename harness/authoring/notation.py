"""Values as gold files write them: the reverse of reading an amount, a period or a duration."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeVar

from harness.text.amounts import Amount, parse_amount
from harness.text.dates import UNIT_DAYS, VAGUE_LENGTHS, Duration, Period, parse_duration, parse_period

_GREATEST_PART = 20
"""Of a fraction, the most parts of a whole."""

_EXACT = 1e-9
_SEASONS = {3: 21, 6: 22, 9: 23, 12: 24}
_T = TypeVar("_T")


def amount_text(amount: Amount) -> str | None:
    """Return the text that means an amount in a gold file; None where no text does."""
    if amount.magnitude:
        return amount.magnitude if _means(amount.magnitude, parse_amount, lambda found: found == amount) else None
    ends = [_number(end, is_share=amount.is_share) for end in (amount.low, amount.high)]
    text = ends[0] if amount.low == amount.high else " to ".join(ends)
    return text if _means(text, parse_amount, lambda found: _is_same_amount(found, amount)) else None


def _number(number: float, *, is_share: bool) -> str:
    if not is_share:
        return f"{number:.12g}" if number < 1e12 else f"{number:.0f}"  # noqa: PLR2004  (no exponent)
    percent = f"{100 * number:.6g}%"
    part = Fraction(number).limit_denominator(_GREATEST_PART)
    is_part = math.isclose(part, number, abs_tol=_EXACT)
    return f"{part.numerator}/{part.denominator}" if is_part and len(percent) > len("12.5%") else percent


def _is_same_amount(one: Amount, other: Amount) -> bool:
    is_near = all(math.isclose(a, b, rel_tol=1e-5) for a, b in ((one.low, other.low), (one.high, other.high)))
    return is_near and one.is_share == other.is_share


def period_text(period: Period) -> str | None:
    """Return the text that means a period in a gold file, as EDTF; None where no text does."""

    def is_same(found: Period) -> bool:
        ends = (found.earliest, found.latest, found.has_year) == (period.earliest, period.latest, period.has_year)
        return ends and (found.grain == period.grain or period.is_open or "/" in text)

    for text in _period_texts(period):
        if _means(text, parse_period, is_same):
            return text
    return None


def _period_texts(period: Period) -> Iterator[str]:
    first, last = period.earliest, period.latest
    if first and last:
        yield from _single(first, period.grain, has_year=period.has_year)
    starts = list(_single(first, period.grain, has_year=period.has_year)) if first else [".."]
    ends = list(_single(last, period.grain, has_year=period.has_year)) if last else [".."]
    yield from (f"{start}/{end}" for start in starts for end in ends)


def _single(day: date, grain: str, *, has_year: bool) -> Iterator[str]:
    """Yield what a period of a precision may be called that a day lies in, the day itself last."""
    year = f"{day.year:04d}" if has_year else "XXXX"
    month = f"{year}-{day.month:02d}"
    parts = ("early", "mid", "late")
    if grain == "part of month":
        yield f"{parts[min(2, (day.day - 1) // 10)]} {month}"
    elif grain == "month":
        yield month
    elif grain == "season":
        start = (day.month // 3 * 3) or 12
        yield f"{year if day.month >= 3 else f'{day.year - 1:04d}'}-{_SEASONS[start]}"  # noqa: PLR2004  (March)
    elif grain == "part of year":
        yield f"{parts[(day.month - 1) // 4]} {year}"
    elif grain == "year":
        yield year
    elif grain == "decade":
        yield from (f"{part}{year[:3]}X" for part in ("", "early ", "mid ", "late "))
    yield f"{month}-{day.day:02d}"


def duration_text(duration: Duration) -> str | None:
    """Return the text that means a duration in a gold file; None where no text does."""
    unit = UNIT_DAYS.get(duration.unit)
    if unit is None:
        return None
    low, high = duration.low / unit, duration.high / unit
    if duration.is_vague:
        texts = [f"{name} {duration.unit}s".strip() for name in VAGUE_LENGTHS]
    else:
        number = f"{low:.6g}" if math.isclose(low, high) else f"{low:.6g} to {high:.6g}"
        texts = [f"{number} {duration.unit}{'' if number == '1' else 's'}"]

    def is_same(found: Duration) -> bool:
        return math.isclose(found.low, duration.low, rel_tol=1e-5) and math.isclose(
            found.high, duration.high, rel_tol=1e-5
        )

    return next((text for text in texts if _means(text, parse_duration, is_same)), None)


def _means(text: str, parse: Callable[[str], _T], is_same: Callable[[_T], bool]) -> bool:
    try:
        return is_same(parse(text))
    except ValueError:
        return False
