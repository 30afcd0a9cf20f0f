"""Right summaries in free words, with arithmetic, other units and sources by their roles: nothing is contradicted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from harness.articles import load_article
from harness.files.project import Project
from harness.gold.load import load_gold
from harness.gold.matching import Matcher
from harness.grounding import MeaningChecks

TABLE = Path(__file__).with_name("told_rightly.txt")
SUITE = Path(__file__).parent.parent / "data" / "suite"


def read_rows() -> Iterator[tuple[str, str]]:
    """Yield the name of an article and a summary of it."""
    _, *blocks = TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    for block in blocks:
        name, *summaries = block.split("\n")
        yield from ((name, summary) for summary in summaries)


ROWS = list(read_rows())


@cache
def matcher(name: str) -> Matcher:
    project = Project(SUITE)
    article = load_article(project, SUITE / "seeds" / f"{name}.md")
    return Matcher(load_gold(project, SUITE / "gold" / f"{name}.yaml", {name: article}), [article], MeaningChecks)


@pytest.mark.parametrize(("name", "summary"), ROWS, ids=[summary[:50] for _, summary in ROWS])
def test_what_is_told_rightly_contradicts_nothing(name: str, summary: str) -> None:
    found = matcher(name).match(summary)
    assert [fact.id for fact in found.facts if fact.verdict == "contradicted"] == []
    assert [claim.reason for claim in found.claims if claim.is_violation] == []
