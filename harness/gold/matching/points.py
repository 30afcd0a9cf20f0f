"""Points of dispute: the versions that the members of a group tell, with who stands behind each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from harness.gold.compare import Value, compare_amounts
from harness.gold.gold import GoldFact, GoldGroup
from harness.gold.matching.origins import Origin
from harness.gold.matching.passage import Key, NameBook

_MOST_SUMMED = 8


@dataclass(frozen=True)
class Version:
    """Members that say the same, the numbers of their articles, and the names that stand behind them."""

    members: tuple[GoldFact, ...]
    articles: frozenset[int]
    sources: frozenset[Key]

    def is_from(self, origin: Origin) -> bool:
        """Whether an origin is one of this version's."""
        return bool(origin.articles & self.articles or origin.keys & self.sources)


class Point:
    """A dispute with its versions."""

    def __init__(self, group: GoldGroup, versions: Sequence[Version]) -> None:
        self.group = group
        self.id = group.id
        self.versions = tuple(versions)
        self.articles = frozenset().union(*(version.articles for version in versions))
        self.version_of = {fact.id: i for i, version in enumerate(versions) for fact in version.members}
        self.facts = [fact for version in versions for fact in version.members]
        self.is_typed = any(fact.fact.count or fact.fact.date for fact in self.facts)
        self.is_of_sources = all(fact.fact.says for fact in self.facts)

    @cached_property
    def ends(self) -> frozenset[float]:
        """The ends of the members' numbers."""
        return frozenset(end for fact in self.facts if (c := fact.fact.count) for end in (c.amount.low, c.amount.high))

    @cached_property
    def derived(self) -> frozenset[float]:
        """The sums of two or more members' numbers, and the means of two."""
        counts = [
            c for fact in self.facts if (c := fact.fact.count) and not c.amount.is_share and not c.amount.magnitude
        ]
        lows = [count.amount.low for count in counts][:_MOST_SUMMED]
        sums = {sum(chosen) for n in range(2, len(lows) + 1) for chosen in combinations(lows, n)}
        means = {sum(pair) / 2 for pair in combinations(lows, 2)}
        means |= {(count.amount.low + count.amount.high) / 2 for count in counts}
        return frozenset((sums | means) - self.ends)

    def is_derived(self, number: float, bound: str) -> bool:
        """Whether a number fuses those of several members; one called `about` may be off by a hundredth."""
        slack = 0.01 if bound == "about" else 1e-9
        return any(abs(number - other) <= slack * other for other in self.derived)


def make_point(
    group: GoldGroup, facts: Mapping[str, GoldFact], numbers: Mapping[str, int], sources: Mapping[str, frozenset[Key]]
) -> Point:
    """Return the point of a group: members of one value together."""
    classes: list[list[GoldFact]] = []
    for fact in map(facts.__getitem__, group.members):
        alike = next((listed for listed in classes if same_value(fact, listed[0])), None)
        if alike is None:
            classes.append([fact])
        else:
            alike.append(fact)
    return Point(
        group,
        [
            Version(
                tuple(listed),
                frozenset(numbers[fact.article] for fact in listed if fact.article in numbers),
                frozenset().union(*(sources[fact.id] for fact in listed)),
            )
            for listed in classes
        ],
    )


def sources_of(fact: GoldFact, every: Iterable[GoldFact], names: NameBook) -> frozenset[Key]:
    """Return the names that a fact's article gives for it, and those of other articles with the same spelling."""
    keys: set[Key] = set()
    for other in every:
        says = other.fact.says
        if says is None or other.article != fact.article:
            continue
        if other.id == fact.id or (isinstance(says.what, tuple) and fact.fact.id in says.what):
            keys |= {m for key in (*says.who.keys, *says.via) for m in names.members((fact.article, key))}
    return frozenset(same for key in keys for same in names.same(key))


def same_value(a: GoldFact, b: GoldFact) -> bool:
    """Whether two members tell one version."""
    x, y = a.fact, b.fact
    if a.id == b.id:
        return True
    if x.count and y.count:
        relation = compare_amounts(Value(x.count.amount, x.count.bound), Value(y.count.amount, y.count.bound))
        return relation == "same" and (x.count.bound in ("exact", "about")) == (y.count.bound in ("exact", "about"))
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


def value_of(fact: GoldFact) -> str:
    """Return a member's value in words."""
    if fact.fact.count:
        count = fact.fact.count
        return f"{'' if count.bound == 'exact' else count.bound + ' '}{count.value} {count.unit}"
    if fact.fact.date:
        return fact.fact.date.when or fact.fact.date.lasting or ""
    return fact.fact.statement
