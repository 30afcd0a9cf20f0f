"""`harness task export-gold` and `import-gold`: sheets of people, and every fault at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotations import FIRST, make_annotations
from click.testing import CliRunner, Result
from writing import write_project

from harness.cli.app import app
from harness.exchange.to_sheet import read_gold_files

HEAD = "id,importance,statement,kind,value,bound,unit,did,who,facts,evidence\n"
SHEET = (
    HEAD
    + "sank,key,The quay has sunk by 40 centimetres.,count,40,,centimetres,sink,the quay,,has sunk by 40 centimetres\n"
    + ",,About 30 boats were moved.,,30,about,boats,move | shift,,,About 30 boats were moved\n"
    + 'said,,The master says so.,says,,,,,the harbour master,about-30-boats-were,"the harbour\nmaster said"\n'
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_annotations(tmp_path)


def task(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["task", *arguments], prog_name="harness")


def put(root: Path, text: str, name: str = "quay.csv") -> str:
    write_project(root, {name: text})
    return name


def files_of(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def test_gold_goes_to_a_sheet_and_comes_back(root: Path) -> None:
    assert task("export-gold", "gold/quay.yaml", "--out", "quay.csv").exit_code == 0
    done = task("import-gold", "quay.csv", "--out", "back")
    assert (done.stdout, done.exit_code) == ("wrote back/quay.yaml\n", 0)
    assert read_gold_files([root / "back/quay.yaml"]) == read_gold_files([root / "gold/quay.yaml"])


def test_a_sheet_of_the_most_needed_is_enough(root: Path) -> None:
    done = task("import-gold", put(root, SHEET), "--out", "back")
    assert done.exit_code == 0, done.stderr
    assert task("agree", "back/quay.yaml", "gold/quay.yaml").exit_code == 0
    (file,) = read_gold_files([root / "back/quay.yaml"]).values()
    assert [fact.id for fact in file.facts] == ["sank", "about-30-boats-were", "said"]
    assert [fact.kind for fact in file.facts] == ["count", "count", "attribution"]
    assert file.facts[1].count is not None
    assert file.facts[1].count.did == ("move", "shift")
    assert {key: entry.name for key, entry in file.names.items()} == {"harbour-master": "the harbour master"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",40,", ",forty,", "quay.csv:2:53: 'value': 'forty' is no amount."),
        (
            "by 40 centimetres\n",
            "by 50 centimetres\n",
            "quay.csv:2:84: the quote 'has sunk by 50 centimetres' stands now",
        ),
        (
            "count,40",
            "number,40",
            "quay.csv:2:47: 'number' is no kind of fact. Write one of count, date, says, states.",
        ),
        ("sank,key", "sank,main", "quay.csv:2:6: 'importance': 'main' is not one of 'key', 'supporting' or 'detail'."),
        (",centimetres,", ",,", "quay.csv:2:1: the key 'unit' is missing. Add 'unit: people'."),
        ("sank,key", "said,key", "quay.csv:4:1: the id 'said' stands twice (first in line 2). Give each its own."),
        ("about-30-boats-were,", "boats,", "quay.csv:4:55: 'boats' is no fact of this file."),
        ("id,imp", "name,imp", "quay.csv:2:1: a count has no 'name'. Empty the cell."),
        (
            "id,importance",
            "id,importence",
            "quay.csv:1:4: the column 'importence' is not known. Did you mean 'importance'?",
        ),
        (HEAD, HEAD.replace("did", "certainty"), "quay.csv:2:69: 'certainty': 'sink' is not one of"),
        (SHEET, HEAD, "quay.csv:1:1: there is no row below the columns' names."),
    ],
)
def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_written(root: Path, old: str, new: str, said: str) -> None:
    name = put(root, SHEET.replace(old, new))
    before = files_of(root)
    done = task("import-gold", name, "--out", "back")
    assert done.exit_code == 2
    assert [line for line in done.stderr.splitlines() if line.startswith(said)], done.stderr
    assert files_of(root) == before


def test_every_fault_is_told_in_one_go(root: Path) -> None:
    name = put(root, SHEET.replace(",40,", ",forty,").replace("boats were moved\n", "boats went\n").replace("key", "x"))
    assert len(task("import-gold", name).stderr.splitlines()) == 3


@pytest.mark.parametrize(
    ("cell", "said"),
    [("../../evil", "'../../evil' is no name of a gold file"), ("a b", "'a b' is no name"), ("=x", "'=x' is no name")],
)
def test_names_of_files_cannot_lead_elsewhere(root: Path, cell: str, said: str) -> None:
    text = f"gold,row,article,kind,statement,did,evidence\n{cell},file,quay\n{cell},,,states,Sank.,sink,has sunk\n"
    before = {*files_of(root), "quay.csv"}
    done = task("import-gold", put(root, text))
    assert done.exit_code == 2
    assert said in done.stderr
    assert files_of(root) == before


def test_nothing_is_overwritten(root: Path) -> None:
    done = task("import-gold", put(root, SHEET))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "gold/quay.yaml: is there already; nothing is overwritten." in done.stderr
    assert (root / "gold/quay.yaml").read_text("utf-8") == FIRST


def test_one_file_of_several_that_is_there_keeps_all_from_being_written(root: Path) -> None:
    other = SHEET.replace(HEAD, f"gold,row,article,{HEAD}")
    rows = [f"{name},,,{row}" for name in ("new", "quay") for row in SHEET.partition("\n")[2].split("\n")[:1]]
    text = other.partition("\n")[0] + "\nnew,file,quay\nquay,file,quay\n" + "\n".join(rows) + "\n"
    before = {*files_of(root), "quay.csv"}
    done = task("import-gold", put(root, text))
    assert "is there already" in done.stderr
    assert files_of(root) == before


def test_an_article_that_is_missing_is_named(root: Path) -> None:
    done = task("import-gold", put(root, SHEET), "--gold", "pier", "--out", "back")
    assert done.exit_code == 2
    assert "quay.csv:2:1: there is no article 'pier' (seeds/pier.md)." in done.stderr


def test_formulas_are_defused_and_come_back(root: Path) -> None:
    evil = FIRST.replace("statement: Nobody was hurt.", 'statement: "=HYPERLINK(\\"http://x\\")"')
    write_project(root, {"gold/quay.yaml": evil})
    text = task("export-gold", "gold/quay.yaml").stdout
    assert '"\'=HYPERLINK(""http://x"")"' in text
    assert task("import-gold", put(root, text), "--out", "back").exit_code == 0
    (file,) = read_gold_files([root / "back/quay.yaml"]).values()
    assert file.facts[3].statement == '=HYPERLINK("http://x")'


def test_outside_a_project_nothing_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = task("import-gold", put(tmp_path, SHEET))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "this is no project" in done.stderr
