"""The labelled suite is whole: its held-out part unchanged, its labels of known facts, its spans inside the text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from harness.articles import load_article
from harness.files.project import Project, builtin_project
from harness.gold.gold import Gold
from harness.gold.load import load_gold

SUITE = Path(__file__).parent / "data" / "suite"
PARTS = ("dev", "single", "heldout")
SETS = ("dev", "heldout")


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SUITE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def gold_of(name: str) -> Gold:
    project = Project(SUITE) if (SUITE / "gold" / f"{name}.yaml").exists() else builtin_project()
    seeds = (path for path in (project.root / "seeds").glob("*.md") if path.stem != "README")
    articles = {path.stem: load_article(project, path) for path in seeds}
    return load_gold(project, project.root / "gold" / f"{name}.yaml", articles)


def test_held_out_files_are_as_they_were_committed() -> None:
    for line in (SUITE / "heldout.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((SUITE / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("part", PARTS)
def test_labels_are_of_known_facts_and_spans_lie_in_the_text(part: str) -> None:
    rows = rows_of(part)
    facts = {name: {fact.id for fact in gold_of(name).facts} for name in {row["article"] for row in rows}}
    ids = {row["id"] for row in rows}
    for row in rows:
        assert {*row["supported"], *row["contradicted"]} <= facts[row["article"]]
        assert not set(row["supported"]) & set(row["contradicted"])
        assert row["twin"] is None or row["twin"] in ids
        assert row["consistent"] == (not row["errors"])
        assert all(0 <= error["start"] < error["end"] <= len(row["text"]) for error in row["errors"])


@pytest.mark.parametrize("part", SETS)
def test_labels_of_sets_are_of_known_disputes(part: str) -> None:
    for row in rows_of(f"sets-{part}"):
        disputes = {group.id for group in gold_of(row["gold"]).groups if group.is_dispute}
        assert set(row["disputes"]) <= disputes


def test_parts_share_no_summary_and_whole_articles_are_held_out() -> None:
    tuned, held = rows_of("dev"), rows_of("heldout")
    assert not {row["id"] for row in tuned} & {row["id"] for row in held}
    assert {"ruling", "study"} <= {row["article"] for row in held} - {row["article"] for row in tuned}
    assert len(held) >= 150
