"""Lengths of time in prose: `three weeks`, `a year and a half`, `half an hour`, `decades`; not ages and not rates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.text.amounts import NumberSpan
from harness.text.dates import UNIT_DAYS, VAGUE_LENGTHS, Duration
from harness.text.figures import CURRENCY_SIGNS
from harness.text.numerals import BLANK, SEPARATOR
from harness.text.starts import WordStarts
from harness.text.words import word_set

_FORTNIGHT_DAYS = 14.0
_REACH = 12
_SHORT_UNITS = {"sec": "second", "min": "minute", "hr": "hour", "wk": "week", "yr": "year"}
_UNIT = r"(?P<unit>second|minute|hour|day|week|fortnight|month|year|decade|century|centurie|sec|min|hr|wk|yr)"
_SINGLES = word_set("minute hour day week fortnight month year decade century")
_PLURALS = word_set("seconds minutes hours days weeks fortnights months years decades centuries")
_HALF_WORDS = word_set("a an one half three quarter quarters")
_SINGLE_WORDS = word_set("a an one another the")
_LONG_WORDS = _SINGLES | _PLURALS | {f"{unit}long" for unit in _SINGLES}
_LONE_WORDS = _PLURALS | word_set(
    "for in of over after within past last next coming these those take took lasted spent many some few recent"
)
"""What the patterns of lengths begin with."""

_CURRENCY_SIGNS = frozenset(CURRENCY_SIGNS)
_UNITS = r"(?P<units>second|minute|hour|day|week|fortnight|month|year|decade|centurie)s"

_NO_LENGTH = re.compile(
    rf"""
    [ \n-] olds? (?!\w)                             # an age
  | {BLANK} of {BLANK} age (?!\w)
  | '? {BLANK} War (?!\w)                           # the Six-Day War
    """,
    re.VERBOSE,
)
_COUNTED = re.compile(
    rf"""
    (?: {BLANK}of )?                                # a couple of weeks
    (?: {SEPARATOR} | (?=(?:sec|min|hr|yr)s?(?!\w)) )
    (?: (?:full|whole|entire|consecutive|straight|successive|solid|long|more|further|additional|extra|working|business)
        {BLANK} ){{0,2}}
    {_UNIT} (?P<plural>s)? (?:'s?)? (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HALF = re.compile(
    rf"""
    (?<![\w-]) (?=[ahoqt])
    (?:
        (?:an?|one) {BLANK} {_UNIT} {BLANK} and {BLANK}
        (?: a {BLANK} (?P<more>half|quarter) | three {SEPARATOR} (?P<most>quarters) )
      | half {SEPARATOR} (?:an? {BLANK})? (?P<halved>minute|hour|day|week|month|year|decade|century)
      | (?P<times>three {SEPARATOR})? quarters? (?:{BLANK} of {BLANK} an?)? {SEPARATOR}
        (?P<quartered>minute|hour|year|century)
    )
    (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"""
    (?<![\w-]) (?= an?{BLANK}[a-z]{{3}} | one | ano | the )
    (?: (?P<article>an?|one) | another | (?P<the>the) {BLANK} (?:past|last|next|previous|coming|following|first)
      | the (?= {BLANK} fortnight ) )
    {BLANK} (?: (?:full|whole|entire|further|long) {BLANK} )?
    (?P<unit>minute|hour|day|week|fortnight|month|year|decade|century) (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LASTS_BEFORE = re.compile(
    rf"""
    \b
    (?: for | in | within | over | after | under | than | nearly | almost | about | around | roughly | least | most
      | just | only | past | to | last(?:s|ed|ing)? | takes? | took | taken | taking | spends? | spent | spending
      | wait(?:s|ed|ing)? | serv(?:es?|ed|ing) | needs? | needed )
    {BLANK} $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LASTS_AFTER = re.compile(
    rf"""
    {BLANK}
    (?: later | earlier | after | before | ago | or{BLANK}(?:more|so|less|two) | and{BLANK}counting | of(?!{BLANK}the)
      | and{BLANK}[\w-]{{1,12}}{BLANK}(?:seconds|minutes|hours|days|weeks|months) )
    (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONG = re.compile(
    r"(?<![\w-])(?=[a-z]{3})(?:(?P<many>hours|days|weeks|months|years|decades|centuries)-long"
    r"|(?P<one>hour|day|week|month|year|decade|century)-?long)(?!\w)",
    re.IGNORECASE,
)
_LONE = re.compile(
    rf"""
    (?<!\w) (?=[a-z]{{2}})
    (?:
        (?:for|in|of|over|after|within|past|last|next|coming|these|those|take|took|last|lasted|spent) {BLANK}
        (?: (?:the|past|last|next|previous|coming|following|first|only|just|mere) {BLANK} ){{0,3}}
    )?
    (?P<span> (?: (?P<quantity>many|some|few|recent) {BLANK} )? {_UNITS} (?P<long>-long)? )
    (?!\w)
    (?P<after> {BLANK} (?:of(?!{BLANK}the)|after|before|later|earlier|ago|on{BLANK}end) (?!\w) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOURS_OF_DAY = re.compile(rf"\b(?:early|small|late|opening|closing|rush|office|working|peak){BLANK}$", re.IGNORECASE)
_SUM_JOINT = re.compile(rf"{BLANK}(?:and{BLANK})?")
_RANGE_JOINT = re.compile(rf"{BLANK}(?:to|or){BLANK}|[-\u2013]")


@dataclass(frozen=True, slots=True)
class Length:
    """A duration in a text and where it stands."""

    start: int
    end: int
    duration: Duration


def read_durations(starts: WordStarts, numbers: Iterable[NumberSpan]) -> list[Length]:
    """Return the durations of a text that was folded for reading, in order, none within another."""
    found: list[Length] = []
    plain = starts.text
    candidates = [*_counted(plain, numbers), *_halves(starts), *_singles(starts), *_vague(starts)]
    for length in sorted(candidates, key=lambda c: (c.start, -c.end)):
        if _NO_LENGTH.match(plain, length.end) or (found and length.start < found[-1].end):
            continue
        merged = _merged(plain, found[-1], length) if found else None
        if merged:
            found[-1] = merged
        else:
            found.append(length)
    return found


def _length(start: int, end: int, unit: str, low: float, high: float, *, is_vague: bool = False) -> Length:
    """Return so many units as a length; a fortnight counts as two weeks."""
    unit = unit.lower().replace("centurie", "century")
    unit = _SHORT_UNITS.get(unit, unit)
    days = _FORTNIGHT_DAYS if unit == "fortnight" else UNIT_DAYS[unit]
    name = "week" if unit == "fortnight" else unit
    return Length(start, end, Duration(low * days, high * days, name, is_vague=is_vague))


def _counted(plain: str, numbers: Iterable[NumberSpan]) -> Iterator[Length]:
    for number in numbers:
        unit = _COUNTED.match(plain, number.end)
        if (
            not unit
            or number.amount.is_share
            or plain[number.start - 1 : number.start] in _CURRENCY_SIGNS
            or (unit["unit"].lower() == "second" and not _is_seconds(plain, number, unit))
        ):
            continue
        if plain[number.start : unit.end()].lower() == "one day":
            continue  # some day, unless `_singles` finds that it lasts
        amount = number.amount
        end = unit.end() - (1 if plain[unit.end() - 1] == "'" else 0)
        yield _length(number.start, end, unit["unit"], amount.low, amount.high, is_vague=amount.magnitude is not None)


def _is_seconds(plain: str, number: NumberSpan, unit: re.Match[str]) -> bool:
    """`30 seconds` and `30-second` are a time; `the two second goals` are not."""
    return bool(unit["plural"]) or plain[number.end] == "-"


def _halves(starts: WordStarts) -> Iterator[Length]:
    for match in starts.matches(_HALF, _HALF_WORDS) if starts.has(("half", "quarter", "quarters")) else ():
        if match["unit"]:
            units = 1.75 if match["most"] else 1.5 if match["more"].lower() == "half" else 1.25
        elif match["halved"]:
            units = 0.5
        else:
            units = 0.75 if match["times"] else 0.25
        yield _length(*match.span(), match["unit"] or match["halved"] or match["quartered"], units, units)


def _singles(starts: WordStarts) -> Iterator[Length]:
    plain = starts.text
    for match in starts.matches(_SINGLE, _SINGLE_WORDS) if starts.has(_SINGLES) else ():
        before = plain[max(0, match.start() - _REACH) : match.start()]
        is_doubtful = match["article"] and match["unit"].lower() != "fortnight"
        if is_doubtful and not (_LASTS_BEFORE.search(before) or _LASTS_AFTER.match(plain, match.end())):
            continue  # `300 a day` is a rate, `one day` some day
        if match["the"] and re.match(rf"{BLANK}of(?!\w)", plain[match.end() : match.end() + 4]):
            continue  # the last week of January
        yield _length(*match.span(), match["unit"], 1, 1)


def _vague(starts: WordStarts) -> Iterator[Length]:
    plain = starts.text
    for match in starts.matches(_LONG, _LONG_WORDS):
        if match["many"]:
            low, high = VAGUE_LENGTHS[""]
            yield _length(*match.span(), match["many"].removesuffix("s"), low, high, is_vague=True)
        else:
            yield _length(*match.span(), match["one"], 1, 1)
    for match in starts.matches(_LONE, _LONE_WORDS) if starts.has(_PLURALS) else ():
        has_cue = match.start() < match.start("span") or match["quantity"] or match["after"]
        start = match.start("span")
        if match["units"].lower() == "minute" and plain[match.end("span") + 1 : match.end("span") + 2].isdigit():
            continue  # goals in minutes 58 and 89
        if has_cue and not _HOURS_OF_DAY.search(plain[max(0, start - _REACH) : start]):
            quantity = (match["quantity"] or "").lower()
            low, high = VAGUE_LENGTHS[{"few": "a few", "many": "many"}.get(quantity, "")]
            yield _length(*match.span("span"), match["units"], low, high, is_vague=True)


def _merged(plain: str, left: Length, right: Length) -> Length | None:
    """Return two neighbours as one length: a sum (`a year and two months`) or a range (`three weeks to two months`)."""
    a, b = left.duration, right.duration
    if a.is_vague or b.is_vague or left.end >= right.start:
        return None
    if UNIT_DAYS[b.unit] < UNIT_DAYS[a.unit] and _SUM_JOINT.fullmatch(plain, left.end, right.start):
        return Length(left.start, right.end, Duration(a.low + b.low, a.high + b.high, b.unit))
    if a.high < b.low and _RANGE_JOINT.fullmatch(plain, left.end, right.start):
        return Length(left.start, right.end, Duration(a.low, b.high, b.unit))
    return None
