"""Articles and reference summaries out of rows, as the files of a new task, each of them checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.articles.models import FrontMatter
from harness.errors import Problem, TaskError, UsageError, did_you_mean, shown
from harness.exchange.import_gold import checked_text
from harness.exchange.rows import Row
from harness.files.jsonl import found
from harness.files.patch import flow, scalar
from harness.files.project import Project
from harness.files.records import NAME_PATTERN
from harness.files.source import MAX_BYTES
from harness.gold.models import GoldFile, Reference
from harness.results.disk import replace_lone_surrogates

PROMPT = "brief"
PROMPT_TEXT = """\
---
prompt: brief
version: 1
---
Summarize the article below in at most {words} words. Keep who says what, and add nothing.

{articles}
"""


@dataclass(frozen=True)
class Fields:
    """Which field of a row is what; `references` may be several fields, or fields that hold lists of texts."""

    text: str
    title: str | None = None
    references: tuple[str, ...] = ()
    id: str | None = None
    event: str | None = None
    outlet: str | None = None
    published: str | None = None

    @property
    def names(self) -> Iterator[str]:
        """The fields that every row needs to have."""
        single = (self.text, self.title, self.id, self.event, self.outlet, self.published)
        yield from (name for name in (*single, *self.references) if name is not None)


@dataclass(frozen=True)
class Wanted:
    """The task that is to be made of rows."""

    name: str
    fields: Fields
    words: int = 100
    prompt: str = PROMPT
    language: str = "en"


@dataclass(frozen=True)
class _Made:
    """An article with its references."""

    row: Row
    front: FrontMatter
    text: str
    references: tuple[Reference, ...]


def task_files(project: Project, rows: Sequence[Row], wanted: Wanted) -> dict[Path, str]:
    """Return the files of a task of these rows with their texts: articles, gold of references, the task, its prompt.

    The prompt is among them where the project does not have it yet. Raises TaskError with every fault of the rows,
    UsageError where there are none, or the task's name or prompt cannot be so.
    """
    if not re.fullmatch(NAME_PATTERN, wanted.name):
        mend = "Write lower-case ASCII letters, digits, '-', '_' and '.' only."
        raise UsageError(f"{shown(wanted.name)} is no name of a task.", where="--name", mend=mend)
    if not rows:
        raise UsageError("there is no row.", mend="Name a file with a row for each article.")
    made = _made(rows, wanted)
    gold = {one.front.id: _gold(one) for one in made if one.references}
    texts = {project.path("article", one.front.id): _article_text(one) for one in made}
    texts.update({project.path("gold", name): text for name, text in gold.items()})
    texts[project.path("task", wanted.name)] = _task_text(wanted, [one.front.id for one in made], list(gold))
    prompt = project.path("prompt", wanted.prompt)
    if not prompt.exists():
        if wanted.prompt != PROMPT:
            raise UsageError(
                "there is no such prompt.", where=project.name(prompt), mend="Write it, or leave --prompt out."
            )
        texts[prompt] = PROMPT_TEXT
    return texts


def _made(rows: Sequence[Row], wanted: Wanted) -> list[_Made]:
    made: list[_Made] = []
    problems: list[Problem] = []
    first: dict[str, Row] = {}
    if absent := [name for name in wanted.fields.names if not any(name in row.fields for row in rows)]:
        raise TaskError(_missing_fields(rows[0], absent))
    for row in rows:
        faults = list(_missing_fields(row, wanted.fields.names))
        one = None if faults else _article(row, wanted, faults)
        if one is not None and one.front.id in first:
            what = f"the id {shown(one.front.id)} stands twice (first in row {first[one.front.id].number})."
            faults.append(row.problem(what, "Give each its own."))
        elif one is not None:
            first[one.front.id] = row
            made.append(one)
        problems += faults
    if problems:
        raise TaskError(problems)
    return made


def _missing_fields(row: Row, names: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        if name not in row.fields:
            mend = did_you_mean(name, map(str, row.fields)) or "Name another."
            yield row.problem(f"there is no field {name!r}.", mend)


def _article(row: Row, wanted: Wanted, faults: list[Problem]) -> _Made | None:
    """Return the article of a row, or None and say what is wrong with it."""
    fields = wanted.fields

    def text_of(name: str | None) -> str:
        value = row.fields[name] if name is not None else None
        if value is None or isinstance(value, str):
            return _clean(value or "")
        if isinstance(value, int) and not isinstance(value, bool) and name == fields.id:
            return str(value)
        faults.append(row.problem(f"{name!r} wants text, found {_shown(value)}."))
        return ""

    text = text_of(fields.text)
    name = name_of(text_of(fields.id), f"{wanted.name}-{row.number:04}")
    keys: dict[str, Any] = {
        "id": name,
        "title": " ".join(text_of(fields.title).split()) or _first_words(text),
        "event": name_of(text_of(fields.event), name),
        "outlet": " ".join(text_of(fields.outlet).split()) or None,
        "language": wanted.language,
    }
    if date := text_of(fields.published):
        keys["published"] = {"date": date}
    references = tuple(_references(row, fields.references, faults))
    if not faults and not re.search(r"\w", text):
        faults.append(row.problem(f"{fields.text!r} has no word.", "Give each row its article, or leave the row out."))
    if len(text.encode()) > MAX_BYTES // 2:
        faults.append(row.problem(f"the article is over {MAX_BYTES // 2:,} bytes."))
    if faults:
        return None
    try:
        return _Made(row, FrontMatter.model_validate(keys), text, references)
    except ValidationError as error:
        names = {"published": fields.published, "id": fields.id, "event": fields.event}
        for one in error.errors(include_url=False):
            key = str(one["loc"][0])
            faults.append(row.problem(f"{names.get(key) or key!r}: {one['msg']}"))
        return None


def _references(row: Row, names: Iterable[str], faults: list[Problem]) -> Iterator[Reference]:
    number = 0
    for name in names:
        value = row.fields[name]
        for text in value if isinstance(value, (list, tuple)) else [value]:
            if text is not None and not isinstance(text, str):
                faults.append(row.problem(f"{name!r} wants text, found {_shown(text)}."))
            elif text and (clean := _clean(text)):
                number += 1
                yield Reference(id=f"reference-{number}", focus=_clean(name) or "reference", text=clean)


def _shown(value: Any) -> str:  # noqa: ANN401  (what a row holds)
    return found(value) if isinstance(value, (bool, int, float, list, dict)) else f"a {type(value).__name__}"


def _clean(text: str) -> str:
    """Return a text in LF line ends that can be written as UTF-8."""
    return re.sub(r"\r\n?", "\n", replace_lone_surrogates(text)).strip()


def name_of(text: str, default: str) -> str:
    """Return a text as a name: lower case, and '-' for whatever a name cannot hold."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")[:100] or default


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:10]) + ("…" if len(words) > 10 else "") or "untitled"  # noqa: PLR2004  (a headline's length)


def _article_text(one: _Made) -> str:
    keys: Mapping[str, Any] = one.front.model_dump(exclude_none=True, exclude_defaults=True)
    lines = [f"{key}: {scalar(value) if isinstance(value, str) else flow(value)}" for key, value in keys.items()]
    return "\n".join(["---", *lines, "---", "", one.text]) + "\n"


def _gold(one: _Made) -> str:
    return checked_text(GoldFile(gold="1", article=one.front.id, references=one.references), one.front.id)


def _task_text(wanted: Wanted, articles: Sequence[str], gold: Sequence[str]) -> str:
    lines = [f"task: {wanted.name}", "version: 1"]
    for key, names in (("articles", articles), ("gold", gold)):
        if names:
            lines += [f"{key}:", *(f"- {name}" for name in names)]
    scorers = "[grounding, rouge, shape]" if gold else "[grounding, shape]"
    return (
        "\n".join([*lines, f"prompt: {wanted.prompt}", f"limit: {{words: {wanted.words}}}", f"scorers: {scorers}"])
        + "\n"
    )
