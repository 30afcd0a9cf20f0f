"""The budget of a run: money is set aside before a request is sent, so that no order of answers can pass the cap."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.backends.base import Backend
from harness.errors import UsageError
from harness.results.disk import translate_os_errors
from harness.results.models import AnswerRecord
from harness.results.spending import show_dollars
from harness.results.store import RunFolder, read_journal
from harness.runner.conditions import Conditions

_UNITS = 1_000_000_000
"""Of a dollar: sums of whole numbers are exact, whatever their order."""

_BREAKS_THE_ESTIMATE = frozenset(
    {
        "best_of",
        "candidate_count",
        "candidateCount",
        "contents",
        "max_completion_tokens",
        "max_output_tokens",
        "max_tokens",
        "maxOutputTokens",
        "messages",
        "model",
        "n",
        "service_tier",
        "speed",
        "tools",
        "web_search_options",
    }
)
"""Fields of `extra_body` that change how much is written, or what it costs."""


@dataclass
class Budget:
    """So many dollars, of which some are spent. To be used within one event loop.

    Each request is to `reserve` what it costs at most before it is sent, and to `settle` when its cost is known. As
    long as no cost is above its reservation, `spent` never passes the cap.
    """

    cap: float
    spent_before: float = 0.0
    _spent: int = field(init=False, default=0)
    _reserved: int = field(init=False, default=0)
    _is_used_up: bool = field(init=False, default=False)
    _waiting: set[asyncio.Future[None]] = field(init=False, default_factory=set, repr=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.cap) or self.cap <= 0:
            raise UsageError(f"a budget of {self.cap} dollars buys nothing.", mend="Give more than 0.")
        units = self.cap * _UNITS
        self._cap = math.floor(units) if math.isfinite(units) else int(self.cap) * _UNITS
        self._spent = _units(self.spent_before)

    @property
    def spent(self) -> float:
        """Dollars, those of earlier sittings included."""
        return self._spent / _UNITS

    @property
    def is_used_up(self) -> bool:
        """Whether a request was refused; none that costs anything is let through after it."""
        return self._is_used_up

    async def reserve(self, amount: float) -> bool:
        """Set an amount aside, in dollars; return False where the cap does not leave it.

        Waits as long as the requests under way may turn out cheap enough to leave it. What costs nothing never waits.
        """
        wanted = _units(amount)
        if not wanted:
            return True
        while not self._is_decided(wanted):
            await self._wait()
        if self._is_used_up or not self._leaves(wanted):
            self._is_used_up = True
            self._wake()
            return False
        self._reserved += wanted
        return True

    def settle(self, reserved: float, spent: float) -> None:
        """Put down what a request has cost in place of what was set aside for it; both in dollars, 0 for nothing.

        It never waits, so it can stand in a `finally`.
        """
        self._reserved -= _units(reserved)
        self._spent += _units(spent)
        self._wake()

    async def _wait(self) -> None:
        """Wait until something is settled."""
        settled = asyncio.get_running_loop().create_future()
        self._waiting.add(settled)
        try:
            await settled
        finally:
            self._waiting.discard(settled)

    def _wake(self) -> None:
        for settled in self._waiting:
            if not settled.done():
                settled.set_result(None)

    def _leaves(self, wanted: int) -> bool:
        return self._spent + self._reserved + wanted <= self._cap

    def _is_decided(self, wanted: int) -> bool:
        """Whether an amount can be had, or never can: what is set aside may come back, what is spent does not."""
        return self._is_used_up or self._leaves(wanted) or self._spent + wanted > self._cap


def _units(dollars: float) -> int:
    """Return dollars as whole units, rounded up: a sum of many small costs is never below the true one."""
    if not math.isfinite(dollars) or dollars < 0:
        raise ValueError(f"{dollars} dollars are no cost.")
    return math.ceil(dollars * _UNITS)


def spent_in(records: Iterable[AnswerRecord]) -> float:
    """Return what a journal's lines have cost, in dollars, those included that no longer stand.

    An answer out of the cache was paid by another run.
    """
    return math.fsum(record.cost for record in records if record.cost is not None and not record.cached)


def spent_before(folder: RunFolder) -> float:
    """Return what a run has cost in its earlier sittings, in dollars."""
    with translate_os_errors(folder.journal), folder.journal.open("rb") as file:
        return spent_in(line.record for line in read_journal(file, str(folder.journal)))


def budget_of(conditions: Conditions, folder: RunFolder) -> Budget | None:
    """Return a run's budget, less what its earlier sittings have cost; None where it has none."""
    return None if conditions.budget is None else Budget(conditions.budget, spent_before(folder))


def used_up(budget: Budget, answered: int, planned: int) -> str:
    """Return what is said where the budget has stopped a run."""
    return f"the budget of {show_dollars(budget.cap)} is used up: {answered:,} of {planned:,} requests are answered."


def refuse_blind_budget(backends: Sequence[Backend], conditions: Conditions) -> None:
    """Raise UsageError, with all backends' faults, where the cost of a request has no upper limit that is known."""
    if conditions.budget is None:
        return
    faults = list(_faults(backends, conditions))
    if faults:
        raise UsageError("\n".join(faults))


def _faults(backends: Sequence[Backend], conditions: Conditions) -> Iterator[str]:
    for backend in backends:
        terms = conditions.terms_of(backend.name)
        if terms.is_free:
            continue
        if terms.price is None:
            yield f"{backend.name}: --budget needs a price, and none is known for it. Give one with --prices FILE."
        if backend.parameters.get("max_tokens") is None:
            yield f"{backend.name}: --budget needs a limit of the answers' length. Give one with --max-tokens."
        for name in sorted(_names_in(backend.parameters.get("extra_body")) & _BREAKS_THE_ESTIMATE):
            yield f"{backend.name}: with --budget, extra_body cannot set {name!r}: it may change what is billed."


def _names_in(data: Any) -> set[str]:  # noqa: ANN401  (any plain data)
    """Return the keys of data, at any depth."""
    if isinstance(data, Mapping):
        return {str(name) for name in data}.union(*(_names_in(value) for value in data.values()))
    return set().union(*(_names_in(item) for item in data)) if isinstance(data, (list, tuple)) else set()
