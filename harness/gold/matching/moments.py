"""One time of a text set against one dated fact: how the values relate, and how much of the fact stands around it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.gold.compare import STATED, Relation, compare_durations, compare_periods, place_year
from harness.gold.gold import GoldFact
from harness.gold.matching.bags import Bag, Variant
from harness.gold.matching.clauses import is_called_untrue
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import Scene, Stage, make_verdict
from harness.gold.matching.terms import content_of
from harness.gold.matching.topics import Topic, full_id
from harness.gold.models import When
from harness.text.dates import UNIT_DAYS, Period, parse_period
from harness.text.reading import Reading
from harness.text.timing import TimeMention

TOUCHED = 0.1
"""How much of a fact a sentence must have for a time in it to be weighed."""

CLEAR, CLEAR_NEAR = 0.5, 0.4
"""The context, and the words around a time by themselves, that put the time in a fact's place."""

_OPENERS = frozenset(
    {"but", "while", "whereas", "although", "though", "because", "which", "who", "that", "if", "whether", "when", "and"}
)
_MARKS = frozenset(",;()\u2013\u2014")
HALF = 0.5
"""The least that a wording of a fact may weigh, as a share of the fullest, to stand for all of it."""

_FARTHEST = 60
"""More words than these on either side of a time are too far from it to say what it dates."""

FEW = 3
"""Fewer words than these around a time say nothing of what it dates."""


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time of a summary set against a fact.

    `context` is how much of the fact the time's sentence and the words around it have, 0 to 1; `near` the latter alone.
    """

    mention: TimeMention
    relation: Relation
    sentence: int
    context: float = 0.0
    near: float = 0.0
    is_negated: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it can state the fact."""
        return self.relation in STATED and not self.is_negated

    @property
    def is_clear(self) -> bool:
        """Whether it stands where the fact's own time would."""
        return self.near >= CLEAR_NEAR and self.context >= CLEAR


class TimeMatcher:
    """Matches one date fact."""

    def __init__(self, fact: GoldFact, date: When, stage: Stage) -> None:
        self.fact = fact
        self.date = date
        of = full_id(date.of, fact.article, stage.facts) if isinstance(date.of, str) else date.of
        self.topic = Topic(of, fact.article, stage.facts, stage.lexicon)
        dated = stage.bags[of].variants if isinstance(of, str) else ()
        self.bag = Bag(_full([*stage.bags[fact.id].variants, *dated]))
        self.period = parse_period(date.when) if date.when else None
        self.published = stage.published.get(fact.article)
        self.placed = place_year(self.period, self.published) if self.period else None
        told = [stage.facts[name] for name in dict.fromkeys((fact.id, *([of] if isinstance(of, str) else ())))]
        self.words = frozenset().union(*(words_of_fact(f, stage) for f in told))
        self.omitted = make_verdict(
            fact, "omitted", f"The summary gives no date for this ({self.described}).", expected=self.described
        )

    @property
    def described(self) -> str:
        """The fact's value in words."""
        return describe_period(self.date.when) if self.date.when else self.date.lasting or ""

    def matches(self, scene: Scene, stretches: Mapping[int, tuple[int, int]]) -> list[TimeMatch]:
        """Return every time of a summary that may be the fact's, in order; `stretches` has the words around each."""
        reading = scene.passage.reading
        found = []
        scores: dict[int, float] = {}
        for mention in reading.times:
            relation = self.compare(mention)
            if relation is None or mention.start not in stretches:
                continue
            sentence = reading.sentence_of(mention.start)
            if sentence not in scores:
                scores[sentence] = self.bag.score(scene.features, sentence)
            whole = scores[sentence]
            if whole < TOUCHED:
                found.append(TimeMatch(mention, relation, sentence))
                continue
            stretch = stretches[mention.start]
            near = self.bag.score_between(scene.features, *stretch)
            denied = self.topic.is_denied(reading, *stretch_of_time(reading, mention, least=0))
            denied = denied or is_called_untrue(reading, reading.word_at(mention.start))
            found.append(TimeMatch(mention, relation, sentence, (whole + near) / 2, near, denied))
        return found

    def compare(self, mention: TimeMention) -> Relation | None:
        """Return how a date or duration relates to the fact's; None where they are not of one kind."""
        if self.period and mention.period:
            relations = [self._compare_period(self.period, p) for p in (mention.period, mention.other) if p]
            return next((r for r in relations if r in STATED), relations[0])
        if self.date.duration and mention.duration:
            return compare_durations(
                self.date.duration,
                mention.duration,
                is_vague=mention.is_vague,
                bound=self.date.bound,
                found_bound=mention.bound,
            )
        if self.period and is_back(mention, self.placed or self.period, self.published):
            return "same"
        return None

    def _compare_period(self, period: Period, found: Period) -> Relation:
        if period.has_year and not found.has_year and period.grain in ("year", "decade"):
            return "weaker"  # a month of any year
        return compare_periods((found.has_year and self.placed) or period, found)


def is_back(mention: TimeMention, period: Period, published: Period | None) -> bool:
    """Whether so many years or decades before publication is a period: `44 years` in 2031 is 1987."""
    length = mention.duration
    if length is None or mention.is_vague or length.unit not in ("year", "decade") or length.low != length.high:
        return False
    if published is None or published.latest is None or period.earliest is None or not period.has_year:
        return False
    return published.latest.year - round(length.low / UNIT_DAYS["year"]) == period.earliest.year


def _full(variants: Sequence[Variant]) -> list[Variant]:
    """Return the wordings of a happening that name all of it: not a quote such as `They said so on Thursday`."""
    whole = max((variant.total for variant in variants), default=0.0)
    return [variant for variant in variants if variant.total >= HALF * whole]


def words_of_fact(fact: GoldFact, stage: Stage) -> frozenset[str]:
    """Return the base forms of what a fact's statement and evidence are about."""
    quotes = (stage.texts[e.article][e.start : e.end] for e in fact.evidence if e.article in stage.texts)
    passages = [Passage(Reading(text), stage.names) for text in (fact.fact.statement, *quotes)]
    return frozenset().union(*(words_between(passage, 0, len(passage.reading.words)) for passage in passages))


def words_between(passage: Passage, first: int, last: int) -> frozenset[str]:
    """Return the base forms of what a stretch of words is about: neither names, numbers, times nor small words."""
    reading = passage.reading
    timed = {reading.lemmas[i] for i in range(first, last) if i in reading.time_words}
    return frozenset(w for w in content_of(passage, first, last) - timed if not w[0].isdigit())


def stretch_of_time(reading: Reading, mention: TimeMention, *, least: int = FEW) -> tuple[int, int]:
    """Return the words around a time up to a comma, a stop or an opening word, or beyond it where they are too few."""
    first, last = reading.sentence_words[reading.sentence_of(mention.start)]
    begin, end = own_first, own_last = reading.word_range((mention.start, mention.end))
    first, last = max(first, own_first - _FARTHEST), min(last, own_last + _FARTHEST)
    while True:
        while begin > first and not _parts(reading, begin):
            begin -= 1
        while end < last and not _parts(reading, end):
            end += 1
        is_whole = begin == first and end == last
        if is_whole or (own_first - begin) + (end - own_last) >= least:
            return begin, end
        if begin > first:
            begin -= 1
        else:
            end += 1


def _parts(reading: Reading, position: int) -> bool:
    """Whether a new stretch begins at a word."""
    words = reading.words
    gap = reading.text[words[position - 1].end : words[position].start]
    is_grouping = len(gap) == 1 and words[position].text[:1].isdigit()  # 11,000
    return words[position].lower in _OPENERS or (not is_grouping and not _MARKS.isdisjoint(gap))


_MONTHS = calendar.month_name
_NOTATION = re.compile(r"(?:(early|mid|late)[ -])?(\d{4}|XXXX)-(\d{2})(?:-(\d{2}))?")


def describe_period(notation: str) -> str:
    """Return a date of a gold file in words: `mid XXXX-01` is mid-January, `2024-10/..` is since October 2024."""
    start, slash, end = notation.partition("/")
    if slash:
        first, last = (describe_period(part) if part not in ("", "..") else "" for part in (start, end))
        return f"{first} to {last}" if first and last else f"since {first}" if first else f"until {last}"
    match = _NOTATION.fullmatch(notation.strip())
    if not match or not 1 <= int(match[3]) < len(_MONTHS):
        return notation
    part, year, number, day = match.groups()
    name = f"{part}-{_MONTHS[int(number)]}" if part else _MONTHS[int(number)]
    words = [str(int(day))] if day else []
    return " ".join([*words, name, *([] if year == "XXXX" else [year])])
