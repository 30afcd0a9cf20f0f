"""Cards: which scores they hold for, where they are found, and what is said of a file that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.errors import ScorerError
from harness.scorers.cards import Card, find_cards, is_calibrated, read_card, version_of
from harness.scorers.cards.find import PACKAGED
from harness.scorers.registry import create_scorer
from harness.tasks.models import ScorerSpec
from harness.tasks.samples import sample_of

CARD = Card(scorer="told", signature="told|v:2|lang:en", harness="0", measured=())


@pytest.mark.parametrize(
    ("signature", "version"),
    [
        ("grounding|v:1|lang:en", "grounding|v:1"),
        ("nli|model:small|v:3", "nli|v:3"),
        ("nli|model:small", "nli|model:small"),
        ("plain", "plain"),
    ],
)
def test_the_version_part_of_a_signature(signature: str, version: str) -> None:
    assert version_of(signature) == version


@pytest.mark.parametrize(
    ("scorer", "signature", "is_so"),
    [
        ("told", "told|v:2|lang:de", True),
        ("told", "told|v:2", True),
        ("told", "told|v:21|lang:en", False),
        ("told", "told|v:1|lang:en", False),
        ("told", "told|lang:en", False),
        ("other", "told|v:2|lang:en", False),
    ],
)
def test_a_card_holds_for_its_name_and_version(scorer: str, signature: str, *, is_so: bool) -> None:
    assert CARD.covers(scorer, signature) == is_so


def test_all_signatures_of_a_scorer_need_a_card() -> None:
    assert is_calibrated("told", ["told|v:2|a", "told|v:2|b"], [CARD])
    assert not is_calibrated("told", ["told|v:2", "told|v:3"], [CARD])
    assert not is_calibrated("told", ["told|v:2"], [])
    assert is_calibrated("told", [], [])


def write_card(folder: Path, text: str) -> Path:
    path = folder / "cards" / "told.json"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_projects_cards_are_found_from_anywhere_in_it(tmp_path: Path) -> None:
    (tmp_path / "tasks" / "deep").mkdir(parents=True)
    write_card(tmp_path, CARD.model_dump_json())
    assert CARD in find_cards(tmp_path / "tasks" / "deep")
    assert CARD not in find_cards()
    assert find_cards(tmp_path) == (*find_cards(), CARD)


def test_without_a_project_the_folder_itself_is_looked_into(tmp_path: Path) -> None:
    assert find_cards(tmp_path) == find_cards()
    write_card(tmp_path, CARD.model_dump_json())
    assert CARD in find_cards(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no card (Invalid JSON"),
        ("[]", "is no card (Input should be an object"),
        (json.dumps({**json.loads(CARD.model_dump_json()), "scorer": ""}), "is no card (scorer: "),
        (json.dumps({**json.loads(CARD.model_dump_json()), "schema_version": 2}), "is no card (schema_version: "),
    ],
)
def test_a_file_that_is_no_card_is_told_where_and_how_to_mend_it(tmp_path: Path, text: str, said: str) -> None:
    path = write_card(tmp_path, text)
    with pytest.raises(ScorerError) as error:
        find_cards(tmp_path)
    assert str(error.value).startswith(f"{path}: {said}")
    assert "harness metaeval" in str(error.value)


def test_a_missing_card_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScorerError, match="No such file"):
        read_card(tmp_path / "none.json")


@pytest.mark.parametrize("path", sorted(PACKAGED.glob("*.json")), ids=lambda path: path.stem)
def test_a_packaged_card_is_of_the_present_version(path: Path) -> None:
    card = read_card(path)
    assert card.scorer == path.stem
    signature = f"{path.stem}|v:{_version(path.stem)}"
    assert card.covers(path.stem, signature), "make the cards anew with: python benchmarks/cards.py FOLDER"


def test_every_built_in_scorer_has_a_card() -> None:
    assert sorted(path.stem for path in PACKAGED.glob("*.json")) == ["facts", "grounding", "rouge", "shape"]


def _version(name: str) -> int:
    module = __import__(f"harness.scorers.{name}", fromlist=["VERSION"])
    version = module.VERSION
    assert isinstance(version, int)
    if name != "facts":
        sample = sample_of(["A text."], references=["A text."])
        assert f"|v:{version}|" in create_scorer(ScorerSpec(name=name)).signature(sample)
    return version
