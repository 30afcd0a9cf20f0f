"""Quantities that an article has in another form: rates, parts of every hundred, points, what is left of a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from harness.gold.matching.claims.made import denies_near
from harness.gold.matching.claims.places import difference_spans
from harness.gold.matching.claims.source import Source, pair_of
from harness.gold.matching.derived import Derived, derived_from, is_plain, number_fits, share_fits
from harness.gold.matching.number_mentions import is_difference
from harness.text.dates import UNIT_DAYS
from harness.text.numerals import BLANK
from harness.text.reading import Quantity, Reading

_REACH = 40
_RATE = re.compile(
    rf"{BLANK}?(?:[\w-]{{1,20}}{BLANK}){{0,3}}?(?:(?:an?|per|each|every){BLANK}|(?:[\w-]{{1,20}})?/{BLANK}?)"
    r"(?P<unit>hour|day|week|month|year)(?!\w)",
    re.IGNORECASE,
)
_EACH = re.compile(rf"\b(?:every|each|(?:out{BLANK})?of{BLANK}every|per){BLANK}$", re.IGNORECASE)
_POINTS = re.compile(rf"^\W?[\d.,]{{1,9}}{BLANK}?-?(?:percentage|percent|%)?[- ]?points?(?!\w)", re.IGNORECASE)
_HUNDRED, _SMALL, _MOST = 100, 100, 40
_CLOSELY, _BASE_ROUNDED, _TINY = 0.005, 0.02, 1e-6
_FEWEST_DIGITS, _MOST_TWISTED = 2, 1e10
_TENTH = 0.051
_BY_REACH = 16
_BY = re.compile(r"\bby\s+(?:roughly |about |some |almost |nearly |an? )?$", re.IGNORECASE)
_GIVE_OR_TAKE = re.compile(r"(?:,\s*)?(?:give or take|plus or minus|\u00b1|\+/-)", re.IGNORECASE)
_TOTAL_REACH = 80
_TOTAL = re.compile(
    r"\b(?:in all|in total|totals?|totall?ing|altogether|combined|together|all told|overall)\b", re.IGNORECASE
)
_OUT_OF = re.compile(r"(\d[\d,]*) out of (?:the )?(\d[\d,]*)", re.IGNORECASE)
_BASES = (10.0, 100.0, 1000.0)


def of_every_hundred(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number is a share: `of every 100 euros, 7 were left`."""
    base = next((q for q in reading.quantities_beside(quantity) if _is_base(reading, q)), None)
    if base is None or quantity.amount.is_share or quantity.amount.is_range:
        return None
    if base is quantity:
        return Derived(f"{quantity} is what shares are told of.")
    share = 100 * quantity.amount.low / base.amount.low
    same = next((other for other in source.distinct_shares if math.isclose(share, other.value, rel_tol=1e-6)), None)
    return derived_from(f"{quantity} of every {base} is a share of the article.", same) if same else None


def _is_base(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is the hundred of `of every 100`."""
    before = reading.text[max(0, quantity.start - _REACH) : quantity.start]
    return quantity.amount.low in _BASES and bool(_EACH.search(before))


def unit_of_rate(reading: Reading, quantity: Quantity) -> str | None:
    """Return the time in which a number is so many each: `month` of `330 euros a month`; None of another number."""
    match = _RATE.match(reading.text, quantity.end)
    return match["unit"].lower() if match else None


def rate(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number is one of the article's by the month: 1,000 in three months, 330 a month."""
    unit = unit_of_rate(reading, quantity)
    if not unit or quantity.amount.is_share or quantity.amount.is_range:
        return None
    for length in source.durations:
        units = length.duration.low / UNIT_DAYS[unit] if length.duration else 0
        near = [o for o in source.operands if abs(o.sentence - source.reading.sentence_of(length.start)) <= 1]
        told = next((o for o in near if units > 0 and _is_rounded(quantity, o.value / units)), None)
        if told:
            found = derived_from(f"{quantity} a {unit} follows from the article.", told)
            return replace(found, spans=(*found.spans, (length.start, length.end)))
    return None


def _is_rounded(quantity: Quantity, result: float) -> bool:
    return number_fits(quantity, result) or abs(quantity.amount.low - result) <= 0.02 * result


def of_shares(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a share is what another leaves of the whole, or a number of points the difference of two."""
    said = quantity.amount.low
    words = reading.text[quantity.start : quantity.end]
    if words.endswith(("point", "points")) or _POINTS.search(reading.text[quantity.start : quantity.end + _REACH]):
        points = 100 * said if quantity.amount.is_share else said
        found = pair_of(source.share_differences, points, _TENTH)
        same = next((o for o in source.distinct_shares if math.isclose(o.value, points)), None)
        if same and not found:
            return derived_from(f"{quantity} are {same}%.", same)
        return derived_from(f"{quantity} is {found[0]} less {found[1]}.", *found) if found else None
    if quantity.amount.is_share:
        stated = _OUT_OF.fullmatch(words)
        parts = [float(number.replace(",", "")) for number in stated.groups()] if stated else []
        if parts and parts[1] in source.numerals and (parts[0] in source.numerals or _is_any(source.totals, parts[0])):
            return Derived(f"{quantity} is told by numbers of the article.")
        step = next((r for r in source.compared if r.value and share_fits(quantity, r.other.value / r.value)), None)
        if step:
            return derived_from(f"{quantity} is {step.other} of {step.value:,.10g}.", step.one, step.other)
        rest = next((o for o in source.distinct_shares if share_fits(quantity, 1 - o.value / 100)), None)
        return derived_from(f"{quantity} is what {rest}% leave of the whole.", rest) if rest else None
    return None


def rest(quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number is the rest of a whole, or what part of the whole another is: `and the rest in Canada`."""
    if quantity.amount.is_range or quantity.amount.magnitude:
        return None
    fits = share_fits if quantity.amount.is_share else number_fits
    for whole, parts in source.rests:
        left = whole.value - sum(part.value for part in parts)
        results = [left / whole.value, *(part.value / whole.value for part in parts)]
        if any(fits(quantity, result) for result in (results if quantity.amount.is_share else [left])):
            return derived_from(f"{quantity} follows from {whole} and its parts.", whole, *parts)
    return None


def _is_any(results: Sequence[float], number: float) -> bool:
    """Whether a number is one of some results."""
    return any(math.isclose(result, number) for result in results)


def before_change(quantity: Quantity, source: Source) -> Derived | None:
    """Return how a share is what another was before it changed: 35.1% for `34.6 percent, down 50 basis points`."""
    if not quantity.amount.is_share or quantity.amount.is_range:
        return None
    found = pair_of(source.changed_shares, _HUNDRED * quantity.amount.low, _TINY)
    return derived_from(f"{quantity} is {found[0]}% before or after {found[1]} points.", *found) if found else None


def twists_of(number: float) -> Iterator[float]:
    """Yield the whole numbers of as many digits that differ in one of them, or in two neighbours exchanged.

    The zeros at its end stay as they are.
    """
    written = f"{number:.10g}"
    digits = written.rstrip("0")
    if number % 1 or not 0 <= number < _MOST_TWISTED or len(digits) < _FEWEST_DIGITS:
        return
    twisted = [f"{digits[:i]}{digit}{digits[i + 1 :]}" for i in range(len(digits)) for digit in "0123456789"]
    twisted += [f"{digits[:i]}{digits[i + 1]}{digits[i]}{digits[i + 2 :]}" for i in range(len(digits) - 1)]
    zeros = written[len(digits) :]
    yield from (float(row + zeros) for row in twisted if row != digits and row[0] != "0" and row[-1] != "0")


def base_of_change(quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number is what another was before its change: some 65,000 where 41,200 are 37 percent fewer."""
    number = quantity.amount.low
    if not is_plain(quantity) or number <= _SMALL or any(twist in source.wholes for twist in twists_of(number)):
        return None
    due = pair_of(source.dues, number, _CLOSELY * number)
    if due:
        return derived_from(f"{quantity} is {due[0]} times {due[1]}.", *due)
    found = pair_of(source.bases, number, (_BASE_ROUNDED if quantity.bound == "about" else _CLOSELY) * number)
    return derived_from(f"{quantity} is {found[0]} before a change by {found[1]}%.", *found) if found else None


def around(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number is of a range of the article: `100 million, give or take ten million`."""
    if not _GIVE_OR_TAKE.search(reading.text, max(0, quantity.start - _REACH), quantity.end + _REACH):
        return None
    own = reading.quantities_beside(quantity)
    for middle, width in pairwise(own):
        between = reading.text[middle.start : width.end]
        if quantity not in (middle, width) or not _GIVE_OR_TAKE.search(between):
            continue
        low, high = middle.amount.low - width.amount.low, middle.amount.low + width.amount.low
        for other in source.reading.quantities:
            if math.isclose(other.amount.low, low) and math.isclose(other.amount.high, high):
                return Derived(f"{quantity} is of {other}.", ((other.start, other.end),))
    return None


def less(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number which is told as a difference is one of the article's numbers: `76 fewer than asked`."""
    amount = quantity.amount
    before = reading.text[max(0, quantity.start - _BY_REACH) : quantity.start]
    if amount.is_share or amount.magnitude:
        return None
    is_rest = amount.low > _SMALL and denies_near(reading, quantity.first_word)  # `13 million were not found`
    if not (is_rest or is_difference(reading, quantity) or _BY.search(before)):
        return None
    is_found = all(source.has_difference(end) for end in (amount.low, amount.high))
    reason = f"{quantity} is a difference of the article's numbers."
    return Derived(reason, difference_spans(source, amount.low)) if is_found else None


def part(quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number is a share of one of the article's: 61 percent of 8,730."""
    if not is_plain(quantity):
        return None
    is_small = quantity.amount.low <= _SMALL
    for share in source.shares[:_MOST]:
        for whole in source.operands[:_MOST]:
            if is_small and (share.sentence != whole.sentence or whole.value % _HUNDRED):
                continue
            if abs(quantity.amount.low - whole.value * share.value / _HUNDRED) <= _CLOSELY * quantity.amount.low:
                return derived_from(f"{quantity} is {share.value:,.10g}% of {whole}.", share, whole)
    return None


def product(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a number which is told as a total is one for each of several: 62,000 in all, 2,000 for each of 31."""
    start, end = reading.sentences[quantity.sentence]
    start, end = max(start, quantity.start - _TOTAL_REACH), min(end, quantity.end + _TOTAL_REACH)
    if not is_plain(quantity) or quantity.amount.low <= _SMALL or not _TOTAL.search(reading.text, start, end):
        return None
    found = pair_of(source.products, quantity.amount.low, _CLOSELY * quantity.amount.low)
    return derived_from(f"{quantity} is {found[0]} times {found[1]}.", *found) if found else None


def told_bare(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how a bare number beside a share is one of the article's: `61 percent; four years ago it was 66`."""
    is_number = not (quantity.amount.is_share or quantity.amount.magnitude)
    if quantity.units or not is_number or quantity.bound not in ("exact", "about"):
        return None
    near = [_HUNDRED * other.amount.low for other in reading.quantities_beside(quantity) if other.amount.is_share]
    if not near:
        return None
    ends = (quantity.amount.low, quantity.amount.high)
    if any(math.isclose(quantity.amount.low, _HUNDRED - share) for share in near):
        return Derived(f"{quantity} percent are what the share beside leaves of the whole.", ())
    told = source.ends_of_shares
    found = [next((share for share in told if math.isclose(end, share.value, rel_tol=1e-6)), None) for end in ends]
    reason = f"{quantity} percent stand in the article."
    return derived_from(reason, *dict.fromkeys(filter(None, found))) if all(found) else None
