"""Groups whose relation their members' typed values do not bear out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from harness.gold.models import Fact
from harness.metaeval.findings import Draft, Finding
from harness.text.dates import Period, parse_period

_LOWER, _UPPER = frozenset({"at least", "more than"}), frozenset({"at most", "up to", "fewer than"})
_ABOUT = 0.1


def lint_groups(draft: Draft) -> Iterator[Finding]:
    """Yield disputes whose members all have one value, and agreeing groups whose members exclude each other."""
    facts = {fact.id: fact.fact for fact in (*draft.gold.facts, *draft.gold.others)}
    for i, group in enumerate(draft.file.groups):
        members = {member: facts[member] for member in group.members if member in facts}
        if group.is_dispute and len(members) > 1 and len({_value(fact) for fact in members.values()}) == 1:
            what = f"{group.id}: its members all have one value, and its relation is {group.relation!r}."
            yield draft.problem(
                ("groups", i), what, "Write 'relation: agree', or give the members their own values.", code="G415"
            )
        if not group.is_dispute:
            yield from _exclusions(draft, i, members)


def _exclusions(draft: Draft, i: int, members: Mapping[str, Fact]) -> Iterator[Finding]:
    for (one, a), (other, b) in combinations(members.items(), 2):
        if _exclude(a, b):
            what = f"{draft.file.groups[i].id}: agrees, but the values of {one!r} and {other!r} exclude each other."
            yield draft.problem(("groups", i), what, "Write 'relation: conflict', or mend a value.", code="G416")


def _value(fact: Fact) -> tuple[object, ...]:
    """Return what members of a dispute differ in: their typed value without the words for who is meant."""
    if fact.count:
        return ("count", fact.count.amount, fact.count.bound, fact.count.certainty, fact.count.did, fact.count.combined)
    if fact.date:
        return ("date", fact.date.when, fact.date.lasting, fact.date.bound, fact.date.certainty, str(fact.date.of))
    if fact.says:
        return ("says", fact.says.who, fact.says.via, fact.says.how, str(fact.says.what))
    states = fact.states
    return ("states", states and (states.polarity, states.certainty, states.did, states.what))


def _exclude(one: Fact, other: Fact) -> bool:
    if one.count and other.count and one.count.amount.is_share == other.count.amount.is_share:
        if not set(one.count.did) & set(other.count.did):
            return False
        a, b = _interval(one), _interval(other)
        return a[1] < b[0] or b[1] < a[0]
    if one.date and other.date and one.date.when and other.date.when and one.date.of == other.date.of:
        return not _placed(one.date.when).overlaps(_placed(other.date.when))
    if one.states and other.states and one.states.did == other.states.did and one.states.what == other.states.what:
        return one.states.who == other.states.who and one.states.polarity != other.states.polarity
    return False


def _placed(when: str) -> Period:
    return parse_period(when)


def _interval(fact: Fact) -> tuple[float, float]:
    if fact.count is None:
        return 0.0, float("inf")
    low, high, bound = fact.count.amount.low, fact.count.amount.high, fact.count.bound
    if bound == "about":
        return low * (1 - _ABOUT), high * (1 + _ABOUT)
    return 0.0 if bound in _UPPER else low, float("inf") if bound in _LOWER else high
