"""The committed run is what the present code makes of the built-in tasks: each summary and score, byte for byte."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import harness
from harness.results.store import RunFolder, open_run

ROOT = Path(__file__).resolve().parents[2]
ANEW = "make it anew with: python benchmarks/baseline.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return RunFolder(harness.evaluate(str(ROOT / "tasks"), results_dir=tmp_path_factory.mktemp("results")).folder)


@pytest.fixture(scope="module")
def kept() -> RunFolder:
    return open_run("baseline", ROOT / "results")


def without(path: Path, *names: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {name: value for name, value in record.items() if name not in names}


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="Unicode's tables differ between versions of Python")
@pytest.mark.xdist_group("baseline")
def test_summaries_and_scores_are_the_same_to_the_byte(made: RunFolder, kept: RunFolder) -> None:
    texts = [{record.id: record.answer and record.answer.text for record in run.answers()} for run in (made, kept)]
    assert texts[0] == texts[1], ANEW
    scores = [(run.path / "scores.jsonl").read_bytes() for run in (made, kept)]
    assert scores[0] == scores[1], ANEW


@pytest.mark.xdist_group("baseline")
def test_the_table_and_what_it_was_made_of_are_the_same(made: RunFolder, kept: RunFolder) -> None:
    summaries = [without(run.path / "summary.json", "run") for run in (made, kept)]
    assert summaries[0] == summaries[1], ANEW
    manifests = [without(run.path / "manifest.json", "run", "volatile", "python") for run in (made, kept)]
    assert manifests[0] == manifests[1], ANEW
    assert {path.name for path in (kept.path / "articles").iterdir()} == {
        path.name for path in (made.path / "articles").iterdir()
    }
