"""Comparing two sides: what they share, the figures of it, and the facts that were gained and lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from harness.errors import UsageError
from harness.results.aggregate import describe_interval
from harness.results.clean import how_many
from harness.results.comparing.beside import read_runs
from harness.results.comparing.changes import CHANGES, Teller, find_agreements, find_changes
from harness.results.comparing.columns import ABSENT, Book, Bools, Columns, Ints, without_collection
from harness.results.comparing.conclude import conclude
from harness.results.comparing.models import Comparison, FactChange, LeftOut, NotCompared, Side
from harness.results.comparing.pairing import NO_ANSWER, REFERENCE_SCORERS, UNSCORED, Pairing, pair
from harness.results.comparing.shared import Across, Shared, share
from harness.results.comparing.tabling import Cluster, Tabler
from harness.results.models import Manifest
from harness.results.store import RunFolder
from harness.results.table import merge_signatures

SHOWN = 10
_FACTS = "facts"


@dataclass(frozen=True)
class Terms:
    """How to compare: how many changed facts to tell of (None: all), what may differ, what one observation is.

    `figures` are those to compare and to test together; empty: all.
    """

    shown: int | None = SHOWN
    across: frozenset[Across] = frozenset()
    cluster: Cluster = "event"
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entrant:
    """A side with its run's folder and manifest."""

    side: Side
    folder: RunFolder
    manifest: Manifest


def compare(a: Entrant, b: Entrant, terms: Terms | None = None) -> Comparison:
    """Return B beside A on what they share.

    Raises UsageError where they share nothing, or no figure that is asked for, and RunError for a damaged run.
    """
    (found,) = compare_pairs([(a, b)], terms)
    return found


def compare_pairs(pairs: Iterable[tuple[Entrant, Entrant]], terms: Terms | None = None) -> Iterator[Comparison]:
    """Yield the comparison of each pair of sides; each run's scores are read once where all pairs are of the same."""
    pairs, book, terms = list(pairs), Book(), terms or Terms()
    read = read_entrants([one for both in pairs for one in both], book)
    for a, b in pairs:
        with without_collection():
            found = compare_as_read(a, b, terms, book, read)
        yield found


def compare_as_read(
    a: Entrant, b: Entrant, terms: Terms, book: Book, read: Mapping[tuple[str, str], Columns]
) -> Comparison:
    """Return the comparison of two sides whose scores `read_entrants` has read with this book; raise as `compare`."""
    shared = share([a.manifest, b.manifest], terms.across)
    refuse_nothing([a, b], shared)
    shared = by_sample(shared) if terms.cluster == "sample" else shared
    return _Work(a, b, terms, book, shared, pair(read[entrant_key(a)], read[entrant_key(b)], shared, book)).comparison()


def read_entrants(entrants: Iterable[Entrant], book: Book) -> Mapping[tuple[str, str], Columns]:
    """Return the scores of sides by folder and backend."""
    wanted: dict[str, tuple[RunFolder, dict[str, None]]] = {}
    for one in entrants:
        wanted.setdefault(str(one.folder.path), (one.folder, {}))[1][one.side.backend] = None
    return {
        (path, backend): columns
        for path, read in zip(wanted, read_runs([*wanted.values()], book), strict=True)
        for backend, columns in read.items()
    }


def entrant_key(entrant: Entrant) -> tuple[str, str]:
    """Return what a side's scores are found by in what `read_entrants` returns."""
    return str(entrant.folder.path), entrant.side.backend


def refuse_nothing(entrants: Collection[Entrant], shared: Shared) -> None:
    """Raise UsageError where nothing is shared."""
    if shared.task_of:
        return
    names = " and ".join(dict.fromkeys(one.side.given or one.side.run for one in entrants))
    why = "; ".join(dict.fromkeys(f"{note.what}: {note.reason}" for note in shared.notes)) or "no task is in both"
    raise UsageError(f"nothing to compare ({why}).", where=names, mend="Compare runs of the same tasks.")


def by_sample(shared: Shared) -> Shared:
    """Return what is shared with each sample as a cluster of its own."""
    return Shared(
        shared.task_of,
        {sample: number for number, sample in enumerate(shared.task_of)},
        shared.epochs,
        shared.other_gold,
        shared.notes,
    )


@dataclass
class _Work:
    """One comparison while it is made."""

    a: Entrant
    b: Entrant
    terms: Terms
    book: Book
    shared: Shared
    pairing: Pairing
    notes: list[NotCompared] = field(default_factory=list)

    def comparison(self) -> Comparison:
        self.notes.extend(self.shared.notes)
        self._note_missing()
        for scorer in self._all_scorers():
            self._note_scorer(scorer)
        tasks = list(dict.fromkeys(self.shared.task_of.values()))
        tabler = Tabler(self.pairing, self.terms.cluster, self.terms.figures)
        figures = tuple(tabler.rows(tasks, self._tasks_by_code(tasks)))
        self._refuse_no_figures([row for row in figures if row.samples])
        graded_alike = self._graded_alike()
        changes = find_changes(self.pairing, graded_alike)
        agree = find_agreements(self.pairing, graded_alike) if self.shared.epochs > 1 else (None, None)
        counts = changes.counts()
        totals = {change: sum(one.facts for one in counts if one.change == change) for change in CHANGES}
        spread = self._spread()
        teller = Teller((self.a.folder, self.b.folder), self.pairing, changes, self.book)
        told = {change: self._tell(teller, changes.first(change, self.terms.shown)) for change in CHANGES}
        return Comparison(
            a=self.a.side,
            b=self.b.side,
            conclusion=conclude(figures, totals, self.terms.cluster),
            samples=len(self.shared.task_of),
            events=self.shared.events,
            epochs=self.shared.epochs,
            cluster=self.terms.cluster,
            spread=spread,
            agreement_a=agree[0],
            agreement_b=agree[1],
            figures=figures,
            gained=told["gained"],
            lost=told["lost"],
            newly_contradicted=told["newly contradicted"],
            no_longer_contradicted=told["no longer contradicted"],
            changes=counts,
            left_out=tuple(self._left_out()),
            not_compared=tuple(self.notes),
        )

    @staticmethod
    def _tell(teller: Teller, places: Ints) -> tuple[FactChange, ...]:
        return tuple(teller.tell(places))

    def _all_scorers(self) -> list[str]:
        return list(dict.fromkeys([*self.pairing.a.scorers, *self.pairing.b.scorers]))

    def _spread(self) -> str:
        if self.terms.cluster == "sample":
            return f"{how_many(len(self.shared.task_of), 'sample')}, taken as all that there are"
        articles = {
            article
            for task in self.a.manifest.tasks
            for sample in task.samples
            if sample.id in self.shared.task_of
            for article in sample.articles
        }
        return describe_interval(len(articles), self.shared.events)

    def _tasks_by_code(self, tasks: list[str]) -> Ints:
        """Return the place in `tasks` of each sample by its number; -1 for what is not shared."""
        places = {task: place for place, task in enumerate(tasks)}
        found = np.full(len(self.book.samples), -1, dtype=np.int64)
        codes = self.book.samples.codes(self.shared.task_of)
        found[codes] = [places[task] for task in self.shared.task_of.values()]
        return found

    def _note(self, what: str, a: str, b: str, reason: str) -> None:
        self.notes.append(NotCompared(what=what, a=a, b=b, reason=reason))

    def _note_missing(self) -> None:
        """Note answers that a side has no scores of: its run is not finished."""
        planned = len(self.shared.task_of) * self.shared.epochs
        if len(self.pairing) < planned:
            a, b = (how_many(self._scored_rows(columns), "answer") for columns in (self.pairing.a, self.pairing.b))
            left = planned - len(self.pairing)
            self._note(
                "answers", a, b, f"{left} of {planned} left out: a run that is not finished has no scores of them"
            )

    def _scored_rows(self, columns: Columns) -> int:
        codes = self.book.samples.codes(self.shared.task_of)
        return int((np.isin(columns.samples, codes) & (columns.epochs <= self.shared.epochs)).sum())

    def _note_scorer(self, scorer: str) -> None:
        """Note where a scorer is not on both sides, or has other signatures there."""
        if scorer not in self.pairing.scorers:
            has = ["yes" if scorer in side.scorers else "not asked" for side in (self.pairing.a, self.pairing.b)]
            self._note(f"scorer {scorer}", has[0], has[1], "left out: only one side has its scores")
            return
        outcomes, signatures = self.pairing.outcomes(scorer), self.pairing.signatures(scorer)
        graded = (outcomes[0] != ABSENT) & (outcomes[1] != ABSENT)
        differ = graded & (signatures[0] != signatures[1])
        if differ.any():
            a, b = (self._signatures_in(side, differ) for side in signatures)
            where = self._where(differ)
            self._note(f"scorer {scorer}", a, b, f"left out {where}: its signatures differ (--split grades both alike)")
        if scorer in REFERENCE_SCORERS and (graded & ~differ & self.pairing.other_gold).any():
            where = self._where(graded & ~differ & self.pairing.other_gold)
            self._note(f"scorer {scorer}", "", "", f"left out {where}: the gold differs, and so may the references")

    def _signatures_in(self, codes: np.ndarray[tuple[int], np.dtype[np.int32]], chosen: Bools) -> str:
        found = [self.book.signatures[int(code)] for code in np.unique(codes[chosen])]
        return merge_signatures([one or "no signature" for one in found])

    def _where(self, chosen: Bools) -> str:
        number = len(np.unique(self.pairing.samples[chosen]))
        return f"on {number} of {how_many(len(self.shared.task_of), 'sample')}"

    def _refuse_no_figures(self, figures: list[object]) -> None:
        """Raise UsageError where no figure can be compared: wrong names, or signatures that differ throughout."""
        if figures:
            return
        names = f"{self.a.side.given or self.a.side.run} and {self.b.side.given or self.b.side.run}"
        if self.terms.figures:
            asked = ", ".join(sorted(self.terms.figures))
            raise UsageError(f"no figure of theirs is compared under the name {asked}.", where=names)
        why = "; ".join(dict.fromkeys(f"{note.what}: {note.reason}" for note in self.notes))
        raise UsageError(f"no figure can be compared ({why}).", where=names, mend="--split grades both alike.")

    def _graded_alike(self) -> Bools:
        """Return the answers whose facts were graded on both sides, and graded alike."""
        scorers = frozenset(self.pairing.scorers) & {_FACTS}
        scored_a, scored_b = self.pairing.scored(scorers)
        return self.pairing.comparable(scorers) & scored_a & scored_b

    def _left_out(self) -> Iterator[LeftOut]:
        for scorer in self.pairing.scorers:
            comparable = self.pairing.comparable(frozenset({scorer}))
            a, b = self.pairing.outcomes(scorer)
            counts = [
                len(np.unique(self.pairing.samples[comparable & (side == what)]))
                for what in (UNSCORED, NO_ANSWER)
                for side in (a, b)
            ]
            missing = comparable & (np.isin(a, (UNSCORED, NO_ANSWER)) | np.isin(b, (UNSCORED, NO_ANSWER)))
            if missing.any():
                yield LeftOut(
                    scorer=scorer,
                    samples=len(np.unique(self.pairing.samples[missing])),
                    unscored_a=counts[0],
                    unscored_b=counts[1],
                    no_answer_a=counts[2],
                    no_answer_b=counts[3],
                )
