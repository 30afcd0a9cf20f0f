"""Ranges: which single numbers of a text make one quantity, as in `10 to 15%`, `between two and three million`."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

from harness.text.amounts import Amount, NumberSpan
from harness.text.figures import CURRENCY
from harness.text.numerals import BLANK

_APPROXIMATELY = rf"""
    (?:
        (?: about | around | roughly | approximately | nearly | almost | perhaps | maybe | possibly | probably | even
          | some | an{BLANK}estimated | up{BLANK}to | at{BLANK}(?:least|most)
          | as{BLANK}(?:many|much|high|few){BLANK}as )
        {BLANK}
    ){{0,2}}
"""
_MONEY = rf"(?:{CURRENCY}{BLANK}?)?"
_DASH = re.compile(rf"(?P<blank>{BLANK})? [-\u2013\u2014~] (?(blank){BLANK}) {_MONEY}", re.VERBOSE)
_WORD = re.compile(
    rf"(?:-?{BLANK}|-) (?P<word>to|or|and|through) (?:{BLANK}|-) {_APPROXIMATELY} {_MONEY}", re.VERBOSE | re.IGNORECASE
)
_WORDS_BETWEEN = re.compile(
    rf"""
    (?: {BLANK} [a-z'-]{{1,20}} ){{0,3}}            # what the first number counts
    ,? {BLANK} (?P<word>to|and) ,? {BLANK}
    (?: ["']? [a-z'-]{{1,20}} ,? {BLANK} ){{0,8}}   # how sure the second is, or whose word
    ["']? {_MONEY}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_JOINT = re.compile(r"[-\u2013\u2014~]|[ \n-](?:to|and|or|through)[ \n,-]", re.IGNORECASE)
_LEAD = re.compile(
    rf"\b (?P<word>between|from) {BLANK} (?:anywhere{BLANK}|somewhere{BLANK})? {_APPROXIMATELY} {_MONEY} $",
    re.VERBOSE | re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"""
    \b
    (?:
        r[io]s | raise | increas | gr[eo]w | f[ae]ll | drop | declin | cut | reduc | lower | jump | climb | surg
      | went | go(?=es|ing|ne|{BLANK}) | mov | shift | chang | revis | updat | upgrad | downgrad | tripl | expand
      | shr[aiu]nk | sw[eo]ll | up(?={BLANK}|ped) | down(?={BLANK}) | sl[ai]d | slip | soar | plung | dwindl
      | adjust | correct | balloon | improv | worsen
    )
    \w{{0,8}} (?: {BLANK} [\w'-]{{1,20}} ){{0,4}} {BLANK} $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STEP = re.compile(
    rf"\b(?:by|r[io]ses?|rose|risen|fell|falls?|fallen|up|down|climbed|dropped|gained|lost|added|shed){BLANK}{_MONEY}$",
    re.IGNORECASE,
)
_LIST_JOINT = re.compile(rf",?{BLANK}(?:and|or){BLANK}", re.IGNORECASE)
_COMMA = re.compile(rf",{BLANK}")

_REACH = 70
"""How many characters before a range can bear on how it is read."""

_FARTHEST = 60
"""How many characters behind a number the word may stand that joins it to the next."""

_WIDEST_STEP = 3.0
"""`rose by 5 to 30`: what is more than so many times the number before it, is where it rose to."""

_NEAR = 2.0
"""Numbers joined by a spaced dash, or one of which lacks its thousands, make a range only within this factor."""

_FARTHEST_CHANGE = 10.0
"""In `from 3 to 2 million` the 3 is in millions; what is so many times the other number or more is not."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST_YEAR = 10_000.0
_THOUSAND = 1000.0
_MOST_PERCENT = 100.0


class _Link(Enum):
    """How two numbers belong together: as the ends of a range, or as what was and what became of it."""

    RANGE = 1
    CHANGE = 2


def join_ranges(text: str, numbers: list[NumberSpan]) -> list[NumberSpan]:
    """Return the numbers of a text with those that make one range joined, and percent signs lent to those without."""
    joined: list[NumberSpan] = []
    for number in _share_percent(text, numbers):
        link = _link(text, joined[-1], number) if joined else None
        if link:
            joined[-1:] = _linked(joined[-1], number, link)
        else:
            joined.append(number)
    return joined


def _share_percent(text: str, numbers: list[NumberSpan]) -> list[NumberSpan]:
    """Return numbers with a percent sign lent to those that are listed before it: `10, 12 and 15 percent`."""
    found = list(numbers)
    joint = _LIST_JOINT
    for i in range(len(numbers) - 2, -1, -1):
        left, right = numbers[i], found[i + 1]
        is_listed = left.is_bare and left.amount.high <= _MOST_PERCENT and right.amount.is_share and right.scale < 1
        if is_listed and joint.fullmatch(text, left.end, right.start):
            found[i] = replace(
                left,
                amount=Amount(left.amount.low * right.scale, left.amount.low * right.scale, is_share=True),
                scale=right.scale,
                is_bare=False,
            )
            joint = _COMMA
        else:
            joint = _LIST_JOINT
    return found


def _link(text: str, left: NumberSpan, right: NumberSpan) -> _Link | None:
    """Return how two neighbouring numbers belong together, if they do."""
    if left.amount.is_range or left.amount.magnitude or right.amount.magnitude:
        return None
    if not _JOINT.search(text, left.end, min(right.start, left.end + _FARTHEST)):
        return None
    is_year = left.is_bare and _YEAR.fullmatch(text, left.start, left.end)
    if is_year and right.amount.low > _LAST_YEAR and text[right.start : right.end].count(","):
        return None  # `from 305,000 for 2030 to 418,000`
    dash = _DASH.fullmatch(text, left.end, right.start)
    if dash:
        return _Link.RANGE if not dash["blank"] or _is_near(left, right) else None
    before = text[max(0, left.start - _REACH) : left.start]
    lead = _LEAD.search(before)
    lead_word = lead["word"].lower() if lead else ""
    joint = _WORD.fullmatch(text, left.end, right.start)
    if not joint and lead:
        joint = _WORDS_BETWEEN.fullmatch(text, left.end, right.start)
        if joint and (joint["word"].lower() == "to") == (lead_word == "between"):
            return None
    if not joint or (joint["word"].lower() == "and" and lead_word != "between"):
        return None
    if not lead and left.scale < 1 and right.is_bare and _STEP.search(before):
        return None  # `rose by 5 percent to 30`
    if lead and lead_word == "from":
        is_change = right.amount.low < left.amount.low or bool(_CHANGE.search(before[: lead.start()]))
    else:
        is_change = bool(_STEP.search(before)) and right.amount.low > _WIDEST_STEP * left.amount.low
    return _Link.CHANGE if is_change and joint["word"].lower() == "to" else _Link.RANGE


def _is_near(left: NumberSpan, right: NumberSpan) -> bool:
    return left.amount.low <= right.amount.high <= _NEAR * left.amount.low


def _linked(left: NumberSpan, right: NumberSpan, link: _Link) -> list[NumberSpan]:
    """Return two linked numbers as one range, or as two numbers on one scale."""
    if left.is_bare:
        left = _lend(left, right, link)
    elif left.scale < 1 and right.is_bare and link is _Link.CHANGE:
        right = _lend(right, left, link)
    low, high = left.amount, right.amount
    if link is _Link.CHANGE or low.low >= high.high or low.is_share != high.is_share:
        return [left, right]
    return [NumberSpan(left.start, right.end, replace(high, low=low.low))]


def _lend(bare: NumberSpan, other: NumberSpan, link: _Link) -> NumberSpan:
    """Return a bare number with the scale of the number beside it, where it can have left that out."""
    value, scale = bare.amount.low, other.scale
    if other.is_bare and other.amount.low % _THOUSAND == 0:
        # `10-11,000`
        is_near = value < _THOUSAND and _THOUSAND * value <= other.amount.low <= _NEAR * _THOUSAND * value
        scale = _THOUSAND if is_near else 1.0
    if scale == 1.0 or value >= other.amount.low / scale * (1 if link is _Link.RANGE else _FARTHEST_CHANGE):
        return bare
    amount = Amount(value * scale, value * scale, is_share=scale < 1)
    return replace(bare, amount=amount, scale=scale, is_bare=False)
