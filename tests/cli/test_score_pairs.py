"""`harness score --pairs`: bare documents and summaries, as they come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from harness.results.pairs import schema_text

Call = Callable[..., Result]
Lines = Callable[..., list[Any]]

STREAM = ("score", "--pairs", "-", "--format", "jsonl")
DOCUMENT = "The river Oder rose by 3 metres on Monday. The mayor of Lebus closed two bridges, and 1,200 people left."
FAITHFUL = "The Oder rose by 3 metres on Monday."
WRONG = "The Oder rose by 47 metres on Monday."


def rows(*pairs: object) -> str:
    return "".join(f"{json.dumps(pair)}\n" for pair in pairs)


def pair(summary: str, given: object = 1, **more: object) -> dict[str, object]:
    return {"id": given, "document": DOCUMENT, "summary": summary, **more}


def test_each_pair_gives_a_row_in_order_without_a_task(lines: Lines) -> None:
    given = rows(pair(WRONG, "wrong", label=0, extra=[1]), pair(FAITHFUL, 2), pair("", " c "), pair(FAITHFUL, 2))
    found = lines(*STREAM, text=given)
    assert [row["id"] for row in found] == ["wrong", 2, " c ", 2]
    wrong, faithful, empty, again = found
    assert faithful == again
    assert 0 <= wrong["score"] < faithful["score"] <= 1
    (violation,) = wrong["violations"]
    assert WRONG[slice(*violation["span"])].startswith("47")
    assert violation in wrong["claims"]
    assert faithful["violations"] == []
    assert (empty["score"], empty["reason"]) == (None, "the summary is empty")
    for row in found:
        Draft202012Validator(json.loads(schema_text())).validate(row)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (pair("\u200b \n"), "the summary is empty"),
        (pair("Der Fluss ist am Montag um drei Meter gestiegen, sagte der Bürgermeister der Stadt."), "language"),
        (pair("The Oder rose. " * 5000), "no summary"),
        (pair(FAITHFUL, document=" \n"), "the document is empty"),
    ],
)
def test_what_cannot_be_graded_has_no_score_but_a_reason(lines: Lines, given: object, reason: str) -> None:
    (row,) = lines(*STREAM, text=rows(given))
    assert row["score"] is None
    assert reason in row["reason"]


def test_several_documents_are_numbered(lines: Lines) -> None:
    texts = ["Trains stood still for a day.", DOCUMENT]
    (row,) = lines(*STREAM, text=rows({"id": 1, "documents": texts, "summary": FAITHFUL}))
    assert row["score"] > 0
    assert {place["article"] for claim in row["claims"] for place in claim["evidence"]} <= {"1", "2"}


def test_a_field_that_is_null_is_as_good_as_absent(lines: Lines) -> None:
    one, many = {"id": 1, "document": DOCUMENT}, {"id": 1, "documents": [DOCUMENT]}
    given = [one, {**one, "documents": None}, many, {**many, "document": None}]
    found = lines(*STREAM, text=rows(*({**row, "summary": WRONG} for row in given)))
    assert len(found) == 4
    assert all(row == found[0] for row in found)


def test_what_is_not_read_may_hold_anything(lines: Lines) -> None:
    more = f'"number": -{"9" * 5000}, "more": [{"9" * 5000}, NaN, null, {{"x": true}}], "group": {"9" * 5000}'
    text = f'{{"id": 1, "document": "{DOCUMENT}", "summary": "{WRONG}", {more}}}\n'
    assert lines(*STREAM, text=text) == lines(*STREAM, text=rows(pair(WRONG)))


def test_spans_count_code_points_of_the_texts_as_given(lines: Lines) -> None:
    document, summary = f"\ufeff\U0001f600\r\n{DOCUMENT}", f"\U0001f600 \r\n {WRONG}"
    (row,) = lines(*STREAM, text=rows({"id": 1, "document": document, "summary": summary}))
    (violation,) = row["violations"]
    assert summary[slice(*violation["span"])].startswith("47")


def test_halves_of_surrogate_pairs_are_replaced_one_for_one(lines: Lines) -> None:
    text = f'{{"id": "\\ud800", "document": "\\udfff {DOCUMENT}", "summary": "\\ud800 {WRONG}"}}\n'
    (row,) = lines(*STREAM, text=text)
    assert row["id"] == "\ufffd"
    (violation,) = row["violations"]
    assert f"? {WRONG}"[slice(*violation["span"])].startswith("47")


def test_a_mark_at_the_start_blank_lines_and_windows_line_ends_are_passed_over(lines: Lines) -> None:
    text = b"\xef\xbb\xbf" + rows(pair(FAITHFUL, 1), pair(WRONG, 2)).replace("\n", "\r\n\r\n").encode()
    assert [row["id"] for row in lines(*STREAM, text=text)] == [1, 2]


def test_no_input_is_no_output(call: Call) -> None:
    for form, printed in (("jsonl", ""), ("json", "[]\n"), ("table", "")):
        result = call("score", "--pairs", "-", "--format", form, text="")
        assert (result.exit_code, result.stdout) == (0, printed)


def test_a_document_of_a_megabyte_is_read(lines: Lines) -> None:
    document = f"{DOCUMENT} é" * (1_000_000 // len(DOCUMENT))
    (row,) = lines(*STREAM, "--scorer", "rouge", text=rows({"id": 1, "document": document, "summary": FAITHFUL}))
    assert row["score"] > 0


def test_a_table_shows_each_summary_with_its_marks_and_reasons(call: Call) -> None:
    result = call("score", "--pairs", "-", text=rows(pair(WRONG, "one"), pair(FAITHFUL, "two")))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("one\n\n  The Oder rose by [")
    assert "\n\ntwo\n\n  The Oder rose by 3 metres on Monday.\n\nNo violation found (8 words).\n" in result.stdout
    assert "grounding|v:" in result.stdout


def test_json_is_one_list_of_the_same_rows(call: Call, lines: Lines) -> None:
    given = rows(pair(WRONG, 1), pair(FAITHFUL, 2))
    result = call("score", "--pairs", "-", "--format", "json", text=given)
    assert json.loads(result.stdout) == lines(*STREAM, text=given)


def test_another_scorer_ranks_by_its_own_figure(lines: Lines) -> None:
    (row,) = lines(*STREAM, "--scorer", "rouge", text=rows(pair(DOCUMENT)))
    assert (row["score"], row["groundedness"], row["claims"]) == (1.0, None, [])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--scorer", "facts"), "the scorer 'facts' needs gold, and a document with a summary has none."),
        (("--scorer", "nothing"), "there is no scorer 'nothing'."),
        (("--scorer", "rouge", "--scorer", "shape"), "several scorers are named."),
        (("--task", "flood"), "--pairs does not go with --task."),
        (("--sample", "s", "--summary", "-"), "--pairs does not go with --sample or --summary."),
        (("--summaries", "-"), "--pairs does not go with --summaries."),
        (("--originals", "."), "--pairs does not go with --originals."),
    ],
)
def test_what_does_not_fit_is_refused_before_a_row_is_read(call: Call, options: tuple[str, ...], told: str) -> None:
    result = call(*STREAM, *options, text="no row at all")
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_without_pairs_a_task_is_needed(call: Call) -> None:
    result = call("score", "--summary", "-", text="Rain.")
    assert result.exit_code == 2
    assert "Missing option '--task'." in result.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "pairs.jsonl:2:2: this is not JSON: "),
        ("[1]", "pairs.jsonl:2: this is no JSON object. Write one object a line."),
        ('{"document": "x", "summary": "y"}', "pairs.jsonl:2: the field 'id' is missing."),
        ('{"id": 1, "document": "x"}', "pairs.jsonl:2: the field 'summary' is missing."),
        (
            '{"id": 1, "summary": "x"}',
            "pairs.jsonl:2: the field 'document' is missing. Add it; the fields here: id, summary.",
        ),
        ('{"id": 1, "summary": "x", "document": null}', "pairs.jsonl:2: 'document' wants text, found null. Write text"),
        (
            '{"id": 1, "summary": "x", "document": "y", "documents": ["z"]}',
            "pairs.jsonl:2: both 'document' and 'documents' are given.",
        ),
        (
            '{"id": 1, "summary": "x", "documents": "y"}',
            "pairs.jsonl:2: 'documents' wants a list of texts, found 'y'.",
        ),
        ('{"id": 1, "summary": "x", "documents": []}', "pairs.jsonl:2: 'documents' is empty."),
        (
            '{"id": 1, "summary": "x", "documents": ["y", 3]}',
            "pairs.jsonl:2: 'documents' wants a list of texts, found 3 in it.",
        ),
        (
            '{"id": 1, "summary": "x", "documents": ["y", null]}',
            "pairs.jsonl:2: 'documents' wants a list of texts, found null in it.",
        ),
        ('{"id": 1, "summary": "x", "documents": null}', "pairs.jsonl:2: the field 'document' is missing."),
        (
            f'{{"id": {"9" * 5000}, "summary": "x", "document": "y"}}',
            "pairs.jsonl:2: 'id' wants text or a whole number, ",
        ),
        ('{"id": 1, "summary": "\\u0000", "document": "y', "pairs.jsonl:2:"),
        ("[" * 100_000, "pairs.jsonl:2: this JSON cannot be read. Put fewer lists and objects within"),
    ],
)
def test_a_faulty_row_ends_the_command_after_the_rows_before_it(
    call: Call, project: Path, line: str, told: str
) -> None:
    (project / "pairs.jsonl").write_text(f"{rows(pair(FAITHFUL, 'before'))}{line}\n{rows(pair(FAITHFUL))}", "utf-8")
    result = call("score", "--pairs", "pairs.jsonl", "--format", "jsonl")
    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["before"]


def test_hostile_text_steers_no_terminal(call: Call) -> None:
    result = call(
        "score", "--pairs", "-", text=rows(pair("\x1b[31m[bold] It rose by 47\u202e metres.", "\x1b]0;x\x07"))
    )
    assert result.exit_code == 0
    assert not {"\x1b", "\u202e", "\x07"} & set(result.stdout)
