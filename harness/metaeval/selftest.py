"""What scorers find of errors put into gold facts, and what they flag in sentences that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from harness.gold.gold import Gold
from harness.metaeval.corruptions import ERRORS, corruptions_of
from harness.metaeval.probes import Group, Probe
from harness.metaeval.rewordings import REWORDINGS, rewordings_of
from harness.scorers.base import Outcome, Score, Scorer
from harness.scorers.grade import grade
from harness.tasks.samples import Sample

WRONG = frozenset({"misattributed", "blended", "fabricated"})
"""Verdicts of disputes that are errors; the examples with them have to be flagged."""

DISPUTES = {
    "misattributed": "an example of a dispute whose value has another's source",
    "blended": "an example of a dispute whose values are fused",
    "fabricated": "an example of a dispute with a value of none",
    "fair": "an example of a dispute told fairly",
    "one-sided": "an example of a dispute told with one source",
}
CHANGES: dict[Group, dict[str, str]] = {
    "error": {**ERRORS, **{name: what for name, what in DISPUTES.items() if name in WRONG}},
    "rewording": {**REWORDINGS, **{name: what for name, what in DISPUTES.items() if name not in WRONG}},
}
"""What is done to sentences, in the order in which it is shown."""


def probes_of(gold: Gold) -> Iterator[Probe]:
    """Yield all probes of a gold file: of an article's facts, or of a set's examples."""
    if not gold.is_set:
        yield from corruptions_of(gold)
        yield from rewordings_of(gold)
    for group in gold.groups:
        for example in group.group.examples:
            if example.verdict in DISPUTES:
                kind: Group = "error" if example.verdict in WRONG else "rewording"
                yield Probe(fact=group.id, group=kind, change=example.verdict, base=example.text, text=example.text)


@dataclass
class Tally:
    """How many probes of one kind a scorer flagged, of how many, and how many it could not grade."""

    flagged: int = 0
    total: int = 0
    unscored: int = 0


@dataclass(frozen=True)
class Miss:
    """A probe that a scorer got wrong: an error that it did not flag, or a rewording that it did."""

    scorer: str
    sample: str
    probe: Probe
    reason: str


@dataclass
class Matrix:
    """The detection and false-alarm matrix. `verdicts` are the scorers that say whether a summary is consistent."""

    scorers: tuple[str, ...]
    verdicts: frozenset[str] = frozenset()
    tallies: dict[tuple[Group, str, str], Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def tally(self, group: Group, change: str, scorer: str) -> Tally:
        """Return the tally of one cell, empty where there were no such probes."""
        return self.tallies.get((group, change, scorer), Tally())

    def total(self, group: Group, scorer: str) -> Tally:
        """Return the sum of a group's tallies."""
        found = [t for (g, _, s), t in self.tallies.items() if (g, s) == (group, scorer)]
        return Tally(sum(t.flagged for t in found), sum(t.total for t in found), sum(t.unscored for t in found))


async def run_selftest(samples: Iterable[Sample], scorers: Sequence[Scorer]) -> Matrix:
    """Return what scorers make of the probes of samples' gold; gold that several samples share is tried once.

    A scorer that judges consistency flags what it finds inconsistent. Any other flags what it gives a lower first
    figure than the sentence that the probe was made from.
    """
    matrix = Matrix(tuple(scorer.name for scorer in scorers))
    seen: set[str] = set()
    graded: list[tuple[Sample, Probe, dict[str, Outcome]]] = []
    bases: dict[tuple[str, str], dict[str, Outcome]] = {}
    for sample in samples:
        if sample.gold is None or sample.gold.sha256 in seen:
            continue
        seen.add(sample.gold.sha256)
        for probe in probes_of(sample.gold):
            graded.append((sample, probe, await grade(sample, probe.text, scorers)))
            key = (sample.id, probe.base)
            if key not in bases:
                bases[key] = await grade(sample, probe.base, scorers)
    judging = {n for *_, outcomes in graded for n, o in outcomes.items() if isinstance(o, Score) and o.consistent is not None}
    matrix.verdicts = frozenset(judging)
    for sample, probe, outcomes in graded:
        for name, outcome in outcomes.items():
            _count(matrix, sample.id, probe, name, outcome, bases[sample.id, probe.base][name])
    return matrix


def _count(matrix: Matrix, sample: str, probe: Probe, name: str, outcome: Outcome, base: Outcome) -> None:
    tally = matrix.tallies.setdefault((probe.group, probe.change, name), Tally())
    tally.total += 1
    if not isinstance(outcome, Score):
        tally.unscored += 1
        return
    is_flagged = outcome.consistent is False if name in matrix.verdicts else _is_lower(outcome, base)
    tally.flagged += is_flagged
    if is_flagged != (probe.group == "error"):
        matrix.misses.append(Miss(name, sample, probe, _why(outcome)))


def _is_lower(outcome: Score, base: Outcome) -> bool:
    if not isinstance(base, Score):
        return False
    for name, value in outcome.values.items():
        before = base.values.get(name)
        if value is not None and before is not None:
            return value < before
    return False


def _why(outcome: Score) -> str:
    """Return why a summary was flagged, or what was found instead."""
    found = [v.reason for v in outcome.facts if v.verdict == "contradicted"]
    found += [c.reason for c in outcome.claims if c.severity == "hard" and c.verdict in ("contradicted", "unsupported")]
    found += [d.reason for d in outcome.disputes if {d.verdict, *d.also} & WRONG]
    return "; ".join(found) or outcome.reason
