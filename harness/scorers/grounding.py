"""Grounding: what the articles do not support of a summary, without gold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.files.records import Record
from harness.grounding import Grounder, Grounding
from harness.scorers.base import Need, Outcome, Score, Unscored
from harness.scorers.kept import Kept
from harness.scorers.readable import why_foreign, why_unreadable
from harness.tasks.samples import Sample

VERSION = 5
LONGEST_DOCUMENT = 2_000_000
"""Characters that a sample's articles have at most, all together."""

MOST_NUMBERS = 30_000
_NUMBER = re.compile(r"\d+")


class GroundingOptions(Record):
    """The grounding scorer has no options."""


def create(options: Mapping[str, Any]) -> GroundingScorer:
    """Return the scorer; raise pydantic's ValidationError for unknown options."""
    GroundingOptions.model_validate(options)
    return GroundingScorer()


@dataclass(frozen=True)
class GroundingScorer:
    """Checks a summary against the articles of its sample. Definitions: docs/scorers.md."""

    _grounders: Kept[Grounder | str] = field(default_factory=Kept, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name that a task asks for it by."""
        return "grounding"

    @property
    def needs(self) -> frozenset[Need]:
        """Nothing but the articles."""
        return frozenset()

    def signature(self, sample: Sample) -> str:
        """Return version and language."""
        return f"grounding|v:{VERSION}|lang:{sample.language}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        """Return the ranking score, groundedness and the numbers of violations and warnings, with all claims.

        `score`: for ranking summaries of one sample, 0 to 1, higher is better. `groundedness`: 0 to 1. `violations`,
        `warnings`: how many. `consistent` is False with a violation, else True. Unscored where nothing can be checked.
        """
        grounder = why_unreadable(sample.language, summary) or self._grounder(sample)
        if isinstance(grounder, str):
            return Unscored(reason=grounder)
        found = grounder.ground(summary)
        if found.groundedness is None and not found.claims:
            return Unscored(reason="The summary has no word of substance, so there is nothing to check.")
        return _score(found)

    def _grounder(self, sample: Sample) -> Grounder | str:
        """Return what checks summaries of a sample, or why its articles are not read."""
        key = (sample.id, *(article.sha256 for article in sample.articles))
        return self._grounders.get(key, lambda: _made(sample))


def _made(sample: Sample) -> tuple[Grounder | str, int]:
    """Return a sample's grounder, or why there is none, with how many characters are kept with it."""
    reason = why_no_document(sample)
    return (reason, len(reason)) if reason else (Grounder(sample.articles), sample.size)


def why_no_document(sample: Sample) -> str | None:
    """Return why a sample's articles are not read; None where they are."""
    if sample.size > LONGEST_DOCUMENT:
        return f"The articles have {sample.size:,} characters, more than {LONGEST_DOCUMENT:,}, so they are not read."
    numbers = sum(1 for article in sample.articles for _ in _NUMBER.finditer(article.text))
    if numbers > MOST_NUMBERS:
        return f"The articles hold {numbers:,} numbers, more than {MOST_NUMBERS:,}: tables and no prose, so not read."
    return why_foreign(sample.articles)


def _score(found: Grounding) -> Score:
    violations = found.violations
    warnings = [c for c in found.claims if c.severity == "warning" and c.verdict in ("contradicted", "unsupported")]
    values: dict[str, float | None] = {
        "score": found.score,
        "groundedness": found.groundedness,
        "violations": float(len(violations)),
        "warnings": float(len(warnings)),
    }
    return Score(
        values=values,
        reason=_reason(found),
        claims=found.claims,
        sentences=found.sentences,
        consistent=not violations,
    )


def _reason(found: Grounding) -> str:
    count = len(found.violations)
    told = "no violation found" if not count else f"{count} violation{'' if count == 1 else 's'}"
    grounded = "undefined" if found.groundedness is None else f"{found.groundedness:.2f}"
    return f"{told}; groundedness {grounded}."
