"""`harness metaeval` by real processes, on small invented files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from small_project import child_environment

from harness.scorers.cards import Card

TEXTS = {
    "aster": "The ferry Aster left Lomvik on Monday with 40 people on board. It was late.",
    "brage": "Two crew members of the tug Brage were hurt, the port of Tunvik said on Friday.",
    "caspar": "The bridge at Osmark will stay closed until 9 May, the road office said.",
    "dagny": "Dagny Holt was elected mayor of Lomvik with 1,204 votes.",
}
SUMMARIES = {
    "aster": ("The Aster left Lomvik with 40 people.", "The Aster left Lomvik with 90 people."),
    "brage": ("Two crew members of the Brage were hurt.", "Six crew members of the Brage were hurt."),
    "caspar": ("The bridge at Osmark stays closed until 9 May.", "The bridge at Osmark stays closed until 7 June."),
    "dagny": ("Dagny Holt was elected mayor of Lomvik.", "Dagny Holt was elected mayor of Tunvik."),
}


def make_rows() -> list[dict[str, Any]]:
    rows = []
    for group, text in TEXTS.items():
        for label, summary in zip((1, 0), SUMMARIES[group], strict=True):
            row = {"id": f"{group}-{label}", "dataset": "small", "document": text, "summary": summary, "label": label}
            more = {"group": group, "pair": group, "pair_type": "value", "peer_scores": {"Peer": label / 2}}
            rows.append({**row, **more, "error_types": [] if label else ["value"]})
    return rows


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "small.jsonl", make_rows())
    return tmp_path


def metaeval(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", "metaeval", *arguments],
        cwd=folder,
        env=child_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_table_has_scorers_peers_counting_and_the_control(folder: Path) -> None:
    done = metaeval(folder, "small.jsonl", "--scorer", "rouge", "--scorer", "grounding")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "small: 8 rows of 4 documents; 4 consistent, 4 not; 4 pairs"
    assert lines[2].split() == ["AUC", "verdict", "threshold", "pairs"]
    names = ["rouge", "grounding", "Peer", "length", "known words", "known bigrams", "summary only"]
    assert [line[:17].strip() for line in lines[3:14] if line.startswith("  ")] == names
    assert ["Peer", "1.00", "-", "1.00", "1.00"] in [line.split() for line in lines]
    assert max(map(len, lines)) <= 80
    assert "rouge and grounding: Spearman of their scores" in done.stdout
    again = metaeval(folder, "small.jsonl", "--scorer", "rouge", "--scorer", "grounding")
    assert again.stdout == done.stdout


def test_without_a_name_grounding_is_measured(folder: Path) -> None:
    report = json.loads(metaeval(folder, "small.jsonl", "--format", "json").stdout)
    (part,) = report["parts"]
    scorers = [found for found in part["measured"] if found["kind"] == "scorer"]
    assert [(found["name"], found["ranked_by"], found["unscored"]) for found in scorers] == [("grounding", "score", 0)]
    verdict = scorers[0]["figures"]["verdict"]
    assert verdict["counts"]["consistent"] == verdict["counts"]["inconsistent"] == 4
    assert part["agreement"] == []
    assert list(report["files"]) == ["small.jsonl"]


def test_a_split_reports_two_parts(folder: Path) -> None:
    report = json.loads(metaeval(folder, "small.jsonl", "--split", "0.5", "--format", "json").stdout)
    assert [(part["part"], part["documents"]) for part in report["parts"]] == [("to tune on", 2), ("only counted", 2)]


def test_rows_are_written_for_further_use(folder: Path) -> None:
    assert metaeval(folder, "small.jsonl", "--scorer", "rouge", "--rows", "out.jsonl").returncode == 0
    rows = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["label"]) for row in rows] == [(row["id"], row["label"]) for row in make_rows()]
    made = rows[0]["scorers"]["rouge"]
    assert made["score"] == made["values"]["rouge2"] > 0
    assert made["violation"] is None


def test_cards_are_saved_to_a_file_or_a_folder(folder: Path) -> None:
    assert metaeval(folder, "small.jsonl", "--scorer", "rouge", "--save", "rouge.json").returncode == 0
    assert metaeval(folder, "small.jsonl", "--scorer", "rouge", "--scorer", "shape", "--save", "cards").returncode == 0
    assert (folder / "rouge.json").read_bytes() == (folder / "cards" / "rouge.json").read_bytes()
    card = json.loads((folder / "cards" / "shape.json").read_text(encoding="utf-8"))
    assert (card["scorer"], card["measured"][0]["on"], card["measured"][0]["rows"]) == ("shape", "small", 8)


def test_rows_that_are_only_graded_have_correlations(folder: Path) -> None:
    graded = [{**row, "label": None, "grade": row["label"] + place / 10} for place, row in enumerate(make_rows())]
    write(folder / "graded.jsonl", graded)
    lines = metaeval(folder, "graded.jsonl", "--scorer", "rouge").stdout.splitlines()
    assert lines[0] == "small: 8 rows of 4 documents; 8 graded"
    assert lines[2].split() == ["Spearman", "Kendall"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument 'DATA...'"),
        (("none.jsonl",), "none.jsonl"),
        (("small.jsonl", "--scorer", "grunding"), "Did you mean 'grounding'?"),
        (("small.jsonl", "--scorer", "facts"), "the scorer 'facts' needs gold, which labelled rows have not."),
        (("small.jsonl", "--scorer", "rouge", "--scorer", "rouge"), "asked for twice"),
        (("small.jsonl", "--layout", "qugs"), "there is no layout 'qugs'"),
        (("small.jsonl", "--split", "1"), "Invalid value for '--split'"),
        (("small.jsonl", "--split", "nan"), "Invalid value for '--split'"),
        (("empty.jsonl",), "empty.jsonl: the file is empty. Download or write it again."),
        (("broken.jsonl",), "broken.jsonl:2:39: this is not JSON"),
        (("small.jsonl", "--scorer", "rouge", "--scorer", "shape", "--save", "one.json"), "Name a folder."),
    ],
)
def test_what_cannot_be_measured_ends_with_2_and_one_line(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    text = (folder / "small.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "broken.jsonl").write_text(f"{text[0]}\n{text[1][:40]}\n", encoding="utf-8")
    (folder / "empty.jsonl").write_bytes(b"\n")
    before = sorted(folder.iterdir())
    done = metaeval(folder, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(folder.iterdir()) == before


def test_a_projects_file_that_is_no_card_stops_a_run_before_it_begins(folder: Path) -> None:
    (folder / "cards").mkdir()
    (folder / "cards" / "own.json").write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "harness", "eval", "short-report", "--backend", "extractive/lead-3"],
        cwd=folder,
        env=child_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "own.json: is no card (scorer: Field required). Make it anew" in done.stderr
    assert not (folder / "results").exists()


def test_a_card_of_the_project_makes_a_scorer_calibrated(project: Path, call: Callable[..., Result]) -> None:
    note = "told: not calibrated (no card says how far it agrees with labels)."
    told = call("eval", "flood", "--backend", "extractive/lead-3").stdout
    assert note in told
    assert "rouge: not calibrated" not in told
    (project / "cards").mkdir()
    card = Card(scorer="told", signature="told|v:1|words:9", harness="0", measured=())
    (project / "cards" / "told.json").write_text(card.model_dump_json(), encoding="utf-8")
    assert note not in call("results", "show", "latest").stdout
    card = card.model_copy(update={"signature": "told|v:2"})
    (project / "cards" / "told.json").write_text(card.model_dump_json(), encoding="utf-8")
    assert note in call("results", "show", "latest").stdout


def test_a_head_is_measured_on_documents_that_it_was_not_fitted_on_and_on_no_others(folder: Path) -> None:
    rows = [
        {
            "id": f"{group}-{label}",
            "document": f"Boat {group} sailed with {40 + group} people on board.",
            "summary": f"Boat {group} sailed with {40 + group if label else 90 + group} people.",
            "label": label,
        }
        for group in range(8)
        for label in (0, 1)
    ]
    write(folder / "fitted_on.jsonl", rows)
    fitted = subprocess.run(
        [sys.executable, "-m", "harness", "fit", "fitted_on.jsonl", "-o", "head.json"],
        cwd=folder,
        env=child_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert fitted.returncode == 0, fitted.stderr
    others = metaeval(folder, "small.jsonl", "--head", "head.json")
    assert others.returncode == 0, others.stderr
    assert [line.split()[0] for line in others.stdout.splitlines()[4:6]] == ["grounding", "fitted"]
    write(folder / "mixed.jsonl", [*make_rows(), *({**row, "dataset": "small"} for row in rows[:2])])
    same = metaeval(folder, "mixed.jsonl", "--head", "head.json")
    assert same.returncode == 2
    assert same.stdout == ""
    assert "was fitted on 1 of the" in same.stderr
