"""`harness fit`, and grading with the head that it makes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from small_project import child_environment

from harness.errors import SeenDocumentError
from harness.metaeval.labelled.load import load_labelled
from harness.scorers.fitted import fitted_scorer, refuse_seen
from harness.scorers.head import group_sha256, load_head

Call = Callable[..., Result]
Lines = Callable[..., list[Any]]

TOWNS = ("Veldmoor", "Harrow", "Lindau", "Osterby", "Kessel", "Marden")
NEW = "The river at Tolling rose by 40 metres on Monday, and the mayor closed two bridges."


def document(number: int) -> str:
    return f"The river at {TOWNS[number]} rose by {number + 3} metres on Monday. The mayor closed two bridges."


def labelled(number: int) -> list[dict[str, object]]:
    told = {1: f"The river rose by {number + 3} metres.", 0: f"The river rose by {number + 871} metres."}
    return [
        {"id": f"{number}-{label}", "document": document(number), "summary": summary, "label": label}
        for label, summary in told.items()
    ]


def write(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def data(project: Path) -> Path:
    return write(project / "labelled.jsonl", [row for number in range(6) for row in labelled(number)])


def pairs(*rows: tuple[str, str]) -> str:
    return "".join(
        f"{json.dumps({'id': number, 'document': text, 'summary': summary})}\n"
        for number, (text, summary) in enumerate(rows, 1)
    )


def test_a_head_is_fitted_written_and_graded_with(call: Call, lines: Lines, data: Path, project: Path) -> None:
    result = call("fit", data.name, "-o", "head.json")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Fitted on 12 rows of 6 documents: 6 consistent, 6 inconsistent.\n")
    assert result.stdout.endswith("Written: head.json\n")
    text = (project / "head.json").read_text("utf-8")
    assert text.isascii()
    assert len(text.splitlines()) > 20, "a person can read it"
    given = pairs((NEW, "The river rose by 40 metres."), (NEW, "The river rose by 77 metres."), (NEW, ""))
    right, wrong, empty = lines("score", "--pairs", "-", "--head", "head.json", "--format", "jsonl", text=given)
    assert 1 > right["score"] > wrong["score"] > 0
    assert right["violations"] == []
    assert wrong["violations"]
    assert right["reason"].startswith("probability of being consistent ")
    assert empty["score"] is None


def test_two_summaries_are_ranked_with_a_head_but_none_of_what_it_was_fitted_on(
    call: Call, lines: Lines, data: Path, project: Path
) -> None:
    assert call("fit", data.name, "-o", "head.json").exit_code == 0
    summaries = {"a": "The river rose by 77 metres.", "b": "The river rose by 40 metres."}
    given = [{"id": number, "document": text, **summaries} for number, text in enumerate((NEW, document(1)), 1)]
    (row,) = lines("prefer", "--rows", "-", "--head", "head.json", "--format", "jsonl", text=json.dumps(given[0]))
    (scored,) = lines(
        "score", "--pairs", "-", "--head", "head.json", "--format", "jsonl", text=pairs((NEW, summaries["b"]))
    )
    assert (row["preferred"], row["score_b"]) == ("b", scored["score"])
    result = call("prefer", "--rows", "-", "--head", "head.json", text="\n".join(map(json.dumps, given)))
    assert result.exit_code == 2
    assert result.stderr.startswith("stdin:2: the head was fitted on the document. Grade other documents")
    for name, text in (("old.txt", document(1)), ("a.txt", summaries["a"]), ("b.txt", "")):
        (project / name).write_text(text, "utf-8")
    result = call("prefer", "--document", "old.txt", "a.txt", "b.txt", "--head", "head.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("old.txt: the head was fitted on the document. Grade other documents")


def test_the_same_data_give_the_same_bytes(call: Call, data: Path, project: Path) -> None:
    turned = write(project / "turned.jsonl", [json.loads(line) for line in reversed(data.read_text().splitlines())])
    for name, out in ((data.name, "a.json"), (data.name, "b.json"), (turned.name, "c.json")):
        assert call("fit", name, "-o", out).exit_code == 0
    assert len({(project / out).read_bytes() for out in ("a.json", "b.json", "c.json")}) == 1


def test_a_document_that_the_head_was_fitted_on_ends_the_command_after_the_rows_before_it(
    call: Call, data: Path
) -> None:
    assert call("fit", data.name, "-o", "head.json").exit_code == 0
    given = pairs((NEW, "It rose."), (f"{document(2)}\n", "It rose."), (NEW, "It rose."))
    result = call("score", "--pairs", "-", "--head", "head.json", "--format", "jsonl", text=given)
    assert result.exit_code == 2
    assert result.stderr == (
        "stdin:2: the head was fitted on the document. Grade other documents, or fit a head without these.\n"
    )
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1]


def test_a_group_that_the_head_was_fitted_on_ends_the_commands_too(call: Call, project: Path) -> None:
    rows = [{**row, "group": f"town {number}"} for number in range(6) for row in labelled(number)]
    write(project / "grouped.jsonl", [*rows, {"id": "x", "document": document(0), "summary": "It rose.", "label": 1}])
    assert call("fit", "grouped.jsonl", "-o", "head.json").exit_code == 0
    head = load_head(project / "head.json")
    assert head.groups == tuple(sorted(group_sha256(f"town {number}") for number in range(6)))
    new = {"id": 1, "document": NEW, "summary": "It rose.", "label": 1}
    given = "".join(f"{json.dumps({**new, 'id': name, 'group': name})}\n" for name in ("town 7", "town 0"))
    result = call("score", "--pairs", "-", "--head", "head.json", "--format", "jsonl", text=given)
    assert result.exit_code == 2
    assert result.stderr.startswith("stdin:2: the head was fitted on rows of the group 'town 0'. Grade other")
    assert len(result.stdout.splitlines()) == 1
    write(project / "other.jsonl", [{**new, "group": "town 3"}])
    result = call("metaeval", "other.jsonl", "--head", "head.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "was fitted on rows of 1 of the groups to be graded, such as 'town 3'." in result.stderr


def test_rows_that_name_no_group_leave_none_in_the_head(call: Call, data: Path, project: Path) -> None:
    assert call("fit", data.name, "-o", "head.json").exit_code == 0
    assert load_head(project / "head.json").groups == ()


@pytest.mark.parametrize("group", [7, " 7 "])
def test_a_group_may_be_a_whole_number_and_anything_else_is_none(call: Call, project: Path, group: object) -> None:
    rows = [{**row, "group": number} for number in range(2, 8) for row in labelled(number % 6)]
    write(project / "grouped.jsonl", [{**row, "id": number} for number, row in enumerate(rows)])
    assert call("fit", "grouped.jsonl", "-o", "head.json").exit_code == 0
    new = {"id": 1, "document": NEW, "summary": "It rose."}
    score = ("score", "--pairs", "-", "--head", "head.json")
    assert call(*score, text=json.dumps({**new, "group": group})).exit_code == 2
    others: list[object] = [True, 7.0, ["7"], {}, None, " "]
    for other in others:
        assert call(*score, text=json.dumps({**new, "group": other})).exit_code == 0


def test_an_evaluation_on_what_it_was_fitted_on_is_refused_with_how_many(call: Call, data: Path, project: Path) -> None:
    assert call("fit", data.name, "-o", "head.json").exit_code == 0
    scorer = fitted_scorer(project / "head.json")
    documents = [row.documents for row in load_labelled([data])]
    with pytest.raises(SeenDocumentError, match="was fitted on 6 of the 7 documents"):
        refuse_seen([scorer], [(texts, None) for texts in (*documents, (NEW,))])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--head", "nowhere.json"), "nowhere.json: cannot be read: "),
        (("--head", "labelled.jsonl"), "labelled.jsonl:2:1: this is not JSON: "),
        (("--head", "nowhere.json", "--scorer", "rouge"), "several scorers are named."),
    ],
)
@pytest.mark.usefixtures("data")
def test_a_head_that_cannot_be_used_is_refused(call: Call, arguments: tuple[str, ...], told: str) -> None:
    result = call("score", "--pairs", "-", *arguments, text="")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(told)


def test_a_head_is_for_pairs_alone(call: Call) -> None:
    result = call("score", "--task", "flood", "--summary", "-", "--head", "head.json", text="Rain.")
    assert result.exit_code == 2
    assert "--task does not go with --head." in result.stderr


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "few.jsonl: the file is empty."),
        ([row for number in range(5) for row in labelled(number)], "10 rows of 5 documents can be used."),
        ([labelled(number)[0] for number in range(6)], "rows that are inconsistent (label 0) in 2 documents or more"),
        (
            [{**row, "label": None, "grade": 3} for number in range(6) for row in labelled(number)],
            "0 rows of 0 documents can be used. Left out: 12 rows without a label. Label more.\n",
        ),
        ([{"id": 1, "document": "x"}], "few.jsonl:1: the field 'summary' is missing."),
    ],
)
def test_too_little_and_faulty_data_are_refused_and_nothing_is_written(
    call: Call, project: Path, rows: list[object], told: str
) -> None:
    write(project / "few.jsonl", rows)
    result = call("fit", "few.jsonl", "-o", "head.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert not (project / "head.json").exists()


def test_a_folder_that_is_not_there_is_told_before_the_work(call: Call, data: Path) -> None:
    result = call("fit", data.name, "-o", "nowhere/head.json")
    assert result.exit_code == 2
    assert result.stderr == "nowhere: there is no such folder. Make it, or name another file.\n"


def test_the_program_fits_and_grades_as_a_process(data: Path, project: Path) -> None:
    def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "harness", *arguments],
            input=text,
            capture_output=True,
            cwd=project,
            env=child_environment(project / "site"),
            encoding="utf-8",
            check=False,
        )

    done = run("fit", data.name, "-o", "höhe.json")
    assert done.returncode == 0, done.stderr
    assert "Written: höhe.json\n" in done.stdout
    graded = run("score", "--pairs", "-", "--head", "höhe.json", text=pairs((NEW, "It rose by 40 metres.")))
    assert graded.returncode == 0, graded.stderr
    assert "fitted|v:1|head:" in graded.stdout
    refused = run("score", "--pairs", "-", "--head", "höhe.json", text=pairs((document(0), "It rose.")))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif("HARNESS_BENCHMARKS" not in os.environ, reason="HARNESS_BENCHMARKS names no folder of data")
@pytest.mark.parametrize("name", ["summedits-news", "summedits-ectsum", "bump-task1"])
def test_benchmark_data_are_fitted_on(call: Call, project: Path, name: str) -> None:
    path = Path(os.environ["HARNESS_BENCHMARKS"]) / f"{name}.jsonl"
    assert call("fit", str(path), "-o", "head.json").exit_code == 0
    head = load_head(project / "head.json")
    rows = load_labelled([path])
    found = head.cross_validation
    assert found.rows == found.consistent + found.inconsistent <= len(rows)
    assert found.documents == len({row.group for row in rows})
    assert 0.4 < found.auc < 1
    with pytest.raises(SeenDocumentError):
        refuse_seen([fitted_scorer(project / "head.json")], [(rows[0].documents, None)])
