"""Whether sentences bear out typed values: a number, a time, words of each term group."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from harness.articles.models import Article
from harness.gold.gold import GoldFact
from harness.gold.models import When
from harness.text.amounts import Amount
from harness.text.dates import Period, parse_period
from harness.text.numbers import read_numbers
from harness.text.reading import Reading
from harness.text.starts import WordStarts
from harness.text.words import as_phrase, lexicon

_NEAR = 0.006
"""How far apart two shares, or parts of a number, may lie and be the same."""

_REACH = 7
"""In how many words a phrase's own must stand."""


def lacks_amount(text: str, amount: Amount) -> bool:
    """Whether a text gives none of an amount's ends, in whatever form they are written."""
    reading = Reading(text)
    found = [span.amount for span in read_numbers(WordStarts(text))] + [
        quantity.amount for quantity in reading.quantities
    ]
    if amount.magnitude:
        return not any(one.low <= amount.high and amount.low <= one.high for one in found)
    return not all(any(_is(end, one) for one in found) for end in (amount.low, amount.high))


def _is(end: float, amount: Amount) -> bool:
    return any(
        math.isclose(end, other, rel_tol=1e-9, abs_tol=_NEAR if amount.is_share else 1e-9)
        for other in (amount.low, amount.high)
    )


def lacks_time(text: str, value: When, published: Period | None) -> bool:
    """Whether a text gives no time that agrees with a date's value; relative ones count from the day of publication."""
    times = Reading(text, published=published).times
    duration = value.duration
    if duration:
        return not any(
            m.duration and m.duration.low <= duration.high and duration.low <= m.duration.high for m in times
        )
    wanted = parse_period(value.when or "")
    return not any(_agree(wanted, period) for m in times for period in (m.period, m.other) if period)


def _agree(wanted: Period, found: Period) -> bool:
    if wanted.has_year == found.has_year:
        return wanted.overlaps(found)
    return wanted.without_year().overlaps(found.without_year()) if not wanted.is_open and not found.is_open else True


def sentences_around(fact: GoldFact, article: Article) -> str:
    """Return the sentences of an article in which a fact's evidence stands."""
    reading = Reading(article.text)
    spans = [
        (start, end)
        for start, end in reading.sentences
        if any(e.article == article.id and e.start < end and start < e.end for e in fact.evidence)
    ]
    return " ".join(article.text[start:end].strip() for start, end in spans)


def missing_groups(groups: Iterable[Sequence[str]], text: str) -> list[Sequence[str]]:
    """Return the term groups of which no word, nor any that the lexicon takes for the same, stands in a text."""
    lemmas = Reading(text).lemmas
    return [group for group in groups if not any(_stands(term, lemmas) for term in group)]


def _stands(term: str, lemmas: Sequence[str]) -> bool:
    phrase = as_phrase(term)
    phrase = phrase[1:] if len(phrase) > 1 and phrase[0] == "be" else phrase
    return any(_in_order(other, lemmas) for other in lexicon().synonyms(phrase))


def _in_order(phrase: Sequence[str], lemmas: Sequence[str]) -> bool:
    """Whether a phrase's words stand in a text in their order, near each other: `scale his backing for it down`."""
    starts = [i for i, lemma in enumerate(lemmas) if phrase and lemma == phrase[0]]
    return any(_follow(phrase[1:], lemmas[i + 1 : i + _REACH]) for i in starts)


def _follow(words: Sequence[str], lemmas: Sequence[str]) -> bool:
    rest = iter(lemmas)
    return all(word in rest for word in words)
