"""Grading one summary with several scorers, with a reason wherever there is no score."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import cast

from harness.errors import ScorerError, SeenDocumentError
from harness.scorers.base import Guarded, NoAnswer, Outcome, Scorer, Unscored
from harness.tasks.samples import Sample


async def grade(sample: Sample, summary: str, scorers: Iterable[Scorer]) -> dict[str, Outcome]:
    """Return each scorer's outcome on a summary, by the scorer's name, in the scorers' order.

    A summary in which a reader sees nothing is no answer, whatever the scorer. A scorer that raises ScorerError, or
    that needs what the sample lacks, leaves it unscored. SeenDocumentError goes on to the caller: a figure of documents
    that a scorer was fitted on is not to be had at all, nor is the absence of one.
    """
    return {scorer.name: await _grade_with(scorer, sample, summary) for scorer in scorers}


async def _grade_with(scorer: Scorer, sample: Sample, summary: str) -> Outcome:
    if _is_guarded(type(scorer)):
        cast("Guarded", scorer).refuse([article.text for article in sample.articles])
    if is_blank(summary):
        return NoAnswer(reason="the summary is empty")
    if lacking := lacking_needs(scorer, sample):
        return Unscored(reason=f"the sample has no {' and no '.join(lacking)}")
    try:
        return await scorer.score(sample, summary)
    except SeenDocumentError:
        raise
    except ScorerError as error:
        return Unscored(reason=str(error))


@cache
def _is_guarded(kind: type[Scorer]) -> bool:
    """Whether scorers of a class refuse documents; asked once of each, for a protocol is looked up slowly."""
    return issubclass(kind, Guarded)


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: blanks, control characters and zero-width characters only."""
    return not any(char.isprintable() and not char.isspace() for char in text)


def lacking_needs(scorer: Scorer, sample: Sample) -> list[str]:
    """Return what a scorer needs and a sample lacks, sorted: gold, references."""
    has = {"gold": sample.gold is not None, "references": bool(sample.references)}
    return sorted(need for need in scorer.needs if not has[need])


def signature_of(scorer: Scorer, sample: Sample) -> str | None:
    """Return a scorer's signature on a sample; None where the sample lacks what the scorer needs."""
    return None if lacking_needs(scorer, sample) else scorer.signature(sample)
