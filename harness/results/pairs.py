"""A summary of bare documents as it is printed for other programs: a line of `harness score --pairs`.

`python -m harness.results.pairs` writes its JSON Schema to `docs/schemas/pair-row.json`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import Field

from harness.files.records import Record
from harness.gold.verdicts import Claim, SentenceSupport
from harness.results.disk import to_json
from harness.results.rows import GivenId
from harness.results.schemas import FOLDER, text_of_schema
from harness.scorers.base import Outcome, Score
from harness.scorers.pairs import ranking_score
from harness.scorers.violations import violations_of

SCHEMA_FILE = FOLDER / "pair-row.json"


class PairRow(Record):
    """A summary of one or several documents with what a scorer found: a line of `harness score --pairs FILE`.

    Spans count code points, end exclusive: of the summary as it was given, and of a document. The article of a piece
    of evidence is the document's number, from 1.
    """

    id: GivenId = Field(description="As it was given with the summary.")
    score: float | None = Field(
        description="Ranks summaries of one document, higher is better. null: unscored, no answer, or undefined."
    )
    violations: tuple[Claim, ...] = Field(description="The claims that are surely wrong, the surest first.")
    groundedness: float | None = Field(description="0 to 1. null where the scorer has no such figure.")
    claims: tuple[Claim, ...] = Field(description="All that was checked, violations and warnings included.")
    sentences: tuple[SentenceSupport, ...]
    reason: str = Field(description="What was found in a sentence, or why there is no score.")

    def to_json(self) -> str:
        """Return one line of ASCII JSON: every character beyond ASCII is escaped."""
        return to_json(self)


def make_pair_row(given: str | int, outcome: Outcome) -> PairRow:
    """Return the row of a summary that was given under an id."""
    if not isinstance(outcome, Score):
        return PairRow(
            id=given, score=None, violations=(), groundedness=None, claims=(), sentences=(), reason=outcome.reason
        )
    return PairRow(
        id=given,
        score=ranking_score(outcome),
        violations=violations_of(outcome),
        groundedness=outcome.values.get("groundedness"),
        claims=outcome.claims,
        sentences=outcome.sentences,
        reason=outcome.reason,
    )


def schema_text() -> str:
    """Return the JSON Schema of a row as its file holds it."""
    return text_of_schema(PairRow)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SCHEMA_FILE
    target.write_text(schema_text(), encoding="utf-8", newline="\n")
