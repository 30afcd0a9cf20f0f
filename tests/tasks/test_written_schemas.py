"""The schemas of what people write: committed as generated, and true of every file that the harness reads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bad_files import read_mistakes
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from writing import ONE, SET

from harness.errors import TaskError
from harness.files.front_matter import split_front_matter
from harness.files.project import builtin_project
from harness.files.source import Source, decode
from harness.files.validate import read_record
from harness.files.yaml import parse_yaml
from harness.tasks.schemas import FOLDER, SCHEMAS, schema_text, write_schemas

VALIDATORS = {name: Draft202012Validator(json.loads(schema_text(name))) for name in SCHEMAS}
PROJECT = builtin_project()
BUILTIN = [
    *(("article", path) for path in sorted((PROJECT.root / "seeds").glob("*.md")) if path.stem != "README"),
    *(("gold", path) for path in sorted((PROJECT.root / "gold").rglob("*.yaml"))),
    *(("task", path) for path in sorted((PROJECT.root / "tasks").glob("*.yaml"))),
]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_that_of_the_record(name: str) -> None:
    committed = (FOLDER / f"{name}.json").read_text(encoding="utf-8")

    assert committed == schema_text(name), "renew with: python -m harness.tasks.schemas"


def test_schemas_are_written_as_committed(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schemas")

    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {f"{name}.json" for name in SCHEMAS}
    assert (tmp_path / "schemas" / "gold.json").read_bytes() == schema_text("gold").encode("ascii")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_itself(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema_text(name)))


def records_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", schema
    yield from schema.get("$defs", {}).items()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_a_description_and_an_example_that_holds(name: str) -> None:
    schema = json.loads(schema_text(name))

    for record, fields in records_of(schema):
        for key, field in fields["properties"].items():
            assert field.get("description"), (record, key)
            assert field.get("examples"), (record, key)
            validator = Draft202012Validator({**field, "$defs": schema.get("$defs", {})})
            for example in field["examples"]:
                validator.validate(example)


def written(kind: str, source: Source) -> Source:
    return split_front_matter(source, "")[0] if kind == "article" else source


def as_an_editor_reads(text: str) -> Any:
    """Return YAML with its numbers, truth values and dates resolved, as most readers but ours do it."""
    return json.loads(json.dumps(yaml.safe_load(text), default=dt.date.isoformat))


@pytest.mark.parametrize(("kind", "path"), BUILTIN, ids=lambda item: item.name if isinstance(item, Path) else item)
def test_every_built_in_file_fits_its_schema(kind: str, path: Path) -> None:
    source = written(kind, PROJECT.read(path))

    VALIDATORS[kind].validate(parse_yaml(source).data)
    VALIDATORS[kind].validate(as_an_editor_reads(source.text))


KINDS = {"seeds": "article", "gold": "gold", "tasks": "task"}
FILES = {name: text for name, text in {**SET, **ONE}.items() if "prompts" not in name}


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_tests_fits_its_schema(name: str) -> None:
    kind = KINDS[name.partition("/")[0]]
    source = written(kind, decode(name, FILES[name].encode()))

    VALIDATORS[kind].validate(parse_yaml(source).data)
    VALIDATORS[kind].validate(as_an_editor_reads(source.text))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("task", {"task": "a", "version": 1, "articles": "a", "prompt": "p", "scorers": "facts"}),
        (
            "task",
            {"task": "a", "version": "1", "articles": ["a"], "prompt": "p", "scorers": ["facts", {"rouge": None}]},
        ),
        ("task", {"task": "a", "version": 1, "articles": "a", "prompt": "p", "scorers": {"rouge": {"types": [1]}}}),
        ("article", {"id": 2030, "title": 2030, "event": "e", "published": {"date": 2030, "inferred": "true"}}),
        ("article", {"id": "a", "title": "b", "event": "e", "outlet": None, "invented": True}),
    ],
)
def test_short_and_long_forms_fit(kind: str, data: Any) -> None:
    VALIDATORS[kind].validate(data)


BARE = {"id": "a", "statement": "b", "evidence": "d"}
FACT = {**BARE, "states": {"did": "c"}}


@pytest.mark.parametrize(
    "fact",
    [
        FACT,
        {**FACT, "evidence": ["d", {"quote": "e", "original": [1, "2"]}]},
        {**FACT, "evidence": {"quote": "e"}, "accepts": "f", "rejects": ["g", 7]},
        {**FACT, "states": {"did": ["c", "d"], "terms": ["e", ["f", "g"]]}},
        {**BARE, "says": {"who": "w", "what": ["x"]}},
        {**BARE, "says": {"who": {"any": "w"}, "what": "x"}},
        {**BARE, "date": {"when": 2024, "of": "x"}},
        {
            **BARE,
            "date": {"lasting": "weeks", "of": {"did": "x"}},
        },
        {**BARE, "count": {"value": 3, "unit": "x", "of": 8}},
    ],
)
def test_short_and_long_forms_of_a_fact_fit(fact: dict[str, Any]) -> None:
    VALIDATORS["gold"].validate({"gold": 1, "article": "a", "facts": [fact]})
    VALIDATORS["gold"].validate({"gold": "1", "article": "a", "facts": [fact]})


@pytest.mark.parametrize(
    "fact",
    [
        {**FACT, "count": {"value": 3, "unit": "x"}},
        BARE,
        {**FACT, "evidence": []},
        {**FACT, "evidence": {"quot": "e"}},
        {**FACT, "importance": "high"},
        {**FACT, "id": "Held It"},
        {**FACT, "states": {"did": "c", "terms": [[]]}},
        {**BARE, "says": {"who": {"any": "w", "all": "v"}, "what": "x"}},
    ],
)
def test_a_wrong_fact_does_not_fit(fact: dict[str, Any]) -> None:
    assert not VALIDATORS["gold"].is_valid({"gold": 1, "article": "a", "facts": [fact]})


SHAPES = [mistake for mistake in read_mistakes() if "unknown key" in mistake.title or "missing key" in mistake.title]


@pytest.mark.parametrize("mistake", SHAPES, ids=lambda mistake: mistake.title)
def test_unknown_and_missing_keys_do_not_fit(mistake: Any) -> None:
    kind = KINDS[mistake.file.partition("/")[0]]
    source = written(kind, decode(mistake.file, mistake.files()[mistake.file].encode()))

    assert not VALIDATORS[kind].is_valid(parse_yaml(source).data)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_what_the_harness_reads_fits(name: str, data: st.DataObject) -> None:
    kind, text = KINDS[name.partition("/")[0]], FILES[name]
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 8))
    middle = data.draw(
        st.sampled_from(["", " ", "1", "a", "true", "null", "[a]", "[]", "{}", "- ", "\n", ",", '"a"', "2024"])
    )
    try:
        document = parse_yaml(written(kind, decode(name, (text[:start] + middle + text[end:]).encode())))
        read_record(document, SCHEMAS[kind])
    except TaskError:
        return

    VALIDATORS[kind].validate(document.data)
