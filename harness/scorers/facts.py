"""Facts: which gold facts a summary states, contradicts or omits, how it treats disputes, and what it adds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.files.records import Record
from harness.gold.gold import Gold
from harness.gold.matching.matcher import Matcher, Matching
from harness.gold.verdicts import FactVerdict
from harness.grounding import MeaningChecks
from harness.scorers.base import Need, Outcome, Score, Unscored
from harness.scorers.kept import Kept
from harness.scorers.readable import why_unreadable
from harness.tasks.samples import Sample

VERSION = 9
KINDS = ("count", "date", "attribution", "statement")
GRACE = 1.1
"""Text past the word limit times this earns no recall."""


class FactsOptions(Record):
    """The facts scorer has no options."""


def create(options: Mapping[str, Any]) -> Facts:
    """Return the scorer; raise pydantic's ValidationError for unknown options."""
    FactsOptions.model_validate(options)
    return Facts()


@dataclass(frozen=True)
class Facts:
    """Grades a summary against the gold of its sample. Definitions: docs/scorers.md."""

    _matchers: Kept[Matcher] = field(default_factory=Kept, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name that a task asks for it by."""
        return "facts"

    @property
    def needs(self) -> frozenset[Need]:
        """Gold."""
        return frozenset({"gold"})

    def signature(self, sample: Sample) -> str:
        """Return version, language, gold's hash and limit."""
        gold = sample.gold.sha256[:12] if sample.gold else "none"
        limit = f"{sample.words}+10%" if sample.words else "none"
        return f"facts|v:{VERSION}|lang:{sample.language}|gold:{gold}|limit:{limit}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        """Return recall, accuracy, counts of verdicts by kind, disputes and unsupported claims."""
        if sample.gold is None:
            return Unscored(reason="The sample has no gold.")
        if sample.gold.drafts and not sample.gold.facts:
            return Unscored(reason="No fact of the gold counts yet: all are drafts.")
        if reason := why_unreadable(sample.language, summary):
            return Unscored(reason=reason)
        matching = self._matcher(sample, sample.gold).match(summary, counted=counted_length(summary, sample.words))
        return _score(sample.gold, matching)

    def _matcher(self, sample: Sample, gold: Gold) -> Matcher:
        key = (sample.id, gold.sha256, *(article.sha256 for article in sample.articles))
        return self._matchers.get(key, lambda: (Matcher(gold, sample.articles, MeaningChecks), sample.size))


def counted_length(summary: str, limit: int | None) -> int | None:
    """Return how many code points of a summary lie within its word limit plus 10%; None where it is not longer.

    Words are counted as `shape` counts them: what stands between blanks and has a letter or digit.
    """
    if limit is None:
        return None
    allowed = int(limit * GRACE)
    ends = [match.end() for match in _BETWEEN_BLANKS.finditer(summary) if any(char.isalnum() for char in match.group())]
    return ends[allowed - 1] if len(ends) > allowed else None


_BETWEEN_BLANKS = re.compile(r"\S+")


@dataclass(frozen=True)
class _Unit:
    """What recall counts once: a fact outside groups, or a group."""

    weight: int
    members: tuple[FactVerdict, ...]

    @property
    def is_supported(self) -> bool:
        return any(v.verdict == "supported" for v in self.members)

    @property
    def is_contradicted(self) -> bool:
        return any(v.verdict == "contradicted" for v in self.members)


def _units(gold: Gold, verdicts: Sequence[FactVerdict]) -> list[_Unit]:
    by_id = {verdict.id: verdict for verdict in verdicts}
    grouped = {member for group in gold.groups for member in group.members}
    units = [_Unit(group.weight, tuple(by_id[m] for m in group.members)) for group in gold.groups]
    units += [_Unit(fact.fact.weight, (by_id[fact.id],)) for fact in gold.facts if fact.id not in grouped]
    return units


def _score(gold: Gold, matching: Matching) -> Score:
    units = _units(gold, matching.facts)
    supported = [unit for unit in units if unit.is_supported and not unit.is_contradicted]
    contradicted = [unit for unit in units if unit.is_contradicted]
    weight = sum(unit.weight for unit in units)
    unsupported = [claim for claim in matching.claims if claim.is_violation]
    touched = [d for d in matching.disputes if d.verdict != "omitted"]
    stated = len(supported) + len(contradicted)
    values: dict[str, float | None] = {
        "recall": sum(unit.weight for unit in supported) / weight if weight else None,
        "accuracy": len(supported) / stated if stated else None,
        "weight_supported": float(sum(unit.weight for unit in supported)),
        "weight_total": float(weight),
        "supported": float(len(supported)),
        "contradicted": float(len(contradicted)),
        "omitted": float(len(units) - stated),
        "unsupported": float(len(unsupported)),
        "disputes_touched": float(len(touched)),
        "disputes_fair": float(sum(d.verdict == "fair" for d in touched)),
    }
    for kind in KINDS:
        for verdict in ("supported", "contradicted", "omitted"):
            values[f"{verdict}_{kind}"] = float(sum(v.kind == kind and v.verdict == verdict for v in matching.facts))
    return Score(
        values=values,
        reason=_reason(values),
        facts=matching.facts,
        disputes=matching.disputes,
        claims=matching.claims,
        consistent=is_consistent(matching),
    )


def is_consistent(matching: Matching) -> bool | None:
    """False on any error; None where nothing was checkable; else True, which means no violation was found."""
    bad_claims = any(claim.is_violation for claim in matching.claims)
    bad_disputes = any({d.verdict, *d.also} & {"misattributed", "blended", "fabricated"} for d in matching.disputes)
    if bad_claims or bad_disputes or any(v.verdict == "contradicted" for v in matching.facts):
        return False
    checkable = matching.claims or any(v.verdict != "omitted" for v in matching.facts)
    return True if checkable else None


def _reason(values: Mapping[str, float | None]) -> str:
    def n(key: str) -> int:
        return int(values[key] or 0)

    def counted(key: str, noun: str) -> str:
        return f"{n(key)} {noun}" if n(key) == 1 else f"{n(key)} {noun}s"

    text = f"{counted('supported', 'fact')} stated, {n('contradicted')} contradicted, {n('omitted')} left out"
    text += f"; {counted('unsupported', 'unsupported claim')}"
    if values["disputes_touched"]:
        text += f"; {n('disputes_fair')} of {n('disputes_touched')} disputes told fairly"
    return text + "."
