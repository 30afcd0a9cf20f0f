from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from tables import manifest, summary, summary_row

from harness.backends.base import Answer, Usage
from harness.results.aggregate import aggregate
from harness.results.models import AnswerError, AnswerRecord, CutRecord, Spending, SummaryRow
from harness.results.spending import cells_of
from harness.results.table import WIDTH, Report, print_report

MADE = manifest({"m/a": {}, "m/b": {}}, ["flood", "storm"])
CELLS = {"input_tokens": 1000, "output_tokens": 200, "tokens_per_summary": 600.0, "cost": 0.5, "cost_per_summary": 0.25}


def answer(
    backend: str = "m/a", task: str = "flood", *, tokens: tuple[int | None, int | None] | None = None, **more: Any
) -> AnswerRecord:
    usage = Usage(input_tokens=tokens[0], output_tokens=tokens[1]) if tokens else None
    fields: dict[str, Any] = {"answer": Answer(text="It rose.", usage=usage), "error": None, **more}
    return AnswerRecord(id=f"{backend}{task}", sample=f"{task}/oder", backend=backend, epoch=1, at="", **fields)


def spent(*answers: AnswerRecord, backend: str = "m/a", task: str | None = None) -> Spending:
    rows = aggregate(MADE, answers, []).rows
    (found,) = [row for row in rows if (row.backend, row.task, row.kind) == (backend, task, None)]
    assert found.spending is not None
    return found.spending


def test_tokens_and_cost_add_up_by_backend_and_task() -> None:
    answers = (
        answer(tokens=(100, 10), cost=0.25),
        answer(task="storm", tokens=(300, 30), cost=0.5),
        answer("m/b", tokens=(7, 7), cost=8.0),
    )

    assert spent(*answers) == Spending(input_tokens=400, output_tokens=40, counted=2, cost=0.75, priced=2, asked=2)
    assert spent(*answers, task="storm").cost == 0.5
    assert spent(*answers, backend="m/b").input_tokens == 7


def test_what_is_not_told_is_counted_as_unknown_and_never_as_nothing() -> None:
    broken = answer(answer=None, error=AnswerError(what="broke off", retryable=False), cost=0.125)

    found = spent(answer(tokens=(None, 10)), answer(task="storm"), broken)

    assert found == Spending(asked=3, cost=0.125, priced=1)
    assert cells_of(spent()) == {}
    assert cells_of(None) == {}


def test_cached_answers_stand_apart() -> None:
    found = spent(answer(tokens=(100, 10), cost=0.25, cached=True), answer(task="storm", tokens=(1, 1), cost=0.5))

    assert found == Spending(input_tokens=1, output_tokens=1, counted=1, cost=0.5, priced=1, asked=1, cached=1)


def test_many_small_costs_add_up_exactly() -> None:
    assert spent(*[answer(cost=0.1) for _ in range(10)]).cost == 1.0


def test_a_row_of_a_kind_has_none() -> None:
    assert SummaryRow(backend="m", kind="date", counts=summary([]).counts, metrics={}).spending is None


SPENT = Spending(input_tokens=1000, output_tokens=200, counted=2, cost=0.5, priced=2, asked=2)


def report(*spendings: Spending | None, **more: Any) -> Report:
    names = [f"m/{letter}" for letter, _ in zip("abc", spendings, strict=False)]
    rows = [
        summary_row(name).model_copy(update={"spending": given}) for name, given in zip(names, spendings, strict=True)
    ]
    made = manifest({name: {} for name in names}).model_copy(update=more)
    return Report("20261122-120000-abcd", made, summary(rows), cards=())


def test_the_bill_is_as_it_should_look() -> None:
    unpriced = Spending(input_tokens=1_234_567, output_tokens=5, counted=1, asked=3)

    printed = print_report(report(SPENT, unpriced, Spending(asked=6, priced=6)), "table")

    lines = printed.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("backend") and "cost" in line)
    assert lines[start - 1].split() == ["input", "output", "tokens", "a", "cost", "a"]
    assert lines[start + 1].split() == ["m/a", "1,000", "200", "600", "$0.50", "$0.25"]
    assert lines[start + 2].split() == ["m/b", "1,234,567", "5", "1,234,572", "-", "-"]
    assert lines[start + 3] == ""
    assert "m/b: the tokens of 1 of 3 requests are known." in printed
    assert max(map(len, lines)) <= WIDTH


def test_where_nothing_is_known_there_is_no_bill() -> None:
    printed = print_report(report(Spending(asked=6, priced=6), None), "table")

    assert "cost" not in printed
    assert "tokens" not in printed


def test_the_cache_and_cuts_are_told_below_the_table() -> None:
    cuts = tuple(CutRecord(backend="m/a", sample=name, kept=10, whole=90) for name in ("x", "y"))

    printed = print_report(report(SPENT.model_copy(update={"cached": 4}), cuts=cuts), "table")

    assert "m/a: 4 answers out of the cache, in no sum of tokens or cost." in printed
    assert "m/a: the articles of 2 samples were cut to fit the model." in printed


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_the_other_formats_have_the_sums_unrounded(form: Any) -> None:
    printed = print_report(report(SPENT), form)

    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(printed))
        assert {name: float(row[name]) for name in CELLS} == CELLS
    else:
        row = json.loads(printed)["rows"][0] if form == "json" else json.loads(printed)
        assert {name: row[name] for name in CELLS} == CELLS


def test_markdown_has_the_bill_as_a_second_table() -> None:
    printed = print_report(report(SPENT), "md")

    assert "| backend | input tokens | output tokens | tokens a summary | cost | cost a summary |" in printed
    assert "| `m/a` | 1,000 | 200 | 600 | $0.50 | $0.25 |" in printed
