"""Scoring an answer: every scorer of its task, with a reason wherever there is no score."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence

from harness.results.models import AnswerRecord, ScoreRow
from harness.results.rows import name_of
from harness.scorers.base import NoAnswer, Outcome, Score, Scorer
from harness.scorers.grade import grade, signature_of
from harness.tasks.samples import Sample

ScorersOf = Mapping[str, Sequence[Scorer]]
"""The scorers of each task, by the task's name."""

_EVERY = 0.01


class Turns:
    """Gives the other tasks of the event loop their turn every hundredth of a second.

    A scorer that never waits would keep Ctrl-C and the answers from it; a turn after every score would let the scores
    fall behind the answers, which then had to be read again.
    """

    def __init__(self) -> None:
        self._since = time.perf_counter()

    async def give(self) -> None:
        """Wait for one turn of the loop, where one is due."""
        if time.perf_counter() - self._since >= _EVERY:
            await asyncio.sleep(0)
            self._since = time.perf_counter()


async def score_answer(record: AnswerRecord, sample: Sample, scorers: ScorersOf) -> list[ScoreRow]:
    """Return a row for each scorer of the sample's task."""
    asked = scorers.get(sample.task, ())
    outcomes = await _grade(record, sample, asked)
    return [_to_row(record, sample, scorer, outcomes[scorer.name]) for scorer in asked]


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
