"""What a run has cost: tokens and dollars by backend and task, and how they are shown."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from harness.results.models import AnswerRecord, Spending


@dataclass
class SpendingTable:
    """Sums by backend and sample."""

    _sums: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _costs: defaultdict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def of(self, backend: str, samples: Collection[str] | None = None) -> Spending:
        """Return the sum of a backend, over these samples or over all."""
        keys = [key for key in self._sums if key[0] == backend and (samples is None or key[1] in samples)]
        total: Counter[str] = Counter()
        for key in keys:
            total.update(self._sums[key])
        cost = math.fsum(cost for key in keys for cost in self._costs[key])
        return Spending.model_validate({**total, "cost": cost})

    def note(self, record: AnswerRecord) -> None:
        """Add what a request has cost."""
        key = (record.backend, record.sample)
        if record.cached:
            self._sums[key].update({"cached": 1})
            return
        usage = record.answer.usage if record.answer else None
        self._sums[key].update({"asked": 1, "priced": record.cost is not None})
        if record.cost is not None:
            self._costs[key].append(record.cost)
        if usage and usage.input_tokens is not None and usage.output_tokens is not None:
            read, written = usage.input_tokens, usage.output_tokens
            self._sums[key].update({"counted": 1, "input_tokens": read, "output_tokens": written})


def cells_of(spending: Spending | None) -> dict[str, float | int]:
    """Return what is known, flat; what is not has no entry."""
    cells: dict[str, float | int] = {}
    if spending and spending.counted:
        cells |= {"input_tokens": spending.input_tokens, "output_tokens": spending.output_tokens}
        cells["tokens_per_summary"] = (spending.input_tokens + spending.output_tokens) / spending.counted
    if spending and spending.cost:
        cells |= {"cost": spending.cost, "cost_per_summary": spending.cost / spending.priced}
    if spending and spending.cached:
        cells["cached"] = spending.cached
    return cells


def show_dollars(amount: float) -> str:
    """Return dollars as people read them: to the cent, and below ten cents to two digits that count."""
    if amount == 0 or amount >= 0.1:  # noqa: PLR2004
        return f"${amount:,.2f}"
    return f"${amount:.{min(9, 1 - math.floor(math.log10(amount)))}f}"
