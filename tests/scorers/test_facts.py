"""The facts scorer: from verdicts to figures, on a small made-up article."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError

from harness.scorers.base import Score, Unscored
from harness.scorers.facts import Facts, counted_length, create
from harness.tasks import Sample, load_tasks, samples_of

DATA = Path(__file__).parent.parent / "data" / "ferry"


def sample(task: str = "ferry-morning") -> Sample:
    return samples_of(load_tasks([f"tasks/{task}.yaml"], cwd=DATA)[0])[0]


def score(summary: str, task: str = "ferry-morning") -> Score:
    outcome = asyncio.run(Facts().score(sample(task), summary))
    assert isinstance(outcome, Score)
    return outcome


def test_recall_is_the_share_of_weights() -> None:
    # Weights: aboard 3, injured 3, died 3, toll-source 2, in-service 1, fault 2, fault-source 2, no-comment 2,
    # rescue-time 2, rescued 2: 22 in all. Stated: aboard and died, 6.
    values = score("About 240 people were on board. Three passengers died.").values
    assert values["weight_total"] == 22
    assert values["weight_supported"] == 6
    assert values["recall"] == pytest.approx(6 / 22)


def test_accuracy_leaves_out_what_is_omitted() -> None:
    values = score("About 340 people were on board. Three passengers died.").values
    assert (values["supported"], values["contradicted"], values["accuracy"]) == (1, 1, 0.5)


def test_accuracy_is_undefined_where_no_fact_is_stated() -> None:
    found = score("A ferry was in trouble.")
    assert found.values["accuracy"] is None
    assert found.values["recall"] == 0


def test_group_counts_once_with_its_greatest_weight() -> None:
    # Groups: died (3), fault (2), injured (3); the five facts that are not in a group are not of the set.
    values = score("Three people died, says the coastguard [1]; five, says the hospital [2].", "ferry").values
    assert values["weight_total"] == 8
    assert values["weight_supported"] == 3
    assert (values["disputes_touched"], values["disputes_fair"]) == (1, 1)


@pytest.mark.parametrize(
    ("summary", "consistent"),
    [
        ("About 240 people were on board.", True),
        ("About 340 people were on board.", False),
        ("A ship from Bergen was in trouble.", False),  # Bergen is in no article
        ("It was a bad day.", None),  # nothing to check
    ],
)
def test_consistent_is_no_violation_found(summary: str, consistent: bool | None) -> None:
    assert score(summary).consistent is consistent


def test_text_past_the_limit_earns_no_recall() -> None:
    filler = "The weather was calm and the sea was grey and wide. " * 5  # 55 words; the limit is 40 and 10%
    assert score(f"{filler}Three passengers died.").values["supported"] == 0
    assert score(f"Three passengers died. {filler}").values["supported"] == 1


def test_counted_length_ends_after_the_last_word_that_counts() -> None:
    assert counted_length("one two three", 10) is None
    assert counted_length("one - two three four", 2) == len("one - two")  # a dash is no word; 2 plus 10% is 2
    assert counted_length("a b", None) is None


@pytest.mark.parametrize(
    "summary",
    [
        "Паром сел на мель у берега, три человека погибли, двенадцать ранены.",
        "Eine Fähre mit zweihundert Menschen lief vor Lomvik auf Grund, drei Menschen starben, zwölf wurden verletzt.",
    ],
)
def test_language_that_the_reader_does_not_know_is_unscored(summary: str) -> None:
    outcome = asyncio.run(Facts().score(sample(), summary))
    assert isinstance(outcome, Unscored)
    assert "language" in outcome.reason


def test_unknown_option_is_refused() -> None:
    with pytest.raises(ValidationError):
        create({"strict": "true"})


def test_signature_names_gold_and_limit() -> None:
    gold = sample().gold
    assert gold is not None
    assert Facts().signature(sample()) == f"facts|v:3|lang:en|gold:{gold.sha256[:12]}|limit:40+10%"


def test_same_summary_same_score() -> None:
    text = "About 240 people were on board, said the mayor. Three passengers died in 2031."
    assert score(text) == score(text)
