"""Bare pairs: which scorers grade them, by which figure they rank, and what they hold against a summary."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from harness.errors import TaskError, UsageError
from harness.gold.verdicts import Claim
from harness.scorers.base import Need, NoAnswer, Outcome, Score, Unscored
from harness.scorers.pairs import bare_signature, grade_pair, pair_scorer, ranking_figure, ranking_score
from harness.scorers.violations import violations_of
from harness.tasks.samples import Sample

DOCUMENT = "The Oder rose by 3 metres on Monday, and two bridges were closed."


@dataclass(frozen=True)
class Echo:
    """Says what it was given."""

    name: str = "echo"
    needs: frozenset[Need] = frozenset()

    def signature(self, sample: Sample) -> str:
        return f"echo|documents:{len(sample.articles)}|lang:{sample.language}"

    async def score(self, sample: Sample, summary: str) -> Outcome:
        articles = "; ".join(f"{article.id}: {article.text}" for article in sample.articles)
        return Score(values={}, reason=f"{articles} | {', '.join(sample.references)} | {summary}")


def test_documents_are_numbered_articles_and_the_references() -> None:
    found = asyncio.run(grade_pair(Echo(), [" a ", "b\r\n"], " c"))
    assert found.reason == "1:  a ; 2: b\r\n | a, b |  c", "no blank is stripped: spans count them"


@pytest.mark.parametrize(
    ("documents", "reason"),
    [([" \n\u200b"], "the document is empty"), (["a", "\t"], "document 2 is empty")],
)
def test_an_empty_document_leaves_the_summary_unscored(documents: list[str], reason: str) -> None:
    assert asyncio.run(grade_pair(Echo(), documents, "Rain.")) == Unscored(reason=reason)


def test_an_empty_summary_is_no_answer() -> None:
    assert asyncio.run(grade_pair(Echo(), ["a"], " ")) == NoAnswer(reason="the summary is empty")


@pytest.mark.parametrize("name", ["grounding", "rouge", "shape"])
def test_scorers_without_gold_grade_pairs(name: str) -> None:
    scorer = pair_scorer(name)
    found = asyncio.run(grade_pair(scorer, [DOCUMENT], DOCUMENT))
    assert isinstance(found, Score)
    assert ranking_score(found) is not None
    assert (bare_signature(scorer) or "").startswith(f"{name}|v:")


def test_a_copy_has_the_greatest_overlap_with_its_document() -> None:
    found = asyncio.run(grade_pair(pair_scorer("rouge"), [DOCUMENT], DOCUMENT))
    assert isinstance(found, Score)
    assert ranking_figure(found.values) == ("rouge2", 1.0)


def test_a_scorer_that_needs_gold_is_refused_and_one_that_is_none_too() -> None:
    with pytest.raises(UsageError, match="the scorer 'facts' needs gold, and a document with a summary has none"):
        pair_scorer("facts")
    with pytest.raises(TaskError, match=r"there is no scorer 'groundin'\. Did you mean 'grounding'\?"):
        pair_scorer("groundin")


def test_the_signature_is_that_of_so_many_documents() -> None:
    assert bare_signature(Echo(), 2) == "echo|documents:2|lang:en"
    assert bare_signature(Echo(needs=frozenset({"gold"}))) is None
    assert (bare_signature(pair_scorer("rouge"), 2) or "").endswith("refs:2-max")


@pytest.mark.parametrize(
    ("values", "figure"),
    [
        ({"violations": 1.0, "score": 0.5}, ("score", 0.5)),
        ({"rouge1": 0.1, "rouge2": 0.2}, ("rouge2", 0.2)),
        ({"rouge2": 0.2, "score": 0.3}, ("score", 0.3)),
        ({"score": None, "groundedness": 0.9}, ("score", None)),
        ({"words": 3.0, "coverage": 0.1}, ("words", 3.0)),
        ({}, ("", None)),
    ],
)
def test_one_figure_ranks(values: Mapping[str, float | None], figure: tuple[str, float | None]) -> None:
    assert ranking_figure(values) == figure
    assert ranking_score(Score(values=values, reason="")) == figure[1]


def test_violations_are_the_hard_claims_that_the_documents_do_not_carry_the_surest_kind_first() -> None:
    def claim(kind: str, verdict: str, severity: str, start: int) -> Claim:
        return Claim.model_validate(
            {"span": (start, 9), "type": kind, "verdict": verdict, "severity": severity, "reason": ""}
        )

    name = claim("name", "unsupported", "hard", 0)
    late = claim("date", "contradicted", "hard", 7)
    early = claim("date", "unsupported", "hard", 3)
    others = [claim("date", "supported", "hard", 1), claim("date", "contradicted", "warning", 2)]
    claims = (name, *others, late, early, claim("date", "unverifiable", "hard", 4))
    assert violations_of(Score(values={}, reason="", claims=claims)) == (early, late, name)
