"""Labelled rows as a scorer sees them: what was found of each, and which rows cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.metaeval.labelled import LabelledSummary
from harness.scorers.base import Score, Scorer
from harness.scorers.features import features_of
from harness.scorers.head import document_hashes
from harness.scorers.pairs import grade_pair, ranking_score


@dataclass(frozen=True)
class Observation:
    """A labelled row with its features, and what the scorer says of it without a head.

    `documents` are their hashes. `given_group`: the row itself names its group so. `is_flagged`: the scorer found a
    violation.
    """

    id: str
    documents: tuple[str, ...]
    group: str
    is_consistent: bool
    features: dict[str, float | None]
    score: float
    is_flagged: bool
    given_group: str | None = None


@dataclass(frozen=True)
class Observed:
    """The rows that can be used, and how many cannot: without a label, and unscored.

    `why_unscored` is the first reason of these, after the row's id and without a full stop.
    """

    rows: tuple[Observation, ...]
    unlabelled: int
    unscored: int
    why_unscored: str = ""


async def observe(rows: Sequence[LabelledSummary], scorer: Scorer) -> Observed:
    """Grade each labelled row with a scorer; rows of one document come together, in which order the scorer is fast."""
    labelled = [row for row in rows if row.label is not None]
    found: list[Observation] = []
    reasons: list[str] = []
    for row in sorted(labelled, key=lambda row: row.documents):
        outcome = await grade_pair(scorer, row.documents, row.summary)
        score = ranking_score(outcome) if isinstance(outcome, Score) else None
        if not isinstance(outcome, Score) or score is None:
            reasons.append(f"{row.id}: {outcome.reason.rstrip('.')}")
            continue
        found.append(
            Observation(
                id=row.id,
                documents=document_hashes(row.documents),
                group=row.group,
                is_consistent=row.label == 1,
                features=features_of(outcome, row.summary),
                score=score,
                is_flagged=outcome.consistent is False,
                given_group=row.given_group,
            )
        )
    return Observed(tuple(found), len(rows) - len(labelled), len(reasons), next(iter(reasons), ""))


def name_groups(rows: Iterable[Observation]) -> list[str]:
    """Return for each row the name of its documents' group: the least hash of a document in it.

    Rows of one `group`, and rows that share a document, are in one group, through others too.
    """
    given = list(rows)
    parents: dict[str, str] = {}
    for row in given:
        keys = [f"group:{row.group}", *row.documents]
        for key in keys:
            parents.setdefault(key, key)
        for key in keys[1:]:
            _join(parents, keys[0], key)
    least: dict[str, str] = {}
    for row in given:
        root = _root(parents, row.documents[0])
        least[root] = min(*row.documents, least.get(root, row.documents[0]))
    return [least[_root(parents, row.documents[0])] for row in given]


def _root(parents: dict[str, str], key: str) -> str:
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def _join(parents: dict[str, str], first: str, second: str) -> None:
    parents[_root(parents, first)] = _root(parents, second)
