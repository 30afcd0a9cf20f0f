"""Cards made of what was measured: they say on what, hold what the report holds, and agree with the manual."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from harness.errors import RunError, UsageError
from harness.metaeval.cards import (
    END,
    PAGE,
    START,
    cards_of,
    cards_page,
    main,
    save_cards,
    selftest_measurement,
    verdict_measurement,
    with_cards,
)
from harness.metaeval.labelled import LabelledSummary
from harness.metaeval.probes import Probe
from harness.metaeval.selftest import Matrix, Trial
from harness.metaeval.trust.run import TrustRun, make_scorers, run_metaeval
from harness.scorers.cards import Card, find_cards, read_card

ROWS = [
    LabelledSummary(
        id=f"{group}{label}",
        dataset="bump-task1",
        documents=(f"Ten ships left port {group} on Monday.",),
        summary=f"Ten ships left port {group}." if label else f"Six ships left port {group}.",
        label=label,
        group=group,
    )
    for group in "abc"
    for label in (1, 0)
]


def run(*names: str, share: float | None = None) -> TrustRun:
    return asyncio.run(run_metaeval(ROWS, make_scorers(names), share, {"rows.jsonl": "0" * 64}))


def test_a_card_says_what_was_measured_on_what_and_in_which_version() -> None:
    found = run("rouge", "grounding")
    rouge, grounding = cards_of(found)
    assert (rouge.scorer, grounding.scorer) == ("rouge", "grounding")
    assert rouge.signature.startswith("rouge|v:1|")
    assert rouge.files == {"rows.jsonl": "0" * 64}
    (measured,) = rouge.measured
    assert (measured.on, measured.rows, measured.documents, measured.ranked_by) == ("BUMP", 6, 3, "rouge2")
    assert measured.figures == found.report.parts[0].measured[0].figures


def test_parts_are_measured_apart() -> None:
    (card,) = cards_of(run("rouge", share=0.5))
    assert [measured.on for measured in card.measured] == ["BUMP, to tune on", "BUMP, only counted"]


def test_the_same_data_give_the_same_card(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        save_cards(cards_of(run("grounding")), tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert read_card(tmp_path / "one.json") == cards_of(run("grounding"))[0]


def test_several_cards_go_to_a_folder(tmp_path: Path) -> None:
    cards = cards_of(run("rouge", "grounding"))
    save_cards(cards, tmp_path / "cards")
    assert sorted(path.name for path in (tmp_path / "cards").iterdir()) == ["grounding.json", "rouge.json"]
    with pytest.raises(RunError, match="No such file or directory"):
        save_cards(cards, tmp_path / "new" / "cards")
    with pytest.raises(UsageError, match="Name a folder"):
        save_cards(cards, tmp_path / "card.json")
    with pytest.raises(UsageError, match="nothing to write"):
        save_cards([], tmp_path / "card.json")
    assert not (tmp_path / "card.json").exists()


def trial(group: str, gold: str, *, flagged: bool | None, scorer: str = "facts") -> Trial:
    probe = Probe(fact="f", group=group, change="number", base="", text="")
    return Trial(scorer, gold, probe, flagged, "")


def test_the_self_test_counts_errors_as_inconsistent_and_rewordings_as_consistent() -> None:
    trials = (
        trial("error", "a", flagged=True),
        trial("error", "a", flagged=False),
        trial("error", "b", flagged=True),
        trial("rewording", "b", flagged=True),
        trial("rewording", "c", flagged=False),
        trial("rewording", "c", flagged=None),
        trial("error", "c", flagged=False, scorer="other"),
    )
    found = selftest_measurement(Matrix(("facts", "other"), frozenset({"facts", "other"}), trials), "facts")
    assert (found.rows, found.documents, found.unscored) == (6, 3, 1)
    verdict = found.figures["verdict"]
    assert verdict.counts == {"consistent": 2, "flagged consistent": 1, "inconsistent": 3, "flagged inconsistent": 2}


def test_the_manual_shows_the_packaged_cards() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_cards(page, find_cards()), "renew with: python -m harness.metaeval.cards docs"


def test_what_a_card_shows_by_hand() -> None:
    measured = verdict_measurement("a | b", [True, False, False], [0, 0, 1], ["a", "b", "c"], unscored=1)
    card = Card(scorer="told", signature="told|v:1", harness="0.1.0", measured=(measured,))
    assert cards_page([card]).splitlines()[4] == "| a \\| b | 4 | 3 | - | .75 | 1 of 2 | 0 of 1 | - | - |"


def test_the_rest_of_the_page_stays_and_a_page_without_a_section_is_refused() -> None:
    page = f"before\n{START}old\n{END}after\n"
    assert with_cards(page, []) == f"before\n{START}\n\n{END}after\n"
    with pytest.raises(ValueError, match="no section"):
        with_cards("nothing here", [])


def test_wrong_usage_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cards"])
    with pytest.raises(SystemExit, match="Usage"):
        main([])


def test_a_packaged_card_has_no_date_and_no_path() -> None:
    for card in find_cards():
        text = json.dumps(card.model_dump())
        assert "/" not in "".join(card.files)
        assert "date" not in text
