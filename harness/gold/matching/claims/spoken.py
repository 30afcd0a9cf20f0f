"""Numbers as people speak them: `a dollar twelve`, `six ten to six thirty-five`, and what a speaker leaves out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from harness.gold.matching.claims.source import Source
from harness.gold.matching.claims.written import is_cents
from harness.gold.matching.derived import Derived
from harness.text.fold import Span
from harness.text.numerals import BELOW_HUNDRED, MULTIPLIERS
from harness.text.reading import Quantity, Reading
from harness.text.words import Word, word_set

_UNITS = word_set("dollar dollars euro euros pound pounds crown crowns franc francs rand real")
_ZERO = word_set("oh o zero")
_GREATEST_WHOLE = 20
_NOT_SPOKEN = MULTIPLIERS.keys() | word_set(
    "percent per % percentage point points basis o'clock am pm second seconds minute minutes hour hours day days week "
    "weeks month months quarter quarters year years times cents thousands millions billions bps"
)
"""What makes something else of two numbers before it."""

_AND_CENTS = re.compile(r"\s+(?:pounds?|dollars?|euros?)\s+(?:and\s+)?", re.IGNORECASE)
_HUNDRED = 100
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALE = re.compile(r"\b(thousand|million|billion|trillion)s?\b|(?<=\d)\s?(?:(m|mn)|(bn|b)|(tn))\b", re.IGNORECASE)
_SHORT_SCALES = (1e6, 1e9, 1e12)
_BEFORE, _BEHIND = 300, 60
"""How many characters before and behind a number the scale that it leaves out may be told."""

_MIDDLE = word_set("midpoint midpoints middle mid-point centre center midrange")
_RATE_BESIDE = word_set(
    "margin margins rate rates ratio ratios share growth up down retention utilization utilisation occupancy factor "
    "yield yields yielding turnout"
)
_RATE_REACH = 8


def as_spoken(reading: Reading, quantity: Quantity, source: Source) -> Derived | None:
    """Return how an article that is spoken has a number: its cents by themselves, or without percent or scale."""
    amount = quantity.amount
    if amount.magnitude:
        return None
    ends = sorted({amount.low, amount.high})
    told = source.reading.once(_Told)
    if amount.is_share:
        found = [told.shares.get(_key(_HUNDRED * end)) for end in ends]
    elif is_cents(quantity):
        sums = [_pounds_before(reading, quantity) + end / _HUNDRED for end in ends]
        found = [told.numbers.get(_key(end)) or told.steps.get(_key(end)) for end in sums]
    else:
        found = [told.numbers.get(_key(end)) or told.scaled.get(_key(end)) for end in ends]
    if not any(found) and len(ends) == 1 and _is_middle(reading, quantity):
        found = [told.middles.get(_key(ends[0]))]
    spans = [span for span in found if span]
    reason = f"{quantity} stands in the article as it is spoken."
    return Derived(reason, tuple(dict.fromkeys(spans))) if len(spans) == len(ends) else None


def _key(number: float) -> str:
    """Return what two numbers share that are one but for how they are reckoned."""
    return f"{number:.9g}"


class _Told:
    """The numbers of an article by how they may be told otherwise, each with its first place."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        row = _tellings(reading)
        self.numbers = _first((number, span) for number, span in row)
        self.steps = _first((abs(a - b), (one[0], other[1])) for (a, one), (b, other) in pairwise(row))
        self.middles = _first(((a + b) / 2, (one[0], other[1])) for (a, one), (b, other) in pairwise(row) if a < b)

    @cached_property
    def scaled(self) -> dict[str, Span]:
        """Its numbers that leave out a scale told beside them: `720 to 760 million, before 780 to 840`."""
        scales = _scales_of(self._reading.text)
        places = [place for place, _ in scales]
        found: list[tuple[float, Span]] = []
        for q in self._reading.quantities:
            is_enclosed = self._reading.text[q.start - 1 : q.start] == "("  # `2,914 million (3,100)`
            is_great = q.amount.high >= min(_SCALES.values()) and not is_enclosed
            if q.amount.is_share or q.amount.magnitude or not q.amount.low or is_great:
                continue
            near = scales[bisect_left(places, q.start - _BEFORE) : bisect_left(places, q.end + _BEHIND)]
            ends = {q.amount.low, q.amount.high}
            found += [(end * scale, (q.start, q.end)) for end in ends for scale in {scale for _, scale in near}]
        return _first(found)

    @cached_property
    def shares(self) -> dict[str, Span]:
        """Its numbers that are shares in percent without saying so: `109, from 112 percent`, `down six-tenths`."""
        reading = self._reading
        sentences = {q.sentence for q in reading.quantities if q.amount.is_share}
        found: list[tuple[float, Span]] = []
        for q in reading.quantities:
            if reading.text[q.start : q.end].lower().endswith(("tenth", "tenths")):
                found.append((q.amount.low, (q.start, q.end)))
            elif not (q.amount.is_share or q.amount.is_range or q.amount.magnitude):
                first = max(reading.sentence_words[q.sentence][0], q.first_word - _RATE_REACH)
                is_rate = any(reading.words[i].lower in _RATE_BESIDE for i in range(first, q.first_word))
                found += [(q.amount.low, (q.start, q.end))] if is_rate or q.sentence in sentences else []
        return _first(found)


def _first(rows: Iterable[tuple[float, Span]]) -> dict[str, Span]:
    """Return the first place of each number."""
    found: dict[str, Span] = {}
    for number, span in rows:
        found.setdefault(_key(number), span)
    return found


def _scales_of(text: str) -> list[tuple[int, float]]:
    """Return where a text tells a scale, and which: millions, bn."""
    found = []
    for match in _SCALE.finditer(text):
        short = next((scale for scale, letter in zip(_SHORT_SCALES, match.groups()[1:], strict=True) if letter), 0.0)
        found.append((match.start(), _SCALES[match[1].lower()] if match[1] else short))
    return found


def spoken_numbers(reading: Reading) -> list[tuple[float, Span]]:
    """Return the sums of money that are told with their cents: `a dollar twelve`, `four thirty`, `two oh five`."""
    words = reading.words
    found: list[tuple[float, Span]] = []
    end = 0
    for i in range(len(words) - 1):
        whole = _whole(words[i])
        if whole is None or i < end:
            continue
        behind = i + 1
        is_money = words[behind].lower in _UNITS
        if is_money:
            behind += 1
            behind += behind < len(words) and words[behind].lower == "and"
        cents, last = _cents(words, behind)
        if cents is None or (words[i].lower in ("a", "one") and not is_money):
            continue
        if last < len(words) and words[last].lower in (_NOT_SPOKEN - {"cents"} if is_money else _NOT_SPOKEN):
            continue
        if not _is_one_phrase(reading, words[i].end, words[last - 1].start):
            continue
        end = last
        found.append((whole + cents / _HUNDRED, (words[i].start, words[last - 1].end)))
    return found


def _whole(word: Word) -> int | None:
    lower = word.lower
    if lower == "a":
        return 1
    number = BELOW_HUNDRED.get(lower)
    if number is None and lower.isdecimal() and len(lower) <= len(str(_GREATEST_WHOLE)):
        number = int(lower)
    return number if number is not None and 0 < number <= _GREATEST_WHOLE else None


def _cents(words: Sequence[Word], first: int) -> tuple[int | None, int]:
    """Return the cents that words tell from a position on, and where they end: `oh five`, `thirty-five`."""
    if first >= len(words):
        return None, first
    lower = words[first].lower
    if lower in _ZERO and first + 1 < len(words):
        return BELOW_HUNDRED.get(words[first + 1].lower), first + 2
    tens, _, ones = lower.partition("-")
    value = BELOW_HUNDRED.get(tens)
    if value is None:
        return None, first
    if ones:
        return (value + BELOW_HUNDRED[ones], first + 1) if ones in BELOW_HUNDRED else (None, first)
    following = BELOW_HUNDRED.get(words[first + 1].lower) if first + 1 < len(words) else None
    if value >= _GREATEST_WHOLE and following is not None and 0 < following < 10:  # noqa: PLR2004  (one digit)
        return value + following, first + 2
    return value, first + 1


def _is_one_phrase(reading: Reading, start: int, end: int) -> bool:
    """Whether nothing but blanks and words stands between: `six, ten` are two numbers."""
    return all(letter.isalpha() or letter in " -\n" for letter in reading.text[start:end])


def _tellings(reading: Reading) -> list[tuple[float, Span]]:
    """Return the numbers of a text as they are spoken, and its plain ones beside these, in order."""
    spoken = spoken_numbers(reading)
    within = {place for _, span in spoken for place in range(*span)}
    plain = [q for q in reading.quantities if not (q.amount.is_share or q.amount.magnitude or q.start in within)]
    ends = [
        (end / (_HUNDRED if is_cents(q) else 1), (q.start, q.end))
        for q in plain
        for end in dict.fromkeys((q.amount.low, q.amount.high))
    ]
    return sorted([*spoken, *ends], key=lambda row: row[1])


def _pounds_before(reading: Reading, quantity: Quantity) -> float:
    """Return the pounds or dollars that cents are told with, 0 for none: `61 pounds and 40 pence`."""
    for other in reading.quantities_beside(quantity, before=1):
        between = reading.text[other.end : quantity.start]
        if other.end < quantity.start and _AND_CENTS.fullmatch(between):
            return other.amount.low
    return 0.0


def _is_middle(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is told as the middle of a range."""
    first, last = reading.sentence_words[quantity.sentence]
    return any(reading.words[i].lower in _MIDDLE for i in range(first, last))
