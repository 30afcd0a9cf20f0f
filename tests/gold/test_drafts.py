"""Drafts are read and checked, and move nothing: no fact, no name, no hash."""

from __future__ import annotations

from pathlib import Path

import pytest
from writing import ONE, SET, changed, write_project

from harness.articles import load_article
from harness.errors import TaskError
from harness.files.project import Project
from harness.gold.gold import Gold
from harness.gold.load import load_gold

GOLD = "gold/flood.yaml"
DRAFTS = """\
- id: lebus
  statement: Nobody in Lebus was hurt.
  states: {who: police, did: hurt}
  evidence: The dyke at Lebus
  draft: true
- {id: again, statement: The agency says so., says: {who: agency, what: [rose]}, evidence: said, draft: true}
"""


def load(root: Path, files: dict[str, str], name: str = "flood") -> Gold:
    project = Project(write_project(root, files))
    articles = [load_article(project, path) for path in sorted((root / "seeds").glob("*.md"))]
    return load_gold(project, root / "gold" / f"{name}.yaml", {article.id: article for article in articles})


def with_drafts(files: dict[str, str]) -> dict[str, str]:
    return changed(
        changed(files, GOLD, "groups:\n", f"{DRAFTS}groups:\n"),
        GOLD,
        "names:\n",
        "names:\n  police: {name: the police}\n",
    )


def test_a_draft_is_no_fact_and_moves_no_hash(tmp_path: Path) -> None:
    plain, drafted = load(tmp_path / "a", ONE), load(tmp_path / "b", with_drafts(ONE))

    assert drafted.drafts == 2
    assert drafted == plain.model_copy(update={"drafts": 2})


def test_a_set_has_neither_drafts_nor_their_hash(tmp_path: Path) -> None:
    plain, drafted = load(tmp_path / "a", SET, "both"), load(tmp_path / "b", with_drafts(SET), "both")

    assert drafted == plain.model_copy(update={"drafts": 2})


def test_a_group_can_be_a_draft(tmp_path: Path) -> None:
    gold = load(tmp_path, changed(ONE, GOLD, "  point: How", "  draft: true\n  point: How"))

    assert (gold.groups, gold.drafts, len(gold.facts)) == ((), 1, 4)


def test_a_name_counts_as_soon_as_a_kept_fact_speaks_of_it(tmp_path: Path) -> None:
    files = with_drafts(ONE)
    kept = changed(files, GOLD, "  evidence: The dyke at Lebus\n  draft: true\n", "  evidence: The dyke at Lebus\n")

    assert "police" not in load(tmp_path / "a", files).names_of("flood")
    gold = load(tmp_path / "b", kept)
    assert "police" in gold.names_of("flood")
    assert (gold.drafts, gold.facts[-1].id) == (1, "lebus")


def test_a_draft_is_checked_like_a_fact(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="stands nowhere in the article"):
        load(tmp_path, changed(with_drafts(ONE), GOLD, "evidence: The dyke at Lebus\n", "evidence: The dyke at Leba\n"))


@pytest.mark.parametrize("name", ["flood", "both"])
def test_what_counts_cannot_rest_on_a_draft(name: str, tmp_path: Path) -> None:
    files = changed(SET, GOLD, "- id: rose\n", "- id: rose\n  draft: true\n")

    with pytest.raises(TaskError) as error:
        load(tmp_path, files, name)
    told = [str(problem) for problem in error.value.problems]
    assert all(problem.code == "G214" for problem in error.value.problems)
    assert any("'rose' is a draft, and this rests on it. Look at that one first" in line for line in told)
    assert any("'flood/rose' is a draft" in line for line in told) == (name == "both")
