"""Agreement between epochs, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.results.models import Agreement
from harness.results.statistics.agreement import Verdicts, add_agreements, agreement_of


def verdicts_of(*facts: str) -> Verdicts:
    """Return verdicts of one sample: of each fact a letter an epoch."""
    found = Verdicts()
    for number, letters in enumerate(facts):
        for letter in letters:
            found.add(0, f"f{number}", {"s": "supported", "o": "omitted", "c": "contradicted"}[letter])
    return found


def test_a_fact_agrees_where_all_its_epochs_say_the_same() -> None:
    # of the three pairs of epochs: all alike, one of three alike, none alike
    found = verdicts_of("sss", "sso", "soc").agreement()
    assert found
    assert (found.facts, found.same) == (3, 1)
    assert found.pairs == pytest.approx((1 + 1 / 3 + 0) / 3)


def test_a_fact_with_one_verdict_says_nothing() -> None:
    assert verdicts_of("s", "o").agreement() is None
    assert verdicts_of("ss", "o").agreement() == Agreement(facts=1, same=1, pairs=1.0)


def test_the_same_fact_of_two_samples_is_two() -> None:
    found = Verdicts()
    for sample, verdict in ((0, "supported"), (1, "omitted"), (0, "supported"), (1, "supported")):
        found.add(sample, "f", verdict)
    assert found.agreement() == Agreement(facts=2, same=1, pairs=0.5)


def test_tasks_are_added_up_by_facts() -> None:
    found = add_agreements([Agreement(facts=3, same=3, pairs=1.0), None, Agreement(facts=1, same=0, pairs=0.2)])
    assert found
    assert (found.facts, found.same) == (4, 3)
    assert found.pairs == pytest.approx(0.8)
    assert add_agreements([None]) is None


@given(st.lists(st.text("soc", min_size=2, max_size=5), min_size=1, max_size=8))
def test_pairs_are_what_counting_them_gives(facts: list[str]) -> None:
    found = verdicts_of(*facts).agreement()
    shares = [np.mean([fact[i] == fact[j] for i in range(len(fact)) for j in range(i)]) for fact in facts]
    assert found
    assert found.pairs == pytest.approx(float(np.mean(shares)))
    assert found.same == sum(len(set(fact)) == 1 for fact in facts)


def test_nothing_is_none() -> None:
    assert agreement_of(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)) is None
