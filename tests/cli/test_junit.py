"""JUnit XML: it fits its XSD, counts rightly, and quotes the sentence and the evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result
from lxml import etree
from small_project import ROOT

Call = Callable[..., Result]

GOOD = "About 1,200 people left their homes."
BAD = "It was hot. About 2,000 people left, Dr. Who said. NATO came."


def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(ROOT / "tests" / "data" / "junit.xsd")))


def read(path: Path) -> ET.Element:
    text = path.read_bytes()
    schema().assertValid(etree.fromstring(text))
    return ET.fromstring(text)


def saved(project: Path, **texts: str) -> list[str]:
    """Return the options that ask backends which answer with these texts."""
    found = []
    for name, text in texts.items():
        line = json.dumps({"sample": "flood/flood", "summary": text})
        (project / f"{name}.jsonl").write_text(f"{line}\n", encoding="utf-8")
        found += ["--backend", f"saved/{name}.jsonl"]
    return found


def test_cases_are_summaries_and_gates(call: Call, project: Path) -> None:
    backends = saved(project, good=GOOD, bad=BAD, empty=" ")
    result = call("eval", "flood", *backends, "--junit", "out.xml", "--fail-if", "no_answer > 0")
    assert result.exit_code == 1, result.output
    root = read(project / "out.xml")
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "2",
        "errors": "1",
        "skipped": "0",
    }
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["gates", "saved/good.jsonl", "saved/bad.jsonl", "saved/empty.jsonl"]
    assert [len(case) for case in suites["gates"]] == [0, 0, 1]
    assert len(suites["saved/good.jsonl"][0]) == 0
    (error,) = suites["saved/empty.jsonl"][0]
    assert (error.tag, error.get("message")) == ("error", "the answer is empty")
    (case,) = suites["saved/bad.jsonl"]
    assert (case.get("classname"), case.get("name")) == ("saved/bad.jsonl.flood", "flood/flood")
    (failure,) = case
    assert failure.get("message") == "not consistent: fact left: It is contradicted. (and 1 more)"
    assert (failure.text or "").splitlines() == [
        "fact left: It is contradicted.",
        '  summary: "About 2,000 people left, Dr. Who said."',
        '  article flood: "About 1,200 people left their homes"',
        "unsupported name: NATO is in no article.",
        '  summary: "NATO came."',
    ]


def test_an_error_and_an_unscored_summary(call: Call, project: Path) -> None:
    call("eval", "flood", "--backend", "command/exit 1", "--junit", "a.xml")
    (error,) = read(project / "a.xml")[0][0]
    assert error.tag == "error"
    assert (error.get("message") or "").startswith("error: ")
    assert call("eval", "flood", *saved(project, good=GOOD), "--out", "other").exit_code == 0
    (scores,) = (project / "other").glob("*/scores.jsonl")
    rows = [json.loads(line) for line in scores.read_text(encoding="utf-8").splitlines()]
    unscored: dict[str, object] = {
        "outcome": "unscored",
        "reason": "Knows no Frisian.",
        "values": {},
        "consistent": None,
    }
    lines = [json.dumps({**row, **unscored, "facts": [], "disputes": [], "claims": []}) for row in rows]
    scores.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert call("results", "show", "latest", "--results", "other", "--junit", "b.xml").exit_code == 0
    (skipped,) = read(project / "b.xml")[0][0]
    assert skipped.tag == "skipped"
    assert (skipped.get("message") or "") == "unscored: Knows no Frisian."


def test_comparing_lists_the_facts_that_were_lost(call: Call, project: Path) -> None:
    backends = saved(project, good=GOOD, bad=BAD)
    assert call("eval", "flood", *backends).exit_code == 0
    sides = ("compare", "latest:saved/good.jsonl", "latest:saved/bad.jsonl")
    result = call(*sides, "--junit", "c.xml")
    assert result.exit_code == 0, result.output
    (suite,) = read(project / "c.xml")
    assert [case[0].get("message") for case in suite] == ["lost: supported by A, contradicted by B"]
    assert call("compare", *reversed(sides[1:]), "--junit", "d.xml").exit_code == 0
    (suite,) = read(project / "d.xml")
    assert [len(case) for case in suite] == [0]


def test_a_place_that_cannot_be_written_is_told_before_anybody_is_asked(call: Call, project: Path) -> None:
    result = call("eval", "flood", *saved(project, good=GOOD), "--junit", "no/such/folder.xml")
    assert result.exit_code == 2
    assert "there is no such folder" in result.stderr
    assert not (project / "results").exists()


@pytest.mark.parametrize(
    "text",
    [
        '<testsuites tests="1" failures="0" errors="0" skipped="0" time="0" name="x"><testcase/></testsuites>',
        '<testsuites tests="1"/>',
    ],
)
def test_the_schema_refuses_what_is_no_such_file(text: str) -> None:
    assert not schema().validate(etree.fromstring(text))
