"""Leaderboards of sides whose order is known by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_runs import Made, samples, write_run

from harness.errors import UsageError
from harness.results.comparing.compare import Terms
from harness.results.comparing.leaderboard import rank
from harness.results.comparing.models import Leaderboard
from harness.results.comparing.show import compare_runs
from harness.results.comparing.sides import find_sides

GOOD = Made(samples(*["ssss" + "o", "sssss"] * 5), backend="x/good")
ALIKE = Made(samples(*["sssss", "ssss" + "o"] * 5), backend="x/alike")
POOR = Made(samples(*["sooo" + "o", "ssooo"] * 5), backend="x/poor")


def ranked(folder: Path, *sides: Made, terms: Terms | None = None) -> Leaderboard:
    write_run(folder / "run", *sides)
    return rank(find_sides(["run"], folder).board, terms)


def test_sides_that_cannot_be_told_apart_share_a_letter(tmp_path: Path) -> None:
    found = ranked(tmp_path, POOR, GOOD, ALIKE)
    assert [(one.rank, one.side.backend, one.groups) for one in found.standings] == [
        (1, "x/good", "a"),
        (1, "x/alike", "a"),
        (3, "x/poor", "b"),
    ]
    assert [one.figures["fact_recall"] for one in found.standings] == pytest.approx([0.9, 0.9, 0.3])
    assert found.conclusion == "run:x/good has the best fact_recall (0.90); 1 other cannot be told from it."


def test_with_few_events_nobody_is_told_apart(tmp_path: Path) -> None:
    few = [replace(one, events=dict.fromkeys("abcdefghij", "flood")) for one in (GOOD, ALIKE, POOR)]
    found = ranked(tmp_path, *few)
    assert {one.groups for one in found.standings} == {""}
    assert "cannot be told from 1 event" in found.conclusion


def test_answers_that_one_side_lacks_are_left_out_of_all(tmp_path: Path) -> None:
    lacking = replace(POOR, verdicts={**POOR.verdicts, "a": "no answer"})
    found = ranked(tmp_path, GOOD, ALIKE, lacking)
    assert found.samples == 9
    assert found.standings[0].figures["fact_recall"] == pytest.approx((4 * 0.8 + 5 * 1.0) / 9)


def test_an_upper_bound_is_no_contestant(tmp_path: Path) -> None:
    found = ranked(tmp_path, replace(GOOD, parameters={"upper_bound": True}), ALIKE, POOR)
    text = compare_runs(["run"], tmp_path, Terms(), "table")
    assert "x/alike has the best fact_recall" in text or "x/poor" in text
    assert found.standings  # the bound is shown all the same


def test_an_unknown_figure_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"not all sides have the figure rouge7.*fact_recall"):
        ranked(tmp_path, GOOD, ALIKE, POOR, terms=Terms(figures=frozenset({"rouge7"})))


def test_a_count_of_errors_is_best_where_it_is_least(tmp_path: Path) -> None:
    wrong = replace(POOR, verdicts=samples(*["ccooo"] * 10))
    found = ranked(tmp_path, GOOD, wrong, ALIKE, terms=Terms(figures=frozenset({"contradicted"})))
    assert [(one.side.backend, one.figures["contradicted"]) for one in found.standings][-1] == ("x/poor", 20)
    assert [one.groups for one in found.standings] == ["a", "a", "b"]
