"""What the page is drawn from: runs as one JSON value, in which every text stands once.

Spans are in UTF-16 code units, as pages count (`offsets.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import harness
from harness.errors import UsageError
from harness.gold.gold import Gold
from harness.results.aggregate import aggregate
from harness.results.comparing.columns import without_collection
from harness.results.comparing.compare import Entrant
from harness.results.models import ArticleRecord, Manifest, SampleRecord, ScoreRow, Summary
from harness.results.report.answers import pack_answer
from harness.results.report.columns import columns_of, rows_of
from harness.results.report.differences import entrants_of, pack_differences
from harness.results.report.gold import gold_at_hand
from harness.results.report.offsets import Offsets
from harness.results.report.samples import WEIGHTS, PageArticle, PageSample
from harness.results.report.tables import Tables
from harness.results.store import SUMMARY, RunFolder
from harness.results.table import Report
from harness.scorers.cards import Card, find_cards


def pack(
    folders: Sequence[RunFolder],
    cwd: Path | None = None,
    cards: tuple[Card, ...] | None = None,
    *,
    unfinished: bool = False,
) -> dict[str, Any]:
    """Return runs as the page reads them; gold that the runs do not hold is looked for in the project around `cwd`.

    Raises UsageError where a run is named twice, and RunError where one is damaged or, unless it may be `unfinished`,
    has no table yet. Of one that has none, the answers are shown without verdicts.
    """
    packer = _Packer(find_cards() if cards is None else cards, cwd, unfinished)
    seen = set()
    with without_collection():
        for folder in folders:
            place = folder.path.resolve()
            if place in seen:
                raise UsageError("is named twice.", where=str(folder.path), mend="Name each run once.")
            seen.add(place)
            packer.add(folder)
        return packer.packed()


@dataclass
class _Packer:
    """Packs runs, one after the other. A sample that two runs have with the same articles is one."""

    cards: tuple[Card, ...]
    cwd: Path | None
    unfinished: bool
    tables: Tables = field(default_factory=Tables)
    articles: dict[tuple[str, str], PageArticle] = field(default_factory=dict)
    texts: list[dict[str, Any]] = field(default_factory=list)
    samples: dict[tuple[str, ...], PageSample] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    sides: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    entrants: list[Entrant | None] = field(default_factory=list)

    def add(self, folder: RunFolder) -> None:
        """Add a run."""
        manifest = folder.manifest()
        is_graded = not self.unfinished or (folder.path / SUMMARY).is_file()
        summary = folder.summary() if is_graded else aggregate(manifest, folder.answers(), ())
        gold, missing = gold_at_hand(manifest, self.cwd)
        samples = self._add_samples(folder, manifest, gold)
        sides = self._add_sides(folder, manifest, summary, missing)
        self.entrants += entrants_of(folder, manifest) if is_graded else [None] * len(manifest.backends)
        scores: dict[str, list[ScoreRow]] = {}
        for row in folder.scores() if is_graded else ():
            scores.setdefault(row.id, []).append(row)
        for record in folder.answers():
            sample = samples.get(record.sample)
            if sample is not None and record.backend in sides:
                rows = scores.get(record.id, [])
                self.answers.append(pack_answer(record, rows, sample, sides[record.backend], self.tables))

    def packed(self) -> dict[str, Any]:
        """Return all that was added."""
        columns = columns_of(self.reports)
        self.answers.sort(key=lambda answer: (answer["sample"], answer["side"], answer["epoch"]))
        samples = [sample.packed(self.tables) for sample in self.samples.values()]
        return {
            "harness": harness.__version__,
            "weights": WEIGHTS,
            "columns": columns,
            "runs": self.runs,
            "sides": self.sides,
            "articles": self.texts,
            "samples": samples,
            "answers": self.answers,
            "differences": pack_differences(self.entrants),
            "strings": self.tables.strings.things,
            "evidence": self.tables.evidence.things,
        }

    def _add_sides(
        self, folder: RunFolder, manifest: Manifest, summary: Summary, missing: Sequence[str]
    ) -> dict[str, int]:
        report = Report(folder.path.name, manifest, summary, cards=self.cards)
        notes = list(report.notes())
        if missing:
            notes.append(
                f"The gold of {', '.join(missing)} is not at hand as it was: its facts are shown by their ids."
            )
        self.reports.append(report)
        self.runs.append(
            {
                "id": manifest.run,
                "started": manifest.volatile.started,
                "epochs": manifest.epochs,
                "counts": summary.counts.model_dump(),
                "articles": summary.articles,
                "events": summary.events,
                "notes": notes,
                "signatures": list(report.signatures()),
            }
        )
        places = {}
        for backend in manifest.backends:
            places[backend.name] = len(self.sides)
            row = rows_of(report, backend.name)
            self.sides.append({"run": len(self.runs) - 1, "backend": backend.name, **row})
        return places

    def _add_samples(self, folder: RunFolder, manifest: Manifest, gold: Mapping[str, Gold]) -> dict[str, PageSample]:
        records = {article.id: article for article in manifest.articles}
        found = {}
        for task in manifest.tasks:
            for record in task.samples:
                articles = {name: self._article(folder, records[name]) for name in record.articles}
                sample = self._sample(record, task.name, articles)
                if record.id in gold:
                    sample.learn(gold[record.id])
                found[record.id] = sample
        return found

    def _sample(self, record: SampleRecord, task: str, articles: dict[str, PageArticle]) -> PageSample:
        key = (record.id, *(str(article.place) for article in articles.values()))
        return self.samples.setdefault(key, PageSample(len(self.samples), record.id, task, articles))

    def _article(self, folder: RunFolder, record: ArticleRecord) -> PageArticle:
        key = (record.id, record.sha256)
        if key not in self.articles:
            stored = folder.article(record.sha256)
            self.articles[key] = PageArticle(len(self.texts), Offsets(stored.text))
            about = [text for text in (record.outlet, record.published) if text]
            self.texts.append({"id": record.id, "title": stored.title, "text": stored.text, "about": about})
        return self.articles[key]
