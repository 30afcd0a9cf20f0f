"""Finding and reading tasks, with every fault of every file in one go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.errors import Problem, TaskError, UsageError, did_you_mean
from harness.files.project import Project, builtin_project, find_project
from harness.files.yaml import Document, parse_yaml, read_record
from harness.gold.gold import Gold
from harness.gold.load import load_gold
from harness.tasks.models import Prompt, PromptFile, ScorerSpec, Task, TaskFile

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_SLOT = re.compile(r"\{([A-Za-z_]+)\}")

Check = Callable[[Task], Iterable[Problem]]
"""Finds faults in a loaded task that only a higher floor can see, such as a scorer's options."""


def find_task_files(names: Sequence[str] = (), *, cwd: Path | None = None) -> list[tuple[Project, Path]]:
    """Return the files of tasks given by name, file or folder.

    With no names: the tasks of the project around `cwd`, else the built-in ones. Raises UsageError for a name that
    is neither a task nor a file, and for a folder without tasks.
    """
    cwd = cwd or Path.cwd()
    own = find_project(cwd)
    if own and not _files_in(own.root / "tasks"):
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
    return sorted(folder.glob("*.yaml"))


def _find(name: str, cwd: Path, own: Project | None, builtin: Project) -> list[tuple[Project, Path]]:
    for project in (own, builtin):
        if project and re.fullmatch(r"[\w.-]+", name):
            path = project.root / "tasks" / f"{name}.yaml"
            if path.is_file():
                return [(project, path)]
    path = (cwd / name).absolute()
    if path.is_dir():
        folder = path / "tasks" if (path / "tasks").is_dir() else path
        files = _files_in(folder)
        if not files:
            raise UsageError(f"the folder {name!r} holds no tasks.", mend="A task is a file tasks/NAME.yaml.")
        return [(_project_of(file), file) for file in files]
    if path.is_file():
        return [(_project_of(path), path)]
    known = [file.stem for project in (own, builtin) if project for file in _files_in(project.root / "tasks")]
    raise UsageError(f"no task, file or folder is named {name!r}.", mend=did_you_mean(name, known))


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
    first: dict[str, str] = {}
    for task in tasks:
        if task.name in first:
            what = f"the task {task.name!r} is also in {first[task.name]}."
            problems.append(Problem(task.file, 1, 1, what, "Give each its own name."))
        first.setdefault(task.name, task.file)
    if problems:
        raise TaskError(problems)
    return tasks


class _Loader:
    """Loads one task and keeps the faults met on the way."""

    def __init__(self, project: Project, originals: Path | None) -> None:
        self.project = project
        self.originals = originals
        self.problems: list[Problem] = []

    def load(self, path: Path) -> Task:
        document = parse_yaml(self.project.read(path))
        file = read_record(document, TaskFile)
        if file.task != path.stem:
            what = f"the task is named {file.task!r} but its file {path.name!r}."
            self.problems.append(document.problem(("task",), what, "Make them one."))
        articles = self._articles(document, file)
        gold = self._gold(document, file, articles)
        prompt = self._prompt(document, file)
        scorers = tuple(self._scorer(document, i, file) for i in range(len(file.scorers)))
        if self.problems or prompt is None:
            raise TaskError(self.problems)
        return Task(
            name=file.task,
            version=file.version,
            description=file.description,
            articles=tuple(articles.values()),
            together=file.together,
            gold=gold,
            prompt=prompt,
            limit=file.limit,
            scorers=scorers,
            file=document.source.name,
        )

    def _path(self, document: Document, kind: str, reference: str, place: tuple[str | int, ...]) -> Path | None:
        try:
            path = self.project.path(kind, reference)
        except ValueError as error:
            self.problems.append(document.problem(place, str(error), "Keep every file inside the project."))
            return None
        if path.is_file():
            return path
        folder = path.parent
        known = [p.stem for p in folder.glob(f"*{path.suffix}") if p.stem != "README"] if folder.is_dir() else []
        what = f"there is no {kind} {reference!r} ({self.project.name(path)})."
        self.problems.append(document.problem(place, what, did_you_mean(reference, known)))
        return None

    def _articles(self, document: Document, file: TaskFile) -> dict[str, Article]:
        articles: dict[str, Article] = {}
        for i, reference in enumerate(file.articles):
            path = self._path(document, "article", reference, ("articles", i))
            if path is None:
                continue
            try:
                article = load_article(self.project, path, originals=self.originals)
            except TaskError as error:
                self.problems.extend(error.problems)
                continue
            if article.id in articles:
                self.problems.append(
                    document.problem(("articles", i), f"the article {article.id!r} stands twice.", "Keep one.")
                )
            articles[article.id] = article
        return articles

    def _gold(self, document: Document, file: TaskFile, articles: dict[str, Article]) -> tuple[Gold, ...]:
        found: list[Gold] = []
        for i, reference in enumerate(file.gold):
            path = self._path(document, "gold", reference, ("gold", i))
            if path is None:
                continue
            try:
                gold = load_gold(self.project, path, articles)
            except TaskError as error:
                if len(articles) == len(file.articles):  # else its faults may only follow from the missing article
                    self.problems.extend(error.problems)
                continue
            fault = self._misfit(gold, found, file)
            if fault:
                self.problems.append(document.problem(("gold", i), fault))
            found.append(gold)
        return tuple(found)

    @staticmethod
    def _misfit(gold: Gold, others: list[Gold], file: TaskFile) -> str:
        if file.together and others:
            return "a task with 'together: true' has one gold file, the set's."
        if file.together and len(gold.articles) != len(file.articles):
            return f"{gold.name!r} is for {len(gold.articles)} of the task's {len(file.articles)} articles; a set's gold includes all."
        if not file.together and gold.is_set:
            return f"{gold.name!r} is for a set: write 'together: true', or name the gold of each article."
        if any(gold.articles[0] == other.articles[0] for other in others):
            return f"a second gold file for the article {gold.articles[0]!r}."
        return ""

    def _prompt(self, document: Document, file: TaskFile) -> Prompt | None:
        path = self._path(document, "prompt", file.prompt, ("prompt",))
        if path is None:
            return None
        try:
            source = self.project.read(path)
            match = _FRONT_MATTER.match(source.text)
            if not match:
                what = "the prompt has no front matter."
                raise TaskError([source.problem(0, what, "Begin with '---', 'prompt: NAME', 'version: 1' and '---'.")])
            front = read_record(parse_yaml(replace(source, text="   \n" + match[1])), PromptFile)
            text = source.text[match.end() :].strip()
            slots = {m[1]: m.start() for m in _SLOT.finditer(text)}
            faults = [
                source.problem(
                    match.end() + slots[name],
                    f"'{{{name}}}' is not replaced by anything.",
                    did_you_mean(name, ("articles", "words")),
                )
                for name in slots
                if name not in ("articles", "words")
            ]
            if "articles" not in slots:
                faults.append(
                    source.problem(match.end(), "the prompt lacks '{articles}'.", "Put it where the articles go.")
                )
            if "words" in slots and file.limit is None:
                faults.append(
                    document.problem(
                        ("prompt",),
                        "the prompt says '{words}' but the task has no limit.",
                        "Add 'limit: {words: 100}'.",
                    )
                )
            if faults:
                raise TaskError(faults)
        except TaskError as error:
            self.problems.extend(error.problems)
            return None
        return Prompt(name=front.prompt, version=front.version, text=text)

    @staticmethod
    def _scorer(document: Document, i: int, file: TaskFile) -> ScorerSpec:
        line, column = document.source.position(document.offset(("scorers", i)))
        entry = file.scorers[i]
        return ScorerSpec(name=entry.name, options=entry.options, file=document.source.name, line=line, column=column)
