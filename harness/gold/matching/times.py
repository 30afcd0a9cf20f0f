"""Dates: which dates and durations of a summary a fact is about, whether they agree, and the verdict.

A time belongs to the facts whose context it stands in best. Where its value is a fact's, little context is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.gold.compare import STATED, Relation, compare_durations, place_year
from harness.gold.matching.clauses import is_called_certain
from harness.gold.matching.moments import TOUCHED, TimeMatch, TimeMatcher, is_back, stretch_of_time, words_between
from harness.gold.matching.passage import Passage
from harness.gold.matching.scene import Scene, Stage, make_verdict
from harness.gold.matching.terms import share_of
from harness.gold.verdicts import FactVerdict
from harness.text.dates import GRAIN_DAYS, Period
from harness.text.timing import TimeMention

_IS_DISTANCE = re.compile(r"\s+(?:later|afterwards|before|earlier|previously|ago|apart)\b", re.IGNORECASE)
BETTER = 0.2
"""By how much one context must be better than another to decide between them."""

UNLIKE = 0.5
"""How much better another fact must suit a time's context for a value that is one fact's alone not to count as it."""

DENIED = 0.65
"""How good a time's context must be for a negation in it to be of the fact."""

SHARE = 0.6
"""How good a time's context must be for a fact of its value, as a share of the best context that it stands in."""


class TimeFacts:
    """Decides all date facts of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.matchers = {fact.id: TimeMatcher(fact, date, stage) for fact in stage.every if (date := fact.fact.date)}
        self._told = [_Told(TimeMention(0, 0, period=period), period) for period in stage.published.values()]
        self._denied: set[str] = set()

    def read_own(self, scene: Scene) -> None:
        """Note the times that an article tells, and which of its own facts it seems to deny."""
        published = self.stage.published.get(scene.article)
        reading = scene.passage.reading
        for mention in reading.times:
            words = words_between(scene.passage, *reading.sentence_words[reading.sentence_of(mention.start)])
            self._told.append(_Told(mention, published, words, scene.article))
        for name, found in self._read(scene).items():
            scene.stated[name] = {m.sentence for m in found if m.relation in STATED and m.context >= TOUCHED}
            if any(m.is_negated for m in found if m.relation in STATED):
                self._denied.add(name)

    def decide(self, scene: Scene) -> None:
        """Add verdicts on dates to a scene."""
        read = self._read(scene)
        best: dict[int, float] = {}
        for found in read.values():
            for m in found:
                best[m.mention.start] = max(m.context, best.get(m.mention.start, 0.0))
        own = {
            name: [m for m in read.get(name, ()) if m.is_good and self._is_own(name, m, read[name], best)]
            for name in self.matchers
        }
        explained = {m.mention.start for good in own.values() for m in good}
        for name, matcher in self.matchers.items():
            good = own[name]
            scene.stated[name] = {m.sentence for m in good}
            scene.exact[name] = {m.sentence for m in good if m.relation != "coarser"}
            free = [m for m in read.get(name, ()) if m.mention.start not in explained or m.is_negated]
            against = None if good else self._contradiction(scene, matcher, free, best)
            stated = next((m for m in good if self._is_raised(scene, matcher, m)), None)
            if stated:
                reason = f"The article gives this as {matcher.date.certainty}, the summary as a fact ({{words!r}})."
                scene.verdicts[name] = _time(scene, matcher, "contradicted", stated, reason)
            else:
                scene.verdicts[name] = _support(scene, matcher, good) if good else against or matcher.omitted

    def _read(self, scene: Scene) -> dict[str, list[TimeMatch]]:
        passage = scene.passage
        stretches = {
            mention.start: stretch_of_time(passage.reading, mention)
            for mention in passage.reading.times
            if _states(passage, passage.reading.sentence_of(mention.start))
        }
        if not stretches:
            return {}
        return {name: matcher.matches(scene, stretches) for name, matcher in self.matchers.items()}

    @cached_property
    def _only(self) -> dict[str, _Told]:
        """The facts whose value the articles tell once, and for no other fact: it alone says which fact is meant."""
        found = {}
        for name, matcher in self.matchers.items():
            told = [t for t in self._told if t.article and matcher.compare(t.mention) in STATED]
            if len(told) == 1 and not any(
                other is not matcher and other.compare(told[0].mention) in STATED for other in self.matchers.values()
            ):
                found[name] = told[0]
        return found

    def _is_own(self, name: str, match: TimeMatch, found: Iterable[TimeMatch], best: Mapping[int, float]) -> bool:
        """Whether a time of the fact's value is the fact's: not where it suits another better, and another time it."""
        other = best[match.mention.start]
        is_elsewhere = any(m.relation == "different" and m.context >= match.context + BETTER for m in found)
        if not is_elsewhere and other - match.context < UNLIKE and self._is_telling(name, match):
            return True
        if match.context < max(TOUCHED / 2, SHARE * other):
            return False
        return match.context >= other or not is_elsewhere

    def _is_telling(self, name: str, match: TimeMatch) -> bool:
        """Whether a time alone says which fact is meant: `two hours` does not without a word of the fact."""
        only = self._only.get(name)
        length = match.mention.duration
        is_rare = length is None or length.low != length.high
        return bool(only and (is_rare or match.context) and _covers(only.mention, match.mention, only.published))

    @staticmethod
    def _is_raised(scene: Scene, matcher: TimeMatcher, match: TimeMatch) -> bool:
        """Whether a sentence insists on what the article only thinks possible."""
        reading, mention = scene.passage.reading, match.mention
        hit = reading.word_range((mention.start, mention.end))
        return matcher.date.certainty != "asserted" and is_called_certain(reading, match.sentence, hit, hit)

    def _contradiction(
        self,
        scene: Scene,
        matcher: TimeMatcher,
        found: Iterable[TimeMatch],
        best: Mapping[int, float],
    ) -> FactVerdict | None:
        """Return a verdict against a fact that no time states, where one stands in its place or it is denied."""
        for m in found:
            if m.mention.duration and _IS_DISTANCE.match(scene.passage.reading.text, m.mention.end):
                continue  # `two days later`
            if not m.is_clear or self.stage.is_elsewhere(scene.passage, m.sentence, matcher.fact):
                continue
            if m.is_negated and m.relation in STATED and m.context >= DENIED and matcher.fact.id not in self._denied:
                return _time(scene, matcher, "contradicted", m, "The summary says it did not happen then ({words!r}).")
            if m.relation == "different" and self._is_wrong(scene, matcher, m, best):
                reason = f"The summary says {{words!r}}, the article {matcher.described}."
                return _time(scene, matcher, "contradicted", m, reason)
        return None

    def _is_wrong(self, scene: Scene, matcher: TimeMatcher, match: TimeMatch, best: Mapping[int, float]) -> bool:
        """Whether another time than the fact's stands for it: one that nothing tells, or that belongs elsewhere."""
        if match.context < best[match.mention.start] - BETTER / 2:
            return False
        rivals = [self.matchers[mate.id] for mate in self.stage.mates(matcher.fact.id) if mate.id in self.matchers]
        if any(rival.compare(match.mention) in STATED for rival in rivals):
            return False
        around = words_between(scene.passage, *stretch_of_time(scene.passage.reading, match.mention))
        fits = share_of(around, matcher.words, self.stage.lexicon)
        # Where an article tells this time, its words there must suit those around the time worse than the fact's do.
        return not any(
            not told.words or share_of(around, told.words, self.stage.lexicon) > fits - BETTER
            for told in self._told
            if _covers(told.mention, match.mention, told.published)
        )


def _states(passage: Passage, sentence: int) -> bool:
    """Whether a sentence says something; `Deployed: late 2024` does, though it has no verb."""
    start, end = passage.reading.sentences[sentence]
    return not passage.states_nothing(sentence) or bool(_LABELLED.match(passage.reading.text, start, end))


_LABELLED = re.compile(r"\W*\w[^:?]{0,40}: [^?]+\Z")


@dataclass(frozen=True, slots=True)
class _Told:
    """A time that an article, a statement or a day of publication tells, and what the sentence is about."""

    mention: TimeMention
    published: Period | None
    words: frozenset[str] = frozenset()
    article: str = ""


def _covers(told: TimeMention, said: TimeMention, published: Period | None) -> bool:
    """Whether a time that an article tells is the one that a summary says, or lies in it."""
    if said.period:
        if told.period is None:
            return is_back(told, said.period, published)
        return any(
            _holds(period, other, published)
            for period in (told.period, told.other)
            if period
            for other in (said.period, said.other)
            if other
        )
    if said.duration is None:
        return False
    if told.duration is None:
        return told.period is not None and is_back(said, told.period, published)
    is_vague = told.is_vague or said.is_vague
    relation = compare_durations(
        told.duration, said.duration, is_vague=is_vague, bound=told.bound, found_bound=said.bound
    )
    return relation in STATED or (told.is_vague and not said.is_vague and relation == "weaker")


def _holds(told: Period, said: Period, published: Period | None) -> bool:
    if said.has_year and not told.has_year:
        told = place_year(told, published) or told
    if told.has_year != said.has_year:
        if said.grain in ("year", "decade"):
            return False
        told, said = told.without_year(), said.without_year()
    if (told.earliest and said.earliest == told.earliest) or (told.latest and said.latest == told.latest):
        return True
    if said.is_open:
        end = said.earliest or said.latest
        ends = [day for day in (told.earliest, told.latest) if day]
        return end is not None and any(abs((day - end).days) <= GRAIN_DAYS[said.grain] for day in ends)
    return said.contains(told)


_RANK: tuple[Relation, ...] = ("same", "bound dropped", "coarser")


def _support(scene: Scene, matcher: TimeMatcher, good: Iterable[TimeMatch]) -> FactVerdict:
    match = min(good, key=lambda m: (_RANK.index(m.relation), -m.context))
    mark = "coarser" if match.relation == "coarser" else None
    said = "Stated, coarser" if mark else "Stated"
    return _time(scene, matcher, "supported", match, f"{said}: {{words!r}} for {matcher.described}.", mark)


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
