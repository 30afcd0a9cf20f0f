"""Agreement beyond chance, on published examples and against an independent program."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from harness.exchange.reliability import alpha, f1, kappa

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30)


def units(*rows: str) -> list[list[str | None]]:
    """Return the units of annotators' rows of signs, in which a point stands for no class."""
    return [[None if value == "." else value for value in unit] for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011: section A, binary data of two observers ...
        (("0100000010", "1110010000"), 0.095),
        # ... section B, nominal data of two ...
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        # ... section C, nominal data of four, some of them missing.
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_alpha_of_published_examples(rows: tuple[str, ...], expected: float) -> None:
    assert alpha(units(*rows)) == pytest.approx(expected, abs=0.0005)


def test_alpha_cannot_be_told_without_two_classes() -> None:
    assert alpha([]) is None
    assert alpha(units("aaa", "aaa")) is None
    assert alpha(units("abc", "...")) is None


def test_alpha_is_that_of_pairs_of_values_counted_one_by_one() -> None:
    data = units("aab.bc", "abbcb.", "cab.ca")
    values = [value for unit in data for value in unit if value and sum(map(bool, unit)) > 1]
    everywhere = [(a, b) for (i, a), (j, b) in product(enumerate(values), repeat=2) if i != j]
    expected = sum(a != b for a, b in everywhere) / len(everywhere)
    assert alpha(data) == pytest.approx(1 - _observed(data) / len(values) / expected)


def _observed(data: Sequence[Sequence[str | None]]) -> float:
    """Return the disagreeing ordered pairs within units, each weighed by the unit's values less one."""
    total = 0.0
    for unit in data:
        known = [value for value in unit if value]
        if len(known) > 1:
            pairs = [(a, b) for (i, a), (j, b) in product(enumerate(known), repeat=2) if i != j]
            total += sum(a != b for a, b in pairs) / (len(known) - 1)
    return total


@given(PAIRS)
def test_alpha_does_not_mind_the_order_of_units_or_annotators(pairs: list[tuple[str, str]]) -> None:
    value = alpha(pairs)
    assert value is None or value <= 1 + 1e-9
    assert value == pytest.approx(alpha([(b, a) for a, b in reversed(pairs)]))


def test_kappa_of_a_table_of_yes_and_no() -> None:
    # 20 times both yes, 5 and 10 times one of them, 15 times both no: p_o 0.7, p_e 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


@given(PAIRS.filter(lambda pairs: len({value for pair in pairs for value in pair}) > 1))
def test_kappa_is_that_of_an_independent_program(pairs: list[tuple[str, str]]) -> None:
    ours, theirs = zip(*pairs, strict=True)
    assert kappa(pairs) == pytest.approx(cohen_kappa_score(ours, theirs))


def test_f1_of_nothing_cannot_be_told() -> None:
    assert f1(0, 0, 0) is None
    assert f1(0, 1, 0) == 0.0
    assert f1(3, 1, 0) == pytest.approx(6 / 7)
