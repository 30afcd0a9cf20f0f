"""Parts of a whole in prose: halves and thirds, `one in eleven`, percentages, and the fractions that end a number."""

from __future__ import annotations

import re
import unicodedata

from harness.text.amounts import Amount, NumberSpan
from harness.text.numerals import (
    BLANK,
    MULTIPLIER,
    MULTIPLIERS,
    NUMBER_WORD,
    ONES,
    SEPARATOR,
    read_number_words,
)

_DENOMINATORS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_PARTS = {"a": 1, "an": 1, **{word: value for word, value in ONES.items() if value}}
_SLASHED = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 20, 100})
"""What a fraction with a slash is divided by in prose; `9/11` and `24/7` are none."""

_FIRST_YEAR, _LAST_YEAR = 1500, 2199

_CARDINAL = (
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,7}}|(?:an?{SEPARATOR})?(?:{NUMBER_WORD})"
    rf"(?:{SEPARATOR}(?:and{SEPARATOR})?(?:{NUMBER_WORD})){{0,4}})(?![\w%])"
)
ONE_IN = (
    rf"(?P<part>{_CARDINAL}){SEPARATOR}(?:(?:in|out{SEPARATOR}of|of{SEPARATOR}every){SEPARATOR}(?:every{SEPARATOR})?"
    rf"(?P<whole>{_CARDINAL})(?![.,:]\d)"
    rf"|(?:[a-z]{{3,15}}{SEPARATOR})?(?:in|out{SEPARATOR}of|of){SEPARATOR}"
    rf"(?P<hundred>(?:every|each){SEPARATOR}(?:100|hundred)|(?:100|a[ \n]hundred)(?!{SEPARATOR}[a-z]+s\b))"
    r"(?!\w|[.,:]\d))"
)
FRACTION = (
    rf"(?:(?P<times>{'|'.join(_PARTS)}){SEPARATOR}(?P<over>{'|'.join(_DENOMINATORS)})(?P<plural>s)?|(?P<half>half))"
    r"(?!\w)"
)
SLASH = r"(?:(?P<units>\d{1,3})[ \n-])?(?P<top>\d{1,2})/(?P<bottom>\d{1,3})(?![\w/]|[.,]\d)"
VULGAR = r"(?:(?P<ones>\d{1,6})[ ]?)?(?P<glyph>[\u00bc-\u00be\u2150-\u215e])(?!\w)"

_PERCENT = re.compile(
    rf"{BLANK}?(?:%|(?P<mille>\u2030))"
    rf"|{SEPARATOR}(?:percent|per{SEPARATOR}cent|pct|percentage{SEPARATOR}points?|(?P<basis>basis{SEPARATOR}points?))"
    r"(?!\w)",
    re.IGNORECASE,
)
_OF_TIME = re.compile(
    rf"{SEPARATOR}of{SEPARATOR}an?{SEPARATOR}(?:second|minute|hour|day|week|month|year)(?!\w)", re.IGNORECASE
)
_OF_UNIT = re.compile(
    rf"{SEPARATOR}of{SEPARATOR}an?(?={SEPARATOR}"
    r"(?:tonne|ton|kilo|kilogram|gram|pound|ounce|mile|kilomet(?:re|er)|met(?:re|er)|inch|foot|yard|lit(?:re|er)|gallon|barrel"
    r"|hectare|acre|degree|dollar|euro|cent)(?!\w))",
    re.IGNORECASE,
)
_OF_POINT = re.compile(rf"{SEPARATOR}of{SEPARATOR}an?{SEPARATOR}(?:percentage{SEPARATOR})?point(?!\w)", re.IGNORECASE)
_OF_PERCENT = re.compile(rf"(?:{SEPARATOR}of)?(?:{SEPARATOR}(?:an?|one|1))?(?=[ \n%-])", re.IGNORECASE)
_OF_SCALE = re.compile(
    rf"(?P<of>{SEPARATOR}of)?(?:{SEPARATOR}(?:an?|one))?{SEPARATOR}(?P<scale>{MULTIPLIER})(?!\w)", re.IGNORECASE
)
_AND_PART = re.compile(
    rf"{SEPARATOR}and{SEPARATOR}(?P<times>an?|one|three){SEPARATOR}(?P<over>half|quarter)s?(?!\w)(?!{BLANK}of(?!\w))",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    rf"{SEPARATOR}(?:an?{SEPARATOR})?"
    r"(?:miles?|kilomet(?:er|re)s?|km|met(?:er|re)s?|tonn?es?|tons?|kilos?|pounds?|acres?|hectares?|inch(?:es)?|foot|feet|"
    r"lit(?:er|re)s?|gallons?|degrees?|cents?|points?)(?!\w)",
    re.IGNORECASE,
)
_NO_HALF_BEFORE = re.compile(
    r"\b(?:first|second|third|top|bottom|upper|lower|northern|southern|eastern|western|latter|front|back|final|"
    rf"opening){SEPARATOR}$",
    re.IGNORECASE,
)
_NO_HALF = re.compile(
    r"-[a-z]|[ \n](?:past|times?|way|price|brothers?|sisters?|siblings?|terms?|marathons?|boards?|staff|backs?|truths?|"
    r"lives|life|moon|pints?)(?!\w)",
    re.IGNORECASE,
)
_NO_QUARTER = re.compile(
    r"[ \n-](?:finals?|finalists?|backs?|master|pounder|ago|earlier|later|before|in[ \n]which)(?!\w)", re.IGNORECASE
)
_NO_QUARTER_BEFORE = re.compile(r"\b(?:after|during|per|each|every)[ \n]$", re.IGNORECASE)
_GOES_ON_OF = re.compile(r"[ \n]of\b", re.IGNORECASE)
_STEP_LEAD = re.compile(rf"\bby{SEPARATOR}(?:[a-z]{{4,7}}{SEPARATOR}){{0,2}}$", re.IGNORECASE)
"""`fell by almost a fifth last year`."""

_SHARE_GOES_ON = re.compile(
    rf"""
    (?! [ \n-][a-z] )                                              # the sentence ends or pauses here
  | [ \n]
    (?: of | that | who | which | were | was | are | is | have | has | had | in | on | at | by | from | since | than
      | below | above | among | across | during | after | before | between | with | within | without | for | against
      | over | under | when | while | if | as | but | because | more | less | fewer | higher | lower | larger | smaller
      | bigger | said | say | says | voted | died | did | do | would | will | could | can )
    (?!\w)
  | [ \n] (?: to | or | and )
    (?: , | [ \n] (?: (?: even | perhaps | possibly | probably | maybe | about | roughly | almost ) [ \n] )?
            (?: \d | (?: more | less | fewer | so | half
                       | (?: {"|".join(_PARTS)} ) {SEPARATOR} (?: {"|".join(_DENOMINATORS)} ) ) (?!\w) ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RANGE_LEAD = re.compile(
    rf"\b(?:between|from){BLANK}(?:(?:about|around|roughly|perhaps|maybe){BLANK})?$", re.IGNORECASE
)
_RANGE_GOES_ON = re.compile(rf",?{BLANK}(?:and|to)[ \n,]", re.IGNORECASE)
_TIME_FOLLOWS = re.compile(
    rf"{SEPARATOR}(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))(?!\w)",
    re.IGNORECASE,
)


def read_percent(text: str, number: NumberSpan) -> NumberSpan:
    """Return a bare number as a share where a percent sign or word follows it."""
    sign = _PERCENT.match(text, number.end)
    if not sign:
        return number
    over = 1000 if sign["mille"] else 10_000 if sign["basis"] else 100
    amount = Amount(number.amount.low / over, number.amount.high / over, is_share=True)
    return NumberSpan(number.start, sign.end(), amount, scale=1 / over)


def read_part(text: str, place: int) -> tuple[float, int]:
    """Return the fraction that goes on a number (`and a half`, `and three quarters`) and where it ends; 0 for none."""
    match = _AND_PART.match(text, place)
    if not match:
        return 0.0, place
    return _PARTS[match["times"].lower()] / _DENOMINATORS[match["over"].lower()], match.end()


def read_one_in(match: re.Match[str]) -> NumberSpan | None:
    """Return the share that `one in eleven` or `9 out of 10` is; None where it is none, as in `one in 1950`."""
    part, whole = _cardinal(match["part"]), 100.0 if match["hundred"] else _cardinal(match["whole"])
    is_year = bool(match["whole"]) and match["whole"].isdigit() and _FIRST_YEAR <= float(match["whole"]) <= _LAST_YEAR
    end = match.end()
    if whole is None:  # `six in ten two-year-olds`
        first = match["whole"].split()[0]
        whole, end = read_number_words(first), match.start("whole") + len(first)
    if not part or not whole or part >= whole or is_year or _TIME_FOLLOWS.match(match.string, end):
        return None
    return NumberSpan(match.start(), end, Amount(part / whole, part / whole, is_share=True))


def _cardinal(text: str) -> float | None:
    return float(text.replace(",", "")) if text[0].isdigit() else read_number_words(text)


def read_slash(text: str, match: re.Match[str]) -> NumberSpan | None:
    """Return what `1/3` or `2 1/2` is; None for dates, scores and the like."""
    top, bottom = int(match["top"]), int(match["bottom"])
    if bottom not in _SLASHED or not 0 < top < bottom or re.search(r"\bon[ \n]$", text[: match.start()][-4:]):
        return None
    return _mixed(text, match, float(match["units"] or 0), top / bottom)


def read_vulgar(text: str, match: re.Match[str]) -> NumberSpan:
    """Return what a fraction in one sign is, with the whole number before it: `½`, `2½`."""
    return _mixed(text, match, float(match["ones"] or 0), unicodedata.numeric(match["glyph"]))


def _mixed(text: str, match: re.Match[str], whole: float, part: float) -> NumberSpan:
    if whole:
        return NumberSpan(match.start(), match.end(), Amount(whole + part, whole + part), is_bare=True)
    return _share(text, match.start(), match.end(), part)


def read_fraction(text: str, match: re.Match[str]) -> NumberSpan | None:
    """Return the share that `a third` or `two-fifths` is, or the number in `half a million`; None for an ordinal."""
    start, end = match.span()
    over = (match["over"] or "half").lower()
    times = (match["times"] or "a").lower()
    value = _PARTS[times] / _DENOMINATORS[over]
    is_plural = bool(match["plural"])
    if value >= 1 or not _is_fraction(times, over, is_plural=is_plural, is_hyphened="-" in match.group()):
        return None
    if _OF_TIME.match(text, end):
        return None  # `a third of a minute`
    unit = _OF_UNIT.match(text, end)
    if unit:
        return NumberSpan(start, unit.end(), Amount(value, value))  # `a quarter of a tonne`
    share = _share(text, start, end, value)
    if not share.amount.is_share or share.end > end:
        return share
    if over == "half":
        fits = not _NO_HALF.match(text, end) and not _NO_HALF_BEFORE.search(text[max(0, start - 12) : start])
    elif over == "quarter":
        is_time = _NO_QUARTER_BEFORE.search(text[max(0, start - 12) : start]) and not _GOES_ON_OF.match(text, end)
        fits = not _NO_QUARTER.match(text, end) and not is_time
    else:
        fits = is_plural or "-" in match.group() or bool(_SHARE_GOES_ON.match(text, end))
        fits = fits or bool(_STEP_LEAD.search(text[max(0, start - 24) : start]))
        # `between a third and, some say, 50%`
        fits = fits or bool(_RANGE_LEAD.search(text[max(0, start - 24) : start]) and _RANGE_GOES_ON.match(text, end))
    return share if fits else None


def _is_fraction(times: str, over: str, *, is_plural: bool, is_hyphened: bool) -> bool:
    """Whether number and grammar allow a fraction: `two halves` are a match, `two quarters` half a business year."""
    if _PARTS[times] == 1:
        return not is_plural
    return (is_plural or is_hyphened) and (over not in ("half", "quarter") or times == "three")


def _share(text: str, start: int, end: int, value: float) -> NumberSpan:
    """Return a fraction as what the words behind it make of it: a number, a part of a percent, or a plain share."""
    scale = _OF_SCALE.match(text, end)
    if scale and (scale["of"] or value in (0.25, 0.5, 0.75)):
        factor = MULTIPLIERS[scale["scale"].lower()]
        return NumberSpan(start, scale.end(), Amount(value * factor, value * factor), scale=factor)
    point = _OF_POINT.match(text, end)
    if point:
        return NumberSpan(start, point.end(), Amount(value / 100, value / 100, is_share=True))
    of = _OF_PERCENT.match(text, end)
    percent = _PERCENT.match(text, of.end() if of else end)
    if percent:
        return NumberSpan(start, percent.end(), Amount(value / 100, value / 100, is_share=True))
    if _MEASURE.match(text, end):
        return NumberSpan(start, end, Amount(value, value))
    return NumberSpan(start, end, Amount(value, value, is_share=True))
