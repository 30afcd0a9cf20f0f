"""Bounds of numbers: `at least 300`, `300 or more`, `nothing below 21`, `~300`."""

from __future__ import annotations

import re
from functools import lru_cache

from harness.text.fold import FoldedText
from harness.text.numerals import BLANK
from harness.text.words import PhraseFinder, WordIndex, lexicon, word_set

_SIGNS_BEFORE = {
    "~": "about", "\u2248": "about", "c.": "about", "ca.": "about", ">": "more than", "<": "fewer than",
    "\u2265": "at least", "\u2264": "at most",
}  # fmt: skip
_SIGN_BEFORE = re.compile(rf"(?P<sign>[~\u2248><\u2265\u2264]|\bca?\.){BLANK}?$")
_SIGN_AFTER = re.compile(r"(?P<plus>\+(?!\d)|-plus(?!\w))|(?P<odd>[ \n-]odd(?!\w))")
_SIGN_REACH = 4
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
_NOBODY = word_set("nobody nothing none neither")
_BARELY_AHEAD = 2
"""How few words before any bound a `not` turns it: `did not last longer than`."""

_FORBIDDING = word_set("against ban bans banned forbid forbids forbade forbidden prohibit prohibits prohibited")
_CLAUSE_OPENERS = word_set("that who which because if whether but while although when and")
_PASSING = word_set("climb rise go get grow move run push creep soar swell jump pass well far way just")
"""What stands before a `past` that is a bound: `climbed past 200`, not `the past 20 days`."""

_RISING = word_set("edge inch creep tick nudge go climb rise jump")
"""Verbs whose `up to` is no bound: `profit edged up to 47 million`."""

_HANDED = word_set("hand turn sign fork carry")
"""Verbs whose `over` is no bound: `hand over 300 euros`."""

_ENDS = re.compile(r"\s*(?:[.,;:)!?\n]|$|and\b|but\b)")
_PAUSE = re.compile(r"[.,;:!?]")
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


class BoundReader:
    """Finds the bounds of the numbers of one text.

    `plain` is the text folded for reading; the words of `index` are in offsets of the text itself.
    """

    def __init__(self, text: str, plain: FoldedText, index: WordIndex) -> None:
        self._text = text
        self._plain = plain
        self._index = index
        self._words = index.words
        self._lowers = index.lowers

    def of(self, begin: int, end: int) -> str:
        """Return the bound of what stands at a span of `plain`, such as a duration: `more than three weeks`."""
        start, finish = self._plain.span(begin, end)
        bound, _ = self.before(begin, start)
        return bound if bound != "exact" else self.after(end, finish, self._index.at(finish - 1), -1)[0]

    def before(self, begin: int, start: int) -> tuple[str, int]:
        """Return the bound that stands before a number, and where it starts; `about` gives way to any other."""
        before = self._plain.text[max(0, begin - _SIGN_REACH) : begin]
        sign = _SIGN_BEFORE.search(before) if before.strip() else None
        if sign:
            return _SIGNS_BEFORE[sign["sign"].lower()], self._plain.span(begin - len(sign.group()), begin)[0]
        first = self._index.first_from(start)
        best = "exact", start
        reach = max(0, first - _BOUND_REACH)
        for begun, ended, bound in _leading().find_keys(self._lowers[reach:first]):
            low, high = begun + reach, ended + reach
            if self._reaches(low, high, first, start) and (bound != "about" or best[0] == "exact"):
                turned = _TURNED.get(bound) if self._is_turned(low) else None
                best = turned or bound, min(best[1], self._words[low].start)
        return best

    def _is_turned(self, low: int) -> bool:
        """Whether a bound is negated in its clause: `will accept nothing below 21`, `nobody paid more than 5`."""
        is_turnable = self._words[low].lower in _TURNABLE
        for i in range(low - 1, max(-1, low - _NEGATION_REACH), -1):
            if _PAUSE.search(self._text[self._words[i].end : self._words[i + 1].start]):
                return False
            word = self._words[i].lower
            is_negation = word in _NEGATIONS or word.endswith(("n't", "n\u2019t"))
            is_near = is_turnable or low - i <= _BARELY_AHEAD
            if word in _FORBIDDING or word in _NOBODY or (is_negation and is_near):
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
        if before and _PAUSE.search(self._text, before.end, self._words[low].start):
            before = None
        if before and self._words[low].lower == "over" and before.lemma in _HANDED:
            return False
        if before and self._words[low].lower == "up" and before.lemma in _RISING:
            return False
        if before and self._words[low].lower == "past" and before.lemma not in _PASSING:
            return False
        between = self._text[self._words[high - 1].end : start]
        if self._words[high - 1].lower in _ABBREVIATED:
            between = between.removeprefix(".")
        return not _PAUSE.search(between)

    def after(self, place: int, end: int, last: int, following: int) -> tuple[str, int]:
        """Return the bound behind a number (`300 or more`, `300+`) or behind its noun, and where the number ends."""
        sign = _SIGN_AFTER.match(self._plain.text, place)
        if sign:
            return "at least" if sign["plus"] else "about", self._plain.span(place, sign.end())[1]
        window = self._words[last + 1 : last + 1 + _BOUND_REACH]
        for low, high, bound in _trailing().find_keys(self._lowers[last + 1 : last + 1 + _BOUND_REACH]):
            is_last = _ENDS.match(self._text, window[high - 1].end) is not None  # `450 wolves at most.`
            is_of_them = low == len(_OF_THEM) and all(w.lower in s for w, s in zip(window, _OF_THEM, strict=False))
            begun = _PAUSE.search(self._text, end, window[0].start) if low == 0 else None
            if begun and (begun.group() != "," or not (is_last or window[0].lower in _JOINTS)):
                continue  # `nine; at least as many`
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
