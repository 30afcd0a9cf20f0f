"""Treatments: what a summary does with one point of dispute, and the verdict that it deserves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.gold.matching.origins import Origin
from harness.gold.matching.points import Point, value_of
from harness.gold.models import DisputeVerdict as DisputeOutcome
from harness.gold.verdicts import DisputeVerdict
from harness.text.fold import Span

_WORST_FIRST: tuple[DisputeOutcome, ...] = (
    "fabricated",
    "misattributed",
    "blended",
    "flattened",
    "one-sided",
    "fair",
    "omitted",
)


@dataclass
class Treatment:
    """What a summary does with one point.

    `told` are the versions whose values it tells, each with its own source, another's or none; `rendered` those whose
    statements it tells, `sides` the articles or speakers that it names for them; `wrong` the words of a value of none.
    """

    outcomes: set[DisputeOutcome] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)
    is_open: bool = False
    wrong: str = ""
    sides: list[frozenset[int]] = field(default_factory=list)
    rendered: list[int] = field(default_factory=list)

    def tell(self, version: int, standing: str) -> None:
        """Note that a version is told: with its own source, another's, or none. The best of several counts."""
        rank = ("other", "none", "own")
        self.told[version] = max(self.told.get(version, standing), standing, key=rank.index)

    def add_sides(self, point: Point, origins: Sequence[Origin], numbers: Mapping[str, int]) -> None:
        """Note the sides that a sentence names: each article is one, and each speaker who is in none of these."""
        numbered = frozenset().union(*(origin.articles for origin in origins)) & point.articles
        sides = [frozenset({number}) for number in sorted(numbered)]
        for origin in origins:
            told = [i for i, version in enumerate(point.versions) if origin.keys & version.sources]
            if len(numbers) > 1:
                articles = frozenset().union(*(point.versions[i].articles for i in told))
                is_in_numbered = any(numbers[article] in numbered for article, _ in origin.keys)
                sides += [articles] if articles and not is_in_numbered else []
            elif told:
                sides.append(frozenset(told))
        for side in sides:
            if not any(side & other for other in self.sides):
                self.sides.append(side)

    def verdict(self, point: Point) -> DisputeVerdict:
        """Return the verdict: the worst outcome, the others beside it."""
        outcomes = set(self.outcomes)
        if "other" in self.told.values():
            outcomes.add("misattributed")
        if self.rendered and "fair" not in outcomes:
            outcomes.add(self._balance_of_sides())
        if self.told and "fair" not in outcomes:
            outcomes.add(self._balance_of_values(point))
        ordered = [outcome for outcome in _WORST_FIRST if outcome in outcomes] or ["omitted"]
        versions = [point.versions[i] for i in sorted({*self.told, *self.rendered})]
        values = tuple(dict.fromkeys(value_of(version.members[0]) for version in versions))
        return DisputeVerdict(
            id=point.id,
            verdict=ordered[0],
            also=tuple(ordered[1:]),
            spans=tuple(sorted(set(self.spans))),
            values=values,
            reason=_reason(ordered[0], point, values, self.wrong),
        )

    def _balance_of_values(self, point: Point) -> DisputeOutcome:
        """Return how even-handed values are told: as several or as open, as one side's, or as settled."""
        has_own = "own" in self.told.values()
        if len(point.versions) == 1 or (self.is_open and not has_own):
            return "fair"
        if len(self.told) > 1 and (has_own or self.is_open):
            return "fair"
        return "one-sided" if has_own and len(self.told) == 1 else "flattened"

    def _balance_of_sides(self) -> DisputeOutcome:
        """Return how even-handed statements are told: by several sides, as open, by one side, or by none."""
        if len(self.sides) > 1 or (self.is_open and not self.sides):
            return "fair"
        return "one-sided" if self.sides else "flattened"


def _reason(verdict: DisputeOutcome, point: Point, values: tuple[str, ...], wrong: str) -> str:
    said = ", ".join(values)
    n = len(point.versions)
    words = {
        "fabricated": f"{wrong!r} is what no article says.",
        "misattributed": f"A value is given another's source ({said}).",
        "blended": f"{wrong or said!r} mixes what stands apart in the articles.",
        "flattened": f"Told as settled: {said}; the articles give {n} versions.",
        "one-sided": f"One version with its source: {said}; the articles give {n}.",
        "fair": f"Each version told has its source or is left open: {said}.",
        "omitted": "The summary does not touch this point.",
    }
    return f"{point.group.group.point} {words[verdict]}"
