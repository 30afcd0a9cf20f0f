"""The row of a graded summary: a contract with other programs."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.results.rows import SCHEMA_FILE, GradedSummary, judge_consistency, make_row, schema_text
from harness.scorers.base import NoAnswer, Outcome, Score, Unscored

EVIDENCE = (Evidence(article="flood", start=37, end=72),)
FACTS = Score(
    values={"recall": 0.5, "accuracy": None},
    reason="1 fact stated.",
    facts=(
        FactVerdict(
            id="left",
            kind="count",
            verdict="supported",
            mark="coarser",
            summary_span=(0, 5),
            evidence=EVIDENCE,
            expected="1,200",
            found="about 1,000",
            reason="Coarser.",
        ),
        FactVerdict(id="closed", kind="count", verdict="omitted", reason="Nothing."),
    ),
    disputes=(DisputeVerdict(id="dead", verdict="flattened", also=("omitted",), spans=((0, 5),), reason="One value."),),
    claims=(Claim(span=(6, 9), type="name", verdict="unsupported", severity="hard", reason="Not named."),),
    consistent=True,
)
OUTCOMES: dict[str, Outcome] = {"facts": FACTS, "rouge": Unscored(reason="no word"), "shape": NoAnswer(reason="empty")}
SIGNATURES = {"facts": "facts|v:1", "rouge": None, "shape": "shape|v:1"}


@pytest.fixture
def row() -> GradedSummary:
    return make_row("a-1", "flood", "flood/flood", OUTCOMES, SIGNATURES)


def test_a_row_has_exactly_the_keys_of_the_contract(row: GradedSummary) -> None:
    assert json.loads(row.to_json()) == {
        "id": "a-1",
        "task": "flood",
        "sample": "flood/flood",
        "consistent": True,
        "scores": {
            "facts": {
                "outcome": "score",
                "reason": "1 fact stated.",
                "values": {"recall": 0.5, "accuracy": None},
                "signature": "facts|v:1",
            },
            "rouge": {"outcome": "unscored", "reason": "no word", "values": {}, "signature": None},
            "shape": {"outcome": "no answer", "reason": "empty", "values": {}, "signature": "shape|v:1"},
        },
        "facts": [
            {
                "id": "left",
                "kind": "count",
                "verdict": "supported",
                "mark": "coarser",
                "summary_span": [0, 5],
                "evidence": [{"article": "flood", "start": 37, "end": 72}],
                "reason": "Coarser.",
            },
            {
                "id": "closed",
                "kind": "count",
                "verdict": "omitted",
                "mark": None,
                "summary_span": None,
                "evidence": [],
                "reason": "Nothing.",
            },
        ],
        "disputes": [
            {
                "id": "dead",
                "verdict": "flattened",
                "also": ["omitted"],
                "spans": [[0, 5]],
                "values": [],
                "reason": "One value.",
            }
        ],
        "claims": [
            {
                "span": [6, 9],
                "type": "name",
                "verdict": "unsupported",
                "severity": "hard",
                "evidence": [],
                "reason": "Not named.",
                "check": None,
            }
        ],
    }


def test_the_committed_schema_is_that_of_the_record() -> None:
    committed = SCHEMA_FILE.read_text(encoding="utf-8")
    assert committed == schema_text(), "renew with: python -m harness.results.rows"


def test_a_row_fits_its_schema_and_reads_back(row: GradedSummary) -> None:
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(row.to_json()))
    assert GradedSummary.model_validate_json(row.to_json()) == row


@pytest.mark.parametrize("key", GradedSummary.model_fields)
def test_the_schema_wants_every_key_and_no_other(row: GradedSummary, key: str) -> None:
    validator = Draft202012Validator(json.loads(schema_text()))
    whole = json.loads(row.to_json())
    with pytest.raises(ValidationError):
        validator.validate({name: value for name, value in whole.items() if name != key})
    with pytest.raises(ValidationError):
        validator.validate({**whole, f"{key}2": None})


@pytest.mark.parametrize("given", ["", "  spaced ", "ü\u202e", 7, 0])
def test_an_id_comes_back_as_it_was_given(given: str | int) -> None:
    row = make_row(given, "flood", "flood/flood", OUTCOMES, SIGNATURES)
    back = json.loads(row.to_json())["id"]
    assert back == given
    assert type(back) is type(given)
    assert row.to_json().isascii()


def judged(found: list[bool | None]) -> bool | None:
    return judge_consistency({str(n): Score(values={}, reason="", consistent=one) for n, one in enumerate(found)})


def test_one_violation_makes_a_summary_inconsistent_whoever_finds_it() -> None:
    assert judged([True, False, None]) is False
    assert judged([True, None, True]) is True
    assert judged([None, None]) is None
    assert judged([]) is None
    assert judge_consistency({"a": NoAnswer(reason=""), "b": Unscored(reason="")}) is None
