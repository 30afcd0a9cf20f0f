"""What is said of epochs: in the table of a run, of one sample, and in a comparison; nothing of a single one."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import Made, rows_of, write_run

from harness.results.aggregate import aggregate
from harness.results.comparing.compare import Terms, compare_pairs
from harness.results.comparing.printing import print_comparison
from harness.results.comparing.sides import find_sides
from harness.results.epochs import epochs_table, sample_epochs, say_agreement
from harness.results.graded import Graded, outcome_of
from harness.results.models import Agreement, Summary
from harness.results.rows import table_rows
from harness.results.store import RunFolder
from harness.results.table import Report, print_report

# Two epochs: sample a has 3 of its 4 facts judged alike, sample b all 4. Recall: 0.5 and 0.25 of a, 1 and 1 of b.
TWICE = Made({"a": ["ssoo", "sooo"], "b": ["ssss", "ssss"]}, epochs=2)
OTHER = Made({"a": ["ssso", "ssso"], "b": ["ssss", "ssso"]}, epochs=2)
ONCE = Made({"a": "ssoo", "b": "ssss"})


def summary_of(folder: Path, made: Made) -> tuple[RunFolder, Summary]:
    run = RunFolder(write_run(folder / "run", made))
    return run, aggregate(run.manifest(), (), rows_of(made))


def test_the_table_says_how_far_epochs_agree(tmp_path: Path) -> None:
    run, summary = summary_of(tmp_path, TWICE)
    every = next(row for row in summary.rows if row.task is None and row.kind is None)
    # of one pair of epochs each of 8 facts agrees or not
    assert every.agreement == Agreement(facts=8, same=7, pairs=7 / 8)
    assert every.metrics["fact_recall"].by_epoch == pytest.approx((0.75, 0.625))
    assert every.metrics["contradicted"].by_epoch == (0, 0)
    of_dates = next(row for row in summary.rows if row.kind == "date")
    assert of_dates.agreement == Agreement(facts=2, same=1, pairs=0.5)
    assert of_dates.metrics["supported_share"].by_epoch == (1.0, 0.5)
    text = print_report(Report("run", run.manifest(), summary), "table")
    assert "made/one       7 of 8 (88%)    0.62 to 0.75" in text
    assert "Each sample was summarized 2 times" in text
    _, cells = epochs_table(table_rows(run.manifest(), summary, "kind"), 2)
    assert cells[1] == ["made/one, date", "1 of 2 (50%)", "0.50 to 1.00"]


def test_one_epoch_is_told_nothing_of(tmp_path: Path) -> None:
    run, summary = summary_of(tmp_path, ONCE)
    assert not any(row.agreement for row in summary.rows)
    assert not any(metric.by_epoch for row in summary.rows for metric in row.metrics.values())
    assert "epoch" not in print_report(Report("run", run.manifest(), summary), "table")


def test_a_missing_epoch_of_a_sample_is_no_disagreement(tmp_path: Path) -> None:
    _, summary = summary_of(tmp_path, Made({"a": ["ssoo", "unscored"], "b": ["ssss", "ssss"]}, epochs=2))
    assert summary.rows[0].agreement == Agreement(facts=4, same=4, pairs=1.0)
    assert summary.rows[0].metrics["fact_recall"].by_epoch == (0.75, 1.0)


def test_of_a_sample_each_fact_that_changes_is_named() -> None:
    rows = [row for row in rows_of(TWICE) if row.sample == "rivers/a"]
    graded = [
        Graded(row.task, row.sample, "", {row.scorer: outcome_of(row)}, {}, {}, backend=row.backend) for row in rows
    ]
    assert [*sample_epochs(graded)] == [
        "made/one: 3 of 4 facts judged alike in all 2 epochs:",
        "  fact-1: supported, omitted",
    ]
    assert [*sample_epochs(graded[:1])] == []


def test_a_comparison_says_how_far_the_epochs_of_each_side_agree(tmp_path: Path) -> None:
    for run, made in zip("AB", (TWICE, OTHER), strict=True):
        write_run(tmp_path / run, made)
    (found,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs, Terms())
    assert (found.agreement_a, found.agreement_b) == (
        Agreement(facts=8, same=7, pairs=7 / 8),
        Agreement(facts=8, same=7, pairs=7 / 8),
    )
    row = found.figure("fact_recall")
    assert row
    # epoch 1: (0.75 + 1) / 2 - (0.5 + 1) / 2; epoch 2: (0.75 + 0.75) / 2 - (0.25 + 1) / 2
    assert row.by_epoch == pytest.approx((0.125, 0.125))
    text = print_comparison(found)
    assert "Facts judged alike in all 2 epochs: 7 of 8 (88%) in A, 7 of 8 (88%) in B." in text


def test_a_comparison_of_one_epoch_does_not_speak_of_epochs_that_agree(tmp_path: Path) -> None:
    for run in "AB":
        write_run(tmp_path / run, ONCE)
    (found,) = compare_pairs(find_sides(["A", "B"], tmp_path).pairs, Terms())
    assert (found.agreement_a, found.agreement_b) == (None, None)
    assert "judged alike" not in print_comparison(found)


@pytest.mark.parametrize(("same", "said"), [(0, "0%"), (1, "1%"), (999, "99%"), (1000, "100%")])
def test_nearly_all_is_not_all(same: int, said: str) -> None:
    assert say_agreement(Agreement(facts=1000, same=same, pairs=0.5)).endswith(f"({said})")
