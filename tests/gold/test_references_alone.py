"""Gold that has references and no facts: it loads, its schema lets it be, and facts are undefined in it, not zero."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from writing import ONE, write_project

from harness.articles.load import load_article
from harness.files.project import Project
from harness.gold.load import load_gold

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/gold.json").read_text("utf-8"))
REFERENCES = [{"id": "short", "focus": "all", "text": "The Oder rose."}]
FACTS = [{"id": "a", "statement": "It rose.", "states": {"did": "rise"}, "evidence": "rose"}]


def test_it_loads(tmp_path: Path) -> None:
    text = f"gold: 1\narticle: flood\nreferences: {json.dumps(REFERENCES)}\n"
    project = Project(write_project(tmp_path, {**ONE, "gold/flood.yaml": text}))
    article = load_article(project, project.path("article", "flood"))
    gold = load_gold(project, project.path("gold", "flood"), {"flood": article})
    assert (len(gold.facts), [one.text for one in gold.references]) == (0, ["The Oder rose."])


@pytest.mark.parametrize(
    ("keys", "is_valid"),
    [
        ({"article": "a", "references": REFERENCES}, True),
        ({"article": "a", "facts": FACTS}, True),
        ({"article": "a", "facts": FACTS, "references": REFERENCES}, True),
        ({"includes": ["a", "b"]}, True),
        ({"article": "a"}, False),
        ({"article": "a", "includes": ["a", "b"], "facts": FACTS}, False),
        ({"references": REFERENCES}, False),
    ],
)
def test_the_schema_lets_it_be(keys: dict[str, object], is_valid: bool) -> None:
    assert Draft202012Validator(SCHEMA).is_valid({"gold": "1", **keys}) == is_valid
