"""Bindings: a number of the articles that a summary puts to what they count otherwise, or to somebody else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from harness.gold.matching.claims.source import Source
from harness.gold.matching.derived import CUES, is_plain
from harness.gold.verdicts import Claim
from harness.grounding.checks.base import Page, against, is_doubted
from harness.grounding.context import Company
from harness.grounding.keys import is_content, keys_of
from harness.text.amounts import Amount
from harness.text.names import find_names
from harness.text.reading import Quantity, Reading
from harness.text.words import word_set

_MOST_OWN = 0.2
"""What share of a number's company may stand around it in an article."""

_LEAST_SURE = 0.8
_LEAST = 0.5
"""What share of it must stand around another number of the same kind."""

_LEAST_DISPLACED = 0.5
"""What share of the company of a number that no article has must stand around another number of the same kind."""

_FEWEST = 2
_COMPARES = word_set("more fewer less higher lower")
_MOST_TIMES = 100
"""How many times as large a number is at most that stands in another's place."""

_MOST_TELLINGS = 300
"""How many tellings of one amount are looked at; as many numbers of the articles are counted."""

_MONEY = word_set("dollar euro pound yen won ruble hryvnia rupee lira shekel crown franc")


class BindingCheck:
    """Finds numbers that stand in an article, but not beside what the summary puts them to."""

    @property
    def name(self) -> str:
        """What it is called in the docs."""
        return "binding"

    def find(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number around whose like the articles have the same company; mostly a warning."""
        exchanged = list(self._exchanged(page))
        yield from exchanged
        done = {claim.span for claim in exchanged}
        told = [q for q in page.reading.quantities if (q.start, q.end) not in done and not _is_asked(page.reading, q)]
        rows = page.document.quantities if told else []
        doubted = {claim.span for claim in page.claims if claim.check == "quantity" and is_doubted(claim)}
        for quantity in told:
            own = [place for place, q in rows if q.amount == quantity.amount]
            others = [place for place, q in rows if q.amount != quantity.amount and _kind(q) == _kind(quantity)]
            if own and others:
                yield from self._judge(page, quantity, own, others)
            elif others and (quantity.start, quantity.end) in doubted:
                yield from self._displace(page, quantity, [(place, q) for place, q in rows if place in set(others)])

    def _displace(self, page: Page, quantity: Quantity, others: list[tuple[int, Quantity]]) -> Iterator[Claim]:
        """Yield a claim for a number that may follow from the articles', where these have another in its place."""
        others = [
            (place, q) for place, q in others if _is_as_large(quantity, q) and not _is_step(page, quantity, q, place)
        ]
        company = _company(page, quantity)
        following = page.reading.lowers[quantity.last_word + 1 : quantity.last_word + 2]
        is_compared = quantity.amount.is_share and not _COMPARES.isdisjoint(following)  # `a third more`
        if len(company.words) < _FEWEST or is_compared:
            return
        other = page.companions.meeting([place for place, _ in others], company)
        if other.share < _LEAST_DISPLACED:
            return
        told = next(q for place, q in others if place == other.place)
        reason = f"The article has {told} where the summary has {quantity}, which it has nowhere."
        yield against("quantity", (quantity.start, quantity.end), reason, page.around(other.place))

    def _judge(self, page: Page, quantity: Quantity, own: list[int], others: list[int]) -> Iterator[Claim]:
        companions = page.companions
        company = _company(page, quantity)
        if len(company.words) < _FEWEST:
            return
        other = companions.meeting(others, company)
        if other.share < _LEAST or companions.meeting(own, company).share > _MOST_OWN:
            return
        told = next(q for place, q in page.document.quantities if place == other.place)
        if any(q.amount == told.amount for q in page.reading.quantities_beside(quantity)):
            return  # the sentence tells of both
        reason = f"The article has {told} where the summary has {quantity}, which it counts elsewhere."
        span = (quantity.start, quantity.end)
        yield against("quantity", span, reason, page.around(other.place), is_sure=other.share >= _LEAST_SURE)

    def _exchanged(self, page: Page) -> Iterator[Claim]:
        """Yield a claim for each number that the summary gives to a name, and the articles to other names alone.

        One article must tell the same of both: of that name with another number, of another name with this one.
        """
        tellings = tellings_of(page.reading)
        sources = page.document.sources if tellings else ()
        told = [(source, row) for source in sources for row in source.reading.once(tellings_of)]
        by_amount: dict[Amount, list[tuple[Source, Telling]]] = {}
        for source, row in told:
            by_amount.setdefault(row.quantity.amount, []).append((source, row))
        for ours in tellings:
            own = by_amount.get(ours.quantity.amount, [])[:_MOST_TELLINGS]
            count = sum(quantity.amount == ours.quantity.amount for _, quantity in page.document.quantities)
            if len(own) < count or any(row.is_of(ours) for _, row in own):
                continue
            others = [(source, row) for source, row in own if row.tells_same(ours)]
            right = ((source, row) for source, row in told if others and row.is_of(ours) and row.tells_same(ours))
            both = ((source, a, b) for source, a in right for other, b in others if source is other)
            for source, mine, theirs in islice(both, 1):
                reason = f"The article has {mine.quantity} of {mine.name!r}, and {theirs.quantity} of {theirs.name!r}."
                spans = [source.reading.sentences[row.quantity.sentence] for row in (mine, theirs)]
                evidence = tuple(source.evidence_of(dict.fromkeys(spans)))
                yield against("quantity", (ours.quantity.start, ours.quantity.end), reason, evidence)


def _is_as_large(quantity: Quantity, other: Quantity) -> bool:
    """Whether two numbers are near enough in size for one to stand in the other's place."""
    ours, theirs = abs(quantity.amount.low), abs(other.amount.low)
    return ours <= _MOST_TIMES * theirs and theirs <= _MOST_TIMES * ours


def _is_asked(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number stands in a question, which states nothing."""
    start, end = reading.sentences[quantity.sentence]
    return reading.text[start:end].endswith("?")


def _is_step(page: Page, quantity: Quantity, other: Quantity, place: int) -> bool:
    """Whether a number may stand beside an article's: as an end of its range, a step from it, or by it: 4.75 to 4.5.

    Where a word tells that it was reckoned, it may be the sum of the article's and one near that.
    """
    ours, theirs = quantity.amount, other.amount
    if not ours.is_range and ours.low in (theirs.low, theirs.high):
        return True
    lowers = page.reading.lowers[slice(*page.reading.sentence_words[quantity.sentence])]
    if is_plain(quantity) and not CUES.isdisjoint(lowers):
        reading, _ = page.document.reading_at(place)
        near = (q.amount for q in reading.quantities if abs(q.sentence - other.sentence) <= 1 and is_plain(q))
        if any(math.isclose(ours.low, theirs.low + amount.low) for amount in near):
            return True
    beside = [q.amount for q in page.reading.quantities_beside(quantity, before=1)]
    return theirs in beside or any(math.isclose(abs(ours.low - amount.low), theirs.low) for amount in beside)


def _company(page: Page, quantity: Quantity) -> Company:
    """Return the company of a number, which its own words are not of."""
    own = range(quantity.first_word, quantity.last_word + 1)
    return page.companions.company(quantity.first_word, skip=own)


class Telling(NamedTuple):
    """A clause that begins with a name and tells a number of it: `Anna paid 12 euros`."""

    name: str
    subject: frozenset[str]
    verbs: frozenset[str]
    quantity: Quantity

    def is_of(self, other: Telling) -> bool:
        """Whether the names share a word."""
        return not self.subject.isdisjoint(other.subject)

    def tells_same(self, other: Telling) -> bool:
        """Whether the number is a share as the other, of the same unit where both have one, behind the same words."""
        ours, theirs = self.quantity, other.quantity
        is_alike = not (ours.units and theirs.units) or not set(ours.units[:2]).isdisjoint(theirs.units[:2])
        is_alike = is_alike and ours.amount.is_share == theirs.amount.is_share
        return is_alike and not self.verbs.isdisjoint(other.verbs)


def tellings_of(reading: Reading) -> list[Telling]:
    """Return what a text tells in numbers of those whom its clauses begin with."""
    begun = [(quantity, _begin(reading, quantity)) for quantity in reading.quantities]
    begun = [(quantity, begin) for quantity, begin in begun if begin >= 0 and reading.words[begin].is_capital]
    if not begun:
        return []
    names = {reading.word_range((name.start, name.end)): name for name in find_names(reading)}
    begins = {first: (last, name) for (first, last), name in names.items()}
    found = []
    for quantity, begin in begun:
        if begin not in begins:
            continue
        last, name = begins[begin]
        between = range(last, quantity.first_word)
        verbs = (key for i in between if is_content(reading.lemmas[i]) for key in keys_of(reading.lemmas[i]))
        if any(reading.words[i].is_capital for i in between):
            continue
        telling = Telling(reading.text[name.start : name.end], frozenset(name.words), frozenset(verbs), quantity)
        if telling.verbs:
            found.append(telling)
    return found


def _begin(reading: Reading, quantity: Quantity) -> int:
    """Return the first word of substance of a number's clause, before the number; -1 for none."""
    first, _ = reading.clause_at(quantity.first_word)
    return next((i for i in range(first, quantity.first_word) if is_content(reading.lemmas[i])), -1)


def _kind(quantity: Quantity) -> str:
    """Return whether a number is a share, money or a count: only what is alike can be exchanged."""
    if quantity.amount.is_share:
        return "share"
    return "money" if quantity.units[:1] and quantity.units[0] in _MONEY else "count"
