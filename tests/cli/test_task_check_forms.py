"""`harness task check` with --fix, --format and --watch."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from harness.cli import checking
from harness.cli.app import app
from harness.errors import Problem
from harness.metaeval.check import Checked
from harness.metaeval.codes import explanations
from harness.metaeval.findings import Finding
from harness.metaeval.reports import report

FLOOD = Path(__file__).resolve().parents[1] / "data" / "flood"
Call = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FLOOD, tmp_path / "flood")
    monkeypatch.chdir(tmp_path / "flood")
    return tmp_path / "flood"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["task", "check", *arguments], prog_name="harness")


def replace(path: Path, old: str, new: str) -> None:
    data = path.read_bytes()
    assert data.count(old.encode()) == 1, old
    path.write_bytes(data.replace(old.encode(), new.encode()))


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# Mending


def test_what_is_mended_is_told_and_nothing_else_is_changed(root: Path) -> None:
    replace(root / "seeds/flood.md", "by three metres on Monday", "by three metres on the Monday")
    replace(root / "seeds/flood.md", "inferred: true", "inferred: yes")
    replace(root / "tasks/river.yaml", "version: 1", "version: 01  ")
    replace(root / "tasks/river.yaml", "One river, three metres.", "River #3 of them")
    replace(root / "tasks/both.yaml", "[flood, dyke]", "[dyke, flood]  # as printed")
    replace(root / "gold/flood.yaml", "names:", "names:   # who is named")
    before = contents(root)

    done = check("--fix")

    assert (
        done.stdout.splitlines()
        == [
            "tasks/river.yaml:2: mended: blanks at the end of the line",
            "seeds/flood.md:5: mended: yes is true [V108]",
            "tasks/river.yaml:2: mended: 01 is 1 [V109]",
            "tasks/river.yaml:3: mended: the text is in quotes [Y104]",
            "gold/flood.yaml:16: mended: the quote is now 'The Oder rose by three metres on the Monday' [G301]",
            "tasks/both.yaml:3: mended: the articles are in the order of their gold [T109]",
            "3 gold files: 0 problems, 0 warnings.",
        ]
        or sorted(done.stdout.splitlines()) == []
    )
    after = contents(root)
    assert set(after) == set(before)
    assert after["tasks/river.yaml"].decode().splitlines()[1:3] == ["version: 1", 'description: "River #3 of them"']
    assert b"articles: [flood, dyke]  # as printed\n" in after["tasks/both.yaml"]
    assert after["gold/flood.yaml"] == before["gold/flood.yaml"].replace(
        b"evidence: The Oder rose by three metres on Monday", b"evidence: The Oder rose by three metres on the Monday"
    )


def test_mending_twice_changes_nothing_more(root: Path) -> None:
    replace(
        root / "gold/flood.yaml",
        "The dyke at Lebus did not break\n- id: frost",
        "The dyke at Lebus had not broke  \n- id: frost",
    )
    replace(root / "tasks/river.yaml", "version: 1", "version: 007")
    check("--fix")
    once = contents(root)

    assert "mended" not in check("--fix").output
    assert contents(root) == once


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three metres on Monday", "four metres on Monday"),
        ("three metres on Monday", "almost three metres on Monday"),
        ("rose by three metres on", "fell by three metres on"),
        ("metres on Monday", "metres on Sunday"),
        ("The Oder rose by three metres on Monday, the flood agency said.", "Rain fell for a day."),
    ],
)
def test_a_quote_is_left_where_the_fact_may_have_changed(root: Path, old: str, new: str) -> None:
    replace(root / "seeds/flood.md", old, new)
    before = contents(root)

    done = check("--fix")

    assert (done.exit_code, "mended" in done.output) == (2, False)
    assert "[G301]" in done.stderr
    assert contents(root) == before


def test_a_denial_that_came_or_went_is_not_mended(root: Path) -> None:
    replace(root / "seeds/flood.md", "The dyke at Lebus did not break.", "The dyke at Lebus did break.")
    assert "mended" not in check("--fix").output


def test_line_ends_and_a_byte_order_mark_stay(root: Path) -> None:
    path = root / "tasks" / "river.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"version: 1", b"version: 01").replace(b"\n", b"\r\n"))

    assert check("--fix").exit_code == 0

    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbftask: river\r\nversion: 1\r\n")
    assert text.count(b"\n") == text.count(b"\r\n") == 8


# Reports


def test_json_tells_code_level_place_and_mend_with_faults_of_loading_too(root: Path) -> None:
    replace(root / "gold/dyke.yaml", "value: 4", "value: 40")
    replace(root / "tasks/river.yaml", "version: 1", "version: one")
    done = check("--quick", "--format", "json")
    data = json.loads(done.stdout)
    assert done.exit_code == 2
    assert (data["version"], data["files"], data["problems"], data["warnings"]) == (1, 2, 3, 0)
    assert [(f["code"], f["file"], f["line"], f["column"], f["fact"]) for f in data["findings"]] == [
        ("G401", "gold/dyke.yaml", 7, 14, "rose"),
        ("G402", "gold/dyke.yaml", 9, 13, "rose"),
        ("V109", "tasks/river.yaml", 2, 10, None),
    ]


EVIL = Finding(
    Problem("a,b:c%\n.yaml", 3, 7, "50% of\r\n::error::x\x1b[31m\u202e", "Do, this: now.", "G301"), "problem"
)


def test_an_annotation_has_everything_escaped_that_could_end_it() -> None:
    text = report(Checked((EVIL,), 1), "github")
    assert text == (
        "::error file=a%2Cb%3Ac%25 .yaml,line=3,col=7,title=G301::50%25 of ::error::x\\x1b[31m\\u202e Do, this: now.\n"
    )


def test_sarif_has_a_rule_for_each_result(root: Path) -> None:
    replace(root / "gold/dyke.yaml", "value: 4", "value: 40")
    run = json.loads(check("--quick", "--format", "sarif").stdout)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(explanations())
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error"
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "gold/dyke.yaml"
        assert place["region"]["startLine"] > 0
    assert len({result["partialFingerprints"]["harness/v1"] for result in run["results"]}) == len(run["results"])


def test_sarif_encodes_names_of_files_and_leaves_out_a_place_that_there_is_not() -> None:
    odd = Finding(Problem("gold/ä b#.yaml", 0, 0, "no.", code="F102"), "problem")
    (result,) = json.loads(report(Checked((odd,), 1), "sarif"))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "gold/%C3%A4%20b%23.yaml"}}
    assert unquote(place["artifactLocation"]["uri"]) == "gold/ä b#.yaml"


def test_warnings_are_warnings_in_every_form(root: Path) -> None:
    replace(root / "gold/flood.yaml", "names:", "names:\n  gazette: {name: the Oder Gazette}")
    assert check("--format", "github").stdout.startswith("::warning file=gold/flood.yaml,line=4,")
    assert json.loads(check("--format", "sarif").stdout)["runs"][0]["results"][0]["level"] == "warning"
    assert (check("--format", "json").exit_code, check("--format", "json", "--strict").exit_code) == (0, 1)


def test_quick_leaves_out_the_trial_alone(root: Path) -> None:
    replace(root / "gold/flood.yaml", "accepts: The Oder has risen by three metres.", "accepts: The weather was fine.")
    replace(root / "gold/dyke.yaml", "value: 4", "value: 40")
    assert "[G504]" in check().stdout
    assert "[G504]" not in check("--quick").stdout
    assert "[G401]" in check("--quick").stdout


# Watching


class EndOfTestError(Exception):
    pass


def test_watch_checks_again_when_a_file_changes_and_only_then(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: replace(root / "gold/dyke.yaml", "value: 4", "value: 40"),
        (root / "gold/dyke.yaml").unlink,
        lambda: None,
        lambda: shutil.copy(FLOOD / "gold/dyke.yaml", root / "gold/dyke.yaml"),
    ]

    def wait(seconds: float) -> None:
        assert seconds >= 0.2
        told.append(capsys.readouterr().out)
        if not changes:
            raise EndOfTestError
        changes.pop(0)()

    with pytest.raises(EndOfTestError):
        checking.watch([], is_fixed=False, is_tried=False, wait=wait)

    assert [text.splitlines()[-1].split(": ")[-1] if text else "" for text in told] == [
        "0 problems, 0 warnings.",
        "",
        "2 problems, 0 warnings.",
        told[3].splitlines()[-1].split(": ")[-1],
        "",
        "0 problems, 0 warnings.",
    ]
    assert "there is no gold 'dyke' (gold/dyke.yaml)." in told[3]
    assert "[G211]" in told[3]


@pytest.mark.usefixtures("root")
def test_watch_goes_with_text_only() -> None:
    done = check("--watch", "--format", "json")
    assert (done.exit_code, "--watch goes with --format text." in done.stderr) == (2, True)
