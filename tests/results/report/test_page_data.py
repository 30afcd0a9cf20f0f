"""What the page is drawn from: each text once, verdicts that can be read back, gold that is still the run's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_pages import FLOOD, A, B, Marked, write_page_run

from harness.errors import RunError, UsageError
from harness.results.comparing.compare import compare_pairs
from harness.results.comparing.printing import print_comparison
from harness.results.comparing.sides import find_sides
from harness.results.models import Manifest
from harness.results.report.data import pack
from harness.results.report.gold import gold_at_hand
from harness.results.store import SUMMARY, RunFolder

LONG = {"s": "supported", "c": "contradicted", "o": "omitted"}


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return write_page_run(tmp_path, {"made/a": A, "made/b": B})


def answer_of(data: dict[str, Any], sample: str, backend: str) -> dict[str, Any]:
    return next(
        one
        for one in data["answers"]
        if data["samples"][one["sample"]]["id"] == sample and data["sides"][one["side"]]["backend"] == backend
    )


def cut(text: str, start: int, end: int) -> str:
    """Cut a text as a page does, by UTF-16 code units."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_every_verdict_can_be_read_back_with_its_words(folder: RunFolder) -> None:
    data = pack([folder], cards=())
    answer = answer_of(data, "flood/flood", "made/b")
    facts = data["samples"][answer["sample"]]["facts"]
    assert {fact[0]: LONG[letter] for fact, letter in zip(facts, answer["verdicts"], strict=True)} == {
        "left": "contradicted",
        "rise": "omitted",
        "mayor": "supported",
    }
    assert [data["strings"][place] for place in answer["reasons"]] == [
        "Reason of left: contradicted.",
        "Reason of rise: omitted.",
        "Reason of mayor: supported.",
    ]
    place, start, end, expected, found = answer["told"][0]
    assert (facts[place][0], cut(answer["text"], start, end)) == ("left", "About 2,000 people")
    assert (data["strings"][expected], data["strings"][found]) == ("expected left", "found left")
    article, start, end = data["evidence"][facts[place][5]][0]
    assert cut(data["articles"][article]["text"], start, end) == "About 1,200 people \U0001f3c3 left their homes"
    start, end, verdict, *_ = answer["claims"][0]
    assert (cut(answer["text"], start, end), data["strings"][verdict]) == ("NATO", "unsupported")


def test_emoji_before_a_span_do_not_move_it(folder: RunFolder) -> None:
    answer = answer_of(pack([folder], cards=()), "flood/flood", "made/a")
    assert [cut(answer["text"], start, end) for _, start, end, *_ in answer["told"]] == [
        "About 1,200 people",
        "three metres",
    ]


def test_articles_stand_once_though_two_samples_and_two_runs_have_them(folder: RunFolder, tmp_path: Path) -> None:
    other = write_page_run(tmp_path, {"made/a": B}, run="20310515-091500-3fa9")
    data = pack([folder, other], cards=())
    assert [article["id"] for article in data["articles"]] == ["flood", "bridges"]
    assert json.dumps(data).count(json.dumps(FLOOD.text)[1:-1]) == 1
    assert len(data["samples"]) == 2
    assert [side["run"] for side in data["sides"]] == [0, 0, 1]


def test_figures_are_those_of_the_summary(folder: RunFolder) -> None:
    row = next(row for row in folder.summary().rows if row.backend == "made/b" and not row.task and not row.kind)
    figures = pack([folder], cards=())["sides"][1]["all"]["figures"]
    assert figures["fact_recall"] == [pytest.approx(row.metrics["fact_recall"].value, abs=1e-5)]
    assert figures["contradicted"] == [1.0]


def test_a_request_without_an_answer_says_why(tmp_path: Path) -> None:
    folder = write_page_run(tmp_path, {"made/a": A}, errors=[("flood/flood", "made/a")])
    answer = answer_of(pack([folder], cards=()), "flood/flood", "made/a")
    assert answer["none"] == "error: refused by <the> server"
    assert "verdicts" not in answer


def test_a_run_named_twice_is_refused(folder: RunFolder) -> None:
    with pytest.raises(UsageError, match="is named twice"):
        pack([folder, RunFolder(folder.path / "." / "")], cards=())


def test_a_run_without_a_table_is_refused(folder: RunFolder) -> None:
    (folder.path / SUMMARY).unlink()
    with pytest.raises(RunError, match=r"summary\.json"):
        pack([folder], cards=())


def builtin_manifest(folder: RunFolder, sha256: str) -> Manifest:
    manifest = folder.manifest()
    sample = manifest.tasks[0].samples[0].model_copy(update={"id": "short-report/short-report", "articles": ("flood",)})
    task = manifest.tasks[0].model_copy(
        update={"name": "short-report", "samples": (sample,), "gold": {"short-report": sha256}}
    )
    return manifest.model_copy(update={"tasks": (task,)})


def test_gold_is_taken_only_where_it_is_still_the_runs(folder: RunFolder, tmp_path: Path) -> None:
    from harness.tasks.load import load_task  # noqa: PLC0415  (only here)

    sha256 = load_task("short-report").gold[0].sha256
    found, missing = gold_at_hand(builtin_manifest(folder, sha256), tmp_path)
    assert found["short-report/short-report"].sha256 == sha256
    assert missing == []
    assert gold_at_hand(builtin_manifest(folder, "0" * 64), tmp_path) == ({}, ["short-report"])


def test_marks_are_where_the_made_runs_say() -> None:
    assert Marked.read("\U0001f600 {x|ab} c").spans == {"x": (2, 4)}


def test_differences_have_the_words_of_the_comparison(folder: RunFolder) -> None:
    data = pack([folder], cards=())
    assert set(data["differences"]) == {"0 1", "1 0"}
    for given, names in (("0 1", "made/a made/b"), ("1 0", "made/b made/a")):
        sides = find_sides([f"{folder.path}:{name}" for name in names.split()], folder.path.parent)
        (found,) = compare_pairs(sides.pairs)
        packed = data["differences"][given]
        text = " ".join(print_comparison(found).split())
        assert packed["told"] == found.conclusion
        assert packed["shared"] in text
        for row in packed["rows"]:
            assert " ".join(row["cells"]) in text
        for note in packed["notes"]:
            assert note in text


def test_sides_that_share_nothing_say_so(tmp_path: Path) -> None:
    other = {"flood/set": ("flood", "bridges")}
    runs = [
        write_page_run(tmp_path, {"made/a": A}),
        write_page_run(tmp_path, {"made/a": {"flood/set": A["flood/set"]}}, run="20310515-091500-3fa9", samples=other),
        write_page_run(
            tmp_path,
            {"made/a": {"flood/flood": A["flood/flood"]}},
            run="20310516-091500-3fa9",
            samples={"flood/flood": ("flood",)},
        ),
    ]
    data = pack(runs, cards=())
    assert data["differences"]["1 2"]["why"].startswith("nothing to compare")
    assert "told" in data["differences"]["0 1"]


def test_a_run_without_scores_is_compared_with_nothing(folder: RunFolder, tmp_path: Path) -> None:
    other = write_page_run(tmp_path / "more", {"made/a": A}, run="20310515-091500-3fa9")
    (other.path / SUMMARY).unlink()
    assert set(pack([folder, other], cards=(), unfinished=True)["differences"]) == {"0 1", "1 0"}
