"""Which way a number of a change goes, by the words near it."""

from __future__ import annotations

from typing import Literal

from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

_UP = word_set(
    "up rise increase growth grow climb jump surge soar improve improvement expand gain add strengthen leap swell "
    "rally upturn raise boost widen lengthen appreciate"
)
_DOWN = word_set(
    "down fall decrease decline drop reduction reduce slump plunge sink slip slide shrink lose shed weaken tumble dip "
    "plummet downturn cut lower narrow shorten depreciate contract ease dwindle diminish"
)
_MORE = word_set("higher more above greater larger bigger longer dearer taller faster heavier older ahead later")
_LESS = word_set("lower less fewer below smaller shorter cheaper slower lighter younger behind earlier")
"""What tells right behind a number which way it goes: `8 percent lower`."""
_PHRASAL = word_set(
    "give make set take pick end bring come put break build turn sign back step pull open wind follow stand shut close "
    "hand lay track hold boil"
)
"""Verbs with which `up` and `down` tell no change."""

_ARTICLES = word_set("a an the its their")
_ENDS = word_set("from to at")
"""What stands before a number that a change begins or ends at."""

_BEFORE = 5
_BEHIND = 3
_FAR = 7
"""How many words behind `more` a `than` may stand that makes it one."""

Direction = Literal["up", "down"]


def direction_of(reading: Reading, quantity: Quantity) -> Direction | None:
    """Return which way a number of a change goes, by the nearest word that tells; None where none stands near."""
    place = cue_at(reading, quantity)
    return None if place < 0 else way_of(reading, place, quantity)


def cue_at(reading: Reading, quantity: Quantity) -> int:
    """Return the position of the word that tells a number's direction, -1 for none.

    What stands right behind it does so first where it is a comparative, or a noun with an article before the number:
    `2.1% on 7.2% more capacity`, `a 14 percent fall`. Then comes what stands before it, up to the number before, then
    what stands behind.
    """
    first, last = reading.clause_at(quantity.first_word)
    lemmas, begin, end = reading.lemmas, quantity.first_word, quantity.last_word + 1
    if begin and lemmas[begin - 1] in _ENDS:
        return -1
    if end < last and end not in reading.bound_words:
        is_noun = (
            begin > 0 and reading.words[begin - 1].lower in _ARTICLES and way_of(reading, end, quantity) is not None
        )
        if is_noun or reading.words[end].lower in _MORE | _LESS:
            return end
    before = range(begin - 1, max(first, begin - _BEFORE) - 1, -1)
    other = next((i for i in before if reading.words[i].text[0].isdigit()), first - 1)
    near = [*range(begin - 1, max(first - 1, begin - _BEFORE - 1, other), -1), *range(end, min(last, end + _BEHIND))]
    found = next((i for i in near if way_of(reading, i, quantity)), -1)
    return -1 if found in reading.bound_words and lemmas[found + 1 : found + 2] == ["to"] else found


def way_of(reading: Reading, position: int, quantity: Quantity) -> Direction | None:
    """Return which way a word near a number tells that it goes; None for any other word."""
    lemma, lower = reading.lemmas[position], reading.words[position].lower
    if lower in ("up", "down") and position and reading.lemmas[position - 1] in _PHRASAL:
        return None  # `gave up 4 percent of their pay`
    is_bound = position in reading.bound_words or reading.words[position - 1].lower == "or"  # `430 jobs or more`
    is_further = lower == "more" and not quantity.amount.is_share and "than" not in reading.lowers[position:][:_FAR]
    is_compared = position > quantity.last_word and not is_bound and not is_further  # `in 14 more, half are gone`
    if lemma in _UP or (is_compared and lower in _MORE):
        return "up"
    return "down" if lemma in _DOWN or (is_compared and lower in _LESS) else None


def span_with_cue(reading: Reading, quantity: Quantity, span: tuple[int, int]) -> tuple[int, int]:
    """Return the span of a number and of the word that tells its direction."""
    cue = reading.words[cue_at(reading, quantity)]
    return min(span[0], cue.start), max(span[1], cue.end)
