from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from harness.backends.base import Answer, Usage
from harness.gold.gold import Evidence
from harness.gold.verdicts import Claim, DisputeVerdict, FactVerdict
from harness.results.disk import to_json
from harness.results.models import AnswerRecord, Counts, Metric, ScoreRow, Summary, SummaryRow
from harness.results.schemas import FOLDER, PRINTED, SCHEMAS, schema_text, write_schemas


@pytest.mark.parametrize("name", [*SCHEMAS, *PRINTED])
def test_the_committed_schema_is_that_of_the_record(name: str) -> None:
    committed = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))

    assert committed == json.loads(schema_text(name)), "renew with: python -m harness.results.schemas"


@pytest.mark.parametrize("name", [*SCHEMAS, *PRINTED])
def test_a_schema_is_valid_itself(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_schemas_are_written_as_committed(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schemas")

    for name in (*SCHEMAS, *PRINTED):
        written = (tmp_path / "schemas" / f"{name}.json").read_bytes()
        assert written == schema_text(name).encode("ascii")


EVIDENCE = (Evidence(article="oder", start=0, end=4),)
ROWS = {
    "answers": AnswerRecord(
        id="a",
        sample="t/a",
        backend="m",
        epoch=1,
        answer=Answer(text="It rose.", usage=Usage(output_tokens=3), seconds=0.5),
        error=None,
        at="2026-11-22T12:00:00Z",
    ),
    "scores": ScoreRow(
        id="a",
        task="t",
        sample="t/a",
        backend="m",
        epoch=1,
        scorer="facts",
        signature="facts|v:1",
        outcome="score",
        reason="",
        values={"recall": 0.5, "accuracy": None},
        facts=(
            FactVerdict(id="f", kind="count", verdict="supported", summary_span=(0, 4), evidence=EVIDENCE, reason=""),
        ),
        disputes=(DisputeVerdict(id="d", verdict="fair", spans=((0, 4),), values=("3",), reason=""),),
        claims=(Claim(span=(0, 4), type="date", verdict="unsupported", severity="hard", reason=""),),
        consistent=True,
    ),
    "summary": Summary(
        run="r",
        counts=Counts(planned=1, answered=1, no_answer=0, errors=0),
        articles=1,
        events=1,
        interval="",
        signatures={"facts": ("facts|v:1",)},
        rows=(
            SummaryRow(
                backend="m",
                counts=Counts(planned=1, answered=1, no_answer=0, errors=0),
                metrics={"fact_recall": Metric(value=None, scored=0)},
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_written_fits_its_schema_and_reads_back(name: str) -> None:
    written = json.loads(to_json(ROWS[name]))

    Draft202012Validator(json.loads(schema_text(name))).validate(written)
    assert SCHEMAS[name].model_validate(written) == ROWS[name]
