"""What a run folder holds: the manifest, answers, scores and the summary. Their JSON Schemas are in `docs/schemas/`.

Every record is frozen, refuses unknown keys, NaN and infinity, and is written as ASCII JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from harness.backends.base import Answer
from harness.files.records import Record
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict, SentenceSupport
from harness.scorers.grade import is_blank

Kind = Literal["count", "date", "attribution", "statement"]
"""The kinds of gold facts."""

BatchStep = Literal["planned", "submitted", "dropped", "collected"]
"""What may happen to a batch, in this order; one that is dropped is not collected."""

OutcomeName = Literal["score", "unscored", "no answer"]


class StoredArticle(Record):
    """An article as it was shown; the file is articles/SHA256.json."""

    sha256: str
    title: str
    text: str


class ArticleRecord(Record):
    """An article of the run: its id, the hash that names its file, and the event that it is about."""

    id: str
    sha256: str
    event: str
    outlet: str | None = None
    published: str | None = Field(default=None, description="Its date, as precise as it is known.")
    is_original: bool = False


class PromptRecord(Record):
    """Which prompt was used; the hash is of its text before anything is put in."""

    name: str
    version: int
    sha256: str


class SampleRecord(Record):
    """A sample of the run and its articles."""

    id: str
    articles: tuple[str, ...]


class ScorerRecord(Record):
    """A scorer of a task and its signatures over the task's samples, sorted, each once."""

    name: str
    signatures: tuple[str, ...]


class TaskRecord(Record):
    """A task of the run, with the hashes of all that it was made of."""

    name: str
    version: int
    samples: tuple[SampleRecord, ...]
    gold: Mapping[str, str] = Field(description="Gold files' names and hashes.")
    prompt: PromptRecord
    words: int | None = Field(description="The word limit.")
    scorers: tuple[ScorerRecord, ...]


class BackendRecord(Record):
    """A backend of the run and everything that can change its answers."""

    name: str
    parameters: Mapping[str, Any]


class CutRecord(Record):
    """A sample of which a backend was shown the beginning of the articles only, for the whole does not fit it."""

    backend: str
    sample: str
    kept: int = Field(description="Characters of the articles' texts that were shown.")
    whole: int = Field(description="Characters that they have.")


class Volatile(Record):
    """What differs between two runs of the same thing. Times are UTC, as in 2026-11-22T05:17:58Z."""

    started: str
    finished: str | None = None
    platform: str
    recorded: str | None = Field(default=None, description="Name of the file that its HTTP was recorded in.")
    replayed: str | None = Field(default=None, description="Name of the recording that answers came from.")


class Manifest(Record):
    """Everything needed to repeat a run, and to read its results without the project."""

    schema_version: Literal[1] = 1
    run: str
    harness: str = Field(description="Version of this package.")
    python: str
    seed: int
    epochs: int
    limit: int | None = Field(description="At most so many samples, the first in the order of the tasks.")
    tasks: tuple[TaskRecord, ...]
    articles: tuple[ArticleRecord, ...]
    backends: tuple[BackendRecord, ...]
    truncate: str | None = Field(default=None, description="How prompts that do not fit were to be cut; null: not.")
    cuts: tuple[CutRecord, ...] = ()
    planned: int = Field(description="How many requests there are: samples x backends x epochs.")
    plan: str = Field(description="SHA-256 over the sorted request ids.")
    volatile: Volatile


class AnswerError(Record):
    """Why a backend gave no answer; a retryable one is asked again when the run is resumed."""

    what: str
    retryable: bool


class AnswerRecord(Record):
    """One line of answers.jsonl: an answer, or the error that was left after the last attempt."""

    id: str = Field(description="The request's id.")
    sample: str
    backend: str
    epoch: int
    answer: Answer | None
    error: AnswerError | None
    at: str = Field(description="When it came, UTC.")
    attempts: int = Field(default=1, description="How often it was sent; 0 where it was not.")
    cost: float | None = Field(
        default=None, description="US dollars, of all attempts; an upper estimate where usage is not told."
    )
    cached: bool = Field(default=False, description="Whether an earlier run's answer was taken; `cost` is what it was.")

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.answer is None) == (self.error is None):
            raise ValueError("wants either 'answer' or 'error'.")
        return self

    @property
    def is_final(self) -> bool:
        """Whether it stands: an answer, or an error that asking again would not mend."""
        return self.error is None or not self.error.retryable

    @property
    def why_nothing_to_score(self) -> str | None:
        """Why there is no summary in it to score; None where there is one."""
        if self.answer is None:
            return f"error: {self.error.what}" if self.error else "error"
        if self.answer.finish == "refused":
            return "the model refused"
        if self.answer.finish == "length":
            return "the answer is cut off at the token limit"
        return "the answer is empty" if is_blank(self.answer.text) else None


class ScoreRow(Record):
    """One line of scores.jsonl: what one scorer made of one answer."""

    id: str = Field(description="The answer's id.")
    task: str
    sample: str
    backend: str
    epoch: int
    scorer: str
    signature: str | None = Field(description="null where the sample lacks what the scorer needs.")
    outcome: OutcomeName
    reason: str
    values: Mapping[str, float | None] = Field(default_factory=dict, description="null: nothing to count.")
    facts: tuple[FactVerdict, ...] = ()
    disputes: tuple[DisputeVerdict, ...] = ()
    claims: tuple[Claim, ...] = ()
    sentences: tuple[SentenceSupport, ...] = ()
    consistent: bool | None = None


class BatchRecord(Record):
    """One line of batches.jsonl: what became of a batch. All lines of one key tell of the same batch, in their order.

    It is planned before it is handed over, so that a batch whose id was lost in a crash can be found again; submitted
    when the provider has it, dropped where it never had it, and collected when all results are in answers.jsonl.
    """

    key: str = Field(description="The batch's own name, which the provider is told.")
    state: BatchStep
    backend: str
    batch: str | None = Field(default=None, description="The provider's id; null before it is submitted.")
    requests: tuple[str, ...] = Field(default=(), description="Ids of its requests; in the line 'planned' alone.")
    at: str = Field(description="When, UTC.")


class Counts(Record):
    """What became of the planned requests: each is answered, without an answer, or an error."""

    planned: int
    answered: int = Field(description="A summary came.")
    no_answer: int = Field(description="What came was empty, refused or cut off.")
    errors: int = Field(description="Nothing came, after every attempt.")
    cached: int = Field(default=0, description="Of those that came, how many are an earlier run's.")


class Interval(Record):
    """An interval in the unit of its figure, and from how many events it comes."""

    low: float
    high: float
    level: float = Field(default=0.95, description="Over many data sets, this share of such intervals is right.")
    events: int


class Spread(Record):
    """How far a mean's parts lie apart, as standard deviations. It is no error of the mean.

    `samples`: of the samples' means, null for fewer than two. `epochs`: of one sample's summaries around their mean,
    over all samples that have several; null where none has.
    """

    samples: float | None
    epochs: float | None


class Agreement(Record):
    """How far the epochs of a run agree, on facts of samples that two epochs or more were graded on."""

    facts: int = Field(description="Such facts; each counts once for each sample.")
    same: int = Field(description="How many of them have the same verdict in every epoch.")
    pairs: float = Field(
        description="How often two epochs give a fact the same verdict, 0 to 1, on average over facts."
    )


class Metric(Record):
    """One figure, and from how many outcomes it comes.

    `value` is None where there is nothing to count. Of the outcomes, `scored` went into it, `undefined` were scored
    but had nothing to count for it, `unscored` are the scorer's failures, and `no_answer` are empty, refused or
    cut off answers and errors. Only `scored` ones move the value.
    """

    value: float | None
    interval: Interval | None = Field(default=None, description="Over events; null where none can be had.")
    why_no_interval: str | None = Field(default=None, description="Why there is none, in words.")
    spread: Spread | None = Field(default=None, description="null for what is no mean over samples.")
    by_epoch: tuple[float | None, ...] = Field(
        default=(),
        description="The figure of each epoch alone; empty where there is one. null: nothing to count.",
    )
    scored: int
    undefined: int = 0
    unscored: int = 0
    no_answer: int = 0


class Spending(Record):
    """Tokens and money of some requests. Answers out of the cache stand apart: nobody paid for them in this run."""

    input_tokens: int = Field(default=0, description="As the providers counted them.")
    output_tokens: int = Field(default=0, description="All that was written, thoughts included.")
    counted: int = Field(default=0, description="Answers whose tokens are known.")
    cost: float = Field(default=0.0, description="US dollars, errors included.")
    priced: int = Field(default=0, description="Answers and errors whose cost is known.")
    asked: int = Field(default=0, description="Answers and errors that did not come out of the cache.")
    cached: int = Field(default=0, description="Answers out of the cache, which are in none of the sums.")


class SummaryRow(Record):
    """The figures of a backend: over all tasks (`task` and `kind` None), on one task, or on one kind of fact."""

    backend: str
    task: str | None = None
    kind: Kind | None = None
    counts: Counts
    spending: Spending | None = Field(default=None, description="null on a row of one kind of fact.")
    agreement: Agreement | None = Field(default=None, description="Between epochs; null where there is one.")
    metrics: Mapping[str, Metric]


class Summary(Record):
    """The results table. Rows: each backend's over all tasks, then by task, then by kind."""

    schema_version: Literal[1] = 1
    run: str
    counts: Counts
    articles: int
    events: int
    interval: str = Field(description="What can be said of intervals with so many events, in words.")
    signatures: Mapping[str, tuple[str, ...]] = Field(description="Each scorer's signatures, sorted.")
    rows: tuple[SummaryRow, ...]
