"""Gates put to the results of a run, or to comparisons: one record from which both the lines and the exit code come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from harness.errors import did_you_mean
from harness.files.records import Record
from harness.results.clean import clean_line, how_many, safe_log
from harness.results.comparing.models import Comparison, FigureDifference, Word
from harness.results.gates.conditions import CHANGES, COUNTS, Condition
from harness.results.models import Manifest, Metric, Summary, SummaryRow

GATE_FAILED = 1
"""The exit code where a gate failed."""

_NO_VERDICT = frozenset({"cannot be told", "not tested"})


class GateVerdict(Record):
    """What became of a gate on one backend, or on one pair of sides."""

    gate: str
    on: str
    failed: bool
    value: float | str | None
    reason: str

    def line(self) -> str:
        """Return it as a line that steers neither a terminal nor a CI's log."""
        word = "FAILED" if self.failed else "passed"
        return safe_log(clean_line(f"{word}: {self.gate} [{self.on}]: {self.reason}"))


class GateReport(Record):
    """All verdicts of one command."""

    verdicts: tuple[GateVerdict, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 where a gate failed, else 0."""
        return GATE_FAILED if any(one.failed for one in self.verdicts) else 0

    def lines(self) -> Iterator[str]:
        """Yield a line for each verdict, and one that says how the command ends; nothing where there are no gates."""
        if not self.verdicts:
            return
        yield from (one.line() for one in self.verdicts)
        failed = sum(one.failed for one in self.verdicts)
        yield f"Gates: {failed} of {len(self.verdicts)} failed." if self.exit_code else "Gates: all passed."


class _Found(NamedTuple):
    """A value, with what is said beside it; or None, with why. What is `unknown` fails a gate `if defined` too."""

    value: float | Word | None
    note: str = ""
    unknown: bool = False


def judge_run(gates: Iterable[Condition], manifest: Manifest, summary: Summary) -> GateReport:
    """Return the verdicts of gates on a run: of each on every backend, but for upper bounds that it does not name."""
    return GateReport(verdicts=tuple(one for gate in gates for one in _judge_run(gate, manifest, summary)))


def _judge_run(gate: Condition, manifest: Manifest, summary: Summary) -> Iterator[GateVerdict]:
    bounds = {one.name for one in manifest.backends if one.parameters.get("upper_bound")}
    names = [one.name for one in manifest.backends]
    backends = _named(gate, names, bounds)
    if not backends:
        yield _none_named(gate, names)
        return
    for backend in backends:
        yield _verdict(gate, backend, _in_run(gate, backend, summary))


def _named(gate: Condition, names: Sequence[str], bounds: set[str]) -> list[str]:
    """Return the backends that a gate is on."""
    asked = gate.filters.get("backend")
    if asked is not None:
        return [name for name in names if name == asked] or [name for name in names if _model(name) == asked]
    return [name for name in names if name not in bounds] or list(names)


def _model(backend: str) -> str:
    return backend.partition("/")[2]


def _none_named(gate: Condition, names: Sequence[str]) -> GateVerdict:
    asked = gate.filters.get("backend", "")
    reason = f"there is no such backend. {did_you_mean(asked, names)}".strip()
    return GateVerdict(gate=gate.text, on=asked or "no backend", failed=True, value=None, reason=reason)


def _in_run(gate: Condition, backend: str, summary: Summary) -> _Found:
    task, kind = gate.filters.get("task"), gate.filters.get("kind")
    rows = [row for row in summary.rows if row.backend == backend]
    if task is not None and task not in {row.task for row in rows}:
        known = [row.task for row in rows if row.task]
        return _Found(None, f"the run has no task {task!r}. {did_you_mean(task, known)}".strip(), unknown=True)
    row = next((one for one in rows if (one.task, one.kind) == (task, kind)), None)
    if gate.name in COUNTS and row is not None:
        return _count(gate.name, row)
    figures = {name for one in summary.rows for name in one.metrics if (one.kind is None) == (kind is None)}
    if gate.name not in figures:
        mend = did_you_mean(gate.name, [*figures, *COUNTS])
        return _Found(None, f"the run has no figure {gate.name!r}. {mend}".strip(), unknown=True)
    metric = row.metrics.get(gate.name) if row else None
    if metric is None:
        return _Found(None, f"no data: it has no {gate.name} there")
    return _of_metric(gate.part, metric, metric.why_no_interval or summary.interval)


def _count(name: str, row: SummaryRow) -> _Found:
    counts, spent = row.counts, row.spending
    if name == "cost":
        if spent is None or spent.priced < spent.asked or not spent.asked:
            told = f"of {spent.priced} of {how_many(spent.asked, 'request')}" if spent else "of no request"
            return _Found(None, f"no data: the cost is known {told}")
        return _Found(spent.cost)
    if name == "answered_share":
        share = counts.answered / counts.planned if counts.planned else None
        return _Found(share, "" if counts.planned else "undefined: nothing was planned")
    if name == "unscored":
        return _Found(float(max((one.unscored for one in row.metrics.values()), default=0)))
    return _Found(float(getattr(counts, name)))


def _of_metric(part: str | None, metric: Metric, why_no_interval: str) -> _Found:
    missing = _missing(metric)
    if metric.value is None:
        return _Found(None, f"undefined: nothing to count{f' ({missing})' if missing else ''}")
    if part in (None, "value"):
        return _Found(metric.value, missing)
    if metric.interval is None:
        return _Found(None, f"no data: it has no interval ({why_no_interval})")
    return _Found(metric.interval.low if part == "low" else metric.interval.high, missing)


def _missing(metric: Metric) -> str:
    """Return how many answers went into no figure, and why; nothing where all did."""
    parts = [
        f"{number} {word}"
        for word, number in (
            ("undefined", metric.undefined),
            ("unscored", metric.unscored),
            ("without an answer", metric.no_answer),
        )
        if number
    ]
    total = metric.scored + metric.undefined + metric.unscored + metric.no_answer
    return f"of {how_many(total, 'answer')}, {', '.join(parts)}" if parts else ""


def judge_comparisons(gates: Iterable[Condition], found: Sequence[Comparison]) -> GateReport:
    """Return the verdicts of gates on comparisons: of each on every pair; a filter `backend` means that of side B."""
    return GateReport(verdicts=tuple(one for gate in gates for one in _judge_comparisons(gate, found)))


def _judge_comparisons(gate: Condition, found: Sequence[Comparison]) -> Iterator[GateVerdict]:
    names = [one.b.backend for one in found]
    backends = _named(gate, names, {one.b.backend for one in found if one.b.upper_bound})
    if not backends:
        yield _none_named(gate, names)
    for one in found:
        if one.b.backend in backends:
            on = f"{one.b.run}:{one.b.backend} beside {one.a.run}:{one.a.backend}"
            yield _verdict(gate, on, _in_comparison(gate, one))


def _in_comparison(gate: Condition, found: Comparison) -> _Found:
    if gate.name in CHANGES:
        return _changes(gate, found)
    task, kind = gate.filters.get("task"), gate.filters.get("kind")
    row = found.figure(gate.name, task=task, kind=kind)
    if row is not None:
        return _of_difference(gate, row)
    known = {one.figure for one in found.figures if (one.kind is None) == (kind is None)}
    if gate.name in known:
        where = f"task {task!r}" if task else f"kind {kind!r}"
        return _Found(None, f"{gate.name} is not compared on the {where}", unknown=True)
    mend = did_you_mean(gate.name, [*known, *CHANGES])
    why = "; ".join(dict.fromkeys(f"{note.what}: {note.reason}" for note in found.not_compared))
    return _Found(None, f"{gate.name} is not compared. {f'({why}) ' if why else ''}{mend}".strip(), unknown=True)


def _changes(gate: Condition, found: Comparison) -> _Found:
    if not any(one.figure == "fact_recall" and one.samples for one in found.figures):
        return _Found(None, "no data: the facts of no sample are compared (fact_recall is not, either)")
    kind, importance = gate.filters.get("kind"), gate.filters.get("importance")
    untold = sum(one.facts for one in found.changes if one.change == CHANGES[gate.name] and one.importance is None)
    if importance is not None and untold:
        return _Found(None, f"no data: the importance of {how_many(untold, 'fact')} is not told by these runs")
    left_out = max((one.samples for one in found.left_out if one.scorer == "facts"), default=0)
    note = f"{how_many(left_out, 'sample')} left out" if left_out else ""
    return _Found(float(found.count(CHANGES[gate.name], kind=kind, importance=importance)), note)


def _of_difference(gate: Condition, row: FigureDifference) -> _Found:
    note = f"{how_many(row.left_out, 'sample')} left out" if row.left_out else ""
    if gate.operator == "is":
        if row.verdict in _NO_VERDICT and gate.limit not in _NO_VERDICT:
            return _Found(None, f"no data: {row.verdict} ({row.reason})")
        return _Found(row.verdict, note)
    values = {
        "a": row.a,
        "b": row.b,
        "diff": row.difference,
        "low": row.interval.low if row.interval else None,
        "high": row.interval.high if row.interval else None,
        "lowest": row.lowest,
        "highest": row.highest,
        "p": row.p if row.p_corrected is None else row.p_corrected,
    }
    part = gate.part or "b"
    value = values[part]
    if value is not None:
        return _Found(value, note)
    word = "undefined" if part in ("a", "b", "diff") else f"no data: it has no {part}"
    return _Found(None, f"{word} ({row.reason})" if row.reason else word)


def _verdict(gate: Condition, on: str, found: _Found) -> GateVerdict:
    value = found.value
    if value is None:
        failed = found.unknown or not gate.if_defined
        return GateVerdict(gate=gate.text, on=on, failed=failed, value=None, reason=found.note)
    told = value if isinstance(value, str) else _figure(value)
    note = f" ({found.note})" if found.note else ""
    return GateVerdict(gate=gate.text, on=on, failed=gate.holds(value), value=value, reason=f"it is {told}{note}")


def _figure(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() else f"{value:.4f}" if abs(value) >= 1e-3 else f"{value:.3g}"  # noqa: PLR2004
