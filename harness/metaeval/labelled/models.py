"""What a row of labelled data is, whatever file it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from harness.files.records import Record

Exact = Annotated[str, StringConstraints(strip_whitespace=False)]
"""A text as it stands: spans count its code points, blanks at its ends included."""


class ErrorSpan(Record):
    """Where people saw an error in a summary: code points, end exclusive."""

    start: int
    end: int
    type: str = ""


class LabelledSummary(Record):
    """A summary of one or several documents with what people, or the protocol that made it, say of it.

    `label` is 1 where it is consistent with its documents, 0 where it is not, None where it is only graded. `grade` is
    a judgement of consistency, higher is better, in the source's own scale. `group` is the same for all rows of one
    document; `given_group` is the name that the row itself has for them, if any. Both members of a minimal pair have
    its key in `pair` and its kind of error in `pair_type`. `peer_scores` are what others publish for this very row,
    higher meaning more consistent. `seed` names the summary that this one was made from by an edit.
    """

    id: str
    dataset: str
    domain: str = ""
    documents: tuple[Exact, ...] = Field(min_length=1)
    summary: Exact
    label: Literal[0, 1] | None
    grade: float | None = None
    error_types: tuple[str, ...] = ()
    spans: tuple[ErrorSpan, ...] = ()
    group: str
    given_group: str | None = None
    peer_scores: Mapping[str, float] = Field(default_factory=dict)
    model: str | None = None
    pair: str | None = None
    pair_type: str | None = None
    seed: str | None = None
