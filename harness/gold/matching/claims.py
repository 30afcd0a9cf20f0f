"""Claims: quantities, dates, names and quotations of a summary that no article carries."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.articles.models import Article
from harness.gold.compare import Value, compare_amounts, compare_durations, compare_periods, round_to_one_digit
from harness.gold.gold import Evidence, Gold
from harness.gold.matching.passage import Passage
from harness.gold.verdicts import Claim
from harness.text.dates import Period, parse_period
from harness.text.fold import fold
from harness.text.names import KnownWords, find_names
from harness.text.reading import Quantity, Reading
from harness.text.timing import TimeMention
from harness.text.words import lexicon

_CARRIED = frozenset({"same", "coarser", "bound dropped", "weaker"})


_MOST_COUNTED = 10
_COUNTED = frozenset({"report", "article", "source", "account", "point", "reason", "side", "way", "version"})


@dataclass(frozen=True)
class _Source:
    article: Article
    reading: Reading


class ClaimChecker:
    """Checks what a summary says against the articles, the names and the background of its gold."""

    def __init__(self, gold: Gold | None, articles: Sequence[Article]) -> None:
        self.sources = [_Source(a, Reading(f"{a.title}\n\n{a.text}", published=_period(a))) for a in articles]
        extra = list(gold.background) if gold else []
        if gold:
            for book in gold.names.values():
                for entry in book.values():
                    extra.extend(text for text in (entry.name, *entry.also, entry.role, entry.of) if text)
        self.background = Reading(". ".join(extra) + ".") if extra else Reading("")
        self.known = KnownWords([source.reading.text for source in self.sources] + extra)

    def check(self, passage: Passage) -> tuple[Claim, ...]:
        """Return every checkable claim of a summary, in order, with its verdict."""
        found = [
            *self._quantities(passage.reading),
            *self._times(passage.reading),
            *self._quotations(passage.reading),
            *self._names(passage.reading),
        ]
        return tuple(sorted(found, key=lambda claim: claim.span))

    # Quantities

    def _quantities(self, reading: Reading) -> Iterator[Claim]:
        for quantity in reading.quantities:
            if quantity.amount.magnitude in ("several", "a few", "multiple", "a couple", "few"):
                continue
            if self._is_marker(reading, quantity) or self._is_own_counting(quantity):
                continue
            evidence = self._carried(quantity)
            span = (quantity.start, quantity.end)
            if evidence is not None:
                yield Claim(
                    span=span,
                    type="quantity",
                    verdict="supported",
                    severity="hard",
                    evidence=tuple(evidence),
                    reason=f"{quantity} stands in the article.",
                )
            elif derived := self._derived(quantity):
                yield Claim(
                    span=span, type="quantity", verdict="supported", severity="hard", evidence=(), reason=derived
                )
            else:
                yield Claim(
                    span=span,
                    type="quantity",
                    verdict="unsupported",
                    severity="hard",
                    reason=f"{quantity} stands in no article, nor follows from its numbers.",
                )

    @staticmethod
    def _is_marker(reading: Reading, quantity: Quantity) -> bool:
        before = reading.text[max(0, quantity.start - 8) : quantity.start].lower()
        return before.endswith(("[", "article "))

    @staticmethod
    def _is_own_counting(quantity: Quantity) -> bool:
        """`two reports`, `the five articles`: a summarizer's own counting of what it was given."""
        return quantity.amount.high <= _MOST_COUNTED and any(unit in _COUNTED for unit in quantity.units)

    def _carried(self, quantity: Quantity) -> list[Evidence] | None:
        evidence: list[Evidence] = []
        carried = False
        for source in self.sources:
            for other in source.reading.quantities:
                if self._matches(other, quantity):
                    carried = True
                    evidence.extend(_evidence(source, other.start, other.end))
                    break
        carried = carried or any(self._matches(other, quantity) for other in self.background.quantities)
        return evidence if carried else None

    @staticmethod
    def _matches(article: Quantity, summary: Quantity) -> bool:
        """Whether an article's number carries a summary's: the same, rounded, one end of a range, its magnitude."""
        ours, theirs = Value(article.amount), Value(summary.amount, summary.bound)
        relation = compare_amounts(ours, theirs)
        if relation in ("same", "coarser", "bound dropped"):
            return True
        if article.amount.is_range and not summary.amount.is_range:
            return (
                summary.amount.low in (article.amount.low, article.amount.high)
                and summary.amount.is_share == article.amount.is_share
            )
        if summary.amount.magnitude and not article.amount.magnitude and not article.amount.is_share:
            return summary.amount.low <= article.amount.low <= summary.amount.high
        if article.amount.magnitude and summary.amount.magnitude:
            return article.amount.low <= summary.amount.high and summary.amount.low <= article.amount.high
        if relation == "weaker" and not summary.amount.is_range:
            return True
        return (
            not summary.amount.is_range
            and summary.bound == "about"
            and summary.amount.low == round_to_one_digit(article.amount.low)
        )

    def _derived(self, quantity: Quantity) -> str | None:
        """Return the arithmetic, within one article, that a number follows from: a sum, a difference, a share."""
        for source in self.sources:
            plain = {
                q.amount.low
                for q in source.reading.quantities
                if not (q.amount.is_share or q.amount.is_range or q.amount.magnitude)
            }
            found = _arithmetic(quantity, sorted(plain))
            if found:
                return found
        if quantity.amount.is_range:
            ends = {q.amount.low for s in self.sources for q in s.reading.quantities} | {
                q.amount.high for s in self.sources for q in s.reading.quantities
            }
            if quantity.amount.low in ends and quantity.amount.high in ends:
                return f"{quantity} spans figures that stand in the articles."
        return None

    # Dates

    def _times(self, reading: Reading) -> Iterator[Claim]:
        for mention in reading.times:
            if mention.is_vague:
                continue
            words = reading.text[mention.start : mention.end]
            span = (mention.start, mention.end)
            evidence, carried = self._time_evidence(mention)
            if carried:
                yield Claim(
                    span=span,
                    type="date",
                    verdict="supported",
                    severity="hard",
                    evidence=tuple(evidence),
                    reason=f"{words!r} stands in the article.",
                )
            else:
                yield Claim(
                    span=span,
                    type="date",
                    verdict="unsupported",
                    severity="hard",
                    reason=f"{words!r} stands in no article.",
                )

    def _time_evidence(self, mention: TimeMention) -> tuple[list[Evidence], bool]:
        evidence: list[Evidence] = []
        carried = False
        for source in self.sources:
            for other in source.reading.times:
                if _time_carried(other, mention):
                    carried = True
                    evidence.extend(_evidence(source, other.start, other.end))
                    break
            carried = carried or self._is_published_year(source, mention)
        carried = carried or any(_time_carried(other, mention) for other in self.background.times)
        return evidence, carried

    @staticmethod
    def _is_published_year(source: _Source, mention: TimeMention) -> bool:
        """The year of publication is known from the article's metadata, though not from its text."""
        published = source.reading.published
        period = mention.period
        if not published or not period or not published.earliest or not published.latest or not period.has_year:
            return False
        return period.contains(published) and period.grain in ("year", "month", "day")

    # Quotations

    def _quotations(self, reading: Reading) -> Iterator[Claim]:
        for start, end in reading.quotations:
            words = reading.text[start:end].strip().strip(".,;:!?").strip()
            if len(words.split()) < 2:  # noqa: PLR2004  (one word in quotation marks is a distance, not a quotation)
                continue
            evidence = self._quote_evidence(words)
            if evidence:
                yield Claim(
                    span=(start, end),
                    type="quotation",
                    verdict="supported",
                    severity="hard",
                    evidence=tuple(evidence),
                    reason="These very words stand in the article.",
                )
            else:
                yield Claim(
                    span=(start, end),
                    type="quotation",
                    verdict="unsupported",
                    severity="hard",
                    reason="Quotation marks promise exact words; these stand in no article.",
                )

    def _quote_evidence(self, words: str) -> list[Evidence]:
        evidence: list[Evidence] = []
        for source in self.sources:
            folded = source.reading.folded
            position = folded.text.lower().find(fold(words).lower())
            if position >= 0:
                start, end = folded.span(position, position + len(fold(words)))
                evidence.extend(_evidence(source, start, end))
        return evidence

    # Names

    def _names(self, reading: Reading) -> Iterator[Claim]:
        for mention in find_names(reading):
            if (
                mention.starts_sentence
                and len(mention.words) == 1
                and not _looks_like_name(reading, mention.start, mention.end)
            ):
                continue
            missing = self.known.missing(mention.words)
            span = (mention.start, mention.end)
            words = reading.text[mention.start : mention.end]
            if not missing:
                yield Claim(
                    span=span,
                    type="name",
                    verdict="supported",
                    severity="hard",
                    reason=f"{words!r} is named in the article.",
                )
            else:
                yield Claim(
                    span=span,
                    type="name",
                    verdict="unsupported",
                    severity="hard",
                    reason=f"{', '.join(map(repr, missing))} is named in no article.",
                )


def _looks_like_name(reading: Reading, start: int, end: int) -> bool:
    """A single capital word at the start of a sentence is a name if it is one elsewhere, a place, or an acronym."""
    word = reading.text[start:end].rstrip("'\u2019s")
    lower = word.lower()
    if word.isupper() and len(word) > 1:
        return True
    if lower in lexicon().demonyms or lower in lexicon().demonyms.values():
        return True
    elsewhere = [w for w in reading.words if w.text.rstrip("'\u2019s") == word and w.start != start]
    return any(not _starts_sentence(reading, w.start) for w in elsewhere)


def _starts_sentence(reading: Reading, offset: int) -> bool:
    return any(start == offset for start, _ in reading.sentences)


def _evidence(source: _Source, start: int, end: int) -> list[Evidence]:
    """Return a span of title and text as one of the text; what stands in the title has no span there."""
    shift = len(source.article.title) + 2
    if start < shift:
        return []
    return [Evidence(article=source.article.id, start=start - shift, end=end - shift)]


def _period(article: Article) -> Period | None:
    return parse_period(article.published.date) if article.published else None


def _time_carried(article: TimeMention, summary: TimeMention) -> bool:
    if article.period and summary.period:
        relation = compare_periods(article.period, summary.period)
        if relation in ("coarser", "weaker"):
            return True
        if relation != "same":
            return False
        return not _is_finer(article.period, summary.period)
    if article.duration and summary.duration:
        return (
            compare_durations(article.duration, summary.duration, is_vague=article.is_vague or summary.is_vague)
            in _CARRIED
        )
    return False


def _is_finer(article: Period, summary: Period) -> bool:
    """Whether the summary is more precise than the article, as a day for a month."""
    order = ("day", "part of month", "month", "season", "part of year", "year", "decade")
    if summary.is_open or article.is_open:
        return False
    return order.index(summary.grain) < order.index(article.grain) and (summary.earliest, summary.latest) != (
        article.earliest,
        article.latest,
    )


def _arithmetic(quantity: Quantity, numbers: Sequence[float]) -> str | None:
    amount = quantity.amount
    if amount.is_range or amount.magnitude:
        return None
    said = amount.low

    def near(value: float) -> bool:
        if amount.is_share:
            return abs(value - said) <= 0.006  # noqa: PLR2004  (percentages are rounded to whole ones)
        tolerance = 0.05 if quantity.bound != "exact" else 1e-9
        return abs(value - said) <= tolerance * abs(value) + 1e-9

    for a, b in itertools.permutations(numbers[:40], 2):
        if amount.is_share:
            if b > a > 0 and near(a / b):
                return f"{quantity} is {a:,.10g} of {b:,.10g}."
        elif a > b and near(a + b):
            return f"{quantity} is {a:,.10g} and {b:,.10g} together."
        elif a > b and near(a - b):
            return f"{quantity} is {a:,.10g} less {b:,.10g}."
    return None
