"""`harness score`: one summary or a stream of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from harness.results.rows import schema_text

Call = Callable[..., Result]
Lines = Callable[..., list[Any]]

FLOOD = ("score", "--task", "flood")
STREAM = (*FLOOD, "--summaries", "-", "--format", "jsonl")


def rows(*summaries: object) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in summaries)


def test_one_summary_is_shown_with_its_verdicts(call: Call, project: Path) -> None:
    (project / "summary.txt").write_text("Some 2,000 left.\n", "utf-8")
    result = call(*FLOOD, "--summary", "summary.txt", "--scorer", "told")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        "flood/flood · summary.txt\n"
        "\n"
        "  Some [!2,000] left.\n"
        "\n"
        "Not consistent: 1 contradicted fact (3 words, limit 50).\n"
        "\n"
        "Contradicted: 1 of 1 fact\n"
        "! left  It is contradicted.\n"
        '    summary "2,000"\n'
        '    article "About 1,200 people left their homes"\n'
        "\n"
        "Disputes: where the articles differ\n"
        "· dead: omitted  Not touched.\n"
        "\n"
        "Figures\n"
        "told    facts 0.00, odd -\n"
        "        told|v:1|words:50\n"
    )


def test_one_summary_is_read_from_stdin(call: Call) -> None:
    result = call(*FLOOD, "--summary", "-", text="About 1,200 people left, NATO said.")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("flood/flood\n\n  About [+1,200] people left, [?NATO] said.\n")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfA 1,200\r\n", b"A 1,200\n", b"A 1,200\r"])
def test_a_file_is_read_without_its_mark_and_with_plain_line_ends(lines: Lines, data: bytes) -> None:
    (row,) = lines(*FLOOD, "--summary", "-", "--format", "jsonl", text=data)
    assert row["facts"][0]["summary_span"] == [2, 7]


def test_a_file_that_is_no_utf8_is_refused_at_the_byte(call: Call, project: Path) -> None:
    (project / "summary.txt").write_bytes(b"caf\xe9")
    result = call(*FLOOD, "--summary", "summary.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "summary.txt:1:4: byte 0xe9 is not UTF-8. Save the file as UTF-8. [F104]\n"


def test_an_empty_summary_is_no_answer(lines: Lines, call: Call) -> None:
    (row,) = lines(*FLOOD, "--summary", "-", "--format", "jsonl", text=" \u200b\n")
    assert row["consistent"] is None
    assert {score["outcome"] for score in row["scores"].values()} == {"no answer"}
    assert row["facts"] == row["claims"] == row["disputes"] == []
    assert "No answer: the summary is empty." in call(*FLOOD, "--summary", "-", text="").stdout


def test_a_stream_gives_a_row_a_summary_in_order(lines: Lines) -> None:
    given = rows(
        {"id": "a", "summary": "About 1,200 left.", "model": "ignored"},
        {"id": 2, "summary": "2,000"},
        {"id": "c", "summary": ""},
        {"id": " d ", "summary": "\ud83d\ude00\u202e 1,200", "sample": None},
    )
    found = lines(*STREAM, text=given)
    assert [row["id"] for row in found] == ["a", 2, "c", " d "]
    assert [row["consistent"] for row in found] == [True, False, None, True]
    assert found[0]["scores"]["rouge"]["outcome"] == "score"
    assert found[3]["facts"][0]["summary_span"] == [3, 8], "an emoji is one code point"
    for row in found:
        Draft202012Validator(json.loads(schema_text())).validate(row)


def test_blank_lines_and_a_mark_at_the_start_are_passed_over(lines: Lines) -> None:
    text = b"\xef\xbb\xbf" + b'{"id": 1, "summary": "x"}\r\n\n  \n{"id": 2, "summary": "y"}'
    assert [row["id"] for row in lines(*STREAM, text=text)] == [1, 2]


def test_half_a_surrogate_pair_is_replaced(lines: Lines) -> None:
    (row,) = lines(*STREAM, text='{"id": "\\ud800", "summary": "\\udc00 1,200"}\n')
    assert row["id"] == "\ufffd"
    assert row["facts"][0]["summary_span"] == [2, 7]


def test_json_is_one_list(call: Call) -> None:
    given = rows({"id": 1, "summary": "x"}, {"id": 2, "summary": "y"})
    result = call(*FLOOD, "--summaries", "-", "--format", "json", text=given)
    assert [row["id"] for row in json.loads(result.stdout)] == [1, 2]
    assert json.loads(call(*FLOOD, "--summaries", "-", "--format", "json", text="").stdout) == []


def test_a_table_shows_one_summary_after_the_other_with_its_id(call: Call) -> None:
    given = rows({"id": "one", "summary": "1,200"}, {"id": "two", "summary": "2,000"})
    result = call(*FLOOD, "--summaries", "-", text=given)
    assert "flood/flood · one\n" in result.stdout
    assert "\n\nflood/flood · two\n" in result.stdout


def test_a_row_names_its_sample_where_the_task_has_several(lines: Lines) -> None:
    given = rows(
        {"id": 1, "summary": "x", "sample": "two/bridges"},
        {"id": 2, "summary": "x", "sample": "flood"},
        {"id": 3, "summary": "x"},
    )
    found = lines("score", "--task", "two", "--sample", "bridges", "--summaries", "-", "--format", "jsonl", text=given)
    assert [row["sample"] for row in found] == ["two/bridges", "two/flood", "two/bridges"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "stdin:2:2: this is not JSON: "),
        ("[1]", "stdin:2: this is no JSON object."),
        ('{"summary": "x"}', "stdin:2: the field 'id' is missing."),
        ('{"id": 1}', "stdin:2: the field 'summary' is missing."),
        ('{"id": true, "summary": "x"}', "stdin:2: 'id' wants text or a whole number, found true."),
        ('{"id": 1, "summary": null}', "stdin:2: 'summary' wants text, found null. Write text in quotation marks."),
        ('{"id": 1, "summary": "x", "sample": 3}', "stdin:2: 'sample' wants text, found 3."),
        ('{"id": 1, "summary": "x", "sample": "flod"}', "stdin:2: there is no sample 'flod'. Did you mean 'flood'?"),
        ("[" * 100_000, "stdin:2: this JSON cannot be read."),
        ("x" * 1_000_001, "stdin:2: the line is over 1,000,000 bytes."),
    ],
)
def test_a_faulty_row_ends_the_command_after_the_rows_before_it(call: Call, line: str, told: str) -> None:
    text = f"{rows({'id': 'before', 'summary': 'x'})}{line}\n{rows({'id': 'after', 'summary': 'x'})}"
    result = call(*STREAM, text=text)
    assert result.exit_code == 2
    assert told in result.stderr
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["before"]


def test_all_faults_of_a_row_are_told(call: Call) -> None:
    result = call(*STREAM, text='{"id": [], "sample": 1}\n')
    assert len(result.stderr.splitlines()) == 3


def test_a_row_without_a_sample_is_refused_where_the_task_has_several(call: Call) -> None:
    result = call("score", "--task", "two", "--summaries", "-", text=rows({"id": 1, "summary": "x"}))
    assert result.exit_code == 2
    assert result.stderr == (
        "stdin:1: the task has 2 samples; which one the summary is of is not said. "
        "Name the sample: two/flood, two/bridges.\n"
    )


def test_hostile_text_steers_no_terminal(call: Call) -> None:
    result = call(*FLOOD, "--summary", "-", text="\x1b[31m [bold]2,000\u202e\x07 NATO\n")
    assert result.exit_code == 0
    assert not {"\x1b", "\u202e", "\x07"} & set(result.stdout)
    assert "[?\\x1b[31m] [bold][!2,000]\\u202e\\x07 [?NATO]" in result.stdout


def test_the_report_behind_an_article_can_be_used_instead(call: Call, project: Path) -> None:
    (project / "originals").mkdir()
    result = call(*FLOOD, "--summary", "-", "--originals", "originals", text="Rain.")
    assert result.exit_code == 0, "no article of the task names one"
    assert call(*FLOOD, "--summary", "-", "--originals", "nowhere", text="Rain.").exit_code == 2
