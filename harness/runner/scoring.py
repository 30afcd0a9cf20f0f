"""Scoring answers: every scorer of a task on every answer, with a reason wherever there is no score."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from harness.results.models import AnswerRecord, ScoreRow
from harness.results.rows import name_of
from harness.runner.plan import Planned
from harness.scorers.base import NoAnswer, Outcome, Score, Scorer
from harness.scorers.grade import grade, signature_of
from harness.tasks.samples import Sample

ScorersOf = Mapping[str, Sequence[Scorer]]
"""The scorers of each task, by the task's name."""


async def score_answers(
    answers: Iterable[AnswerRecord], plan: Mapping[str, Planned], scorers: ScorersOf
) -> AsyncIterator[ScoreRow]:
    """Yield a row for each answer and scorer, in the answers' order. `plan` is by request id and has them all."""
    for record in answers:
        sample = plan[record.id].sample
        asked = scorers.get(sample.task, ())
        outcomes = await _grade(record, sample, asked)
        for scorer in asked:
            yield _to_row(record, sample, scorer, outcomes[scorer.name])
        await asyncio.sleep(0)  # a scorer that never waits would keep Ctrl-C from its turn


async def _grade(record: AnswerRecord, sample: Sample, scorers: Sequence[Scorer]) -> Mapping[str, Outcome]:
    """Return each scorer's outcome; none is asked where there is nothing to score."""
    why = record.why_nothing_to_score
    if record.answer is None or why is not None:
        return {scorer.name: NoAnswer(reason=why or "there is no answer") for scorer in scorers}
    return await grade(sample, record.answer.text, scorers)


def _to_row(record: AnswerRecord, sample: Sample, scorer: Scorer, outcome: Outcome) -> ScoreRow:
    found = outcome if isinstance(outcome, Score) else Score(values={}, reason=outcome.reason)
    return ScoreRow(
        id=record.id,
        task=sample.task,
        sample=sample.id,
        backend=record.backend,
        epoch=record.epoch,
        scorer=scorer.name,
        signature=signature_of(scorer, sample),
        outcome=name_of(outcome),
        reason=outcome.reason,
        values=found.values,
        facts=found.facts,
        disputes=found.disputes,
        claims=found.claims,
        consistent=found.consistent,
    )
