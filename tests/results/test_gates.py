"""Gates on results whose figures are known by hand."""

from __future__ import annotations

import pytest
from tables import counts, manifest, summary, summary_row

from harness.results.gates.conditions import read_gates
from harness.results.gates.judge import GateReport, GateVerdict, judge_run
from harness.results.models import Interval, Metric, Summary

MANIFEST = manifest({"x/one": {}, "x/two": {}, "x/bound": {"upper_bound": True}})


def made() -> Summary:
    one = summary_row("x/one", unscored=2, count=counts(6, 5, 0, 1))
    interval = Interval(low=0.4, high=0.6, events=7)
    metrics = {**one.metrics, "fact_recall": Metric(value=0.5, interval=interval, scored=6)}
    two = summary_row("x/two", figures={"fact_recall": 0.9, "fact_accuracy": 1.0})
    alike = Metric(value=1.0, why_no_interval="the events do not differ", scored=6)
    return summary(
        [
            one.model_copy(update={"metrics": metrics}),
            summary_row("x/one", task="flood", figures={"fact_recall": 0.25}),
            summary_row("x/one", kind="count", figures={"fact_accuracy": 0.75}),
            two.model_copy(update={"metrics": {**two.metrics, "fact_accuracy": alike}}),
            summary_row("x/bound", figures={"fact_recall": 0.0, "fact_accuracy": 0.0}),
        ]
    )


def judged(*gates: str) -> GateReport:
    return judge_run(read_gates(gates, "run"), MANIFEST, made())


def told(*gates: str) -> list[tuple[str, bool, float | str | None]]:
    return [(one.on, one.failed, one.value) for one in judged(*gates).verdicts]


def test_a_gate_is_on_every_backend_but_upper_bounds() -> None:
    assert told("fact_recall < 0.6") == [("x/one", True, 0.5), ("x/two", False, 0.9)]
    assert told("fact_recall(backend=bound) < 0.6") == [("x/bound", True, 0.0)]
    assert told("fact_recall(backend=x/two) < 0.6") == [("x/two", False, 0.9)]


def test_tasks_kinds_parts_and_counts() -> None:
    assert told("fact_recall(backend=one, task=flood) < 0.3") == [("x/one", True, 0.25)]
    assert told("fact_accuracy(backend=one, count) < 0.7") == [("x/one", False, 0.75)]
    assert told("fact_recall.low(backend=one) < 0.45") == [("x/one", True, 0.4)]
    assert told("fact_recall.high(backend=one) < 0.45") == [("x/one", False, 0.6)]
    assert told("errors(backend=one) > 0") == [("x/one", True, 1.0)]
    assert told("unscored(backend=one) > 1") == [("x/one", True, 2.0)]
    assert told("answered_share(backend=one) < 1") == [("x/one", True, 5 / 6)]


@pytest.mark.parametrize(
    ("gate", "reason"),
    [
        ("fact_accuracy(backend=one) < 0.9", "undefined: nothing to count (of 8 answers, 2 unscored)"),
        ("fact_recall.low(backend=two) < 0.9", "no data: it has no interval (5 articles on 1 event"),
        ("fact_accuracy.low(backend=two) < 0.9", "no data: it has no interval (the events do not differ)"),
        ("cost(backend=one) > 1", "no data: the cost is known of no request"),
        ("fairness(backend=two) < 1", "no data: it has no fairness there"),
    ],
)
def test_what_is_undefined_fails_unless_stated_otherwise(gate: str, reason: str) -> None:
    (one,) = judged(gate).verdicts
    assert one.failed
    assert one.value is None
    assert reason in one.reason
    assert judged(gate).exit_code == 1
    (other,) = judged(f"{gate} if defined").verdicts
    assert not other.failed
    assert reason in other.reason


@pytest.mark.parametrize(
    ("gate", "reason"),
    [
        ("fact_recal(backend=one) < 0.9", "the run has no figure 'fact_recal'. Did you mean 'fact_recall'?"),
        ("fact_recall(backend=oen) < 0.9", "there is no such backend."),
        ("fact_recall(backend=one, task=flod) < 0.9", "the run has no task 'flod'. Did you mean 'flood'?"),
    ],
)
def test_a_misspelt_name_fails_whatever_is_stated(gate: str, reason: str) -> None:
    for text in (gate, f"{gate} if defined"):
        (one,) = judged(text).verdicts
        assert one.failed
        assert reason in one.reason


def test_the_lines_and_the_exit_code_are_of_one_value() -> None:
    report = judged("fact_recall < 0.6", "fact_recall < 0.1")
    assert list(report.lines()) == [
        "FAILED: fact_recall < 0.6 [x/one]: it is 0.5000",
        "passed: fact_recall < 0.6 [x/two]: it is 0.9000",
        "passed: fact_recall < 0.1 [x/one]: it is 0.5000",
        "passed: fact_recall < 0.1 [x/two]: it is 0.9000",
        "Gates: 1 of 4 failed.",
    ]
    assert report.exit_code == 1
    passed = judged("fact_recall < 0.1")
    assert (list(passed.lines())[-1], passed.exit_code) == ("Gates: all passed.", 0)
    assert (list(GateReport().lines()), GateReport().exit_code) == ([], 0)


def test_a_line_steers_no_log() -> None:
    one = GateVerdict(gate="x < 1", on="::error::a\n::b \x1b[31m ##[group]", failed=True, value=None, reason="")
    assert "\n" not in one.line()
    assert one.line().isprintable()
    assert "##[" not in one.line()
