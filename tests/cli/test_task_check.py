"""`harness task check`: a line for each finding in broken copies of a small project, and the exit codes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cli.app import app

FERRY = Path(__file__).resolve().parents[1] / "data" / "ferry"
Check = Callable[..., Result]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Changes texts of the gold files of a copy of the ferry project, and checks it."""
    root = tmp_path / "ferry"
    shutil.copytree(FERRY, root)
    monkeypatch.chdir(root)

    def _check(*arguments: str, **changes: tuple[str, str]) -> Result:
        for name, (old, new) in changes.items():
            path = root / "gold" / f"{name.replace('_', '-').partition('--')[0]}.yaml"
            text = path.read_text("utf-8")
            assert text.count(old) == 1, old
            path.write_text(text.replace(old, new), "utf-8")
        return CliRunner().invoke(app, ["task", "check", *arguments], prog_name="harness")

    return _check


def problems(done: Result) -> list[str]:
    """Return the problems without their file and their advice: `line: what`."""
    lines = [line for line in done.stdout.splitlines() if ": problem: " in line]
    return [re.sub(r"^gold/[\w-]+\.yaml:(\d+): problem: (.*?[^.]\.)(?: .*)?$", r"\1: \2", line) for line in lines]


def test_a_project_without_problems_ends_with_0_and_with_1_where_warnings_count_too(check: Check) -> None:
    done = check()
    assert (problems(done), done.exit_code) == ([], 0)
    assert done.stdout.splitlines()[-1].startswith("3 gold files: 0 problems, ")
    assert check("--strict").exit_code == 1


def test_findings_are_lines_sorted_by_place_with_a_way_to_mend(check: Check) -> None:
    lines = check("ferry-morning").stdout.splitlines()
    assert lines[0] == (
        "gold/ferry-morning.yaml:10: warning: the name 'mayor' is used by no fact. "
        "Remove it, unless summaries may use it. [G503]"
    )
    accepts = (
        "gold/ferry-morning.yaml:13: warning: aboard: a key fact with no 'accepts' and no 'rejects'. "
        "Write three sentences that state it in other words, and one or more that do not. [G501]"
    )
    assert accepts in lines
    places = [(line.split(":")[0], int(line.split(":")[1])) for line in lines[:-1]]
    assert places == sorted(places)


def test_a_count_that_its_sentences_do_not_give_is_a_problem(check: Check) -> None:
    done = check(ferry_morning=("value: 12, bound: at least", "value: 14, bound: at least"))
    assert done.exit_code == 1
    assert problems(done) == [
        "20: injured: the value 14 is not in the statement.",
        "22: injured: the value 14 is not in the evidence.",
    ]


def test_a_date_that_its_sentences_do_not_give_is_a_problem(check: Check) -> None:
    done = check(
        ferry_morning=("when: 1998/..", "when: 1988"),
        ferry_morning__2=("lasting: 2 hours", "lasting: 2 days"),
    )
    assert problems(done) == [
        "34: in-service: the time 1988 is not in the statement.",
        "36: in-service: the time 1988 is not in the evidence.",
        "50: rescue-time: the time 2 days is not in the statement.",
        "52: rescue-time: the time 2 days is not in the evidence.",
    ]


def test_a_source_that_is_spelt_nowhere_is_a_problem(check: Check) -> None:
    done = check(ferry_morning=("says: {who: coastguard,", "says: {who: mayor,"))
    assert problems(done) == ["30: toll-source: no spelling of 'mayor' stands in the statement or the evidence."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("polarity: negative, ", "", "the polarity is positive, and the statement denies."),
        (
            "The operator has not commented.",
            "The operator has commented.",
            "the polarity is negative, and the statement denies",
        ),
        ("[[comment, statement, respond]]", "[[comment, not comment]]", "the term 'not comment' holds the denial"),
        (
            "[[comment, statement, respond]]",
            "[[comment], [zebra]]",
            "no word of the terms [zebra] stands in the evidence's",
        ),
    ],
)
def test_polarity_and_terms_have_to_agree_with_the_sentences(check: Check, old: str, new: str, said: str) -> None:
    (problem,) = problems(check(ferry_morning=(old, new)))
    assert problem.startswith("4")
    assert f": no-comment: {said}" in problem


def test_one_spelling_belongs_to_one_name(check: Check) -> None:
    done = check(ferry_morning=("also: [Holst, the mayor]", "also: [Holst, The Captain]"))
    assert problems(done) == ["10: 'the captain' is a spelling of 'captain' too."]


def test_a_dispute_has_to_differ_and_an_agreeing_group_may_not(check: Check) -> None:
    done = check(
        ferry_evening=("value: 5", "value: 3"),
        ferry_evening__2=("statement: Five people", "statement: Three of five people"),
    )
    assert (
        "gold/ferry.yaml:4: problem: died: its members all have one value, and its relation is 'conflict'."
        in done.stdout
    )
    done = check(ferry_evening=("value: 3", "value: 5"), ferry=("  relation: conflict\n", ""))
    assert (
        "gold/ferry.yaml:4: problem: died: agrees, but the values of 'ferry-morning/died' and 'ferry-evening/died' "
        "exclude each other. Write 'relation: conflict', or mend a value."
    ) in done.stdout


def test_sentences_are_not_accepted_and_rejected_and_no_two_facts_say_the_same(check: Check) -> None:
    tests = "  accepts: [They died.]\n  rejects: [They died., Three passengers died.]\n- id: toll-source\n"
    done = check(
        ferry_morning=("- id: toll-source\n", tests),
        ferry_morning__2=(
            "statement: Rescue boats took 180 passengers to the town.",
            "statement: About 240 people were on board.",
        ),
    )
    said = "\n".join(problems(done))
    assert "died: 'They died.' is accepted and rejected." in said
    assert "died: its own statement is rejected." in said
    assert "rescued: has the same statement as 'aboard'." in said


def test_the_self_test_tells_of_each_fact_in_one_line_what_is_read_otherwise(check: Check) -> None:
    tests = "  accepts: [The weather was fine.]\n  rejects: [Three passengers died there.]\n- id: toll-source\n"
    done = check(ferry_morning=("- id: toll-source\n", tests))
    (line,) = (line for line in done.stdout.splitlines() if ": warning: died: 1 of 1" in line)
    assert line.startswith(
        "gold/ferry-morning.yaml:23: warning: died: "
        "1 of 1 'accepts' are not read as stating it: 'The weather was fine.'; "
        "1 of 1 'rejects' are read as stating it: 'Three passengers died there.'"
    )


def test_the_words_that_would_help_are_told(check: Check) -> None:
    old = "  evidence: a steering fault may have caused the accident\n"
    done = check(ferry_morning=(old, f"{old}  accepts: [The steering gear possibly failed.]\n"))
    (line,) = (line for line in done.stdout.splitlines() if ": warning: fault: 1 of 1 'accepts'" in line)
    assert "No word of [steering fault, steering failure] stands in it; it has:" in line
    assert "gear" in line.rpartition("it has:")[2]


def test_examples_of_disputes_and_references_are_tried(check: Check) -> None:
    old = "  members: [ferry-morning/died, ferry-evening/died]\n"
    example = "  examples:\n  - {text: The weather was fine., verdict: fair}\n"
    done = check(
        ferry=(old, old + example),
        ferry_morning=(
            "says a steering fault may be behind it; the operator has not",
            "says 900 passengers died; the operator has not",
        ),
    )
    assert (
        "gold/ferry.yaml:9: warning: died: an example is read as omitted, not fair: 'The weather was fine.'."
        in done.stdout
    )
    assert "warning: the reference 'long' is not consistent." in done.stdout


def test_what_cannot_be_loaded_ends_with_2_and_all_faults(check: Check) -> None:
    done = check(ferry_morning=("value: 180", "value: many, unti: x"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "unknown key 'unti'" in done.stderr


def test_names_files_and_folders_are_checked(check: Check) -> None:
    by_name = check("ferry-morning")
    assert by_name.stdout == check("tasks/ferry-morning.yaml").stdout
    assert by_name.stdout.splitlines()[-1].startswith("1 gold file: ")
    assert check("tasks").stdout == check().stdout
    assert check("nowhere").exit_code == 2
