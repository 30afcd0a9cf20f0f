"""Quantities: the numbers of a text that count something, each with its bound and the noun phrase that it counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from harness.text.amounts import Amount, NumberSpan, describe_amount
from harness.text.bounds import BoundReader
from harness.text.figures import CURRENCY
from harness.text.fold import INVISIBLE, FoldedText, Span
from harness.text.labels import find_marked
from harness.text.numerals import BLANK
from harness.text.starts import WordStarts
from harness.text.words import WordIndex, split_words, word_set


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts something: how much, with what bound, and the words it is tied to.

    `start` and `end` hold the number with its bound and currency sign; `units` are the base forms of the noun phrase
    after it, led by the currency; `first_word` and `last_word` are the positions of the number's own words, with those
    of a bound directly behind it.
    """

    start: int
    end: int
    amount: Amount
    bound: str
    sentence: int
    units: tuple[str, ...]
    first_word: int
    last_word: int

    def __str__(self) -> str:
        return describe_amount(self.amount, self.bound)


_MONEY = {
    "$": "dollar", "\u20ac": "euro", "\u00a3": "pound", "\u00a5": "yen", "\u20a9": "won", "\u20bd": "ruble",
    "\u20b4": "hryvnia", "\u20b9": "rupee", "\u20ba": "lira", "\u20aa": "shekel", "rs": "rupee", "usd": "dollar",
    "eur": "euro", "gbp": "pound", "sek": "krona", "nok": "krone", "dkk": "krone", "chf": "franc", "jpy": "yen",
    "cny": "yuan", "inr": "rupee", "krw": "won", "pln": "zloty", "cad": "dollar", "aud": "dollar", "zar": "rand",
    "brl": "real",
}  # fmt: skip
_MONEY_BEFORE = re.compile(rf"(?P<sign>{CURRENCY}){BLANK}?$")
_MONEY_ENDS = frozenset("$\u20ac\u00a3\u00a5\u20a9\u20bd\u20b4\u20b9\u20ba\u20aas.DRPKFYWNL")
"""The last characters of what stands for money before a number."""

_JOINED_UNIT = re.compile(r"-?(?P<unit>(?!(?:plus|odd)\b)[^\W\d_][\w-]{0,40})")
_JOINED_UNITS = {"m": "metre", "c": "degree", "f": "degree"}
"""Letters behind a number that mean something else behind a word."""

_DEGREES = re.compile(rf"{BLANK}?[\u00b0\u00ba]{BLANK}?(?P<scale>[CF])?(?!\w)")
_SCALES = {"C": ("degree", "celsius"), "F": ("degree", "fahrenheit")}
_REACH = 12
_STOPS = word_set(
    "of in on at to from by with for and or but were was are is have has had who which that while as than since until "
    "during after before into over against being been be out among amid said according not may might could would will "
    "so because if when where within without between per via near across inside outside onto upon including still"
)
_BLANK_WORDS = word_set("a an the of those these their its his her all to just only some have been be is are was were")
_BEFORE_ZERO = word_set("ground net absolute below above near to from than sub")
_PHRASE_REACH = 8
_NOT_IN_PHRASE = re.compile(rf"[^\s{INVISIBLE}'\"\u2019\u201c\u201d-]")
_NEW_LINE = re.compile(r"\n[ \t]*(?:\n|-)")
"""A blank line, or a line that begins a point of a list."""

_COORDINATION = re.compile(rf"{BLANK}?[,/\u2013-]?{BLANK}?(?:(?:and|or|to){BLANK})?", re.IGNORECASE)
_THINGS = re.compile(rf"{BLANK}(?:[\w-]{{2,20}}{BLANK})?[a-z]{{2,20}}s(?!\w)", re.IGNORECASE)
_THE_TIME = re.compile(
    r"(?:the|this|that|last|next)\s+(?:same\s+)?(?:day|night|week|month|year|season)(?!\w)"
    r"|(?:an?|one)\s+(?:day|night|week|month|year|season)\s+(?:earlier|before|later|ago|previously)(?!\w)",
    re.IGNORECASE,
)
_TIME_WORDS = word_set("the this that last next a an one")


class QuantityReader:
    """Reads the quantities of one text.

    `plain` is the text folded for reading; `words` and `sentence_of` are in offsets of the text itself.
    """

    def __init__(
        self,
        text: str,
        plain: FoldedText,
        starts: WordStarts,
        index: WordIndex,
        bounds: BoundReader,
        sentence_of: Callable[[int], int],
    ) -> None:
        self._text = text
        self._plain = plain
        self._starts = starts
        self._words = index.words
        self._index = index
        self._bounds = bounds
        self._sentence_of = sentence_of

    def read(self, numbers: Sequence[NumberSpan], times: Iterable[Span]) -> list[Quantity]:
        """Return the quantities among the numbers, in order; numbers and spans of times are in offsets of `plain`."""
        spans = sorted([*times, *find_marked(self._starts, numbers)])
        found: list[Quantity] = []
        following: tuple[NumberSpan, Quantity] | None = None
        for number in reversed(_apart(numbers, spans)):
            quantity = self._quantity(number, following)
            if self._is_count(number, quantity):
                found.append(quantity)
                following = number, quantity
        return found[::-1]

    def _is_count(self, number: NumberSpan, quantity: Quantity) -> bool:
        """Whether a number counts: `one` is too common as a pronoun to do so bare, `zero` as an adjective."""
        words = self._plain.text[number.start : number.end].lower()
        before = self._words[quantity.first_word - 1].lower if quantity.first_word else ""
        if words == "zero":
            return before not in _BEFORE_ZERO and bool(_THINGS.match(self._plain.text, number.end))
        has_bound = quantity.bound != "exact" or quantity.start < self._plain.span(number.start, number.end)[0]
        return words != "one" or has_bound or before in ("only", "just")

    def _quantity(self, number: NumberSpan, following: tuple[NumberSpan, Quantity] | None) -> Quantity:
        plain = self._plain.text
        lead = plain[max(0, number.start - _REACH) : number.start]
        money = _MONEY_BEFORE.search(lead) if lead.rstrip()[-1:] in _MONEY_ENDS else None
        begin = number.start - (len(money.group()) if money else 0)
        start, end = self._plain.span(begin, number.end)
        own_start = self._plain.span(number.start, number.end)[0] if money else start
        first, last = self._index.at(own_start), self._index.at(end - 1)
        bound, start = self._bounds.before(begin, start)
        if bound == "exact":
            bound, end = self._bounds.after(number.end, end, last, following[1].first_word if following else -1)
            last = self._index.at(end - 1)
        units = self._units(number, end, money["sign"] if money else "")
        if following and not units and _COORDINATION.fullmatch(plain, number.end, following[0].start):
            units = following[1].units
        return Quantity(start, end, number.amount, bound, self._sentence_of(start), units, first, last)

    def _units(self, number: NumberSpan, end: int, sign: str) -> tuple[str, ...]:
        """Return the currency and the base forms of the noun phrase that follows a number, to the next stop."""
        units = [_MONEY[sign[-1] if sign[-1] in _MONEY else sign.lower().rstrip(".")]] if sign else []
        degrees = _DEGREES.match(self._plain.text, number.end)
        if degrees:
            return _SCALES.get(degrees["scale"], ("degree",))
        joined = _JOINED_UNIT.match(self._plain.text, number.end)
        has_noun = bool(joined)
        if joined:
            units += [_JOINED_UNITS.get(word.lower, word.lemma) for word in split_words(joined["unit"])]
        own = len(units)
        first = self._index.first_from(end)
        previous_end = self._words[first - 1].end if joined else end
        for word in self._words[first : first + _PHRASE_REACH]:
            gap = self._text[previous_end : word.start]
            if word.text[0].isdigit() and not _NOT_IN_PHRASE.search(gap):
                return tuple(units[:own])  # `1,000 of about 11,000` counts what the other number counts
            is_stop = word.lower in _STOPS and (has_noun or word.lower != "of")
            if not has_noun and word.lower in _TIME_WORDS:
                is_stop = is_stop or bool(_THE_TIME.match(self._text, word.start))  # `31 the day before`
            if is_stop or (gap != " " and (_NOT_IN_PHRASE.search(gap) or _NEW_LINE.search(gap))):
                break
            previous_end = word.end
            if word.lower not in _BLANK_WORDS:
                is_metre = word.text == "m" and not has_noun
                units.append("metre" if is_metre else word.lemma)
                has_noun = True
        return tuple(units)


def _apart(numbers: Iterable[NumberSpan], spans: list[Span]) -> list[NumberSpan]:
    """Return the numbers that overlap none of the spans; both are in order."""
    kept: list[NumberSpan] = []
    ends = list(accumulate((end for _, end in spans), max))
    starts = [start for start, _ in spans]
    for number in numbers:
        before = bisect_left(starts, number.end)
        if not before or ends[before - 1] <= number.start:
            kept.append(number)
    return kept
