"""On the published data, if they are at hand, what others publish comes out as they publish it.

HARNESS_BENCHMARKS names the folder that holds `bump-task1.jsonl`.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from harness.metaeval.labelled import load_labelled
from harness.metaeval.trust.models import Measured
from harness.metaeval.trust.run import make_scorers, run_metaeval
from harness.scorers.cards import find_cards

FOLDER = os.environ.get("HARNESS_BENCHMARKS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="HARNESS_BENCHMARKS names no folder of labelled data")


@pytest.fixture(scope="module")
def bump() -> dict[str, Measured]:
    rows = load_labelled([Path(FOLDER or "") / "bump-task1.jsonl"])
    (part,) = asyncio.run(run_metaeval(rows, [])).report.parts
    assert (part.rows, part.documents, part.pairs) == (700, 50, 350)
    return {found.name: found for found in part.measured}


@pytest.mark.parametrize(("name", "expected"), [("QAFactEval", 0.714), ("DAE", 0.631)])
def test_areas_under_the_curve(bump: dict[str, Measured], name: str, expected: float) -> None:
    assert bump[name].figures["auc"].value == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BARTScore", 0.900),
        ("CoCo", 0.897),
        ("DAE", 0.877),
        ("QAFactEval", 0.857),
        ("SummaC", 0.707),
        ("ROUGE-2", 0.783),
    ],
)
def test_pairwise_accuracies(bump: dict[str, Measured], name: str, expected: float) -> None:
    assert bump[name].figures["pairs"].value == pytest.approx(expected, abs=5e-4)


def test_the_form_of_the_summaries_gives_hardly_anything_away(bump: dict[str, Measured]) -> None:
    control = bump["summary only"].figures["auc"]
    assert control.value is not None
    assert 0.45 < control.value < 0.55


def test_the_packaged_card_of_rouge_is_what_is_measured() -> None:
    rows = load_labelled([Path(FOLDER or "") / "bump-task1.jsonl"])
    _, part = asyncio.run(run_metaeval(rows, make_scorers(["rouge"]), 0.6)).report.parts
    (card,) = (card for card in find_cards() if card.scorer == "rouge")
    (measured,) = (measured for measured in card.measured if measured.on == "BUMP, only counted")
    for name, figure in part.measured[0].figures.items():
        assert measured.figures[name].value == pytest.approx(figure.value)
        assert measured.figures[name].counts == figure.counts
