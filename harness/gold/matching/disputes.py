"""Disputes: how a summary treats facts that differ. The verdicts, worst first, are defined in `docs/gold-format.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.articles.models import Article
from harness.gold.compare import Value, compare_amounts
from harness.gold.gold import Gold, GoldFact, GoldGroup
from harness.gold.matching.clauses import hedges_in
from harness.gold.matching.passage import Key, NameBook, Passage
from harness.gold.verdicts import DisputeOutcome, DisputeVerdict, FactVerdict
from harness.text.fold import Span

_WORST_FIRST: tuple[DisputeOutcome, ...] = ("fabricated", "misattributed", "blended", "flattened", "one-sided", "fair", "omitted")


class DisputeJudge:
    """Judges every dispute of a sample."""

    def __init__(self, gold: Gold, articles: Sequence[Article], names: NameBook) -> None:
        self.gold = gold
        self.names = names
        self.numbers = {article.id: i for i, article in enumerate(articles, 1)}
        self.facts = {fact.id: fact for fact in gold.facts}
        self.disputes = [group for group in gold.groups if group.is_dispute and len(group.members) > 1]
        self.sources = {fact.id: self._sources_of(fact) for group in self.disputes for fact in map(self.facts.__getitem__, group.members)}
        self.outlets = {article.id: (article.outlet or "").lower() for article in articles}

    def _sources_of(self, fact: GoldFact) -> frozenset[Key]:
        """Return the names that a fact's article gives for it, and those of other articles with the same spelling."""
        keys: set[Key] = set()
        for other in self.gold.facts:
            says = other.fact.says
            if says and other.article == fact.article and isinstance(says.what, tuple) and fact.fact.id in says.what:
                keys |= {m for key in (*says.who.keys, *says.via) for m in self.names.members((fact.article, key))}
        if fact.fact.says:
            says = fact.fact.says
            keys |= {m for key in (*says.who.keys, *says.via) for m in self.names.members((fact.article, key))}
        spellings = {t.lower() for k in keys if (e := self.names.entries.get(k)) for t in (e.name, *e.also) if t}
        same = {k for k, e in self.names.entries.items() if e.name and ({e.name.lower(), *map(str.lower, e.also)} & spellings)}
        return frozenset(keys | same)

    def judge(self, passage: Passage, verdicts: Mapping[str, FactVerdict], stated: Mapping[str, set[int]]) -> tuple[DisputeVerdict, ...]:
        """Return a verdict on each dispute."""
        return tuple(self._judge(passage, group, verdicts, stated) for group in self.disputes)

    def _judge(
        self, passage: Passage, group: GoldGroup, verdicts: Mapping[str, FactVerdict], stated: Mapping[str, set[int]]
    ) -> DisputeVerdict:
        classes = self._value_classes(group)
        told = [[m for m in members if stated.get(m)] for members in classes]
        told_classes = [members for members in told if members]
        wrong = [verdicts[m] for m in group.members if verdicts[m].verdict == "contradicted"]
        outcomes: set[DisputeOutcome] = set()
        spans: list[Span] = [v.summary_span for m in group.members if (v := verdicts[m]).summary_span and v.verdict == "supported"]
        if wrong and not self._is_explained(wrong):
            blended = self._blend(passage, group, wrong)
            outcomes.add("blended" if blended else "fabricated")
            spans += [v.summary_span for v in wrong if v.summary_span]
        attributed = [self._attribution(passage, members, group, stated) for members in told_classes]
        if any(a == "other" for a in attributed):
            outcomes.add("misattributed")
        if told_classes:
            outcomes.add(self._balance(passage, group, told_classes, attributed, stated, n_classes=len(classes)))
        ordered = [outcome for outcome in _WORST_FIRST if outcome in outcomes] or ["omitted"]
        values = tuple(dict.fromkeys(_value_of(self.facts[m]) for members in told_classes for m in members[:1]))
        return DisputeVerdict(
            id=group.id,
            verdict=ordered[0],
            also=tuple(ordered[1:]),
            spans=tuple(sorted(set(spans))),
            values=values,
            reason=self._reason(ordered[0], group, values, len(classes), wrong),
        )

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

    def _is_explained(self, wrong: list[FactVerdict]) -> bool:
        """Statements that oppose each other contradict each other when both are told; that is the dispute, not an error."""
        return all(v.kind in ("statement", "attribution") for v in wrong)

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

    def _attribution(self, passage: Passage, members: list[str], group: GoldGroup, stated: Mapping[str, set[int]]) -> str:
        """Return whether a value is given its own source, another's, or none."""
        found = "none"
        others = [m for m in group.members if m not in members and not _same_value(self.facts[m], self.facts[members[0]])]
        own_sources = frozenset(key for m in group.members for key in self.sources[m] if _same_value(self.facts[m], self.facts[members[0]]))
        own_articles = {self.numbers[self.facts[m].article] for m in group.members if _same_value(self.facts[m], self.facts[members[0]])}
        for sentence in sorted({s for m in members for s in stated[m]}):
            markers = set(passage.markers[sentence])
            keys = frozenset(key for speaker in passage.speakers[sentence] for key in speaker.keys)
            if markers & own_articles or keys & own_sources:
                return "own"
            other_articles = {self.numbers[self.facts[m].article] for m in others}
            other_sources = frozenset(key for m in others for key in self.sources[m])
            shared = any(stated.get(m) and sentence in stated[m] for m in others)
            if not shared and ((markers and markers <= other_articles) or (not markers and keys and keys & other_sources)):
                found = "other"
        return found

    def _balance(
        self, passage: Passage, group: GoldGroup, told: list[list[str]], attributed: list[str], stated: Mapping[str, set[int]], *, n_classes: int
    ) -> DisputeOutcome:
        if len(told) > 1:
            if all(a == "own" for a in attributed):
                return "fair"
            return "fair" if self._is_open(passage, told, stated) else "flattened"
        if n_classes == 1 or attributed[0] == "own":
            return "fair" if n_classes == 1 else "one-sided"
        return "flattened"

    @staticmethod
    def _is_open(passage: Passage, told: list[list[str]], stated: Mapping[str, set[int]]) -> bool:
        """Whether the values stand in one sentence as a range or with a word that leaves the matter open."""
        sentences = [set().union(*(stated[m] for m in members)) for members in told]
        shared = set.intersection(*sentences)
        words = {"differ", "vary", "range", "disagree", "conflict", "between", "while", "or", "dispute", "unclear", "contradict", "other"}
        return any(
            hedges_in(passage.reading, s) or words & set(passage.reading.lemmas[slice(*passage.reading.sentence_words[s])]) for s in shared
        )

    @staticmethod
    def _reason(verdict: DisputeOutcome, group: GoldGroup, values: tuple[str, ...], n: int, wrong: list[FactVerdict]) -> str:
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
        return compare_amounts(Value(x.count.amount, x.count.bound), Value(y.count.amount, y.count.bound)) == "same" and (x.count.bound in ("exact", "about")) == (y.count.bound in ("exact", "about"))
    if x.date and y.date:
        return (x.date.when, x.date.lasting) == (y.date.when, y.date.lasting)
    if x.states and y.states:
        return (x.states.polarity, x.states.certainty, x.states.did, x.states.what) == (y.states.polarity, y.states.certainty, y.states.did, y.states.what)
    return False


def _value_of(fact: GoldFact) -> str:
    if fact.fact.count:
        count = fact.fact.count
        return f"{'' if count.bound == 'exact' else count.bound + ' '}{count.value} {count.unit}"
    if fact.fact.date:
        return fact.fact.date.when or fact.fact.date.lasting or ""
    return fact.fact.statement
