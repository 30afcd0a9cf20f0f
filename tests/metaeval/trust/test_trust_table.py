"""The report for people: figures in short, tables within 80 columns, nothing that can steer a terminal."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator
from labelled_rows import FakeScorer, make_row, scored

from harness.metaeval.schemas import FOLDER, SCHEMAS, schema_text, write_schemas
from harness.metaeval.trust.models import TrustReport
from harness.metaeval.trust.run import TrustRun, run_metaeval
from harness.metaeval.trust.shown import WIDTH, show_figure
from harness.metaeval.trust.table import report_json, rows_jsonl, show_report
from harness.scorers.cards import Estimate, FigureName

PAGE = Path(__file__).resolve().parents[3] / "docs" / "metaeval.md"


def estimate(value: float | None, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(value=value, low=low, high=high, n=1, documents=1)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (None, "-"),
        (estimate(None), "-"),
        (estimate(0.614), ".61"),
        (estimate(0.614, 0.5, 0.725), ".61 (.50, .72)"),
        (estimate(1.0, 0.994, 1.0), "1.00 (.99, 1.00)"),
        (estimate(0.996), "1.00"),
        (estimate(0.0, -0.001, 0.004), "0 (0, 0)"),
        (estimate(-0.25, -1.0, 0.5), "-.25 (-1.00, .50)"),
    ],
)
def test_a_figure_in_short(found: Estimate | None, shown: str) -> None:
    assert show_figure(found) == shown


def some_run(count: int = 1, *, more: str = "", **given: object) -> TrustRun:
    rows = [
        make_row(
            f"{group}{label}",
            label,
            group,
            summary=f"{'right' if label else 'wrong'} {group}",
            pair=group,
            pair_type=f"type {more}",
            error_types=(f"type {more}",),
            grade=label + ord(group) / 100,
            peer_scores={f"Peer{more}": label * 0.5, "Other": 0.1} if group != "a" else {},
            **given,
        )
        for group in "abcd"
        for label in (1, 0)
    ]
    scorers = [
        FakeScorer(f"fake{i}{more}", lambda summary: scored(float(len(summary)), consistent="c" not in summary))
        for i in range(count)
    ]
    return asyncio.run(run_metaeval(rows, scorers, None))


@pytest.mark.parametrize("count", [1, 2, 6])
@pytest.mark.parametrize("more", ["", "-of-a-very-long-name-that-no-column-holds" * 3])
def test_it_keeps_to_80_columns(count: int, more: str) -> None:
    text = show_report(some_run(count, more=more, dataset=f"small{more}").report)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert all(line == line.rstrip() for line in text.splitlines())


def test_columns_that_do_not_fit_stand_in_a_table_below() -> None:
    wide = {"value": 0.5, "low": 0.1, "high": 0.9}
    part = some_run().report.parts[0]
    measured = tuple(
        found.model_copy(update={"figures": {name: f.model_copy(update=wide) for name, f in found.figures.items()}})
        for found in part.measured
    )
    report = TrustReport(harness="0", parts=(part.model_copy(update={"measured": measured}),))
    heads = [line.split() for line in show_report(report).splitlines() if line.startswith("     ")]
    assert heads == [["AUC", "verdict", "threshold", "pairs"], ["Spearman", "Kendall"]]


def test_a_peer_on_some_rows_says_on_how_many() -> None:
    assert "Other: carried by 6 of 8 rows." in show_report(some_run().report)


def test_rows_of_a_pair_without_a_partner_are_told() -> None:
    assert "without a partner" not in show_report(some_run().report)
    parts = some_run().report.parts
    for number, told in ((1, "Left out of the pairs: 1 row without"), (3, "Left out of the pairs: 3 rows without")):
        report = TrustReport(harness="0", parts=(parts[0].model_copy(update={"partnerless": number}),))
        assert f"\n{told} a partner.\n" in show_report(report)


def test_what_names_hold_cannot_steer_a_terminal() -> None:
    text = show_report(some_run(dataset="\x1b[31mred").report)
    assert "\x1b" not in text
    assert "\\x1b[31mred" in text


def test_json_and_rows_are_as_their_schemas_say() -> None:
    run = some_run(2)
    report = json.loads(report_json(run.report))
    Draft202012Validator(json.loads(schema_text("metaeval"))).validate(report)
    assert TrustReport.model_validate(report) == run.report
    lines = rows_jsonl(run.marked_rows()).splitlines()
    assert len(lines) == 8
    for line in lines:
        Draft202012Validator(json.loads(schema_text("metaeval-row"))).validate(json.loads(line))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_that_of_the_record(name: str, tmp_path: Path) -> None:
    committed = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schema_text(name), "renew with: python -m harness.metaeval.schemas"
    write_schemas(tmp_path)
    assert (tmp_path / f"{name}.json").read_text(encoding="utf-8") == committed


def test_every_figure_is_explained_in_the_manual() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in get_args(FigureName) if f"`{name}`" not in page] == []
