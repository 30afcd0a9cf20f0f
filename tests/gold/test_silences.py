"""Who has not commented, in the many ways in which news says that, and its contrary; each worked out by hand."""

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
def matcher() -> Matcher:
    project = Project(SUITE)
    article = load_article(project, SUITE / "seeds" / "wolf-census.md")
    return Matcher(load_gold(project, SUITE / "gold" / "wolf-census.yaml", {article.id: article}), [article])


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Emeric Osterlain has yet to comment on the survey.", "supported"),
        ("The environment minister has so far kept silent about it.", "supported"),
        ("From the environment minister there has been no word on the survey.", "supported"),
        ("Nothing but silence has come from Emeric Osterlain.", "supported"),
        ("Osterlain declined to comment.", "supported"),
        ("The environment minister must decide by June. He has not said anything yet.", "supported"),
        # twice negated, or not at all
        ("Emeric Osterlain has already commented on the survey.", "contradicted"),
        ("The environment minister has not remained silent.", "contradicted"),
        ("Osterlain has broken his silence on the survey.", "contradicted"),
        ("Word on this has already come from Emeric Osterlain.", "contradicted"),
        ("The environment minister must decide by June. He has already spoken.", "contradicted"),
        # of others, or only asked
        ("Emeric Osterlain is to decide. Quiet Fells has been silent on the cull.", "omitted"),
        ("Has Emeric Osterlain commented on the survey?", "omitted"),
    ],
)
def test_who_has_not_commented(summary: str, expected: str) -> None:
    verdicts = {verdict.id: verdict.verdict for verdict in matcher().match(summary).facts}
    assert verdicts["no-comment"] == expected
