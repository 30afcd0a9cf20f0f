"""`harness task merge`: what both have is kept once, what they have not stands side by side, and all of it loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotations import FILES, make_annotations
from click.testing import CliRunner, Result
from writing import changed, write_project

from harness.cli.app import app
from harness.exchange.annotation import load_annotation
from harness.exchange.merge import merge
from harness.exchange.to_sheet import read_gold_files
from harness.gold.models import Fact, GoldFile

ROOT = Path(__file__).resolve().parents[2]
ONE, OTHER = "gold/quay.yaml", "gold/second/quay.yaml"
HAS_DRAFTS = "draft" in Fact.model_fields


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_annotations(tmp_path)


def join(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["task", "merge", *arguments, "--out", "both.yaml"], prog_name="harness")


def joined(root: Path) -> GoldFile:
    (file,) = read_gold_files([root / "both.yaml"]).values()
    return file


def test_agreed_facts_stand_once_and_the_others_side_by_side(root: Path) -> None:
    done = join(ONE, OTHER)
    assert done.exit_code == 0, done.stderr
    # 'moved' differs, so the source of it in the first rests on what is undecided.
    agreed, undecided = (1, 5) if HAS_DRAFTS else (2, 4)
    assert done.stdout == f"wrote both.yaml: {agreed} fact{'s' * (agreed > 1)} agreed, {undecided} to decide\n"
    assert [fact.id for fact in joined(root).facts] == [
        "sank", "moved", "boats", "moved-source", "unhurt", "boats-when"
    ]  # fmt: skip
    text = (root / "both.yaml").read_text("utf-8")
    for comment in (
        "# differs from 'boats': bound about, importance supporting in gold/quay.yaml:12; keep one\n- id: moved\n",
        "# differs from 'moved': bound exact, importance key in gold/second/quay.yaml:11; keep one\n- id: boats\n",
        "# only in gold/quay.yaml:20\n- id: unhurt\n",
        "# only in gold/second/quay.yaml:20\n- id: boats-when\n",
    ):
        assert comment in text


def test_what_the_second_speaks_of_follows_to_the_first(root: Path) -> None:
    assert join(ONE, OTHER).exit_code == 0
    facts = {fact.id: fact for fact in joined(root).facts}
    assert facts["boats-when"].date is not None
    assert facts["boats-when"].date.of == "moved"
    assert set(joined(root).names) == {"master", "town"}  # 'harbour' is the harbour master, too


def test_accepts_and_rejects_of_agreed_facts_are_those_of_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quote = "  evidence: The old quay in Sandel has sunk by 40 centimetres\n"
    files = changed(FILES, ONE, quote, f"{quote}  accepts: [It sank., It fell.]\n")
    quote = "  evidence: has sunk by 40 centimetres\n"
    files = changed(files, OTHER, quote, f"{quote}  accepts: [It fell., It went down.]\n  rejects: [It rose.]\n")
    monkeypatch.chdir(write_project(tmp_path, files))
    assert join(ONE, OTHER).exit_code == 0
    sank = joined(tmp_path).facts[0]
    assert (sank.accepts, sank.rejects) == (("It sank.", "It fell.", "It went down."), ("It rose.",))


def test_one_key_for_two_names_and_one_id_for_two_facts_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = changed(
        FILES, OTHER, "harbour: {name: the harbour master, kind: person}", "town: {name: the harbour master}"
    )
    files = changed(files, OTHER, "{who: harbour, ", "{who: town, ")
    files = changed(files, OTHER, "id: boats-when", "id: unhurt")
    monkeypatch.chdir(write_project(tmp_path, files))
    assert join(ONE, OTHER).exit_code == 0
    file = joined(tmp_path)
    assert [fact.id for fact in file.facts if fact.id.startswith("unhurt")] == ["unhurt", "unhurt-2"]
    assert {key: entry.name for key, entry in file.names.items()} == {
        "master": "the harbour master",
        "town": "the town",
    }


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "gold" / "second").glob("*.yaml")))
def test_an_annotation_joined_with_itself_is_itself_and_with_another_all_of_both(name: str, tmp_path: Path) -> None:
    first = load_annotation(ROOT / "gold" / name)
    alone = merge(first, first)
    (tmp_path / name).write_text(alone.text, "utf-8")
    assert read_gold_files([tmp_path / name]) == read_gold_files([ROOT / "gold" / name])
    assert alone.undecided == 0
    second = load_annotation(ROOT / "gold" / "second" / name)
    both = merge(first, second)
    (tmp_path / name).write_text(both.text, "utf-8")
    (file,) = read_gold_files([tmp_path / name]).values()
    statements = {fact.statement for fact in file.facts}
    assert {fact.statement for fact in read_gold_files([ROOT / "gold" / name])[first.gold.name].facts} <= statements
    assert len(file.facts) == both.agreed + both.undecided
    assert [fact.id for fact in file.facts] == list(dict.fromkeys(fact.id for fact in file.facts))


@pytest.mark.skipif(not HAS_DRAFTS, reason="gold has no drafts yet")
def test_what_is_undecided_counts_nowhere(root: Path) -> None:
    assert join(ONE, OTHER).exit_code == 0
    assert [fact.id for fact in load_annotation(root / "both.yaml").gold.facts] == ["sank"]


def test_nothing_is_overwritten(root: Path) -> None:
    write_project(root, {"both.yaml": "mine"})
    done = join(ONE, OTHER)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "both.yaml: is there already; nothing is overwritten. Name another file.\n"
    assert (root / "both.yaml").read_text("utf-8") == "mine"


def test_texts_cannot_break_out_of_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = '"late\\nfacts: []\\e[31m"'
    files = changed(FILES, ONE, "unit: centimetres, who", f"unit: {evil}, who")
    monkeypatch.chdir(write_project(tmp_path, files))
    assert join(ONE, OTHER).exit_code == 0
    text = (tmp_path / "both.yaml").read_text("utf-8")
    assert "\x1b" not in text
    assert len(joined(tmp_path).facts) >= 4
