"""An article that claims are checked against, read once: its numbers, scores, ages, times, and their differences."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, combinations, islice
from operator import attrgetter
from typing import NamedTuple

from harness.articles.models import Article
from harness.gold.compare import LOWER, UPPER, place_year
from harness.gold.gold import Evidence
from harness.gold.matching.claims.values import Values
from harness.gold.matching.derived import Operand, is_plain
from harness.gold.matching.terms import EMPTY
from harness.text.datelines import read_dateline
from harness.text.dates import UNIT_DAYS, Duration, Period, day_of, month, parse_period
from harness.text.fold import Span
from harness.text.months import WEEKDAYS
from harness.text.numbers import find_numbers
from harness.text.numerals import NUMBER_WORD, RANKS
from harness.text.reading import Quantity, Reading
from harness.text.timing import TimeMention, find_times

ORDINAL = re.compile(r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th)(?!\w)", re.IGNORECASE)
SCORE = re.compile(r"(?<![\w.,/:-])(\d{1,3}) ?[-\u2013:] ?(\d{1,3})(?![\w/%:-]|[.,]\d)")
_AGE = re.compile(
    rf"(?<![\w.,-])(?P<years>\d{{1,3}}|(?:{NUMBER_WORD})(?:-(?:{NUMBER_WORD}))?)[ \n-]years?[ \n-]olds?(?!\w)"
    r"|\baged[ \n](?P<aged>\d{1,3})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
_AGE_APPOSED = re.compile(r"[A-Z][\w'\u2019-]+, (\d{1,3}),")
_CLOCK = re.compile(
    r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d)(?!\d)"
    r"(?:[^\S\n]?(?P<half>[ap])\.?m\b|(?<=:\d\d))|[^\S\n]?(?P<day_half>[ap])\.?m\b)",
    re.IGNORECASE,
)
_RACE = re.compile(r"(?<![\w.,:])(?P<minute>\d{1,3}):(?P<second>[0-5]\d\.\d{1,3})(?![\w:])")
_HALF_DAY = 12
_DAY_MINUTES = 1440
_MORE_THAN = re.compile(r"\s+(?:[a-z]+ ){0,2}?(?P<way>more|higher|fewer|less|lower)\s+than\b", re.IGNORECASE)
_LONGER_THAN = re.compile(r"\s+(?P<way>longer|more|slower|shorter|less|faster|quicker)\s+than\b", re.IGNORECASE)
_FOR_EACH = re.compile(
    r"\s+(?:[a-z]+ ){0,2}?(?:for )?(?:each|every|per|a) (?P<unit>day|week|month|year)\b", re.IGNORECASE
)
_REST = re.compile(r"\b(?:the (?:rest|remainder|remaining|others?)|all others)\b", re.IGNORECASE)
_STORY = 6
"""How many sentences before `the rest` the whole may stand."""

_MOST_RESTS = 10
"""How many times its parts that are told a whole is at most."""

_MOST_WHOLES = 40
"""How many wholes and their parts are looked for."""

_NAMED_HOURS = {"noon": 12, "midday": 12, "midnight": 24}
_NAMED_HOUR = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)
_RELATIVE_YEAR = re.compile(
    r"\b(?:last|this|next|previous|prior|current) year\b|\byears? (?:ago|earlier)\b", re.IGNORECASE
)
_FOLDS = {"doubled": 2.0, "doubling": 2.0, "tripled": 3.0, "trebled": 3.0, "quadrupled": 4.0, "halved": 0.5}
_FOLD = re.compile(rf"\b(?:{'|'.join(_FOLDS)})\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:each|per|every|apiece|an? (?:hour|day|week|month|year)|hourly|daily|weekly|monthly|annual(?:ly)?|yearly)\b",
    re.IGNORECASE,
)
"""What tells that a number is so much for each of some."""

_AND_ONE = re.compile(r"(?:\s[a-z-]+){1,3},?\sand\s(?:an?|one)\s(?!half|quarter|third)[a-z]", re.IGNORECASE)
_AGO = re.compile(r"\s+(?:ago|earlier|before|later)$", re.IGNORECASE)
_NTHS = {word: rank for word, rank in RANKS.items() if 3 <= rank <= 10}  # noqa: PLR2004
_NTH_DAY = re.compile(
    rf"\b(?P<nth>{'|'.join(_NTHS)})\s(?:consecutive\s|straight\s|successive\s)?(?P<unit>day|week|month|year)\b",
    re.IGNORECASE,
)
_MINUTE = re.compile(r"\bminutes?\b", re.IGNORECASE)
_ENDS_OF_MATCH = (90, 120)
"""After so many minutes a match ends."""

_MOST_MINUTE = 130
"""A match has no later minute."""

_MOST_OPERANDS = 60
"""Only an article's first numbers are reckoned with, so that one of nothing but numbers costs no more."""

_MOST_PARTED = 300
"""Of so many of its first numbers it is reckoned how much of each so many of its first shares are."""

_MOST_CHANGES = 12
"""With so many points of its sentence each share is reckoned."""

_MOST_DATES = 40
_SOME_DAYS = 7
_SOME_YEARS = 2
_TINY = 1e-6
_HUNDRED = 100
_WHOLES = 5
_MOST_LISTED = 12
"""Of so many numbers of a sentence those that follow each other are added up."""

_SAME_STORY = 2
"""How many sentences apart two numbers may stand whose sum or difference may be meant."""

_WHOLE = 0.01
_OVER = 0.15
"""How much longer than `more than seven weeks`, in parts of it, a time may be."""

_ROUGHLY = 0.07
"""How far from a length, in parts of it, one may lie that is called rough."""
_DECADES = 5
"""Decades are told in round numbers."""


def find_ages(text: str) -> Iterator[tuple[Span, int]]:
    """Yield the span and the years of every age: `a 20-year-old`, `aged 45`."""
    lower = text.lower()
    if "aged" not in lower and not ("old" in text and "year" in lower):
        return
    for match in _AGE.finditer(text):
        number = next(iter(find_numbers(match["years"] or match["aged"])), None)
        if number and not number.amount.is_range:
            yield match.span(), round(number.amount.low)


class Reckoned(NamedTuple):
    """What is reckoned from two numbers of an article, and these."""

    value: float
    one: Operand
    other: Operand


_value = attrgetter("value")


def pair_of(reckoned: Sequence[Reckoned], value: float, tolerance: float) -> tuple[Operand, Operand] | None:
    """Return the two numbers that come nearest to a value among sorted results, within a tolerance; None without."""
    place = bisect_left(reckoned, value, key=_value)
    near = (r for r in reckoned[max(0, place - 1) : place + 1] if abs(r.value - value) <= tolerance)
    best = min(near, key=lambda r: abs(r.value - value), default=None)
    return (best.one, best.other) if best else None


class Source:
    """An article with its title, read."""

    def __init__(self, article: Article) -> None:
        self.article = article
        published = parse_period(article.published.date) if article.published else read_dateline(article.text)
        self.reading = Reading(article.full_text, published=published)
        self._about: dict[frozenset[str], frozenset[int]] = {}

    @property
    def published(self) -> Period | None:
        """When it came out."""
        return self.reading.published

    def evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        """Return a span of title and text as one of the text; what stands in the title has no span there."""
        shift = len(self.article.full_text) - len(self.article.text)
        if start < shift:
            return ()
        return (Evidence(article=self.article.id, start=start - shift, end=end - shift),)

    def evidence_of(self, spans: Iterable[Span]) -> list[Evidence]:
        """Return spans of title and text as those of the text."""
        return [evidence for span in spans for evidence in self.evidence(*span)]

    @cached_property
    def operands(self) -> list[Operand]:
        """Its plain numbers, for arithmetic, each value once in a sentence."""
        plain = (q for q in self.reading.quantities if is_plain(q))
        return list(dict.fromkeys(_operand(q.amount.low, q) for q in plain))

    @cached_property
    def differences(self) -> list[float]:
        """Every difference of two of its numbers, ends of ranges included, or of two lengths in one unit; sorted."""
        numbers = sorted({number.value for number in self._numbers[:_MOST_OPERANDS]})
        return sorted({b - a for told in (numbers, *self.lengths.values()) for a, b in combinations(told, 2)})

    @cached_property
    def changes(self) -> list[float]:
        """By what share one of two numbers near each other is greater or less than the other, sorted."""
        near = (sorted(pair) for pair in self._near(self._numbers) if min(pair) > 0)
        return sorted({change for low, high in near for change in (high / low - 1, 1 - low / high)})

    def has_difference(self, number: float) -> bool:
        """Whether a number is the difference of two of its numbers."""
        place = bisect_left(self.differences, number * (1 - _TINY))
        return place < len(self.differences) and self.differences[place] <= number * (1 + _TINY)

    @cached_property
    def results(self) -> list[float]:
        """Every sum, difference, product and ratio of two numbers or shares that stand near each other, sorted."""
        found: set[float] = set()
        for a, b in self._near(self._numbers, apart=0):
            found |= {a + b, abs(a - b), max(a, b) / min(a, b) if a and b else 0.0}
        for number in self._numbers[:_MOST_PARTED]:
            for share in self.shares[:_MOST_PARTED]:
                part = share.value / _HUNDRED
                found |= {number.value * part, number.value * (1 - part)}
                if number.sentence == share.sentence:
                    found.add(number.value * part / (1 + part))  # by how much it rose
        found |= {abs(a - b) for a, b in self._near(self.shares)}
        return sorted(found.union(self._with_one_more()))

    @cached_property
    def before_changes(self) -> list[float]:
        """What its numbers were before they changed by a share or doubled, and by how much they changed; sorted."""
        changed = ((base.value, abs(base.one.value - base.value)) for base in self.bases)
        return sorted({*(result for results in changed for result in results), *self._folds()})

    @cached_property
    def bases(self) -> list[Reckoned]:
        """What each number was before it rose or fell by a share told in its sentence, sorted by value."""
        shares: defaultdict[int, list[Operand]] = defaultdict(list)
        for share in self.shares[:_MOST_PARTED]:
            shares[share.sentence].append(share)
        found = (
            Reckoned(number.value / (1 + way), number, share)
            for number in self._numbers[:_MOST_PARTED]
            for share in shares[number.sentence][:_MOST_CHANGES]
            for way in (share.value / _HUNDRED, -share.value / _HUNDRED)
            if way > -1
        )
        return sorted([*found, *self.compared], key=_value)

    @cached_property
    def compared(self) -> list[Reckoned]:
        """What numbers were where an article tells by how much more they are: 360 of `420 workers, 60 more than`."""
        found = []
        for quantity in self.reading.quantities[:_MOST_PARTED]:
            match = _MORE_THAN.match(self.reading.text, quantity.end) if is_plain(quantity) else None
            near = (o for o in self._numbers if o.sentence == quantity.sentence and o.value > quantity.amount.low)
            step = _operand(quantity.amount.low, quantity)
            sign = -1 if match and match["way"].lower() in ("more", "higher") else 1
            found += [Reckoned(o.value + sign * step.value, o, step) for o in near] if match else []
        return found

    @cached_property
    def dues(self) -> list[Reckoned]:
        """What a number told for each day, week and so on comes to over the article's lengths, sorted."""
        found = []
        for number in self._numbers[:_MOST_OPERANDS]:
            match = _FOR_EACH.match(self.reading.text, number.span[1]) if number.span else None
            for time in self.durations[:_MOST_DATES] if match else ():
                duration = time.duration
                if match and duration and duration.unit == match["unit"].lower() and not time.is_vague:
                    length = Operand(duration.low / UNIT_DAYS[duration.unit], number.sentence, (time.start, time.end))
                    found.append(Reckoned(number.value * length.value, number, length))
        return sorted(found, key=_value)

    def _folds(self) -> Iterator[float]:
        """Yield what the numbers of a sentence were before they doubled or halved, and by how much they did."""
        for sentence, numbers in self._numbers_by_sentence.items():
            start, end = self.reading.sentences[sentence]
            for word in _FOLD.findall(self.reading.text, start, end):
                factor = _FOLDS[word.lower()]
                yield from (r for number in numbers for r in (number / factor, number * (1 - 1 / factor)))

    @cached_property
    def products(self) -> list[Reckoned]:
        """What a number told for each of some comes to with those near it, or over a length of time, sorted."""
        numbers, found = self._numbers[:_MOST_OPERANDS], []
        each = {
            n: bool(_EACH.search(self.reading.text, *self.reading.sentences[n])) for n in {o.sentence for o in numbers}
        }
        for a, b in combinations(numbers, 2):
            if (each[a.sentence] or each[b.sentence]) and abs(a.sentence - b.sentence) <= 1:
                found.append(Reckoned(a.value * b.value, a, b))
        for number in (number for number in numbers if each[number.sentence]):
            lengths = (
                length for n in (number.sentence, number.sentence + 1) for length in self._lengths_by_sentence[n]
            )
            found += [Reckoned(number.value * o.value, number, o) for o in lengths]
        return sorted(found, key=_value)

    @cached_property
    def rests(self) -> list[tuple[Operand, list[Operand]]]:
        """Each number that may be the whole where a sentence tells of `the rest`, with the parts told before that."""
        found: list[tuple[Operand, list[Operand]]] = []
        for sentence, (start, end) in enumerate(self.reading.sentences):
            match = _REST.search(self.reading.text, start, end)
            if not match or len(found) >= _MOST_WHOLES:
                continue
            first = bisect_left(self.operands, sentence - _STORY, key=attrgetter("sentence"))
            last = bisect_right(self.operands, sentence, key=attrgetter("sentence"))
            near = [o for o in self.operands[first:last][-_MOST_PARTED:] if o.span]
            parts = [o for o in near if o.sentence == sentence and o.span and o.span[1] <= match.start()]
            wholes = (o for o in near if o not in parts and o.span and o.span[1] <= match.start())
            total = sum(part.value for part in parts)
            if len(parts) > 1 and parts[0].value > total - parts[0].value:
                found.append((parts[0], parts[1:]))
            found += [(whole, parts) for whole in wholes if parts and total < whole.value <= _MOST_RESTS * total]
        return found

    def _with_one_more(self) -> Iterator[float]:
        """Yield its numbers with the one that an article joins to them: 20 for `19 houses and a mill`."""
        text = self.reading.text
        small = (q for q in self.reading.quantities if is_plain(q) and q.amount.low < _HUNDRED)
        yield from (q.amount.low + 1 for q in small if _AND_ONE.match(text, q.end))

    @cached_property
    def totals(self) -> list[float]:
        """The sums of three numbers or more that follow each other in a sentence, sorted."""
        listed = (numbers[:_MOST_LISTED] for numbers in self._numbers_by_sentence.values())
        return sorted(
            {sum(told[i:j]) for told in listed for i in range(len(told)) for j in range(i + 3, len(told) + 1)}
        )

    @cached_property
    def _numbers_by_sentence(self) -> dict[int, list[float]]:
        """The first of its plain numbers, and of the ends of its ranges, in each sentence."""
        found: dict[int, list[float]] = {}
        for number in self._numbers[:_MOST_OPERANDS]:
            found.setdefault(number.sentence, []).append(number.value)
        return found

    @cached_property
    def _lengths_by_sentence(self) -> defaultdict[int, list[Operand]]:
        """The lengths of time of each sentence in hours, days, weeks, months and years, as far as they are whole."""
        found: defaultdict[int, list[Operand]] = defaultdict(list)
        for time in self.durations[:_MOST_DATES]:
            if time.duration and not time.is_vague:
                sentence, span = self.reading.sentence_of(time.start), (time.start, time.end)
                told = {_in_units(time.duration.low, unit)[1] for unit in ("hour", "day", "week", "month", "year")}
                found[sentence] += (Operand(length, sentence, span) for length in sorted(told) if length)
        return found

    @cached_property
    def sums(self) -> list[float]:
        """Every sum and difference of two numbers that stand a few sentences apart at most, sorted."""
        return sorted({r for a, b in self._near(self._numbers, apart=_SAME_STORY) for r in (a + b, abs(a - b))})

    @cached_property
    def share_results(self) -> list[float]:
        """Every share that a number is of another near it or of both, what shares leave, and their changes; sorted."""
        found: set[float] = {1 - share.value / 100 for share in self.shares}
        for a, b in self._near(self._numbers):
            low, high = min(a, b), max(a, b)
            if low > 0:
                found |= {low / high, low / (low + high), high / (low + high)}
        for a, b in self._near([*self.shares, *self._points]):
            found |= {(a + b) / 100, abs(a - b) / 100, a * b / 10000}
        for a, b in self._near(self._numbers, apart=0):
            found |= {(a + b) / whole for whole in self.greatest if 2 * (a + b) <= whole}
        return sorted(found)

    @cached_property
    def share_steps(self) -> list[float]:
        """By what share one of two numbers or shares near each other is greater, and differences of shares; sorted."""
        times = (abs(q.amount.low - 1) for q in self.reading.quantities if q.units[:1] == ("time",) and is_plain(q))
        differences = (abs(a - b) / _HUNDRED for a, b in self._near([*self.shares, *self._points]))
        pairs = (sorted(pair) for pair in self._near(self.shares) if min(pair) > 0)
        ratios = (step for low, high in pairs for step in (high / low - 1, 1 - low / high))
        return sorted({*self.changes, *times, *differences, *ratios})

    @property
    def _points(self) -> list[Operand]:
        """Its numbers of percentage points, by which shares rise and fall."""
        told = (q for q in self.reading.quantities if q.units[:1] == ("point",) and is_plain(q))
        return [_operand(q.amount.low, q) for q in told]

    @cached_property
    def point_changes(self) -> list[Operand]:
        """Its numbers of percentage or basis points, as percentage points."""
        told = (q for q in self.reading.quantities if not (q.amount.is_range or q.amount.magnitude))
        in_points = ((q, self.reading.text[q.start : q.end].lower()) for q in told)
        return [
            _operand(q.amount.low * (_HUNDRED if q.amount.is_share else 1), q)
            for q, words in in_points
            if q.units[:1] == ("point",) or words.endswith(("point", "points", "bps"))
        ]

    @cached_property
    def changed_shares(self) -> list[Reckoned]:
        """What its shares were or became by the points told in their sentences, sorted by value."""
        told: dict[int, list[Operand]] = {}
        for points in self.point_changes:
            told.setdefault(points.sentence, []).append(points)
        found = (
            Reckoned(share.value + way * points.value, share, points)
            for share in self.shares
            for points in told.get(share.sentence, ())[:_MOST_CHANGES]
            if points.span != share.span
            for way in (1, -1)
        )
        return sorted(found, key=_value)

    @cached_property
    def share_differences(self) -> list[Reckoned]:
        """By how many points its first shares of other values differ, sorted by value."""
        told = self.distinct_shares[:_MOST_PARTED]
        return sorted((Reckoned(a.value - b.value, a, b) for a in told for b in told), key=_value)

    @cached_property
    def distinct_shares(self) -> list[Operand]:
        """The first of its shares of each value."""
        first: dict[float, Operand] = {}
        for share in self.shares:
            first.setdefault(share.value, share)
        return list(first.values())

    @cached_property
    def ends_of_shares(self) -> list[Operand]:
        """The ends of its shares in percent, the bare numbers beside them last, the first of each value."""
        shares = (q for q in self.reading.quantities if q.amount.is_share)
        ends = (_operand(_HUNDRED * end, q) for q in shares for end in (q.amount.low, q.amount.high))
        first: dict[float, Operand] = {}
        for share in chain(ends, self.shares):
            first.setdefault(share.value, share)
        return list(first.values())

    @cached_property
    def greatest(self) -> list[float]:
        """Its greatest numbers, of which two others together may be a share."""
        return sorted({number.value for number in self._numbers[:_MOST_OPERANDS]})[-_WHOLES:]

    @staticmethod
    def _near(operands: Sequence[Operand], *, apart: int = 1) -> Iterator[tuple[float, float]]:
        """Yield pairs of numbers that stand at most so many sentences apart."""
        pairs = combinations(operands[:_MOST_OPERANDS], 2)
        yield from ((a.value, b.value) for a, b in pairs if abs(a.sentence - b.sentence) <= apart)

    @cached_property
    def _numbers(self) -> list[Operand]:
        """Its plain numbers and the ends of its ranges."""
        ranges = (q for q in self.reading.quantities if q.amount.is_range and not q.amount.is_share)
        ends = (_operand(end, q) for q in ranges for end in (q.amount.low, q.amount.high))
        return list(dict.fromkeys([*self.operands, *ends]))

    def sentences_about(self, lemmas: frozenset[str]) -> frozenset[int]:
        """Return the sentences that share a word of substance with a summary's, and their neighbours."""
        found = self._about.get(lemmas)
        if found is None:
            touched = (i for i, own in enumerate(self._lemmas) if not own.isdisjoint(lemmas))
            found = self._about[lemmas] = frozenset(near for i in touched for near in (i - 1, i, i + 1))
        return found

    @cached_property
    def _lemmas(self) -> list[frozenset[str]]:
        """The words of substance of each sentence."""
        lemmas = self.reading.lemmas
        return [
            frozenset(lemma for lemma in lemmas[first:last] if lemma.isalpha() and lemma not in EMPTY)
            for first, last in self.reading.sentence_words
        ]

    @cached_property
    def shares(self) -> list[Operand]:
        """Its shares in percent, with the bare numbers beside them, for differences and for what is left of a whole."""
        found = [_operand(100 * q.amount.low, q) for q in self.reading.quantities if q.amount.is_share]
        told = {share.sentence for share in found}
        bare = (q for q in self.reading.quantities if q.sentence in told and not q.units and is_plain(q))
        found += [_operand(q.amount.low, q) for q in bare if q.amount.low <= _HUNDRED]
        return list(dict.fromkeys(found))

    @cached_property
    def counted_things(self) -> frozenset[str]:
        """The words of what it counts."""
        return frozenset(unit for q in self.reading.quantities for unit in q.units[:4])

    @cached_property
    def numerals(self) -> frozenset[float]:
        """Every number that it writes in any role: a count, a rank, a year, a length."""
        ends = [end for _, amount in self.reading.numbers for end in (amount.low, amount.high)]
        years = [p.year for t in self.reading.times if t.period for p in (t.period.earliest, t.period.latest) if p]
        return frozenset([*map(abs, ends), *map(float, self._ordinals), *map(float, years)])

    @cached_property
    def _ordinals(self) -> list[int]:
        return [int(rank) for rank in ORDINAL.findall(self.reading.text)]

    def has_rank(self, number: float) -> bool:
        """Whether it has a rank: `sixth` for 6."""
        return number in self._ordinals or any(number == RANKS[word] for word in self.reading.lemma_set & RANKS.keys())

    @cached_property
    def scores(self) -> frozenset[frozenset[float]]:
        """The pairs of numbers with a dash between them; who names a score may begin with either side."""
        return frozenset(frozenset((float(a), float(b))) for a, b in SCORE.findall(self.reading.text))

    @cached_property
    def values(self) -> Values:
        """Its quantities by how much they are."""
        return Values(self.reading.quantities)

    @cached_property
    def wholes(self) -> frozenset[float]:
        """Its plain whole numbers."""
        return frozenset(operand.value for operand in self.operands if not operand.value % 1)

    @cached_property
    def quantity_index(self) -> dict[tuple[float, float, bool], Quantity]:
        """Its quantities by ends and kind, the first of each: what a summary repeats is found at once."""
        found: dict[tuple[float, float, bool], Quantity] = {}
        for q in self.reading.quantities:
            if q.bound == "exact" and not q.amount.magnitude:
                found.setdefault((q.amount.low, q.amount.high, q.amount.is_share), q)
        return found

    @cached_property
    def _ages(self) -> frozenset[int]:
        text = self.reading.text
        apposed = (int(years) for years in _AGE_APPOSED.findall(text))
        return frozenset([*(years for _, years in find_ages(text)), *apposed])

    def has_age(self, years: int) -> bool:
        """Whether someone or something is so many years old, by the article's words or its dates."""
        if (
            years in self._ages
            or float(years) in self.numerals
            or not {("year", years), ("year", years + 1)}.isdisjoint(self.spans)
        ):
            return True
        return any(t.duration and abs(t.duration.low - years * UNIT_DAYS["year"]) < 1 for t in self.durations)

    # Times

    @cached_property
    def dates(self) -> list[tuple[TimeMention, Period]]:
        """Its dates, each placed in its year where the day of publication places it."""
        mentions = ((time, time.period) for time in self.reading.times if time.period)
        return [(time, place_year(period, self.published) or period) for time, period in mentions]

    @cached_property
    def distinct_dates(self) -> list[tuple[TimeMention, Period]]:
        """The first of its dates that mean the same days."""
        first: dict[tuple[Period | None, ...], tuple[TimeMention, Period]] = {}
        for time, placed in self.dates:
            first.setdefault((time.period, time.other, placed), (time, placed))
        return list(first.values())

    @cached_property
    def distinct_durations(self) -> list[TimeMention]:
        """The first of its lengths of time that are as long, as vague and bounded alike."""
        first: dict[tuple[Duration | None, bool, str], TimeMention] = {}
        for time in self.durations:
            first.setdefault((time.duration, time.is_vague, time.bound), time)
        return list(first.values())

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that its dates lie in."""
        ends = (end for _, p in self.dates if p.has_year for end in (p.earliest, p.latest) if end)
        return frozenset(end.year for end in ends)

    @property
    def tells_relative_years(self) -> bool:
        """Whether it tells of years by when it came out: `last year`, `a year ago`."""
        return bool(_RELATIVE_YEAR.search(self.reading.text))

    @cached_property
    def durations(self) -> list[TimeMention]:
        """Its lengths of time."""
        return [time for time in self.reading.times if time.duration]

    @cached_property
    def bounds_of_lengths(self) -> dict[tuple[float, float], set[str]]:
        """How its lengths of time are bounded, by their ends in days."""
        found: dict[tuple[float, float], set[str]] = {}
        for time in self.durations:
            if time.duration:
                found.setdefault((time.duration.low, time.duration.high), set()).add(time.bound)
        return found

    @cached_property
    def spans(self) -> frozenset[tuple[str, int]]:
        """The time between any two of its dates, in whole years, months or days, and between minutes of a match."""
        placed = self._placed
        found = {span for a, b in combinations(placed[:_MOST_DATES], 2) for span in _between(a, b)}
        found |= {span for period in placed[:_MOST_DATES] for span in _within(period)}
        if _MINUTE.search(self.reading.text):
            ranks = sorted({rank for rank in self._ordinals if rank <= _MOST_MINUTE})
            found |= {("minute", rank) for rank in ranks}
            found |= {("minute", late - early) for early, late in combinations(ranks[:_MOST_DATES], 2)}
            found |= {("minute", end - rank) for rank in ranks[-_MOST_DATES:] for end in _ENDS_OF_MATCH if end > rank}
        clock = sorted(set(_clock_times(self.reading.text)))
        between = {late - early for early, late in combinations(clock[:_MOST_DATES], 2)}
        days = len(self.reading.lemma_set & set(WEEKDAYS))
        between |= {_DAY_MINUTES - minutes for minutes in between if days > 1 or 2 * minutes > _DAY_MINUTES}  # by night
        found |= {("minute", minutes) for minutes in between}
        if not self.published:
            named = sorted({WEEKDAYS.index(word) for word in self.reading.lemma_set & set(WEEKDAYS)})
            found |= {("day", late - early) for early, late in combinations(named, 2)}
        return frozenset(span for span in found if span[1])

    @cached_property
    def _placed(self) -> list[Period]:
        """Its dates that have a year, or are given that of publication; of a weekday the last and the coming one."""
        periods = [period for _, period in self.dates] + ([self.published] if self.published else [])
        ahead = [time.period for time, _ in self.dates if time.period and not time.period.has_year]
        periods += [time.other for time, _ in self.dates if time.other]
        ends = (
            end for period in list(periods) if not period.is_open for end in (period.earliest, period.latest) if end
        )
        periods += [day_of(end) for end in ends]
        if self.published and self.published.latest:
            periods += [period.with_year(self.published.latest.year) for period in ahead]
        return [p for p in dict.fromkeys(periods) if p.has_year and not (p.earliest is None and p.latest is None)]

    @cached_property
    def lengths(self) -> dict[str, list[float]]:
        """Its lengths of time in each unit, with the bare numbers beside: `14 days, though the law asks for 90`."""
        found: dict[str, set[float]] = {}
        for time in self.durations:
            duration = time.duration
            if duration is None or duration.unit not in UNIT_DAYS or time.is_vague:
                continue
            sentence = self.reading.sentence_of(time.start)
            beside = (q for q in self.reading.quantities_by_sentence[sentence] if not q.units)
            bare = (end for q in beside if is_plain(q) or q.amount.is_range for end in (q.amount.low, q.amount.high))
            days = UNIT_DAYS[duration.unit]
            found.setdefault(duration.unit, set()).update([duration.low / days, duration.high / days, *bare])
        return {unit: sorted(listed)[:_MOST_DATES] for unit, listed in found.items()}

    def is_as_long(self, mention: TimeMention) -> bool:
        """Whether a length of time is one of its lengths, or a bare number beside one, told in any unit."""
        duration = mention.duration
        if duration is None or duration.low <= 0:
            return False
        slack = (_ROUGHLY if mention.bound != "exact" else _WHOLE) * duration.low
        told = [UNIT_DAYS[unit] * length for unit, lengths in self.lengths.items() for length in lengths]
        told += self.relative_lengths
        over, under = mention.bound in LOWER, mention.bound in UPPER
        least = -_OVER if under else -slack / duration.low
        most = _OVER if over else slack / duration.low
        ends = {duration.low, duration.high}
        return all(any(least <= days / end - 1 <= most for days in told) for end in ends)

    @cached_property
    def relative_lengths(self) -> list[float]:
        """The days that its dates tell themselves away (`14 months ago`), and those that its ranks come to."""
        text, found = self.reading.text, []
        for time, _ in self.dates[:_MOST_DATES]:
            words = text[time.start : time.end]
            if _AGO.search(words):
                found += [t.duration.low for t in find_times(_AGO.sub("", words)) if t.duration]
        found += self._compared_lengths
        for match in islice(_NTH_DAY.finditer(text), _MOST_DATES):
            found.append(_NTHS[match["nth"].lower()] * UNIT_DAYS[match["unit"].lower()])
        return found

    @property
    def _compared_lengths(self) -> Iterator[float]:
        """How long in days something would have been, by how much longer it was: `an hour longer than planned`."""
        for step in self.durations[:_MOST_DATES]:
            match = _LONGER_THAN.match(self.reading.text, step.end)
            for other in self.durations[:_MOST_DATES] if match else ():
                is_near = other is not step and self._sentence_at(other) == self._sentence_at(step)
                if match and is_near and step.duration and other.duration:
                    sign = -1 if match["way"].lower() in ("longer", "more", "slower") else 1
                    yield other.duration.low + sign * step.duration.low

    def _sentence_at(self, mention: TimeMention) -> int:
        return self.reading.sentence_of(mention.start)

    def lasts(self, mention: TimeMention) -> bool:
        """Whether a length of time is from the first to the last day of one of its periods, both counted or not."""
        days = mention.duration.low if mention.duration else 0
        periods = [time.period for time, _ in self.dates if time.period and time.period.grain == "day"]
        ends = ((period.earliest, period.latest) for period in periods)
        lengths = ((last - first).days for first, last in ends if first and last and first != last)
        return any(math.isclose(days, length) or math.isclose(days, length + 1) for length in lengths)

    def lies_between(self, mention: TimeMention) -> bool:
        """Whether a length of time is that between two of its dates, or the sum or difference of two of its lengths."""
        duration = mention.duration
        if duration is None or duration.low != duration.high or duration.low <= 0:
            return False
        if any(_in_units(duration.low, unit) in self.spans for unit in ("minute", "day", "week", "month", "year")):
            return True
        if duration.unit.startswith("decade"):
            years = duration.low / UNIT_DAYS["year"]
            return any(unit == "year" and abs(span - years) <= _DECADES for unit, span in self.spans)
        slack = _ROUGHLY if mention.bound != "exact" else _WHOLE
        least = -_OVER if mention.bound in UPPER else -_ROUGHLY
        most = _OVER if mention.bound in LOWER else _ROUGHLY
        if mention.bound != "exact" and any(
            least <= span * UNIT_DAYS[unit] / duration.low - 1 <= most for unit, span in self.spans
        ):
            return True
        for unit, told in self.lengths.items():
            results = (r for a, b in combinations(told, 2) for r in (a + b, abs(a - b)))
            if any(abs(r * UNIT_DAYS[unit] - duration.low) <= slack * duration.low for r in results):
                return True
        return False

    def lies_between_results(self, mention: TimeMention) -> bool:
        """Whether so many seconds lie between two of its times of a race: some twelve between 14:21.08 and 14:33.40."""
        duration = mention.duration
        if duration is None or duration.unit != "second":
            return False
        seconds = duration.low / UNIT_DAYS["second"]
        return any(abs(b - a - seconds) < 1 for a, b in combinations(self._results_of_races, 2))

    @cached_property
    def _results_of_races(self) -> list[float]:
        """Its times of races with minutes, in seconds, sorted."""
        found = {60 * int(match["minute"]) + float(match["second"]) for match in _RACE.finditer(self.reading.text)}
        return sorted(found)[:_MOST_DATES]

    def lies_between_ages(self, years: float) -> bool:
        """Whether two of its ages lie so many years apart."""
        return any(abs(b - a) == years for a, b in combinations(sorted(self._ages), 2))

    def is_reckoned(self, period: Period) -> bool:
        """Whether a month or year lies so long from one of its dates as it says: begun in 2029, for two years."""
        if period.grain == "month" and period.earliest is None and period.latest:
            period = replace(month(period.latest.year, period.latest.month), has_year=period.has_year)
        period = place_year(period, self.published) or period
        if period.is_open or period.grain == "day" or not period.has_year:
            return False
        ends = [end for p in self._placed[:_MOST_DATES] for end in (p.earliest, p.latest) if end]
        told = [t.duration for t in self.durations[:_MOST_DATES] if t.duration and not t.is_vague]
        lengths = {round(length) for duration in told for length in (duration.low, duration.high)}
        if period.earliest is None or period.latest is None:
            return False
        first, last = moved(period.earliest, -_SOME_DAYS), moved(period.latest, _SOME_DAYS)
        return any(first <= moved(end, sign * length) <= last for end in ends for length in lengths for sign in (-1, 1))

    def has_gone_on(self, days: float) -> bool:
        """Whether so many years, two or more, lie between a year that it tells and its publication."""
        years = _in_units(days, "year")[1]
        if years < _SOME_YEARS or self.published is None or self.published.latest is None:
            return False
        begun = {p.earliest.year for _, p in self.dates if p.grain == "year" and p.earliest}
        return self.published.latest.year - years in begun

    def is_deadline(self, period: Period) -> bool:
        """Whether a length ends on a day that it tells beside one of its days: 21 days from 4 June on."""
        day = period.latest
        if day is None or period.grain != "day" or period.earliest not in (None, day):
            return False
        on_days = islice(((time, p) for time, p in self.dates if p.earliest == p.latest), _MOST_DATES)
        days = [(self.reading.sentence_of(time.start), p.earliest) for time, p in on_days]
        lengths = [(self.reading.sentence_of(t.start), t.duration) for t in self.durations[:_MOST_DATES]]
        ends = (
            moved(begin, duration.low)
            for sentence, begin in days
            for other, duration in lengths
            if begin and duration and abs(sentence - other) <= _SAME_STORY
        )
        return any((end.month, end.day) == (day.month, day.day) for end in ends)


def _operand(value: float, quantity: Quantity) -> Operand:
    """Return a number that is told by a quantity, to reckon with."""
    return Operand(value, quantity.sentence, (quantity.start, quantity.end))


def _clock_times(text: str) -> Iterator[int]:
    """Yield the times of day of a text, in minutes since midnight."""
    for match in _CLOCK.finditer(text):
        hour = int(match["hour"])
        half = (match["half"] or match["day_half"] or "").lower()
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0) if half else hour
        yield 60 * hour + int(match["minute"] or 0)
    yield from (60 * _NAMED_HOURS[word.lower()] for word in _NAMED_HOUR.findall(text))


def moved(day: date, days: float) -> date:
    """Return a day so many days later or earlier; the day itself where the calendar does not reach so far."""
    try:
        return day + timedelta(days=round(days))
    except OverflowError:
        return day


def _in_units(days: float, unit: str) -> tuple[str, int]:
    """Return a length in whole units; in zero of them where it is none."""
    units = days / UNIT_DAYS[unit]
    return unit, round(units) if abs(units - round(units)) < _WHOLE else 0


def _within(period: Period) -> list[tuple[str, int]]:
    """Return how long a period of several months is: `between March 2021 and August 2026`."""
    if period.earliest is None or period.latest is None or period.grain not in ("day", "month"):
        return []
    years = period.latest.year - period.earliest.year
    months = 12 * years + period.latest.month - period.earliest.month
    return [("year", years), ("month", months), ("month", months + 1)] if months else []


def _between(a: Period, b: Period) -> list[tuple[str, int]]:
    """Return the time from one period to another in each unit that both are precise enough for."""
    first, second = a.earliest or a.latest, b.earliest or b.latest
    if first is None or second is None:
        return []
    found = [("year", abs(first.year - second.year))]
    grains = {a.grain, b.grain}
    if grains <= {"day", "part of month", "month"}:
        found.append(("month", abs(12 * (first.year - second.year) + first.month - second.month)))
    if grains == {"day"}:
        days = abs((first - second).days)
        found += [("day", days), *([("week", days // 7)] if days % 7 == 0 else [])]
    return found
