"""Matchers of small made-up articles with their gold, written in the tests themselves."""

from __future__ import annotations

from pathlib import Path

from writing import write_project

from harness.articles import load_article
from harness.files.project import Project
from harness.gold.load import load_gold
from harness.gold.matching import Matcher
from harness.gold.verdicts import DisputeVerdict, FactVerdict

FRONT = """---
id: {name}
title: {name}
event: made-up
outlet: {outlet}
published: {{date: 2030-10-10}}
language: en
invented: true
---

{text}
"""


def article(name: str, text: str, outlet: str = "The Post") -> str:
    """Return an article as its file has it."""
    return FRONT.format(name=name, outlet=outlet, text=text)


def make_matcher(root: Path, texts: dict[str, str], golds: dict[str, str], of: str) -> Matcher:
    """Return the matcher of one gold file of a project of some articles, each with its gold."""
    files = {f"seeds/{name}.md": text for name, text in texts.items()}
    project = Project(write_project(root, files | {f"gold/{name}.yaml": text for name, text in golds.items()}))
    articles = {name: load_article(project, root / "seeds" / f"{name}.md") for name in texts}
    gold = load_gold(project, root / "gold" / f"{of}.yaml", articles)
    return Matcher(gold, [articles[name] for name in gold.articles])


def fact(matcher: Matcher, name: str, summary: str) -> FactVerdict:
    """Return the verdict on one fact."""
    return next(v for v in matcher.match(summary).facts if v.id == name)


def dispute(matcher: Matcher, name: str, summary: str) -> DisputeVerdict:
    """Return the verdict on one dispute."""
    return next(d for d in matcher.match(summary).disputes if d.id == name)


def marked(summary: str, span: tuple[int, int] | None) -> str:
    """Return the words that a verdict rests on."""
    return summary[slice(*span)] if span else ""
