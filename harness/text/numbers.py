"""Numbers in prose: digits in their groupings, number words, percentages, shares, vague magnitudes, and ranges of them.

The text is scanned once for single numbers; `ranges` then joins those that make one. What a number counts, and whether
it counts at all, is not told here: see `quantities`. Every pattern looks at a bounded piece of the text or consumes
what it looked at, so that time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from harness.text.amounts import Amount, NumberSpan
from harness.text.figures import DECIMAL_COMMA, DIGITS, read_figure
from harness.text.fold import FoldedText
from harness.text.fractions import (
    FRACTION,
    ONE_IN,
    SLASH,
    VULGAR,
    read_fraction,
    read_one_in,
    read_part,
    read_percent,
    read_slash,
    read_vulgar,
)
from harness.text.magnitudes import MAGNITUDE, read_magnitude
from harness.text.numerals import (
    BLANK,
    MULTIPLIER,
    MULTIPLIERS,
    NUMBER_WORD,
    NUMBER_WORDS,
    ONES,
    SEPARATOR,
    Numeral,
    read_number_words,
    read_numerals,
)
from harness.text.ranges import join_ranges
from harness.text.starts import WordStarts
from harness.text.words import word_set

__all__ = ["NumberSpan", "find_numbers", "read_number_words", "read_numbers"]

_ATOM = re.compile(
    rf"""
    (?<!\w)
    (?:
        (?P<magnitude> {MAGNITUDE} )
      | (?P<group> a{BLANK} (?P<size>pair|trio) (?={BLANK}of(?!\w)) )
      | (?P<fraction> {FRACTION} )
      | (?P<slash> {SLASH} )
      | (?P<vulgar> {VULGAR} )
      | (?P<comma> {DECIMAL_COMMA} )
      | (?P<digits> {DIGITS} )
      | (?P<words> {NUMBER_WORDS} )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FIRST_WORDS = frozenset(NUMBER_WORD.split("|")) | word_set(
    "a an half several few couple tens dozens scores multiple hundreds thousands millions billions trillions"
)
_ONE_IN = re.compile(ONE_IN, re.IGNORECASE)
_SCALE = re.compile(
    rf"{SEPARATOR}(?P<hundreds>hundred{SEPARATOR}(?={MULTIPLIER}))?(?P<scale>{MULTIPLIER})(?!\w)", re.IGNORECASE
)
_POINT = re.compile(rf"{SEPARATOR}point(?P<places>(?:{SEPARATOR}(?:{'|'.join(ONES)})(?!\w)){{1,12}})", re.IGNORECASE)
_ORDINAL = re.compile(
    rf"{SEPARATOR}(?:and{SEPARATOR})?(?:(?P<below_ten>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"(?P<tenth>(?:ten|eleven|twelf|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)tie)th)|"
    r"(?:hundred|thousand|million|billion)ths?)(?![\w-])",
    re.IGNORECASE,
)
_MINUS_WORD = re.compile(rf"(?<!\w)minus{BLANK}$", re.IGNORECASE)
_MINUS_REACH = 7
_MINUS_SIGNS = ("-", "\u2013")
_DEGREES = re.compile(rf"{BLANK}?(?:\u00b0|[CF](?!\w)|degrees?(?!\w))")
_JOINT = re.compile(r"-(?:(?:to|or|and)-)?|[ \n](?:to|or|and)-", re.IGNORECASE)
_AND = re.compile(rf"{SEPARATOR}and{SEPARATOR}", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween{BLANK}(?:(?:about|around|roughly|some|an{BLANK}estimated){BLANK})?$", re.IGNORECASE)
_SECOND_END = re.compile(
    rf"(?:{BLANK}[\w'-]{{1,20}}){{0,3}}?{BLANK}(?:and|to){BLANK}(?:an?{BLANK})?[\d\w$]", re.IGNORECASE
)
_FIRST_CENTURY, _LAST_CENTURY = 13, 20
_YEARS_SPOKEN = range(10, 100)
_REACH = 36
"""How many characters before a number can bear on how it is read."""


def find_numbers(text: str) -> list[NumberSpan]:
    """Return every number of a text, ranges joined, in order. Ordinals, years and dates are not told apart here."""
    plain = FoldedText(text, keeps_layout=True)
    return [
        replace(number, start=start, end=end)
        for number in read_numbers(WordStarts(plain.text))
        for start, end in [plain.span(number.start, number.end)]
    ]


def read_numbers(starts: WordStarts) -> list[NumberSpan]:
    """Return the numbers of a text that was folded for reading, in its offsets."""
    return join_ranges(starts.text, list(_scan(starts)))


def _scan(starts: WordStarts) -> Iterator[NumberSpan]:
    """Yield the single numbers of a text."""
    text = starts.text
    place = 0
    last_end = -1
    for start in sorted([*starts.of(_FIRST_WORDS, numbers=True), *_points(starts)]):
        match = _ATOM.match(text, start) if start >= place else None
        if not match:
            continue
        place = match.end()
        if _begins(text, start, last_end):
            for number in _read(text, match):
                last_end = number.end
                place = max(place, last_end)
                yield number


def _points(starts: WordStarts) -> Iterator[int]:
    """Yield the places of the points that begin a number: `.5`."""
    return (start - 1 for start in starts.numbers if starts.text[start - 1 : start] == ".")


def _begins(text: str, start: int, last_end: int) -> bool:
    """Whether a number may begin here: not inside a code, a decimal or a compound (`F-16`, `1.2.3`, `no-one`)."""
    before = text[start - 1 : start]
    if before in ("-", ".", ",", ":", "/", "'"):
        further = text[max(0, start - 2) : start - 1]
        if before == "-" and further.isalnum():
            return last_end >= 0 and bool(_JOINT.fullmatch(text, last_end, start))
        return not further.isdigit()
    return before not in ("#", "@", "\\", "&", "=")


def _read(text: str, match: re.Match[str]) -> list[NumberSpan]:
    """Return the numbers that stand at a match: none, one, or several in a row of number words."""
    reader = _READERS.get(match.lastgroup or "")
    if reader:
        found = reader(text, match)
        return [found] if found else []
    one_in = _ONE_IN.match(text, match.start())
    share = read_one_in(one_in) if one_in else None
    if share:
        return [share]
    if match["words"]:
        return _read_words(text, match)
    figure = read_figure(text, match)
    return [_signed(text, _completed(text, figure))] if figure else []


def _read_group(_text: str, match: re.Match[str]) -> NumberSpan:
    size = 3.0 if match["size"].lower() == "trio" else 2.0
    return NumberSpan(*match.span(), Amount(size, size))


def _read_vulgar(text: str, match: re.Match[str]) -> NumberSpan:
    found = read_vulgar(text, match)
    return _completed(text, found) if found.is_bare else found


_READERS: dict[str, Callable[[str, re.Match[str]], NumberSpan | None]] = {
    "magnitude": read_magnitude,
    "group": _read_group,
    "fraction": read_fraction,
    "slash": read_slash,
    "vulgar": _read_vulgar,
}


def _read_words(text: str, match: re.Match[str]) -> list[NumberSpan]:
    """Return the numbers of a row of number words, without ordinals, spoken years and pairs such as `fifty-fifty`."""
    numerals = _split_between(text, list(read_numerals(text, match.start(), match.end())))
    pairs = [_is_no_count(text, left, right) for left, right in pairwise(numerals)]
    found: list[NumberSpan] = []
    for i, numeral in enumerate(numerals):
        if (i > 0 and pairs[i - 1]) or (i < len(pairs) and pairs[i]):
            continue
        start = numeral.start if i else match.start()
        amount = Amount(numeral.value, numeral.value)
        number = NumberSpan(start, numeral.end, amount, numeral.scale, is_bare=numeral.scale == 1.0)
        if i + 1 < len(numerals):
            found.append(number)
        elif not _is_ordinal(text, numeral):
            found.append(_signed(text, _completed(text, _with_places(text, number))))
    return found


def _split_between(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """`between two hundred and three thousand` holds two numbers, though `two hundred and three thousand` is one."""
    first = numerals[0]
    words = text[first.start : first.end]
    joint = [match.span() for match in _AND.finditer(words)]
    is_between = _BETWEEN.search(text[max(0, first.start - _REACH) : first.start])
    if len(numerals) > 1 or not joint or not is_between or _SECOND_END.match(text, first.end):
        return numerals
    end, start = (first.start + place for place in joint[-1])
    return [*read_numerals(text, first.start, end), *read_numerals(text, start, first.end)]


def _is_no_count(text: str, left: Numeral, right: Numeral) -> bool:
    """Whether two numerals in a row are a year (`nineteen eighty-four`) or a set phrase (`fifty-fifty`)."""
    between = text[left.end : right.start]
    if between == "-" and right.value != left.value + 1:
        return True
    is_year = _FIRST_CENTURY <= left.value <= _LAST_CENTURY and right.value in _YEARS_SPOKEN
    return is_year and len(between) == 1 and text[right.end : right.end + 1] != "-"


def _is_ordinal(text: str, numeral: Numeral) -> bool:
    """Whether a numeral is the first part of an ordinal: `twenty-first`, `hundred and fifth`, `two hundredth`."""
    match = _ORDINAL.match(text, numeral.end)
    if not match:
        return False
    if match["below_ten"]:
        return numeral.last in MULTIPLIERS or numeral.last.endswith("ty")
    return not match["tenth"] or numeral.last in MULTIPLIERS


def _with_places(text: str, number: NumberSpan) -> NumberSpan:
    """Return a number with the decimal places that are spelled out behind it: `two point five`."""
    match = _POINT.match(text, number.end)
    if not match or number.scale != 1.0:
        return number
    places = "".join(str(ONES[word]) for word in re.findall(r"[a-z]+", match["places"].lower()))
    value = float(f"{number.amount.low:.0f}.{places}")
    return NumberSpan(number.start, match.end(), Amount(value, value), is_bare=True)


def _completed(text: str, number: NumberSpan) -> NumberSpan:
    """Return a number with what goes on it: `and a half`, `million`, `hundred thousand`, `percent`."""
    part, end = read_part(text, number.end)
    value, scale = number.amount.low + part * number.scale, number.scale
    if scale == 1.0 and (match := _SCALE.match(text, end)):
        scale = MULTIPLIERS[match["scale"].lower()] * (100 if match["hundreds"] else 1)
        value *= scale
        end = match.end()
        if not part:
            part, end = read_part(text, end)
            value += part * scale
    return read_percent(text, NumberSpan(number.start, end, Amount(value, value), scale, is_bare=scale == 1.0))


def _signed(text: str, number: NumberSpan) -> NumberSpan:
    """Return a number below zero where it is said to be: `minus five`, `-5%`; before other numbers a dash is a dash."""
    lead = text[max(0, number.start - _MINUS_REACH) : number.start]
    if minus := _MINUS_WORD.search(lead):
        start = number.start - len(minus.group())
    elif lead[-1:] in _MINUS_SIGNS and not lead[-2:-1].strip(" \n(") and _is_measured(text, number):
        start = number.start - 1
    else:
        return number
    return replace(number, start=start, amount=replace(number.amount, low=-number.amount.low, high=-number.amount.high))


def _is_measured(text: str, number: NumberSpan) -> bool:
    return number.amount.is_share or bool(_DEGREES.match(text, number.end))
