"""Finding and reading tasks, with every fault of every file in one go."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.errors import Problem, TaskError, UsageError, did_you_mean, nearest, shown
from harness.files.document import Document
from harness.files.document import Path as Place
from harness.files.project import Project, builtin_project, find_project, is_file, is_folder
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.gold import Gold
from harness.gold.load import check_gold
from harness.tasks.models import Prompt, ScorerSpec, Task, TaskFile
from harness.tasks.prompts import load_prompt

Check = Callable[[Task], Iterable[Problem]]
"""Finds faults in a loaded task that only a higher floor can see, such as a scorer's options."""


def find_task_files(names: Sequence[str] = (), *, cwd: Path | None = None) -> list[tuple[Project, Path]]:
    """Return the files of tasks given by name, file or folder.

    With no names: the tasks of the project around `cwd`, else the built-in ones. Raises UsageError for a name that
    is neither a task nor a file, for a folder without tasks, and where a task's file is named `.yml`.
    """
    cwd = cwd or Path.cwd()
    own = find_project(cwd)
    if own and not names:
        _refuse_other_suffix(own, own.root / "tasks")
    if own and not _visible(own.root / "tasks", "*.yml") and not _files_in(own.root / "tasks"):
        own = None
    builtin = builtin_project()
    if not names:
        project = own or builtin
        return [(project, path) for path in _files_in(project.root / "tasks")]
    found: list[tuple[Project, Path]] = []
    for name in names:
        found.extend(item for item in _find(name, cwd, own, builtin) if item not in found)
    return found


def _files_in(folder: Path) -> list[Path]:
    return _visible(folder, "*.yaml")


def _visible(folder: Path, pattern: str) -> list[Path]:
    """Return a folder's files without the hidden ones, such as the `._NAME` that some systems put beside a file."""
    return sorted(path for path in folder.glob(pattern) if not path.name.startswith("."))


def _refuse_other_suffix(project: Project, folder: Path) -> None:
    """Raise UsageError where a folder of tasks holds `.yml` files: left out in silence, they would look run."""
    for path in _visible(folder, "*.yml"):
        mend = f"Name it {path.stem}.yaml."
        raise UsageError("a task's file ends in .yaml.", where=project.name(path), mend=mend)


def _find(name: str, cwd: Path, own: Project | None, builtin: Project) -> list[tuple[Project, Path]]:
    for project in (own, builtin):
        if project and re.fullmatch(r"[\w.-]+", name):
            path = project.root / "tasks" / f"{name}.yaml"
            if is_file(path):
                return [(project, path)]
            if is_file(path.with_name(f"{name}.yml")):
                raise UsageError(
                    "a task's file ends in .yaml.", where=f"tasks/{name}.yml", mend=f"Name it {name}.yaml."
                )
    path = Path(os.path.abspath(cwd / name))  # noqa: PTH100  (resolve would follow a link out of the project)
    if is_file(path):
        return [(_project_of(path), path)]
    if is_folder(path):
        folder = path / "tasks" if (path / "tasks").is_dir() else path
        _refuse_other_suffix(Project(path), folder)
        files = _files_in(folder)
        if not files:
            raise UsageError(f"the folder {name!r} holds no tasks.", mend="A task is a file tasks/NAME.yaml.")
        return [(_project_of(file), file) for file in files]
    known = [file.stem for project in (own, builtin) if project for file in _files_in(project.root / "tasks")]
    raise UsageError(f"no task, file or folder is named {shown(name)}.", mend=did_you_mean(name, known))


def _project_of(file: Path) -> Project:
    project = find_project(file.parent)
    if project is None:
        raise UsageError(
            f"{file.name!r} lies in no project.", mend="Put it in a folder tasks/, with gold/ and seeds/ beside it."
        )
    return project


def load_task(name: str, *, cwd: Path | None = None, originals: Path | None = None, check: Check | None = None) -> Task:
    """Return one task by name or file; raise UsageError where the name means several."""
    files = find_task_files([name], cwd=cwd)
    if len(files) != 1:
        raise UsageError(f"{name!r} means {len(files)} tasks, not one.", mend="Name one of them.")
    return _load_all(files, originals, check)[0]


def load_tasks(
    names: Sequence[str] = (), *, cwd: Path | None = None, originals: Path | None = None, check: Check | None = None
) -> list[Task]:
    """Return the tasks given by name, file or folder, in order; raise TaskError with the faults of all files."""
    return _load_all(find_task_files(names, cwd=cwd), originals, check)


def project_files(names: Sequence[str] = (), *, originals: Path | None = None) -> Iterator[Path]:
    """Yield the files of the projects that tasks are in, named by the tasks or not, and those of a folder of originals.

    Raises as `find_task_files` does.
    """
    for project in {project.root: project for project, _ in find_task_files(names)}.values():
        yield from project.files()
    if originals:
        yield from originals.iterdir()


def _load_all(files: Iterable[tuple[Project, Path]], originals: Path | None, check: Check | None) -> list[Task]:
    tasks: list[Task] = []
    problems: list[Problem] = []
    for project, path in files:
        try:
            task = _Loader(project, originals).load(path)
        except TaskError as error:
            problems.extend(error.problems)
            continue
        problems.extend(check(task) if check else ())
        tasks.append(task)
    problems.extend(check_names((task.name, task.file) for task in tasks))
    if problems:
        raise TaskError(problems)
    return tasks


def load_file(project: Project, path: Path) -> Task:
    """Return the task of a file that `find_task_files` has found; raise TaskError with its faults."""
    return _Loader(project, None).load(path)


def check_names(tasks: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield a problem for each task, given by its name and file, that has the name of an earlier one."""
    first: dict[str, str] = {}
    for name, file in tasks:
        if name in first:
            what = f"the task {name!r} is also in {first[name]}."
            yield Problem(file, 1, 1, what, "Give each its own name.", code="T104")
        first.setdefault(name, file)


class _Loader:
    """Loads one task and keeps the faults met on the way."""

    def __init__(self, project: Project, originals: Path | None) -> None:
        self.project = project
        self.originals = originals
        self.problems: list[Problem] = []
        self._known = cache(project.known)

    def load(self, path: Path) -> Task:
        """Return the task of a file; raise TaskError with its faults and those of every file that it names."""
        document = parse_yaml(self.project.read(path))
        file, problems = check_record(document, TaskFile)
        self.problems.extend(problems)
        self._check_name(document, path)
        articles = self._articles(document)
        gold = self._gold(document, articles)
        prompt = self._prompt(document)
        if file:
            self._check_fit(document, file, gold, tuple(articles))
        if self.problems or file is None or prompt is None:
            raise TaskError(self.problems)
        return Task(
            name=file.task,
            version=file.version,
            description=file.description,
            articles=tuple(articles.values()),
            together=file.together,
            gold=tuple(gold.values()),
            prompt=prompt,
            limit=file.limit,
            scorers=tuple(_scorer(document, i, file) for i in range(len(file.scorers))),
            file=document.source.name,
        )

    def _check_name(self, document: Document, path: Path) -> None:
        for place, name in document.text(("task",)):
            if name != path.stem:
                what = f"the task is named {name!r} but its file {path.name!r}."
                mend = f"Write 'task: {path.stem}', or rename the file."
                self.problems.append(document.problem(place, what, mend, code="T101"))

    def _path(self, document: Document, kind: str, reference: str, place: Place) -> Path | None:
        """Return the file that a reference means; note the fault where there is none."""
        try:
            path = self.project.path(kind, reference)
        except ValueError as error:
            self.problems.append(document.problem(place, str(error), code="T102"))
            return None
        if is_file(path):
            return path
        name = shown(self.project.name(path), 120)[1:-1]
        what = f"there is no {kind} {shown(reference)} ({name})."
        mend = did_you_mean(reference, self._known(kind)) or "Write it first."
        self.problems.append(document.problem(place, what, mend, code="T103"))
        return None

    def _articles(self, document: Document) -> dict[str, Article]:
        """Return the articles that can be read, by id."""
        articles: dict[str, Article] = {}
        for place, reference in document.texts(("articles",)):
            path = self._path(document, "article", reference, place)
            if path is None:
                continue
            try:
                article = load_article(self.project, path, originals=self.originals)
            except TaskError as error:
                self.problems.extend(error.problems)
                continue
            if article.id in articles:
                what = f"the article {article.id!r} stands twice."
                self.problems.append(document.problem(place, what, "Keep one.", code="T105"))
            articles.setdefault(article.id, article)
        return articles

    def _gold(self, document: Document, articles: dict[str, Article]) -> dict[Place, Gold]:
        """Return the gold that can be read, by the place where the task names it."""
        found: dict[Place, Gold] = {}
        are_all = 0 < len(articles) == len(document.items(("articles",)))
        for place, reference in document.texts(("gold",)):
            path = self._path(document, "gold", reference, place)
            if path is None:
                continue
            gold, problems = check_gold(self.project, path, articles, are_all=are_all)
            self.problems.extend(problems)
            if gold:
                found[place] = gold
        return found

    def _prompt(self, document: Document) -> Prompt | None:
        prompt = None
        for place, reference in document.text(("prompt",)):
            path = self._path(document, "prompt", reference, place)
            if path is None:
                continue
            try:
                prompt = load_prompt(self.project, path)
            except TaskError as error:
                self.problems.extend(error.problems)
                continue
            has_limit = nearest("limit", document.names(())) is not None  # a misspelt one is told already
            if prompt.asks_for_words and not has_limit:
                what = "the prompt says '{words}' but the task has no limit."
                self.problems.append(document.problem(place, what, "Add 'limit: {words: 100}'.", code="T106"))
        return prompt

    def _check_fit(
        self, document: Document, file: TaskFile, found: dict[Place, Gold], articles: tuple[str, ...]
    ) -> None:
        """Note gold that is not for the task's samples."""
        if file.together and len(file.gold) > 1:
            what = "a task with 'together: true' has one gold file, the set's."
            self.problems.append(document.problem(("gold",), what, "Name that one alone.", code="T107"))
            return
        owner: dict[tuple[str, ...], Place] = {}
        for place, gold in found.items():
            fault = _misfit_of_set(gold, articles) if file.together else _misfit_of_one(gold, owner)
            if fault:
                self.problems.append(document.problem(place, *fault))
            owner.setdefault(gold.articles, place)


def _misfit_of_set(gold: Gold, articles: tuple[str, ...]) -> tuple[str, str, str] | None:
    if set(gold.articles) != set(articles):
        what = f"{gold.name!r} is for {len(gold.articles)} of the task's {len(articles)} articles."
        return what, "Name the gold of a set that includes them all.", "T108"
    if gold.articles != articles:
        what = f"{gold.name!r} has the articles in another order, and their numbers [1], [2] with it."
        return what, f"Write 'articles: [{', '.join(gold.articles)}]'.", "T109"
    return None


def _misfit_of_one(gold: Gold, owner: dict[tuple[str, ...], Place]) -> tuple[str, str, str] | None:
    if gold.is_set:
        return f"{gold.name!r} is for a set.", "Write 'together: true', or name the gold of each article.", "T110"
    if gold.articles in owner:
        return f"a second gold file for the article {gold.articles[0]!r}.", "Keep one.", "T111"
    return None


def _scorer(document: Document, i: int, file: TaskFile) -> ScorerSpec:
    place: Place = ("scorers", i) if document.has(("scorers", i)) else ("scorers",)
    line, column = document.source.position(document.offset(place))
    entry = file.scorers[i]
    return ScorerSpec(name=entry.name, options=entry.options, file=document.source.name, line=line, column=column)
