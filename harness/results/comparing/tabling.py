"""The figures of a comparison: over all tasks, by task and by kind of fact, tested together in each of these tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

import numpy as np

from harness.results.clean import how_many
from harness.results.comparing.bounds import why_no_bounds, worst_and_best
from harness.results.comparing.columns import Ints
from harness.results.comparing.differences import Difference, difference
from harness.results.comparing.models import FigureDifference, Word
from harness.results.comparing.pairing import Cells, Pairing
from harness.results.comparing.traits import better, figures_for, is_in_table, kind_figures_for
from harness.results.figures import KINDS, Figure, is_share
from harness.results.models import Interval, Kind
from harness.results.statistics.chances import differs, half_width, holm, sign_flips, smallest_difference
from harness.results.statistics.intervals import FEWEST_EVENTS

LEVEL = 0.05
"""A difference is called one where it would be as great by chance in fewer than so many tables with none."""

EQUAL = "equal on every sample"

Cluster = Literal["event", "sample"]


@dataclass(frozen=True)
class Draft:
    """A figure's difference before it is tested with the others of its table."""

    figure: Figure
    kind: Kind | None
    task: str | None
    found: Difference
    in_table: bool
    left_out: int = 0
    bounds: tuple[float, float] | None = None
    p: float | None = None
    by_epoch: tuple[float | None, ...] = ()

    @property
    def floor(self) -> float:
        """The least p that these clusters can give: those without a difference tell nothing of its sign."""
        return min(1.0, 2.0 ** (1 - np.count_nonzero(self.found.effects)))


class _Left(TypedDict):
    """What a draft says of samples that are left out."""

    left_out: int
    bounds: tuple[float, float] | None


@dataclass(frozen=True)
class Tabler:
    """Makes the figures of two paired sides. `only` names the figures that are wanted; empty: all."""

    pairing: Pairing
    cluster: Cluster = "event"
    only: frozenset[str] = frozenset()

    def rows(self, tasks: Sequence[str], task_of_sample: Ints) -> Iterator[FigureDifference]:
        """Yield all figures: over all tasks, then by task (where there are several), then by kind of fact.

        `task_of_sample` has the place in `tasks` of each sample, by the sample's number.
        """
        for table in _with_ps([*self._tables(tasks, task_of_sample)]):
            yield from self._corrected(table)

    def _tables(self, tasks: Sequence[str], task_of_sample: Ints) -> Iterator[list[Draft]]:
        """Yield the figures that are corrected together."""
        figures = [figure for figure in figures_for(self._values()) if self._is_wanted(figure)]
        cells = {figure.name: self.pairing.cells(figure) for figure in figures}
        yield [self._draft(figure, None, cells[figure.name], self._by_epoch(figure)) for figure in figures]
        tested = [figure for figure in figures if self._is_tested(figure, None)]
        task_of = {figure.name: task_of_sample[cells[figure.name].samples] for figure in tested}
        task_of_answer = task_of_sample[self.pairing.samples]
        for number, task in enumerate(tasks if len(tasks) > 1 else ()):
            drafts = []
            for figure in tested:
                chosen = task_of[figure.name] == number
                if chosen.any():
                    part = cells[figure.name].of(chosen, is_sum=figure.rule == "sum")
                    left = self._left_out(figure, None, (task_of_answer, number))
                    drafts.append(Draft(figure, None, task, difference(part), in_table=True, **left))
            yield drafts
        of_kinds = [(figure, kind) for kind in KINDS for figure in kind_figures_for(kind, self.pairing.scorers)]
        wanted = [(figure, kind) for figure, kind in of_kinds if self._is_wanted(figure)]
        yield [self._draft(figure, kind, self.pairing.cells(figure)) for figure, kind in wanted]

    def _values(self) -> dict[str, list[str]]:
        a, b = self.pairing.a.scorers, self.pairing.b.scorers
        return {
            scorer: [name for name in a[scorer].values if name in b[scorer].values] for scorer in self.pairing.scorers
        }

    def _is_wanted(self, figure: Figure) -> bool:
        return not self.only or figure.name in self.only

    def _is_tested(self, figure: Figure, kind: Kind | None) -> bool:
        return bool(self.only) or is_in_table(figure.name, kind, self.pairing.scorers)

    def _by_epoch(self, figure: Figure) -> tuple[float | None, ...]:
        """Return the difference in each epoch alone; nothing where there is one epoch."""
        epochs = int(self.pairing.epochs.max(initial=1))
        if epochs == 1:
            return ()
        return tuple(difference(self.pairing.cells(figure, epoch)).value for epoch in range(1, epochs + 1))

    def _draft(self, figure: Figure, kind: Kind | None, cells: Cells, by_epoch: tuple[float | None, ...] = ()) -> Draft:
        return Draft(
            figure,
            kind,
            None,
            difference(cells),
            in_table=self._is_tested(figure, kind),
            by_epoch=by_epoch,
            **self._left_out(figure, kind),
        )

    def _left_out(self, figure: Figure, kind: Kind | None, among: tuple[Ints, int] | None = None) -> _Left:
        """Return how many samples have no score on a side, and what that could change.

        `among` are numbers of the answers, and the one that those have which are asked about; without it, all are.
        """
        comparable, scored = self.pairing.comparable(figure.scorers), self.pairing.scored(figure.scorers)
        missing = self.pairing.missing(figure.scorers)
        if among and len(missing):
            chosen = among[0] == among[1]
            comparable, missing = comparable & chosen, missing[chosen[missing]]
        bounds = worst_and_best(self.pairing, figure, kind, comparable, scored) if len(missing) else None
        return {"left_out": len(np.unique(self.pairing.samples[missing])), "bounds": bounds}

    def _corrected(self, drafts: Sequence[Draft]) -> Iterator[FigureDifference]:
        """Yield the rows of one table: those that are tested are corrected together."""
        places = [i for i, draft in enumerate(drafts) if _can_be_shown(draft)]
        ps = holm([p for i in places if (p := drafts[i].p) is not None])
        corrected = dict(zip(places, ps, strict=True))
        for i, draft in enumerate(drafts):
            yield self._row(draft, corrected.get(i), len(places))

    def _row(self, draft: Draft, p_corrected: float | None, tested: int) -> FigureDifference:
        found = draft.found
        has_interval = found.value is not None and found.events >= FEWEST_EVENTS and differs(found.residuals)
        interval = self._interval(draft) if has_interval else None
        verdict, reason = self._judge(draft, interval, p_corrected, tested)
        lowest, highest = draft.bounds or (None, None)
        has_none = draft.left_out and not draft.bounds
        return FigureDifference(
            figure=draft.figure.name,
            task=draft.task,
            kind=draft.kind,
            better=better(draft.figure.name),
            in_table=draft.in_table,
            a=found.a,
            b=found.b,
            difference=found.value,
            interval=interval,
            p=draft.p,
            p_corrected=p_corrected,
            smallest=smallest_difference(found.residuals, found.freedom) if has_interval else None,
            lowest=lowest,
            highest=highest,
            why_no_bounds=why_no_bounds(draft.figure) if has_none else None,
            by_epoch=draft.by_epoch,
            samples=found.samples,
            events=found.events,
            left_out=draft.left_out,
            verdict=verdict,
            reason=reason,
        )

    def _interval(self, draft: Draft) -> Interval:
        half, middle = half_width(draft.found.residuals, draft.found.freedom), draft.found.value or 0.0
        low, high = middle - half, middle + half
        if is_share(draft.figure.name):
            low, high = max(low, -1.0), min(high, 1.0)
        return Interval(low=low, high=high, events=draft.found.events)

    def _judge(self, draft: Draft, interval: Interval | None, p: float | None, tested: int) -> tuple[Word, str]:
        """Return what can be said of a figure, and why. A difference is shown where test and interval both show it."""
        found = draft.found
        number = how_many(found.events, self.cluster)
        if found.value is None:
            sides = [name for name, value in (("A", found.a), ("B", found.b)) if value is None]
            return "cannot be told", f"nothing to count on {' and '.join(sides)}"
        if found.is_equal:
            return "no difference shown", EQUAL
        if found.events < FEWEST_EVENTS:
            return "cannot be told", f"{number}: no test can tell with fewer than {FEWEST_EVENTS}"
        if not draft.in_table:
            return "not tested", "it is none of the table's; --figure tests it"
        if p is None:
            differ = how_many(int(np.count_nonzero(found.effects)), self.cluster)
            return "cannot be told", f"it differs in {differ} only: no test can tell"
        if p < LEVEL:
            return self._shown(draft, interval, f"{say_p(p)}, corrected for {how_many(tested, 'figure')}")
        if draft.floor * tested >= LEVEL:
            least = say_p(min(1.0, draft.floor * tested)).removeprefix("p = ")
            why = f"with {number} and {tested} figures tested together no p can be below {least}"
            return "cannot be told", f"{why}: choose fewer with --figure"
        return "no difference shown", f"{say_p(p)}, corrected for {how_many(tested, 'figure')}"

    def _shown(self, draft: Draft, interval: Interval | None, why: str) -> tuple[Word, str]:
        """Return what can be said of a figure whose test shows a difference."""
        if interval and interval.low <= 0 <= interval.high:
            return "cannot be told", f"{why}, but the interval holds 0: the {self.cluster}s are too few or too unequal"
        way = better(draft.figure.name)
        if way == "neither":
            return "different", why
        return "better" if ((draft.found.value or 0.0) > 0) == (way == "higher") else "worse", why


def _with_ps(tables: Sequence[Sequence[Draft]]) -> list[list[Draft]]:
    """Return the tables with the p of each figure that can be tested; all are tested at once, for that is quicker."""
    tested = [draft for table in tables for draft in table if _is_testable(draft)]
    ps = iter(sign_flips([draft.found.effects for draft in tested]))
    return [
        [replace(draft, p=next(ps)) if _is_testable(draft) else _with_p_of_equals(draft) for draft in table]
        for table in tables
    ]


def _is_testable(draft: Draft) -> bool:
    found = draft.found
    return draft.in_table and found.value is not None and found.events >= FEWEST_EVENTS and not found.is_equal


def _with_p_of_equals(draft: Draft) -> Draft:
    return replace(draft, p=1.0) if draft.found.is_equal else draft


def _can_be_shown(draft: Draft) -> bool:
    """Whether the figure is tested at all: one that no flip of signs can show has no part in the correction.

    (Tarone 1990, "A modified Bonferroni method for discrete data": which of them those are does not hang on the signs.)
    """
    return draft.p is not None and draft.floor < LEVEL


def say_p(p: float) -> str:
    """Return a p in words."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"  # noqa: PLR2004
