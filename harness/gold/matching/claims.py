"""Claims: quantities, dates, names and quotations of a summary that no article carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from harness.articles.models import Article
from harness.gold.compare import (
    STATED,
    Value,
    compare_amounts,
    compare_durations,
    compare_periods,
    place_year,
    round_to_one_digit,
)
from harness.gold.gold import Evidence, Gold
from harness.gold.matching.derived import find_arithmetic
from harness.gold.matching.passage import Passage
from harness.gold.verdicts import Claim
from harness.text.dates import GRAINS, Period, parse_period
from harness.text.fold import Span, fold
from harness.text.names import KnownWords, NameMention, find_names
from harness.text.reading import Quantity, Reading
from harness.text.timing import TimeMention
from harness.text.words import lexicon, split_words

_TOO_VAGUE = frozenset({"several", "a few", "multiple", "a couple", "few"})
_MOST_COUNTED = 10
_COUNTED = frozenset({"report", "article", "source", "account", "point", "reason", "side", "way", "version"})
_NEAR = 1.25
"""A number with a bound is carried by one that is at most so many times as large or as small."""

_FEWEST_QUOTED = 2
"""One word in quotation marks is a distance, not a quotation."""


class _Source:
    """An article with its title, read."""

    def __init__(self, article: Article) -> None:
        self.article = article
        published = parse_period(article.published.date) if article.published else None
        self.reading = Reading(f"{article.title}\n\n{article.text}", published=published)

    @cached_property
    def numbers(self) -> list[float]:
        """Its plain numbers, for arithmetic."""
        amounts = (q.amount for q in self.reading.quantities)
        return sorted({a.low for a in amounts if not (a.is_share or a.is_range or a.magnitude)})


class ClaimChecker:
    """Checks what a summary says against the articles, the names and the background of its gold."""

    def __init__(self, gold: Gold | None, articles: Sequence[Article]) -> None:
        self.sources = [_Source(article) for article in articles]
        extra = list(gold.background) if gold else []
        for book in gold.names.values() if gold else ():
            for entry in book.values():
                extra.extend(text for text in (entry.name, *entry.also, entry.role, entry.of) if text)
        self.background = Reading(". ".join([*extra, ""]).strip())
        self.known = KnownWords([source.reading.text for source in self.sources] + extra)

    @cached_property
    def _ends(self) -> set[float]:
        """All ends of all numbers of the articles."""
        amounts = [q.amount for source in self.sources for q in source.reading.quantities]
        return {end for amount in amounts for end in (amount.low, amount.high)}

    def check(self, passage: Passage) -> tuple[Claim, ...]:
        """Return every checkable claim of a summary, in order, with its verdict."""
        reading = passage.reading
        kinds = (self._quantities, self._times, self._quotations, self._names)
        return tuple(sorted((claim for kind in kinds for claim in kind(reading)), key=lambda claim: claim.span))

    # Quantities

    def _quantities(self, reading: Reading) -> Iterator[Claim]:
        for quantity in reading.quantities:
            if quantity.amount.magnitude in _TOO_VAGUE or self._is_own_counting(reading, quantity):
                continue
            evidence = self._carried(quantity)
            derived = self._derived(quantity) if evidence is None else None
            reason = derived or (
                f"{quantity} stands in the article."
                if evidence is not None
                else f"{quantity} stands in no article, nor follows from its numbers."
            )
            is_carried = evidence is not None or derived is not None
            yield _claim("quantity", (quantity.start, quantity.end), reason, evidence or (), is_carried=is_carried)

    @staticmethod
    def _is_own_counting(reading: Reading, quantity: Quantity) -> bool:
        """A summarizer's own counting of what it was given: `[2]`, `article 2`, `two reports`, `the five articles`."""
        before = reading.text[max(0, quantity.start - 8) : quantity.start].lower()
        if before.endswith(("[", "article ")):
            return True
        return quantity.amount.high <= _MOST_COUNTED and any(unit in _COUNTED for unit in quantity.units)

    def _carried(self, quantity: Quantity) -> list[Evidence] | None:
        evidence: list[Evidence] = []
        carried = False
        for source in self.sources:
            match = next((other for other in source.reading.quantities if _amount_carried(other, quantity)), None)
            if match:
                carried = True
                evidence.extend(_evidence(source, match.start, match.end))
        carried = carried or any(_amount_carried(other, quantity) for other in self.background.quantities)
        return evidence if carried else None

    def _derived(self, quantity: Quantity) -> str | None:
        """Return how a number follows from those of one article, or that it spans figures of several."""
        for source in self.sources:
            found = find_arithmetic(quantity, source.numbers)
            if found:
                return found
        amount = quantity.amount
        if amount.is_range and {amount.low, amount.high} <= self._ends:
            return f"{quantity} spans figures that stand in the articles."
        return None

    # Dates

    def _times(self, reading: Reading) -> Iterator[Claim]:
        for mention in reading.times:
            if mention.is_vague:
                continue
            evidence = self._time_evidence(mention)
            words = reading.text[mention.start : mention.end]
            where = "the article" if evidence is not None else "no article"
            span = (mention.start, mention.end)
            yield _claim("date", span, f"{words!r} stands in {where}.", evidence or (), is_carried=evidence is not None)

    def _time_evidence(self, mention: TimeMention) -> list[Evidence] | None:
        evidence: list[Evidence] = []
        carried = any(_time_carried(other, mention, None) for other in self.background.times)
        for source in self.sources:
            match = next((o for o in source.reading.times if _time_carried(o, mention, source.reading.published)), None)
            if match:
                evidence.extend(_evidence(source, match.start, match.end))
            carried = carried or match is not None or _is_published_then(source, mention)
        return evidence if carried else None

    # Quotations

    def _quotations(self, reading: Reading) -> Iterator[Claim]:
        for start, end in reading.quotations:
            words = fold(reading.text[start:end].strip().strip(".,;:!?").strip())
            if len(words.split()) < _FEWEST_QUOTED:
                continue
            evidence = self._quote_evidence(words)
            reason = "These very words stand in the article."
            if not evidence:
                reason = "Quotation marks promise exact words; these stand in no article."
            yield _claim("quotation", (start, end), reason, evidence, is_carried=bool(evidence))

    def _quote_evidence(self, words: str) -> list[Evidence]:
        evidence: list[Evidence] = []
        for source in self.sources:
            folded = source.reading.folded
            position = folded.text.lower().find(words.lower())
            if position >= 0:
                evidence.extend(_evidence(source, *folded.span(position, position + len(words))))
        return evidence

    # Names

    def _names(self, reading: Reading) -> Iterator[Claim]:
        for mention in find_names(reading):
            if mention.starts_sentence and len(mention.words) == 1 and not _is_surely_name(reading, mention):
                continue
            missing = self.known.missing(mention.words)
            words = reading.text[mention.start : mention.end]
            reason = (
                f"{_as_written(words, missing)!r} is named in no article."
                if missing
                else f"{words!r} is named in the article."
            )
            yield _claim("name", (mention.start, mention.end), reason, (), is_carried=not missing)


def _claim(
    kind: Literal["quantity", "date", "quotation", "name"],
    span: Span,
    reason: str,
    evidence: Iterable[Evidence],
    *,
    is_carried: bool,
) -> Claim:
    verdict: Literal["supported", "unsupported"] = "supported" if is_carried else "unsupported"
    return Claim(span=span, type=kind, verdict=verdict, severity="hard", evidence=tuple(evidence), reason=reason)


def _amount_carried(article: Quantity, summary: Quantity) -> bool:
    """Whether an article's number carries a summary's: the same, rounded, one end of a range, its magnitude."""
    ours, theirs = article.amount, summary.amount
    relation = compare_amounts(Value(ours), Value(theirs, summary.bound))
    if relation in STATED:
        return True
    if ours.is_range and not theirs.is_range:
        return theirs.low in (ours.low, ours.high) and ours.is_share == theirs.is_share
    if theirs.magnitude:
        return not ours.is_share and ours.low <= theirs.high and theirs.low <= ours.high
    if theirs.is_range or relation is None:
        return False
    if relation == "weaker":
        # `more than 10,000` for 11,000, but not `up to 90,000` for anything below
        return ours.low <= _NEAR * theirs.low and theirs.low <= _NEAR * ours.low
    return summary.bound == "about" and theirs.low == round_to_one_digit(ours.low)


def _is_published_then(source: _Source, mention: TimeMention) -> bool:
    """Whether a date is when the article came out: known from its metadata, though not from its text."""
    published, period = source.reading.published, mention.period
    if not published or not period or published.is_open or not period.has_year:
        return False
    return period.contains(published) and period.grain in ("year", "month", "day")


def _is_surely_name(reading: Reading, mention: NameMention) -> bool:
    """Whether a single capital word that opens a sentence is a name: a place, an acronym, or one elsewhere too."""
    word = reading.text[mention.start : mention.end].rstrip("'\u2019s")
    if word.isupper() and len(word) > 1:
        return True
    demonyms = lexicon().demonyms
    if word.lower() in demonyms or word.lower() in demonyms.values():
        return True
    return not {word, f"{word}'s", f"{word}\u2019s"}.isdisjoint(reading.inner_words)


def _as_written(words: str, missing: Iterable[str]) -> str:
    """Return the missing parts of a name as the summary writes them."""
    parts = [word.text for word in split_words(words) if word.lower in set(missing)]
    return " ".join(parts) or words


def _evidence(source: _Source, start: int, end: int) -> list[Evidence]:
    """Return a span of title and text as one of the text; what stands in the title has no span there."""
    shift = len(source.article.title) + 2
    if start < shift:
        return []
    return [Evidence(article=source.article.id, start=start - shift, end=end - shift)]


def _time_carried(article: TimeMention, summary: TimeMention, published: Period | None) -> bool:
    if article.period and summary.period:
        placed = place_year(article.period, published) if summary.period.has_year else None
        if placed is None and summary.period.has_year and not article.period.has_year:
            # a day or month of an unknown year carries no year
            is_named = summary.period.grain in ("day", "part of month", "month")
            return is_named and compare_periods(article.period, summary.period) == "same"
        relation = compare_periods(placed or article.period, summary.period)
        return relation in ("coarser", "weaker") or (
            relation == "same" and not _is_finer(article.period, summary.period)
        )
    if article.duration and summary.duration:
        is_vague = article.is_vague or summary.is_vague
        return compare_durations(article.duration, summary.duration, is_vague=is_vague) != "different"
    return False


def _is_finer(article: Period, summary: Period) -> bool:
    """Whether the summary is more precise than the article, as a day for a month."""
    if summary.is_open or article.is_open:
        return False
    is_smaller = GRAINS.index(summary.grain) < GRAINS.index(article.grain)
    return is_smaller and (summary.earliest, summary.latest) != (article.earliest, article.latest)
