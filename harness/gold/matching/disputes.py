"""Disputes: how a summary treats facts that differ. The verdicts, worst first, are defined in `docs/gold-format.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.gold.compare import Value, compare_amounts
from harness.gold.gold import GoldFact, GoldGroup
from harness.gold.matching.passage import Key, Passage
from harness.gold.matching.scene import Scene, Stage
from harness.gold.models import DisputeVerdict as DisputeOutcome
from harness.gold.verdicts import DisputeVerdict, FactVerdict
from harness.text.fold import Span
from harness.text.reading import Quantity

_WORST_FIRST: tuple[DisputeOutcome, ...] = (
    "fabricated",
    "misattributed",
    "blended",
    "flattened",
    "one-sided",
    "fair",
    "omitted",
)


class DisputeJudge:
    """Judges every dispute of a sample."""

    def __init__(self, stage: Stage) -> None:
        self.gold = stage.gold
        self.names = stage.names
        self.numbers = stage.numbers
        self.facts = stage.facts
        self.every = stage.every
        self.disputes = [group for group in stage.gold.groups if group.is_dispute and len(group.members) > 1]
        self.sources = {
            fact.id: self._sources_of(fact)
            for group in self.disputes
            for fact in map(self.facts.__getitem__, group.members)
        }

    def _sources_of(self, fact: GoldFact) -> frozenset[Key]:
        """Return the names that a fact's article gives for it, and those of other articles with the same spelling."""
        keys: set[Key] = set()
        for other in self.every:
            says = other.fact.says
            if says and other.article == fact.article and isinstance(says.what, tuple) and fact.fact.id in says.what:
                keys |= {m for key in (*says.who.keys, *says.via) for m in self.names.members((fact.article, key))}
        if fact.fact.says:
            says = fact.fact.says
            keys |= {m for key in (*says.who.keys, *says.via) for m in self.names.members((fact.article, key))}
        return frozenset(same for key in keys for same in self.names.same(key))

    def judge(self, scene: Scene, verdicts: Mapping[str, FactVerdict]) -> tuple[DisputeVerdict, ...]:
        """Return a verdict on each dispute of a summary whose facts are decided."""
        return tuple(self._judge(scene, group, verdicts) for group in self.disputes)

    def _judge(self, scene: Scene, group: GoldGroup, verdicts: Mapping[str, FactVerdict]) -> DisputeVerdict:
        passage = scene.passage
        classes = self._value_classes(group)
        told = self._told(scene, group)
        told_classes = [chosen for members in classes if (chosen := {m: told[m] for m in members if told.get(m)})]
        wrong = [verdicts[m] for m in group.members if verdicts[m].verdict == "contradicted"]
        outcomes: set[DisputeOutcome] = set()
        spans: list[Span] = [v.summary_span for m in told if (v := verdicts[m]).summary_span]
        if wrong:
            outcomes.add("blended" if self._blend(passage, group, wrong) else "fabricated")
            spans += [v.summary_span for v in wrong if v.summary_span]
        attributed = [self._attribution(passage, members, group) for members in told_classes]
        if "other" in attributed:
            outcomes.add("misattributed")
        spanning = self._spanning_range(group, scene.ranges)
        if spanning:
            outcomes.add("fair")
            spans.append((spanning.start, spanning.end))
        elif told_classes:
            outcomes.add(self._balance(passage, told_classes, attributed, n_classes=len(classes)))
        ordered = [outcome for outcome in _WORST_FIRST if outcome in outcomes] or ["omitted"]
        values = tuple(dict.fromkeys(_value_of(self.facts[m]) for members in told_classes for m in list(members)[:1]))
        return DisputeVerdict(
            id=group.id,
            verdict=ordered[0],
            also=tuple(ordered[1:]),
            spans=tuple(sorted(set(spans))),
            values=values,
            reason=self._reason(ordered[0], group, values, len(classes), wrong),
        )

    def _told(self, scene: Scene, group: GoldGroup) -> dict[str, set[int]]:
        """Return which members a summary tells, and in which sentences: one version for each sentence and number.

        A sentence may fit several members, since they are about one point. It tells those whose source it names;
        failing that the one that fits best.
        """
        told: dict[str, set[int]] = {}
        for sentence in sorted({s for m in group.members for s in scene.stated.get(m, ())}):
            here = [m for m in group.members if sentence in scene.stated.get(m, ())]
            here = [m for m in here if sentence in scene.exact.get(m, ())] or here
            if self.facts[here[0]].kind in ("statement", "attribution"):
                named = [m for m in here if self._names_source(scene.passage, sentence, m)]
                here = named or here[:1]
            for member in here:
                told.setdefault(member, set()).add(sentence)
        return told

    def _names_source(self, passage: Passage, sentence: int, member: str) -> bool:
        keys = frozenset(key for speaker in passage.speakers[sentence] for key in speaker.keys)
        return self.numbers[self.facts[member].article] in passage.markers[sentence] or bool(
            keys & self.sources[member]
        )

    def _spanning_range(self, group: GoldGroup, ranges: Mapping[str, Sequence[Quantity]]) -> Quantity | None:
        """Return a range whose ends are two members' figures: `from 300 to 1,000`."""
        amounts = [c.amount for m in group.members if (c := self.facts[m].fact.count)]
        ends = {end for amount in amounts for end in (amount.low, amount.high)}
        own = {(amount.low, amount.high) for amount in amounts}
        for member in group.members:
            for quantity in ranges.get(member, ()):
                low, high = quantity.amount.low, quantity.amount.high
                if low in ends and high in ends and (low, high) not in own:
                    return quantity
        return None

    def _value_classes(self, group: GoldGroup) -> list[list[str]]:
        """Return the group's members, those that say the same together."""
        classes: list[list[str]] = []
        for member in group.members:
            for members in classes:
                if _same_value(self.facts[member], self.facts[members[0]]):
                    members.append(member)
                    break
            else:
                classes.append([member])
        return classes

    def _blend(self, passage: Passage, group: GoldGroup, wrong: list[FactVerdict]) -> bool:
        """Whether a number that no article has is the sum or the mean of two rival ones."""
        amounts = sorted({c.amount.low for m in group.members if (c := self.facts[m].fact.count)})
        for verdict in wrong:
            for quantity in passage.reading.quantities:
                if verdict.summary_span and quantity.start == verdict.summary_span[0]:
                    said = quantity.amount.low
                    for i, a in enumerate(amounts):
                        for b in amounts[i + 1 :]:
                            if said in (a + b, (a + b) / 2):
                                return True
        return False

    def _attribution(self, passage: Passage, members: Mapping[str, set[int]], group: GoldGroup) -> str:
        """Return whether a version is given its own source (`own`), only another's (`other`), or none (`none`)."""
        any_member = next(iter(members))
        alike = [m for m in group.members if _same_value(self.facts[m], self.facts[any_member])]
        rivals = [m for m in group.members if m not in alike]
        found = "none"
        if not self.gold.is_set and not any(self.sources[m] for m in alike):
            return "own"  # its article gives no source that could be named
        for sentence in sorted(set().union(*members.values())):
            if any(self._names_source(passage, sentence, m) for m in alike):
                return "own"
            is_marked = bool(passage.markers[sentence]) and self.facts[any_member].kind in ("count", "date")
            if is_marked or any(self._names_source(passage, sentence, m) for m in rivals):
                found = "other"
        return found

    def _balance(
        self, passage: Passage, told: list[dict[str, set[int]]], attributed: list[str], *, n_classes: int
    ) -> DisputeOutcome:
        if n_classes == 1:
            return "fair"
        if len(told) > 1:
            return "fair" if all(a == "own" for a in attributed) or self._is_open(passage, told) else "flattened"
        return "one-sided" if attributed[0] == "own" else "flattened"

    @staticmethod
    def _is_open(passage: Passage, told: list[dict[str, set[int]]]) -> bool:
        """Whether the versions stand in one sentence with a word that leaves the matter open."""
        shared = set.intersection(*(set().union(*members.values()) for members in told))
        words = {
            "differ",
            "vary",
            "range",
            "disagree",
            "conflict",
            "dispute",
            "unclear",
            "contradict",
            "other",
            "or",
            "while",
        }
        return any(words & set(passage.reading.lemmas[slice(*passage.reading.sentence_words[s])]) for s in shared)

    @staticmethod
    def _reason(
        verdict: DisputeOutcome, group: GoldGroup, values: tuple[str, ...], n: int, wrong: list[FactVerdict]
    ) -> str:
        said = ", ".join(values)
        words = {
            "fabricated": f"{wrong[0].found if wrong else 'The value'} is what no article says.",
            "misattributed": f"A value is given another's source ({said}).",
            "blended": f"{wrong[0].found if wrong else 'The value'} mixes values that stand apart in the articles.",
            "flattened": f"Told as settled: {said}; the articles give {n} versions.",
            "one-sided": f"One version with its source: {said}; the articles give {n}.",
            "fair": f"Each version told has its source or is left open: {said}.",
            "omitted": "The summary does not touch this point.",
        }
        return f"{group.group.point} {words[verdict]}"


def _same_value(a: GoldFact, b: GoldFact) -> bool:
    if a.id == b.id:
        return True
    x, y = a.fact, b.fact
    if x.count and y.count:
        return compare_amounts(
            Value(x.count.amount, x.count.bound), Value(y.count.amount, y.count.bound)
        ) == "same" and (x.count.bound in ("exact", "about")) == (y.count.bound in ("exact", "about"))
    if x.date and y.date:
        return (x.date.when, x.date.lasting) == (y.date.when, y.date.lasting)
    if x.states and y.states:
        return (x.states.polarity, x.states.certainty, x.states.did, x.states.what) == (
            y.states.polarity,
            y.states.certainty,
            y.states.did,
            y.states.what,
        )
    return False


def _value_of(fact: GoldFact) -> str:
    if fact.fact.count:
        count = fact.fact.count
        return f"{'' if count.bound == 'exact' else count.bound + ' '}{count.value} {count.unit}"
    if fact.fact.date:
        return fact.fact.date.when or fact.fact.date.lasting or ""
    return fact.fact.statement
