"""What a run's epochs say beside each other: each figure in each epoch alone, and how far their verdicts agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain

from harness.results.clean import clean_line, how_many
from harness.results.figures import Figure
from harness.results.graded import Graded
from harness.results.models import Agreement, Kind, ScoreRow
from harness.results.rows import TableRow
from harness.results.statistics.agreement import Verdicts, add_agreements
from harness.scorers.base import Score

_HEADLINES = ("fact_recall", "supported_share")
"""Figures that are shown of each epoch alone: over all facts, and of one kind."""


class Epochs:
    """The sums of each epoch, and all verdicts, of a run with several epochs; `samples` are all of the run's."""

    def __init__(self, samples: Iterable[str], epochs: int) -> None:
        """Start with no answer."""
        self._numbers = {sample: number for number, sample in enumerate(samples)}
        self._epochs = epochs
        self._sums: defaultdict[tuple[Hashable, str, int], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        self._verdicts: defaultdict[tuple[str, str, Kind], Verdicts] = defaultdict(Verdicts)

    def add(self, key: Hashable, figure: Figure, epoch: int, part: tuple[float, float]) -> None:
        """Add what an answer adds to a figure's top and bottom in a row of the table."""
        found = self._sums[key, figure.name, epoch]
        for place, value in enumerate((*part, 1.0)):
            found[place] += value

    def add_verdicts(self, rows: Iterable[ScoreRow]) -> None:
        """Add the verdicts on the facts of one answer."""
        for row in rows:
            for fact in row.facts:
                self._verdicts[row.backend, row.task, fact.kind].add(self._numbers[row.sample], fact.id, fact.verdict)

    def values(self, keys: Sequence[Hashable], figure: Figure) -> tuple[float | None, ...]:
        """Return a figure of each epoch alone, over rows of the table; None where nothing was counted."""
        return tuple(self._value(keys, figure, epoch) for epoch in range(1, self._epochs + 1))

    def _value(self, keys: Sequence[Hashable], figure: Figure, epoch: int) -> float | None:
        sums = [self._sums[key, figure.name, epoch] for key in keys if (key, figure.name, epoch) in self._sums]
        if not sums:
            return None
        top, bottom, answers = (sum(part[place] for part in sums) for place in range(3))
        if figure.rule == "sum":
            return top
        return top / answers if figure.rule == "mean" else figure.scale * top / bottom

    def agreement(self, backend: str, task: str | None = None, kind: Kind | None = None) -> Agreement | None:
        """Return how far a backend's epochs agree, on a task or kind or on all; None where no fact has two verdicts."""
        return add_agreements(
            verdicts.agreement()
            for (of, of_task, of_kind), verdicts in self._verdicts.items()
            if of == backend and task in (None, of_task) and kind in (None, of_kind)
        )


def epochs_table(rows: Sequence[TableRow], epochs: int) -> tuple[list[list[str]], list[list[str]]]:
    """Return heads, in two lines, and cells of the rows of which epochs can be held against each other."""
    what = "share supported" if any(row.kind for row in rows) else "recall"
    heads = [["", "facts judged alike", f"{what} in"], ["backend", f"in all {epochs} epochs", "one epoch alone"]]
    cells = []
    for row in rows:
        if row.agreement:
            figure = next((row.by_epoch[name] for name in _HEADLINES if name in row.by_epoch), ())
            values = [value for value in figure if value is not None]
            ends = f"{min(values):.2f} to {max(values):.2f}" if len(values) > 1 else "-"
            group = row.task or row.kind
            name = f"{row.backend}, {group}" if group else row.backend
            cells.append([clean_line(name), say_agreement(row.agreement), ends])
    return heads, cells


def say_agreement(found: Agreement) -> str:
    """Return how many facts have the same verdict in every epoch: `38 of 40 (95%)`."""
    return f"{found.same} of {found.facts} ({_percent(found.same, found.facts)})"


def _percent(part: int, whole: int) -> str:
    """Return a share as whole per cent; what is neither none nor all is called neither."""
    return f"{min(99, max(1, round(100 * part / whole))) if 0 < part < whole else 100 * part // whole}%"


def sample_epochs(graded: Iterable[Graded]) -> Iterator[str]:
    """Yield of each backend's summaries of a sample how far their verdicts agree, and each fact on which they do not.

    Nothing of a backend with fewer than two summaries that were graded.
    """
    found: dict[str, list[dict[str, str]]] = {}
    for one in graded:
        facts = [fact for outcome in one.outcomes.values() if isinstance(outcome, Score) for fact in outcome.facts]
        if facts:
            found.setdefault(one.backend, []).append({fact.id: fact.verdict for fact in facts})
    for backend, epochs in found.items():
        told = {fact: [epoch[fact] for epoch in epochs if fact in epoch] for fact in dict.fromkeys(chain(*epochs))}
        both = {fact: verdicts for fact, verdicts in told.items() if len(verdicts) > 1}
        apart = {fact: verdicts for fact, verdicts in both.items() if len(set(verdicts)) > 1}
        if both:
            same = f"{len(both) - len(apart)} of {how_many(len(both), 'fact')}"
            yield clean_line(f"{backend}: {same} judged alike in all {len(epochs)} epochs" + (":" if apart else "."))
        yield from (f"  {clean_line(fact)}: {', '.join(verdicts)}" for fact, verdicts in apart.items())


def epochs_note(epochs: int) -> str:
    """Return in a sentence what the table says."""
    times = how_many(epochs, "time")
    return (
        f"Each sample was summarized {times}, and the table is over all of these. Where a verdict changes from one "
        "epoch to the next, one summary tells little of that fact. A difference between backends that is no greater "
        "than that between epochs of one backend may be chance."
    )
