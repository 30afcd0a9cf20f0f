"""`harness task agree`: the figures and disagreements of two annotations, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from annotations import FILES, FIRST, SECOND, make_annotations
from click.testing import CliRunner, Result
from writing import changed, write_project

from harness.cli.app import app
from harness.exchange.agreement import Agreement

ONE, OTHER = "gold/quay.yaml", "gold/second/quay.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_annotations(tmp_path)


def agree(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["task", "agree", *arguments], prog_name="harness")


def figures(*arguments: str) -> dict[str, dict[str, Any]]:
    kinds = json.loads(agree(*arguments, "--format", "json").stdout)["kinds"]
    return {kind["kind"]: kind for kind in kinds}


@pytest.mark.usefixtures("root")
def test_figures_are_those_worked_out_by_hand() -> None:
    by_kind = figures(ONE, OTHER)
    # Sentences: sank | moved, master | unhurt | repairs. Counts bear 1 and 2 in both; statements 3 in the first only.
    assert by_kind["count"] == {
        "kind": "count", "both": 2, "only_first": 0, "only_second": 0, "f1": 1.0, "sentences": 4,
        "sentence_kappa": 1.0, "sentence_alpha": 1.0,
        "same_values": 1,  # about 30, and 30
        "importance_kappa": 0.0, "importance_alpha": 0.0,  # key/key and supporting/key
    }  # fmt: skip
    assert (by_kind["attribution"]["both"], by_kind["attribution"]["same_values"]) == (1, 1)
    assert (by_kind["date"]["only_second"], by_kind["date"]["f1"]) == (1, 0.0)
    assert by_kind["statement"]["sentence_kappa"] == 0.0
    # 3 pairs, 1 alone on each side: 6 / 8. Sentences 1, 2, 3 of the first, 1, 2 of the second: p_o 3/4, p_e
    # (3 * 2 + 1 * 2) / 16 = 1/2. Alpha: n 8, five yes and three no, 6 of 8 in agreeing pairs: 1 - 7 * 2 / (64 - 34).
    assert by_kind["all"]["f1"] == 0.75
    assert by_kind["all"]["sentence_kappa"] == 0.5
    assert by_kind["all"]["sentence_alpha"] == pytest.approx(1 - 14 / 30)


@pytest.mark.usefixtures("root")
def test_disagreements_have_both_lines() -> None:
    done = agree(ONE, OTHER)
    assert done.exit_code == 0
    assert done.stdout.partition("\n\n")[2] == (
        "3 disagreements on quay\n"
        "differ (count): bound, importance\n"
        "  gold/quay.yaml:12: moved: bound about, importance supporting\n"
        "  gold/second/quay.yaml:11: boats: bound exact, importance key\n"
        "only first (statement)\n"
        "  gold/quay.yaml:20: unhurt: Nobody was hurt.\n"
        "only second (date)\n"
        "  gold/second/quay.yaml:20: boats-when: The boats were moved on Monday.\n"
    )


@pytest.mark.usefixtures("root")
def test_figures_that_cannot_be_told_are_neither_0_nor_nan() -> None:
    assert figures(ONE, OTHER)["date"]["importance_kappa"] is None
    table = agree(ONE, OTHER).stdout.partition("\n\n")[0].splitlines()
    assert table[3].split() == ["date", "0", "0", "1", "0.00", "0", "0.00", "0.00", "-"]
    assert table[-1].startswith("- cannot be told")


@pytest.mark.usefixtures("root")
def test_json_is_a_record_that_can_be_read_back() -> None:
    read = Agreement.model_validate_json(agree(ONE, OTHER, "--format", "json").stdout)
    assert [one.what for one in read.disagreements] == ["differ", "only first", "only second"]


def test_files_outside_any_project_are_of_the_article_of_the_folder_one_is_in(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name, text in (("a.yaml", FIRST), ("b.yaml", SECOND)):
        (elsewhere / name).write_text(text, "utf-8")
    done = agree(str(elsewhere / "a.yaml"), str(elsewhere / "b.yaml"), "--format", "json")
    assert json.loads(done.stdout)["kinds"] == list(figures(ONE, OTHER).values())
    assert root == Path.cwd()


def test_texts_cannot_steer_a_terminal_or_a_ci_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = changed(FILES, ONE, "Nobody was hurt.\n  states", '"Nobody \\e[31mwas\\n::error::hurt."\n  states')
    monkeypatch.chdir(write_project(tmp_path, evil))
    printed = agree(ONE, OTHER).stdout
    assert "\x1b" not in printed
    assert "\n::" not in printed
    assert "Nobody \\x1b[31mwas ::error::hurt." in printed


def test_words_without_letters_are_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = FILES
    for name, old in ((ONE, "Nobody was hurt.\n"), (OTHER, "The boats were moved on Monday.\n")):
        odd = changed(odd, name, f"statement: {old}", 'statement: "?!"\n')
    odd = changed(odd, OTHER, "date: {when: 2031-05-05, of: boats}", 'states: {did: "-"}')
    odd = changed(odd, ONE, "states: {did: hurt, polarity: negative, terms: [[hurt]]}", 'states: {did: "-"}')
    monkeypatch.chdir(write_project(tmp_path, odd))
    assert agree(ONE, OTHER).exit_code == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (OTHER, "article: quay", "article: pier", "second/quay.yaml:2:10: there is no article 'pier' (seeds/pier.md)"),
        (OTHER, "article: quay\n", "", "second/quay.yaml:1:1: names no article. Add 'article: NAME'."),
        (OTHER, "article: quay", "article: ../quay", "second/quay.yaml:2:10: '../quay' leads out"),
        (OTHER, "moved on Monday", "moved on Sunday", "second/quay.yaml:23:13: the quote 'moved on Sunday' stands"),
    ],
)
def test_what_is_wrong_is_one_line_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, said: str
) -> None:
    text = FILES[name]
    monkeypatch.chdir(write_project(tmp_path, {**FILES, name: text.replace(old, new)}))
    done = agree(ONE, OTHER)
    assert (done.stdout, done.exit_code) == ("", 2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_one_file_twice_and_two_articles_are_refused(root: Path) -> None:
    assert "both are the same file" in agree(ONE, f"./{ONE}").stderr
    other = {"seeds/pier.md": FILES["seeds/quay.md"].replace("quay", "pier")}
    write_project(root, {**other, "gold/pier.yaml": FIRST.replace("quay", "pier")})
    done = agree(ONE, "gold/pier.yaml")
    assert "gold/pier.yaml: is of the article 'pier', but gold/quay.yaml of 'quay'." in done.stderr
