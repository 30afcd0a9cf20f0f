"""Vague magnitudes in prose: `dozens`, `tens of thousands`, `several hundred`, `a few`."""

from __future__ import annotations

import re

from harness.text.amounts import MAGNITUDES, Amount, NumberSpan
from harness.text.numerals import BLANK, SEPARATOR

MAGNITUDE = rf"""
    (?:
        (?P<some> several | (?:a{BLANK})?few | (?:a{BLANK})?couple(?:{BLANK}of)? ) {SEPARATOR}
        (?P<of_some> dozen | hundred | thousand | million | billion )
      | (?P<tens> tens | hundreds ) {BLANK} of {BLANK} (?P<of_tens> thousands | millions | billions )
      | (?P<many> dozens | hundreds | thousands | millions | billions | trillions )
        (?: {BLANK} (?:and|upon) {BLANK} (?P=many) )?
      | (?P<scores> scores ) (?= {BLANK} (?:of|more|were|are|have|had|dead|killed|wounded|injured|missing) (?!\w) )
      | (?P<alone> several | a{BLANK}few | multiple )
      | a{BLANK}handful (?= {BLANK} of (?!\w) )
      | (?P<two> a{BLANK}couple ) (?= {BLANK} (?:of|more) (?!\w) )
    ) (?!\w)
"""
"""A verbose pattern of vague magnitudes."""

_MARKS_OF_TESTS = re.compile(
    r"\b(?:test|exam|credit|box|reading|maths?|the|their|his|her|its|our|high|low|average|final|\d|two|three)[ \n]$",
    re.IGNORECASE,
)


def read_magnitude(text: str, match: re.Match[str]) -> NumberSpan | None:
    """Return the magnitude that a match of the pattern is; None for the scores of tests and matches."""
    start, end = match.span()
    if match["scores"] and _MARKS_OF_TESTS.search(text[max(0, start - 9) : start]):
        return None
    name = _name(match)
    low, high = MAGNITUDES[name]
    return NumberSpan(start, end, Amount(low, high, magnitude=name))


def _name(match: re.Match[str]) -> str:
    if match["some"]:
        quantifier = match["some"].lower().split()
        words = ["several"] if quantifier == ["several"] else ["a", "few" if "few" in quantifier else "couple"]
        return " ".join([*words, match["of_some"].lower()])
    if match["tens"]:
        return f"{match['tens']} of {match['of_tens']}".lower()
    plain = match["many"] or match["scores"] or match["alone"]
    if plain:
        return " ".join(plain.lower().split())
    return "a couple" if match["two"] else "a few"
