"""Which of two summaries is the more faithful, as it is printed for other programs: a line of `harness prefer`.

`python -m harness.results.preferences` writes its JSON Schema to `docs/schemas/preference-row.json`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import Field

from harness.files.records import Record
from harness.gold.verdicts import Claim
from harness.results.disk import to_json
from harness.results.rows import GivenId
from harness.results.schemas import FOLDER, text_of_schema
from harness.scorers.base import Score
from harness.scorers.preference import Name, Preference, Rival

SCHEMA_FILE = FOLDER / "preference-row.json"


class RivalRow(Record):
    """What a scorer found of one of the two. Spans count code points, end exclusive."""

    violations: tuple[Claim, ...] = Field(description="The claims that are surely wrong, the surest first.")
    groundedness: float | None = Field(description="0 to 1. null where the scorer has no such figure.")
    consistent: bool | None = Field(description="null: unscored, no answer, or nothing to check.")
    reason: str = Field(description="What was found in a sentence, or why there is no score.")


class PreferenceRow(Record):
    """Two summaries of the same documents: a line of `harness prefer --format jsonl`."""

    id: GivenId = Field(description="As it was given; of files, the first document's name.")
    preferred: Name | None = Field(description="null: a tie, or one of them has no score.")
    score_a: float | None = Field(description="The ranking score, higher is better; null where there is none.")
    score_b: float | None
    why: tuple[str, ...] = Field(description="Reasons in words, those against the other summary first.")
    a: RivalRow
    b: RivalRow

    def to_json(self) -> str:
        """Return one line of ASCII JSON: every character beyond ASCII is escaped."""
        return to_json(self)


def make_preference_row(given: str | int, a: Rival, b: Rival, preference: Preference) -> PreferenceRow:
    """Return the row of two summaries that were given under an id."""
    return PreferenceRow(
        id=given,
        preferred=preference.preferred,
        score_a=a.score,
        score_b=b.score,
        why=preference.why,
        a=_rival_row(a),
        b=_rival_row(b),
    )


def _rival_row(rival: Rival) -> RivalRow:
    score = rival.outcome if isinstance(rival.outcome, Score) else Score(values={}, reason=rival.outcome.reason)
    return RivalRow(
        violations=rival.violations,
        groundedness=score.values.get("groundedness"),
        consistent=score.consistent,
        reason=score.reason,
    )


def schema_text() -> str:
    """Return the JSON Schema of a row as its file holds it."""
    return text_of_schema(PreferenceRow)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SCHEMA_FILE
    target.write_text(schema_text(), encoding="utf-8", newline="\n")
