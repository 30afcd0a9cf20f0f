"""What is reported of scorers on labelled data. `harness metaeval --format json` prints a `TrustReport`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from harness.files.records import Record
from harness.metaeval.trust.marks import Kind
from harness.results.models import OutcomeName
from harness.scorers.cards import Estimate, FigureName

PartName = Literal["all", "to tune on", "only counted"]


class Measured(Record):
    """The figures of one scorer, peer, baseline or control on one part of a dataset."""

    name: str
    kind: Kind
    ranked_by: str | None = Field(default=None, description="Which of a scorer's figures rows are ranked by.")
    signatures: tuple[str, ...] = ()
    scored: int = Field(description="Rows that have a score to be ranked by.")
    unscored: int = Field(description="Rows that the scorer could not grade; they are in no figure.")
    reasons: Mapping[str, int] = Field(
        default_factory=dict, description="Why rows are unscored, and how many rows are for each reason, most first."
    )
    judged: int = Field(description="Rows that have a verdict, whether they have a label or not.")
    flagged: int = Field(description="Those of them in which a violation was found.")
    figures: Mapping[FigureName, Estimate] = Field(description="Those that the data support.")
    pair_types: Mapping[str, Estimate] = Field(default_factory=dict, description="Pairwise accuracy by type of pair.")
    worst_pair_type: str | None = None
    error_types: Mapping[str, Estimate] = Field(
        default_factory=dict, description="Share of the inconsistent rows of a type in which a violation was found."
    )


class Agreement(Record):
    """How far two scorers agree with each other, labels aside."""

    first: str
    second: str
    verdicts: Estimate | None = Field(description="Cohen's kappa of their verdicts; null: one of them gives none.")
    scores: Estimate = Field(description="Spearman's correlation of their scores.")


class Part(Record):
    """A dataset, or a part of it, with all that was measured on it."""

    dataset: str
    part: PartName
    rows: int
    documents: int
    consistent: int
    inconsistent: int
    graded: int = Field(description="Rows with a grade.")
    pairs: int
    partnerless: int = Field(description="Rows of a pair that no row of the other label belongs to; in no pair.")
    measured: tuple[Measured, ...]
    agreement: tuple[Agreement, ...] = ()


class TrustReport(Record):
    """All that was measured, part by part."""

    schema_version: Literal[1] = 1
    harness: str = Field(description="Version of the harness.")
    files: Mapping[str, str] = Field(default_factory=dict, description="SHA-256 of the files that were read, by name.")
    parts: tuple[Part, ...]


class MarkedBy(Record):
    """What one scorer made of a row."""

    outcome: OutcomeName
    score: float | None = Field(description="What the row is ranked by; null: none.")
    values: Mapping[str, float | None]
    violation: bool | None = Field(description="Whether one was found; null: unscored, or the scorer judges nothing.")
    span: tuple[int, int] | None = Field(description="Where the first stands: code points, end exclusive.")
    reason: str


class MarkedRow(Record):
    """A labelled row with what scorers made of it: a line of `harness metaeval --rows`."""

    id: str
    dataset: str
    part: PartName
    group: str
    label: Literal[0, 1] | None
    grade: float | None
    pair: str | None
    pair_type: str | None
    error_types: tuple[str, ...]
    scorers: Mapping[str, MarkedBy]
