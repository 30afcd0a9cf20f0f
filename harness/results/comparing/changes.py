"""Facts gained and lost: the gold facts on which two sides have different verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from harness.gold.verdicts import FactVerdict
from harness.results.comparing.columns import (
    IMPORTANCES,
    KINDS,
    VERDICTS,
    Book,
    Bools,
    Codes,
    FactColumns,
    Ints,
    row_at,
)
from harness.results.comparing.models import ChangeCount, ChangeName, FactChange
from harness.results.comparing.pairing import Pairing
from harness.results.models import Agreement
from harness.results.statistics.agreement import agreement_of
from harness.results.store import RunFolder

CHANGES: tuple[ChangeName, ...] = ("lost", "gained", "newly contradicted", "no longer contradicted")
_SUPPORTED, _CONTRADICTED = VERDICTS.index("supported"), VERDICTS.index("contradicted")
_UNKNOWN = IMPORTANCES.index(None)


@dataclass(frozen=True)
class Changes:
    """All facts whose verdict changed, as columns: codes of what changed, and the place among the pairing's answers."""

    changes: Codes
    answers: Ints
    facts: Ints
    kinds: Codes
    importances: Codes

    def counts(self) -> tuple[ChangeCount, ...]:
        """Return how many facts changed in each way, by kind and importance."""
        wide = (len(KINDS), len(IMPORTANCES))
        codes = (self.changes.astype(np.int64) * wide[0] + self.kinds) * wide[1] + self.importances
        numbers = np.bincount(codes, minlength=1)
        found = [(int(code), int(numbers[code])) for code in np.flatnonzero(numbers)]
        return tuple(
            ChangeCount(
                change=CHANGES[code // (wide[0] * wide[1])],
                kind=KINDS[code // wide[1] % wide[0]],
                importance=IMPORTANCES[code % wide[1]],
                facts=number,
            )
            for code, number in found
        )

    def first(self, change: ChangeName, most: int | None) -> Ints:
        """Return the places of the first changes of a sort: the heaviest facts, then in the order of the runs."""
        places = np.flatnonzero(self.changes == CHANGES.index(change))
        return places[np.argsort(self.importances[places], kind="stable")][:most]


def find_changes(pairing: Pairing, comparable: Bools) -> Changes:
    """Return what changed between the sides, on the answers that are comparable and scored on both."""
    a, b = (
        _by_pair(columns.facts, rows, len(columns), comparable)
        for columns, rows in ((pairing.a, pairing.rows_a), (pairing.b, pairing.rows_b))
    )
    size = 1 + max((int(side.facts.max(initial=0)) for side in (a, b)), default=0)
    _, of_a, of_b = np.intersect1d(
        a.answers * size + a.facts, b.answers * size + b.facts, assume_unique=True, return_indices=True
    )
    changed = _change(a.verdicts[of_a], b.verdicts[of_b])
    differs = np.flatnonzero(changed >= 0)
    of_a, of_b = of_a[differs], of_b[differs]
    importances = np.where(b.importances[of_b] == _UNKNOWN, a.importances[of_a], b.importances[of_b])
    order = np.argsort(pairing.rows_a[a.answers[of_a]] * size + a.facts[of_a])
    return Changes(
        changed[differs][order],
        a.answers[of_a][order],
        a.facts[of_a][order],
        b.kinds[of_b][order],
        importances[order].astype(np.int8),
    )


def find_agreements(pairing: Pairing, comparable: Bools) -> tuple[Agreement | None, Agreement | None]:
    """Return how far the epochs of each side agree, on the answers that are comparable and scored on both."""
    a, b = (
        agreement_of(
            pairing.samples[facts.answers] * (1 + facts.facts.max(initial=0)) + facts.facts,
            facts.verdicts.astype(np.int64),
        )
        for facts in (_by_pair(side.facts, rows, len(side), comparable) for side, rows in pairing.sides)
    )
    return a, b


def _by_pair(facts: FactColumns, rows: Ints, count: int, comparable: Bools) -> FactColumns:
    """Return the facts of paired answers, with the pair's place in the place of the answer's row."""
    pair_of = np.full(count, -1, dtype=np.int64)
    pair_of[rows[comparable]] = np.flatnonzero(comparable)
    answers = pair_of[facts.answers]
    used = answers >= 0
    return FactColumns(
        answers[used], facts.facts[used], facts.verdicts[used], facts.kinds[used], facts.importances[used]
    )


def _change(a: Codes, b: Codes) -> Codes:
    """Return the code of what changed, -1 where nothing did."""
    found = np.full(len(a), -1, dtype=np.int8)
    found[(a == _SUPPORTED) & (b != _SUPPORTED)] = CHANGES.index("lost")
    found[(a != _SUPPORTED) & (b == _SUPPORTED)] = CHANGES.index("gained")
    neither = (a != _SUPPORTED) & (b != _SUPPORTED)
    found[neither & (a != _CONTRADICTED) & (b == _CONTRADICTED)] = CHANGES.index("newly contradicted")
    found[neither & (a == _CONTRADICTED) & (b != _CONTRADICTED)] = CHANGES.index("no longer contradicted")
    return found


@dataclass(frozen=True)
class Teller:
    """Tells of changes in full: it looks up the verdicts' reasons and spans in the runs' files."""

    folders: tuple[RunFolder, RunFolder]
    pairing: Pairing
    changes: Changes
    book: Book

    def tell(self, places: Sequence[int] | Ints) -> Iterator[FactChange]:
        """Yield changes by their places."""
        for place in places:
            answer, fact = int(self.changes.answers[place]), self.book.facts[int(self.changes.facts[place])]
            (task, epoch, before), (_, _, after) = (self._look_up(side, answer, fact) for side in (0, 1))
            yield FactChange(
                change=CHANGES[self.changes.changes[place]],
                task=task,
                sample=self.book.samples[int(self.pairing.samples[answer])],
                epoch=epoch,
                fact=fact,
                kind=after.kind,
                importance=IMPORTANCES[self.changes.importances[place]],
                before=before.verdict,
                after=after.verdict,
                span_before=before.summary_span,
                span_after=after.summary_span,
                reason_before=before.reason,
                reason_after=after.reason,
            )

    def _look_up(self, side: int, answer: int, fact: str) -> tuple[str, int, FactVerdict]:
        columns, rows = self.pairing.sides[side]
        row = row_at(self.folders[side], int(columns.places[rows[answer]]))
        return row.task, row.epoch, next(verdict for verdict in row.facts if verdict.id == fact)
