"""Rival figures: each goes to the source beside it, be it without a verb of its own or in brackets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from harness.articles import load_article
from harness.files.project import Project
from harness.gold.load import load_gold
from harness.gold.matching import Matcher

SUITE = Path(__file__).parent.parent / "data" / "suite"


@cache
def matcher(name: str) -> Matcher:
    project = Project(SUITE)
    article = load_article(project, SUITE / "seeds" / f"{name}.md")
    return Matcher(load_gold(project, SUITE / "gold" / f"{name}.yaml", {name: article}), [article])


def verdicts(name: str, summary: str, ids: tuple[str, ...]) -> list[str]:
    """Return the verdicts on some facts of an article."""
    found = {fact.id: fact.verdict for fact in matcher(name).match(summary).facts}
    return [found[fact] for fact in ids]


JOBS = ("cut", "cut-source", "jobs-union", "jobs-union-source")
CAMP = ("living", "living-source", "living-ministry", "living-ministry-source")


@pytest.mark.parametrize(
    ("name", "ids", "summary"),
    [
        ("airline-cuts", JOBS, "Zelvarre Air speaks of 1,150 jobs to be cut, the Skyhands Union of about 1,600."),
        ("airline-cuts", JOBS, "Zelvarre Air says that 1,150 jobs will be lost, the union about 1,600."),
        ("airline-cuts", JOBS, "The airline will cut 1,150 jobs (Zelvarre Air) or 1,600 jobs (Skyhands Union)."),
        ("camp-report", CAMP, "Corvane Relief says about 38,000 people live in the Belune camp, the ministry 29,000."),
        ("camp-report", CAMP, "In the Belune camp live about 38,000 people (Corvane Relief) or 29,000 (the ministry)."),
    ],
)
def test_each_figure_has_its_source(name: str, ids: tuple[str, ...], summary: str) -> None:
    assert verdicts(name, summary, ids) == ["supported"] * 4


@pytest.mark.parametrize(
    ("name", "ids", "summary"),
    [
        ("airline-cuts", JOBS, "The Skyhands Union says 1,150 jobs will be lost, Zelvarre Air about 1,600."),
        ("airline-cuts", JOBS, "The number of jobs to be cut is 1,600 (Zelvarre Air) or 1,150 (Skyhands Union)."),
        ("camp-report", CAMP, "The ministry says about 38,000 people live in the Belune camp, Corvane Relief 29,000."),
        ("camp-report", CAMP, "In the Belune camp live about 38,000 people (the ministry) or 29,000 (Corvane Relief)."),
    ],
)
def test_exchanged_sources_are_found(name: str, ids: tuple[str, ...], summary: str) -> None:
    first, first_source, second, second_source = verdicts(name, summary, ids)
    assert (first, second) == ("supported", "supported")
    assert "contradicted" in (first_source, second_source)
    assert "supported" not in (first_source, second_source)
