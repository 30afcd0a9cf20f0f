"""Tellings: the numbers and times of a summary that are about a point of dispute, with the versions that they tell.

A value belongs to the point whose facts it fits best, by what it is and by the words around it. One that fits a fact
outside of all disputes better tells none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.gold.compare import STATED, Value, compare_amounts, compare_durations, compare_periods
from harness.gold.matching.number_mentions import Mention
from harness.gold.matching.origins import Origins
from harness.gold.matching.points import Point
from harness.gold.matching.scene import Scene, Stage
from harness.text.amounts import Amount
from harness.text.dates import Period, parse_period
from harness.text.fold import Span
from harness.text.reading import Reading
from harness.text.timing import TimeMention
from harness.text.words import as_phrase

FAINT = 0.05
"""With less of a fact around it than this, a value is of another thing."""

CLEAR, AHEAD = 0.3, 0.1
"""How much of a point must stand around a value of none, and how much more than of anything else."""

SURE, FAR_AHEAD = 0.6, 0.3
"""The same for a value that another fact or an article has, in other words."""

CLOSE = 0.75
"""What a disputed fact must have of the best fit to be told as well."""

SMALL = 12
"""A whole number up to this is too common to be known without words around it."""

_COUNTED = frozenset(["report", "article", "source", "account", "text", "version", "reason", "theory", "theories"])
"""What is counted of the sample itself: `four of the reports`."""

_ANYBODY = frozenset({"people", "person", "man", "woman", "other", "more", "victim", "individual"})

_BEST = ("same", "bound dropped", "coarser")


@dataclass(frozen=True, slots=True)
class Telling:
    """A value with its words. `versions` are those that it may tell, `told` is the closest of them.

    Without versions it is a range that `spans` some, or `is_derived` from them, or else is of none.
    """

    first: int
    last: int
    span: Span
    sentence: int
    versions: frozenset[int] = frozenset()
    told: int | None = None
    spans: bool = False
    is_range: bool = False
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """A value's telling, yet without versions, and the words that belong to it."""

    telling: Telling
    zone: tuple[int, int]


class TellingFinder:
    """Finds the tellings of every point that has numbers or times."""

    def __init__(self, stage: Stage, points: Sequence[Point]) -> None:
        self.stage = stage
        self.points = [point for point in points if point.is_typed]
        self.counts = [(fact.id, Value(c.amount, c.bound)) for fact in stage.every if (c := fact.fact.count)]
        self.dates = [(fact.id, d) for fact in stage.every if (d := fact.fact.date)]
        self.periods = {name: parse_period(date.when) for name, date in self.dates if date.when}
        self._point_of = {fact.id: point for point in self.points for fact in point.facts}
        self._numbers: set[float] = set()
        self._times: list[Period] = []

    def read_own(self, scene: Scene) -> None:
        """Learn which numbers and dates stand in an article, whatever they are about: none of them is invented."""
        amounts = [quantity.amount for quantity in scene.passage.reading.quantities]
        self._numbers.update(end for amount in amounts for end in (amount.low, amount.high))
        self._times += [time.period for time in scene.passage.reading.times if time.period]

    def find(self, scene: Scene, origins: Origins) -> dict[str, list[Telling]]:
        """Return the tellings of each point, by its group's id, in the order of the text."""
        found: dict[str, list[Telling]] = {}
        if self.points:
            taken = {i for listed in origins.named for o in listed for i in range(o.first, o.last)}
            for mention in (mention for listed in scene.mentions for mention in listed):
                if mention.quantity.first_word not in taken and not _counts_reports(scene, mention):
                    self._add_count(scene, mention, found)
            for time in scene.passage.reading.times:
                self._add_time(scene, time, found)
        return {name: sorted(listed, key=lambda telling: telling.first) for name, listed in found.items()}

    def _add_count(self, scene: Scene, mention: Mention, found: dict[str, list[Telling]]) -> None:
        if mention.is_ordinal or mention.is_difference:
            return
        quantity = mention.quantity
        amount, value = quantity.amount, Value(quantity.amount, quantity.bound)
        relations = {}
        for name, count in self.counts:
            if _is_near(amount, count.amount):
                relation = compare_amounts(count, value)
                if relation in STATED:
                    relations[name] = str(relation)
        words = quantity.first_word, quantity.last_word + 1
        telling = Telling(*words, (quantity.start, quantity.end), quantity.sentence, is_range=amount.is_range)
        place = _Place(telling, (mention.first, mention.last))
        kin = [name for name, count in self.counts if count.amount.is_share == amount.is_share]
        if relations:
            is_telling = amount.high > SMALL and not amount.magnitude and self._is_exact(relations)
            self._add_told(scene, place, relations, found, () if amount.magnitude else kin, is_telling=is_telling)
        elif end_of := self._ends_at(amount, quantity.bound):
            self._add_told(scene, place, dict.fromkeys(end_of, "coarser"), found, (), is_telling=True)
        elif amount.is_range:
            self._add_spanning(scene, place, amount, found)
        elif not amount.magnitude and amount.low not in self._numbers and _is_total(scene, mention):
            point = self._point_around(scene, place, kin)
            if point and self._counts_its_thing(point, mention):
                derived = point.is_derived(amount.low, quantity.bound)
                found.setdefault(point.id, []).append(replace(telling, is_derived=derived))

    def _counts_its_thing(self, point: Point, mention: Mention) -> bool:
        """Whether a number may count what a point's facts count: its noun is theirs, or is missing."""
        units = set(mention.quantity.units)
        counts = [count for fact in point.facts if (count := fact.fact.count)]
        theirs = {lemma for c in counts for text in (c.unit, *c.did) for lemma in as_phrase(text)} | _ANYBODY
        return not units or mention.quantity.amount.is_share or bool(units & theirs)

    def _add_time(self, scene: Scene, time: TimeMention, found: dict[str, list[Telling]]) -> None:
        reading = scene.passage.reading
        sentence = reading.sentence_of(time.start)
        if scene.passage.states_nothing(sentence):
            return
        relations = {name: r for name, _ in self.dates if (r := self._compare(name, time))}
        first, last = reading.word_range((time.start, time.end))
        telling = Telling(first, max(last, first + 1), (time.start, time.end), sentence)
        place = _Place(telling, _clause(reading, time.start, sentence))
        told: dict[str, str] = {name: relation for name, relation in relations.items() if relation in STATED}
        if any(self.periods.get(name) == time.period for name in told):
            told = {name: "same" if self.periods.get(name) == time.period else "coarser" for name in told}
        if told:
            self._add_told(scene, place, told, found, () if time.is_vague else list(relations))
        elif not time.is_vague:
            kin = [name for name, relation in relations.items() if relation == "different"]
            is_known = len(kin) < len(relations) or self._is_in_articles(time)
            point = self._point_around(scene, place, kin, SURE if is_known else CLEAR, FAR_AHEAD if is_known else AHEAD)
            if point:
                found.setdefault(point.id, []).append(telling)

    def _compare(self, name: str, time: TimeMention) -> str | None:
        date = self.stage.facts[name].fact.date
        period, duration = self.periods.get(name), date.duration if date else None
        if period and time.period:
            return compare_periods(period, time.period)
        if date is None or duration is None or time.duration is None:
            return None
        if duration.is_vague and time.is_vague:
            return "same" if duration.unit == time.duration.unit else None
        return compare_durations(
            duration, time.duration, is_vague=time.is_vague, bound=date.bound, found_bound=time.bound
        )

    def _is_in_articles(self, time: TimeMention) -> bool:
        period = time.period
        return period is not None and any(compare_periods(own, period) != "different" for own in self._times)

    def _add_told(
        self,
        scene: Scene,
        place: _Place,
        relations: Mapping[str, str],
        found: dict[str, list[Telling]],
        kin: Sequence[str],
        *,
        is_telling: bool = False,
    ) -> None:
        """Add a value that is some facts' to the point that it fits best.

        `kin` are the facts that it may be about in spite of its value; `is_telling` is of a value like no other.
        """
        fits = {name: self._fit(scene, name, place) for name in relations}
        best = max(fits.values())
        rest = [] if is_telling else [name for name in kin if name not in relations]
        other = self._point_around(scene, place, rest, SURE, FAR_AHEAD) if rest and best < CLEAR else None
        if other and not any(self._point_of.get(name) is other for name in relations):
            found.setdefault(other.id, []).append(place.telling)
            return
        ours = [name for name, fit in fits.items() if fit >= CLOSE * best and name in self._point_of]
        if (best < FAINT and not is_telling) or not ours:
            return
        point = self._point_of[max(ours, key=lambda name: fits[name])]
        mine = {name: relation for name, relation in relations.items() if self._point_of.get(name) is point}
        closest = min(mine, key=lambda name: (_BEST.index(mine[name]), -fits[name]))
        versions = frozenset(point.version_of[name] for name in mine)
        telling = replace(place.telling, versions=versions, told=point.version_of[closest])
        found.setdefault(point.id, []).append(telling)

    def _is_exact(self, relations: Mapping[str, str]) -> bool:
        """Whether some fact has just that number, not only its magnitude."""
        counts = [self.stage.facts[name].fact.count for name, relation in relations.items() if relation == "same"]
        return any(count and not count.amount.magnitude for count in counts)

    def _ends_at(self, amount: Amount, bound: str) -> list[str]:
        """Return the facts whose range has a number for an end: `as few as 10,000` of 10,000 to 11,000."""
        if amount.is_range or amount.magnitude or (bound == "exact" and amount.low <= SMALL):
            return []
        return [
            name
            for name, count in self.counts
            if count.amount.is_range
            and amount.low in (count.amount.low, count.amount.high)
            and amount.is_share == count.amount.is_share
        ]

    def _add_spanning(self, scene: Scene, place: _Place, amount: Amount, found: dict[str, list[Telling]]) -> None:
        """Add a range whose ends are two members' numbers: `from 300 to 1,000`."""
        fits = {
            point.id: max(self._fit(scene, fact.id, place) for fact in point.facts)
            for point in self.points
            if amount.low in point.ends and amount.high in point.ends
        }
        best = max(fits, key=lambda name: fits[name], default=None)
        if best is not None and fits[best] >= FAINT:
            found.setdefault(best, []).append(replace(place.telling, spans=True))

    def _point_around(
        self, scene: Scene, place: _Place, facts: Iterable[str], clear: float = CLEAR, ahead: float = AHEAD
    ) -> Point | None:
        """Return the point that the words around a value are clearly about; None where they may be about else."""
        fits: dict[str, float] = {}
        for name in facts:
            point = self._point_of.get(name)
            key = point.id if point else ""
            fits[key] = max(fits.get(key, 0.0), self._fit(scene, name, place))
        best = max(fits, key=lambda key: fits[key], default="")
        rest = max((fit for key, fit in fits.items() if key != best), default=0.0)
        if not best or fits[best] < max(clear, rest + ahead):
            return None
        return next(point for point in self.points if point.id == best)

    def _fit(self, scene: Scene, name: str, place: _Place) -> float:
        """Return how much of a fact stands around a value: half by the words at it, half by its sentence."""
        bag = self.stage.bags[name]
        near = bag.score_between(scene.features, *place.zone)
        line = _line(scene.passage.reading, place.telling)
        around = bag.score_between(scene.features, *line) if line else bag.score(scene.features, place.telling.sentence)
        return (near + around) / 2


def _is_total(scene: Scene, mention: Mention) -> bool:
    """Whether a number may be a figure of its own: no change (`by eight`), and not a small one without a noun."""
    quantity = mention.quantity
    before = scene.passage.reading.words[max(0, quantity.first_word - 1)].lower
    return before != "by" and (quantity.amount.high > SMALL or bool(quantity.units))


def _counts_reports(scene: Scene, mention: Mention) -> bool:
    """Whether a number counts the reports: `five articles`, `four of the reports`."""
    reading, last = scene.passage.reading, mention.quantity.last_word + 1
    if last >= len(reading.words) or reading.text[reading.words[last - 1].end : reading.words[last].start].strip():
        return False
    lemmas = reading.lemmas[last : last + 3]
    return bool(_COUNTED & set(lemmas if lemmas[0] == "of" else lemmas[:1]))


def _is_near(one: Amount, other: Amount) -> bool:
    """Whether a number can state another at all: within a factor of two, or by a word for its magnitude."""
    return one.magnitude is not None or (one.low <= 2 * other.high and 2 * one.high >= other.low)


def _line(reading: Reading, telling: Telling) -> tuple[int, int] | None:
    """Return the words of the row that a value stands in, where its sentence is a table."""
    start, end = reading.sentences[telling.sentence]
    begin, stop = reading.text.rfind("\n", start, telling.span[0]), reading.text.find("\n", telling.span[1], end)
    if begin < 0 and stop < 0:
        return None
    return reading.word_range((begin + 1 if begin >= 0 else start, stop if stop >= 0 else end))


def _clause(reading: Reading, offset: int, sentence: int) -> tuple[int, int]:
    for span in reading.clauses[sentence]:
        if span[0] <= offset < span[1]:
            return reading.word_range(span)
    return reading.sentence_words[sentence]
