"""What a card is: how far a scorer was found to agree with labels, on what, and in which version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from harness.articles.models import Sha256
from harness.files.records import Record, Text

FigureName = Literal[
    "auc",
    "verdict",
    "threshold",
    "pairs",
    "spearman",
    "kendall",
    "explanation",
    "kappa",
]


class Estimate(Record):
    """A figure measured on labels, with its interval over documents and what was counted."""

    value: float | None = Field(description="null: undefined; `note` says why.")
    low: float | None = Field(default=None, description="Lower bound of the 95% interval; null: none, see `note`.")
    high: float | None = Field(default=None, description="Upper bound of the 95% interval; null: none, see `note`.")
    n: int = Field(description="How many rows or pairs went into it.")
    documents: int = Field(description="How many documents these are of.")
    counts: Mapping[str, int] = Field(default_factory=dict, description="What was counted, by name.")
    note: str = Field(default="", description="Why there is no value, or no interval.")


class Measurement(Record):
    """A scorer's figures on one set of labelled texts."""

    on: Text = Field(description="What it was measured on.")
    rows: int
    documents: int
    unscored: int = Field(description="Rows that the scorer could not grade; they are in no figure.")
    ranked_by: str | None = Field(default=None, description="Which of the scorer's figures rows are ranked by.")
    figures: Mapping[FigureName, Estimate]


class Card(Record):
    """What was measured of one scorer: it holds for scores with the same name and version."""

    schema_version: Literal[1] = 1
    scorer: Text
    signature: Text = Field(description="With which signature; fields with several values have them all, or a count.")
    harness: Text = Field(description="Version of the harness.")
    files: Mapping[str, Sha256] = Field(default_factory=dict, description="SHA-256 of the files of labels, by name.")
    measured: tuple[Measurement, ...]

    def covers(self, scorer: str, signature: str) -> bool:
        """Whether it holds for scores of a scorer with a signature: name and version are the same."""
        return self.scorer == scorer and version_of(self.signature) == version_of(signature)


def version_of(signature: str) -> str:
    """Return a signature's name and version, such as `grounding|v:1`; all of it where it names no version."""
    name, *fields = signature.split("|")
    version = next((field for field in fields if field.startswith("v:")), None)
    return f"{name}|{version}" if version else signature
