"""The columns of the page's table, which way each is good, and the figures of a backend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from harness.results.figures import KINDS
from harness.results.models import Metric, SummaryRow
from harness.results.spending import cells_of
from harness.results.table import Report

LOWER = frozenset({"over_limit", "contradicted", "unsupported"})
"""Figures of which less is better."""


def columns_of(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """Return the columns of all runs, each once: the figure, its title, whether it counts, and which way is good."""
    columns = {column.figure: column for report in reports for column in report.columns}
    return [
        {"figure": name, "title": column.title, "counts": column.is_count, "lower": name in LOWER}
        for name, column in columns.items()
    ]


def rows_of(report: Report, backend: str) -> dict[str, Any]:
    """Return a backend's figures over all tasks, by task and by kind; those that have a column."""
    bounds = {one.name for one in report.manifest.backends if one.parameters.get("upper_bound")}
    rows = [row for row in report.summary.rows if row.backend == backend]
    names = {column.figure for column in report.columns}
    of_kinds = {column.figure for column in replace(report, by="kind").columns}
    every = next((row for row in rows if row.task is None and row.kind is None), None)
    return {
        "upper": backend in bounds,
        "all": _row(every, names) if every else None,
        "tasks": {row.task: _row(row, names) for row in rows if row.task is not None},
        "kinds": {kind: _row(row, of_kinds) for kind in KINDS for row in rows if row.kind == kind},
    }


def _row(row: SummaryRow, names: Iterable[str]) -> dict[str, Any]:
    figures = {name: _figure(metric) for name, metric in row.metrics.items() if name in names}
    return {
        "planned": row.counts.planned,
        "answered": row.counts.answered,
        "figures": {name: figure for name, figure in figures.items() if figure is not None},
        "spent": cells_of(row.spending),
    }


def _figure(metric: Metric) -> list[float] | None:
    """Return a figure, and the ends of its interval where it has one; None where it is undefined."""
    if metric.value is None:
        return None
    ends = [metric.interval.low, metric.interval.high] if metric.interval else []
    return [round(value, 5) for value in (metric.value, *ends)]
