"""A walk through a gold file on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.text import Text

from harness.articles.load import load_article
from harness.articles.models import Article
from harness.authoring.editing import GoldText, Item, RefusedError, save, values_of
from harness.cli.page import INDENT, Page, page_width
from harness.cli.streams import is_colourful
from harness.cli.typed import read_key
from harness.errors import Problem, UsageError, did_you_mean
from harness.files.document import Document
from harness.files.project import Project
from harness.files.yaml import parse_yaml
from harness.gold.drafts import check_drafts, draft_facts
from harness.gold.links import check_members, fact_ids
from harness.results.clean import clean_line, escape_controls, how_many
from harness.tasks.load import find_task_files, load_file
from harness.text.fold import fold

_KEYS = "a accept · c change · r reject · i importance · s skip · b back · q quit"
_WEIGHTS = {"k": "key", "s": "supporting", "d": "detail"}
_END = ("q", "")
_STYLE = "bold underline"


def walk(task: str, gold: str | None, *, is_all: bool) -> None:
    """Show the drafts of a task's gold file one after the other, and do what is decided of each.

    Raises UsageError where there is no terminal, and TaskError where the task does not load.
    """
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        raise UsageError("'task edit' needs a terminal.", mend="Elsewhere, edit the gold file itself.")
    project, file = one_task(task)
    load_file(project, file)  # what is wrong with it is told first
    walks = [_Walk(project, path) for path in _gold_files(project, file, gold)]
    for one in walks:
        if (is_all or one.has_drafts) and not one.run(is_all=is_all):
            break
    left = sum(_Walk(project, one.path).count_drafts() for one in walks)
    click.echo(f"\n{how_many(left, 'draft')} left." if left else "\nNo draft is left.")
    click.echo(f"Next: harness task check {clean_line(task)}")


def one_task(task: str) -> tuple[Project, Path]:
    """Return the file of a task with its project; raise UsageError where a name means none or several."""
    files = find_task_files([task])
    if len(files) != 1:
        raise UsageError(f"{task!r} means {len(files)} tasks, not one.", mend="Name one of them.")
    return files[0]


def _gold_files(project: Project, task: Path, wanted: str | None) -> list[Path]:
    """Return the gold files of a task, those that a set includes before the set's own, or the one that is wanted."""
    own = [name for _, name in parse_yaml(project.read(task)).texts(("gold",))]
    inner = [parse_yaml(project.read(project.path("gold", name))).texts(("includes",)) for name in own]
    names = list(dict.fromkeys([*(name for part in inner for _, name in part), *own]))
    if wanted is not None and wanted not in names:
        raise UsageError(f"{wanted!r} is no gold of this task.", mend=did_you_mean(wanted, names))
    return [project.path("gold", name) for name in ([wanted] if wanted else names)]


class _Walk:
    def __init__(self, project: Project, path: Path) -> None:
        self._project = project
        self.path = path
        source = project.read(path)
        name = parse_yaml(source).at(("article",))
        self._article = load_article(project, project.path("article", name)) if name else None
        self._statements = dict(self._included()) if not name else {}
        known = set(self._statements)
        self._known = known
        self._gold = GoldText(source, self._article, None if name else self._check)

    @property
    def has_drafts(self) -> bool:
        """Whether a draft is left."""
        return bool(self._gold.drafts)

    def count_drafts(self) -> int:
        """Return how many drafts are left."""
        return len(self._gold.drafts)

    def _check(self, document: Document) -> Iterator[Problem]:
        """Yield the faults of a set's groups."""
        yield from check_members(document, self._known, "fact of the included gold files")
        yield from check_drafts(document, self._inner_drafts())

    def _inner_drafts(self) -> set[str]:
        """Return the facts of the included files that are drafts now."""
        parts = [name for _, name in self._gold.document.texts(("includes",))]
        documents = [parse_yaml(self._project.read(self._project.path("gold", part))) for part in parts]
        return {f"{document.at(('article',))}/{fact}" for document in documents for fact in draft_facts(document)}

    def _included(self) -> Iterator[tuple[str, str]]:
        """Yield the facts of the gold files that a set includes, with their statements."""
        for _, part in parse_yaml(self._project.read(self.path)).texts(("includes",)):
            document = parse_yaml(self._project.read(self._project.path("gold", part)))
            for place, fact in zip(document.items(("facts",)), fact_ids(document), strict=True):
                yield f"{document.at(('article',))}/{fact}", str(document.at((*place, "statement")))

    def run(self, *, is_all: bool) -> bool:
        """Go from item to item until all are decided; return False where the walk is ended before."""
        drafts = self._gold.drafts
        rest = [item for item in self._gold.items if not item.is_draft] if is_all else []
        queue = [(item.place[0], item.name) for item in [*drafts, *rest]]
        place = 0
        while place < len(queue):
            try:
                item = self._gold.find(queue[place][1], str(queue[place][0]))
            except KeyError:  # it went with another
                place += 1
                continue
            self._show(item, place + 1, len(queue))
            step = self._decide(item)
            if step is None:
                return False
            place = max(0, place + step)
        return True

    # What is shown

    def _show(self, item: Item, number: int, of: int) -> None:
        page = Page(page_width(), is_colour=is_colourful())
        at, document = item.place, self._gold.document
        importance = document.at((*at, "importance")) or "supporting"
        state = "draft" if item.is_draft else "counts"
        page.line()
        page.line(f"{number} of {of} · {clean_line(item.name)} · {importance} · {state}", style="bold")
        page.line()
        if self._article:
            for quote in self._quotes(item):
                page.line(_highlighted(self._article, quote, is_colour=page.is_colour), indent=INDENT)
                page.line()
        for keys, value in values_of(document, item):
            label = ".".join(map(str, keys))
            page.line(f"{label}: {escape_controls(clean_line(value))}", indent="  ", hanging=INDENT)
        for _, name in document.texts((*at, "members")):
            page.line(f"{name}: {clean_line(self._statements.get(name, ''))}", indent="  ", hanging=INDENT)
        for _, name in (
            document.texts((*at, "says", "what")) if isinstance(document.at((*at, "says", "what")), list) else ()
        ):
            page.line(f"says.what: {clean_line(name)}", indent="  ", hanging=INDENT)
        click.echo(page.text(), nl=False, color=page.is_colour)

    def _quotes(self, item: Item) -> Iterator[str]:
        for place in self._gold.document.items((*item.place, "evidence")):
            inner = (*place, "quote") if isinstance(self._gold.document.at(place), dict) else place
            yield from (text for _, text in self._gold.document.text(inner))

    # What is decided

    def _decide(self, item: Item) -> int | None:
        """Do what one key says; return how far to go on, None to end."""
        while True:
            key = read_key(f"\n{_KEYS} > ")
            if key in _END:
                return None
            if key in ("s", "b"):
                return 1 if key == "s" else -1
            try:
                done = self._do(key, item)
            except RefusedError as error:
                click.echo(f"  Not done: {clean_line(str(error))}")
                continue
            if done == "stay":
                item = self._gold.find(item.name, str(item.place[0]))
                continue
            if done:
                return 1

    def _do(self, key: str, item: Item) -> str:
        """Return `stay` where the item is still to be decided on, `done` where not, nothing for an unknown key."""
        if key == "a":
            if item.is_draft:
                self._gold.accept(item)
        elif key == "r":
            gone = self._gold.reject(item)
            if len(gone) > 1:
                click.echo(f"  With it went what rests on it: {clean_line(', '.join(gone[1:]))}.")
        elif key == "i":
            weight = read_key("  k key · s supporting · d detail > ")
            self._gold.weigh(item, _WEIGHTS.get(weight, weight))
        elif key == "c":
            self._change(item)
        else:
            return ""
        save(self.path, self._gold.source.text)
        return "stay" if key in ("i", "c") else "done"

    def _change(self, item: Item) -> None:
        values = dict(values_of(self._gold.document, item))
        for number, keys in enumerate(values, 1):
            click.echo(f"  {number} {'.'.join(map(str, keys))}")
        chosen = click.prompt(
            "  Which, by number or name (count.bound adds a key)", default="", show_default=False
        ).strip()
        if not chosen:
            raise RefusedError("nothing was chosen.")
        is_number = chosen.isdecimal() and 0 < int(chosen) <= len(values)
        keys = list(values)[int(chosen) - 1] if is_number else tuple(chosen.split("."))
        now = values.get(keys, "")
        if now:
            click.echo(f"  now: {clean_line(now)}")
        text = click.prompt("  new", default="", show_default=False).strip()
        if not text:
            raise RefusedError("nothing was written; it stays as it is.")
        self._gold.change(item, keys, text)
        click.echo("  Changed.")


def _highlighted(article: Article, quote: str, *, is_colour: bool) -> Text:
    """Return the paragraph of an article around a quote, the quote marked."""
    start = article.folded.text.find(fold(quote).strip())
    if start < 0:
        return Text(f"[{clean_line(quote)}]")
    begin, end = article.folded.span(start, start + len(fold(quote).strip()))
    first = article.text.rfind("\n\n", 0, begin) + 1
    last = article.text.find("\n\n", end)
    before, words, after = (
        escape_controls(" ".join(part.split(" ")).replace("\n", " "))
        for part in (
            article.text[first:begin],
            article.text[begin:end],
            article.text[end : last if last >= 0 else None],
        )
    )
    marked = Text(before.lstrip())
    marked.append(words if is_colour else f"[{words}]", style=_STYLE if is_colour else "")
    marked.append(after.rstrip())
    return marked
