"""Numbers in digits: groupings (`11,000`, `11 000`, `1,00,000`), decimals, letters behind them (`11k`, `300km`)."""

from __future__ import annotations

import re

from harness.text.amounts import Amount, NumberSpan
from harness.text.numerals import BLANK

CURRENCY_SIGNS = "$\u20ac\u00a3\u00a5\u20a9\u20bd\u20b4\u20b9\u20ba\u20aa"
CURRENCY = (
    rf"(?:(?:\b(?:US|AU|CA|HK|NZ|C|A|R))?[{CURRENCY_SIGNS}]"
    r"|\b(?:Rs\.?|USD|EUR|GBP|SEK|NOK|DKK|CHF|JPY|CNY|INR|KRW|PLN|CAD|AUD|ZAR|BRL)(?!\w))"
)
"""What stands for money before a number."""

DECIMAL_COMMA = rf"\d{{1,3}},\d{{1,2}}(?={BLANK}?(?:%|percent|per{BLANK}cent|million|billion|trillion|bn|mn)(?!\w))"
"""A decimal comma is read only where nothing else can be meant: `2,7 million`, `3,5%`."""

DIGITS = r"""
    (?: (?!0\d)                                     # 007 is a code
        (?:
            \d{1,3} (?: (?:,\d{3}){1,4}+ | (?:[ ]\d{3}){1,4}+ | (?:'\d{3}){1,4}+ ) (?![ ,']\d{3}(?!\d))
          | \d{1,2} (?:,\d{2}(?!\d)){1,4}+ ,\d{3}  # 1,00,000 in India
          | \d++
        )
        (?: \.\d++ )?
      | \.\d++
    )
    (?! [.,:/']?\d )
"""
"""A verbose pattern of a number in digits. A blank may group them; other blanks than the plain one are folded to it."""

_MOST_DIGITS = 15
"""Longer rows of digits are codes: a float no longer holds them exactly."""

_LETTER_SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_UNITS = frozenset({
    "km", "m", "cm", "mm", "nm", "mi", "ft", "mph", "kph", "kmh", "kg", "g", "mg", "lb", "lbs", "oz", "l", "ml", "ha",
    "kw", "kwh", "mw", "mwh", "gw", "gwh", "twh", "kb", "mb", "gb", "tb", "hz", "khz", "mhz", "ghz", "c", "f", "p",
    "h", "hr", "hrs", "min", "mins", "sec", "secs", "yr", "yrs",
})  # fmt: skip
"""Units that are written directly behind a number."""

_LETTERS = re.compile(rf"\w++|{BLANK}(?:mn|mln|bn|bln|tn|trn)(?!\w)", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(CURRENCY + BLANK + "?$")
_LENGTH_FOLLOWS = re.compile(
    r"[ \n-](?:races?|sprints?|dash|hurdles|finals?|relays?|records?|champions?|freestyle|backstroke|tall|high|long|"
    r"wide|deep|pools?|towers?|walls?|fences?|cliffs?|stretch|yachts?|away|below|above|underwater|from|waves?)(?!\w)",
    re.IGNORECASE,
)
_CURRENCY_REACH = 5


def read_figure(text: str, match: re.Match[str]) -> NumberSpan | None:
    """Return the number that digits are; None where letters behind them make a code or an ordinal (`5G`, `21st`)."""
    start, end = match.span()
    digits = match.group()
    value = float(digits.replace(",", ".") if match["comma"] else re.sub(r"[ ,']", "", digits))
    if len(digits) > _MOST_DIGITS and sum(char.isdigit() for char in digits) > _MOST_DIGITS:
        return None
    letters = _LETTERS.match(text, end)
    if not letters:
        return NumberSpan(start, end, Amount(value, value), is_bare=True)
    name = letters.group().strip()
    scale = _LETTER_SCALES.get(name.lower(), 1.0)
    if scale == 1.0 or (name == "m" and _is_length(text, start, letters.end())):
        is_unit = name.lower() in _UNITS and not (len(name) == 1 and name.isupper() and name not in "CF")
        return NumberSpan(start, end, Amount(value, value), is_bare=True) if is_unit else None
    return NumberSpan(start, letters.end(), Amount(value * scale, value * scale), scale=scale)


def _is_length(text: str, start: int, end: int) -> bool:
    """Whether an `m` behind a number is for metres: `a 100m race`, `8,000m`, never `£100m`."""
    if _CURRENCY_BEFORE.search(text[max(0, start - _CURRENCY_REACH) : start]):
        return False
    return "," in text[start:end] or bool(_LENGTH_FOLLOWS.match(text, end))
