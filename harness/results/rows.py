"""What the program prints for other programs: a graded summary, and a row of the results table.

`python -m harness.results.rows` writes the JSON Schema of a graded summary to `docs/schemas/score-row.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from harness.files.records import Record
from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, Span
from harness.results.figures import FIGURES, KINDS, figures_of_kind
from harness.results.models import Agreement, Interval, Kind, Manifest, OutcomeName, Spending, Summary, SummaryRow
from harness.results.schemas import text_of_schema
from harness.results.spending import cells_of
from harness.scorers.base import Outcome, Score, Unscored

By = Literal["kind", "task"]

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "schemas" / "score-row.json"

Cell = str | int | float | bool | None

_COUNTS = frozenset(
    figure.name
    for figures in (FIGURES, *(figures_of_kind(kind) for kind in KINDS))
    for figure in figures
    if figure.rule == "sum"
)

GivenId = Annotated[str, StringConstraints(strip_whitespace=False)] | int
"""What a caller calls a summary; it comes back as it was."""


class ScorerRow(Record):
    """What one scorer made of a summary."""

    outcome: OutcomeName
    reason: str
    values: Mapping[str, float | None] = Field(description="null: nothing to count.")
    signature: str | None = Field(description="null where the sample lacks what the scorer needs.")


class FactRow(Record):
    """Whether the summary states a gold fact."""

    id: str
    kind: Kind
    verdict: Literal["supported", "contradicted", "omitted"]
    mark: Literal["coarser", "bound dropped"] | None
    summary_span: Span | None = Field(description="Where the summary says so.")
    evidence: tuple[Evidence, ...]
    reason: str


class GradedSummary(Record):
    """A summary with all verdicts on it: a line of `harness score --format jsonl`.

    Spans count code points, end exclusive: of the summary as it was given, and of the article.
    """

    id: GivenId = Field(description="As it was given with the summary.")
    task: str
    sample: str
    consistent: bool | None = Field(description="null: unscored, no answer, or nothing to check.")
    scores: Mapping[str, ScorerRow] = Field(description="By the scorer's name.")
    facts: tuple[FactRow, ...]
    disputes: tuple[DisputeVerdict, ...]
    claims: tuple[Claim, ...]

    def to_json(self) -> str:
        """Return one line of ASCII JSON: every character beyond ASCII is escaped."""
        return json.dumps(self.model_dump(), ensure_ascii=True, allow_nan=False)


def make_row(
    given: str | int, task: str, sample: str, outcomes: Mapping[str, Outcome], signatures: Mapping[str, str | None]
) -> GradedSummary:
    """Return the row of a summary that was given under an id. `signatures` has those of all scorers in `outcomes`."""
    scores = [outcome for outcome in outcomes.values() if isinstance(outcome, Score)]
    return GradedSummary(
        id=given,
        task=task,
        sample=sample,
        consistent=judge_consistency(outcomes),
        scores={name: _scorer_row(outcome, signatures[name]) for name, outcome in outcomes.items()},
        facts=tuple(
            FactRow(**{name: getattr(fact, name) for name in FactRow.model_fields})
            for score in scores
            for fact in score.facts
        ),
        disputes=tuple(dispute for score in scores for dispute in score.disputes),
        claims=tuple(dict.fromkeys(claim for score in scores for claim in score.claims)),
    )


def judge_consistency(outcomes: Mapping[str, Outcome]) -> bool | None:
    """Return False where any scorer found a violation, else True where any looked for one, else None."""
    found = {outcome.consistent for outcome in outcomes.values() if isinstance(outcome, Score)} - {None}
    return None if not found else found == {True}


def name_of(outcome: Outcome) -> OutcomeName:
    """Return the outcome's word."""
    if isinstance(outcome, Score):
        return "score"
    return "unscored" if isinstance(outcome, Unscored) else "no answer"


def _scorer_row(outcome: Outcome, signature: str | None) -> ScorerRow:
    values = outcome.values if isinstance(outcome, Score) else {}
    return ScorerRow(outcome=name_of(outcome), reason=outcome.reason, values=values, signature=signature)


class TableRow(Record):
    """A row of the results table; all its formats are made of these."""

    backend: str
    task: str | None
    kind: str | None
    upper_bound: bool = Field(description="It was shown the references: no contestant.")
    planned: int
    answered: int
    no_answer: int
    errors: int
    cached: int = Field(default=0, description="Answers that are an earlier run's.")
    unscored: int = Field(description="Answers that a scorer could not grade, the most of any figure.")
    figures: Mapping[str, float | None] = Field(description="null: nothing to count.")
    intervals: Mapping[str, Interval] = Field(default={}, description="Of the figures that have one.")
    spending: Spending | None = None
    agreement: Agreement | None = Field(default=None, description="Between epochs; null where there is one.")
    by_epoch: Mapping[str, tuple[float | None, ...]] = Field(default={}, description="Figures of each epoch alone.")

    def cells(self, by: By | None) -> dict[str, Cell]:
        """Return the row flat, with the column that it is by; figures have the names of summary.json."""
        names = ("planned", "answered", "no_answer", "errors", "cached", "unscored")
        counts = {name: getattr(self, name) for name in names}
        group: dict[str, Cell] = {by: getattr(self, by)} if by else {}
        figures = {name: _whole(name, value) for name, value in self.figures.items()}
        return {
            "backend": self.backend,
            **group,
            "upper_bound": self.upper_bound,
            **counts,
            **figures,
            **{f"{name}_low": found.low for name, found in self.intervals.items()},
            **{f"{name}_high": found.high for name, found in self.intervals.items()},
            **_agreement_cells(self.agreement),
            **cells_of(self.spending),
        }


def _agreement_cells(found: Agreement | None) -> dict[str, Cell]:
    if found is None:
        return {}
    return {"epochs_facts": found.facts, "epochs_same": found.same, "epochs_agreement": found.pairs}


def _whole(name: str, value: float | None) -> Cell:
    return int(value) if value is not None and name in _COUNTS else value


def table_rows(manifest: Manifest, summary: Summary, by: By | None = None) -> tuple[TableRow, ...]:
    """Return a run's rows: a backend each, or for each task or kind of fact the backends on it."""
    bounds = {backend.name for backend in manifest.backends if backend.parameters.get("upper_bound")}
    rows = [_table_row(row, bounds) for row in summary.rows if _is_by(row, by)]
    if by is None:
        return tuple(rows)
    groups = list(dict.fromkeys(getattr(row, by) for row in rows))
    return tuple(sorted(rows, key=lambda row: groups.index(getattr(row, by))))


def _is_by(row: SummaryRow, by: By | None) -> bool:
    return (row.task is not None) == (by == "task") and (row.kind is not None) == (by == "kind")


def _table_row(row: SummaryRow, bounds: set[str]) -> TableRow:
    return TableRow(
        backend=row.backend,
        task=row.task,
        kind=row.kind,
        upper_bound=row.backend in bounds,
        **row.counts.model_dump(),
        unscored=max((metric.unscored for metric in row.metrics.values()), default=0),
        figures={name: metric.value for name, metric in row.metrics.items()},
        intervals={name: metric.interval for name, metric in row.metrics.items() if metric.interval},
        spending=row.spending,
        agreement=row.agreement,
        by_epoch={name: metric.by_epoch for name, metric in row.metrics.items() if metric.by_epoch},
    )


def schema_text() -> str:
    """Return the JSON Schema of a graded summary as its file holds it."""
    return text_of_schema(GradedSummary)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SCHEMA_FILE
    target.write_text(schema_text(), encoding="utf-8", newline="\n")
