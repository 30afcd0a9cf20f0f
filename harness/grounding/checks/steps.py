"""Steps: changes by or to a number that go the other way than the ends which are told of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.gold.matching.derived import share_fits
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against, by_amount
from harness.grounding.checks.changes import Change, changes_in
from harness.grounding.checks.ways import Direction, cue_at, direction_of, span_with_cue, way_of
from harness.text.reading import Quantity, Reading
from harness.text.timing import TimeMention
from harness.text.words import word_set

_PLAIN = word_set("up down rise increase grow growth climb fall decrease decline drop shrink reduce raise cut lower")
"""What says of a number itself which way it goes; what improves may fall."""

_RANKED = word_set("rank ranking place position seed spot table standing chart handicap")
_MOST = 300
"""How many changes and lengths of time of an article are looked at."""

_JUDGING = word_set("improve improvement strengthen weaken gain lose add ease rally expand")
"""What says of a thing that it went well or ill, which a number may do either way: a loss improved."""

_BEHIND = 3
_FAR = 7
"""How many words may stand between the end of a change and the word that tells its way."""

_FEWEST_STEPS = 10
"""A step by more than so many is made by two numbers by no chance."""

_THAN = re.compile(
    r"\s+(?P<word>later|longer|more|older|slower|earlier|sooner|shorter|less|younger|faster|quicker)\s+than\b",
    re.IGNORECASE,
)
_AFTER_ALL = frozenset({"later", "longer", "more", "older", "slower"})


class StepCheck:
    """Finds changes that go the other way than their own ends, or those that the articles tell."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "step"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number by or to which nothing changed that way.

        Either its own ends go the other way (`58 percent, up from 64`), or those of the articles do: `down 6 points`,
        or `down to 64 percent`, where they have `64 percent, compared with 58`. So does a length of time that is told
        as `later than` for `earlier than`.
        """
        yield from _lengths(page)
        numbers = {amount for source in page.document.sources for amount in source.reading.once(by_amount)}
        for quantity in page.reading.quantities:
            ends = _ends_of_change(page.reading, quantity)
            if ends and ends.way != ends.told:
                span = page.span(ends.cue, quantity.last_word + 1)
                reason = f"From {quantity} to {ends.other} is {ends.way}, not {ends.told}."
                yield against("antonym", span, reason, ())
            yield from _reached(page, quantity)
            told = direction_of(page.reading, quantity)
            is_judged = told and page.reading.lemmas[cue_at(page.reading, quantity)] in _JUDGING
            if told and not is_judged and quantity.amount not in numbers:
                yield from _reckoned(page, quantity, told)


class _Ends(NamedTuple):
    """What a summary tells of a change from one number to another: which way, by which word, and which way it is."""

    told: Direction
    cue: int
    other: Quantity
    way: Direction


def _ends_of_change(reading: Reading, quantity: Quantity) -> _Ends | None:
    """Return the change that a number is the first end of: `rose from 64 to 58 percent`, `58 percent, up from 64`."""
    begin = reading.word_at(quantity.start)
    if not begin or reading.lemmas[begin - 1] != "from" or not _is_end(quantity):
        return None
    first, _ = reading.sentence_words[quantity.sentence]
    near = range(begin - 2, max(first, begin - 2 - _BEHIND) - 1, -1)
    cue = next((i for i in near if reading.lemmas[i] in _PLAIN), -1)
    told = way_of(reading, cue, quantity) if cue >= 0 else None
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
    cue = _cue_of_end(page.reading, quantity)
    if cue < 0:
        return
    told = way_of(page.reading, cue, quantity)
    changes = [
        (source, change)
        for source in page.document.sources
        for change in source.reading.once(changes_in)[:_MOST]
        if change.current == quantity.amount
    ]
    same = [
        (source, other)
        for source in page.document.sources
        for other in source.reading.once(by_amount).get(quantity.amount, ())
    ]
    cues = [_cue_of_end(source.reading, other) for source, other in same]
    ways = [way_of(s.reading, i, other) if i >= 0 else None for (s, other), i in zip(same, cues, strict=True)]
    if not changes and same and all(way not in (None, told) for way in ways):
        source, other = same[0]
        words = source.reading.text[source.reading.words[cues[0]].start : other.end]
        reason = f"The article has {words!r}: that is not {told} to {quantity}."
        sentence = source.reading.sentences[other.sentence]
        yield against("antonym", page.span(cue, quantity.last_word + 1), reason, source.evidence(*sentence))
    if changes and all((c.current.low > c.former.low) != (told == "up") for _, c in changes):
        source, change = changes[0]
        words = source.reading.text[slice(*change.span)]
        reason = f"The article has {words!r}: that is not {told} to {quantity}."
        span = page.span(cue, quantity.last_word + 1)
        yield against("antonym", span, reason, source.evidence(*source.reading.sentences[change.sentence]))


def _cue_of_end(reading: Reading, quantity: Quantity) -> int:
    """Return the position of the word by which something rose or fell to a number; -1 for none.

    Where it also tells from where, its own ends tell.
    """
    begin = reading.word_at(quantity.start)  # a sign of currency is of the number
    if not begin or reading.lemmas[begin - 1] != "to" or not _is_end(quantity):
        return -1
    first, _ = reading.clause_at(begin)
    near = range(begin - 2, max(first, begin - 2 - _BEHIND) - 1, -1)
    if any(reading.lemmas[i] == "from" for i in near):
        return -1
    cues = (i for i in near if reading.lemmas[i] not in _JUDGING and way_of(reading, i, quantity))
    return next(cues, -1)


def _lengths(page: Page) -> Iterator[Claim]:
    """Yield a claim for each length of time that the articles have as later, and the summary as earlier, or so."""
    for mention in page.reading.times:
        told = _side_of_length(page.reading, mention) if mention.duration else None
        if not told:
            continue
        same = [
            (source, other)
            for source in page.document.sources
            for other in source.reading.times[:_MOST]
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
        for change in source.reading.once(changes_in)[:_MOST]
        if _is_step(quantity, change)
    ]
    if steps and all((step > 0) != (told == "up") for _, _, step in steps):
        source, change, _ = steps[0]
        words = source.reading.text[slice(*change.span)]
        reason = f"The article has {words!r}: that is not {told} by {quantity}."
        span = span_with_cue(page.reading, quantity, (quantity.start, quantity.end))
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
