"""Making a task of an article: what is asked on a terminal, and what is said at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import click

from harness.authoring.add_article import check_set, find_disputes, set_patches
from harness.authoring.editing import save
from harness.authoring.names import Named
from harness.authoring.new_task import (
    Wanted,
    article_files,
    article_of,
    candidates_of,
    kept_facts,
    read_wanted,
    split_title,
    task_files,
    with_more,
)
from harness.cli.typed import read_pasted
from harness.cli.walk import one_task
from harness.errors import UsageError
from harness.files.project import Project, find_project
from harness.files.source import decode
from harness.gold.models import Fact
from harness.results.clean import clean_line, how_many
from harness.results.disk import write_all
from harness.tasks.load import load_file

_KEYS = ("name", "title", "event", "outlet", "published", "language", "invented")
_ASKED = {
    "title": "Title",
    "name": "Name of the task and its files",
    "event": "Event (articles on one event share the word)",
    "outlet": "Published by (Enter: not known)",
    "published": "Published on, as 2031-05-14 or 2031-05 (Enter: not known)",
}
_SHOWN = 10


def make_task(
    file: BinaryIO | None,
    given: Mapping[str, Any],
    *,
    words: int,
    prompt: str,
    is_asking: bool,
    backend: str | None,
) -> None:
    """Read an article, ask for what is not given where that can be, and write the files of a task."""
    project = find_project(Path.cwd())
    if project is None:
        raise UsageError("there is no project here.", mend="Make one with 'harness init'.")
    is_terminal = is_asking and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    wanted = _read(project, file, is_terminal=is_terminal)
    known = {key: given[key] for key in _KEYS if given[key]}
    wanted = replace(wanted, **known)
    wanted = _asked(wanted, given) if is_terminal else wanted.completed()
    article = article_of(wanted)
    facts, named = candidates_of(article)
    task_files(project, wanted, facts, named, words=words, prompt=prompt)  # told before a model is paid
    if backend:
        facts, named = _with_proposals(backend, given, wanted, facts, named)
    texts = task_files(project, wanted, facts, named, words=words, prompt=prompt)
    for path in texts:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_all(texts)
    _tell(project, wanted, list(texts), facts)


def add_article(task: str, file: BinaryIO | None, given: Mapping[str, Any], *, is_asking: bool) -> None:
    """Read an article, and add it to a set with its candidates and the disputes that they make."""
    project, at = one_task(task)
    found = load_file(project, at)
    gold = check_set(found)
    is_terminal = is_asking and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    wanted = _read(project, file, is_terminal=is_terminal)
    known = {key: given[key] for key in _KEYS if given[key]}
    wanted = replace(wanted, **{"event": wanted.event or found.articles[0].event, **known})
    wanted = _asked(wanted, {**given, "event": wanted.event}) if is_terminal else wanted.completed()
    article = article_of(wanted)
    path = project.path("gold", article.id)
    facts, named = kept_facts(project, path, article) if path.is_file() else candidates_of(article)
    disputes = find_disputes(gold, article.id, facts)
    changed = set_patches(project, found, article, disputes)
    texts = article_files(project, wanted, facts, named)
    write_all(texts)
    for place, text in changed.items():
        save(place, text)
    for place in texts:
        click.echo(f"wrote {project.name(place)}")
    for place in changed:
        click.echo(f"changed {project.name(place)}")
    click.echo(
        f"\n{how_many(len(facts), 'fact')} of {article.id}; {how_many(len(disputes), 'dispute')} proposed, as drafts:"
    )
    for dispute in disputes:
        click.echo(f"  {clean_line(dispute.point)} {clean_line(' / '.join(dispute.members))}")
    click.echo(f"\nNext: harness task edit {found.name}")


def _read(project: Project, file: BinaryIO | None, *, is_terminal: bool) -> Wanted:
    if file is None and not is_terminal:
        raise click.UsageError("Missing argument 'FILE'; - reads the article from standard input.")
    data = read_pasted().encode() if file is None else file.read()
    name = "the pasted text" if file is None else str(getattr(file, "name", "standard input"))
    wanted = read_wanted(decode(name, data))
    if not wanted.text:
        raise UsageError("there is no text.", where=name, mend="Give an article.")
    if wanted.name and file is not None and Path(name).is_file():
        at = project.path("article", wanted.name)
        wanted = replace(wanted, is_there=at.is_file() and at.samefile(name))
    return wanted


def _asked(wanted: Wanted, given: Mapping[str, Any]) -> Wanted:
    """Ask for what neither options nor front matter say; Enter takes what is proposed."""
    if not wanted.title:
        title, text = split_title(wanted.text)
        wanted = replace(wanted, title=title, text=text)
    for key, question in _ASKED.items():
        if wanted.is_there or given[key] or (key in ("outlet", "published") and getattr(wanted, key)):
            continue
        while True:
            proposed = getattr(wanted.completed(), key) or ""
            text = click.prompt(question, default=clean_line(proposed), show_default=bool(proposed)).strip()
            try:
                answers: dict[str, Any] = {key: text or None}
                changed = replace(wanted, **answers)
                article_of(changed.completed())
            except UsageError as error:
                click.echo(f"  {clean_line(str(error))}")
                continue
            wanted = changed
            break
    return wanted.completed()


def _with_proposals(
    backend: str, given: Mapping[str, Any], wanted: Wanted, facts: Sequence[Fact], named: Sequence[Named]
) -> tuple[list[Fact], list[Named]]:
    from harness.api import wait_for  # noqa: PLC0415  (only where a model is asked)
    from harness.authoring.proposals import ask_for_facts  # noqa: PLC0415  (the same)
    from harness.backends.base import BackendOptions  # noqa: PLC0415  (the same)

    options = BackendOptions(**{k: v for k, v in given.items() if v is not None and k not in _KEYS})
    found = wait_for(ask_for_facts(backend, options, article_of(wanted), facts, named))
    refused = f", {len(found.refused)} refused:" if found.refused else "."
    click.echo(f"{clean_line(backend)} proposes {how_many(len(found.facts), 'further fact')}{refused}")
    for why in found.refused[:_SHOWN]:
        click.echo(f"  {clean_line(why)}")
    if len(found.refused) > _SHOWN:
        click.echo(f"  … and {len(found.refused) - _SHOWN} more.")
    return with_more(facts, named, found.facts, found.sources)


def _tell(project: Project, wanted: Wanted, paths: Sequence[Path], facts: Sequence[Fact]) -> None:
    for path in paths:
        click.echo(f"wrote {project.name(path)}")
    kinds = Counter(fact.kind for fact in facts)
    counts = ", ".join(how_many(number, kind) for kind, number in kinds.items())
    click.echo(f"\n{how_many(len(facts), 'draft')}: {counts}. None counts yet.")
    if wanted.published is None:
        click.echo("Without --published, dates such as 'Monday' are not read.")
    click.echo(f"\nNext: harness task edit {wanted.name}")
