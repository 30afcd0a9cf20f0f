"""`harness task import-gold` on marks of brat and of Label Studio: candidates with evidence, or faults in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from annotations import ARTICLE, make_annotations
from click.testing import CliRunner, Result
from writing import write_project

from harness.cli.app import app
from harness.exchange.to_sheet import read_gold_files
from harness.gold.models import GoldFile

TEXT = ARTICLE.rpartition("---\n\n")[2]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_annotations(tmp_path)


def bring(*arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["task", "import-gold", *arguments, "--gold", "quay", "--out", "out"], prog_name="harness"
    )


def line(name: str, label: str, *quotes: str, text: str = TEXT) -> str:
    """Return brat's line of a mark."""
    places = ";".join(f"{text.index(quote)} {text.index(quote) + len(quote)}" for quote in quotes)
    return f"{name}\t{label} {places}\t{' '.join(' '.join(quotes).split())}\n"


ANN = (
    line("T1", "Quantity", "40 centimetres")
    + line("T2", "Amount", "About 30 boats")
    + line("T3", "Source", "the harbour master")
    + line("T4", "Duration", "three months")
    + line("T5", "Event", "Nobody was hurt")
    + line("T6", "Event", "The old quay", "has sunk")
    + "#1\tAnnotatorNotes T5\tNo one was injured.\nR1\tCauses Arg1:T1 Arg2:T5\nA1\tNegated T5\n"
)


def made(root: Path) -> GoldFile:
    (file,) = read_gold_files([root / "out/quay.yaml"]).values()
    return file


def test_marks_of_brat_become_candidates_with_their_words(root: Path) -> None:
    write_project(root, {"a/quay.ann": ANN, "a/quay.txt": TEXT})
    done = bring("a/quay.ann", "--label", "Amount=count")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ("a/quay.ann: not taken over, as they mark no words: 1 'R', 1 'A'\nwrote out/quay.yaml\n")
    assert "# Quantity (T1): complete it.\n- id: t1\n" in (root / "out/quay.yaml").read_text("utf-8")
    facts = {fact.id: fact for fact in made(root).facts}
    assert list(facts) == ["t6", "t1", "t2", "t3", "t5", "t4"]  # as they stand in the text
    assert facts["t1"].count is not None
    assert (facts["t1"].count.value, facts["t1"].count.unit) == ("40", "centimetres")
    assert facts["t2"].count is not None
    assert (facts["t2"].count.value, facts["t2"].count.bound) == ("30", "about")
    assert facts["t3"].says is not None
    assert facts["t3"].says.who.keys == ("harbour-master",)
    assert facts["t5"].statement == "No one was injured."
    assert [quote.quote for quote in facts["t6"].evidence] == ["The old quay", "has sunk"]
    assert made(root).names["harbour-master"].name == "the harbour master"


def test_candidates_are_a_gold_file_that_loads(root: Path) -> None:
    write_project(root, {"a/quay.ann": ANN, "a/quay.txt": TEXT})
    assert bring("a/quay.ann").exit_code == 0
    done = CliRunner().invoke(app, ["task", "agree", "out/quay.yaml", "gold/quay.yaml"], prog_name="harness")
    assert done.exit_code == 0, done.stderr


def test_line_ends_and_a_mark_of_the_text_are_counted_as_brat_counts_them(root: Path) -> None:
    crlf = TEXT.replace("\n", "\r\n")
    write_project(root, {"a/quay.ann": line("T1", "Quantity", "Nobody was hurt", text=crlf), "a/quay.txt": crlf})
    assert bring("a/quay.ann").exit_code == 0
    assert made(root).facts[0].evidence[0].quote == "Nobody was hurt"


def test_words_that_stand_twice_get_the_sentence_around_them(root: Path) -> None:
    place = TEXT.index("quay in")
    write_project(root, {"a/quay.ann": f"T1\tQuantity {place - 4} {place}\told \n", "a/quay.txt": TEXT})
    assert bring("a/quay.ann").exit_code == 0
    start = TEXT.index("was hurt")
    write_project(root, {"b/quay.ann": f"T1\tQuantity {start} {start + 1}\tw\n", "b/quay.txt": TEXT})
    (root / "out/quay.yaml").unlink()
    assert bring("b/quay.ann").exit_code == 0
    assert made(root).facts[0].evidence[0].quote == "Nobody was hurt."


@pytest.mark.parametrize(
    ("ann", "text", "said"),
    [
        ("T1\tX 0 7\tThe new\n", TEXT, "a/quay.ann:1: T1 quotes 'The new', but at 0 7 the text has 'The old'."),
        ("\nT1\tX 0\tThe\n", TEXT, "a/quay.ann:2: this is no mark of brat's."),
        ("T1\tX 5 9999\tquay\n", TEXT, "a/quay.ann:1: T1 quotes"),
        ("T1\tX 0 3\tThe\nT1\tX 4 7\told\n", TEXT, "a/quay.ann:2: the id 'T1' stands twice."),
        (
            "T1\tX 0 3\tOld\n",
            "Old walls fell.",
            "a/quay.ann:1: T1: 'Old walls fell.' stands nowhere in the article 'quay'.",
        ),
        ("", TEXT, "a/quay.ann: nothing is marked in it."),
        ("T1\tX 0 3\tThe\n", None, "a/quay.txt: there is no such file."),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_nothing_is_written(
    root: Path, ann: str, text: str | None, said: str
) -> None:
    write_project(root, {"a/quay.ann": ann, **({"a/quay.txt": text} if text else {})})
    done = bring("a/quay.ann")
    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(said), done.stderr
    assert not (root / "out").exists()


def task(text: str, *marks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"data": {"text": text}, "annotations": [{"result": list(marks)}], **more}


def mark(label: str, start: int, end: int, text: str) -> dict[str, Any]:
    return {"id": "x", "type": "labels", "value": {"start": start, "end": end, "text": text, "labels": [label]}}


@pytest.mark.parametrize("before", ["", "🙂 "])
@pytest.mark.parametrize("is_utf16", [True, False])
def test_marks_of_label_studio_are_found_whatever_their_offsets_count(root: Path, before: str, is_utf16: bool) -> None:
    text, quote = before + TEXT, "Nobody was hurt"
    start = text.index(quote) + (len(before.encode("utf-16-le")) // 2 - len(before) if is_utf16 else 0)
    relation = {"type": "relation", "from_id": "x", "to_id": "y"}
    content = [task(text, mark("Event", start, start + len(quote), quote), relation)]
    write_project(root, {"a.json": json.dumps(content)})
    done = bring("a.json")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("a.json: not taken over, as they mark no words: 1 'relation'\n")
    assert made(root).facts[0].evidence[0].quote == quote


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "a.json: is no export of Label Studio's: it wants a list of tasks."),
        ([1], "a.json: is no export of Label Studio's"),
        ([{"data": {}}], "a.json: task 1: there is no text in 'data'."),
        ([task(TEXT, annotations=[])], "a.json: task 1: has 0 annotations, not one."),
        ([task(TEXT, mark("X", 0, 3, "old"))], "a.json: task 1: the mark 'x' is not where it says."),
        ([task(TEXT, mark("X", 5, 3, ""))], "a.json: task 1: the mark 'x' is not where it says."),
    ],
)
def test_what_is_no_export_is_refused_in_words(root: Path, content: Any, said: str) -> None:
    write_project(root, {"a.json": json.dumps(content)})
    done = bring("a.json")
    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(said), done.stderr


def test_labels_cannot_break_out_of_their_comment(root: Path) -> None:
    quote = "Nobody was hurt"
    start = TEXT.index(quote)
    evil = "X\nfacts: []\n\x1b[31m\u2028- id: y"
    write_project(root, {"a.json": json.dumps([task(TEXT, mark(evil, start, start + len(quote), quote))])})
    assert bring("a.json").exit_code == 0
    assert [fact.id for fact in made(root).facts] == ["r1"]


def test_a_label_that_means_no_kind_is_wrong_usage(root: Path) -> None:
    write_project(root, {"a/quay.ann": ANN, "a/quay.txt": TEXT})
    assert bring("a/quay.ann", "--label", "Event=fact").exit_code == 2
