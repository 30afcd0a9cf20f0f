"""What runs share: samples of the same tasks, shown the same articles under the same prompt, and how they cluster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.results.clean import how_many
from harness.results.comparing.models import NotCompared
from harness.results.models import Manifest, TaskRecord
from harness.results.statistics.clusters import clusters_of

Across = Literal["prompt", "version"]
"""What may differ between tasks that are compared all the same, where the caller says so."""

_NOT_RUN = "not run"


@dataclass(frozen=True)
class Shared:
    """What several runs have in common.

    `task_of` has the shared samples in the order of the first run; `cluster_of` numbers their clusters from 0.
    `other_gold` are samples of which the gold differs: scorers that read it may say so in no signature.
    """

    task_of: Mapping[str, str]
    cluster_of: Mapping[str, int]
    epochs: int
    other_gold: frozenset[str]
    notes: tuple[NotCompared, ...]

    @property
    def events(self) -> int:
        """How many clusters there are."""
        return len(set(self.cluster_of.values()))


def share(manifests: Sequence[Manifest], across: Collection[Across] = ()) -> Shared:
    """Return what all of these runs share; each is held against the first.

    Samples that share an event, in either run, are one cluster; so are those of two articles on different events that
    a sample of both joins.
    """
    first, *others = manifests
    task_of = {sample.id: task.name for task in first.tasks for sample in task.samples}
    notes: dict[NotCompared, None] = {}
    other_gold: set[str] = set()
    for other in others:
        held = _Held(first, other, frozenset(across))
        shared = held.samples()
        task_of = {sample: task for sample, task in task_of.items() if sample in shared}
        other_gold |= held.other_gold
        notes |= dict.fromkeys(held.notes)
    return Shared(
        task_of=task_of,
        cluster_of=clusters_of(task_of, manifests),
        epochs=min(manifest.epochs for manifest in manifests),
        other_gold=frozenset(other_gold & task_of.keys()),
        notes=tuple(notes),
    )


class _Held:
    """One run held against another."""

    def __init__(self, a: Manifest, b: Manifest, across: frozenset[Across]) -> None:
        self._a, self._b, self._across = a, b, across
        self._texts_a, self._texts_b = _texts(a), _texts(b)
        self.other_gold: set[str] = set()
        self.notes: list[NotCompared] = []

    def samples(self) -> set[str]:
        """Return the samples that both have; what is not shared is noted."""
        tasks_a, tasks_b = ({task.name: task for task in manifest.tasks} for manifest in (self._a, self._b))
        for name in [name for name in tasks_a if name not in tasks_b]:
            self._note(f"task {name}", _said(tasks_a[name]), _NOT_RUN, "only A ran it")
        for name in [name for name in tasks_b if name not in tasks_a]:
            self._note(f"task {name}", _NOT_RUN, _said(tasks_b[name]), "only B ran it")
        both = [(task, tasks_b[name]) for name, task in tasks_a.items() if name in tasks_b]
        shared = {sample for a, b in both if self._is_same(a, b) for sample in self._samples_of(a, b)}
        if self._a.epochs != self._b.epochs:
            least = min(self._a.epochs, self._b.epochs)
            why = f"only the first {how_many(least, 'epoch')} of each sample" if least > 1 else "only the first epoch"
            self._note("epochs", str(self._a.epochs), str(self._b.epochs), f"{why} is compared")
        self._note_cuts(shared)
        return shared

    def _note(self, what: str, a: str, b: str, reason: str) -> None:
        self.notes.append(NotCompared(what=what, a=a, b=b, reason=reason))

    def _is_same(self, a: TaskRecord, b: TaskRecord) -> bool:
        """Whether two tasks of one name may be compared."""
        differing: list[tuple[Across, str, str]] = []
        if a.version != b.version:
            differing.append(("version", f"version {a.version}", f"version {b.version}"))
        if (a.prompt.sha256, a.words) != (b.prompt.sha256, b.words):
            differing.append(("prompt", _prompt(a), _prompt(b)))
        for what, of_a, of_b in differing:
            held = what in self._across
            why = (
                "compared all the same: a difference may come from it"
                if held
                else f"left out: its {what} differs (--across {what} compares it all the same)"
            )
            self._note(f"task {a.name}", of_a, of_b, why)
        return all(what in self._across for what, _, _ in differing)

    def _samples_of(self, a: TaskRecord, b: TaskRecord) -> Iterator[str]:
        articles_a, articles_b = ({sample.id: sample.articles for sample in task.samples} for task in (a, b))
        both = [sample for sample in articles_a if sample in articles_b]
        if only := len(articles_a) - len(both):
            self._note(f"task {a.name}", how_many(only, "sample"), _NOT_RUN, "only A ran them")
        if only := len(articles_b) - len(both):
            self._note(f"task {a.name}", _NOT_RUN, how_many(only, "sample"), "only B ran them")
        same = [
            sample
            for sample in both
            if [self._texts_a[one] for one in articles_a[sample]] == [self._texts_b[one] for one in articles_b[sample]]
        ]
        if other := len(both) - len(same):
            number = how_many(other, "sample")
            self._note(f"task {a.name}", number, number, "left out: the texts of the articles differ")
        self.other_gold.update(_other_gold(a, b))
        yield from same

    def _note_cuts(self, shared: set[str]) -> None:
        """Note where articles were cut to fit one side's model: the figures hold for what it can read."""
        a, b = ({cut.sample for cut in manifest.cuts if cut.sample in shared} for manifest in (self._a, self._b))
        if a != b:
            number_a, number_b = (f"cut in {how_many(len(cut), 'sample')}" for cut in (a, b))
            self._note("articles", number_a, number_b, "compared all the same: a model that reads less is told less")


def _texts(manifest: Manifest) -> dict[str, str]:
    return {article.id: article.sha256 for article in manifest.articles}


def _said(task: TaskRecord) -> str:
    return f"version {task.version}, {how_many(len(task.samples), 'sample')}"


def _prompt(task: TaskRecord) -> str:
    limit = f", {task.words} words" if task.words else ""
    return f"prompt {task.prompt.name} {task.prompt.sha256[:8]}{limit}"


def _other_gold(a: TaskRecord, b: TaskRecord) -> Iterator[str]:
    """Yield the samples whose gold differs: those that it is named after, else all of the task."""
    names = {name for name in {**a.gold, **b.gold} if a.gold.get(name) != b.gold.get(name)}
    samples = [sample for sample in a.samples if names]
    by_name = [s.id for s in samples if len(s.articles) == 1 and s.articles[0] in names]
    yield from by_name if len(by_name) >= len(names) else [sample.id for sample in samples]
