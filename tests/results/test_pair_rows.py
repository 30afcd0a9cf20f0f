"""The row of a pair: a contract with other programs."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, SentenceSupport
from harness.results.pairs import SCHEMA_FILE, make_pair_row, schema_text
from harness.scorers.base import NoAnswer, Outcome, Score, Unscored

EVIDENCE = (Evidence(article="2", start=3, end=8),)
WRONG = Claim(
    span=(4, 9),
    type="quantity",
    verdict="contradicted",
    severity="hard",
    evidence=EVIDENCE,
    reason="4, not 3\u2014é.",
)
DOUBTED = Claim(span=(0, 3), type="name", verdict="unsupported", severity="warning", reason="Perhaps.")
SCORE = Score(
    values={"score": 0.25, "groundedness": 0.5, "violations": 1.0, "warnings": 1.0},
    reason="1 violation.",
    claims=(DOUBTED, WRONG),
    sentences=(SentenceSupport(span=(0, 9), groundedness=0.5, evidence=EVIDENCE),),
    consistent=False,
)


def test_a_row_has_exactly_the_keys_of_the_contract() -> None:
    wrong = {
        "span": [4, 9],
        "type": "quantity",
        "verdict": "contradicted",
        "severity": "hard",
        "evidence": [{"article": "2", "start": 3, "end": 8}],
        "reason": "4, not 3\u2014é.",
        "check": None,
    }
    doubted = {**wrong, "span": [0, 3], "type": "name", "verdict": "unsupported", "severity": "warning"}
    doubted |= {"evidence": [], "reason": "Perhaps."}
    text = make_pair_row(7, SCORE).to_json()
    assert text.isascii()
    assert json.loads(text) == {
        "id": 7,
        "score": 0.25,
        "violations": [wrong],
        "groundedness": 0.5,
        "claims": [doubted, wrong],
        "sentences": [{"span": [0, 9], "groundedness": 0.5, "evidence": wrong["evidence"]}],
        "reason": "1 violation.",
    }


@pytest.mark.parametrize("outcome", [Unscored(reason="why"), NoAnswer(reason="why")])
def test_without_a_score_a_row_says_why(outcome: Outcome) -> None:
    row = make_pair_row("a", outcome)
    assert (row.score, row.groundedness, row.reason) == (None, None, "why")
    assert (row.violations, row.claims, row.sentences) == ((), (), ())


def test_a_scorer_without_groundedness_has_none() -> None:
    row = make_pair_row("a", Score(values={"rouge1": 0.1, "rouge2": 0.0}, reason="."))
    assert (row.score, row.groundedness) == (0.0, None)


def test_the_committed_schema_is_that_of_the_record() -> None:
    committed = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    assert committed == json.loads(schema_text()), "renew with: python -m harness.results.pairs"
    Draft202012Validator.check_schema(committed)


@pytest.mark.parametrize("outcome", [SCORE, Unscored(reason="why")])
def test_rows_fit_the_schema(outcome: Outcome) -> None:
    Draft202012Validator(json.loads(schema_text())).validate(json.loads(make_pair_row("a", outcome).to_json()))
