"""The grammar of gates: what is read, and where a message points."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.results.gates.conditions import Of, read_gate


@pytest.mark.parametrize(
    ("text", "of", "expected"),
    [
        ("fact_recall < 0.3", "run", ("fact_recall", None, "<", 0.3, {}, False)),
        ("fact_recall<.3", "run", ("fact_recall", None, "<", 0.3, {}, False)),
        ("  fact_recall.low <= 30% ", "run", ("fact_recall", "low", "<=", 0.3, {}, False)),
        ("fact_recall.diff < -0.02", "comparison", ("fact_recall", "diff", "<", -0.02, {}, False)),
        ("fact_recall.diff < -2 %", "comparison", ("fact_recall", "diff", "<", -0.02, {}, False)),
        ("lost_facts(key) > 0", "comparison", ("lost_facts", None, ">", 0.0, {"importance": "key"}, False)),
        (
            "lost_facts(kind=count, importance=detail)>=+1",
            "comparison",
            ("lost_facts", None, ">=", 1.0, {"kind": "count", "importance": "detail"}, False),
        ),
        ("shape.coverage < 0.9", "run", ("shape.coverage", None, "<", 0.9, {}, False)),
        ("shape.coverage.high < 0.9", "run", ("shape.coverage", "high", "<", 0.9, {}, False)),
        ("errors(task=a-b) != 0", "run", ("errors", None, "!=", 0.0, {"task": "a-b"}, False)),
        (
            "fairness(backend=openai/gpt-4o:x, task=t) == 1 if defined",
            "run",
            ("fairness", None, "==", 1.0, {"backend": "openai/gpt-4o:x", "task": "t"}, True),
        ),
        (
            'fairness(backend="command/a (b), c") < 1',
            "run",
            ("fairness", None, "<", 1.0, {"backend": "command/a (b), c"}, False),
        ),
        ("fact_recall is worse", "comparison", ("fact_recall", None, "is", "worse", {}, False)),
        (
            "rouge1(task=t) is no difference shown if defined",
            "comparison",
            ("rouge1", None, "is", "no difference shown", {"task": "t"}, True),
        ),
    ],
)
def test_a_gate_is_read(text: str, of: Of, expected: tuple[object, ...]) -> None:
    gate = read_gate(text, of)
    read = (gate.name, gate.part, gate.operator, gate.limit, gate.filters, gate.if_defined)
    assert read == expected
    assert gate.text == text


@pytest.mark.parametrize(
    ("text", "of", "column", "said"),
    [
        ("", "run", 1, "name is missing"),
        ("< 3", "run", 1, "name is missing"),
        ("fact_recall", "run", 12, "one of < <= > >= == != is missing"),
        ("fact_recall = 1", "run", 13, "found '= 1'"),
        ("fact_recall <", "run", 14, "a number is missing"),
        ("fact_recall < nan", "run", 15, "a number is missing"),
        ("fact_recall < 1e5", "run", 16, "nothing may follow here, found 'e5'"),
        ("fact_recall < 1 and rouge1 < 1", "run", 17, "nothing may follow here"),
        ("fact_recall < 1 if known", "run", 20, "only 'if defined'"),
        ("fact_recall.dif < 1", "comparison", 13, "Did you mean 'diff'?"),
        ("fact_recall.diff < 1", "run", 1, "is for gates of 'harness compare'"),
        ("fact_recall.value < 1", "comparison", 1, "'harness eval'"),
        ("lost_facts > 0", "run", 1, "is for gates of 'harness compare'"),
        ("errors > 0", "comparison", 1, "'harness eval'"),
        ("errors.low > 0", "run", 1, "errors has no parts"),
        ("fact_recall(key) < 1", "run", 12, "not counted by importance"),
        ("fact_recall(kind=cuont) < 1", "run", 18, "Did you mean 'count'?"),
        ("fact_recall(kid=count) < 1", "run", 13, "Did you mean 'kind'?"),
        ("fact_recall(kind=count, kind=date) < 1", "run", 25, "named twice"),
        ("fact_recall(kind=count < 1", "run", 18, "there is no kind 'count < 1'"),
        ("fact_recall(count < 1", "run", 19, "a ) or a comma is missing"),
        ("fact_recall(task=) < 1", "run", 18, "the value of task is missing"),
        ("fact_accuracy(count, task=t) < 1", "run", 14, "not by both"),
        ("errors(count) > 0", "run", 7, "not counted by kind"),
        ("lost_facts(task=t) > 0", "comparison", 11, "not counted by task"),
        ("fact_recall is bad", "comparison", 16, "'bad' is no verdict"),
        ("fact_recall is worse", "run", 13, "of a comparison"),
        ("fact_recall.diff is worse", "comparison", 18, "of a comparison"),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, of: Of, column: int, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_gate(text, of)
    assert f"column {column}:" in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet=st.sampled_from("fact_recall.dif (kind=count,)<>=!%0123 \n\x1b::"), max_size=40))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    for of in get_args(Of):
        said = ""
        try:
            read_gate(text, of)
        except UsageError as error:
            said = str(error)
        assert len(said.splitlines()) <= 1
        assert not said or "column" in said


@pytest.mark.parametrize(
    ("gate", "value", "holds"),
    [
        ("x < -0.02", 0.30 - 0.32, False),  # -0.020000000000000018
        ("x <= -0.02", 0.30 - 0.32, True),
        ("x < -0.02", -0.0201, True),
        ("x > 0.3", 0.1 + 0.2, False),
        ("x >= 0.3", 0.3, True),
        ("x == 0.3", 0.1 + 0.2, True),
        ("x != 0.3", 0.1 + 0.2, False),
        ("x != 0.3", 0.31, True),
        ("x > 0", 1, True),
        ("x >= 1", 0.999999, False),
    ],
)
def test_a_last_bit_decides_nothing(gate: str, value: float, holds: bool) -> None:
    assert read_gate(gate, "run").holds(value) is holds
