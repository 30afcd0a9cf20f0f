"""`harness eval` and `harness results show`, on the small project and extractive backends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from harness.results.rows import schema_text

Call = Callable[..., Result]

LEAD = ("--backend", "extractive/lead-1")


def run_folder(project: Path, results: str = "results") -> Path:
    (folder,) = (project / results).iterdir()
    return folder


def test_a_run_prints_the_table_and_leaves_its_folder(call: Call, project: Path) -> None:
    result = call("eval", "flood", *LEAD, "--backend", "extractive/oracle-1")
    assert result.exit_code == 0, result.stderr
    folder = run_folder(project)
    head, oracle = result.stdout.splitlines()[2:4]
    assert head.split()[:2] == ["extractive/lead-1", "1/1"]
    assert oracle.split()[:2] == ["extractive/oracle-1*", "1/1"]
    assert "* An upper bound: it was shown the reference summaries.\n" in result.stdout
    assert "1 article on 1 event is one cluster: no interval can be given.\n" in result.stdout
    assert result.stdout.endswith(f"Reasons: harness results show {folder.name} --sample flood\n")
    assert f"Results: {Path('results') / folder.name}\n" in result.stderr


def test_without_arguments_the_projects_tasks_meet_the_default_backends(call: Call) -> None:
    result = call("eval", "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["backend"].split("/")[1] for row in rows] == ["lead-3", "random-3", "textrank-3", "lexrank-3"]
    assert {row["planned"] for row in rows} == {3}


def test_the_upper_bound_is_among_the_default_backends_where_every_sample_has_references(call: Call) -> None:
    rows = [json.loads(line) for line in call("eval", "flood", "--format", "jsonl").stdout.splitlines()]
    assert [row["backend"] for row in rows if row["upper_bound"]] == ["extractive/oracle-3"]


def test_the_last_line_of_the_table_is_a_command_that_works(call: Call, project: Path) -> None:
    for out in ("results", "elsewhere"):
        table = call("eval", "flood", *LEAD, "--out", out).stdout
        command = table.splitlines()[-1].removeprefix("Reasons: harness ").split()
        shown = call(*command)
        assert shown.exit_code == 0, shown.stderr
        assert shown.stdout.startswith("flood/flood · extractive/lead-1\n")
    assert run_folder(project, "elsewhere").is_dir()


def test_options_reach_the_run(call: Call, project: Path) -> None:
    result = call("eval", *LEAD, "--epochs", "2", "--limit", "1", "--seed", "7", "--max-connections", "1")
    assert result.exit_code == 0, result.stderr
    manifest = json.loads((run_folder(project) / "manifest.json").read_text("utf-8"))
    assert (manifest["epochs"], manifest["limit"], manifest["seed"], manifest["planned"]) == (2, 1, 7, 2)


def test_named_scorers_replace_those_of_the_task(call: Call, project: Path) -> None:
    result = call("eval", "flood", *LEAD, "--scorer", "rouge")
    assert result.exit_code == 0, result.stderr
    manifest = json.loads((run_folder(project) / "manifest.json").read_text("utf-8"))
    assert [scorer["name"] for scorer in manifest["tasks"][0]["scorers"]] == ["rouge"]


def test_figures_of_a_plugin_stand_in_the_table(call: Call) -> None:
    result = call("eval", "flood", *LEAD, "--scorer", "told")
    assert "told.facts" in result.stdout.splitlines()[1]
    assert "told|v:1|words:50" in result.stdout


def test_every_format_is_of_the_same_rows(call: Call) -> None:
    assert call("eval", *LEAD).exit_code == 0
    shown = {
        form: call("results", "show", "latest", "--format", form).stdout for form in ("json", "jsonl", "csv", "md")
    }
    rows = json.loads(shown["json"])["rows"]
    assert [json.loads(line) for line in shown["jsonl"].splitlines()] == rows
    assert [row["backend"] for row in csv.DictReader(io.StringIO(shown["csv"]))] == [row["backend"] for row in rows]
    assert "| `extractive/lead-1` |" in shown["md"]


def test_a_resumed_run_asks_only_for_what_is_missing(call: Call, project: Path) -> None:
    assert call("eval", "flood", *LEAD).exit_code == 0
    before = (run_folder(project) / "answers.jsonl").read_bytes()
    again = call("eval", "flood", *LEAD, "--resume", "latest")
    assert again.exit_code == 0, again.stderr
    assert (run_folder(project) / "answers.jsonl").read_bytes() == before


def test_a_run_with_empty_answers_ends_with_3_and_counts_them(call: Call, project: Path) -> None:
    answers = [{"sample": "two/flood", "summary": " "}, {"sample": "two/bridges", "summary": "Closed."}]
    text = "".join(f"{json.dumps(answer)}\n" for answer in answers)
    (project / "answers.jsonl").write_text(text, "utf-8")
    result = call("eval", "two", "--backend", "saved/answers.jsonl")
    assert result.exit_code == 3
    assert "Empty, refused or cut off: 1 of 2 answers, in no figure.\n" in result.stdout


def test_a_run_with_errors_ends_with_3_and_tells_each(call: Call, project: Path) -> None:
    (project / "answers.jsonl").write_text('{"sample": "bridges", "summary": "Closed."}', "utf-8")
    result = call("eval", "two", "--backend", "saved/answers.jsonl")
    assert result.exit_code == 3
    assert "Ended as errors: 1 of 2 requests, in no figure.\n" in result.stdout
    shown = " ".join(call("results", "show", "latest", "--sample", "two/flood").stdout.split())
    assert "No answer: error: saved/answers.jsonl: the file has no summary for sample 'two/flood'." in shown


def test_exported_prompts_come_back_as_saved_answers(call: Call, project: Path) -> None:
    assert call("task", "export", "--out", "prompts.jsonl").exit_code == 0
    rows = [json.loads(line) for line in (project / "prompts.jsonl").read_text("utf-8").splitlines()]
    answered = "".join(f"{json.dumps({**row, 'summary': 'About 1,200 people left.'})}\n" for row in rows)
    (project / "answers.jsonl").write_text(answered, "utf-8")
    result = call("eval", "--backend", "saved/answers.jsonl", "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["answered"] == 3


def test_the_verdicts_on_a_sample_are_shown_for_one_backend_or_all(call: Call) -> None:
    assert call("eval", "flood", *LEAD, "--backend", "extractive/lead-2").exit_code == 0
    both = call("results", "show", "latest", "--sample", "flood/flood").stdout
    assert both.count("flood/flood · extractive/lead-") == 2
    one = call("results", "show", "latest", "--sample", "flood", "--backend", "extractive/lead-2").stdout
    assert one.startswith("flood/flood · extractive/lead-2\n")
    assert "+ left  It is supported." in one
    assert 'article "About 1,200 people left their homes"' in one
    assert "lead-1" not in one


def test_with_epochs_each_summary_says_of_which_it_is(call: Call) -> None:
    assert call("eval", "flood", *LEAD, "--epochs", "2").exit_code == 0
    shown = call("results", "show", "latest", "--sample", "flood").stdout
    assert "flood/flood · extractive/lead-1, epoch 1\n" in shown
    assert "flood/flood · extractive/lead-1, epoch 2\n" in shown


def test_the_verdicts_on_a_sample_are_rows_of_the_contract(call: Call, project: Path) -> None:
    assert call("eval", "flood", *LEAD).exit_code == 0
    shown = call("results", "show", "latest", "--sample", "flood", "--format", "jsonl").stdout
    row = json.loads(shown)
    Draft202012Validator(json.loads(schema_text())).validate(row)
    answer = json.loads((run_folder(project) / "answers.jsonl").read_text("utf-8"))
    assert row["id"] == answer["id"]
    assert json.loads(call("results", "show", "latest", "--sample", "flood", "--format", "json").stdout) == [row]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--sample", "flod"), "the run has no sample 'flod'. Did you mean 'flood'?"),
        (("--sample", "flood", "--backend", "extractive/lead-9"), "Did you mean 'extractive/lead-1'?"),
    ],
)
def test_an_unknown_sample_or_backend_is_told_the_nearest(call: Call, arguments: tuple[str, ...], told: str) -> None:
    assert call("eval", "flood", *LEAD).exit_code == 0
    result = call("results", "show", "latest", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_the_last_part_of_an_id_must_mean_one_sample(call: Call) -> None:
    assert call("eval", *LEAD).exit_code == 0
    result = call("results", "show", "latest", "--sample", "flood")
    assert result.exit_code == 2
    assert "'flood' may be the sample flood/flood or two/flood. Write the full id." in result.stderr
    assert call("results", "show", "latest", "--sample", "bridges").exit_code == 0


def test_by_task_and_by_kind(call: Call) -> None:
    assert call("eval", *LEAD, "--by", "task").stdout.count("extractive/lead-1") == 2
    rows = [
        json.loads(line)
        for line in call("results", "show", "latest", "--by", "task", "--format", "jsonl").stdout.splitlines()
    ]
    assert [row["task"] for row in rows] == ["flood", "two"]
    assert call("results", "show", "latest", "--by", "kind", "--format", "jsonl").stdout == "", "told has no kinds"
    assert call("results", "show", "latest", "--by", "kind").exit_code == 0


def test_first_error_of_each_backend_is_told(call: Call) -> None:
    result = call("eval", "--backend", "command/echo no luck today >&2; exit 1")
    assert result.exit_code == 3
    assert "failed; the first:" in result.stderr
    assert "no luck today" in result.stderr
