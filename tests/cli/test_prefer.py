"""`harness prefer`: two summaries in files, or a stream of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from harness.cli.preferences import differing_words
from harness.results.preferences import SCHEMA_FILE, schema_text

Call = Callable[..., Result]
Lines = Callable[..., list[Any]]

DOCUMENT = "The river Oder rose by 3 metres on Monday. The mayor of Lebus closed two bridges, and 1,200 people left."
FAITHFUL = "The Oder rose by 3 metres on Monday."
WRONG = "The Oder rose by 47 metres on Monday."
FILES = ("prefer", "--document", "document.txt", "first.txt", "second.txt")
STREAM = ("prefer", "--rows", "-", "--format", "jsonl")


@pytest.fixture
def files(project: Path) -> Path:
    for name, text in (("document", DOCUMENT), ("first", f"{WRONG}\n"), ("second", f"{FAITHFUL}\n")):
        (project / f"{name}.txt").write_text(text, "utf-8")
    return project


def rows(*pairs: object) -> str:
    return "".join(f"{json.dumps(pair)}\n" for pair in pairs)


def pair(a: str, b: str, given: object = 1, **more: object) -> dict[str, object]:
    return {"id": given, "document": DOCUMENT, "a": a, "b": b, **more}


@pytest.mark.usefixtures("files")
def test_two_files_are_shown_with_the_words_in_which_they_differ(call: Call) -> None:
    result = call(*FILES)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("b (second.txt) is the more faithful: ")
    assert lines[1:5] == [
        "",
        "a  The Oder rose by [47] metres on Monday.",
        "b  The Oder rose by [3] metres on Monday.",
        "",
    ]
    assert lines[5].startswith('- a says "47')
    assert lines[-1].startswith("grounding|v:")
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.usefixtures("files")
def test_files_give_a_row_under_the_documents_name(lines: Lines) -> None:
    (row,) = lines(*FILES, "--format", "jsonl")
    assert list(row) == ["id", "preferred", "score_a", "score_b", "why", "a", "b"]
    assert (row["id"], row["preferred"]) == ("document.txt", "b")
    assert row["score_a"] < row["score_b"]
    assert list(row["a"]) == ["violations", "groundedness", "consistent", "reason"]
    (violation,) = row["a"]["violations"]
    assert WRONG[slice(*violation["span"])].startswith("47")
    assert row["b"]["violations"] == []
    assert (row["a"]["consistent"], row["b"]["consistent"]) == (False, True)


def test_several_documents_are_one_sample(lines: Lines, files: Path) -> None:
    (files / "rain.txt").write_text("It rained for two days.", "utf-8")
    (files / "second.txt").write_text("It rained for two days.", "utf-8")
    (alone,) = lines(*FILES, "--format", "jsonl")
    (row,) = lines("prefer", "--document", "rain.txt", *FILES[1:], "--format", "jsonl")
    assert row["id"] == "rain.txt"
    assert alone["score_b"] < row["score_b"], "the second document carries it"


def test_files_are_read_without_their_mark_and_with_plain_line_ends(lines: Lines, files: Path) -> None:
    for name in ("document", "first", "second"):
        path = files / f"{name}.txt"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"Oder", b"Oder\r\n"))
    (row,) = lines(*FILES, "--format", "jsonl")
    (violation,) = row["a"]["violations"]
    assert f"{WRONG}".replace("Oder", "Oder\n")[slice(*violation["span"])].startswith("47")


def test_a_file_that_is_no_utf8_is_refused(call: Call, files: Path) -> None:
    (files / "first.txt").write_bytes(b"caf\xe9")
    result = call(*FILES)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "first.txt:1:4: byte 0xe9 is not UTF-8. Save the file as UTF-8. [F104]\n"


def test_rows_are_compared_in_order(lines: Lines) -> None:
    found = lines(
        *STREAM,
        text=rows(pair(WRONG, FAITHFUL), pair(FAITHFUL, WRONG, "x", more=0), pair(FAITHFUL, FAITHFUL), pair("", WRONG)),
    )
    assert [row["id"] for row in found] == [1, "x", 1, 1]
    assert [row["preferred"] for row in found] == ["b", "a", None, None]
    assert found[3]["score_a"] is None
    assert found[3]["why"] == ["a has no score: the summary is empty"]
    for row in found:
        Draft202012Validator(json.loads(schema_text())).validate(row)


def test_a_table_of_rows_heads_each_with_its_id(call: Call) -> None:
    result = call("prefer", "--rows", "-", text=rows(pair(WRONG, FAITHFUL, "one"), pair("", " ", "two")))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("one: b is the more faithful: ")
    assert "\n\ntwo: No preference: not both have a score.\n\na  (nothing)\nb  (nothing)\n\n- a has no" in result.stdout


def test_no_rows_are_no_output(call: Call) -> None:
    result = call(*STREAM, text="\n")
    assert (result.exit_code, result.stdout) == (0, "")


def test_another_scorer_ranks_by_its_own_figure(lines: Lines) -> None:
    (row,) = lines(*STREAM, "--scorer", "rouge", text=rows(pair(DOCUMENT, WRONG)))
    assert (row["preferred"], row["score_a"]) == ("a", 1.0)
    assert row["why"][0].startswith("The rouge2 of a is 1.00, that of b ")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name a --document and two summaries, or --rows."),
        (("--document", "document.txt", "first.txt"), "Name a --document and two summaries, or --rows."),
        (("first.txt", "second.txt"), "Name a --document and two summaries, or --rows."),
        (("--rows", "-", "--document", "document.txt"), "--rows does not go with --document."),
        (("--rows", "-", "first.txt", "second.txt"), "--rows does not go with summaries."),
        (("--rows", "-", "--scorer", "facts"), "the scorer 'facts' needs gold"),
        (("--document", "nowhere.txt", "first.txt", "second.txt"), "nowhere.txt"),
    ],
)
def test_what_does_not_fit_is_refused(call: Call, arguments: tuple[str, ...], told: str) -> None:
    result = call("prefer", *arguments, text="")
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": 1, "document": "x", "a": "y"}', "stdin:2: the field 'b' is missing."),
        ('{"id": 1, "document": "x", "a": "y", "b": 3}', "stdin:2: 'b' wants text, found 3."),
        ("{,", "stdin:2:2: this is not JSON: "),
    ],
)
def test_a_faulty_row_ends_the_command_after_the_rows_before_it(call: Call, line: str, told: str) -> None:
    result = call(*STREAM, text=f"{rows(pair(WRONG, FAITHFUL))}{line}\n")
    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert len(result.stdout.splitlines()) == 1


def test_hostile_text_steers_no_terminal(call: Call) -> None:
    hostile = pair("\x1b[31m[bold] It rose by 47\u202e metres.", "x", "\x1b]0;x\x07")
    result = call("prefer", "--rows", "-", text=rows(hostile))
    assert result.exit_code == 0
    assert not {"\x1b", "\u202e", "\x07"} & set(result.stdout)


def test_the_committed_schema_is_that_of_the_record() -> None:
    committed = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    assert committed == json.loads(schema_text()), "renew with: python -m harness.results.preferences"
    Draft202012Validator.check_schema(committed)


def test_words_that_differ_are_found_together() -> None:
    a, b = "The Oder rose by  4 feet.", "The river Oder rose by 3 metres."
    of_a, of_b = differing_words(a, b)
    assert [a[start:end] for start, end in of_a] == ["4 feet."]
    assert [b[start:end] for start, end in of_b] == ["river", "3 metres."]


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_what_is_left_of_both_texts_without_the_words_that_differ_is_the_same(a: str, b: str) -> None:
    def rest(text: str, spans: list[tuple[int, int]]) -> list[str]:
        for start, end in reversed(spans):
            text = f"{text[:start]} {text[end:]}"
        return text.split()

    of_a, of_b = differing_words(a, b)
    assert rest(a, of_a) == rest(b, of_b)
    assert differing_words(a, a) == ([], [])
