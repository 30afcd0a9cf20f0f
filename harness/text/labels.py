"""What looks like a number of things and is none: clock times, scores, ages, codes, labels, list marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness.text.amounts import NumberSpan
from harness.text.fold import Span
from harness.text.numerals import BLANK, NUMBER_WORD
from harness.text.starts import WordStarts
from harness.text.words import lexicon, word_set
from harness.text.years import is_counted

_MARKED = re.compile(
    rf"""
    (?= [\d+(hw\#\[] | ^ )                                                                     # to pass on fast
    (?:
    (?<![\w.-]) (?=[\d+(])
    (?:
        \d{{1,2}} : \d{{2}} (?: : \d{{2}} )? (?!\d)                                             # 19:30
      | \d{{1,2}} (?: [.:]\d{{2}} )? (?: {BLANK}?[-\u2013]{BLANK}? | {BLANK}(?:to|and){BLANK} )
        \d{{1,2}} (?: [.:]\d{{2}} )? [ap]m (?!\w)                                               # 7-9.30pm
      | \+ \d [\d ()-]{{6,20}} \d | \(? \d{{3}} \)? [ -] \d{{3}} - \d{{4}} (?!\d)              # telephones
      | \d{{1,9}} (?: - \d{{1,9}} ){{2,9}} (?![\w-])                                           # 12-34-56
    )
    | (?: https?:// | www\. ) [^\s<>"]++
    | (?: ^ [ >*_]{{0,9}} | \#{{1,6}} [ ] ) \d{{1,3}} [.)] (?=[ \n])                            # 1. of a list
    | (?: (?<=[.!?;][ \n]) \d{{1,2}} | (?<=:[ \n]) 1 ) [.)] (?=[ \n](?-i:[A-Z]))              # 2. of a list in a line
    | \[ \d{{1,3}} (?: , [ ]? \d{{1,3}} ){{0,9}} \]                                            # [1]
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_CLOCK_AFTER = re.compile(
    rf"{BLANK}?(?:(?:[ap]m|[ap]\.m\.?|o'clock|GMT|UTC)(?!\w)|past{BLANK}(?:{NUMBER_WORD})(?!\w))", re.IGNORECASE
)
_PAIR = re.compile(r"(?<![\w.,/:$\u20ac\u00a3-])(?P<left>\d{1,3})[-\u2013:](?P<right>\d{1,3})(?![\w/%:-]|[.,]\d)")
_LOST_BEFORE = re.compile(
    rf"\b(?:los[et]|losing|beaten|defeated|down|trail(?:s|ed|ing)?|behind)(?:{BLANK}[\w'-]{{1,20}}){{0,4}}{BLANK}$",
    re.IGNORECASE,
)
_RATIO_AFTER = re.compile(rf"(?:{BLANK}|-)to(?:{BLANK}|-)(?:one|1)(?!\w|[.,]\d|%)", re.IGNORECASE)
_AGE_AFTER = re.compile(
    rf"[ \n-](?:years?|months?|weeks?|days?)[ \n-]olds?(?!\w)|{BLANK}years{BLANK}of{BLANK}age(?!\w)", re.IGNORECASE
)
_OF_DAY = re.compile(
    rf"{BLANK}(?:in{BLANK}the{BLANK}(?:morning|afternoon|evening)|at{BLANK}night)(?!\w)", re.IGNORECASE
)
_AT_HOUR = word_set("at about around by until till from before after since")
_HOURS = 12
_WAR_AFTER = re.compile(rf"[ \n-](?:Days?|Years?)'?{BLANK}War(?!\w)")
_MEASURE_AFTER = re.compile(
    rf"{BLANK}?(?:km|kilomet|met(?:er|re)|miles?|feet|tonn?es?|kg|strong|percent|per{BLANK}cent|people|men|women|soldiers)",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[,;)]|\.(?!\d)")
_NAME_AND_COMMA = re.compile(r"[A-Z][\w'-]+,")
_NAME = re.compile(r"[A-Z][\w'-]+")
_PLURAL_OR_MODAL = re.compile(r"could|may|might|will|would|to|[a-z]*[a-rt-z]s", re.IGNORECASE)
_SAME_LABEL = re.compile(rf",?{BLANK}?(?:(?:and|or|to){BLANK})?|[-\u2013]", re.IGNORECASE)


_NUMBER_SIGNS = word_set("no no. nos nos. number numbers # \u2116")
_GROUPS = word_set("group gang council big fab final fantastic magnificent")
_AGES = word_set("aged age ages turn turns turned turning")
_AGED = word_set(
    "people those anyone everyone men women adults children boys girls patients pensioners residents citizens kids"
)
_SIDES = word_set("over under above below")
_BESIDE_AGE = word_set("between from over under about around just only of")
_OLDEST = 120
_LARGEST_LABEL = 9999
_LONGEST_GROUP_NAME = 3
_REACH = 48


def find_marked(starts: WordStarts, numbers: Iterable[NumberSpan]) -> list[Span]:
    """Return the spans of clock times, scores, addresses, list marks and references, and of numbers that count nothing.

    Text, numbers and spans are of a text that was folded for reading.
    """
    plain = starts.text
    spans = [match.span() for match in _MARKED.finditer(plain)]
    spans += [match.span() for match in starts.matches(_PAIR, numbers=True) if _is_score(plain, match)]
    spans += _named(plain, numbers)
    return sorted(spans)


def _is_score(plain: str, match: re.Match[str]) -> bool:
    """Whether two numbers with a dash are a score: they do not ascend, or someone lost by them."""
    if int(match["right"]) <= int(match["left"]) or ":" in match.group():
        return True
    before = plain[max(0, match.start() - _REACH) : match.start()]
    return bool(_LOST_BEFORE.search(before)) and not is_counted(plain, match.end())


def _named(plain: str, numbers: Iterable[NumberSpan]) -> Iterator[Span]:
    """Yield the numbers that are times of day, ages, odds or names: `Article 5`, `the Bali nine`, `the top 10`."""
    last = -1
    for number in numbers:
        before = plain[max(0, number.start - _REACH) : number.start].split()
        is_listed = 0 <= last < number.start and _SAME_LABEL.fullmatch(plain, last, number.start)
        if _is_label(plain, number, before) or (is_listed and not is_counted(plain, number.end)):
            last = number.end
            yield number.start, number.end
        elif _is_age(plain, number, before) or _is_time_or_odds(plain, number, before):
            yield number.start, number.end


def _is_label(plain: str, number: NumberSpan, before: list[str]) -> bool:
    """Whether a number names a thing: `Article 5`, `No. 10`, `the Bali nine`, `the top 10`."""
    written = plain[number.start : number.end]
    if not before or number.amount.high > _LARGEST_LABEL or not (written.isdigit() or written[0].isalpha()):
        return False
    if number.amount.is_share or number.amount.magnitude:
        return False
    if _WAR_AFTER.match(plain, number.end):
        return True
    word = before[-1].lower()
    is_group = word in _GROUPS or (word == "of" and len(before) > 1 and before[-2].lower() in _GROUPS)
    if word == "top":
        return len(before) == 1 or not _PLURAL_OR_MODAL.fullmatch(before[-2])
    if written[0].isalpha() and number.amount.low > 1 and (is_group or _ends_group_name(before)):
        return True
    pair = tuple(part.lower() for part in before[-2:])
    labels = lexicon().labels
    is_named = (
        word in _NUMBER_SIGNS or pair in labels or any((form,) in labels for form in (word, word.removesuffix("s")))
    )
    return is_named and not _MEASURE_AFTER.match(plain, number.end)


def _ends_group_name(before: list[str]) -> bool:
    """Whether `the` and names stand before a number word: `the Bali nine`, `the Little Rock Nine`."""
    for word in before[-2 : -2 - _LONGEST_GROUP_NAME : -1]:
        if word in ("the", "The"):
            return bool(_NAME.fullmatch(before[-1]))
        if not _NAME.fullmatch(word):
            return False
    return False


def _is_age(plain: str, number: NumberSpan, before: list[str]) -> bool:
    if number.amount.magnitude or number.amount.is_share or number.amount.high > _OLDEST:
        return False
    if _AGE_AFTER.match(plain, number.end):
        return True
    words = [word.lower() for word in before[-3:]] or [""]
    if (
        words[-1] in _AGES
        or words[-2:] == ["died", "at"]
        or (words[-1] in _SIDES and words[-2:-1] and words[-2] in _AGED)
    ):
        return True
    if words[-1] in _BESIDE_AGE and len(words) > 1 and words[-2] in _AGES:
        return True
    is_apposed = before and (words[-1] == "both" or _NAME_AND_COMMA.fullmatch(before[-1]))
    return bool(is_apposed and _PAUSE.match(plain, number.end))


def _is_time_or_odds(plain: str, number: NumberSpan, before: list[str]) -> bool:
    """Whether a number is a time of day (`8 p.m.`, `half past eight`) or one side of odds (`three to one`)."""
    if _CLOCK_AFTER.match(plain, number.end) or (before and before[-1].lower() == "past" and number.is_bare):
        return True
    is_hour = number.is_bare and before and before[-1].lower() in _AT_HOUR and _OF_DAY.match(plain, number.end)
    if is_hour and number.amount.high <= _HOURS:
        return True
    is_odds = number.amount.low > 1 and _RATIO_AFTER.match(plain, number.end)
    return bool(is_odds) and not (before and before[-1].lower() == "from")
