"""What a run would ask, and what that would cost at most; nobody is asked and nothing is written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import Field

from harness.backends.base import Backend
from harness.files.records import Record
from harness.results.disk import translate_os_errors
from harness.results.store import RunFolder, open_run, read_journal
from harness.runner.budget import spent_before
from harness.runner.conditions import Conditions
from harness.runner.manifest import describe, make_job, refuse_another_plan
from harness.runner.plan import Planned
from harness.runner.reckon import Reckoner
from harness.runner.scoring import ScorersOf
from harness.tasks.models import Task


class EstimateRow(Record):
    """A backend's requests that are still to be sent; None is not known."""

    backend: str
    requests: int
    answered: int = Field(description="Requests of earlier sittings that have an answer.")
    input_tokens: int
    output_tokens: int | None
    cost: float | None = Field(description="US dollars.")
    is_limited: bool = Field(default=True, description="Whether `max_tokens` limits the answers.")
    cut: int = Field(default=0, description="Samples whose articles are cut to fit the model.")
    priced_by: str | None = None


class Estimate(Record):
    """The rows of all backends; every figure is an upper estimate, each request being sent once.

    `asked_by_scorers` are requests that scorers send to models of their own; what those cost is not known.
    """

    rows: tuple[EstimateRow, ...]
    asked_by_scorers: int = 0
    spent: float = Field(default=0.0, description="US dollars that earlier sittings have cost.")
    budget: float | None = None

    @property
    def total(self) -> EstimateRow:
        """The rows as one; a sum is None where a part of it is not known."""
        return EstimateRow(
            backend="in all",
            requests=sum(row.requests for row in self.rows),
            answered=sum(row.answered for row in self.rows),
            input_tokens=sum(row.input_tokens for row in self.rows),
            output_tokens=_count(row.output_tokens for row in self.rows),
            cost=add_up(row.cost for row in self.rows),
            cut=sum(row.cut for row in self.rows),
        )


def estimate_run(
    tasks: Sequence[Task],
    backends: Sequence[Backend],
    *,
    scorers: ScorersOf,
    results_dir: Path,
    epochs: int = 1,
    limit: int | None = None,
    conditions: Conditions | None = None,
    seed: int = 0,
    resume: str | None = None,
) -> Estimate:
    """Return what `evaluate` with the same arguments would ask, and what that would cost at most.

    Of a run that is resumed, only what is still missing counts. Raises what `evaluate` raises before it asks.
    """
    conditions = conditions or Conditions()
    job = make_job(tasks, backends, scorers, epochs=epochs, limit=limit, seed=seed, conditions=conditions)
    if resume is None:
        return estimate_plan(job.plan, job.plan, conditions, scorers)
    folder = open_run(resume, results_dir)
    before = folder.manifest()
    final = _final(folder)
    now = describe(job, before.run, before.volatile.started)
    refuse_another_plan(before, now, final, (planned.id for planned in job.plan))
    missing = [planned for planned in job.plan if not final.get(planned.id)]
    return estimate_plan(job.plan, missing, conditions, scorers, spent_before(folder))


def _final(folder: RunFolder) -> dict[str, bool]:
    """Return, by request id, whether what stands in a journal is final; it is neither locked nor mended."""
    with translate_os_errors(folder.journal), folder.journal.open("rb") as file:
        return {line.record.id: line.record.is_final for line in read_journal(file, str(folder.journal))}


def estimate_plan(
    plan: Sequence[Planned], missing: Sequence[Planned], conditions: Conditions, scorers: ScorersOf, spent: float = 0.0
) -> Estimate:
    """Return what those requests of a plan come to that are `missing`; `spent` is what the others have cost."""
    reckoner = Reckoner(conditions)
    names = dict.fromkeys(planned.backend.name for planned in plan)
    return Estimate(
        rows=tuple(_row(name, _of(name, plan), _of(name, missing), reckoner) for name in names),
        asked_by_scorers=sum(_asks(scorers, planned) for planned in missing),
        spent=spent,
        budget=conditions.budget,
    )


def _of(name: str, plan: Iterable[Planned]) -> list[Planned]:
    return [planned for planned in plan if planned.backend.name == name]


def _row(name: str, plan: list[Planned], missing: list[Planned], reckoner: Reckoner) -> EstimateRow:
    tokens = [reckoner.tokens(planned) for planned in missing]
    terms = reckoner.conditions.terms_of(name)
    return EstimateRow(
        backend=name,
        requests=len(missing),
        answered=len(plan) - len(missing),
        input_tokens=sum(one.input for one in tokens),
        output_tokens=_count(one.output for one in tokens),
        cost=add_up(reckoner.worst_cost(planned) for planned in missing),
        is_limited=not terms.takes_tokens or all(p.backend.parameters.get("max_tokens") is not None for p in plan[:1]),
        cut=sum(planned.shown is not None and planned.epoch == 1 for planned in plan),
        priced_by="nobody bills for it" if terms.is_free else terms.priced_by,
    )


def _asks(scorers: ScorersOf, planned: Planned) -> int:
    """Return how many requests the scorers of a request's task send to models; those that say nothing send none."""
    return sum(int(getattr(scorer, "asks", 0)) for scorer in scorers.get(planned.sample.task, ()))


def add_up(parts: Iterable[float | None]) -> float | None:
    """Return the sum of numbers, None where one of them is not known."""
    known = list(parts)
    found = [part for part in known if part is not None]
    return math.fsum(found) if len(found) == len(known) else None


def _count(parts: Iterable[int | None]) -> int | None:
    total = add_up(parts)
    return None if total is None else int(total)
