"""What a scorer gives to labelled rows: a score to rank them by, a verdict, and where it found the first violation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.gold.verdicts import Span
from harness.metaeval.labelled import LabelledSummary
from harness.scorers.base import Outcome, Score, Scorer, Unscored
from harness.scorers.grade import grade, signature_of
from harness.tasks.samples import sample_of

Kind = Literal["scorer", "peer", "baseline", "control"]

RANKED_BY: Mapping[str, tuple[str, ...]] = {
    "rouge": ("rouge2", "rouge1"),
    "shape": ("coverage",),
}
"""Which figures rows are ranked by, in order of preference, for scorers that have no `score`."""


@dataclass(frozen=True)
class Marks:
    """What one scorer, or one figure of others, gives to rows, in the rows' order.

    A score is None where there is none; higher means more consistent. A flag is True where a violation was found,
    False where none was, None where the row is unscored or nothing here judges. `unscored` counts rows that a scorer
    could not grade; rows that a peer does not carry are none of these.
    """

    name: str
    kind: Kind
    scores: tuple[float | None, ...]
    flags: tuple[bool | None, ...]
    spans: tuple[Span | None, ...]
    ranked_by: str | None = None
    unscored: int = 0
    signatures: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def reasons(self) -> dict[str, int]:
        """Return why rows are unscored, with how many rows; the most frequent reason first."""
        reasons = (outcome.reason for outcome in self.outcomes if not isinstance(outcome, Score))
        return dict(Counter(reasons).most_common())

    def of(self, places: Sequence[int]) -> Marks:
        """Return the marks of some of the rows."""
        outcomes = tuple(self.outcomes[place] for place in places) if self.outcomes else ()
        return Marks(
            name=self.name,
            kind=self.kind,
            scores=tuple(self.scores[place] for place in places),
            flags=tuple(self.flags[place] for place in places),
            spans=tuple(self.spans[place] for place in places),
            ranked_by=self.ranked_by,
            unscored=sum(not isinstance(outcome, Score) for outcome in outcomes),
            signatures=self.signatures,
            outcomes=outcomes,
        )


def bare_marks(name: str, kind: Kind, scores: Sequence[float | None]) -> Marks:
    """Return marks of scores alone."""
    nothing = (None,) * len(scores)
    return Marks(name, kind, tuple(scores), nothing, nothing)


async def grade_rows(rows: Sequence[LabelledSummary], scorers: Sequence[Scorer]) -> list[Marks]:
    """Return the marks of each scorer; the documents are also the references, for scorers of overlap.

    Rows of one document are graded one after the other, since scorers keep what they have read of it. What a scorer
    raises, but for ScorerError, is raised.
    """
    outcomes: dict[int, Mapping[str, Outcome]] = {}
    signatures: dict[str, dict[str, None]] = {scorer.name: {} for scorer in scorers}
    for documents, places in _by_documents(rows).items():
        if not all(document.strip() for document in documents):
            nothing = Unscored(reason="a document is empty")
            outcomes |= dict.fromkeys(places, dict.fromkeys(signatures, nothing))
            continue
        sample = sample_of(documents, id=rows[places[0]].group, references=documents)
        for scorer in scorers:
            if (signature := signature_of(scorer, sample)) is not None:
                signatures[scorer.name][signature] = None
        for place in places:
            outcomes[place] = await grade(sample, rows[place].summary, scorers)
    ordered = [outcomes[place] for place in range(len(rows))]
    return [
        make_marks(scorer.name, [found[scorer.name] for found in ordered], tuple(signatures[scorer.name]))
        for scorer in scorers
    ]


def _by_documents(rows: Sequence[LabelledSummary]) -> dict[tuple[str, ...], list[int]]:
    """Return the rows' places by their documents, in the order of first coming."""
    found: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row.documents, []).append(place)
    return found


def make_marks(name: str, outcomes: Sequence[Outcome], signatures: tuple[str, ...] = ()) -> Marks:
    """Return a scorer's marks from its outcomes.

    Rows are ranked by one and the same figure: `score`, else what `RANKED_BY` names, else the first that any row has.
    A scorer that judges, but cannot of a row, found no violation in it.
    """
    ranked_by = _ranking_figure(name, outcomes)
    judges = any(isinstance(outcome, Score) and outcome.consistent is not None for outcome in outcomes)
    return Marks(
        name=name,
        kind="scorer",
        scores=tuple(_value(outcome, ranked_by) for outcome in outcomes),
        flags=tuple(_is_flagged(outcome) if judges else None for outcome in outcomes),
        spans=tuple(first_violation(outcome) for outcome in outcomes),
        ranked_by=ranked_by,
        unscored=sum(not isinstance(outcome, Score) for outcome in outcomes),
        signatures=signatures,
        outcomes=tuple(outcomes),
    )


def _ranking_figure(name: str, outcomes: Sequence[Outcome]) -> str | None:
    scores = [outcome for outcome in outcomes if isinstance(outcome, Score)]
    known = dict.fromkeys(key for score in scores for key, value in score.values.items() if value is not None)
    preferred = (key for key in ("score", *RANKED_BY.get(name, ())) if key in known)
    return next(preferred, next(iter(known), None))


def _value(outcome: Outcome, figure: str | None) -> float | None:
    return outcome.values.get(figure) if isinstance(outcome, Score) and figure is not None else None


def _is_flagged(outcome: Outcome) -> bool | None:
    return outcome.consistent is False if isinstance(outcome, Score) else None


def first_violation(outcome: Outcome) -> Span | None:
    """Return where the first violation stands that a scorer found in a summary; None where it says of none."""
    if not isinstance(outcome, Score):
        return None
    return next((claim.span for claim in outcome.claims if claim.is_violation), None)
