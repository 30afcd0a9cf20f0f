"""From judgements of sentences to a label and a grade of the summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal


def is_majority(votes: Sequence[bool]) -> bool:
    """Whether more than half of the votes are yes; a tie is no."""
    return 2 * sum(votes) > len(votes)


def judge_summary(sentences: Sequence[bool]) -> tuple[Literal[0, 1], float]:
    """Return the label and the grade of a summary, one sentence or more, from whether each is consistent.

    The label is 1 where all are; the grade is the share of those that are, 0 to 1.
    """
    return (1 if all(sentences) else 0), sum(sentences) / len(sentences)
