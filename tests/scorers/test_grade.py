"""Grading one summary: a score, or why there is none."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_project import make_project

from harness.errors import ScorerError, SeenDocumentError
from harness.scorers.base import Need, NoAnswer, Outcome, Score, Unscored
from harness.scorers.grade import grade, is_blank, signature_of
from harness.tasks.load import load_task
from harness.tasks.samples import Sample, samples_of


@dataclass(frozen=True)
class Fixed:
    """Returns a score, or raises."""

    name: str = "fixed"
    needs: frozenset[Need] = frozenset()
    fault: Exception | None = None

    def signature(self, sample: Sample) -> str:
        return f"fixed|v:1|gold:{sample.gold.name if sample.gold else 'none'}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        if self.fault:
            raise self.fault
        return Score(values={"length": float(len(summary))}, reason=sample.id)


@pytest.fixture
def flood(tmp_path: Path) -> Sample:
    return samples_of(load_task("flood", cwd=make_project(tmp_path)))[0]


@pytest.fixture
def bridges(tmp_path: Path) -> Sample:
    return samples_of(load_task("two", cwd=make_project(tmp_path)))[1]


def test_every_scorer_is_asked_in_order(flood: Sample) -> None:
    found = asyncio.run(grade(flood, "Rain.", [Fixed("b"), Fixed("a")]))
    assert list(found) == ["b", "a"]
    assert found["a"] == Score(values={"length": 5.0}, reason="flood/flood")


@pytest.mark.parametrize("summary", ["", " \n\t", "\u200b\ufeff", "\x00\x1b", "\u2028\u00a0", "\u202e\u2066"])
def test_a_summary_in_which_nothing_is_seen_is_no_answer(flood: Sample, summary: str) -> None:
    found = asyncio.run(grade(flood, summary, [Fixed(fault=AssertionError())]))
    assert found == {"fixed": NoAnswer(reason="the summary is empty")}


@given(st.text())
def test_only_a_text_with_something_to_see_is_not_blank(text: str) -> None:
    assert not is_blank(f"{text}x")
    assert is_blank("".join(char for char in text if char.isspace()))


def test_a_failing_scorer_leaves_the_summary_unscored_and_the_others_go_on(flood: Sample) -> None:
    found = asyncio.run(grade(flood, "Rain.", [Fixed("a", fault=ScorerError("the model hung up.")), Fixed("b")]))
    assert found["a"] == Unscored(reason="the model hung up.")
    assert isinstance(found["b"], Score)


def test_a_document_that_a_scorer_was_fitted_on_is_no_mere_failure(flood: Sample) -> None:
    with pytest.raises(SeenDocumentError):
        asyncio.run(grade(flood, "Rain.", [Fixed("b"), Fixed("a", fault=SeenDocumentError("seen."))]))


def test_a_fault_in_a_scorer_is_not_hidden(flood: Sample) -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(grade(flood, "Rain.", [Fixed(fault=ZeroDivisionError())]))


def test_a_scorer_is_not_asked_where_the_sample_lacks_what_it_needs(bridges: Sample) -> None:
    scorer = Fixed(needs=frozenset({"references", "gold"}), fault=AssertionError())
    found = asyncio.run(grade(bridges, "Rain.", [scorer]))
    assert found == {"fixed": Unscored(reason="the sample has no gold and no references")}
    assert signature_of(scorer, bridges) is None


def test_a_scorer_that_has_what_it_needs_signs(flood: Sample) -> None:
    assert signature_of(Fixed(needs=frozenset({"references", "gold"})), flood) == "fixed|v:1|gold:flood"
