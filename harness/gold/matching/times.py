"""Dates: which dates and durations of a summary a fact is about, whether they agree, and the verdict."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from harness.gold.compare import STATED, Relation, compare_durations, compare_periods, place_year
from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import is_negated
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import OwnKey, Scene, Stage, make_verdict
from harness.gold.matching.terms import Hit, Terms, nearest
from harness.gold.matching.topics import Topic
from harness.gold.models import When
from harness.gold.verdicts import FactVerdict
from harness.text.dates import parse_period
from harness.text.reading import Reading
from harness.text.timing import TimeMention


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A date or duration of a summary set against a fact."""

    mention: TimeMention
    relation: Relation
    is_tight: bool
    sentence: int
    is_negated: bool

    @property
    def is_good(self) -> bool:
        """Whether it states the fact."""
        return self.relation in STATED and not self.is_negated


class TimeMatcher:
    """Matches one date fact."""

    def __init__(self, fact: GoldFact, date: When, stage: Stage) -> None:
        self.fact = fact
        self.date = date
        of = date.of
        if isinstance(of, str) and of not in stage.facts:
            of = f"{fact.article}/{of}"
        self.topic = Topic(of, fact.article, stage.facts, stage.names, stage.lexicon)
        self.terms = Terms(date.terms, stage.lexicon)
        self.period = parse_period(date.when) if date.when else None
        published = stage.published.get(fact.article)
        self.placed = place_year(self.period, published) if self.period else None

    @property
    def described(self) -> str:
        """The fact's value in words."""
        return describe_period(self.date.when) if self.date.when else self.date.lasting or ""

    def matches(self, passage: Passage) -> list[TimeMatch]:
        """Return every date or duration of a summary that may be the fact's, in order."""
        reading = passage.reading
        found = []
        for mention in reading.times:
            relation = self.compare(mention)
            if relation is None:
                continue
            sentence = reading.sentence_of(mention.start)
            if passage.states_nothing(sentence):
                continue
            hits = self.topic.found(passage, sentence)
            first, last = reading.sentence_words[sentence]
            if hits is None or self.terms.found(reading, first, last) is None:
                continue
            tight = self._is_tight(reading, mention, hits, sentence)
            found.append(TimeMatch(mention, relation, tight, sentence, self._is_negated(reading, hits)))
        return found

    def compare(self, mention: TimeMention) -> Relation | None:
        """Return how a date or duration relates to the fact's; None where they are not of one kind."""
        if self.period and mention.period:
            return compare_periods((mention.period.has_year and self.placed) or self.period, mention.period)
        if self.date.duration and mention.duration:
            fact, vague = self.date.duration, mention.is_vague
            if _is_wide(fact.low, fact.high) and fact.unit == mention.duration.unit and vague:
                return "same" if (fact.low, fact.high) == (mention.duration.low, mention.duration.high) else "coarser"
            return compare_durations(fact, mention.duration, is_vague=vague, bound=self.date.bound)
        return None

    def _is_negated(self, reading: Reading, hits: list[list[Hit]]) -> bool:
        """Whether what is dated is said not to have happened; for what is negative by itself, never."""
        return not self.topic.is_negative and bool(hits) and all(is_negated(reading, hit) for hit in hits[0])

    @staticmethod
    def _is_tight(reading: Reading, mention: TimeMention, hits: list[list[Hit]], sentence: int) -> bool:
        """Whether no other date of the sentence stands nearer to the topic's words."""
        position = reading.word_at(mention.start)
        rivals = [
            m
            for m in reading.times_by_sentence[sentence]
            if m is not mention and bool(m.period) == bool(mention.period)
        ]
        if not rivals or not hits:
            return True
        for group in hits:
            hit = nearest(group, position)
            own = abs(hit[0] - position)
            if any(abs(hit[0] - reading.word_at(rival.start)) < own for rival in rivals):
                return False
        return True


def _is_wide(low: float, high: float) -> bool:
    return high >= 2 * low


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


class TimeFacts:
    """Decides all date facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.matchers = {fact.id: TimeMatcher(fact, date, stage) for fact in stage.every if (date := fact.fact.date)}

    def read_own(self, scene: Scene) -> None:
        """Note the dates by which an article goes against its own facts."""
        for name, matcher in self.matchers.items():
            found = matcher.matches(scene.passage)
            scene.stated[name] = {m.sentence for m in found if m.relation in STATED}
            self.stage.own.update(_own_key(matcher, m) for m in found if not m.is_good)

    def decide(self, scene: Scene) -> None:
        """Add verdicts on dates to a scene."""
        matches = {name: matcher.matches(scene.passage) for name, matcher in self.matchers.items()}
        explained = {m.mention.start for found in matches.values() for m in found if m.is_good}
        for name, matcher in self.matchers.items():
            found = matches[name]
            scene.stated[name] = {m.sentence for m in found if m.is_good}
            scene.exact[name] = {m.sentence for m in found if m.is_good and m.relation != "coarser"}
            scene.verdicts[name] = self._verdict(scene, matcher, found, explained)

    def _verdict(self, scene: Scene, matcher: TimeMatcher, found: list[TimeMatch], explained: set[int]) -> FactVerdict:
        expected = matcher.described
        good = sorted((m for m in found if m.is_good), key=lambda m: (_RANK.index(m.relation), not m.is_tight))
        if good:
            mark = "coarser" if good[0].relation == "coarser" else None
            said = "Stated, coarser" if mark else "Stated"
            return _time(scene, matcher, "supported", good[0], f"{said}: {{words!r}} for {expected}.", mark)
        for m in found:
            if not m.is_tight or not self._counts_against(scene.passage, matcher, m):
                continue
            if m.relation in STATED:
                return _time(scene, matcher, "contradicted", m, "The summary says it did not happen then ({words!r}).")
            if m.relation == "different" and m.mention.start not in explained:
                return _time(
                    scene, matcher, "contradicted", m, f"The summary says {{words!r}}, the article {expected}."
                )
        return make_verdict(
            matcher.fact, "omitted", f"The summary gives no date for this ({expected}).", expected=expected
        )

    def _counts_against(self, passage: Passage, matcher: TimeMatcher, match: TimeMatch) -> bool:
        if _own_key(matcher, match) in self.stage.own:
            return False
        if self.stage.is_elsewhere(passage, match.sentence, matcher.fact):
            return False
        rivals = (self.matchers[mate.id] for mate in self.stage.mates(matcher.fact.id) if mate.id in self.matchers)
        return match.is_negated or not any(rival.compare(match.mention) in STATED for rival in rivals)


_RANK: tuple[Relation, ...] = ("same", "bound dropped", "coarser")


def _own_key(matcher: TimeMatcher, match: TimeMatch) -> OwnKey:
    return (matcher.fact.id, match.mention.period, match.mention.duration, match.is_negated)


def _time(
    scene: Scene, matcher: TimeMatcher, verdict: str, match: TimeMatch, reason: str, mark: str | None = None
) -> FactVerdict:
    span = (match.mention.start, match.mention.end)
    words = scene.words(span)
    return make_verdict(
        matcher.fact,
        verdict,
        reason.format(words=words),
        mark=mark,
        summary_span=span,
        expected=matcher.described,
        found=words,
    )
