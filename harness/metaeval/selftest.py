"""What scorers find of errors put into gold facts, and what they flag in sentences that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.gold.gold import Gold, GoldGroup
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
    """Yield all probes of a gold file: of an article's facts, and of its disputes' examples."""
    if not gold.is_set:
        yield from corruptions_of(gold)
        yield from rewordings_of(gold)
    for group in gold.groups:
        yield from _examples_of(group)


def _examples_of(group: GoldGroup) -> Iterator[Probe]:
    """Yield a dispute's examples; an error is set beside a fair example, for scorers that have to compare."""
    fair = next((example.text for example in group.group.examples if example.verdict == "fair"), None)
    for example in group.group.examples:
        if example.verdict in DISPUTES:
            is_wrong = example.verdict in WRONG
            base = fair if is_wrong and fair else example.text
            kind: Group = "error" if is_wrong else "rewording"
            yield Probe(fact=group.id, group=kind, change=example.verdict, base=base, text=example.text)


@dataclass(frozen=True)
class Tally:
    """How many probes a scorer flagged, of how many, and how many of these it could not grade."""

    flagged: int = 0
    total: int = 0
    unscored: int = 0

    @property
    def scored(self) -> int:
        """How many it graded."""
        return self.total - self.unscored


@dataclass(frozen=True)
class Trial:
    """What one scorer made of one probe. `is_flagged` is None where it could not grade it."""

    scorer: str
    gold: str
    probe: Probe
    is_flagged: bool | None
    reason: str

    @property
    def is_miss(self) -> bool:
        """Whether the scorer is wrong: it passed over an error, or flagged a rewording."""
        return self.is_flagged is not None and self.is_flagged != (self.probe.group == "error")


@dataclass(frozen=True)
class Matrix:
    """The detection and false-alarm matrix. `judging` are the scorers that say whether a summary is consistent."""

    scorers: tuple[str, ...]
    judging: frozenset[str]
    trials: tuple[Trial, ...]

    def changes(self, group: Group) -> list[str]:
        """Return the classes of a group that there are probes of, in the order of `CHANGES`; unknown ones last."""
        found = dict.fromkeys(trial.probe.change for trial in self.trials if trial.probe.group == group)
        return [*(name for name in CHANGES[group] if name in found), *(n for n in found if n not in CHANGES[group])]

    def tally(self, group: Group, scorer: str, change: str | None = None) -> Tally:
        """Return what a scorer flagged of a class, or of all of a group."""
        found = [
            trial.is_flagged
            for trial in self.trials
            if (trial.scorer, trial.probe.group) == (scorer, group) and change in (None, trial.probe.change)
        ]
        return Tally(found.count(True), len(found), found.count(None))

    def misses(self, group: Group, scorer: str, change: str, limit: int) -> list[Trial]:
        """Return the first misses of a scorer in a class, in the order of the gold."""
        found = [
            t for t in self.trials if t.is_miss and (t.scorer, t.probe.group, t.probe.change) == (scorer, group, change)
        ]
        return found[:limit]


@dataclass(frozen=True)
class _Graded:
    """A probe with every scorer's outcome on it, and on the text that it was made from."""

    gold: str
    probe: Probe
    after: dict[str, Outcome]
    before: dict[str, Outcome]


async def run_selftest(work: Iterable[tuple[Sample, Sequence[Scorer]]]) -> Matrix:
    """Return what scorers make of the probes of samples' gold; gold that several samples share is tried once.

    A scorer that judges consistency flags what it finds inconsistent. Any other flags what it gives a lower first
    figure than the sentence that the probe was made from.
    """
    graded: list[_Graded] = []
    names: dict[str, None] = {}
    seen: set[str] = set()
    for sample, scorers in work:
        names |= dict.fromkeys(scorer.name for scorer in scorers)
        if sample.gold is not None and sample.gold.sha256 not in seen:
            seen.add(sample.gold.sha256)
            graded.extend(await _grade_all(sample, sample.gold, scorers))
    outcomes = [(name, outcome) for item in graded for name, outcome in item.after.items()]
    judging = frozenset(
        name for name, outcome in outcomes if isinstance(outcome, Score) and outcome.consistent is not None
    )
    trials = tuple(_trial(item, name, judging) for item in graded for name in item.after)
    return Matrix(tuple(names), judging, trials)


async def _grade_all(sample: Sample, gold: Gold, scorers: Sequence[Scorer]) -> list[_Graded]:
    known: dict[str, dict[str, Outcome]] = {}
    graded = []
    for probe in probes_of(gold):
        for text in (probe.text, probe.base):
            if text not in known:
                known[text] = await grade(sample, text, scorers)
        graded.append(_Graded(gold.name, probe, known[probe.text], known[probe.base]))
    return graded


def _trial(item: _Graded, name: str, judging: frozenset[str]) -> Trial:
    outcome = item.after[name]
    if not isinstance(outcome, Score):
        return Trial(name, item.gold, item.probe, None, outcome.reason)
    if name in judging:
        return Trial(name, item.gold, item.probe, outcome.consistent is False, _why(outcome))
    figures = _first_figures(item.before[name], outcome)
    if figures is None:
        return Trial(name, item.gold, item.probe, None, "no figure to compare")
    figure, before, after = figures
    return Trial(name, item.gold, item.probe, after < before, f"{figure} {before:.3f}, then {after:.3f}")


def _first_figures(before: Outcome, after: Score) -> tuple[str, float, float] | None:
    """Return the first figure that both outcomes have, with its two values."""
    for name, value in after.values.items():
        old = before.values.get(name) if isinstance(before, Score) else None
        if value is not None and old is not None:
            return name, old, value
    return None


def _why(outcome: Score) -> str:
    """Return why a summary was flagged, or what was found instead."""
    found = [f"{v.id}: {v.reason}" for v in outcome.facts if v.verdict == "contradicted"]
    found += [claim.reason for claim in outcome.claims if claim.is_violation]
    found += [f"{d.id}: {d.reason}" for d in outcome.disputes if {d.verdict, *d.also} & WRONG]
    return "; ".join(found) or outcome.reason
