"""Checking the gold of tasks before anyone trusts it: a lint of its content, and its self-test."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import Problem, TaskError
from harness.files.project import Project
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.drafts import count_drafts
from harness.gold.load import load_gold
from harness.gold.models import GoldFile
from harness.metaeval.findings import Draft, Finding
from harness.metaeval.lint import lint
from harness.metaeval.rivalry import lint_groups
from harness.metaeval.trials import self_test
from harness.scorers.registry import check_scorers
from harness.tasks.load import check_names, find_task_files, load_file
from harness.tasks.models import Task


@dataclass(frozen=True)
class Checked:
    """What a check found, sorted by place, and in how many gold files. `faults` are those that no task loads with.

    `drafts` are facts and groups that nobody has looked at yet; what they hold is not checked.
    """

    findings: tuple[Finding, ...]
    files: int
    faults: tuple[Problem, ...] = ()
    drafts: int = 0


@dataclass(frozen=True)
class Part:
    """A task that is to be loaded, and those of its gold files that are checked with it.

    A task may be in several parts, of which the first stands for it.
    """

    project: Project
    task: Path
    gold: tuple[Path, ...]
    is_first: bool = True


def check_tasks(names: Sequence[str] = (), *, is_tried: bool = True) -> Checked:
    """Return all findings in the gold of tasks; a file that several tasks share, or a set includes, is checked once.

    `is_tried=False` leaves the self-test out, which takes most of the time. Many files are checked in as many
    processes as there are processors. Raises UsageError and TaskError as `load_tasks` does: what cannot be loaded
    cannot be tried.
    """
    checked = find_all(names, is_tried=is_tried)
    if checked.faults:
        raise TaskError(checked.faults)
    return checked


def find_all(names: Sequence[str] = (), *, is_tried: bool = True) -> Checked:
    """Return the findings as `check_tasks` does, with the faults of loading, which are not raised.

    Gold is checked where its task loads. Raises UsageError for names that are no tasks.
    """
    from harness.metaeval.spread import check_parts  # noqa: PLC0415  (it imports this module)

    results = list(check_parts(parts_of(find_task_files(names)), is_tried=is_tried))
    tasks = [task for result in results for task in result.tasks]
    faults = {fault for result in results for fault in result.faults} | set(check_names(tasks))
    findings = sorted({finding for result in results for finding in result.findings})
    files, drafts = sum(result.files for result in results), sum(result.drafts for result in results)
    return Checked(tuple(findings), files, tuple(sorted(faults)), drafts)


@dataclass(frozen=True)
class Result:
    """What came of a part: the name and file of the task, where it loads, the findings, and the faults."""

    tasks: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    files: int = 0
    faults: tuple[Problem, ...] = ()
    drafts: int = 0


def check_in_turn(parts: Iterable[Part], *, is_tried: bool) -> Iterator[Result]:
    """Yield what came of each part; a task that is in several in a row is loaded once."""
    last: tuple[Path, Task] | None = None
    for part in parts:
        if last is None or last[0] != part.task:
            try:
                last = part.task, load_file(part.project, part.task)
            except TaskError as error:
                last = None
                yield Result(faults=error.problems)
                continue
        yield _check_part(part, last[1], is_tried=is_tried)


def _check_part(part: Part, task: Task, *, is_tried: bool) -> Result:
    named = ((task.name, task.file),) if part.is_first else ()
    faults = check_scorers(task)
    if faults:
        return Result(named, faults=tuple(faults))
    drafts = [draft_of(part.project, path, task) for path in part.gold]
    findings = tuple(found for draft in drafts for found in check_gold(draft, is_tried=is_tried))
    return Result(named, findings, len(drafts), drafts=sum(count_drafts(draft.file) for draft in drafts))


def check_gold(draft: Draft, *, is_tried: bool = True) -> Iterator[Finding]:
    """Yield the findings of one gold file; a fact with a problem is not tried before it is mended."""
    found = [*lint(draft), *lint_groups(draft)]
    wrong = {finding.fact for finding in found if finding.level == "problem"}
    yield from found
    if is_tried:
        yield from self_test(draft, without=wrong)


def parts_of(files: Sequence[tuple[Project, Path]]) -> list[Part]:
    """Return tasks with the gold files that are checked with each: every file once, with a task of one article if any.

    What cannot be read has no gold here; loading it tells why.
    """
    named = {(project, path): _gold_of(project, path) for project, path in files}
    owner: dict[Path, Path] = {}
    for is_own in (True, False):
        for (_, task), (own, included) in named.items():
            for gold in own if is_own and not included else (*included, *own) if not is_own else ():
                owner.setdefault(gold, task)
    return [
        Part(project, task, tuple(gold for gold in dict.fromkeys((*included, *own)) if owner.get(gold) == task))
        for (project, task), (own, included) in named.items()
    ]


def _gold_of(project: Project, task: Path) -> tuple[Collection[Path], Collection[Path]]:
    """Return the gold files that a task names, and those that they include where it takes its articles together."""
    try:
        document = parse_yaml(project.read(task))
        own = [project.path("gold", name) for _, name in document.texts(("gold",))]
        if document.at(("together",)) != "true":
            return own, ()
        inner = [parse_yaml(project.read(path)).texts(("includes",)) for path in own]
        return own, [project.path("gold", name) for names in inner for _, name in names]
    except (TaskError, ValueError):
        return (), ()


def draft_of(project: Project, path: Path, task: Task) -> Draft:
    """Return a gold file of a task that loads, or one that such a file includes."""
    document = parse_yaml(project.read(path))
    file, _ = check_record(document, GoldFile)
    by_id = {article.id: article for article in task.articles}
    gold = next((gold for gold in task.gold if gold.articles == ((file and file.article),)), None)
    if gold is None:
        gold = load_gold(project, path, by_id)
    if file is None:  # pragma: no cover  (the task would not have loaded)
        raise AssertionError(path)
    return Draft(document, file, gold, tuple(by_id[name] for name in gold.articles))
