"""Scalars stay what the author wrote, every piece has its place, and what is dangerous is refused unread."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import TaskError
from harness.files.document import Document
from harness.files.source import decode
from harness.files.yaml import parse_yaml


def parse(text: str) -> Document:
    return parse_yaml(decode("a", text.encode()))


SCALARS = [
    *(
        "no",
        "NO",
        "yes",
        "off",
        "y",
        "true",
        "nullable",
        "~a",
        "010",
        "0x1F",
        "1_000",
        "11,000",
        "1e3",
        "1.0",
        ".5",
        "+1",
    ),
    *("-5", "NaN", "12:30", "12:30:45", "2025-02-05", "=", "Größe", "it's", "a:b", "a#b"),
]


@pytest.mark.parametrize("scalar", SCALARS)
def test_a_scalar_stays_as_it_is_written(scalar: str) -> None:
    assert parse(f"a: {scalar}\n").data == {"a": scalar}
    assert parse(f"- {scalar}\n").data == [scalar]
    assert parse(f'a: "{scalar}"\n').data == {"a": scalar}


@pytest.mark.parametrize("scalar", ["", "~", "null", "Null", "NULL", "# a comment"])
def test_nothing_is_written_in_these_ways(scalar: str) -> None:
    assert parse(f"a: {scalar}\nb: c\n").data == {"a": None, "b": "c"}


@pytest.mark.parametrize("scalar", ["''", '""', "'null'", '"~"'])
def test_what_is_quoted_is_a_text(scalar: str) -> None:
    assert parse(f"a: {scalar}\n").data == {"a": scalar[1:-1]}


def test_keys_are_texts_too() -> None:
    assert parse("no: a\n2024: b\nnull: c\n1.5: d\n").data == {"no": "a", "2024": "b", "null": "c", "1.5": "d"}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: |\n  one # no comment\n  two\n", {"a": "one # no comment\ntwo\n"}),
        ("a: one\n  two\n", {"a": "one two"}),
        ("a: b # a comment\n", {"a": "b"}),
        ("a: b #\n", {"a": "b"}),
        ("a: b#c\n", {"a": "b#c"}),
        ("a: http://b.c/d#e\n", {"a": "http://b.c/d#e"}),
        ("{a: [b, {c: d}]}", {"a": ["b", {"c": "d"}]}),
        ('{"a":"b"}', {"a": "b"}),
        ("a:\tb\n", {"a": "b"}),
        ("--- # begins\na: b\n...\n", {"a": "b"}),
        ("# first\n---\na: b\n", {"a": "b"}),
        ("a: [11, 000]\n", {"a": ["11", "000"]}),
        ("a: [1574,1614]\n", {"a": ["1574", "1614"]}),
        ("a: [v1,000x]\n", {"a": ["v1", "000x"]}),
        ('a: ["11",000]\n', {"a": ["11", "000"]}),
        ("a: [1.5,000]\n", {"a": ["1.5", "000"]}),
        ("", None),
        ("# only\n", None),
        ("---\n", None),
    ],
)
def test_harmless_yaml_is_read_without_a_word(text: str, data: Any) -> None:
    document = parse(text)

    assert document.data == data
    assert document.problems == []


@pytest.mark.parametrize(
    ("text", "data", "said"),
    [
        ("a: {b: 11,000}", {"a": {"b": "11000"}}, "a:1:8: a comma splits the number 11,000 in two here."),
        ("a: {b: 11,000, c: d}", {"a": {"b": "11000", "c": "d"}}, "a:1:8: a comma splits the number 11,000"),
        ("a: {b: 1,234,567}", {"a": {"b": "1234567"}}, "a:1:8: a comma splits the number 1,234,567"),
        ("[11,000]", ["11000"], "a:1:2: a comma splits the number 11,000 in two here. Write 11000, or '11, 000'"),
        ("[a, 1,000,000]", ["a", "1000000"], "a:1:5: a comma splits the number 1,000,000 in two here. Write 1000000,"),
        ("[about 11,000 men]", ["about 11000 men"], "a:1:2: a comma splits 'about 11,000 men' in two here."),
        ("a: -5,000\nb: [-5,000]", {"a": "-5,000", "b": ["-5000"]}, "a:2:5: a comma splits"),
        ("a: the #1\nb: c", {"a": "the #1", "b": "c"}, "a:1:8: the text is cut here: ' #' starts a comment."),
        ("a: #1\nb: c", {"a": "#1", "b": "c"}, "a:1:4: the text is cut here"),
        ("- the #1\n", ["the #1"], "a:1:7: the text is cut here"),
        ("a: b\na: c", {"a": "b"}, "a:2:1: the key 'a' stands twice (first in line 1). Keep one."),
        ('a: b\n"a": c', {"a": "b"}, "a:2:1: the key 'a' stands twice"),
        ("{a: {b: 1, b: 2}}", {"a": {"b": "1"}}, "a:1:12: the key 'b' stands twice"),
        ("? [a]\n: b\n", {}, "a:1:3: a key must be plain text."),
        ("{[a]: b}", {}, "a:1:2: a key must be plain text."),
    ],
)
def test_what_misleads_is_told_and_read_as_it_was_meant(text: str, data: Any, said: str) -> None:
    document = parse(text)

    assert document.data == data
    assert [str(problem)[: len(said)] for problem in document.problems] == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: *b", ["a:1:4: the alias '*b' is not read."]),
        ("a: &b c\nd: *b", ["a:1:4: the anchor '&b' is not read.", "a:2:4: the alias '*b' is not read."]),
        ("a: !b c", ["a:1:4: the tag '!b' is not read."]),
        ("a: !!int 5", ["a:1:4: the tag '!!int' is not read."]),
        ("a: ! b", ["a:1:4: the tag '!' is not read."]),
        (
            "- &a [b]\n- !c {d: e}\n- [",
            ["a:1:3: the anchor", "a:2:3: the tag '!c'", "a:3:4: the file ends in brackets."],
        ),
        ("%YAML 1.1\n---\na: b", ["a:1:1: a line that starts with '%' is not read."]),
        ("a: b\n---\nc: d", ["a:2:1: a second YAML document starts here."]),
        ("a: b\n...\nc: d", ["a:3:1: a second YAML document starts here."]),
        (
            "a: \x00b\x1b",
            ["a:1:4: the control character U+0000 is not allowed in YAML (2 such characters in the file). Delete it."],
        ),
        ("a: \ufffe", ["a:1:4: the control character U+FFFE is not allowed in YAML."]),
    ],
)
def test_what_is_refused_is_told_at_its_place(text: str, said: list[str]) -> None:
    with pytest.raises(TaskError) as caught:
        parse(text)

    assert [str(p)[: len(line)] for p, line in zip(caught.value.problems, said, strict=True)] == said


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a: b\nc:\n- d\n- {e: f}\n", ("c", 1, "e"), "a:4:7"),
        ("a: b\nc:\n- d\n- {e: f}\n", ("c", 1), "a:4:3"),
        ("a: b\nc:\n- d\n- {e: f}\n", ("c", 1, "missing", 5), "a:4:3"),
        ("a: 'ä😀', b: c\n".replace(", b: c", ""), ("a",), "a:1:4"),
        ("ä😀: {b: c}\n", ("ä😀", "b"), "a:1:9"),
        ("a: >\n  b\n", ("a",), "a:1:4"),
        ("a:\n\n  b\n", ("a",), "a:3:3"),
        ("a: [b,\n c]\n", ("a", 1), "a:2:2"),
        ("a:\nb: c\n", ("a",), "a:1:3"),
    ],
)
def test_every_value_has_its_place(text: str, path: tuple[str | int, ...], place: str) -> None:
    for written in (text, "\ufeff" + text, text.replace("\n", "\r\n")):
        assert str(parse(written).problem(path, "x.")) == f"{place}: x."


def test_every_key_has_its_place() -> None:
    document = parse("a: b\nc:\n  d: {e: f}\n")

    assert str(document.key_problem(("c", "d", "e"), "x.")) == "a:3:7: x."
    assert str(document.key_problem(("c", "none"), "x.")) == "a:3:3: x."


def test_data_of_any_shape_can_be_asked() -> None:
    document = parse("a: {b: [c, [d], {e: f}]}\ng: ' h '\n")

    assert document.at(("a", "b", 2, "e")) == "f"
    assert document.at(("a", "b", 9)) is None
    assert document.at(("a", 0)) is None
    assert document.at(("g", "h")) is None
    assert list(document.texts(("a", "b"))) == [(("a", "b", 0), "c")]
    assert list(document.texts(("g",))) == list(document.text(("g",))) == [(("g",), "h")]
    assert list(document.text(("a", "b"))) == []
    assert document.items(("g",)) == [("g",)]
    assert document.items(("none",)) == []
    assert document.names(("a",)) == ["b"]
    assert document.names(("g",)) == []


QUOTE = "'"
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4)))
def test_quoted_data_reads_back_with_a_place_for_each_piece(data: Any) -> None:
    def write(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{write(key)}: {write(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(write, value)) + "]"
        return f"'{str(value).replace(QUOTE, QUOTE * 2)}'"

    document = parse(write(data))

    assert document.data == data
    assert document.problems == []
    for path, offset in document.values.items():
        value = document.at(path)
        assert document.source.text[offset] == (
            "{" if isinstance(value, dict) else "[" if isinstance(value, list) else "'"
        )
