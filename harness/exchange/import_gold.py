"""Gold from a sheet, checked against the articles of a project, as the texts of new files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.articles.load import load_article
from harness.errors import Problem, TaskError, did_you_mean
from harness.exchange.csv_text import Sheet, read_sheet
from harness.exchange.from_sheet import gold_documents
from harness.exchange.gold_text import gold_text
from harness.files.document import Document
from harness.files.project import Project, is_file
from harness.files.records import NAME_PATTERN
from harness.files.source import decode, read_source
from harness.files.validate import check_record
from harness.files.yaml import parse_yaml
from harness.gold.links import check_links, check_quotes
from harness.gold.models import Fact, GoldFile

LONGEST = 50_000_000
"""Bytes of a sheet."""


def read_gold_sheet(path: Path) -> Sheet:
    """Return a CSV file's rows; raise TaskError where it cannot be read."""
    return read_sheet(read_source(path, str(path), longest=LONGEST))


def imported_gold(project: Project, sheet: Sheet, default: str) -> dict[str, str]:
    """Return the texts of the gold files that a sheet holds, by name; raise TaskError with every fault of it.

    Rows that name no gold file belong to `default`. Quotes are looked for in the project's articles. Of a sheet
    without the column `draft`, every fact and group is a draft, where the gold format has drafts.
    """
    if not sheet.rows:
        mend = "Write a fact in each row below."
        raise TaskError([sheet.source.problem(0, "there is no row below the columns' names.", mend)])
    files: dict[str, GoldFile] = {}
    problems: list[Problem] = []
    for name, document in gold_documents(sheet, default).items():
        if "draft" in Fact.model_fields and "draft" not in sheet.columns:
            for item in (*document.data.get("facts", ()), *document.data.get("groups", ())):
                item["draft"] = "true"
        file, faults = check_record(document, GoldFile)
        problems += [*faults, *check_links(document), *_check_name(document, name), *_check_article(project, document)]
        if file:
            files[name] = file
    if problems:
        raise TaskError(problems)
    return {name: checked_text(file, name) for name, file in files.items()}


def checked_text(file: GoldFile, name: str, comments: Mapping[str, str] | None = None) -> str:
    """Return a gold file's text, with comments as `gold_text` takes them.

    It is read again: raises TaskError where it would not say what is wanted.
    """
    text = gold_text(file, comments)
    found, problems = check_record(parse_yaml(decode(f"{name}.yaml", text.encode())), GoldFile)
    if problems or found != file:
        raise TaskError(problems or [Problem(f"{name}.yaml", 0, 0, "holds a text that YAML has no place for.")])
    return text


def _check_name(document: Document, name: str) -> Iterator[Problem]:
    if not re.fullmatch(NAME_PATTERN, name) or len(name) > 100:  # noqa: PLR2004  (as of every name)
        mend = "Write lower-case ASCII letters, digits, '-', '_' and '.' in the column 'gold'."
        yield document.problem((), f"{name!r} is no name of a gold file.", mend)


def _check_article(project: Project, document: Document) -> Iterator[Problem]:
    for path, name in document.text(("article",)):
        if not re.fullmatch(NAME_PATTERN, name):
            continue  # told already
        file = project.path("article", name)
        if is_file(file):
            yield from check_quotes(document, load_article(project, file))
        else:
            mend = did_you_mean(name, project.known("article")) or "Write it first."
            yield document.problem(path, f"there is no article {name!r} ({project.name(file)}).", mend)
