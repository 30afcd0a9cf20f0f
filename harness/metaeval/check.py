"""Checking the gold of tasks before anyone trusts it: a lint of its content, and its self-test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.files.project import Project
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.load import load_gold
from harness.gold.models import GoldFile
from harness.metaeval.findings import Draft, Finding
from harness.metaeval.lint import lint
from harness.metaeval.rivalry import lint_groups
from harness.metaeval.trials import self_test
from harness.scorers.registry import check_scorers
from harness.tasks.load import find_task_files, load_tasks
from harness.tasks.models import Task


@dataclass(frozen=True)
class Checked:
    """What a check found, sorted by place, and in how many gold files."""

    findings: tuple[Finding, ...]
    files: int


def check_tasks(names: Sequence[str] = ()) -> Checked:
    """Return all findings in the gold of tasks; a file that several tasks share, or a set includes, is read once.

    Raises UsageError and TaskError as `load_tasks` does: what cannot be loaded cannot be tried.
    """
    drafts = list(drafts_of(names))
    return Checked(tuple(sorted(found for draft in drafts for found in check_gold(draft))), len(drafts))


def check_gold(draft: Draft) -> Iterator[Finding]:
    """Yield the findings of one gold file; a fact with a problem is not tried before it is mended."""
    found = [*lint(draft), *lint_groups(draft)]
    wrong = {finding.fact for finding in found if finding.level == "problem"}
    yield from found
    yield from self_test(draft, without=wrong)


def drafts_of(names: Sequence[str] = ()) -> Iterator[Draft]:
    """Yield the gold files of tasks, those that a set includes before the set's own; each file once."""
    tasks = load_tasks(names, check=check_scorers)
    seen: set[Path] = set()
    for (project, path), task in zip(find_task_files(names), tasks, strict=True):
        for gold in _gold_files(project, path):
            if gold not in seen:
                seen.add(gold)
                yield _draft(project, gold, task)


def _gold_files(project: Project, task: Path) -> Iterator[Path]:
    for _, reference in parse_yaml(project.read(task)).texts(("gold",)):
        path = project.path("gold", reference)
        for _, included in parse_yaml(project.read(path)).texts(("includes",)):
            yield project.path("gold", included)
        yield path


def _draft(project: Project, path: Path, task: Task) -> Draft:
    document = parse_yaml(project.read(path))
    file, _ = check_record(document, GoldFile)
    gold = load_gold(project, path, {article.id: article for article in task.articles})
    if file is None:  # pragma: no cover  (load_gold has raised)
        raise AssertionError(path)
    by_id = {article.id: article for article in task.articles}
    return Draft(document, file, gold, tuple(by_id[name] for name in gold.articles))
