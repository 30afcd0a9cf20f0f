"""Directions: a number by which the articles say that something rose, and a summary that it fell, or the reverse."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from harness.gold.matching.derived import share_fits
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.checks.changes import Change, changes_in
from harness.text.reading import Quantity, Reading
from harness.text.timing import TimeMention
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
_PLAIN = word_set("up down rise increase grow growth climb fall decrease decline drop shrink reduce raise cut lower")
"""What says of a number itself which way it goes; what improves may fall."""

_RANKED = word_set("rank ranking place position seed spot table standing chart handicap")
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
"""How many words may stand between the end of a change and the word that tells its way."""

_FEWEST_STEPS = 10
"""A step by more than so many is made by two numbers by no chance."""

_THAN = re.compile(
    r"\s+(?P<word>later|longer|more|older|slower|earlier|sooner|shorter|less|younger|faster|quicker)\s+than\b", re.IGNORECASE
)
_AFTER_ALL = frozenset({"later", "longer", "more", "older", "slower"})

Direction = Literal["up", "down"]


class DirectionCheck:
    """Finds changes that go the other way in the articles."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "direction"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number of a change which all articles that have the number tell the other way.

        So is one whose own ends go the other way: `58 percent, up from 64`, and one by which a number of the articles
        changed the other way: `down 6 points` where they have `64 percent, compared with 58`.
        """
        yield from _lengths(page)
        for quantity in page.reading.quantities:
            ends = _ends_of_change(page.reading, quantity)
            if ends and ends.way != ends.told:
                span = page.span(ends.cue, quantity.last_word + 1)
                reason = f"From {quantity} to {ends.other} is {ends.way}, not {ends.told}."
                yield against("antonym", span, reason, ())
            yield from _reached(page, quantity)
            told = direction_of(page.reading, quantity)
            if told is None:
                continue
            same = [
                (source, other)
                for source in page.document.sources
                for other in source.reading.quantities
                if other.amount == quantity.amount and (quantity.bound != "about" or other.bound == "about")
            ]
            if not same:
                yield from _reckoned(page, quantity, told)
            directions = [direction_of(source.reading, other) for source, other in same]
            if same and all(direction not in (None, told) for direction in directions):
                source, other = same[0]
                words = source.reading.text[other.start : other.end]
                reason = f"The article has {words!r} as a change {directions[0]}, the summary as one {told}."
                first, last = source.reading.sentences[other.sentence]
                span = _with_cue(page.reading, quantity, (quantity.start, quantity.end))
                yield against("antonym", span, reason, source.evidence(first, last))


class _Ends(NamedTuple):
    """What a summary tells of a change from one number to another: which way, by which word, and which way it is."""

    told: Direction
    cue: int
    other: Quantity
    way: Direction


def _ends_of_change(reading: Reading, quantity: Quantity) -> _Ends | None:
    """Return the change that a number is the first end of: `rose from 64 to 58 percent`, `58 percent, up from 64`."""
    begin = quantity.first_word
    if not begin or reading.lemmas[begin - 1] != "from" or not _is_end(quantity):
        return None
    first, _ = reading.sentence_words[quantity.sentence]
    near = range(begin - 2, max(first, begin - 2 - _BEHIND) - 1, -1)
    cue = next((i for i in near if reading.lemmas[i] in _PLAIN), -1)
    told = _way(reading, cue, quantity) if cue >= 0 else None
    if not _RANKED.isdisjoint(reading.lemmas[slice(*reading.sentence_words[quantity.sentence])]):
        return None  # who falls from 5 to 8 has the greater number
    numbers = reading.quantities_by_sentence[quantity.sentence]
    place = numbers.index(quantity)
    behind = numbers[place + 1] if place + 1 < len(numbers) else None
    other: Quantity | None
    if behind and reading.lemmas[behind.first_word - 1] == "to" and behind.first_word - quantity.last_word <= _BEHIND:
        other = behind
    else:
        other = numbers[place - 1] if place and 0 <= cue - numbers[place - 1].last_word <= _FAR else None
    if told is None or other is None or not _is_end(other) or not _are_alike(quantity, other):
        return None
    step = other.amount.low - quantity.amount.low
    return _Ends(told, cue, other, "up" if step > 0 else "down") if step else None


def _reached(page: Page, quantity: Quantity) -> Iterator[Claim]:
    """Yield a claim where a number is told as risen to, and the articles tell of a fall to it, or the reverse."""
    begin = quantity.first_word
    if not begin or page.reading.lemmas[begin - 1] != "to" or not _is_end(quantity):
        return
    first, _ = page.reading.clause_at(begin)
    near = range(begin - 2, max(first, begin - 2 - _BEHIND) - 1, -1)
    if any(page.reading.lemmas[i] == "from" for i in near):
        return  # its own ends tell
    cue = next((i for i in near if _way(page.reading, i, quantity)), -1)
    told = _way(page.reading, cue, quantity) if cue >= 0 else None
    changes = [
        (source, change)
        for source in page.document.sources
        for change in source.reading.once(changes_in)
        if change.current == quantity.amount
    ]
    if told and changes and all((c.current.low > c.former.low) != (told == "up") for _, c in changes):
        source, change = changes[0]
        words = source.reading.text[slice(*change.span)]
        reason = f"The article has {words!r}: that is not {told} to {quantity}."
        span = page.span(cue, quantity.last_word + 1)
        yield against("antonym", span, reason, source.evidence(*source.reading.sentences[change.sentence]))


def _lengths(page: Page) -> Iterator[Claim]:
    """Yield a claim for each length of time that the articles have as later, and the summary as earlier, or so."""
    for mention in page.reading.times:
        told = _side_of_length(page.reading, mention) if mention.duration else None
        if not told:
            continue
        same = [
            (source, other)
            for source in page.document.sources
            for other in source.reading.times
            if other.duration and (other.duration.low, other.duration.high) == (told.low, told.high)
        ]
        sides = [_side_of_length(source.reading, other) for source, other in same]
        if same and all(side and side.is_after != told.is_after for side in sides):
            source, other = same[0]
            words = source.reading.text[other.start : other.end]
            theirs = " or ".join(sorted({side.word for side in sides if side}))
            reason = f"The article has {words!r} as so much {theirs}, the summary as {told.word}."
            sentence = source.reading.sentences[source.reading.sentence_of(other.start)]
            yield against("antonym", (mention.start, mention.end), reason, source.evidence(*sentence))


class _Side(NamedTuple):
    """A length of time that is told as the distance from something: how long, by which word, and whether after it."""

    low: float
    high: float
    word: str
    is_after: bool


def _side_of_length(reading: Reading, mention: TimeMention) -> _Side | None:
    """Return what a length is told as where `later than` or the like stands right behind it."""
    match = _THAN.match(reading.text, mention.end)
    if not match or not mention.duration:
        return None
    word = match["word"].lower()
    return _Side(mention.duration.low, mention.duration.high, word, word in _AFTER_ALL)


def _reckoned(page: Page, quantity: Quantity, told: Direction) -> Iterator[Claim]:
    """Yield a claim where the articles' changes by so much go the other way, all of them."""
    steps = [
        (source, change, change.current.low - change.former.low)
        for source in page.document.sources
        for change in source.reading.once(changes_in)
        if _is_step(quantity, change)
    ]
    if steps and all((step > 0) != (told == "up") for _, _, step in steps):
        source, change, _ = steps[0]
        words = source.reading.text[slice(*change.span)]
        reason = f"The article has {words!r}: that is not {told} by {quantity}."
        span = _with_cue(page.reading, quantity, (quantity.start, quantity.end))
        yield against("antonym", span, reason, source.evidence(*source.reading.sentences[change.sentence]))


def _is_step(quantity: Quantity, change: Change) -> bool:
    """Whether a number is what an article's changed by: so many points or units, or so great a share of it."""
    said, former, current = quantity.amount, change.former.low, change.current.low
    if said.is_range or said.magnitude or not former or quantity.bound not in ("exact", "about"):
        return False
    step = abs(current - former)
    if change.former.is_share:
        points = said.low if said.is_share else said.low / 100 if quantity.units[:1] == ("point",) else 0.0
        return points > 0 and math.isclose(points, step, rel_tol=1e-6)
    if said.is_share:
        return share_fits(quantity, step / abs(former))
    return said.low > _FEWEST_STEPS and math.isclose(said.low, step, rel_tol=1e-9)


def _is_end(quantity: Quantity) -> bool:
    """Whether a number is a single one, as the end of a change is."""
    return not (quantity.amount.is_range or quantity.amount.magnitude)


def _are_alike(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are told in one unit: both shares, or with a word in common, or one bare."""
    is_bare = not (one.units and other.units)
    return one.amount.is_share == other.amount.is_share and (is_bare or not set(one.units).isdisjoint(other.units))


def direction_of(reading: Reading, quantity: Quantity) -> Direction | None:
    """Return which way a number of a change goes, by the nearest word that tells; None where none stands near."""
    place = _cue_at(reading, quantity)
    return None if place < 0 else _way(reading, place, quantity)


def _cue_at(reading: Reading, quantity: Quantity) -> int:
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
        is_noun = begin > 0 and reading.words[begin - 1].lower in _ARTICLES and _way(reading, end, quantity) is not None
        if is_noun or reading.words[end].lower in _MORE | _LESS:
            return end
    before = range(begin - 1, max(first, begin - _BEFORE) - 1, -1)
    other = next((i for i in before if reading.words[i].text[0].isdigit()), first - 1)
    near = [*range(begin - 1, max(first - 1, begin - _BEFORE - 1, other), -1), *range(end, min(last, end + _BEHIND))]
    found = next((i for i in near if _way(reading, i, quantity)), -1)
    return -1 if found in reading.bound_words and lemmas[found + 1 : found + 2] == ["to"] else found


def _way(reading: Reading, position: int, quantity: Quantity) -> Direction | None:
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


def _with_cue(reading: Reading, quantity: Quantity, span: tuple[int, int]) -> tuple[int, int]:
    """Return the span of a number and of the word that tells its direction."""
    cue = reading.words[_cue_at(reading, quantity)]
    return min(span[0], cue.start), max(span[1], cue.end)
