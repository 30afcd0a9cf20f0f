"""The manual's pages on formats: every key is there, the examples load, and what they say of mistakes is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from bad_files import messages_of
from pydantic import BaseModel, TypeAdapter
from writing import write_project

from harness.articles.models import FrontMatter
from harness.gold.matching.matcher import Matcher
from harness.gold.models import GoldFile
from harness.gold.notation import AmountText
from harness.gold.values import When
from harness.tasks import Sample, load_task, samples_of
from harness.tasks.models import PromptFile, TaskFile

DOCS = Path(__file__).resolve().parents[2] / "docs"
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")
GOLD_FORMAT = (DOCS / "gold-format.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```$", FORMATS, re.MULTILINE | re.DOTALL))


def records_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from records_in(part)


def fields_of(record: type[BaseModel]) -> Iterator[str]:
    for name, field in record.model_fields.items():
        yield name
        for inner in records_in(field.annotation):
            yield from fields_of(inner)


SHORTHAND = {"name", "options"}
"""Of a scorer's entry: no one writes these keys, but NAME: {OPTION: VALUE}."""


@pytest.mark.parametrize("record", [FrontMatter, GoldFile, TaskFile, PromptFile])
def test_every_key_is_on_the_page(record: type[BaseModel]) -> None:
    keys = set(fields_of(record)) - (SHORTHAND if record is TaskFile else set())

    assert sorted(key for key in keys if f"`{key}`" not in FORMATS) == []


def words_of(annotation: object) -> Iterator[str]:
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from words_of(part)


def choices_of(record: type[BaseModel]) -> Iterator[str]:
    for field in record.model_fields.values():
        yield from words_of(field.annotation)
        for inner in records_in(field.annotation):
            yield from choices_of(inner)


def test_every_word_that_a_key_takes_is_on_a_page() -> None:
    words = {word for word in choices_of(GoldFile) if " " not in word or word in ("at least", "cannot confirm")}

    assert {"about", "possible", "negative", "conflict", "body", "fair", "detail"} <= words
    assert sorted(word for word in words if f"`{word}`" not in FORMATS + GOLD_FORMAT) == []


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    (found,) = samples_of(load_task("ferry", cwd=write_project(tmp_path, FILES)))
    return found


def test_the_example_loads(sample: Sample) -> None:
    assert set(FILES) == {"seeds/ferry.md", "gold/ferry.yaml", "tasks/prompts/one-article.md", "tasks/ferry.yaml"}
    assert sample.id == "ferry/ferry"
    assert sample.words == 60


def test_the_example_is_sound_gold(sample: Sample) -> None:
    assert sample.gold is not None
    matcher = Matcher(sample.gold, sample.articles)

    def verdicts(text: str) -> dict[str, str]:
        return {verdict.id: verdict.verdict for verdict in matcher.match(text).facts}

    assert set(verdicts(sample.articles[0].text).values()) == {"supported"}
    for fact in sample.gold.facts:
        assert all(verdicts(text)[fact.id] == "supported" for text in fact.fact.accepts)
        assert all(verdicts(text)[fact.id] != "supported" for text in fact.fact.rejects)
    for text in sample.references:
        assert "contradicted" not in verdicts(text).values()


def yaml_blocks(page: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_shorter_example_of_the_gold_page_loads_too(tmp_path: Path) -> None:
    (gold,) = yaml_blocks(GOLD_FORMAT)

    assert messages_of(write_project(tmp_path, {**FILES, "gold/ferry.yaml": gold})) == []


def test_the_mistakes_get_the_lines_that_the_page_shows(tmp_path: Path) -> None:
    (gold,) = (block for block in yaml_blocks(FORMATS) if "importence" in block)
    (said,) = re.findall(r"^```text\n(.*?)^```$", FORMATS, re.MULTILINE | re.DOTALL)

    assert messages_of(write_project(tmp_path, {**FILES, "gold/ferry.yaml": gold})) == said.splitlines()


def rows_of(page: str, head: str) -> list[str]:
    """Return the notations in the first column of the table whose head begins so."""
    table = page.partition(f"| {head} | means |\n")[2].partition("\n\n")[0]
    return [word for line in table.splitlines()[1:] for word in re.findall(r"`([^`]+)`", line.split("|")[1])]


def test_every_notation_of_the_gold_page_is_read() -> None:
    amount: TypeAdapter[str] = TypeAdapter(AmountText)
    values, dates, durations = (rows_of(GOLD_FORMAT, head) for head in ("value", "`when`", "`lasting`"))

    assert len(values) > 10
    assert len(dates) > 15
    assert len(durations) > 5
    for value in values:
        assert amount.validate_python(value) == value
    for date in dates:
        assert When(when=date, of="a").when == date
    for duration in durations:
        assert When(lasting=duration, of="a").duration


def test_the_scalar_traps_are_as_the_page_says(tmp_path: Path) -> None:
    def load(old: str, new: str) -> list[str]:
        files = {name: text.replace(old, new, 1) for name, text in FILES.items()}
        return messages_of(write_project(tmp_path, files))

    title = 'title: "Ferry runs aground off Lomvik"'
    assert load(title, "title: no") == []
    assert load("outlet: Lomvik Tidende", "outlet: 12:30") == []
    assert load("outlet: Lomvik Tidende", "outlet: ~") == []
    assert load(title, 'title: "null"') == []
    assert load("version: 1\narticles", "version: 010\narticles")[0].endswith("Write 10, without a leading zero.")
    assert load("invented: true", "invented: yes")[0].endswith("Write true.")
    assert load("value: 12,", "value: 11,000,")[0].endswith("Write 11000, or quote it.")
    assert "' #' starts a comment" in load(title, "title: Flood #3 this year")[0]
    assert load(title, "title: Lomvik: ferry aground")[0].endswith("Put the text in quotes.")
