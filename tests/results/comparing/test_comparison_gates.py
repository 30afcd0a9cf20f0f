"""Gates on comparisons of runs whose answer is known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import CASES, Made, samples, write_run

from harness.results.comparing.compare import Terms, compare_pairs
from harness.results.comparing.models import Comparison
from harness.results.comparing.sides import find_sides
from harness.results.gates.conditions import read_gate
from harness.results.gates.judge import GateVerdict, judge_comparisons


def compared(folder: Path, a: Made, b: Made) -> list[Comparison]:
    for name, side in (("A", a), ("B", b)):
        write_run(folder / name, side)
    return [*compare_pairs(find_sides(["A", "B"], folder).pairs, Terms())]


def judge(found: list[Comparison], gate: str) -> GateVerdict:
    (one,) = judge_comparisons([read_gate(gate, "comparison")], found).verdicts
    return one


def test_gates_on_differences(tmp_path: Path) -> None:
    found = compared(tmp_path, Made(samples(*["ssssc"] * 8)), Made(samples(*["osssc"] * 8)))
    assert judge(found, "fact_recall.diff < -0.2").failed is False, "it is -0.2 exactly"
    assert judge(found, "fact_recall.diff <= -0.2").failed is True
    assert judge(found, "fact_recall < 0.7").value == pytest.approx(0.6)
    assert judge(found, "fact_recall.a < 0.7").value == pytest.approx(0.8)
    assert judge(found, "fact_recall is worse").failed is True
    assert judge(found, "fact_recall is better").failed is False
    assert judge(found, "fact_recall.p < 5%").failed is True
    assert judge(found, "lost_facts > 0").value == 8
    assert judge(found, "lost_facts(key) > 7").failed is True
    assert judge(found, "lost_facts(detail) > 0").value == 0
    assert judge(found, "lost_facts(date) > 0").value == 0
    assert judge(found, "gained_facts > 0").failed is False
    assert judge(found, "supported.diff(count) < 0").value == -8


def test_a_comparison_that_cannot_tell_fails(tmp_path: Path) -> None:
    found = compared(tmp_path, *CASES["one_event"])
    one = judge(found, "fact_recall is worse")
    assert (one.failed, one.value) == (True, None)
    assert "cannot be told" in one.reason
    assert judge(found, "fact_recall is worse if defined").failed is False
    assert judge(found, "fact_recall.low < 0").reason.startswith("no data: it has no low")


def test_facts_that_are_not_compared_fail_the_gate_on_lost_ones(tmp_path: Path) -> None:
    same = samples(*["sssss"] * 7)
    found = compared(tmp_path, Made(same), Made(same))
    without = [one.model_copy(update={"figures": (), "changes": ()}) for one in found]
    assert judge(found, "lost_facts > 0").failed is False
    assert judge(without, "lost_facts > 0").failed is True
    assert judge(without, "lost_facts > 0").reason.startswith("no data")


def test_a_figure_that_is_not_compared_fails(tmp_path: Path) -> None:
    found = compared(tmp_path, *CASES["equal"])
    assert judge(found, "rouge1.diff < 0 if defined").failed is True
    assert "Did you mean 'fact_recall'?" in judge(found, "fact_recal.diff < 0").reason
