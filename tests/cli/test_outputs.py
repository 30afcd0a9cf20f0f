"""Files that commands write: `-` is standard output, no input is overwritten, and nothing half done is left."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
FIT = ("fit", "labels.jsonl", "-o")
MEASURE = ("metaeval", "labels.jsonl", "--scorer", "rouge")
EXPORT = ("task", "export", "flood", "--out")


def labels() -> str:
    rows = (
        {
            "id": f"{boat}-{label}",
            "document": f"Boat {boat} sailed with {40 + boat} people on board.",
            "summary": f"Boat {boat} sailed with {40 + boat if label else 90 + boat} people.",
            "label": label,
        }
        for boat in range(6)
        for label in (0, 1)
    )
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture(autouse=True)
def data(project: Path) -> Path:
    path = project / "labels.jsonl"
    path.write_text(labels(), "utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_a_head_goes_to_standard_output_and_the_report_to_standard_error(call: Call, project: Path, name: str) -> None:
    before = names(project)
    result = call(*FIT, name)
    assert result.exit_code == 0, result.stderr
    assert names(project) == before
    assert result.stderr.startswith("Fitted on 12 rows of 6 documents")
    assert result.stderr.endswith("Written: standard output\n")
    assert call(*FIT, "head.json").stdout.endswith("Written: head.json\n")
    assert result.stdout == (project / "head.json").read_text("utf-8")


def test_rows_go_to_standard_output_and_the_report_to_standard_error(call: Call, project: Path) -> None:
    result = call(*MEASURE, "--rows", "-")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        f"{boat}-{label}" for boat in range(6) for label in (0, 1)
    ]
    assert result.stderr.startswith("labels: 12 rows of 6 documents")
    assert not (project / "-").exists()


def test_prompts_go_to_standard_output_for_a_dash_and_to_a_file_of_that_name_for_its_path(
    call: Call, project: Path
) -> None:
    plain = call("task", "export", "flood").stdout
    assert call(*EXPORT, "-").stdout == plain
    assert call(*EXPORT, "./-").stdout == ""
    assert (project / "-").read_text("utf-8") == plain


def test_a_card_does_not_go_to_standard_output(call: Call, project: Path) -> None:
    result = call(*MEASURE, "--save", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a card is written to a file CARD.json or a folder, not to standard output." in result.stderr
    assert not (project / "-").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (*FIT, "labels.jsonl"),
        ("fit", ".", "-o", "./labels.jsonl"),
        (*MEASURE, "--rows", "labels.jsonl"),
        (*MEASURE, "--rows", "site/../labels.jsonl"),
        (*EXPORT, "tasks/flood.yaml"),
        (*EXPORT, "tasks/prompts/plain.md"),
        (*EXPORT, "gold/flood.yaml"),
        (*EXPORT, "seeds/flood.md"),
    ],
)
def test_what_is_read_is_not_overwritten(call: Call, project: Path, arguments: tuple[str, ...]) -> None:
    before = (project / arguments[-1]).read_bytes()
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "which is read: it would be" in result.stderr or "this file is read: it would be" in result.stderr
    assert result.stderr.endswith("overwritten. Name another one to write.\n")
    assert result.stderr.count("\n") == 1
    assert (project / arguments[-1]).read_bytes() == before


@POSIX
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nor_by_way_of_a_link(call: Call, data: Path, link: Callable[[Path, Path], None]) -> None:
    link(data, data.with_name("other.jsonl"))
    result = call(*FIT, "other.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "other.jsonl: this is labels.jsonl, which is read: it would be overwritten. Name another one to write.\n"
    )
    assert data.read_text("utf-8") == labels()


def test_a_head_is_not_overwritten_by_what_is_measured_of_it(call: Call, project: Path) -> None:
    (project / "cards").mkdir()
    assert call(*FIT, "cards/fitted.json").exit_code == 0
    before = (project / "cards" / "fitted.json").read_bytes()
    for more in (("--rows", "cards/fitted.json"), ("--save", "cards")):
        result = call(*MEASURE, "--head", "cards/fitted.json", *more)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"{Path('cards/fitted.json')}: this file is read: ")
    assert (project / "cards" / "fitted.json").read_bytes() == before


def test_a_head_beside_its_data_can_be_written_again(call: Call) -> None:
    for _ in range(2):
        result = call("fit", ".", "-o", "head.json")
        assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*FIT, "nowhere/head.json"), "nowhere: there is no such folder. Make it, or name another file.\n"),
        ((*MEASURE, "--rows", "nowhere/x"), "nowhere: there is no such folder. Make it, or name another file.\n"),
        ((*MEASURE, "--save", "nowhere/x.json"), "nowhere: there is no such folder. Make it, or name another file.\n"),
        ((*MEASURE, "--save", "nowhere/cards"), "nowhere: there is no such folder. Make it, or name another file.\n"),
        ((*EXPORT, "nowhere/x"), "nowhere: there is no such folder. Make it, or name another file.\n"),
        ((*MEASURE, "--save", "labels.jsonl"), "labels.jsonl: is a file, not a folder. Name a folder, or a file that"),
        ((*MEASURE, "--rows", "a.json", "--save", "./a.json"), "a.json: two outputs would go there. Name another"),
        ((*MEASURE, "--rows", "cards", "--save", "cards"), "cards: two outputs would go there. Name another"),
        ((*MEASURE, "--rows", "x" * 256), f"{'x' * 256}: File name too long."),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(
    call: Call, project: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    def work(*_: object, **__: object) -> None:
        raise AssertionError

    for place in (
        "harness.cli.fitting.load_labelled",
        "harness.cli.measuring.metaeval_files",
        "harness.cli.listing.export_prompts",
    ):
        monkeypatch.setattr(place, work)
    before = names(project)
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(told)
    assert names(project) == before


@FULL
@pytest.mark.parametrize("save", ["card.json", "cards"])
def test_where_one_output_fails_in_the_end_none_is_written(call: Call, project: Path, save: str) -> None:
    before = names(project)
    result = call(*MEASURE, "--rows", "/dev/full", "--save", save)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "/dev/full: No space left on device.\n"
    assert names(project) == before


def test_where_there_is_no_card_to_write_there_are_no_rows(
    call: Call, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.cli.measuring.cards_of", lambda _: [])
    before = names(project)
    result = call(*MEASURE, "--rows", "rows.jsonl", "--save", "cards")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "there is nothing to write on a card: no scorer could grade a row.\n"
    assert names(project) == before


@POSIX
def test_outputs_go_into_devices_and_through_links(call: Call, project: Path) -> None:
    assert call(*FIT, os.devnull).exit_code == 0
    (project / "link.json").symlink_to("head.json")
    assert call(*FIT, "link.json").exit_code == 0
    assert (project / "link.json").is_symlink()
    assert json.loads((project / "head.json").read_text("utf-8"))["scorer"].startswith("grounding|")
