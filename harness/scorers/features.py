"""What a fitted head looks at: how many violations of each type, how well grounded, how long."""

from __future__ import annotations

import math
from collections import Counter
from typing import get_args

from harness.gold.verdicts import ClaimType
from harness.scorers.base import Score

_TYPES: tuple[str, ...] = get_args(ClaimType)
_SEVERITIES = ("hard", "warning")

FEATURES = (
    *(f"{severity} {kind}" for severity in _SEVERITIES for kind in _TYPES),
    "groundedness mean",
    "groundedness lowest",
    "words",
    "sentences",
)
"""Their names, in the order in which heads are fitted."""


def features_of(score: Score, summary: str) -> dict[str, float | None]:
    """Return the features of a graded summary by name; None where there is nothing to measure.

    `hard TYPE` and `warning TYPE`: how many claims of the type are contradicted or unsupported. `groundedness mean`
    and `groundedness lowest`: of the sentences, 0 to 1. `words` and `sentences`: the natural logarithm of one more
    than their number.
    """
    wrong = Counter(
        f"{claim.severity} {claim.type}" for claim in score.claims if claim.verdict in ("contradicted", "unsupported")
    )
    counts = {name: float(wrong[name]) for name in FEATURES if name.split()[0] in _SEVERITIES}
    return {
        **counts,
        "groundedness mean": score.values.get("groundedness"),
        "groundedness lowest": min((sentence.groundedness for sentence in score.sentences), default=None),
        "words": math.log1p(len(summary.split())),
        "sentences": math.log1p(len(score.sentences)),
    }
