"""What a difference comes from where two runs were scored otherwise, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_runs import Made, write_run

from harness.results.comparing.compare import Entrant
from harness.results.comparing.models import Split
from harness.results.comparing.sides import find_sides
from harness.results.comparing.splitting import split_differences

OLD, GOLD, SCORER, NOW = ("facts|v:1|gold:aa", "facts|v:1|gold:bb", "facts|v:2|gold:aa", "facts|v:2|gold:bb")


def split(folder: Path, before: tuple[Made, Made], now: tuple[Made, Made]) -> dict[str, Split]:
    for run, made in zip(("A", "B", "A2", "B2"), (*before, *now), strict=True):
        write_run(folder / run, made)
    pairs: list[tuple[Entrant, Entrant]] = [find_sides(names, folder).pairs[0] for names in (("A", "B"), ("A2", "B2"))]
    return {one.figure: one for one in split_differences(pairs[0], pairs[1])}


def test_a_difference_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    # A was scored with old gold, B with an old scorer. Recall by sample: A 0.5, 0.5; B 0.75, 0.5.
    a = Made({"a": "ssoo", "b": "ssoo"}, signature=GOLD.replace("bb", "aa").replace("v:1", "v:2"))
    b = Made({"a": "ssso", "b": "ssoo"}, signature=GOLD)
    # Now A is 0.75, 0.5 (the gold moved it by +0.125), B is 0.75, 0 (the scorer moved it by -0.25).
    now = Made({"a": "ssso", "b": "ssoo"}, signature=NOW), Made({"a": "ssso", "b": "oooo"}, signature=NOW)
    found = split(tmp_path, (a, b), now)["fact_recall"]
    assert (found.a, found.b, found.answers) == (0.5, 0.625, 2)
    assert (found.gold, found.scorer, found.both, found.neither) == (0.125, 0.25, 0, 0)
    assert found.model == -0.25  # 0.375 - 0.625
    assert found.b - found.a == pytest.approx(found.gold + found.scorer + found.both + found.neither + found.model)


def test_what_both_have_changed_is_told_as_one(tmp_path: Path) -> None:
    a, b = Made({"a": "ssoo"}, signature=OLD), Made({"a": "ssso"}, signature=NOW)
    now = Made({"a": "sooo"}, signature=NOW), Made({"a": "ssso"}, signature=NOW)
    found = split(tmp_path, (a, b), now)["fact_recall"]
    assert (found.gold, found.scorer, found.both, found.model) == (0, 0, -0.25, 0.5)


def test_answers_without_a_score_in_any_of_the_four_do_not_count(tmp_path: Path) -> None:
    a = Made({"a": "ssoo", "b": "ssss", "c": "ssss"}, signature=OLD)
    b = replace(a, verdicts={"a": "ssso", "b": "unscored", "c": "oooo"})
    now = (
        Made({"a": "sooo", "b": "ssss", "c": "no answer"}, signature=GOLD),
        Made({"a": "ssoo", "b": "ssss", "c": "oooo"}, signature=GOLD),
    )
    found = split(tmp_path, (a, b), now)["fact_recall"]
    assert (found.a, found.b, found.answers) == (0.5, 0.75, 1)
    assert (found.gold, found.model) == (0.0, 0.25)  # the gold takes a quarter from each


def test_figures_that_are_alike_before_and_now_are_not_told_of(tmp_path: Path) -> None:
    a = Made({"a": "ssoo"}, signature=OLD)
    b = replace(a, verdicts={"a": "ssso"})
    assert set(split(tmp_path, (a, b), (a, b))) == {"fact_recall"}
