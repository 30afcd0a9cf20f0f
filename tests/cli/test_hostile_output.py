"""Nothing that a model or an article says steers a terminal, a spreadsheet, a page, a document, or a CI's log."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hostile_texts import HOSTILE
from lxml import etree
from small_project import ROOT

from harness.results.clean import code_span
from harness.results.disk import replace_lone_surrogates

Call = Callable[..., Result]

FORMULA = re.compile(r"\s*[=+@\-\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
COMMAND = re.compile(r"^\s*::|##\[|##\w+\[", re.MULTILINE)
JOINERS = "\u200c\u200d"
LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\r]")


@pytest.fixture(params=list(HOSTILE), ids=[name.replace(" ", "-") for name in HOSTILE])
def text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


def poison(text: str, folder: Path) -> None:
    """Put a text wherever a model, an article or a plug-in's reason may stand in a run."""
    for path in (folder / "articles").glob("*.json"):
        article = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**article, "text": text, "title": text[:500]}), encoding="utf-8")
    rewrite(folder / "answers.jsonl", lambda row: row["answer"].update(text=text + "."))
    rewrite(folder / "scores.jsonl", lambda row: poison_score(text, row))


def rewrite(path: Path, change: Callable[[Any], None]) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        change(row)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def poison_score(text: str, row: dict[str, Any]) -> None:
    short, span = text[:2000], [0, len(text)]
    evidence = [{"article": "flood", "start": 0, "end": len(text)}]
    row["reason"] = short
    for fact in row["facts"]:
        found = {"verdict": "contradicted", "summary_span": span, "evidence": evidence}
        fact.update(found, reason=short, expected=short, found=short)
    if row["facts"]:
        claim = {"type": "name", "verdict": "unsupported", "severity": "hard", "evidence": evidence, "reason": short}
        row["claims"] = [{**claim, "span": span, "check": short}]
        row["consistent"] = False


@pytest.fixture
def run(call: Call, project: Path, text: str) -> Path:
    """A run whose texts are all hostile."""
    line = json.dumps({"sample": "flood/flood", "summary": "About 2,000 people left, NATO said."})
    (project / "saved.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert call("eval", "flood", "--backend", "saved/saved.jsonl").exit_code == 0
    (folder,) = (project / "results").glob("2*")
    poison(text, folder)
    return folder


def is_harmless(printed: str) -> bool:
    """Whether lines hold no sign that steers a terminal, and no CI's command."""
    odd = {char for char in printed if not char.isprintable() and not char.isspace()} - set(JOINERS)
    return not odd and not LINE_ENDS.search(printed) and not COMMAND.search(printed)


@pytest.mark.usefixtures("run")
def test_the_terminal_and_a_log(call: Call) -> None:
    for arguments in (
        ("results", "show", "latest", "--sample", "flood"),
        ("results", "show", "latest", "--fail-if", "rouge1 < 2"),
        ("results", "show", "latest", "--format", "md"),
        ("results", "sql", "SELECT text, reason FROM answers JOIN scores USING (id)", "latest"),
        ("results", "sql", "SELECT text, reason FROM answers JOIN scores USING (id)", "latest", "--format", "md"),
    ):
        result = call(*arguments)
        assert result.exit_code in {0, 1}, result.output[:1000]
        assert is_harmless(result.stdout)
        assert is_harmless(result.stderr)


def exported(call: Call, name: str, form: str) -> str:
    result = call("results", "export", "latest", "--of", name, "-o", "-", "--format", form)
    assert result.exit_code == 0, result.output[:1000]
    return result.stdout


TABLES = ("scores", "facts", "claims", "answers")


@pytest.mark.usefixtures("run")
def test_spreadsheets(call: Call) -> None:
    csv.field_size_limit(10_000_000)
    for name in TABLES:
        head, *rows = csv.reader(io.StringIO(exported(call, name, "csv"), newline=""))
        assert rows
        for row in rows:
            assert len(row) == len(head)
            assert all(not FORMULA.match(cell) or NUMBER.fullmatch(cell) for cell in row)
            assert all(char.isprintable() or char in "\n\u200c\u200d" for cell in row for char in cell)


@pytest.mark.usefixtures("run")
def test_markdown(call: Call) -> None:
    for name in TABLES:
        head, rule, *rows = exported(call, name, "markdown").split("\n")[:-1]
        assert rows
        for row in rows:
            assert row.isprintable() or "\u200c" in row or "\u200d" in row
            cells = re.split(r"(?<!\\)\|", row)
            assert len(cells) == head.count("|") + 1 == rule.count("|") + 1
            for cell in cells[1:-1]:
                assert re.fullmatch(r" (|-?[\d.e-]+|true|false|(`+)(?!`).*(?<!`)\2) ", cell), cell[:200]


def test_a_code_span_ends_where_it_should(text: str) -> None:
    shown = code_span(text)
    fence = re.match("`+", shown)
    assert fence
    inner = shown[len(fence[0]) : -len(fence[0])]
    assert all(len(found) != len(fence[0]) for found in re.findall("`+", inner))


@pytest.mark.usefixtures("run")
def test_latex(call: Call) -> None:
    for name in TABLES:
        shown = exported(call, name, "latex")
        assert shown.isascii() or is_harmless(shown)
        known = r"\\(begin\{longtable\}\{[lr]+\}|end\{longtable\}|hline|endhead|\\|text[a-z]+\{\}|[{}$&#%_])"
        rest = re.sub(known, "", shown)
        assert "\\" not in rest
        assert not set("$#%_^~<>|\"`'") & set(rest.replace("{-}", ""))
        assert shown.count("\\end{longtable}") == 1
        assert all(line.count("&") - line.count("\\&") in {0, 12, 17, 14, 15, 16} for line in shown.splitlines())


def test_json_lines_hold_the_very_text(call: Call, run: Path, text: str) -> None:
    (line,) = exported(call, "answers", "jsonl").splitlines()
    assert line.isascii()
    assert json.loads(line)["text"] == replace_lone_surrogates(text + ".").strip()
    assert run.is_dir()


@pytest.mark.usefixtures("run")
def test_junit(call: Call, project: Path) -> None:
    assert call("results", "show", "latest", "--junit", "x.xml", "--fail-if", "rouge1 < 2").exit_code == 1
    data = (project / "x.xml").read_bytes()
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    etree.XMLSchema(etree.parse(str(ROOT / "tests" / "data" / "junit.xsd"))).assertValid(root)
    (failure,) = root.findall("testsuite[2]/testcase/failure")
    assert {one.tag for one in root.iter()} == {"testsuites", "testsuite", "testcase", "failure"}
    assert is_harmless(failure.text)
    assert is_harmless(failure.get("message"))
    assert not COMMAND.search(data.decode("utf-8"))
    assert len(data) < 100_000, "quotes are cut"


def test_there_are_thirty_and_more() -> None:
    assert len(HOSTILE) >= 30
    assert max(map(len, HOSTILE.values())) >= 1_000_000
