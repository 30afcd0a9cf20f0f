"""Years, decades and parts of years in prose, and how a year is told from a count of four digits."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from harness.text.dates import NO_YEAR, Period, decade, whole_year
from harness.text.numerals import BLANK
from harness.text.starts import WordStarts
from harness.text.words import lexicon, word_set

PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "halfway": "mid",
    "half-way": "mid", "midway": "mid", "late": "late", "end": "late", "close": "late",
}  # fmt: skip
PART_WORDS = frozenset(PARTS) | {"half"}
"""What PART begins with."""

PART = rf"""
    (?:
        (?P<part> early | mid | late ) (?: {BLANK}in{BLANK} | [ \n-] )
      | (?P<part_of> beginning | start | middle | halfway | half-way | midway | end | close )
        {BLANK} (?: of | through | into ) {BLANK}
    )
"""
YEAR = r"(?P<year> 1\d{3} | 2[01]\d\d )"
_NOT_IN_NUMBER = r"(?<![\w.,:/#$\u20ac\u00a3\u00a5-])"
_ENDS = r"(?! [\w%\u00b0] | [.,:/-]\d )"

_RANGE = re.compile(
    rf"""
    {_NOT_IN_NUMBER} (?P<first> 1[5-9]\d\d | 20\d\d )
    (?: (?P<dash> {BLANK}?[-\u2013\u2014/]{BLANK}? ) | {BLANK} (?: to | until | till | through ) {BLANK} )
    (?P<last> 1[5-9]\d\d | 20\d\d | (?<=[-\u2013/]) \d\d ) {_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECADE = re.compile(rf"{_NOT_IN_NUMBER} {PART}? (?P<decade> (?:1[5-9]|20)\d0 ) '?s (?!\w)", re.VERBOSE | re.IGNORECASE)
_SHORT_DECADE = re.compile(
    rf"""
    (?: (?<=\bthe[ \n]) {PART}? '? | (?<!\w)' )
    (?: (?P<digits>[3-9])0s | (?P<word> thir | for | fif | six | seven | eigh | nine )ties ) (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TENS = word_set("30s 40s 50s 60s 70s 80s 90s thirties forties fifties sixties seventies eighties nineties")
_DECADE_WORDS = {"thir": 3, "for": 4, "fif": 5, "six": 6, "seven": 7, "eigh": 8, "nine": 9}
_OF_TRADE = r"""
    (?: profits? | loss(?:es)? | revenues? | turnover | sales | earnings | results? | income | margins? | growth | gdp
      | figures? | deliveries | orders? | report | dividend | output )
    (?!\w)
"""
_FISCAL = rf"(?: fiscal (?:{BLANK}year)? | financial{BLANK}year )"
_PIECE = re.compile(
    rf"""
    \b
    (?:
        (?P<nth> first | second | third | fourth | last | final ) [ \n-]
        (?:fiscal{BLANK})? (?P<piece> quarter | half ) {BLANK}
        (?: (?:of|in) {BLANK} )? (?: the{BLANK} (?=year|f) )? (?: (?: year | {_FISCAL} ) {BLANK} )? {YEAR}
      | (?P<short> Q[1-4] | H[12] ) (?: [ \n/-] (?: (?:of|in) {BLANK} )?)? (?: {_FISCAL}{BLANK} | FY {BLANK}? | ' )?
        (?P<short_year> 20\d\d | (?<=['Yy]) \d\d | (?<=FY[ \n]) \d\d )
    ) {_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"""
    (?:
        (?P<piece_year> 20\d\d ) (?: 's )? {BLANK}
        (?: (?P<nth> first | second | third | fourth ) [ \n-] (?P<piece> quarter | half ) | (?P<short> Q[1-4] | H[12]) )
      | (?P<digit> [1-4] (?=q) | [12] (?=h) ) (?P<letter> [qh] ) (?: {BLANK}? | ' ) (?P<tail> 20\d\d | \d\d )
    ) {_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FISCAL_YEAR = re.compile(rf"FY (?: {BLANK}? | ' ) (?P<year> 20\d\d | \d\d ) {_ENDS}", re.VERBOSE | re.IGNORECASE)
_LONE_QUARTER = re.compile(
    rf"""
    (?<![\w-])
    (?:
        Q(?P<number>[1-4]) (?! [\w%-] | {BLANK}? (?: of{BLANK} )? '? \d )
      | (?P<nth> first | second | third | fourth ) (?: - | {BLANK} ) quarter (?P<whose> 's )? (?![\w-])
        (?= {BLANK} (?: [a-z]+ {BLANK} )? {_OF_TRADE} )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ORDINALS = word_set("first second third fourth last final")
_SHORT_PIECES = word_set("q1 q2 q3 q4 h1 h2")
_CENTURY_PARTS = {"early": (0, 33), "mid": (34, 66), "late": (67, 99)}
_FIRST_DECADE_OF_HUNDRED = 2000
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_YEAR = re.compile(
    rf"""
    (?= [12]\d | [a-z]{{3}} )
    (?: (?<!\w) {PART} (?: the{BLANK}year{BLANK} )? | {_NOT_IN_NUMBER} | (?<=\bpre-) | (?<=\bpost-) )
    {YEAR} {_ENDS}
    """,
    re.VERBOSE | re.IGNORECASE,
)

_PLURAL = r"""
    (?!
        (?: was | is | has | does | this | his | its | us | as | across | versus | perhaps | always | towards | besides
          | thus | yes | less | unless | whereas | news | plus )
        (?!\w)
    )
    (?: [a-z-]*[a-rt-z]s | people | men | women | children | personnel | police | dead | wounded | killed | injured )
    (?!\w)
"""
_COUNTED = re.compile(rf"{BLANK} {_PLURAL}", re.VERBOSE | re.IGNORECASE)
_COUNTED_FAR = re.compile(rf"(?: {BLANK} [a-z-]{{2,20}} ){{0,2}} {BLANK} {_PLURAL}", re.VERBOSE | re.IGNORECASE)

_COUNT_CUE = re.compile(
    r"\b(?:than|least|most|some|nearly|almost|approximately|roughly|over|under|another|additional|estimated|total"
    rf"{BLANK}of|these|those|about|as{BLANK}many{BLANK}as|up{BLANK}to|exceed(?:s|ed)?|numbered|number){BLANK}$",
    re.IGNORECASE,
)
_UP_TO = re.compile(rf"\bup{BLANK}to{BLANK}$", re.IGNORECASE)
_TIME_CUE = re.compile(
    rf"(?:\b(?:in|since|until|till|during|throughout|circa|year|year-end|mid|early|late|fiscal|spring|summer|autumn|winter)"
    rf"{BLANK}(?:the{BLANK}year{BLANK})?|\(|\b(?:pre|post)-)$",
    re.IGNORECASE,
)
_LIST_CUE = re.compile(rf"\b(?:1[5-9]|20)\d\d,?{BLANK}(?:(?:and|or|to){BLANK})?$", re.IGNORECASE)
_WEAK_CUE = re.compile(
    rf"(?:\b(?:(?P<sure>the|a|an|this|that|its|their|his|her|our|before|after)|"
    rf"of|by|from|between|and|to|or|around|for|through|on|with)|(?P<owner>'s|s')){BLANK}$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(rf"\b(?P<name>[A-Z][\w'-]*){BLANK}$")
_YEAR_GOES_ON = re.compile(
    rf"'s(?!\w)|{BLANK}(?:(?:was|saw|brought|marked|began|ended)(?!\w)|"
    rf"(?:invasion|election|referendum|treaty|war|armistice|coup|revolution|census|agreement|law|film|report|study)(?!\w))",
    re.IGNORECASE,
)
_CAPITAL_FOLLOWS = re.compile(rf"{BLANK}[A-Z]")
_PAUSE = re.compile(rf"[,.;:)](?!\d)|{BLANK}(?:and|or|the|when|after|before|by)(?!\w)|\s*\Z", re.IGNORECASE)
_FIRST_FREE_YEAR = "1500"
"""Four digits below are a year only where nothing else can be meant: `in 1066, the king fell`."""

_NUMBER_FOLLOWS = re.compile(rf"(?:[-\u2013]|{BLANK}(?:and|to|or){BLANK})\d(?:[\d,]{{0,14}}\d)?(?!\w)", re.IGNORECASE)
_REACH = 24


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or period in a text; without `period` where nothing says when it is.

    `other` is the second reading of one that may lie before or after publication: `Wednesday`.
    """

    start: int
    end: int
    period: Period | None
    other: Period | None = None


def read_years(starts: WordStarts) -> Iterator[Dated]:
    """Yield the years, ranges of years, decades and parts of years of a text that was folded for reading."""
    if starts.numbers:
        yield from _read_figures(starts)
    for match in starts.matches(_PIECE, _ORDINALS | _SHORT_PIECES):
        yield _read_piece(match, match["short_year"] or match["year"])
    for match in starts.matches(_FISCAL_YEAR, starts.beginning("fy")):
        yield Dated(*match.span(), whole_year(_full_year(match["year"])))
    for match in _SHORT_DECADE.finditer(starts.text) if starts.has(_TENS) else ():
        digit = int(match["digits"]) if match["digits"] else _DECADE_WORDS[match["word"].lower()]
        yield Dated(*match.span(), decade(1900 + 10 * digit, read_part(match)))
    for match in starts.matches(_LONE_QUARTER, _ORDINALS | _SHORT_PIECES):
        number = int(match["number"]) if match["number"] else _NTH[match["nth"].lower()]
        yield Dated(*match.span(), replace(months_of(NO_YEAR, number, 3), has_year=False))


def _read_figures(starts: WordStarts) -> Iterator[Dated]:
    """Yield what is told with a year in digits."""
    plain = starts.text
    for match in starts.matches(_RANGE, numbers=True):
        yield from _read_range(plain, match)
    for match in starts.matches(_DECADE, PART_WORDS, numbers=True):
        first, part = int(match["decade"]), read_part(match)
        is_century = first % 100 == 0 and first < _FIRST_DECADE_OF_HUNDRED
        yield Dated(*match.span(), century(first, part) if is_century else decade(first, part))
    for match in starts.matches(_YEAR_FIRST, numbers=True):
        yield _read_piece(match, match["piece_year"] or match["tail"], match["digit"])
    for match in starts.matches(_YEAR, PART_WORDS, numbers=True):
        part = read_part(match)
        if part or is_year(plain, match.start("year"), match.end("year")):
            yield Dated(*match.span(), whole_year(int(match["year"]), part))


def century(first_year: int, part: str | None = None) -> Period:
    """Return a hundred years, or their early (0-33), mid (34-66) or late (67-99) part; `the 1800s` are no decade."""
    start, end = _CENTURY_PARTS[part] if part else (0, 99)
    return Period(date(first_year + start, 1, 1), date(first_year + end, 12, 31), "decade")


def read_part(match: re.Match[str]) -> str | None:
    """Return which part of a period a match of a pattern with PART names: early, mid or late."""
    part = match["part"] or match["part_of"]
    return PARTS[part.lower()] if part else None


def _read_range(plain: str, match: re.Match[str]) -> Iterator[Dated]:
    first, last = int(match["first"]), match["last"]
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)  # noqa: PLR2004  (digits of a year)
    is_round = not match["dash"] and first % 100 == 0 and final % 100 == 0
    if final > first and not is_round and not is_counted(plain, match.end()):
        yield Dated(*match.span(), Period(date(first, 1, 1), date(final, 12, 31), "year"))


def _read_piece(match: re.Match[str], year: str, digit: str | None = None) -> Dated:
    """Return the quarter or half of a year that is told with its number or in short: `Q3`, `3Q`."""
    short = match["short"] or (digit and match["letter"] + digit)
    if short:
        number, months = int(short[1]), 3 if short[0] in "Qq" else 6
    else:
        months = 3 if match["piece"].lower() == "quarter" else 6
        number = _NTH.get(match["nth"].lower(), 12 // months)
    return Dated(*match.span(), months_of(_full_year(year), min(number, 12 // months), months))


def _full_year(digits: str) -> int:
    """Return a year that is told with four digits, or with the last two of this century's."""
    return int(digits) if len(digits) > 2 else _FIRST_DECADE_OF_HUNDRED + int(digits)  # noqa: PLR2004  (two digits)


def months_of(year: int, number: int, months: int) -> Period:
    """Return the n-th quarter (3 months) or half (6 months) of a year."""
    last = number * months
    grain = "season" if months == 3 else "part of year"  # noqa: PLR2004  (a quarter is as long as a season)
    return Period(date(year, last - months + 1, 1), date(year, last, calendar.monthrange(year, last)[1]), grain)


def is_counted(plain: str, end: int) -> bool:
    """Whether a number is followed by what it counts: `2000 soldiers`."""
    return bool(_COUNTED.match(plain, end))


def is_year(plain: str, start: int, end: int) -> bool:
    """Whether four digits are a year: by the words around them, since both `in 2022` and `2022 men` occur.

    A round number is sooner a count: `the 2000 troops`, but `the 2024 elections`.
    """
    before = plain[max(0, start - _REACH) : start]
    pair = _NUMBER_FOLLOWS.match(plain, end)
    is_round = plain[end - 2 : end] == "00"
    if _UP_TO.search(before) and not is_round and plain[start:end] >= _FIRST_FREE_YEAR and _PAUSE.match(plain, end):
        return True  # `paid up to 2032`
    if _COUNT_CUE.search(before) or (pair and is_counted(plain, pair.end())):
        return False
    if plain[start:end] < _FIRST_FREE_YEAR:
        return bool(_TIME_CUE.search(before) and _PAUSE.match(plain, end))
    if _TIME_CUE.search(before):
        return not (is_round and is_counted(plain, end))
    weak = _WEAK_CUE.search(before)
    if weak and is_round:
        return not _COUNTED_FAR.match(plain, end)
    if weak and (weak["sure"] or weak["owner"]):
        return True
    return not is_counted(plain, end) and _is_cued(plain, end, before, is_round=is_round)


def _is_cued(plain: str, end: int, before: str, *, is_round: bool) -> bool:
    name = _NAME_BEFORE.search(before)
    if (
        _WEAK_CUE.search(before)
        or _LIST_CUE.search(before)
        or (name and (name["name"].lower(),) not in lexicon().labels)
    ):
        return True
    return bool(_YEAR_GOES_ON.match(plain, end)) or (not is_round and bool(_CAPITAL_FOLLOWS.match(plain, end)))
