"""Quantities: the numbers of a text that count something, each with its bound and the noun phrase that it counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from harness.text.amounts import Amount, NumberSpan, describe_amount
from harness.text.figures import CURRENCY
from harness.text.fold import INVISIBLE, FoldedText, Span
from harness.text.labels import find_marked
from harness.text.numerals import BLANK
from harness.text.starts import WordStarts
from harness.text.words import PhraseFinder, Word, WordIndex, lexicon, split_words, word_set


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
    "eur": "euro", "gbp": "pound",
}  # fmt: skip
_MONEY_BEFORE = re.compile(rf"(?P<sign>{CURRENCY}){BLANK}?$")
_SIGNS_BEFORE = {
    "~": "about", "\u2248": "about", "c.": "about", "ca.": "about", ">": "more than", "<": "fewer than",
    "\u2265": "at least", "\u2264": "at most",
}  # fmt: skip
_SIGN_BEFORE = re.compile(rf"(?P<sign>[~\u2248><\u2265\u2264]|\bca?\.){BLANK}?$")
_SIGN_AFTER = re.compile(r"(?P<plus>\+(?!\d)|-plus(?!\w))|(?P<odd>[ \n-]odd(?!\w))")
_JOINED_UNIT = re.compile(r"-?(?P<unit>(?!(?:plus|odd)\b)[^\W\d_][\w-]{0,40})")
_JOINED_UNITS = {"m": "metre", "c": "degree", "f": "degree"}
"""Letters behind a number that mean something else behind a word."""

_SIGN_REACH = 4
_REACH = 12
_BOUND_REACH = 6
"""How many words before or behind a number can hold its bound."""

_AFTER_NOUN = 4
_JOINTS = frozenset({"or", "and"})
"""What a bound behind a number begins with: `300 or more`, `300 and counting`."""

_GAP = re.compile(
    r"(?:(?:an?|some|another|around|about|roughly|approximate(?:ly)?|perhaps|maybe|probably|possibly|further|additional|"
    r"(?:(?:an?|estimated) )*total of|estimated|as (?:many|much|high) as|[$\u20ac\u00a3]) )*"
)
"""Words that may stand between a bound and its number, each with a blank behind it."""

_ADJACENT = frozenset({"some", "past", "beyond", "over", "above", "under", "below", "around", "about", "top"})
"""Bounds that are prepositions or articles too: they must stand at their number."""


_TURNED = {"fewer than": "at least", "more than": "at most"}
_NEGATION_REACH = 9
"""How many words before `below` a negation may stand that makes it `at least`."""


_TURNABLE = word_set(
    "below under less above beyond past exceed exceeds exceeded exceeding surpass surpassed top topped"
)
_NEGATIONS = word_set("not nothing never no nobody none cannot neither nor refuse refuses refused")
_FORBIDDING = word_set("against ban bans banned forbid forbids forbade forbidden prohibit prohibits prohibited")
_CLAUSE_OPENERS = word_set("that who which because if whether but while although when and")
_PASSING = word_set("climb rise go get grow move run push creep soar swell jump pass well far way just")
"""What stands before a `past` that is a bound: `climbed past 200`, not `the past 20 days`."""

_HANDED = word_set("hand turn sign fork carry")
"""Verbs whose `over` is no bound: `hand over 300 euros`."""

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

_ENDS = re.compile(r"\s*(?:[.,;:)!?\n]|$|and\b|but\b)")
_PAUSE = re.compile(r"[.,;:!?]")
_COORDINATION = re.compile(rf"{BLANK}?[,/\u2013-]?{BLANK}?(?:(?:and|or|to){BLANK})?", re.IGNORECASE)
_THINGS = re.compile(rf"{BLANK}(?:[\w-]{{2,20}}{BLANK})?[a-z]{{2,20}}s(?!\w)", re.IGNORECASE)
_OF_THEM = word_set("of"), word_set("them these those")
_ABBREVIATED = frozenset({"approx", "est", "min", "max"})


@lru_cache(maxsize=1)
def _leading() -> PhraseFinder:
    """Return the finder of bounds that stand before a number."""
    return PhraseFinder({p: b for p, b in lexicon().bounds.items() if p[0] not in _JOINTS}, by="lower")


@lru_cache(maxsize=1)
def _trailing() -> PhraseFinder:
    """Return the finder of bounds that stand behind a number."""
    bounds = lexicon().bounds.items()
    return PhraseFinder({p: b for p, b in bounds if p[0] in _JOINTS or p[-1] in ("least", "most")}, by="lower")


_THE_TIME = re.compile(
    r"(?:the|this|that|last|next)\s+(?:same\s+)?(?:day|night|week|month|year|season)(?!\w)"
    r"|(?:an?|one)\s+(?:day|night|week|month|year|season)\s+(?:earlier|before|later|ago|previously)(?!\w)",
    re.IGNORECASE,
)


class QuantityReader:
    """Reads the quantities of one text.

    `plain` is the text folded for reading; `words` and `sentence_of` are in offsets of the text itself.
    """

    def __init__(
        self,
        text: str,
        plain: FoldedText,
        starts: WordStarts,
        words: list[Word],
        index: WordIndex,
        sentence_of: Callable[[int], int],
    ) -> None:
        self._text = text
        self._plain = plain
        self._starts = starts
        self._words = words
        self._index = index
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

    def bound_of(self, begin: int, end: int) -> str:
        """Return the bound of what stands at a span of `plain`, such as a duration: `more than three weeks`."""
        bound, _ = self._bound_before(begin, self._plain.span(begin, end)[0])
        if bound != "exact":
            return bound
        finish = self._plain.span(begin, end)[1]
        return self._bound_after(end, finish, self._index.at(finish - 1), -1)[0]

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
        money = _MONEY_BEFORE.search(plain[max(0, number.start - _REACH) : number.start])
        begin = number.start - (len(money.group()) if money else 0)
        start, end = self._plain.span(begin, number.end)
        own_start = self._plain.span(number.start, number.end)[0] if money else start
        first, last = self._index.at(own_start), self._index.at(end - 1)
        bound, start = self._bound_before(begin, start)
        if bound == "exact":
            bound, end = self._bound_after(number.end, end, last, following[1].first_word if following else -1)
            last = self._index.at(end - 1)
        units = self._units(number, end, money["sign"] if money else "")
        if following and not units and _COORDINATION.fullmatch(plain, number.end, following[0].start):
            units = following[1].units
        return Quantity(start, end, number.amount, bound, self._sentence_of(start), units, first, last)

    def _bound_before(self, begin: int, start: int) -> tuple[str, int]:
        """Return the bound that stands before a number, and where it starts; `about` gives way to any other."""
        before = self._plain.text[max(0, begin - _SIGN_REACH) : begin]
        sign = _SIGN_BEFORE.search(before) if before.strip() else None
        if sign:
            return _SIGNS_BEFORE[sign["sign"].lower()], self._plain.span(begin - len(sign.group()), begin)[0]
        first = self._index.first_from(start)
        best = "exact", start
        for low, high, bound in _leading().find(self._words, max(0, first - _BOUND_REACH), first):
            if self._reaches(low, high, first, start) and (bound != "about" or best[0] == "exact"):
                turned = _TURNED.get(bound) if self._is_turned(low) else None
                best = turned or bound, min(best[1], self._words[low].start)
        return best

    def _is_turned(self, low: int) -> bool:
        """Whether a bound is negated in its clause: `will accept nothing below 21`, `did not rise above 5`."""
        is_turnable = self._words[low].lower in _TURNABLE
        for i in range(low - 1, max(-1, low - _NEGATION_REACH), -1):
            if _PAUSE.search(self._text[self._words[i].end : self._words[i + 1].start]):
                return False
            word = self._words[i].lower
            if word in _FORBIDDING or (is_turnable and (word in _NEGATIONS or word.endswith(("n't", "n\u2019t")))):
                return True
            if word in _CLAUSE_OPENERS:
                return False
        return False

    def _reaches(self, low: int, high: int, first: int, start: int) -> bool:
        """Whether a bound's words lead up to a number, with nothing between that would take them from it."""
        gap = " ".join(word.lower for word in self._words[high:first])
        if gap and (self._words[low].lower in _ADJACENT or not _GAP.fullmatch(gap + " ")):
            return False
        before = self._words[low - 1] if low else None
        if before and self._words[low].lower == "over" and before.lemma in _HANDED:
            return False
        if before and self._words[low].lower == "past" and before.lemma not in _PASSING:
            return False
        between = self._text[self._words[high - 1].end : start]
        if self._words[high - 1].lower in _ABBREVIATED:
            between = between.removeprefix(".")
        return not _PAUSE.search(between)

    def _bound_after(self, place: int, end: int, last: int, following: int) -> tuple[str, int]:
        """Return the bound behind a number (`300 or more`, `300+`) or behind its noun, and where the number ends."""
        sign = _SIGN_AFTER.match(self._plain.text, place)
        if sign:
            return "at least" if sign["plus"] else "about", self._plain.span(place, sign.end())[1]
        window = self._words[last + 1 : last + 1 + _BOUND_REACH]
        for low, high, bound in _trailing().find(window):
            is_last = _ENDS.match(self._text, window[high - 1].end) is not None  # `450 wolves at most.`
            is_of_them = low == len(_OF_THEM) and all(w.lower in s for w, s in zip(window, _OF_THEM, strict=False))
            is_meant = low == 0 or is_of_them or (low < _AFTER_NOUN and (window[low].lower in _JOINTS or is_last))
            is_own = following <= last or last + 1 + low < following
            if is_meant and is_own and not self._leads_on(last + 1 + high, following):
                return bound, window[high - 1].end if low == 0 else end
        return "exact", end

    def _leads_on(self, place: int, following: int) -> bool:
        """Whether a bound that ends before a word belongs to what comes: `300, at least 20 of them`."""
        if place >= len(self._words):
            return False
        is_near = place == following and not _PAUSE.search(
            self._text[self._words[place - 1].end : self._words[place].start]
        )
        return is_near or self._words[place].lower == "than"

    def _units(self, number: NumberSpan, end: int, sign: str) -> tuple[str, ...]:
        """Return the currency and the base forms of the noun phrase that follows a number, to the next stop."""
        units = [_MONEY[sign[-1] if sign[-1] in _MONEY else sign.lower().rstrip(".")]] if sign else []
        joined = _JOINED_UNIT.match(self._plain.text, number.end)
        has_noun = bool(joined)
        if joined:
            units += [_JOINED_UNITS.get(word.lower, word.lemma) for word in split_words(joined["unit"])]
        own = len(units)
        first = self._index.first_from(end)
        previous_end = self._words[first - 1].end if joined else end
        for word in self._words[first : first + _PHRASE_REACH]:
            if word.text[0].isdigit():
                return tuple(units[:own])  # `1,000 of about 11,000` counts what the other number counts
            is_stop = word.lower in _STOPS and (has_noun or word.lower != "of")
            gap = self._text[previous_end : word.start]
            is_stop = is_stop or (not has_noun and bool(_THE_TIME.match(self._text, word.start)))  # `31 the day before`
            if is_stop or _NOT_IN_PHRASE.search(gap) or _NEW_LINE.search(gap):
                break
            previous_end = word.end
            if word.lower not in _BLANK_WORDS:
                units.append(word.lemma)
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
