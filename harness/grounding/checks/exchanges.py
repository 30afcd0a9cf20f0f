"""Exchanges: two numbers of an article that a summary puts each in the place of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness.gold.matching.claims.source import Source
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against
from harness.grounding.keys import is_content, keys_of
from harness.grounding.nearness import BREAKS, LOOSE, nearer_words
from harness.text.amounts import Amount
from harness.text.reading import Quantity, Reading

_REACH = 8
"""How many words on either side of a number may tell what it is of."""

_MOST_BEHIND = 4
"""How many numbers behind another one may be exchanged with it."""

_COMPARES = frozenset(("to", "from", "against", "versus", "than", "after", "compared"))
_CLOSE = 4
"""Between how many words such a one tells two numbers of one thing: `from 96 to 88 million`, `seven against six`."""

_OPENING = 3
"""How many words that open a sentence may tell what its first number is of, behind a comma."""

_MOST_PLACES = 8
"""How many places of one amount in an article are looked at."""

_MOST = 300
"""How many numbers of a text are looked at."""


class Counted(NamedTuple):
    """A number of a text with the keys of the words that tell what it is of."""

    quantity: Quantity
    keys: frozenset[str]


class ExchangeCheck:
    """Finds two numbers that stand in each other's place."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "exchange"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each two numbers whose words stand each around the other in an article, never around it."""
        for one, other in _pairs(counted_in(page.reading)):
            source = _by_part(page, one, other) or _by_nearness(page, one.quantity, other.quantity)
            if source:
                amounts = (one.quantity.amount, other.quantity.amount)
                told = [next(q for q in source.reading.quantities if q.amount == amount) for amount in amounts]
                spans = dict.fromkeys(source.reading.sentences[quantity.sentence] for quantity in told)
                reason = f"The article has {told[0]} and {told[1]} the other way round."
                span = (one.quantity.start, other.quantity.end)
                yield against("quantity", span, reason, tuple(source.evidence_of(spans)))


def _by_part(page: Page, one: Counted, other: Counted) -> Source | None:
    """Return the article in which what two numbers are of, by the parts of their sentences, is told the other way."""
    if not (one.keys and other.keys):
        return None
    a, b = one.quantity.amount, other.quantity.amount
    own = (one.keys - other.keys, other.keys - one.keys)
    sources = page.document.sources
    if any(own[0] & _keys_of(source, a) or own[1] & _keys_of(source, b) for source in sources):
        return None
    return next((s for s in sources if _is_exchanged(own, _keys_of(s, a), _keys_of(s, b))), None)


def _by_nearness(page: Page, one: Quantity, other: Quantity) -> Source | None:
    """Return the article in which every word that both have near two numbers is nearer to the other one of them.

    There must be such a word on either side.
    """
    first, last = page.reading.sentence_words[other.sentence]
    between = page.reading.lowers[one.last_word + 1 : other.first_word]
    if "respectively" in page.reading.lowers[first:last] or (
        len(between) <= _CLOSE and not _COMPARES.isdisjoint(between)
    ):
        return None
    ours = nearer_words(page.reading, one, other)
    found = None
    for source in page.document.sources if ours else ():
        for a, b in _told_together(source, one.amount, other.amount):
            theirs = nearer_words(source.reading, a, b)
            shared = ours.keys() & theirs.keys()
            if any(ours[key] == theirs[key] for key in shared):
                return None
            if {ours[key] for key in shared} == {True, False}:
                found = found or source
    return found


def _told_together(source: Source, one: Amount, other: Amount) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield where an article tells two amounts in one sentence or in neighbours."""
    places = source.reading.once(_places)
    for a in places.get(one, ()):
        yield from ((a, b) for b in places.get(other, ()) if abs(a.sentence - b.sentence) <= 1)


def _places(reading: Reading) -> dict[Amount, list[Quantity]]:
    """Return the first few places of each amount of a text."""
    found: dict[Amount, list[Quantity]] = {}
    for quantity in reading.quantities:
        told = found.setdefault(quantity.amount, [])
        if len(told) < _MOST_PLACES:
            told.append(quantity)
    return found


def _pairs(numbers: list[Counted]) -> Iterator[tuple[Counted, Counted]]:
    """Yield two different numbers of a kind that stand in one sentence or in neighbours, few numbers apart."""
    for i, one in enumerate(numbers):
        for other in numbers[i + 1 : i + 1 + _MOST_BEHIND]:
            a, b = one.quantity, other.quantity
            is_alike = a.amount != b.amount and a.amount.is_share == b.amount.is_share
            if is_alike and b.sentence - a.sentence <= 1:
                yield one, other


def _is_exchanged(own: tuple[frozenset[str], frozenset[str]], at_a: frozenset[str], at_b: frozenset[str]) -> bool:
    """Whether each number's own words stand around the other in an article."""
    return bool(own[0] & (at_b - at_a)) and bool(own[1] & (at_a - at_b))


def counted_in(reading: Reading) -> list[Counted]:
    """Return the first numbers of a text, each with what it is of: the telling words of its part of the sentence."""
    numbers = reading.quantities[:_MOST]
    before: list[set[str]] = []
    for i, quantity in enumerate(numbers):
        is_result = bool(i) and _is_result(reading, numbers[i - 1], quantity)
        before.append(before[-1] if is_result else _before(reading, quantity, numbers[i - 1] if i else None))
    behind = [
        _behind(reading, quantity, following)
        for quantity, following in zip(numbers, [*numbers[1:], None], strict=False)
    ]
    found = []
    for i, quantity in enumerate(numbers):
        is_shared = (
            i + 1 < len(numbers)
            and numbers[i + 1].sentence == quantity.sentence
            and numbers[i + 1].amount.is_share == quantity.amount.is_share
            and bool(behind[i] and behind[i + 1])
            and not before[i + 1]
        )
        words = behind[i] if is_shared else before[i] | behind[i]  # `killed` in `killed 9 sheep and 4 goats` is of both
        found.append(Counted(quantity, frozenset(key for word in words for key in keys_of(word))))
    return found


def _is_result(reading: Reading, step: Quantity, quantity: Quantity) -> bool:
    """Whether a number is what another thing came to by a share: `software grew 19% to $204 million`."""
    between = [lower for lower in reading.lowers[step.last_word + 1 : quantity.first_word] if lower.isalnum()]
    return between == ["to"] and step.amount.is_share and not quantity.amount.is_share


def _before(reading: Reading, quantity: Quantity, other: Quantity | None) -> set[str]:
    """Return the telling words before a number in its part; none where nothing parts it from the number before."""
    first, _ = reading.sentence_words[quantity.sentence]
    bound = other.last_word + 1 if other else first
    least = max(first, bound, quantity.first_word - _REACH)
    begin = max(least, quantity.first_word - 1)  # `Goats: 135` is one part
    while begin > least and not _begins_part(reading, begin):
        begin -= 1
    is_parted = bound <= first or begin > bound or _begins_part(reading, begin)
    words = _telling(reading.lemmas[begin : quantity.first_word]) if is_parted else set()
    if words or bound > first or begin == first:
        return words
    return _telling(reading.lemmas[first:begin][:_OPENING])  # `Hardware, mainly scanners, grew by 1%`


def _behind(reading: Reading, quantity: Quantity, other: Quantity | None) -> set[str]:
    """Return what a number counts and the telling words behind it; these only where the next number is parted."""
    _, last = reading.sentence_words[quantity.sentence]
    bound = other.first_word if other else last
    begin = end = quantity.last_word + 1
    most = min(last, bound, begin + _REACH)
    while end < most and not _begins_part(reading, end):
        end += 1
    words = reading.lemmas[begin:end] if end < bound or bound >= last else []
    return _telling([*quantity.units[:1], *words])


def _telling(words: Iterable[str]) -> set[str]:
    return {word for word in words if is_content(word) and word not in LOOSE and not word[0].isdigit()}


def _begins_part(reading: Reading, position: int) -> bool:
    """Whether a word begins another part of a list or another clause."""
    beside = bisect_left(reading.parted, position)
    is_parted = beside < len(reading.parted) and reading.parted[beside] == position
    return is_parted or reading.words[position].lower in BREAKS


def _keys_of(source: Source, amount: Amount) -> frozenset[str]:
    return source.reading.once(_by_amount).get(amount, frozenset())


def _by_amount(reading: Reading) -> dict[Amount, frozenset[str]]:
    """Return what a text tells its numbers of, wherever each stands."""
    found: dict[Amount, frozenset[str]] = {}
    for quantity, keys in counted_in(reading):
        found[quantity.amount] = found.get(quantity.amount, frozenset()) | keys
    return found
