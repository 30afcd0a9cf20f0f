"""Manifests and summaries of made-up runs, for tests of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.results.models import (
    ArticleRecord,
    BackendRecord,
    Counts,
    Kind,
    Manifest,
    Metric,
    PromptRecord,
    SampleRecord,
    Summary,
    SummaryRow,
    TaskRecord,
    Volatile,
)

FIGURES: Mapping[str, float | None] = {
    "fact_recall": 0.5,
    "fact_accuracy": None,
    "contradicted": 2.0,
    "unsupported": 0.0,
    "fairness": 1.0,
    "words": 61.5,
    "over_limit": 1.0,
    "rouge1": 0.4167,
    "rouge1_precision": 0.3,
    "rougeL": 0.25,
}


def counts(planned: int = 6, answered: int = 6, no_answer: int = 0, errors: int = 0) -> Counts:
    return Counts(planned=planned, answered=answered, no_answer=no_answer, errors=errors)


def summary_row(
    backend: str,
    *,
    task: str | None = None,
    kind: Kind | None = None,
    figures: Mapping[str, float | None] = FIGURES,
    unscored: int = 0,
    count: Counts | None = None,
) -> SummaryRow:
    metrics = {name: Metric(value=value, scored=6, unscored=unscored) for name, value in figures.items()}
    return SummaryRow(backend=backend, task=task, kind=kind, counts=count or counts(), metrics=metrics)


def manifest(backends: Mapping[str, Mapping[str, object]], tasks: Sequence[str] = ("flood",)) -> Manifest:
    return Manifest(
        run="20261122-120000-abcd",
        harness="0.1.0",
        python="3.11.7",
        seed=0,
        epochs=1,
        limit=None,
        tasks=tuple(
            TaskRecord(
                name=name,
                version=1,
                samples=(SampleRecord(id=f"{name}/oder", articles=("oder",)),),
                gold={},
                prompt=PromptRecord(name="short", version=1, sha256="0" * 64),
                words=50,
                scorers=(),
            )
            for name in tasks
        ),
        articles=(ArticleRecord(id="oder", sha256="0" * 64, event="flood"),),
        backends=tuple(BackendRecord(name=name, parameters=parameters) for name, parameters in backends.items()),
        planned=6,
        plan="0" * 64,
        volatile=Volatile(started="", platform=""),
    )


def summary(
    rows: Sequence[SummaryRow],
    *,
    count: Counts | None = None,
    signatures: Mapping[str, tuple[str, ...]] | None = None,
) -> Summary:
    return Summary(
        run="20261122-120000-abcd",
        counts=count or counts(),
        articles=5,
        events=1,
        interval="5 articles on 1 event are one cluster: no interval can be given",
        signatures=signatures or {"facts": ("facts|v:1|gold:aa", "facts|v:1|gold:bb"), "rouge": ("rouge|v:1",)},
        rows=tuple(rows),
    )
