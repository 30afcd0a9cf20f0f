"""Bare pairs of documents and a summary: which scorers can grade them, and by which figure they rank summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.errors import UsageError
from harness.scorers.base import Guarded, Outcome, Score, Scorer, Unscored
from harness.scorers.grade import grade, is_blank, signature_of
from harness.scorers.registry import create_scorer
from harness.tasks.models import ScorerSpec
from harness.tasks.samples import sample_of

RANKING = ("score", "rouge2")
"""The figures that rank summaries of one sample, by scorers that have them; of any other scorer, its first figure."""


def pair_scorer(name: str) -> Scorer:
    """Return a scorer that grades bare pairs, by name.

    Raises TaskError where there is none of that name, UsageError where it needs gold, which a pair has none of.
    """
    scorer = create_scorer(ScorerSpec(name=name))
    if "gold" in scorer.needs:
        what = f"the scorer {name!r} needs gold, and a document with a summary has none."
        raise UsageError(what, mend="Name one that needs none, such as 'grounding', or grade with --task.")
    return scorer


async def grade_pair(scorer: Scorer, documents: Sequence[str], summary: str, group: str | None = None) -> Outcome:
    """Return a scorer's outcome on a summary of documents, which are its articles `1`, `2`, … and its references.

    `group` is the name that all rows of these documents share, if they have one. Unscored where a reader sees nothing
    in one of the documents. Raises SeenDocumentError, as the scorer does, whatever the summary is.
    """
    if isinstance(scorer, Guarded):
        scorer.refuse(documents, group)
    blank = next((number for number, text in enumerate(documents, 1) if is_blank(text)), None)
    if blank is not None:
        which = f"document {blank}" if len(documents) > 1 else "the document"
        return Unscored(reason=f"{which} is empty")
    sample = sample_of(documents, references=documents)
    return (await grade(sample, summary, [scorer]))[scorer.name]


def bare_signature(scorer: Scorer, documents: int = 1) -> str | None:
    """Return a scorer's signature on so many bare documents; None where it needs gold."""
    texts = ["-"] * documents
    return signature_of(scorer, sample_of(texts, references=texts))


def ranking_score(score: Score) -> float | None:
    """Return the figure that ranks summaries of one sample, the higher the better; None where it is undefined."""
    return ranking_figure(score.values)[1]


def ranking_figure(values: Mapping[str, float | None]) -> tuple[str, float | None]:
    """Return the name and value of the figure that ranks: one of `RANKING`, else the first; an empty name without any.

    A figure that is there but undefined is not replaced by another: two summaries compare by one figure alone.
    """
    name = next((name for name in RANKING if name in values), next(iter(values), ""))
    return name, values.get(name)
