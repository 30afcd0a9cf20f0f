"""Dates: which dates and durations of a summary a fact is about, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.gold.compare import Relation, compare_durations, compare_periods
from harness.gold.gold import GoldFact
from harness.gold.matching.clauses import is_negated
from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.terms import Hit, Terms, nearest
from harness.gold.matching.topics import Topic
from harness.gold.models import When
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
    is_negated: bool = False


class TimeMatcher:
    """Matches one date fact."""

    def __init__(self, fact: GoldFact, facts: Mapping[str, GoldFact], names: NameBook) -> None:
        date = fact.fact.date
        assert date is not None
        self.fact = fact
        self.date: When = date
        of = date.of
        if isinstance(of, str) and of not in facts:
            of = f"{fact.article}/{of}"
        self.topic = Topic(of, fact.article, facts, names)
        self.terms = Terms(date.terms)
        self.period = parse_period(date.when) if date.when else None

    @property
    def described(self) -> str:
        """The fact's value as the gold file writes it."""
        return self.date.when or self.date.lasting or ""

    def matches(self, passage: Passage) -> list[TimeMatch]:
        """Return every date or duration of a summary that may be the fact's, in order."""
        reading = passage.reading
        found = []
        for mention in reading.times:
            relation = self._compare(mention)
            if relation is None:
                continue
            sentence = reading.sentence_of(mention.start)
            if passage.is_question(sentence):
                continue
            hits = self.topic.found(passage, sentence)
            first, last = reading.sentence_words[sentence]
            if hits is None or self.terms.found(reading, first, last) is None:
                continue
            tight = self._is_tight(reading, mention, hits, sentence)
            found.append(TimeMatch(mention, relation, tight, sentence, self._is_negated(reading, hits)))
        return found

    def _compare(self, mention: TimeMention) -> Relation | None:
        if self.period and mention.period:
            return compare_periods(self.period, mention.period)
        if self.date.duration and mention.duration:
            fact, vague = self.date.duration, mention.is_vague
            if _is_wide(fact.low, fact.high) and fact.unit == mention.duration.unit and vague:
                return "same"
            return compare_durations(fact, mention.duration, is_vague=vague, bound=self.date.bound)
        return None

    def _is_negated(self, reading: Reading, hits: list[list[Hit]]) -> bool:
        """Whether what is dated is said not to have happened; for what is negative by itself, never."""
        return not self.topic.is_negative and bool(hits) and all(is_negated(reading, hit) for hit in hits[0])

    @staticmethod
    def _is_tight(reading: Reading, mention: TimeMention, hits: list[list[Hit]], sentence: int) -> bool:
        """Whether no other date of the sentence stands nearer to the topic's words."""
        position = reading.word_at(mention.start)
        rivals = [m for m in reading.times if m is not mention and reading.sentence_of(m.start) == sentence and bool(m.period) == bool(mention.period)]
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
