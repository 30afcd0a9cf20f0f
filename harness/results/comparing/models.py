"""What a comparison says: differences with how sure they are, facts gained and lost, and what is not compared.

A difference is always B - A. Intervals, p and bounds are `None` where they cannot be had; `reason` says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from harness.files.records import Record
from harness.gold.models import Importance
from harness.gold.verdicts import Span
from harness.results.models import Agreement, Interval, Kind

Word = Literal["better", "worse", "different", "no difference shown", "cannot be told", "not tested"]
"""What is said of a figure of B beside that of A; *different* where neither more nor less of it is better, *not tested*
where it is no figure of the table."""

Better = Literal["higher", "lower", "neither"]
"""Which way a figure is good."""

VerdictName = Literal["supported", "contradicted", "omitted"]

ChangeName = Literal["gained", "lost", "newly contradicted", "no longer contradicted"]
"""gained: supported in B alone. lost: supported in A alone. The others are supported in neither."""


class Side(Record):
    """One side of a comparison: the answers of one backend in one run."""

    run: str = Field(description="The run's id.")
    backend: str
    given: str = Field(default="", description="How the caller named it.")
    upper_bound: bool = Field(default=False, description="It was shown the references: no contestant.")


class FigureDifference(Record):
    """One figure of both sides on what they share; over all tasks, on one task, or on one kind of fact.

    `samples` and `events` went into it. `left_out` samples did not, for on either side they are unscored or without an
    answer; `lowest` and `highest` are what the difference could be, whatever they are.
    """

    figure: str
    task: str | None = None
    kind: Kind | None = None
    better: Better = Field(description="Which way the figure is good.")
    in_table: bool = Field(default=True, description="Whether it is tested, with the others of its table.")
    a: float | None
    b: float | None
    difference: float | None = Field(description="B - A.")
    interval: Interval | None = None
    p: float | None = None
    p_corrected: float | None = Field(default=None, description="By Holm, over the tested figures of its table.")
    smallest: float | None = Field(
        default=None, description="The smallest difference that these data would have shown, 4 times in 5."
    )
    lowest: float | None = Field(default=None, description="What it could be at least, were all scored; null: unknown.")
    highest: float | None = Field(default=None, description="What it could be at most.")
    why_no_bounds: str | None = Field(default=None, description="Why it is not known, where samples are left out.")
    by_epoch: tuple[float | None, ...] = Field(
        default=(), description="B - A of each shared epoch alone, over all tasks; empty where there is one epoch."
    )
    samples: int
    events: int
    left_out: int = 0
    verdict: Word
    reason: str = Field(description="Why that is said, in words.")


class FactChange(Record):
    """One gold fact that A and B treat differently, in one epoch of one sample. Spans are of the two summaries."""

    change: ChangeName
    task: str
    sample: str
    epoch: int
    fact: str
    kind: Kind
    importance: Importance | None = Field(description="null in runs of earlier versions.")
    before: VerdictName
    after: VerdictName
    span_before: Span | None = None
    span_after: Span | None = None
    reason_before: str = ""
    reason_after: str = ""


class ChangeCount(Record):
    """How many facts changed in one way, of one kind and importance."""

    change: ChangeName
    kind: Kind
    importance: Importance | None
    facts: int


class NotCompared(Record):
    """Something that is not compared, or is compared with a caution; what A has and what B has, and why."""

    what: str
    a: str
    b: str
    reason: str


class LeftOut(Record):
    """Samples that are shared and went into no figure of a scorer, for one side has no score of them."""

    scorer: str
    samples: int
    unscored_a: int
    unscored_b: int
    no_answer_a: int
    no_answer_b: int


class Split(Record):
    """What the difference of a figure comes from, as the two sides were scored: B - A is the sum of the five parts.

    `model` is the difference where both are graded alike. The others say how far present gold and scorers move A
    further up than B: `gold` on answers where the gold alone has changed, and so on, as in `Move`.
    """

    figure: str
    a: float = Field(description="As it was scored, on the answers below.")
    b: float
    gold: float
    scorer: float
    both: float
    neither: float
    model: float
    answers: int = Field(description="Answers that both sides have a score of, before and now.")


class Comparison(Record):
    """Two sides, compared on what they share.

    `gained` and the like hold the first changes, key facts first; `changes` counts all of them.
    """

    schema_version: Literal[1] = 1
    a: Side
    b: Side
    conclusion: str = Field(description="What matters first, in a sentence.")
    samples: int = Field(description="Shared samples.")
    events: int
    epochs: int = Field(description="Shared epochs.")
    cluster: Literal["event", "sample"] = Field(description="What counts as one observation.")
    spread: str = Field(description="What can be said of intervals and tests with so many events, in words.")
    agreement_a: Agreement | None = Field(default=None, description="Between the epochs of A; null where there is one.")
    agreement_b: Agreement | None = None
    figures: tuple[FigureDifference, ...]
    gained: tuple[FactChange, ...] = ()
    lost: tuple[FactChange, ...] = ()
    newly_contradicted: tuple[FactChange, ...] = ()
    no_longer_contradicted: tuple[FactChange, ...] = ()
    changes: tuple[ChangeCount, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    graded_anew: bool = Field(default=False, description="Whether all else is of both sides as they are graded now.")
    split: tuple[Split, ...] = Field(default=(), description="Where it was asked for: the differences as first scored.")

    def figure(self, name: str, *, task: str | None = None, kind: str | None = None) -> FigureDifference | None:
        """Return a figure over all tasks, of a task or of a kind; None where it is not compared."""
        asked = (name, task, kind)
        return next((one for one in self.figures if (one.figure, one.task, one.kind) == asked), None)

    def count(self, change: ChangeName, *, kind: str | None = None, importance: str | None = None) -> int:
        """Return how many facts changed in a way, of a kind or importance or of all."""
        return sum(
            one.facts
            for one in self.changes
            if one.change == change and kind in (None, one.kind) and importance in (None, one.importance)
        )


class Standing(Record):
    """A side's place on the leaderboard. Sides that share a letter of `groups` cannot be told apart."""

    rank: int
    side: Side
    figures: Mapping[str, float | None]
    intervals: Mapping[str, Interval | None] = {}
    groups: str = Field(description="Letters, or empty where nothing can be told of any.")


class Leaderboard(Record):
    """Three to fifty sides by one figure, on what all of them share."""

    schema_version: Literal[1] = 1
    figure: str
    conclusion: str
    samples: int
    events: int
    epochs: int
    cluster: Literal["event", "sample"]
    spread: str
    standings: tuple[Standing, ...]
    not_compared: tuple[NotCompared, ...] = ()


class Move(Record):
    """How a figure of a backend moved when its answers were scored anew, and what of it comes from what.

    The parts are taken one after the other, on the answers scored before and after: first those whose gold alone has
    changed, then those whose scorer alone has, then those with both; they add up to `after` - `before`.
    """

    backend: str
    figure: str
    before: float | None
    after: float | None
    gold: float = Field(default=0.0, description="Where the gold alone has changed.")
    scorer: float = Field(default=0.0, description="Where the scorer alone has: its version, options or language.")
    both: float = Field(default=0.0, description="Where both have: they cannot be told apart there.")
    neither: float = Field(default=0.0, description="Where neither has: the scorer itself varies.")
    answers: int = Field(description="Answers that were scored before and after.")


class Rescored(Record):
    """What scoring a run's answers anew has changed."""

    schema_version: Literal[1] = 1
    run: str
    earlier: str | None = Field(description="Folder of the scores as they were; null where nothing has changed.")
    answers: int
    changed: int = Field(description="Answers of which any score has changed.")
    moves: tuple[Move, ...] = ()
    changes: Mapping[str, tuple[ChangeCount, ...]] = Field(default={}, description="Facts told otherwise, by backend.")
